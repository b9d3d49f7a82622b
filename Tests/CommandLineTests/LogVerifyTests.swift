import Foundation
import Ledger
import Notation
import Releases
import Schedule
import TestSupport
import Testing
import Transparency

/// What a reader finds out who kept a checkpoint and its keys.
@Suite struct LogVerifyTests {
  /// An office with one publication, what a reader kept then, and a second publication.
  private struct Kept {
    let office = try! PublicLogWorkspace()
    let checkpoint: String
    let key: String

    init() throws {
      try office.publish("2013-10")
      checkpoint = try office.keep("checkpoint")
      key = try office.keep("key")
      try office.publish("2013-11")
    }

    func verify() throws -> Binary.Result {
      try office.verify("--checkpoint", checkpoint, "--key", key, "--public", office.root)
    }
  }

  /// The public log written anew from a change on, each line bound to the line before: what
  /// somebody with the right to write there can do, and no chain can show.
  private func rewrite(
    _ office: PublicLogWorkspace, _ change: (inout [[String: Any]]) -> Void
  ) throws {
    var lines = try office.lines
    change(&lines)
    let path = office.workspace.folder.path + "/rewritten-\(UUID().uuidString)"
    let ledger = Ledger(path, audience: .everybody)
    for line in lines {
      let fields = try #require(line["fields"] as? [String: Any])
      try ledger.append(
        LedgerFact(
          try #require(line["event"] as? String), edition: line["edition"] as? String,
          actor: line["actor"] as? String,
          fields: fields.mapValues {
            ($0 as? String).map { .string($0) } ?? .integer($0 as? Int ?? 0)
          }), at: Instant(try #require(line["instant"] as? String))!)
    }
    try write(String(contentsOfFile: path, encoding: .utf8), "log.jsonl", office)
  }

  /// Writes a public file anew, as somebody with the right to do so can.
  private func write(_ text: String, _ file: String, _ office: PublicLogWorkspace) throws {
    try FileManager.default.removeItem(atPath: "\(office.log)/\(file)")
    try Data(text.utf8).write(to: URL(filePath: "\(office.log)/\(file)"))
  }

  @Test func aLogThatOnlyGrewIsProvedWithoutAWorkspace() throws {
    let kept = try Kept()
    let office = kept.office
    let today = try kept.verify()
    #expect(today.status == 0, "\(today.errors)")
    #expect(today.output.contains("2 lines of ninethirty.invalid/illustrative-data-lab"))
    #expect(today.output.contains("the first 3 of these lines"))
    let file = try office.verify(
      "--checkpoint", kept.checkpoint, "--key", kept.key, "--log", office.log + "/log.jsonl")
    #expect(file.status == 0 && !file.output.contains("no key was named"))
    let unnamed = try office.verify("--checkpoint", kept.checkpoint, "--public", office.root)
    #expect(unnamed.status == 0 && unnamed.output.contains("no key was named"))
    let proof = try office.verify(
      "--proof", office.log + "/proofs/2013-11-v1.tlog-proof", "--key", kept.key, "--log",
      office.log + "/log.jsonl")
    #expect(
      proof.status == 0 && proof.output.contains("line 3, released 2013-11, stands in the log"))
  }

  @Test(arguments: [
    ("changed", "not those that the checkpoint covers"), ("removed", "not those that"),
    ("inserted", "not those that"), ("cut", "lines at its end are missing"),
    ("changed-later", "not those that"),
  ])
  func aLogThatWasWrittenAnewIsFoundOut(attack: String, said: String) throws {
    let kept = try Kept()
    try rewrite(kept.office) { lines in
      switch attack {
      case "changed": lines[0]["actor"] = "somebody else"
      case "removed": lines.remove(at: 1)
      case "inserted": lines.insert(lines[0], at: 1)
      case "cut": lines.removeLast(2)
      // Behind the kept checkpoint: today's shows it.
      default: lines[2]["actor"] = "somebody else"
      }
    }
    let result = try kept.verify()
    #expect(result.status == 76 && result.errors.contains(said), "\(result.errors)")
  }

  @Test func aChangedLineThatDoesNotFitTheChainIsNamed() throws {
    let kept = try Kept()
    let text = kept.office.text("log.jsonl").replacing(
      "\"version\":1", with: "\"version\":2", maxReplacements: 1)
    try write(text, "log.jsonl", kept.office)
    let result = try kept.verify()
    #expect(result.status == 76 && result.errors.contains("log.jsonl:2:"), "\(result.errors)")
  }

  @Test func whatStandsInThePlaceOfTodaysCheckpointIsFoundOut() throws {
    let kept = try Kept()
    let office = kept.office
    let content = LogContent(Array(office.text("log.jsonl").utf8))
    let origin = "ninethirty.invalid/illustrative-data-lab"
    func note(_ name: String, _ tree: MerkleTree, _ key: SignerKey) throws -> String {
      String(decoding: try Checkpoint(origin: name, tree).signed(by: [key]).bytes, as: UTF8.self)
    }
    let own = try SignerKey(pem: Array(Data(contentsOf: URL(filePath: office.keyFile))))
    let cases = [
      (try note(origin, content.tree, SignerKey()), "no known key has signed"),
      (try note("other.example", content.tree, own), "is of the log “other.example”"),
      (try note(origin, MerkleTree(entries: [[1], [2], [3]]), own), "not those that"),
      (try note(origin, MerkleTree(entries: [content.entries[0]]), own), "it is an older one"),
      (office.text("checkpoint").replacing("\n3\n", with: "\n4\n"), "lines at its end are missing"),
      ("", "cut short"),
    ]
    for (text, said) in cases {
      try write(text, "checkpoint", office)
      let result = try kept.verify()
      #expect(result.status == 76 && result.errors.contains(said), "\(said): \(result.errors)")
      #expect(result.errors.contains("log/checkpoint: "))
      #expect(try !Workspace(office.workspace.path).publicLogFaults().isEmpty)
    }
  }

  @Test func aKeptCheckpointOfSomebodyElseProvesNothing() throws {
    let kept = try Kept()
    let other = kept.office.workspace.folder.path + "/other-keys"
    let key = try SignerKey().verifier(name: "ninethirty.invalid/illustrative-data-lab")
    try Data("# one\n\(key)\n".utf8).write(to: URL(filePath: other))
    let result = try kept.office.verify(
      "--checkpoint", kept.checkpoint, "--key", other, "--public", kept.office.root)
    #expect(result.status == 76 && result.errors.contains("no known key has signed"))
    try Data("no key\n".utf8).write(to: URL(filePath: other))
    let none = try kept.office.verify(
      "--checkpoint", kept.checkpoint, "--key", other, "--public", kept.office.root)
    #expect(none.status == 76 && none.errors.contains("is no key of a note"))
  }

  @Test(arguments: [
    [], ["--checkpoint", "a"], ["--log", "a"],
    ["--checkpoint", "a", "--log", "b", "--public", "c"],
  ])
  func whatIsMissingIsSaidAllAtOnce(arguments: [String]) throws {
    let result = try Tool.run(Binary.path, ["log", "verify"] + arguments)
    #expect(result.status == 64)
    if arguments.isEmpty {
      #expect(
        result.errors.contains("--checkpoint or --proof") && result.errors.contains("--public"))
    }
  }

  /// A crash leaves a part of a line; it proves nothing and is not passed over in silence.
  @Test func aTornLastLineIsSaidWithWhatMendsIt() throws {
    let kept = try Kept()
    let whole = kept.office.text("log.jsonl")
    try write(whole + "{\"actor\":\"somebody", "log.jsonl", kept.office)
    let result = try kept.verify()
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.contains(
        "3 lines, chain verified\n            behind them 18 bytes without a line feed"),
      "\(result.output)")
    #expect(result.output.contains("`ninethirty release`, sets it aside"))
    // The whole line without its line feed is a part of a line too.
    try write(String(whole.dropLast()), "log.jsonl", kept.office)
    let short = try kept.verify()
    #expect(short.status == 76 && short.output.contains("behind them"), "\(short)")
    try write(whole, "log.jsonl", kept.office)
    #expect(try !kept.verify().output.contains("behind them"))
  }

  /// Whoever can write there can leave anything: no reader is held up by it, and nothing is proved.
  @Test(arguments: [
    "echo junk > checkpoints/junk", ": > checkpoints/3000", "mkdir checkpoints/folder",
    "ln -s nowhere checkpoints/link", "head -c 9000000 /dev/zero > checkpoints/large",
    "mkfifo checkpoints/pipe", "rm -r checkpoints; echo x > checkpoints",
  ])
  func whatIsNoCheckpointBesideTheCheckpointsIsPassedOver(script: String) throws {
    let kept = try Kept()
    let done = try Tool.run("/bin/bash", ["-ec", script], in: kept.office.log)
    try #require(done.status == 0, "\(done.errors)")
    let result = try kept.verify()
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("the first 3 of these lines"), "\(result.output)")
  }

  @Test func aFileThatIsNotThereIsNamed() throws {
    let kept = try Kept()
    let result = try kept.office.verify(
      "--checkpoint", "/nowhere/kept", "--public", kept.office.root)
    #expect(result.status == 66 && result.errors.contains("/nowhere/kept"))
  }

  // MARK: Files of the public tree

  @Test func everyPublicFileOfTheLogThatWasTouchedIsNamed() throws {
    let office = try Kept().office
    let workspace = try Workspace(office.workspace.path)
    for file in office.tree("log").keys.sorted() where file != "index.html" {
      let text = try #require(office.tree("log")[file])
      let path = "\(office.log)/\(file)"
      var changed = text
      changed[changed.count / 2] ^= 1
      for bytes in [changed, text.dropLast()] {
        try FileManager.default.removeItem(atPath: path)
        try bytes.write(to: URL(filePath: path))
        let faults = try workspace.publicLogFaults()
        #expect(faults.contains { $0.path == "log/\(file)" }, "\(file): \(faults)")
      }
      try FileManager.default.removeItem(atPath: path)
      // What stands there of earlier sizes may go.
      let isEarlier = file.hasSuffix("/2")
      #expect(try workspace.publicLogFaults().isEmpty == isEarlier, "\(file)")
      try text.write(to: URL(filePath: path))
    }
    #expect(try workspace.publicLogFaults().isEmpty)
    try Data().write(to: URL(filePath: office.log + "/tile/0/stray"))
    #expect(try workspace.publicLogFaults().map(\.path) == ["log/tile/0/stray"])
  }

  // MARK: Code that is not ours

  private static let canVerify: Bool = {
    guard let python = Tool.find("python3") else { return false }
    // A refusal is the answer, not a failure.
    return (try? Tool.run(python, ["-c", "import pymerkle, cryptography"]))?.status == 0
  }()

  @Test(.enabled(if: canVerify, "pymerkle and cryptography of PyPI are not installed"))
  func aProgramOfOthersVerifiesAllOfIt() throws {
    let kept = try Kept()
    let script = TestWorkspace.repository + "/Tests/Fixtures/verify-public-log.py"
    func run() throws -> Binary.Result {
      try Tool.run(Tool.find("python3")!, [script, kept.office.log, kept.checkpoint])
    }
    let first = try run()
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("extends 2") && first.output.contains("tiles 3"))
    try kept.office.succeed("key", "rotate")
    let rotated = try run()
    #expect(rotated.status == 0, "\(rotated.errors)")
    // Its verdict is no formality.
    try rewrite(kept.office) { $0[0]["actor"] = "somebody else" }
    #expect(try run().status != 0)
  }
}
