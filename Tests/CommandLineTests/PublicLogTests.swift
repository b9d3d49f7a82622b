import Foundation
import Ledger
import Notation
import Releases
import Schedule
import TestSupport
import Testing
import Transparency

/// The public log as outsiders get it: signed, provable, and telling nothing of what is to come.
@Suite struct PublicLogTests {
  @Test func eachPublicationIsSignedWithTilesAndProofs() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    let kept = try office.keep("checkpoint")
    try office.publish("2013-11")
    let content = LogContent(Array(try #require(office.tree("log")["log.jsonl"])))
    let note = try SignedNote(Array(office.text("checkpoint").utf8))
    let keys = try LogKeys.keys(inFile: Array(office.text("key").utf8))
    #expect(try note.verified(by: keys).count == 1 && keys.count == 1)
    let checkpoint = try Checkpoint(text: note.text)
    #expect(
      checkpoint == Checkpoint(origin: "ninethirty.invalid/illustrative-data-lab", content.tree))
    for (index, name) in [(0, "2013-10-v1"), (2, "2013-11-v1")] {
      let proof = try InclusionProof(Array(office.text("proofs/\(name).tlog-proof").utf8))
      #expect(proof.index == index)
      try proof.verified(for: content.entries[index], by: keys)
    }
    for path in TilePath.all(size: content.tree.size) {
      let bytes = Tiles.bytes(of: path, in: content.tree, entries: content.entries)
      #expect(office.tree("log")["\(path)"] == Data(bytes))
    }
    let result = try office.verify(
      "--checkpoint", kept, "--key", office.log + "/key", "--public", office.root)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("the log begins with the lines that the checkpoint covers"))
    #expect(try Workspace(office.workspace.path).publicLogFaults().isEmpty)
  }

  @Test func thePageOfTheLogLinksToAllOfItAndTheCalendarLinksToThePage() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    let page = office.text("index.html")
    for link in ["log.jsonl", "checkpoint", "key", "proofs/2013-10-v1.tlog-proof"] {
      #expect(page.contains("href=\"\(link)\""))
      #expect(office.tree("log")[link] != nil)
    }
    #expect(page.contains("ninethirty log verify --checkpoint"))
    #expect(
      String(decoding: office.tree()["calendar/index.html"]!, as: UTF8.self)
        .contains("href=\"../log/\""))
  }

  @Test func theLogsSwitchChangesNoByteOfAnEdition() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    try office.publish("2013-11")
    let trees = office.workspace.path + "/publications/.trees"
    let names = try FileManager.default.contentsOfDirectory(atPath: trees).sorted().suffix(2)
    var editions: [[String: Data]] = []
    for name in names {
      var files: [String: Data] = [:]
      for file in office.workspace.files(in: "\(trees)/\(name)")
      where !["log/", "calendar", "pre-release/"].contains(where: file.hasPrefix) {
        files[file] = FileManager.default.contents(atPath: "\(trees)/\(name)/\(file)")
      }
      editions.append(files)
    }
    #expect(editions[0] == editions[1] && !editions[0].isEmpty)
    // The first of the two had the edition, and not yet its line in the log.
    let before = try String(
      contentsOfFile: "\(trees)/\(names.first!)/log/log.jsonl", encoding: .utf8)
    #expect(!before.contains("2013-11") && office.text("log.jsonl").contains("2013-11"))
  }

  @Test func withoutAKeyAReleaseComesOutAndTheKeyMendsItLater() throws {
    let office = try PublicLogWorkspace(withKey: false)
    let output = try office.publish("2013-10")
    #expect(output.contains("released 2013-10") && output.contains("not signed"))
    #expect(office.tree("log")["checkpoint"] == nil && office.text("log.jsonl").contains("2013-10"))
    #expect(office.text("index.html").contains("not signed yet"))
    let status = try office.succeed("status")
    #expect(status.contains("URGENT  the public log is not signed"))
    let made = try office.succeed("key", "new")
    #expect(made.contains("made the key of the log"))
    #expect(
      office.signatureCount() == 1 && office.tree("log")["proofs/2013-10-v1.tlog-proof"] != nil)
    #expect(try !office.succeed("status").contains("signed"))
    // The next run signs what a run without the key had to leave.
    let aside = office.keyFile + ".aside"
    try FileManager.default.moveItem(atPath: office.keyFile, toPath: aside)
    #expect(try office.succeed("status").contains("the next publication will stand unsigned"))
    #expect(try office.publish("2013-11").contains("not signed"))
    #expect(
      office.text("log.jsonl").contains("2013-11") && office.text("checkpoint").contains("\n2\n"))
    try FileManager.default.moveItem(atPath: aside, toPath: office.keyFile)
    #expect(try office.succeed("release", "2013-11").contains("brought the log"))
    #expect(office.text("checkpoint").contains("\n3\n"))
  }

  @Test(arguments: ["open", "garbage", "another", "inside", "folder"])
  func aKeyThatIsNotFitSignsNothingAndStopsNothing(fault: String) throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    let manager = FileManager.default
    var environment: [String: String] = [:]
    switch fault {
    case "open": try manager.setAttributes([.posixPermissions: 0o644], ofItemAtPath: office.keyFile)
    case "garbage": try Data("no key\n".utf8).write(to: URL(filePath: office.keyFile))
    case "another": try Data(SignerKey().pem).write(to: URL(filePath: office.keyFile))
    case "inside":
      let inside = office.workspace.path + "/log.log-key"
      try manager.copyItem(atPath: office.keyFile, toPath: inside)
      environment["NINETHIRTY_LOG_KEY_FILE"] = inside
    default:
      try manager.removeItem(atPath: office.keyFile)
      try manager.createDirectory(atPath: office.keyFile, withIntermediateDirectories: false)
    }
    if fault != "folder" && fault != "open" {
      try manager.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: environment.values.first ?? office.keyFile)
    }
    try office.succeed("seal", "2013-11", "--by", "test")
    let result = try office.run(["release", "2013-11"], environment)
    #expect(result.status == 0 && result.output.contains("not signed"), "\(result.errors)")
    #expect(office.text("checkpoint").contains("\n2\n"))
    let status = try office.run(["status"], environment)
    #expect(status.status == 0 && status.output.contains("URGENT  the public log is not signed"))
  }

  @Test func aLogThatAnotherKeySignsGetsNoSecondKey() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    let elsewhere = office.workspace.folder.path + "/elsewhere.log-key"
    let result = try office.run(["key", "new"], ["NINETHIRTY_LOG_KEY_FILE": elsewhere])
    #expect(result.status == 0 && result.output.contains("signed with another key"))
    #expect(!FileManager.default.fileExists(atPath: elsewhere))
    #expect(try office.keyLines.count == 1)
  }

  @Test func theKeyOfTheLogLiesBesideTheOtherClosedToOthersAndNowhereElse() throws {
    let office = try PublicLogWorkspace(withKey: false)
    let settings = office.workspace.folder.path + "/settings"
    let made = try office.run(
      ["key", "new"],
      ["NINETHIRTY_LOG_KEY_FILE": "", "NINETHIRTY_KEY_FILE": "", "XDG_CONFIG_HOME": settings])
    #expect(made.status == 0, "\(made.errors)")
    let path = settings + "/ninethirty/illustrative-data-lab.log-key"
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let secret = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")[1]
    #expect(!made.output.contains(secret))
    for file in office.workspace.files(in: ".") {
      #expect(!office.workspace.text(file).contains(secret))
    }
  }

  @Test func fullTilesTakeThePlaceOfPartialOnes() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    let kept = try office.keep("checkpoint")
    #expect(office.tree("log")["tile/0/000.p/2"] != nil)
    let ledger = Ledger(office.workspace.path + "/publications/log.jsonl", audience: .everybody)
    for number in 3...300 {
      try ledger.append(
        LedgerFact("breach", edition: "2013-10", fields: ["statement": .string("\(number)")]),
        at: Instant("2026-01-01T00:00:00Z")!)
    }
    try office.publish("2013-11")
    let files = Set(office.tree("log").keys)
    #expect(
      files.isSuperset(of: ["tile/0/000", "tile/entries/000", "tile/1/000.p/1", "tile/0/001.p/45"]))
    #expect(!files.contains { $0.contains("/000.p/2") })
    let result = try office.verify("--checkpoint", kept, "--public", office.root)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try Workspace(office.workspace.path).publicLogFaults().isEmpty)
  }

  /// Code of Practice T3: nothing tells of a release before it, and the public tree is the place
  /// where everybody looks.
  @Test func nothingPublicHintsAtWhatIsBeingPrepared() throws {
    let office = try PublicLogWorkspace()
    try office.workspace.givePreReleaseAccess()
    try office.workspace.confirmAndSeal("2013-10")
    try office.succeed("release", "2013-10")
    try office.succeed("pre-release", "confirm", "2013-11", "--by", "head.example")
    try office.workspace.listPeople()
    let before = office.tree()
    func expectUnchanged(_ step: String) {
      let after = office.tree()
      #expect(Set(after.keys) == Set(before.keys), "\(step)")
      for (file, bytes) in before where after[file] != bytes {
        Issue.record("\(step) changed \(file)")
      }
    }
    let seal = ["--by", "b.example", "--override-four-eyes", "One account in the tests."]
    for step in [
      ["check", "2013-11"], ["draft", "2013-11", "--by", "c.example"],
      ["submit", "2013-11", "--by", "a.example"], ["seal", "2013-11"] + seal, ["status"],
      ["key", "new"], ["key", "show"], ["log", "--journal"], ["leak-check"],
    ] {
      let result = try office.run(step)
      #expect(result.status == 0, "\(step): \(result.output)\(result.errors)")
      expectUnchanged(step.joined(separator: " "))
    }
    // Copies for those with pre-release access, the evening before.
    let copies = try office.workspace.openPreRelease(
      "2013-11", at: Instant("2013-11-13T18:00:00Z")!)
    #expect(!copies.copies.isEmpty)
    expectUnchanged("pre-release open")
    try office.succeed("unseal", "2013-11", "--reason", "A test.", "--by", "b.example")
    expectUnchanged("unseal")
    try office.workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let correct = try office.run(["correct", "2013-10"] + CorrectionTests.note)
    #expect(correct.status == 0, "\(correct.errors)")
    for step in [
      ["draft", "2013-10", "--by", "c.example"], ["submit", "2013-10", "--by", "a.example"],
      ["seal", "2013-10"] + seal,
    ] {
      let result = try office.run(step)
      #expect(result.status == 0, "\(step): \(result.errors)")
      expectUnchanged(step.joined(separator: " "))
    }
    try office.succeed("release", "2013-10")
    #expect(office.tree() != before)
  }
}
