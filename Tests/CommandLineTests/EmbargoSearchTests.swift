import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// What is under embargo is searched for whatever lies in its place now, and a text that could not
/// be held against all of it is not published.
@Suite struct EmbargoSearchTests {
  private static let name = "Stavenholt Hostels"
  private static let analysis = "analyses/2013-11/A-2013-0027.json"

  /// October is out; November is under embargo, sealed where that is asked for.
  private func workspace(sealed: Bool = false) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    if sealed { try workspace.succeed("seal", "2013-11", "--by", "test") }
    return workspace
  }

  /// A text with the name in it, beside the workspace.
  private func statement(_ workspace: TestWorkspace, _ text: String? = nil) throws -> String {
    let path = "\(workspace.folder.path)/statement.txt"
    try Data((text ?? "The report on \(Self.name) could be read early.").utf8)
      .write(to: URL(filePath: path))
    return path
  }

  private func takeAway(_ file: String, of workspace: TestWorkspace) throws {
    try FileManager.default.removeItem(atPath: "\(workspace.path)/\(file)")
  }

  // MARK: What is sealed

  @Test(arguments: ["analyses/2013-11", analysis])
  func whatIsSealedIsSearchedForWhenItsAnalysesAreGone(file: String) throws {
    let workspace = try workspace(sealed: true)
    let text = try statement(workspace)
    try takeAway(file, of: workspace)
    let found = try workspace.run("leak-check", text)
    #expect(found.status == 65, "\(found)")
    #expect(found.output.contains("organisation of 2013-11"), "\(found.output)")
    #expect(!found.output.contains("not read"), "\(found.output)")
    // Without the key nobody can tell.
    let blind = try Tool.run(
      Binary.path, ["leak-check", text, "--workspace", workspace.path],
      environment: ["NINETHIRTY_KEY_FILE": "\(workspace.folder.path)/none"])
    #expect(blind.status == 66, "\(blind)")
    #expect(blind.output.contains("analyses/2013-11: not as it was sealed"), "\(blind.output)")
    // The public tree is as it was.
    let tree = try workspace.run("leak-check")
    #expect(tree.status == 0, "\(tree)")
    let moved = try workspace.run(
      "move", "2013-11", "--to", "2099-01-08T09:30", "--by", "a.example", "--reason",
      "\(Self.name) came in late.")
    #expect(moved.status == 75, "\(moved)")
    let before = try #require(Instant("2013-11-13T12:00:00Z"))
    let status = try workspace.opened.status(clock: FixedClock(before))
    #expect(status.warnings.contains { $0.kind == .changedAfterSealing })
    // The release looks too: what was readable before is evidence of a breach.
    try FileManager.default.copyItem(
      atPath: text, toPath: "\(workspace.path)/publications/public/early.txt")
    try workspace.succeed("release", "2013-11")
    #expect(workspace.files(in: "publications/breaches").contains("2013-11-early-1.md"))
  }

  /// What is as it was sealed needs no key, and a copy that looks changed raises no alarm with one.
  @Test func whatIsAsItWasSealedRaisesNoAlarm() throws {
    let workspace = try workspace(sealed: true)
    let without = try Tool.run(
      Binary.path, ["leak-check", "--workspace", workspace.path],
      environment: ["NINETHIRTY_KEY_FILE": "\(workspace.folder.path)/none"])
    #expect(without.status == 0 && without.output.contains("remark"), "\(without)")
    let first = try workspace.run("leak-check")
    let copy = try TestWorkspace(copyOf: workspace)
    let second = try copy.run("leak-check")
    #expect(first.status == 0 && second.status == 0, "\(first)\(second)")
    // Nothing is searched for twice.
    func counts(_ result: Binary.Result) -> Substring? {
      result.output.split(separator: "\n").first { $0.contains(" organisation, ") }
    }
    #expect(counts(first) != nil && counts(first) == counts(second))
    try copy.succeed("release", "2013-11")
    #expect(copy.files(in: "publications/breaches").isEmpty)
  }

  /// A copy keeps the times at which its files were written: it is held for what was copied.
  @Test func aReasonIsPublishedFromACopyWithoutTheKey() throws {
    let copy = try TestWorkspace(copyOf: try workspace(sealed: true))
    let noKey = ["NINETHIRTY_KEY_FILE": "\(copy.folder.path)/none"]
    func move(_ reason: String) throws -> Binary.Result {
      try Tool.run(
        Binary.path,
        [
          "move", "2013-11", "--to", "2099-01-08T09:30", "--by", "a.example", "--reason", reason,
          "--workspace", copy.path,
        ], environment: noKey)
    }
    let searched = try Tool.run(
      Binary.path, ["leak-check", "--workspace", copy.path], environment: noKey)
    #expect(searched.status == 0, "\(searched)")
    #expect(searched.output.contains("by the times of its files alone"), "\(searched.output)")
    let telling = try move("\(Self.name) came in late.")
    #expect(telling.status == 75, "\(telling)")
    let moved = try move("The matching takes longer than planned.")
    #expect(moved.status == 0, "\(moved)")
  }

  // MARK: What the schedule dropped

  private func drop(_ workspace: TestWorkspace) throws {
    try workspace.replace("\"2013-11\": {", with: "\"2014-09\": {", in: "schedule.json")
    try workspace.replace(
      "\"last\": \"2013-11\"", with: "\"last\": \"2014-09\"", in: "schedule.json")
  }

  @Test func aSealedEditionThatTheScheduleDroppedIsNotForgotten() throws {
    let workspace = try workspace(sealed: true)
    try drop(workspace)
    let status = try workspace.run("status")
    #expect(
      status.output.contains(
        "URGENT  2013-11 is sealed for 2013-11-14T09:30:00.000Z, and schedule"),
      "\(status.output)")
    #expect(!status.output.contains("nothing to do"), "\(status.output)")
    let found = try workspace.run("leak-check", statement(workspace))
    #expect(found.status == 65, "\(found)")
    let corrected = try workspace.run(
      "correct", "2013-10", "--wrong", "A figure of \(Self.name).", "--changed", "A figure.",
      "--effect", "None.", "--by", "a.example")
    #expect(corrected.status == 75, "\(corrected)")
    var said: [String] = []
    let clock = SimulatedClock(try #require(Instant("2013-11-01T00:00:00Z")))
    clock.at(clock.now().adding(hours: 1)) { $0.stop() }
    var watch = Watch(try workspace.opened, clock: clock) { said.append($0.line) }
    #expect(try watch.run() == nil)
    #expect(said.count { $0.contains("schedule.json no more has it") } == 1, "\(said)")
    #expect(!said.contains { $0.contains("nothing is sealed") }, "\(said)")
    #expect(said.contains { $0.hasPrefix("2013-11 is sealed for") }, "\(said)")
    // Nor does a hand release it.
    let released = try workspace.run("release", "2013-11")
    #expect(released.status == 64, "\(released)")
    #expect(released.errors.contains("no more has it among its editions"), "\(released)")
  }

  @Test func analysesOfAnEditionThatTheScheduleDroppedAreUnderEmbargo() throws {
    let workspace = try workspace()
    try drop(workspace)
    let found = try workspace.run("leak-check", statement(workspace))
    #expect(found.status == 65 && found.output.contains("of 2013-11"), "\(found)")
    #expect(try workspace.run("leak-check").status == 0)
  }

  // MARK: What is published in words

  @Test func noReasonIsPublishedThatCouldNotBeSearched() throws {
    let workspace = try workspace()
    try workspace.replace("{", with: "{ \"oops\": ", in: Self.analysis)
    let log = workspace.bytes("publications/log.jsonl")
    for verb in [
      ["breach", "2013-10", "--publish", try statement(workspace), "--by", "a.example"],
      [
        "move", "2013-11", "--to", "2099-01-08T09:30", "--by", "a.example", "--reason",
        "\(Self.name) came in late.",
      ],
    ] {
      let refused = try Tool.run(Binary.path, verb + ["--workspace", workspace.path])
      #expect(refused.status == 65, "\(refused)")
      #expect(
        refused.errors.contains("analyses/2013-11: an analysis has errors"), "\(refused.errors)")
    }
    #expect(workspace.bytes("publications/log.jsonl") == log)
    // What is wrong is taken back all the same.
    try workspace.succeed(
      "withdraw", "2013-10", "--by", "a.example", "--reason", WithdrawalTests.reason)
  }

  @Test func noReasonNamesAnOrganisationOfWhichNoReportIsOut() throws {
    let workspace = try workspace()
    let log = workspace.bytes("publications/log.jsonl")
    for name in ["Thrennet Mere Choir", "Tallowbridge Legal Clinic"] {
      let text = "The analysis for \(name) takes longer."
      for verb in [
        ["move", "2013-11", "--to", "2099-01-08T09:30", "--by", "a.example", "--reason", text],
        ["withdraw", "2013-10", "--by", "a.example", "--reason", text],
        [
          "breach", "2013-10", "--publish", try statement(workspace, text), "--by", "a.example",
        ],
      ] {
        let refused = try Tool.run(Binary.path, verb + ["--workspace", workspace.path])
        #expect(refused.status == 75, "\(refused)")
        #expect(refused.errors.contains("organisation of requests.csv"), "\(refused.errors)")
        #expect(!(refused.output + refused.errors).contains(name), "the refusal tells")
      }
    }
    #expect(workspace.bytes("publications/log.jsonl") == log)
    // One that asked again for another service is out with the first.
    try workspace.succeed(
      "breach", "2013-10", "--publish",
      statement(workspace, "The report on Oskeld Court Chaplaincy was out."), "--by", "a.example")
  }

  // MARK: Where copies go

  @Test func noPrivateCopyGoesIntoThePublicTree() throws {
    let workspace = try workspace()
    let tree = "\(workspace.path)/publications/public"
    let refused = try workspace.run("breach", "2013-10", "--output", "\(tree)/report.md")
    #expect(refused.status == 64, "\(refused)")
    #expect(refused.errors.contains("the report of a breach is private"), "\(refused.errors)")
    let there = try workspace.run("breach", "2013-10", "--output", statement(workspace))
    #expect(there.status == 73, "\(there)")
    let converted = try Tool.run(
      Binary.path,
      ["convert", "\(workspace.path)/analyses/2013-11", "--to", "csv", "--output", "\(tree)/c.csv"])
    #expect(converted.status == 64, "\(converted)")
    // Neither left anything behind.
    #expect(workspace.files(in: "publications/breaches").isEmpty)
    #expect(!workspace.text("publications/journal.jsonl").contains("breach-drafted"))
    #expect(!workspace.files(in: tree).contains("c.csv"))
  }
}
