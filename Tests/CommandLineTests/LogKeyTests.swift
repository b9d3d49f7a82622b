import Foundation
import Releases
import TestSupport
import Testing
import Transparency

/// The key of the public log is replaced, is lost, or is in other hands.
@Suite struct LogKeyTests {
  /// An office with one publication, and what a reader kept then.
  private func kept() throws -> (office: PublicLogWorkspace, checkpoint: String, key: String) {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    return (office, try office.keep("checkpoint"), try office.keep("key"))
  }

  @Test func aRotationIsSignedByBothKeysAndAReaderFollowsIt() throws {
    let (office, checkpoint, key) = try kept()
    let old = try Data(contentsOf: URL(filePath: office.keyFile))
    let output = try office.succeed("key", "rotate")
    #expect(output.contains("the key of the log is \(office.keyFile)"))
    #expect(try Data(contentsOf: URL(filePath: office.keyFile)) != old)
    #expect(!FileManager.default.fileExists(atPath: office.keyFile + ".next"))
    #expect(office.signatureCount() == 2)
    let lines = try office.keyLines
    #expect(lines.map { $0["cause"] as? String } == ["first", "rotated"])
    #expect(lines[1]["replaces"] as? String == lines[0]["key"] as? String)
    #expect(
      office.text("key").contains(" 1 2 rotated\n") && office.text("key").contains(" 3 - current\n")
    )
    // Afterwards the new one signs alone, and the old key still leads to it.
    try office.publish("2013-11")
    #expect(office.signatureCount() == 1 && office.signatureCount("checkpoints/3") == 2)
    let result = try office.verify(
      "--checkpoint", checkpoint, "--key", key, "--public", office.root)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(try #require(lines[1]["key"] as? String)))
    #expect(try Workspace(office.workspace.path).publicLogFaults().isEmpty)
    // Without the checkpoint that both have signed it leads nowhere, and that is said.
    try FileManager.default.removeItem(atPath: office.log + "/checkpoints/3")
    let cut = try office.verify("--checkpoint", checkpoint, "--key", key, "--public", office.root)
    #expect(cut.status == 76 && cut.errors.contains("line 3 of the log says"), "\(cut.errors)")
  }

  static let lostCheckpoints = [
    "rm public/log/checkpoint", "cp public/log/checkpoints/2 public/log/checkpoint",
    "rm public/log/checkpoints/3",
  ]

  /// By it alone readers of the old key get to the new one; the old key is gone by then.
  @Test(arguments: lostCheckpoints)
  func theCheckpointOfBothKeysStaysWhatItIsInARepair(_ damage: String) throws {
    let (office, checkpoint, key) = try kept()
    try office.succeed("key", "rotate")
    try office.shell(damage)
    try #require(try office.run(["verify"]).status == 76)
    try office.succeed("repair", "--apply")
    #expect(office.signatureCount("checkpoints/3") == 2 && office.signatureCount() == 2)
    try office.succeed("verify")
    let result = try office.verify(
      "--checkpoint", checkpoint, "--key", key, "--public", office.root)
    #expect(result.status == 0, "\(result.errors)")
  }

  /// What the new key alone can sign is not what was there: it is said, and a copy brings it back.
  @Test(arguments: [false, true])
  func aCheckpointOfBothKeysIsNotMadeWithTheNewOneAlone(isWholeTreeLost: Bool) throws {
    let (office, checkpoint, key) = try kept()
    try office.succeed("key", "rotate")
    let copy = office.workspace.folder.path + "/copy"
    try office.shell("cp -aL public '\(copy)'")
    if isWholeTreeLost {
      try office.shell("rm -r public .trees")
    } else {
      // The newer key's signature stands first.
      try office.shell(
        "for f in checkpoint checkpoints/3 proofs/*; do awk '!(/^—/ && ++n == 2)' public/log/$f > x; "
          + "cat x > public/log/$f; rm x; done")
      try #require(office.signatureCount() == 1)
      // In a copy without a journal too.
      let folder = office.workspace.folder.path + "/elsewhere"
      try office.shell("mkdir '\(folder)'; cp -a archive log.jsonl public .trees '\(folder)'")
      let verified = try Tool.run(Binary.path, ["verify", "--workspace", folder])
      #expect(verified.status == 76, "\(verified.output)\(verified.errors)")
      #expect(verified.output.contains("none is signed by both"), "\(verified.output)")
    }
    let repaired = try office.run(["repair", "--apply"])
    #expect(repaired.status == 76, "\(repaired.output)")
    #expect(repaired.output.contains("the one before it signed is lost"), "\(repaired.output)")
    #expect(try office.run(["verify"]).status == 76)
    try office.succeed("repair", "--apply", "--from", copy)
    try office.succeed("verify")
    #expect(office.signatureCount("checkpoints/3") == 2)
    let result = try office.verify(
      "--checkpoint", checkpoint, "--key", key, "--public", office.root)
    #expect(result.status == 0, "\(result.errors)")
  }

  /// Proofs are signed anew with each switch, by the key of the day.
  @Test func aProofAndANewerCheckpointAreFollowedFromTheOldKey() throws {
    let (office, _, key) = try kept()
    try office.succeed("key", "rotate")
    try office.publish("2013-11")
    let proof = office.log + "/proofs/2013-10-v1.tlog-proof"
    let checkpoint = try office.keep("checkpoint")
    let new = try #require(try office.keyLines.last?["key"] as? String)
    for arguments in [["--proof", proof], ["--checkpoint", checkpoint]] {
      let result = try Tool.run(
        Binary.path,
        ["log", "verify"] + arguments + ["--key", key, "--public", office.root])
      #expect(result.status == 0, "\(arguments): \(result.errors)")
      #expect(result.output.contains("signed by   \(new)"), "\(result.output)")
      // The log alone has nothing that leads there.
      let alone = try Tool.run(
        Binary.path,
        ["log", "verify"] + arguments + ["--key", key, "--log", office.log + "/log.jsonl"])
      #expect(alone.status == 76, "\(alone.output)")
    }
    try FileManager.default.removeItem(atPath: office.log + "/checkpoints/3")
    let cut = try office.verify("--proof", proof, "--key", key, "--public", office.root)
    #expect(cut.status == 76 && cut.errors.contains("no known key has signed"), "\(cut.errors)")
  }

  /// Log and calendar do not come back without the editions that they name.
  @Test func withoutThePublicTreeAKeyBringsNothingToThePublic() throws {
    let (office, _, _) = try kept()
    for place in ["public", ".trees"] {
      try FileManager.default.removeItem(
        atPath: "\(office.workspace.path)/publications/\(place)")
    }
    let status = try office.run(["status"])
    #expect(status.output.contains("URGENT"), "\(status.output)")
    #expect(status.output.contains("the public tree has no pages of it"), "\(status.output)")
    #expect(!status.output.contains("not signed"), "\(status.output)")
    let made = try office.run(["key", "new"])
    #expect((made.output + made.errors).contains("`ninethirty repair --apply`"), "\(made)")
    #expect(!FileManager.default.fileExists(atPath: office.root))
    try office.succeed("repair", "--apply")
    #expect(FileManager.default.fileExists(atPath: office.root + "/2013-10/index.html"))
  }

  @Test func severalRotationsAreFollowedInTheirOrder() throws {
    let (office, checkpoint, key) = try kept()
    for reason in ["Once a year.", "Once a year again."] {
      try office.succeed("key", "rotate", "--reason", reason)
    }
    try office.publish("2013-11")
    let result = try office.verify(
      "--checkpoint", checkpoint, "--key", key, "--public", office.root)
    #expect(result.status == 0, "\(result.errors)")
    #expect(office.text("log.jsonl").contains("Once a year again."))
  }

  @Test(arguments: ["lost", "compromised"])
  func aKeyThatCannotSignTheChangeIsReplacedAndReadersAreToldWhatToDo(cause: String) throws {
    let (office, checkpoint, key) = try kept()
    if cause == "lost" {
      try FileManager.default.removeItem(atPath: office.keyFile)
      let refused = try office.run(["key", "rotate"])
      #expect(refused.status == 77 && refused.errors.contains("--lost"), "\(refused.errors)")
    }
    try office.succeed("key", "rotate", "--\(cause)", "--reason", "The machine was taken away.")
    #expect(office.signatureCount() == 1)
    let new = try #require(try office.keyLines.last?["key"] as? String)
    #expect(FileManager.default.fileExists(atPath: office.keyFile))
    try office.publish("2013-11")
    let result = try office.verify(
      "--checkpoint", checkpoint, "--key", key, "--public", office.root)
    #expect(result.status == 76)
    for said in ["line 3 of the log", "The machine was taken away.", new] {
      #expect(result.errors.contains(said), "\(said): \(result.errors)")
    }
    // That the log only grew is proved all the same, and the new key once it is trusted.
    let log = try office.verify(
      "--checkpoint", checkpoint, "--key", key, "--log", office.log + "/log.jsonl")
    #expect(log.status == 0, "\(log.errors)")
    let both = office.workspace.folder.path + "/both"
    let keys = try String(contentsOfFile: key, encoding: .utf8) + new + "\n"
    try Data(keys.utf8).write(to: URL(filePath: both))
    let trusted = try office.verify(
      "--checkpoint", checkpoint, "--key", both, "--public", office.root)
    #expect(trusted.status == 0, "\(trusted.errors)")
    // Today's file of keys names a compromised one, and nobody takes it for trusted.
    let listed = try LogKeys.keys(inFile: Array(office.text("key").utf8))
    #expect(listed.count == (cause == "compromised" ? 1 : 2))
  }

  @Test func beforeTheFirstSignatureThereIsNothingToReplace() throws {
    let office = try PublicLogWorkspace(withKey: false)
    try office.publish("2013-10")
    let result = try office.run(["key", "rotate"])
    #expect(result.status == 64 && result.errors.contains("ninethirty key new"), "\(result.errors)")
  }

  @Test(arguments: [
    ["--lost"], ["--compromised"], ["--lost", "--compromised", "--reason", "a"],
    ["--lost", "--reason", " "], ["--reason", "two\nlines"],
  ])
  func aRotationThatSaysTooLittleIsRefused(arguments: [String]) throws {
    let (office, _, _) = try kept()
    let result = try office.run(["key", "rotate"] + arguments)
    #expect(result.status == 64, "\(result.output)\(result.errors)")
    #expect(try office.keyLines.count == 1)
  }

  // MARK: Crashes

  private static let injections: [String] =
    (1...5).map { "write:signal=KILL:when=\($0)" }
    + (1...3).map { "rename:signal=KILL:when=\($0)" }
    + [5, 10].map { "fsync:signal=KILL:when=\($0)" }

  @Test(
    .enabled(if: AnnouncementCrashTests.canTrace, "strace is not installed or may not trace"),
    arguments: injections)
  func aRotationThatStopsAnywhereIsFinishedAndSignedByBoth(injection: String) throws {
    let (office, checkpoint, key) = try kept()
    let call = injection.prefix { $0 != ":" }
    _ = try Tool.run(
      Tool.find("strace")!,
      [
        "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(injection)", Binary.path,
        "key", "rotate", "--workspace", office.workspace.path,
      ], environment: ["NINETHIRTY_LOG_KEY_FILE": office.keyFile])
    try office.succeed("key", "rotate")
    #expect(!FileManager.default.fileExists(atPath: office.keyFile + ".next"))
    #expect(try office.succeed("status").contains("public log") == false)
    let result = try office.verify(
      "--checkpoint", checkpoint, "--key", key, "--public", office.root)
    #expect(result.status == 0, "\(injection): \(result.errors)")
    #expect([2, 3].contains(try office.keyLines.count))
  }

  // MARK: What must never be signed

  @Test func aLogThatIsNotTheOneThatWasSignedIsNotSigned() throws {
    let (office, _, _) = try kept()
    let public1 = office.text("checkpoint")
    // Somebody puts back log and journal of another time, and goes on.
    let other = try PublicLogWorkspace(withKey: false)
    try other.publish("2013-10")
    let log = other.workspace.text("publications/log.jsonl")
    try office.workspace.write(log, to: "publications/log.jsonl")
    let result = try office.run(["key", "new"])
    #expect(result.status == 76 && result.errors.contains("is not what the journal recorded"))
    #expect(office.text("checkpoint") == public1)
  }

  @Test func aRehearsalSignsNothing() throws {
    let (office, _, _) = try kept()
    let before = office.tree()
    try office.workspace.write(
      #"{"format":"ninethirty-rehearsal/1","now":"2013-12-01T00:00:00.000Z"}"#, to: "rehearsal.json"
    )
    // What a rehearsal publishes has the same name, so a checkpoint of it would be another one of
    // the same log.
    let folder = office.workspace.path + "/rehearsal"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try office.workspace.write("\(TestWorkspace.key.recipient)\n", to: "rehearsal/recipients.txt")
    for step in [["seal", "2013-10", "--by", "test"], ["release", "2013-10"]] {
      let result = try office.run(step)
      #expect(result.status == 0, "\(step): \(result.errors)")
      #expect(!result.output.contains("signed"))
    }
    #expect(office.workspace.files(in: "rehearsal/public/log") == ["index.html", "log.jsonl"])
    #expect(office.tree() == before)
  }
}
