import Foundation
import TestSupport
import Testing

/// The breach kit: a report that the records fill in as far as they can.
@Suite struct BreachTests {
  @Test(arguments: ["early", "late", "partial", "unauthorised-access"])
  func theReportHasTheRecordsWithTheirNumbersAndMarkedBlanks(kind: String) throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let output = workspace.folder.path + "/report.md"
    let result = try workspace.run("breach", "2013-10", "--kind", kind, "--output", output)
    #expect(result.status == 0, "\(result.errors)")
    let text = workspace.text("publications/breaches/2013-10-\(kind)-1.md")
    for part in [
      "## 1. Circumstances", "## 2. Provision broken", "## 3. Times", "## 4. Who had access",
      "## 5. Remedy", "## 6. What to send", "[TO COMPLETE", "log line 1", "journal line",
      "sealed", "edition of 2009", "Minister, Illustrative Department",
    ] {
      #expect(text.contains(part), "\(kind): \(part) is missing")
    }
    #expect(String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self) == text)
    #expect(workspace.text("publications/journal.jsonl").contains("\"event\":\"breach-drafted\""))
    let attributes = try FileManager.default.attributesOfItem(
      atPath: workspace.path + "/publications/breaches")
    #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o077 } == 0)
    // A second one stands beside the first.
    #expect(try workspace.run("breach", "2013-10", "--kind", kind).output.contains("-2.md"))
  }

  @Test func theReportTellsNothingOfWhatTheEditionSays() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    #expect(try workspace.run("draft", "2013-11").status == 0)
    #expect(try workspace.run("breach", "2013-11", "--kind", "late").status == 0)
    let report = workspace.path + "/publications/breaches/2013-11-late-1.md"
    #expect(try workspace.run("leak-check", report).status == 0)
  }

  @Test func aStatementIsPublishedOnceAndTellsNothingUnderEmbargo() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let statement = workspace.folder.path + "/statement.txt"
    func publish(_ text: String) throws -> Binary.Result {
      try Data(text.utf8).write(to: URL(filePath: statement))
      return try workspace.run("breach", "2013-11", "--publish", statement, "--by", "a.example")
    }
    #expect(try publish("The figures of Stavenholt Hostels could be read.").status == 75)
    #expect(try publish("**[TO COMPLETE: text]**").status == 64)
    #expect(workspace.bytes("publications/log.jsonl")?.count == workspace.publicLog?.count)
    for _ in 0..<2 {
      #expect(try publish("Part of the edition could be read before its time.").status == 0)
    }
    let log = workspace.text("publications/log.jsonl")
    #expect(log.components(separatedBy: "\"event\":\"breach\"").count == 2)
    #expect(workspace.bytes("publications/log.jsonl") == workspace.publicLog)
  }
}

extension TestWorkspace {
  fileprivate var publicLog: Data? { bytes("publications/public/log/log.jsonl") }

  /// A report of the wrong kind may be sent: only what log or clock tells is taken for granted.
  @Test func theKindIsTakenFromLogAndClockOrAskedFor() throws {
    let workspace = try TestWorkspace()
    let asked = try workspace.run("breach", "2013-10")
    #expect(asked.status == 64 && asked.errors.contains("--kind: early, late, partial"), "\(asked)")
    #expect(workspace.files(in: "publications/breaches") == [])
    try workspace.replace("\"illustrative\"", with: "\"official\"", in: "schedule.json")
    let overdue = try workspace.run("breach", "2013-10")
    #expect(overdue.status == 0 && overdue.output.contains("2013-10-late-1.md"), "\(overdue)")
    let future = try ClockRuleTests.official()
    #expect(try future.run("breach", "2098-05").status == 64)
    #expect(try future.run("breach", "2098-05", "--kind", "early").status == 0)
  }
}
