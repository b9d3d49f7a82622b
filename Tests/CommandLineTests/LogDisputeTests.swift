import Foundation
import TestSupport
import Testing

/// A log that was forged and chained anew where the journal is gone: nothing is published by it, and
/// nothing signed.
@Suite struct LogDisputeTests {
  private static let published = PublicLogWorkspace.ofTwoEditions

  private struct Office {
    let signed: PublicLogWorkspace
    var workspace: TestWorkspace { signed.workspace }
    var publications: String { signed.publications }

    init(_ script: String) throws {
      signed = try PublicLogWorkspace(copyOf: #require(published))
      try shell(script)
    }

    func shell(_ script: String) throws { try signed.shell(script) }
    func run(_ arguments: String...) throws -> Binary.Result { try signed.run(arguments) }

    /// Every file but the lock.
    var contents: [String: Data] {
      workspace.contents(of: publications).filter { $0.key != ".lock" }
    }
  }

  /// Writes the log anew from its last line on, which gets another actor.
  private static let forge = """
    python3 - <<'END'
    import hashlib, json
    lines = [json.loads(line) for line in open("log.jsonl")]
    lines[-1]["actor"] = "b.example"
    previous, out = "0" * 64, []
    for entry in lines:
        entry["previous"] = previous
        line = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = hashlib.sha256(line.encode()).hexdigest()
        out.append(line + "\\n")
    open("log.jsonl", "w").write("".join(out))
    END

    """

  /// The published log, or a signed checkpoint alone, speaks against it.
  @Test(arguments: [
    "rm journal.jsonl", "rm journal.jsonl; cp log.jsonl public/log/log.jsonl",
    "rm journal.jsonl; rm -r public/log/checkpoint public/log/checkpoints",
    // What is damaged besides does not change it.
    "rm journal.jsonl; echo x >> public/2013-10/index.html",
    "rm journal.jsonl; cp log.jsonl public/log/log.jsonl; rm public/log/checkpoint",
  ])
  func nothingIsRepairedByALogThatReadersHaveOtherwise(_ rest: String) throws {
    let office = try Office(Self.forge + rest)
    let before = office.contents
    for arguments in [["repair"], ["repair", "--apply"]] {
      let result = try office.signed.run(arguments)
      #expect(result.status == 76, "\(result.output)\(result.errors)")
      #expect(result.output.contains("`ninethirty log verify`"), "\(result.output)")
      #expect(!result.output.contains("would  ") && !result.output.contains("done  "))
    }
    #expect(office.contents == before)
    let stated = try office.run(
      "repair", "--journal-lost", "The disk failed.", "--by", "a.example", "--apply")
    #expect(stated.status == 76 && office.contents == before, "\(stated.output)\(stated.errors)")
  }

  /// The way that is named leads on: the log of the readers, and then the statement.
  @Test func theLogOfTheReadersIsPutBackByHand() throws {
    let office = try Office("cp log.jsonl ../honest;" + Self.forge + "rm journal.jsonl")
    let checkpoint = office.workspace.bytes("publications/public/log/checkpoint")
    try office.shell("cp public/log/log.jsonl log.jsonl")
    let stated = try office.run(
      "repair", "--journal-lost", "The disk failed.", "--by", "a.example", "--apply")
    #expect(stated.status == 0, "\(stated.output)\(stated.errors)")
    #expect(office.workspace.bytes("publications/log.jsonl") == office.workspace.bytes("honest"))
    #expect(office.workspace.bytes("publications/public/log/checkpoint") == checkpoint)
    #expect(try office.run("verify").status == 0)
  }

  /// No other command signs a second checkpoint of as many lines either.
  @Test func nothingIsSignedBesideACheckpointThatReadersHave() throws {
    let office = try Office(
      Self.forge + "rm journal.jsonl; cp log.jsonl public/log/log.jsonl")
    let checkpoint = office.workspace.bytes("publications/public/log/checkpoint")
    _ = try office.run("withdraw", "2013-11", "--reason", "Wrong.", "--by", "a.example")
    _ = try office.run("release", "2013-11")
    #expect(office.workspace.bytes("publications/public/log/checkpoint") == checkpoint)
  }

  /// Where the journal vouches for the log, the published one is mended, and kept as it was.
  @Test func aPublishedLogThatIsOverwrittenIsSetAside() throws {
    let office = try Office(
      "cp log.jsonl ../honest;" + Self.forge
        + "cat log.jsonl > public/log/log.jsonl; cp log.jsonl ../forged; cp ../honest log.jsonl")
    let tree = try FileManager.default.destinationOfSymbolicLink(
      atPath: "\(office.publications)/public")
    let result = try office.run("repair", "--apply")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let kept = "publications/set-aside/0001/trees/\(tree.dropFirst(7))/log/log.jsonl"
    #expect(office.workspace.bytes(kept) == office.workspace.bytes("forged"))
    #expect(
      office.workspace.bytes("publications/public/log/log.jsonl")
        == office.workspace.bytes("honest"))
  }

  /// A tree is laid whole: no interruption leaves a log that its own checkpoint goes beyond.
  @Test(arguments: [
    "rm public/log/log.jsonl", ": > public/log/log.jsonl",
    "head -c 100 log.jsonl > public/log/log.jsonl", "head -n 1 log.jsonl > public/log/log.jsonl",
  ])
  func aPublishedLogThatIsGoneOrCutIsAnErrorAndMadeAnew(damage: String) throws {
    let office = try Office(damage)
    let verify = try office.run("verify")
    #expect(verify.status == 76, "\(verify.output)")
    #expect(verify.output.contains("log/log.jsonl: error: "), "\(verify.output)")
    #expect(verify.output.contains("verify.log.published"), "\(verify.output)")
    let repair = try office.run("repair", "--apply")
    #expect(repair.status == 0, "\(repair.output)\(repair.errors)")
    #expect(
      office.workspace.bytes("publications/public/log/log.jsonl")
        == office.workspace.bytes("publications/log.jsonl"))
  }

  /// A key of the log has signed other lines: that is for people, and a word about the key is the way.
  @Test func aSecondSignedLogIsNeverRepairedAwayInSilence() throws {
    let other = try Office(Self.forge + "rm journal.jsonl; rm -r public .trees")
    // With nothing left that speaks against it, the key signs: another office with the same key.
    _ = try other.run(
      "repair", "--journal-lost", "The disk failed.", "--by", "a.example", "--apply")
    let forged = try #require(other.workspace.bytes("publications/public/log/checkpoint"))
    let office = try Office("true")
    let path = "\(office.publications)/public/log/checkpoint"
    try FileManager.default.removeItem(atPath: path)
    try forged.write(to: URL(filePath: path))
    let refused = try office.run("repair", "--apply")
    #expect(refused.status == 76 && refused.output.contains("--compromised"), "\(refused.output)")
    #expect(office.workspace.bytes("publications/public/log/checkpoint") == forged)
    let rotated = try office.run(
      "key", "rotate", "--compromised", "--reason", "Somebody else has signed with it.")
    #expect(rotated.status == 0, "\(rotated.output)\(rotated.errors)")
    let mended = try office.run("repair", "--apply")
    #expect(mended.status == 0, "\(mended.output)\(mended.errors)")
    #expect(try office.run("verify").status == 0)
  }

  /// By a line `key` everything beside the log is verified: where it is forged, that is the fault.
  @Test func aLineThatNamesNoKeyIsNamedAndNotWhatStandsBesideIt() throws {
    let script = Self.forge.replacing(
      #"lines[-1]["actor"] = "b.example""#,
      with: #"[e["fields"].update(key="none") for e in lines if e["event"] == "key"]"#)
    let office = try Office(
      script
        + "cp log.jsonl public/log/log.jsonl; mkdir ../../copy; cp -a archive log.jsonl public .trees ../../copy"
    )
    let number =
      try #require(
        office.workspace.text("publications/log.jsonl").split(separator: "\n")
          .firstIndex { $0.contains(#""event":"key""#) }) + 1
    let found = try Tool.run(
      Binary.path, ["verify", "--workspace", office.workspace.folder.path + "/copy"])
    #expect(found.status == 76, "\(found.output)")
    #expect(
      found.output.contains("log.jsonl:\(number): error: line \(number) of the log is to name"))
    #expect(found.output.contains("[verify.log.facts]"), "\(found.output)")
    #expect(!found.output.contains("verify.public.extra"), "\(found.output)")
    // Nor does a workspace that lost its journal repair by it.
    try office.shell("rm journal.jsonl")
    let before = office.contents
    let refused = try office.run("repair", "--apply")
    #expect(refused.status == 76, "\(refused.output)\(refused.errors)")
    #expect(office.contents == before)
  }
}
