import Foundation
import TestSupport
import Testing

/// What `repair` does with what it takes away, and from where it takes what it puts back.
@Suite struct RepairTests {
  private static let published: TestWorkspace? = {
    do {
      let workspace = try TestWorkspace()
      try workspace.publish("2013-10")
      return workspace
    } catch {
      return nil
    }
  }()

  private func workspace() throws -> TestWorkspace {
    try TestWorkspace(copyOf: #require(Self.published))
  }

  private func shell(_ script: String, in workspace: TestWorkspace) throws {
    let result = try Tool.run(
      "/bin/bash", ["-ec", script], in: "\(workspace.path)/publications")
    try #require(result.status == 0, "\(result.errors)")
  }

  private func repair(_ workspace: TestWorkspace, _ arguments: String...) throws -> Binary.Result {
    try Tool.run(
      Binary.path, ["repair", "--apply"] + arguments + ["--workspace", workspace.path])
  }

  private func journal(_ workspace: TestWorkspace, _ event: String) throws -> [[String: Any]] {
    try workspace.text("publications/journal.jsonl").split(separator: "\n").compactMap {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }.filter { $0["event"] as? String == event }.compactMap { $0["fields"] as? [String: Any] }
  }

  /// Whoever left a file there may have left it as evidence.
  @Test func whatIsTakenAwayIsSetAsideAndNamedInTheJournal() throws {
    let workspace = try workspace()
    try shell(
      """
      echo one > archive/2013-10/v1/content/renditions/extra.html
      echo two > archive/notes.txt
      echo three > public/2013-10/extra.html
      mkdir archive/others && echo four > archive/others/file
      ln -s /etc archive/link
      printf X | dd of=archive/2013-10/v1/content/renditions/index.html bs=1 seek=40 conv=notrunc
      cp archive/2013-10/v1/content/renditions/index.html ../altered
      """, in: workspace)
    let tree = try FileManager.default.destinationOfSymbolicLink(
      atPath: "\(workspace.path)/publications/public")
    let result = try repair(workspace)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(try workspace.run("verify").status == 0)
    let aside = "publications/set-aside/0001"
    #expect(
      result.output.contains("done  \(aside): has what was taken away or overwritten (6)"),
      "\(result.output)")
    for (file, text) in [
      ("archive/2013-10/v1/content/renditions/extra.html", "one\n"), ("archive/notes.txt", "two\n"),
      ("trees/\(tree.split(separator: "/")[1])/2013-10/extra.html", "three\n"),
      ("archive/others/file", "four\n"),
    ] {
      #expect(workspace.text("\(aside)/\(file)") == text, "\(file)")
    }
    #expect(
      workspace.bytes("\(aside)/archive/2013-10/v1/content/renditions/index.html")
        == workspace.bytes("altered"))
    let link = "\(workspace.path)/\(aside)/archive/link"
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/etc")
    let noted = try journal(workspace, "repaired").filter { $0["what"] as? String == "set-aside" }
    let files = try #require(noted.first?["files"] as? [String: Any])
    #expect(noted.count == 1 && noted[0]["to"] as? String == "set-aside/0001")
    #expect(files["archive/link"] as? String == "link to /etc")
    let sum = try Tool.run("/bin/bash", ["-c", "echo two | sha512sum"]).output
    #expect((files["archive/notes.txt"] as? String).map(sum.hasPrefix) == true, "\(files)")
    let modes = try FileManager.default.attributesOfItem(
      atPath: "\(workspace.path)/publications/set-aside")
    #expect(modes[.posixPermissions] as? Int == 0o700)
  }

  @Test func theLogThatIsReplacedIsSetAside() throws {
    let workspace = try workspace()
    try shell("sed -i s/released/corrected/ log.jsonl; cp log.jsonl ../forged", in: workspace)
    let result = try repair(workspace)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(
      workspace.bytes("publications/set-aside/0001/log.jsonl") == workspace.bytes("forged"))
  }

  /// The journal has the digest of what was imported; the log says nothing of it.
  @Test func whatIsKeptAsItIsComesBackFromACopy() throws {
    let workspace = try workspace()
    let old = "\(workspace.folder.path)/old"
    try shell("mkdir '\(old)'; echo old > '\(old)/bulletin.pdf'", in: workspace)
    let imported = try workspace.importing(
      old, "2012-04", ["--source", "test", "--reason", "From before ninethirty."])
    try #require(imported.status == 0, "\(imported.errors)")
    let copy = try TestWorkspace(copyOf: workspace)
    let object = "\(workspace.path)/publications/archive/kept-2012-04"
    let before = workspace.contents(of: object)
    for damage in [
      "rm archive/kept-2012-04/v1/content/kept/bulletin.pdf", "rm -r archive/kept-2012-04",
      "echo x >> archive/kept-2012-04/v1/content/kept/bulletin.pdf",
      "echo x > archive/kept-2012-04/v1/content/kept/extra",
      "rm archive/kept-2012-04/inventory.json",
      "mv archive/kept-2012-04 moved; ln -s ../moved archive/kept-2012-04",
    ] {
      try shell(damage, in: workspace)
      let found = try workspace.run("verify")
      #expect(found.status == 76, "\(damage): \(found.output)")
      let result = try repair(workspace, "--from", "\(copy.path)/publications/archive")
      #expect(result.status == 0, "\(damage): \(result.output)\(result.errors)")
      #expect(workspace.contents(of: object) == before, "\(damage)")
      #expect(try workspace.run("verify").status == 0, "\(damage)")
    }
    // Another one of the same name is none that was imported.
    try shell("rm -r archive/kept-2012-04", in: workspace)
    let other = try self.workspace()
    try shell("echo other > '\(old)/bulletin.pdf'", in: workspace)
    let otherwise = try other.importing(
      old, "2012-04", ["--source", "test", "--reason", "From before ninethirty."])
    try #require(otherwise.status == 0, "\(otherwise.errors)")
    let refused = try repair(workspace, "--from", "\(other.path)/publications/archive")
    #expect(refused.status == 76, "\(refused.output)")
    #expect(refused.output.contains("has an inventory that fits the journal"), "\(refused.output)")
  }

  /// A checkpoint cannot be made again without its key; a copy has it.
  @Test func whatStandsBesideTheLogComesFromANamedCopy() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    let copy = try TestWorkspace(copyOf: office.workspace)
    let checkpoint = office.text("checkpoint")
    // The key is away, and older trees have other checkpoints or none.
    try shell(
      "printf X | dd of=public/log/checkpoint bs=1 conv=notrunc; rm public/log/checkpoints/*; rm -r ../../keys",
      in: office.workspace)
    try shell(
      "for tree in .trees/*; do test \"$tree\" = \"$(readlink public)\" || rm -r \"$tree\"; done",
      in: office.workspace)
    func repair(_ arguments: String...) throws -> Binary.Result {
      try office.run(["repair", "--apply"] + arguments)
    }
    let alone = try repair()
    #expect(alone.status == 76, "\(alone.output)")
    #expect(alone.output.contains("log/checkpoint"), "\(alone.output)")
    let result = try repair("--from", copy.path + "/publications")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(office.text("checkpoint") == checkpoint)
    #expect(try office.run(["verify"]).status == 0)
  }

  /// Two damaged copies are no way back to each other.
  @Test func noFaultIsToldToBeRepairedFromWhatIsDamagedToo() throws {
    let workspace = try workspace()
    try shell(
      """
      for file in archive/2013-10/v1/content/renditions/bulletin.xml public/2013-10/bulletin.xml
      do printf X | dd of=$file bs=1 seek=40 conv=notrunc; done
      """, in: workspace)
    let found = try workspace.run("verify", "--json")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(found.output.utf8)) as? [String: Any])
    let faults = try #require(report["faults"] as? [[String: Any]])
    let altered = faults.filter { ($0["id"] as? String)?.hasSuffix(".altered") == true }
    #expect(altered.count > 1)
    for fault in altered {
      #expect(
        (fault["repairFrom"] as? String)?.hasPrefix("a copy of the archive") == true,
        "\(fault["file"]!): \(fault["repairFrom"] ?? "nothing")")
    }
    let result = try workspace.run("repair")
    #expect(result.status == 76 && result.output.contains("nothing at hand has its bytes"))
  }

  /// Where something cannot be mended the exit code says so, and what it is.
  @Test func whatIsLeftIsSaidAndTheExitCodeTellsIt() throws {
    let workspace = try workspace()
    try shell(
      """
      printf X | dd of=archive/2013-10/v1/content/renditions/index.html bs=1 seek=40 conv=notrunc
      sed -i s/09:30/09:45/ ../schedule.json
      """, in: workspace)
    let result = try repair(workspace)
    #expect(result.status == 76, "\(result.output)")
    #expect(
      result.output.contains("done  publications/archive/2013-10/v1/content/renditions/index.html"))
    #expect(result.output.contains("remains "), "\(result.output)")
    let json = try workspace.run("repair", "--apply", "--json")
    #expect(json.status == 76 && json.output.contains("\"remaining\":[{"), "\(json.output)")
  }

  /// An inventory that was replaced by a link, and a folder with nothing in it, are evidence too.
  @Test func aLinkAndAnEmptyFolderAreSetAsideAndCounted() throws {
    let workspace = try workspace()
    try shell(
      """
      ln -sf /etc/hostname archive/2013-10/v1/content/renditions/bulletin.xml
      mkdir archive/2013-10/v1/content/renditions/empty
      chmod u+w public/2013-10; ln -s /etc/hostname public/2013-10/extra.html
      """, in: workspace)
    let tree = try FileManager.default.destinationOfSymbolicLink(
      atPath: "\(workspace.path)/publications/public")
    let result = try repair(workspace)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(
      result.output.contains("set-aside/0001: has what was taken away or overwritten (3)"),
      "\(result.output)")
    let aside = "\(workspace.path)/publications/set-aside/0001"
    let content = "archive/2013-10/v1/content/renditions"
    for link in [
      "\(content)/bulletin.xml", "trees/\(tree.split(separator: "/")[1])/2013-10/extra.html",
    ] {
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(aside)/\(link)")
      #expect(target == "/etc/hostname", "\(link)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(aside)/\(content)/empty").isEmpty)
    #expect(try workspace.run("verify").status == 0)
  }

  /// A crash may have torn the journal's last line, beside whatever else it broke.
  @Test(arguments: [
    "printf x >> archive/2013-10/inventory.json", "sed -i s/released/corrected/ log.jsonl",
  ])
  func aTornJournalIsRecoveredFirst(damage: String) throws {
    let workspace = try workspace()
    try shell("printf '{\"torn' >> journal.jsonl; \(damage)", in: workspace)
    let result = try repair(workspace)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(workspace.text("publications/journal.jsonl.torn-0001") == "{\"torn")
    #expect(try workspace.run("verify").status == 0)
  }

  /// Without its key nothing signs the log: that is said, and no tree is laid for it again and again.
  @Test func whatWaitsForTheKeyOfTheLogIsNotDone() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    try shell("rm -r public .trees; mv ../../keys ../../away", in: office.workspace)
    let dry = try office.run(["repair"])
    #expect(dry.output.contains("of the log is not at"), "\(dry.output)")
    let result = try office.run(["repair", "--apply"])
    #expect(result.status == 76, "\(result.output)")
    let lines = result.output.split(separator: "\n")
    #expect(!lines.contains { $0.hasPrefix("done") && $0.contains("/log/") }, "\(result.output)")
    #expect(result.output.contains("cannot publications/public/log/checkpoint: the key "))
    #expect(result.output.contains("note  the log is public, but its newest lines are not signed"))
    let trees = "\(office.workspace.path)/publications/.trees"
    let count = try FileManager.default.contentsOfDirectory(atPath: trees).count
    #expect(count <= 2, "\(result.output)")
    // Nothing more can be done, and nothing is.
    let again = try office.run(["repair", "--apply"])
    #expect(again.status == 76 && !again.output.contains("done  "), "\(again.output)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: trees).count == count)
    try shell("mv ../../away ../../keys", in: office.workspace)
    let mended = try office.run(["repair", "--apply"])
    #expect(mended.status == 0, "\(mended.output)")
  }

  /// `public` is a link that ninethirty itself makes, and whoever names a copy names that.
  @Test func aCopyMayBeNamedByALink() throws {
    let workspace = try workspace()
    let copy = "\(workspace.folder.path)/copy"
    try FileManager.default.copyItem(atPath: "\(workspace.path)/publications", toPath: copy)
    let page = "2013-10/index.html"
    try shell(
      "rm -r public .trees; rm archive/2013-10/v1/content/renditions/index.html", in: workspace)
    let result = try repair(workspace, "--from", "\(copy)/public")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(workspace.bytes("publications/public/\(page)") != nil)
    try shell("ln -s nowhere ../link", in: workspace)
    let none = try repair(workspace, "--from", "\(workspace.path)/link")
    #expect(none.status == 66 && none.errors.contains("is no folder"), "\(none.errors)")
  }

  /// Everything beside the log follows from the log and its key, what earlier sizes had too.
  @Test func aLostPublicTreeComesBackWithTheLogOfEveryEarlierSize() throws {
    let office = try PublicLogWorkspace()
    for edition in ["2013-10", "2013-11"] { try office.publish(edition) }
    let before = office.tree("log")
    #expect(before.keys.filter { $0.hasPrefix("checkpoints/") }.count > 1, "\(before.keys)")
    try shell("cp -a public/. ../copy; rm -r public .trees", in: office.workspace)
    let lost = try TestWorkspace(copyOf: office.workspace)
    let mended = try office.run(["repair", "--apply"])
    #expect(mended.status == 0, "\(mended.output)\(mended.errors)")
    #expect(office.tree("log") == before)
    // Without the key of then it says what brings them back; a copy does.
    let other = ["NINETHIRTY_LOG_KEY_FILE": office.workspace.folder.path + "/none.log-key"]
    func repairLost(_ arguments: String...) throws -> Binary.Result {
      try Tool.run(
        Binary.path, ["repair", "--apply"] + arguments + ["--workspace", lost.path],
        environment: other)
    }
    let half = try repairLost()
    #expect(half.status == 76 && half.output.contains("only the key that signed it"), "\(half)")
    let done = try repairLost("--from", office.workspace.path + "/copy")
    #expect(done.status == 0, "\(done.output)\(done.errors)")
  }

  /// The line about the cut is public, so the plan names it and the site follows.
  @Test func aTornLogAloneIsAStepOfItsOwn() throws {
    let workspace = try workspace()
    try shell("printf '{\"torn' >> log.jsonl", in: workspace)
    let dry = try workspace.run("repair")
    #expect(
      dry.output.contains("would  publications/log.jsonl: set the torn part"), "\(dry.output)")
    let done = try repair(workspace)
    #expect(
      done.status == 0 && done.output.contains("done  publications/log.jsonl: set"), "\(done)")
    #expect(workspace.text("publications/log.jsonl.torn-0001") == "{\"torn")
    #expect(
      workspace.bytes("publications/log.jsonl")
        == workspace.bytes("publications/public/log/log.jsonl"))
    #expect(try workspace.run("verify").status == 0)
    #expect(try workspace.run("repair").output == "nothing is damaged\n")
  }
}
