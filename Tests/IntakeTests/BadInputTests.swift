import Diagnostics
import Intake
import Testing

/// Every kind of bad input is a finding with file, place, value, rule and remedy.
@Suite struct BadInputTests {
  /// Asserts that there is exactly this error, and that it says all that a finding must say.
  private func expect(
    _ id: String, in input: Illustrative, edition: String = "2013-11", file: String? = nil,
    found: String, path: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let errors = input.errors(edition)
    let finding = errors.first { $0.id == id }
    #expect(finding != nil, "found \(errors.map(\.id))", sourceLocation: sourceLocation)
    guard let finding else { return }
    #expect(finding.found.contains(found), "\(finding.found)", sourceLocation: sourceLocation)
    #expect(!finding.rule.isEmpty && !finding.remedy.isEmpty, sourceLocation: sourceLocation)
    if let file { #expect(finding.place.file == file, sourceLocation: sourceLocation) }
    if let path { #expect(finding.place.path == path, sourceLocation: sourceLocation) }
  }

  @Test func theIllustrativeWorkspaceHasNothingToFind() throws {
    let gathering = try Illustrative().gather()
    #expect(gathering.findings.isEmpty, "\(gathering.findings.map(\.text))")
    #expect(gathering.edition != nil)
  }

  @Test(arguments: ["2013-10", "2013-11", "2014-01", "2014-06", "2014-07"])
  func theRealEditionsHaveNothingToFind(edition: String) throws {
    let gathering = try Illustrative("").gather(edition)
    #expect(gathering.findings.isEmpty, "\(gathering.findings.map(\.text))")
  }

  @Test func brokenJSONIsAFindingWithItsLine() throws {
    var input = try Illustrative()
    let path = input.analysis()
    input.replace("\"format\"", with: "\"format", in: path)
    let finding = try #require(input.errors().first { $0.place.file == path })
    #expect(finding.id.hasPrefix("intake.json."))
    #expect(finding.place.line != nil)
  }

  @Test func anUnknownFieldIsAnError() throws {
    var input = try Illustrative()
    let path = input.analysis()
    try input.set("x", at: ["commentary"], in: path)
    expect("intake.json.unknown-field", in: input, file: path, found: "commentary")
  }

  @Test func aMissingFieldIsAnErrorAndNeverABlank() throws {
    var input = try Illustrative()
    let path = input.analysis()
    try input.set(nil, at: ["outcomes", 0, "treatment", "people"], in: path)
    expect(
      "intake.json.missing-field", in: input, file: path, found: "people",
      path: "$.outcomes[0].treatment.people")
  }

  /// The page of October 2013 ends its period on "31 September".
  @Test func theThirtyFirstOfSeptemberIsRefused() throws {
    var input = try Illustrative()
    let path = input.analysis()
    try input.set("2013-09-31", at: ["completed"], in: path)
    expect(
      "intake.date.impossible", in: input, file: path, found: "2013-09-31", path: "$.completed")
  }

  @Test func twoAnalysesWithOneIdentifierAreRefusedAcrossEditions() throws {
    var input = try Illustrative()
    let path = input.analysis(3)
    let old = input.analysis(0, of: "2013-10")
    try input.set(try input.get(["analysis"], in: old), at: ["analysis"], in: path)
    expect("records.identifier-twice", in: input, file: path, found: old)
  }

  @Test func twoRequestsWithOneIdentifierAreRefused() throws {
    var input = try Illustrative()
    let lines = String(decoding: input.files["requests.csv"]!, as: UTF8.self)
      .split(separator: "\n")
    input.files["requests.csv"] = Array((lines + [lines[1]]).joined(separator: "\n").utf8)
    expect("intake.register.repeated", in: input, file: "requests.csv", found: "line 2")
  }

  @Test(arguments: ["requestsToDate", "reportsThisMonth", "reportsToDate", "notProcessed"])
  func aTotalThatDoesNotReconcileIsRefused(total: String) throws {
    var input = try Illustrative()
    let keys: [Any] = ["editions", "2013-11", "controlTotals", total]
    let right = try #require(try input.get(keys, in: "schedule.json") as? Int)
    try input.set(right + 1, at: keys, in: "schedule.json")
    expect(
      "totals.disagree", in: input, file: "schedule.json", found: "\(right + 1) expected")
  }

  @Test func totalsMustFollowFromTheEditionBefore() throws {
    var input = try Illustrative("")
    try input.set(
      31, at: ["editions", "2013-11", "controlTotals", "reportsToDate"], in: "schedule.json")
    expect(
      "totals.sequence", in: input, found: "7 reports to date in 2013-10 and 23 this month, 31")
  }

  @Test func aTotalToDateNeverShrinks() throws {
    var input = try Illustrative("")
    try input.set(
      51, at: ["editions", "2013-11", "controlTotals", "requestsToDate"], in: "schedule.json")
    expect("totals.shrinks", in: input, found: "51")
  }

  @Test func afterAMonthThatIsNotHeldAnEditionNeedsItsOwnOpeningBalance() throws {
    var input = try Illustrative("")
    try input.set(nil, at: ["editions", "2014-01", "openingBalance"], in: "schedule.json")
    expect("totals.gap", in: input, edition: "2014-01", found: "2013-12")
  }

  @Test func aPartNeverExceedsTheWhole() throws {
    var input = try Illustrative("")
    try input.set(
      4, at: ["editions", "2013-11", "controlTotals", "reportsThisMonth"], in: "schedule.json")
    expect("totals.exceeded", in: input, found: "5 reports this month")
  }

  @Test func aScheduleThatContradictsItselfIsRefused() throws {
    var input = try Illustrative()
    try input.set("2013-01", at: ["rule", "last"], in: "schedule.json")
    expect("intake.schedule.order", in: input, found: "2013-01")
  }

  @Test func anUnknownZoneIsRefused() throws {
    var input = try Illustrative()
    try input.set("Europe/Lundun", at: ["rule", "zone"], in: "schedule.json")
    expect("intake.schedule.zone", in: input, found: "Europe/Lundun", path: "$.rule.zone")
  }

  /// SI 2008/2998 Schedule paragraph 4.
  @Test func moreThanTwentyFourHoursOfPreReleaseAccessAreRefused() throws {
    var input = try Illustrative()
    try input.set(25, at: ["preRelease", "hours"], in: "schedule.json")
    expect("intake.prerelease.hours", in: input, found: "25")
  }

  @Test func aTimeThatDoesNotExistIsRefused() throws {
    var input = try Illustrative()
    try input.set(
      [
        [
          "edition": "2013-11", "action": "moved", "to": "2014-03-30T01:30", "reason": "test",
          "announced": "2013-10-01",
        ]
      ],
      at: ["exceptions"], in: "schedule.json")
    expect("intake.schedule.clock-change", in: input, found: "does not exist")
  }

  @Test func anEditionThatTheScheduleDoesNotHaveIsRefused() throws {
    #expect(try Illustrative().errors("2099-01").contains { $0.id == "edition.not-planned" })
    let notHeld = try Illustrative("").errors("2013-12")
    #expect(notHeld.contains { $0.id == "edition.not-planned" && $0.found.contains("not held") })
  }

  @Test func rawHTMLInTheCommentaryIsRefused() throws {
    var input = try Illustrative()
    let path = "analyses/2013-11/commentary.md"
    input.files[path] = Array("Good.\n\n<script>alert(1)</script>\n\nAnd <b>bold</b>.\n".utf8)
    let errors = input.errors().filter { $0.id == "intake.commentary.html" }
    #expect(errors.map(\.place.line) == [3, 5, 5])
  }

  @Test func aLinkThatRunsScriptIsRefused() throws {
    var input = try Illustrative()
    input.files["analyses/2013-11/commentary.md"] = Array("[x](javascript:alert(1))\n".utf8)
    expect("intake.commentary.link", in: input, found: "javascript")
  }

  @Test(arguments: ["../../log/", "nowhere.html", "/about/", "?x", "#", "//example.org/", ""])
  func aLinkOfTheCommentaryThatHoldsAtOneAddressOnlyIsRefused(link: String) throws {
    var input = try Illustrative()
    let path = "analyses/2013-11/commentary.md"
    input.files[path] = Array("Good.\n\nMore [here](<\(link)>).\n".utf8)
    let errors = input.errors().filter { $0.id == "intake.commentary.link" }
    #expect(errors.map(\.place.file) == [path] && errors.map(\.place.line) == [3], "\(link)")
    #expect(errors.first?.remedy.contains("https://") == true)
  }

  @Test(arguments: [
    "https://example.org/a", "HTTP://example.org", "mailto:a@example.org", "#section-requests",
  ])
  func aLinkOfTheCommentaryThatHoldsAtEveryAddressIsNot(link: String) throws {
    var input = try Illustrative()
    input.files["analyses/2013-11/commentary.md"] = Array("More [here](\(link)).\n".utf8)
    #expect(!input.errors().contains { $0.id == "intake.commentary.link" }, "\(link)")
  }

  @Test func aFigureKnownOnlyAsPrintedIsRefusedInAnOfficialRelease() throws {
    var input = try Illustrative()
    try input.set("official", at: ["status"], in: "schedule.json")
    let path = input.analysis()
    try input.set(
      ["published": "31", "source": "somewhere"], at: ["outcomes", 0, "treatment", "value"],
      in: path)
    expect("intake.number.published-in-official", in: input, file: path, found: "31")
  }

  @Test func aFileThatCannotBeReadIsNamedWithoutFaultsInItsWake() throws {
    var input = try Illustrative()
    try input.set(nil, at: ["analyst"], in: input.analysis(1))
    #expect(input.errors().map(\.id) == ["intake.json.missing-field"])
  }

  @Test func everyFaultIsNamedInOneRun() throws {
    var input = try Illustrative()
    try input.set("2013-09-31", at: ["completed"], in: input.analysis(0))
    try input.set(nil, at: ["analyst"], in: input.analysis(1))
    try input.set("upwards", at: ["outcomes", 0, "conclusion"], in: input.analysis(2))
    input.files["requests.csv"]! += Array("X1,a,A,S,flying,,2013-01-01,,,,,,,\n".utf8)
    input.files["analyses/2013-11/commentary.md"] = Array("# Title\n".utf8)
    let ids = Set(input.errors().map(\.id))
    #expect(
      ids.isSuperset(of: [
        "intake.date.impossible", "intake.json.missing-field", "intake.json.choice",
        "intake.register.state", "intake.commentary.heading",
      ]), "\(ids)")
  }
}
