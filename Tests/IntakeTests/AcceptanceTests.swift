import Diagnostics
import Intake
import Testing

/// The rules by which a request is accepted (domain notes 2), each with findings and without.
@Suite struct AcceptanceTests {
  /// What gathering says after a change of the first analysis, but for what follows from a service
  /// that is not its request's.
  private func found(
    _ value: Any, at keys: [Any], edition: String = "2013-11"
  ) throws -> [Finding] {
    var input = try Illustrative()
    try input.set(value, at: keys, in: input.analysis(0, of: edition))
    return input.gather(edition).findings.filter { $0.id != "records.request-service" }
  }

  private func named(_ name: String) throws -> [String] {
    try found(name, at: ["service", "name"]).map(\.id)
  }

  private func described(_ text: String) throws -> [String] {
    try found(text, at: ["service", "description"]).map(\.id)
  }

  // R1 stands in FigureCheckTests.

  // MARK: R3

  @Test(arguments: [
    ("2001-12-31", "2010-12-31", true), ("2002-01-01", "2011-01-01", true),
    ("2002-01-01", "2010-12-31", false), ("2012-01-01", "2012-12-31", true),
  ])
  func r3TheServiceRanInTheYearsOfTheData(from: String, to: String, isOutside: Bool) throws {
    let found = try found(["from": from, "to": to], at: ["service", "period"])
    #expect(found.map(\.id) == (isOutside ? ["acceptance.window"] : []))
    if isOutside {
      let finding = try #require(found.first)
      #expect(finding.place.path == "$.service.period" && finding.place.line != nil)
      #expect(finding.found.contains(from) && finding.found.contains("2010-12-31"))
    }
  }

  /// Data for 2011 came in on 13 February 2014.
  @Test(arguments: [("2014-02-12", true), ("2014-02-13", false)])
  func r3AWindowIsInForceFromItsDay(completed: String, isOutside: Bool) throws {
    var input = try Illustrative("")
    let path = "analyses/2014-07/working-chance.json"
    try input.set(["from": "2011-01-01", "to": "2011-12-31"], at: ["service", "period"], in: path)
    try input.set(completed, at: ["completed"], in: path)
    let ids = input.gather("2014-07").findings.map(\.id)
    #expect(ids == (isOutside ? ["acceptance.window"] : []))
  }

  // MARK: R4

  @Test(arguments: [
    "Course for sex offenders", "Sexual offending programme", "Domestic violence perpetrators",
    "Personality disorder unit", "Mental health support", "Learning Disabilities group",
    "Terrorism prevention", "Clubs for children under 14", "For children aged 10 to 13",
  ])
  func r4AnExcludedGroupIsRefused(name: String) throws {
    #expect(try named(name) == ["acceptance.excluded-group"])
    #expect(try described("It began in 2003. \(name) met weekly.") == ["acceptance.excluded-group"])
  }

  @Test(arguments: [
    "Drug recovery wing", "Alcohol awareness", "Substance misuse group", "Addiction support",
  ])
  func r4DrugAndAlcoholServicesNeedADecision(name: String) throws {
    #expect(try named(name) == ["acceptance.case-by-case"])
  }

  @Test(arguments: [
    "People convicted of sexual offences were excluded.",
    "The course is not for people with personality disorders.",
    "People with a mental health need were left out of the analysis.",
    "Half of them had been sentenced for drug offences.",
    "A rowing club for people from 18 to 24 years of age.", "Terrace gardens and a drugstore.",
    "Sexton's workshop for fourteen people.",
  ])
  func r4SentencesThatLeaveAGroupOutAreLeftAlone(text: String) throws {
    #expect(try described(text) == [])
  }

  @Test func r4WordsOnPeopleWhoWereHarmedNeedADecision() throws {
    #expect(
      try described("A refuge for women who had suffered domestic violence.")
        == ["acceptance.case-by-case"])
  }

  @Test func r4AppliesToRequestsOnTheirWay() throws {
    var input = try Illustrative()
    input.replace("Coding club", with: "Coding club for sex offenders", in: "requests.csv")
    let finding = try #require(input.gather().findings.first)
    #expect(finding.id == "acceptance.excluded-group" && finding.place.path == "service")
    #expect(finding.place.line == 49 && finding.place.column != nil)
  }

  // MARK: R5

  @Test(arguments: ["Two services in Leeds", "Joint project", "Three programmes"])
  func r5OneServiceOfOneOrganisation(name: String) throws {
    #expect(try named(name) == ["acceptance.joint-service"])
  }

  @Test(arguments: ["Visits and letters", "Bread & work", "Both hands", "Two rivers", "Service"])
  func r5ANameWithAnAndIsOneService(name: String) throws { #expect(try named(name) == []) }

  @Test func r5AnAnalysisIsOfTheServiceOfItsRequest() throws {
    var input = try Illustrative()
    try input.set("Another service", at: ["service", "name"], in: input.analysis())
    #expect(input.gather().findings.map(\.id) == ["records.request-service"])
  }

  @Test func r5OneRequestIsNotAnsweredForTwoServices() throws {
    var input = try Illustrative()
    let request = try input.get(["request"], in: input.analysis(0))
    try input.set(request, at: ["request"], in: input.analysis(1))
    let ids = input.gather().findings.map(\.id)
    #expect(ids.contains("records.request-services"))
  }

  // MARK: R6

  @Test func r6AReasonForALossIsDeclared() throws {
    let found = try found(["unknown": "not recorded"], at: ["attrition", 1, "reason"])
    #expect(found.map(\.id) == ["acceptance.undeclared-loss"])
    #expect(found.first?.place.path == "$.attrition[1].reason")
  }

  // MARK: R8

  @Test func r8AnOrganisationsCommentaryHasNoField() throws {
    let found = try found("We are proud of this.", at: ["organisation", "commentary"])
    #expect(found.map(\.id) == ["intake.json.unknown-field"])
  }

  // MARK: R9

  @Test(arguments: [
    ("The rate is below the national average.", "wording.comparison"),
    ("It did better than other organisations.", "wording.comparison"),
    ("It is the most effective of them.", "wording.ranking"),
    ("It stands first in the league table.", "wording.ranking"),
  ])
  func r9NothingIsRankedOrComparedWithTheNationalAverage(text: String, id: String) throws {
    #expect(try described(text) == [id])
    var input = try Illustrative()
    input.files["analyses/2013-11/commentary.md"] = Array("First line.\n\n\(text)\n".utf8)
    let findings = input.gather().findings
    #expect(findings.map(\.id) == [id] && findings.first?.place.line == 3)
  }

  @Test(arguments: [
    "Results must not be compared with the national average.",
    "These figures are not a ranking, and no league table is made of them.",
    "Veterans of all ranks took part.", "Do not set one report beside another.",
  ])
  func r9SentencesThatSayNotToAreLeftAlone(text: String) throws {
    #expect(try described(text) == [])
  }

  @Test func anInconclusiveResultIsNotWordedAsAFailure() throws {
    var input = try Illustrative()
    input.files["analyses/2013-11/commentary.md"] = Array(
      "The service failed to\nreduce re-offending.\n\nThat is not a failure.\n".utf8)
    let findings = input.gather().findings
    #expect(findings.map(\.id) == ["wording.failure"] && findings.first?.place.line == 1)
  }
}
