import Foundation
import TestSupport
import Testing

/// A journal that is lost together with parts of the public tree.
@Suite struct JournalLossTreeTests {
  private static let published: PublicLogWorkspace? = {
    do {
      let office = try PublicLogWorkspace()
      try office.publish("2013-10")
      try office.succeed("key", "rotate")
      try office.publish("2013-11")
      return office
    } catch {
      return nil
    }
  }()

  private func stated(
    after script: String
  ) throws -> (workspace: TestWorkspace, run: (String...) throws -> Binary.Result) {
    let office = try PublicLogWorkspace(copyOf: #require(Self.published))
    try office.shell(script)
    return (office.workspace, { arguments in try office.run(arguments) })
  }

  /// The link is left and what it leads to is gone.
  @Test(arguments: [
    "rm -r .trees journal.jsonl", "rm -r .trees/* journal.jsonl",
    "rm journal.jsonl; ln -sfn .trees/9999 public",
  ])
  func aLinkThatLeadsNowhereIsRepairedWithTheStatement(_ script: String) throws {
    let (workspace, run) = try stated(after: script)
    let done = try run(
      "repair", "--journal-lost", "The disk failed.", "--by", "a.example", "--apply")
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    #expect(workspace.bytes("publications/public/2013-11/index.html") != nil)
    let after = try run("verify")
    #expect(after.status == 0, "\(after.output)")
  }

  /// Readers with an older key need the checkpoint that both keys signed, and only the journal knew of
  /// it.
  @Test func aChangeOfKeysThatNothingLeadsOverIsSaid() throws {
    let said = "and the checkpoint that both keys signed is not in the public tree"
    for (script, isSaid) in [
      ("rm -r public/log/checkpoints journal.jsonl", true),
      ("rm public/log/checkpoints/3 journal.jsonl", true),
      ("rm public/log/checkpoints/2 journal.jsonl", false), ("rm journal.jsonl", false),
    ] {
      let (_, run) = try stated(after: script)
      let done = try run(
        "repair", "--journal-lost", "The disk failed.", "--by", "a.example", "--apply")
      #expect(done.status == 0, "\(script): \(done.output)\(done.errors)")
      #expect(done.output.contains(said) == isSaid, "\(script): \(done.output)")
    }
  }
}
