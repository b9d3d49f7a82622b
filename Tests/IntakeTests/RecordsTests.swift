import Diagnostics
import Intake
import Testing

/// Records that stand twice or contradict one another, in an edition and across editions.
@Suite struct RecordsTests {
  /// Adds a copy of an analysis under another identifier to an edition.
  private func adding(
    copyOf path: String, as id: String, to input: inout Illustrative,
    in edition: String = "2013-11",
    _ changes: [(value: Any, keys: [Any])] = []
  ) throws -> String {
    let copy = "analyses/\(edition)/\(id).json"
    input.files[copy] = input.files[path]
    try input.set(id, at: ["analysis"], in: copy)
    for (value, keys) in changes { try input.set(value, at: keys, in: copy) }
    return copy
  }

  private func found(_ input: Illustrative, at file: String) -> [String] {
    input.gather().findings.filter { $0.place.file == file }.map(\.id)
  }

  @Test func anAnalysisOfAnEarlierEditionUnderAnotherNameIsADuplicate() throws {
    var input = try Illustrative()
    let old = input.analysis(0, of: "2013-10")
    let copy = try adding(copyOf: old, as: "A-2013-0099", to: &input)
    let finding = try #require(
      input.gather().findings.first { $0.place.file == copy && $0.id == "records.duplicate" })
    #expect(finding.severity == .error && finding.found.contains(old))
    #expect(finding.place.path == "$.service.name" && finding.place.line != nil)
    #expect(!found(input, at: copy).contains("records.request-twice"), "one cause, one finding")
  }

  @Test func oneServiceInOnePeriodWithOtherFiguresIsAContradiction() throws {
    var input = try Illustrative()
    let old = input.analysis(0, of: "2013-10")
    let copy = try adding(
      copyOf: old, as: "A-2013-0099", to: &input,
      [(0.4209, ["outcomes", 0, "control", "value"])])
    #expect(found(input, at: copy).contains("records.contradiction"))
  }

  @Test func aCopiedFileWithTheOldFiguresIsNamed() throws {
    var input = try Illustrative()
    let path = input.analysis(1)
    let outcomes = try input.get(["outcomes"], in: input.analysis(0))
    try input.set(outcomes, at: ["outcomes"], in: path)
    try input.set(["unknown": "x"], at: ["attrition"], in: path)
    try input.set(["unknown": "x"], at: ["matching"], in: path)
    #expect(found(input, at: path) == ["records.same-figures"])
  }

  @Test func twoGroupsOfOneServiceAreTwoReports() throws {
    // Ormsgarth has one report on people from custody and one on people from the community.
    #expect(try Illustrative().gather().findings.isEmpty)
  }

  @Test func oneRequestWithTwoReportsNeedsAReason() throws {
    var input = try Illustrative()
    let path = input.analysis(0)
    let copy = try adding(
      copyOf: path, as: "A-2013-0099", to: &input,
      [
        (["from": "2005-01-01", "to": "2005-12-31"], ["service", "period"]),
        (0.4209, ["outcomes", 0, "control", "value"]),
      ])
    let finding = try #require(
      input.gather().findings.first { $0.id == "records.request-twice" })
    #expect(finding.place.file == copy && finding.severity == .warning)
  }

  @Test func identifiersThatLookAlikeAreNamed() throws {
    var input = try Illustrative()
    let path = input.analysis(0)
    let id = try #require(try input.get(["analysis"], in: path) as? String)
    try input.set(id.replacing("A-2013-0", with: "A-2013-O"), at: ["analysis"], in: path)
    #expect(input.gather().findings.isEmpty, "nothing to mistake it for")
    try input.set(
      String(id.replacing("A-2013-0", with: "A-2013-O")), at: ["analysis"], in: input.analysis(1))
    try input.set(id, at: ["analysis"], in: path)
    #expect(found(input, at: input.analysis(1)) == ["records.look-alike"])
  }

  @Test(arguments: [("r-2013-0001", Severity.error), ("R-2O13-0001", .warning)])
  func requestsThatLookAlikeAreNamed(id: String, severity: Severity) throws {
    var input = try Illustrative()
    let row = "\(id),tarrowmere-resettlement-trust,Tarrowmere Resettlement Trust,Other,received,,,,"
    input.files["requests.csv"]! += Array(
      (row.replacing("received,,", with: "received,,2013-12-01,") + ",,,,\n").utf8)
    let finding = try #require(
      input.gather().findings.first { $0.id == "intake.register.look-alike" })
    #expect(finding.severity == severity && finding.found.contains("line 2"))
  }

  @Test(arguments: ["R 2013 0059", "Ｒ-2013-0059", "R-2013-0059-and-a-very-long-tail"])
  func anIdentifierOfTheRegisterHasTheFormOfAnIdentifier(id: String) throws {
    var input = try Illustrative()
    input.replace("R-2013-0058", with: id, in: "requests.csv")
    let ids = input.gather().findings.filter { $0.place.file == "requests.csv" }.map(\.id)
    #expect(ids == ["intake.register.identifier"])
  }

  @Test func aMistypedRequestIsNamedWithTheOneThatWasMeant() throws {
    var input = try Illustrative()
    let path = input.analysis()
    let request = try #require(try input.get(["request"], in: path) as? String)
    try input.set(request.lowercased(), at: ["request"], in: path)
    let finding = try #require(
      input.gather().findings.first { $0.id == "records.request-missing" })
    #expect(finding.remedy.contains(request))
  }

  @Test func aReportThatIsOutIsPublishedInTheRegister() throws {
    var input = try Illustrative()
    input.replace(
      "certificates,published,,2013-05-24,2013-06-18,,2013-07-15,2013-08-12,2013-09-25,2013-10-10,",
      with: "certificates,complete,,2013-05-24,2013-06-18,,2013-07-15,2013-08-12,2013-09-25,,",
      in: "requests.csv")
    #expect(input.gather().findings.isEmpty, "the edition is not out yet")
    let findings = input.gather(released: ["2013-10"]).findings
    #expect(findings.map(\.id) == ["records.not-published"])
    #expect(findings.first?.place.line == 3)
  }

  @Test func aReportIsPublishedOnTheDayOfItsEdition() throws {
    var input = try Illustrative()
    input.replace("2013-09-25,2013-10-10,", with: "2013-09-25,2013-10-11,", in: "requests.csv")
    #expect(input.gather().findings.map(\.id) == ["records.published-day"])
  }

  @Test func anOrganisationHasOneNameInAnalysesAndRegister() throws {
    var input = try Illustrative()
    input.replace(
      "Pinnockshaw Debt Advice,Clean", with: "Pinnockshaw Advice,Clean", in: "requests.csv")
    #expect(input.gather().findings.map(\.id) == ["records.register-name"])
  }
}
