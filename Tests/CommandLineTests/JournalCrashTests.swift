import Foundation
import TestSupport
import Testing

/// Who did what stands in the journal once, and nothing half done is left, wherever the machine stopped
/// and however often the command was run again.
@Suite struct JournalCrashTests {
  private static let onlyWhereTracing: Comment = "strace is not installed or may not trace"

  /// Kills a verb at its n-th call of a name, of those that touch the path if one is given.
  private func kill(
    _ verb: [String], in workspace: TestWorkspace, at call: String, _ number: Int,
    touching path: String? = nil
  ) throws {
    let only = path.map { ["-P", "\(workspace.path)/\($0)"] } ?? []
    _ = try Tool.run(
      Tool.find("strace")!,
      ["-f", "-qq", "-o", "/dev/null"] + only
        + ["-e", "trace=\(call)", "-e", "inject=\(call):signal=KILL:when=\(number)", Binary.path]
        + verb + ["--workspace", workspace.path])
  }

  private func count(_ event: String, in workspace: TestWorkspace, _ file: String = "journal.jsonl")
    -> Int
  {
    workspace.text("publications/\(file)").ranges(of: "\"event\":\"\(event)\"").count
  }

  @Test(.enabled(if: AnnouncementCrashTests.canTrace, onlyWhereTracing))
  func anEditionThatCameBackIsNotedAsImportedOnce() throws {
    let base = try TestWorkspace()
    try base.forgetNext()
    try base.publish("2013-10")
    try #require(try base.export("2013-10").status == 0)
    try FileManager.default.removeItem(atPath: "\(base.path)/publications/archive/2013-10")
    let verb = ["import", base.bag("2013-10"), "--edition", "2013-10", "--by", "a.example"]
    for number in 1...3 {
      let workspace = try TestWorkspace(copyOf: base)
      try kill(verb, in: workspace, at: "write", number, touching: "publications/journal.jsonl")
      try workspace.succeed(verb)
      #expect(count("imported", in: workspace) == 1, "killed at write \(number)")
      try workspace.succeed("rebuild", "2013-10")
      // What is there already is no import, and what came by a release is none either.
      try workspace.succeed(verb)
      #expect(count("imported", in: workspace) == 1, "killed at write \(number)")
    }
  }

  @Test(.enabled(if: AnnouncementCrashTests.canTrace, onlyWhereTracing))
  func whoPublishedABreachIsNotLost() throws {
    let base = try TestWorkspace()
    try base.publish("2013-10")
    let statement = "\(base.folder.path)/statement.txt"
    try Data("A page could be read before its time.".utf8).write(to: URL(filePath: statement))
    let verb = ["breach", "2013-10", "--publish", statement, "--by", "a.example"]
    for number in 1...4 {
      let workspace = try TestWorkspace(copyOf: base)
      try kill(verb, in: workspace, at: "write", number, touching: "publications/journal.jsonl")
      try workspace.succeed(verb)
      #expect(count("breach", in: workspace, "log.jsonl") == 1, "killed at write \(number)")
      #expect(count("breach-published", in: workspace) == 1, "killed at write \(number)")
    }
  }

  @Test(.enabled(if: AnnouncementCrashTests.canTrace, onlyWhereTracing))
  func aCorrectionThatIsKilledLeavesNothingBesideTheAnalyses() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let verb = ["correct", "2013-10"] + CorrectionTests.note
    try kill(verb, in: workspace, at: "rename", 1)
    let folder = "analyses/2013-10"
    try #require(workspace.files(in: folder).contains { $0.hasPrefix(".new-") })
    try workspace.write("kept", to: "\(folder)/.new-notes")
    try workspace.succeed(verb)
    #expect(workspace.files(in: folder).filter { $0.hasPrefix(".new-") } == [".new-notes"])
  }

  /// A draft has what the correction was to be; nothing would ever remove it.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, onlyWhereTracing))
  func aCorrectionThatIsGivenUpLeavesNoDraft() throws {
    let base = try TestWorkspace()
    try base.publish("2013-10")
    try base.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try base.succeed(["correct", "2013-10"] + CorrectionTests.note)
    try base.succeed("draft", "2013-10")
    let verb = [
      "correct", "2013-10", "--abandon", "--reason", "It was right.", "--by", "a.example",
    ]
    for number in 1...8 {
      let workspace = try TestWorkspace(copyOf: base)
      try kill(verb, in: workspace, at: "unlinkat", number)
      let again = try workspace.run(verb)
      #expect(again.status == 0 || again.errors.contains("no correction"), "\(again.errors)")
      #expect(workspace.bytes("analyses/2013-10/correction.json") == nil)
      #expect(workspace.files(in: "publications/drafts") == [], "killed at unlinkat \(number)")
    }
  }
}
