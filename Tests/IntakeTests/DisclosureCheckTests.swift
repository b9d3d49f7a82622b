import Diagnostics
import Editions
import Intake
import Schedule
import Statistics
import Testing

/// What people write, and publish beside earlier editions, about groups of a few.
@Suite struct DisclosureCheckTests {
  private func findings(_ workspace: Illustrative) -> [Finding] {
    workspace.gather("2013-11").findings.filter { $0.id.hasPrefix("disclosure.") }
  }

  @Test func theIllustrativeWorkspaceHasNone() throws {
    #expect(findings(try Illustrative()).isEmpty)
  }

  @Test(arguments: [
    ("2 had no date of birth.", 1), ("No date of birth (1), other reasons (8)", 1),
    ("9 had no sentence in 2002\u{2013}2010.", 0), ("A match within 0.1", 0),
  ])
  func aSmallNumberInAReasonIsAWarning(reason: String, count: Int) throws {
    var workspace = try Illustrative()
    let file = workspace.analysis()
    try workspace.set(reason, at: ["attrition", 1, "reason"], in: file)
    let found = findings(workspace)
    #expect(found.count == count)
    #expect(found.allSatisfy { $0.id == "disclosure.text" && $0.severity == .warning })
  }

  @Test func theSameServiceWithOnePersonMoreThanLastMonthIsAWarning() throws {
    var workspace = try Illustrative()
    let (old, new) = (workspace.analysis(of: "2013-10"), workspace.analysis())
    let organisation = try workspace.get(["organisation", "id"], in: old)
    try workspace.set(organisation, at: ["organisation", "id"], in: new)
    try workspace.set(
      try workspace.get(["service", "name"], in: old), at: ["service", "name"], in: new)
    #expect(findings(workspace).isEmpty)
    let people = try #require(
      try workspace.get(["outcomes", 0, "treatment", "people"], in: old) as? Int)
    try workspace.set(people + 1, at: ["outcomes", 0, "treatment", "people"], in: new)
    let found = findings(workspace)
    #expect(
      found.contains { $0.id == "disclosure.difference" && $0.found.contains("\(people + 1)") })
  }

  @Test func theRuleForEveryoneIsASettingWithItsSource() throws {
    var workspace = try Illustrative()
    workspace.replace(
      "\"nearBalance\"",
      with: "\"everyone\": {\"value\": \"shown\", \"source\": \"Ours.\"},\n\"nearBalance\"",
      in: "schedule.json")
    let record = ScheduleReader.read(workspace.files["schedule.json"]!, file: "schedule.json")
      .record
    #expect(record?.programme.thresholds.everyone.value == .shown)
    workspace.replace("\"shown\"", with: "\"never\"", in: "schedule.json")
    #expect(workspace.gather("2013-11").findings.contains { $0.id == "intake.json.choice" })
  }

  @Test func whatACharacteristicIsAndItsSetAreOptional() throws {
    var workspace = try Illustrative()
    let file = workspace.analysis()
    let row: [Any] = ["matching", "characteristics", 0]
    try workspace.set("mean", at: row + ["kind"], in: file)
    try workspace.set("Sex", at: row + ["set"], in: file)
    #expect(!workspace.gather("2013-11").findings.hasErrors)
    try workspace.set("rate", at: row + ["kind"], in: file)
    #expect(workspace.gather("2013-11").findings.contains { $0.id == "intake.json.choice" })
  }
}
