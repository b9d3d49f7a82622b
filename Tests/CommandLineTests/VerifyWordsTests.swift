import Foundation
import TestSupport
import Testing

/// One true finding where one thing is wrong, in words that say which; and no fault of a copy that
/// was made as archivists make them.
@Suite struct VerifyWordsTests {
  /// Two editions, whose log is signed.
  private static let published: TestWorkspace? = {
    do {
      let office = try PublicLogWorkspace()
      for edition in ["2013-10", "2013-11"] { try office.publish(edition) }
      return office.workspace
    } catch {
      return nil
    }
  }()

  private struct Found {
    let status: Int32
    let faults: [[String: Any]]
    let unchecked: [String]
    let output: String
    func ids(_ severity: String) -> [String] {
      faults.filter { $0["severity"] as? String == severity }.compactMap { $0["id"] as? String }
    }
    func text(_ id: String, _ member: String) -> String {
      faults.first { $0["id"] as? String == id }?[member] as? String ?? ""
    }
  }

  /// A copy of the workspace after a script that bash runs in its publications.
  private func workspace(after script: String) throws -> TestWorkspace {
    let workspace = try TestWorkspace(copyOf: #require(Self.published))
    let done = try Tool.run("/bin/bash", ["-ec", script], in: "\(workspace.path)/publications")
    try #require(done.status == 0, "\(done.errors)")
    return workspace
  }

  private func verify(_ place: String, _ arguments: String...) throws -> Found {
    let result = try Tool.run(
      Binary.path, ["verify", "--json"] + arguments + ["--workspace", place])
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any],
      "\(result.output)\(result.errors)")
    return Found(
      status: result.status, faults: try #require(report["faults"] as? [[String: Any]]),
      unchecked: try #require(report["unchecked"] as? [String]), output: result.output)
  }

  /// Nobody can tell what should stand there: silence would pass for soundness.
  @Test(arguments: ["rm -r archive/2013-10", "echo x > archive/2013-10/inventory.json"])
  func pagesWithoutAnObjectAreSaidNotToBeChecked(_ script: String) throws {
    let workspace = try workspace(after: script)
    let found = try verify(workspace.path)
    #expect(found.status == 76 && !found.ids("error").isEmpty, "\(found.output)")
    let said = found.unchecked.filter { $0.hasPrefix("the public pages of ") }
    #expect(said.count == 1 && said[0].contains("2013-10: the archive does not have"), "\(said)")
    // Where the pages of another edition alone are asked for, they are not spoken of.
    let other = try verify(workspace.path, "2013-11").unchecked
    #expect(!other.contains { $0.hasPrefix("the public pages of ") }, "\(other)")
  }

  /// What is published beside the log is sound: it is held against the log that readers have.
  @Test(
    arguments: [": > log.jsonl", "rm log.jsonl", "sed -i '$d' log.jsonl", "sed -i 1q log.jsonl"],
    [false, true])
  func aLogThatIsGoneOrShortIsOneFault(_ script: String, isCopyAlone: Bool) throws {
    let strip =
      "rm journal.jsonl; find .. -mindepth 1 -maxdepth 1 ! -name publications -exec rm -r {} +"
    let workspace = try workspace(after: isCopyAlone ? "\(strip); \(script)" : script)
    let found = try verify(workspace.path)
    #expect(found.status == 76)
    #expect(found.ids("error") == ["verify.log.cut-short"], "\(found.output)")
  }

  /// But what is not sound beside it is found all the same.
  @Test func aForgedProofIsFoundBesideAnEmptyLog() throws {
    let script = """
      : > log.jsonl
      chmod u+w public/log/proofs/2013-11-v1.tlog-proof
      sed -i '3s/^./_/' public/log/proofs/2013-11-v1.tlog-proof
      """
    let workspace = try workspace(after: script)
    let found = try verify(workspace.path)
    #expect(found.text("verify.log.cut-short", "file") == "publications/log.jsonl")
    let said = found.faults.filter {
      ($0["file"] as? String ?? "").hasSuffix("2013-11-v1.tlog-proof")
    }
    #expect(said.count == 1, "\(found.output)")
  }

  @Test(arguments: ["/etc", ".trees/0099", "archive"])
  func aLinkThatLeadsElsewhereIsNamedWithWhereItWillLead(_ target: String) throws {
    let workspace = try workspace(after: "ln -sfn \(target) public")
    let found = try verify(workspace.path)
    #expect(found.ids("error") == ["verify.public.link"], "\(found.output)")
    #expect(found.text("verify.public.link", "file") == "publications/public")
    #expect(
      found.text("verify.public.link", "found")
        == "it points to \u{201C}\(target)\u{201D}, and no tree of .trees is there")
    let trees = "\(workspace.path)/publications/.trees"
    let newest = try #require(
      try FileManager.default.contentsOfDirectory(atPath: trees).compactMap { Int($0) }.max())
    let next = ".trees/" + String(String(10001 + newest).dropFirst())
    let dry = try workspace.run("repair")
    #expect(
      dry.output.contains(
        "would  publications/public: set the link to \u{201C}\(target)\u{201D} aside, lay a new public "
          + "tree from the archive, \(next), and point it there"), "\(dry.output)")
    let before = try FileManager.default.contentsOfDirectory(atPath: "/etc")
    let done = try workspace.run("repair", "--apply")
    #expect(done.output.contains("verified again: sound"), "\(done.output)\(done.errors)")
    let manager = FileManager.default
    #expect(
      try manager.destinationOfSymbolicLink(
        atPath: "\(workspace.path)/publications/set-aside/0001/public")
        == target)
    #expect(try manager.contentsOfDirectory(atPath: "/etc") == before)
    #expect(workspace.bytes("publications/public/2013-11/index.html") != nil)
  }

  /// Also where the file is not among those that a sample reads.
  @Test func aFlippedBitInASealIsNamedWithItsVersion() throws {
    let script = """
      printf '\\001' | dd of=archive/2013-11/v1/content/seal.json bs=1 seek=40 conv=notrunc status=none
      """
    let workspace = try workspace(after: script)
    let seal = "publications/archive/2013-11/v1/content/seal.json"
    let found = try verify(workspace.path)
    #expect(found.ids("error") == ["verify.archive.altered"], "\(found.output)")
    #expect(found.text("verify.archive.altered", "file") == seal)
    #expect(found.faults.first?["version"] as? Int == 1)
    for seed in 1...3 {
      let part = try verify(workspace.path, "--sample", "1", "--seed", "\(seed)")
      #expect(part.status == 76 && part.output.contains("v1/content/seal.json"), "\(part.output)")
    }
    let out = workspace.folder.path + "/out"
    let verbs = [
      ["as-of", "2999-01-01T00:00Z", out], ["rebuild", "2013-11"],
      ["export", "2013-11", "--to", out],
    ]
    for arguments in verbs {
      let said = try Tool.run(Binary.path, arguments + ["--workspace", workspace.path])
      #expect(said.status == 76 && said.errors.contains("seal.json"), "\(arguments): \(said)")
      #expect(said.errors.contains("version 1") || said.errors.contains("v1/"), "\(said.errors)")
    }
  }

  /// A medium without links, times and modes: everything is a folder or a file that all may write.
  @Test(arguments: [true, false])
  func aCopyThatFollowedLinksIsRead(isAlone: Bool) throws {
    let published = try #require(Self.published)
    let folder = TemporaryFolder()
    let place = folder.path + "/stick"
    let copied = try Tool.run(
      "/bin/bash",
      [
        "-ec",
        """
        mkdir "$2" && cp -rL "$1"\(isAlone ? "/publications" : "/.") "$2"
        find "$2" -type f -exec touch {} + && chmod -R 0777 "$2"
        """, "copy", published.path, place,
      ])
    try #require(copied.status == 0, "\(copied.errors)")
    let out = folder.path + "/then"
    let laid = try Tool.run(
      Binary.path, ["as-of", "2999-01-01T00:00Z", out, "--workspace", place])
    #expect(laid.status == 0, "\(laid.output)\(laid.errors)")
    let files = { (folder: String) in published.contents(of: folder) }
    let (now, then) = (files(published.path + "/publications/public"), files(out))
    #expect(Set(now.keys) == Set(then.keys))
    #expect(now.filter { then[$0.key] != $0.value }.isEmpty)
    guard isAlone else { return }
    let found = try verify(place)
    #expect(found.status == 0 && found.ids("error").isEmpty, "\(found.output)")
    #expect(
      Set(found.ids("warning")).isSuperset(of: [
        "verify.archive.mode", "verify.public.link", "verify.public.mode", "verify.public.time",
      ]), "\(found.output)")
    #expect(found.ids("warning").count { $0.hasPrefix("verify.public.") } == 3, "\(found.output)")
    // What is not as it was published is found in the folder too.
    try Data("other".utf8).write(
      to: URL(filePath: "\(place)/publications/public/2013-11/index.html"))
    let altered = try verify(place)
    #expect(altered.ids("error") == ["verify.public.altered"], "\(altered.output)")
  }

  /// Log and seals say nothing of places inside an object: a forged one is not made true.
  @Test func aForgedPlaceInAnInventoryIsPutBackFromTheOneOfTheVersion() throws {
    let script = """
      cd archive/2013-11
      sed -i 's|"v1/content/build.json"|"v1/content/renamed.json"|' inventory.json
      sha512sum inventory.json > inventory.json.sha512
      """
    let workspace = try workspace(after: script)
    let found = try verify(workspace.path)
    #expect(found.ids("error").contains("verify.archive.missing"), "\(found.output)")
    let done = try workspace.run("repair", "--apply")
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    let archive = "publications/archive/2013-11"
    let was = try #require(Self.published)
    #expect(
      workspace.contents(of: "\(workspace.path)/\(archive)")
        == was.contents(of: "\(was.path)/\(archive)"))
  }

  /// Without the journal nothing says what stood around the editions, where templates make other files.
  @Test func whatACopyWithoutTheJournalDoesNotCheckIsCountedByKind() throws {
    let published = try #require(Self.published)
    let workspace = try TestWorkspace(copyOf: published)
    for file in ["calendar/index.html", "feed.atom"] {
      try workspace.write("other", to: "publications/public/\(file)")
    }
    let done = try Tool.run(
      "/bin/bash",
      [
        "-ec",
        "rm publications/journal.jsonl; find . -mindepth 1 -maxdepth 1 ! -name publications -exec rm -r {} +",
      ],
      in: workspace.path)
    try #require(done.status == 0, "\(done.errors)")
    let found = try verify(workspace.path)
    #expect(found.status == 0, "\(found.output)")
    #expect(
      found.unchecked.contains {
        $0.hasPrefix("2 files around the editions in the public tree (calendar, feed.atom): ")
      }, "\(found.unchecked)")
  }
}
