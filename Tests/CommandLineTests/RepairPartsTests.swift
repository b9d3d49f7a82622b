import Foundation
import TestSupport
import Testing

/// What `repair` leaves to people, and puts back of an object that has lost more than is at hand.
@Suite struct RepairPartsTests {
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

  /// Such a name is that of what a crash left; what a crash leaves there is part of a declaration.
  @Test func whatSeemsUnfinishedInTheArchiveIsNotRemovedButSetAside() throws {
    let workspace = try workspace()
    try shell(
      """
      mkdir archive/.new-2013-11 && echo evidence > archive/.new-2013-11/file
      echo names > archive/.new-1-2
      printf ocfl_ > archive/.new-4711-22
      """, in: workspace)
    try #require(try workspace.run("key", "add", TestWorkspace.key.recipient).status == 0)
    let left = workspace.files(in: "publications/archive").filter { $0.hasPrefix(".new") }
    #expect(left == [".new-1-2", ".new-2013-11/file"])
    #expect(try workspace.run("verify").status == 76)
    let result = try workspace.run("repair", "--apply")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let aside = "publications/set-aside/0001/archive"
    #expect(workspace.text("\(aside)/.new-2013-11/file") == "evidence\n", "\(result.output)")
    #expect(workspace.text("\(aside)/.new-1-2") == "names\n")
    #expect(workspace.text("publications/journal.jsonl").contains("archive/.new-2013-11"))
    #expect(try workspace.run("verify").status == 0)
  }

  private static let content = "publications/archive/2013-10/v1/content"

  /// One lost file makes the others no less mendable, and a damaged one is left as it is.
  @Test func whatIsAtHandIsPutBackThoughAnotherFileIsLost() throws {
    let workspace = try workspace()
    let bulletin = workspace.bytes("\(Self.content)/renditions/bulletin.xml")
    try shell(
      """
      cd archive/2013-10/v1/content
      rm renditions/bulletin.xml inputs/requests.csv
      echo x >> sources/bulletin.xml
      """, in: workspace)
    let source = workspace.bytes("\(Self.content)/sources/bulletin.xml")
    let result = try workspace.run("repair", "--apply")
    #expect(result.status == 76, "\(result.output)\(result.errors)")
    #expect(result.output.contains("done  \(Self.content)/renditions/bulletin.xml: put back from"))
    for path in ["inputs/requests.csv", "sources/bulletin.xml"] {
      #expect(result.output.contains("cannot \(Self.content)/\(path): nothing"), "\(result.output)")
    }
    #expect(workspace.bytes("\(Self.content)/renditions/bulletin.xml") == bulletin)
    #expect(workspace.bytes("\(Self.content)/sources/bulletin.xml") == source)
    // What is lost is not made anew again and again.
    let again = try workspace.run("repair", "--apply")
    #expect(again.status == 76 && !again.output.contains("done  "), "\(again.output)")
    let copy = try #require(Self.published).path + "/publications/archive"
    let whole = try workspace.run("repair", "--apply", "--from", copy)
    #expect(whole.status == 0, "\(whole.output)\(whole.errors)")
    #expect(try workspace.run("verify").status == 0)
  }

  /// The log has the digest of everything but the seal itself, so that the rest can be told to be right.
  @Test(arguments: ["echo x >> seal.json", "rm seal.json"])
  func whatIsAtHandIsPutBackThoughTheSealIsLost(damage: String) throws {
    let workspace = try workspace()
    let bulletin = workspace.bytes("\(Self.content)/renditions/bulletin.xml")
    try shell(
      "cd archive/2013-10/v1/content; \(damage); rm renditions/bulletin.xml", in: workspace)
    let result = try workspace.run("repair", "--apply")
    #expect(result.status == 76, "\(result.output)\(result.errors)")
    #expect(result.output.contains("done  \(Self.content)/renditions/bulletin.xml: put back from"))
    #expect(result.output.contains("cannot \(Self.content)/seal.json: nothing"), "\(result.output)")
    #expect(workspace.bytes("\(Self.content)/renditions/bulletin.xml") == bulletin)
    let copy = try #require(Self.published).path + "/publications/archive"
    let whole = try workspace.run("repair", "--apply", "--from", copy)
    #expect(whole.status == 0, "\(whole.output)\(whole.errors)")
    #expect(try workspace.run("verify").status == 0)
  }

  /// An inventory that was changed with a file of it is not made true by the loss of the seal.
  @Test func withoutTheSealNoChangedInventoryIsMadeTrue() throws {
    let workspace = try workspace()
    try shell(
      """
      cd archive/2013-10
      old=$(sha512sum v1/content/inputs/requests.csv | cut -d' ' -f1)
      echo x >> v1/content/inputs/requests.csv
      new=$(sha512sum v1/content/inputs/requests.csv | cut -d' ' -f1)
      for inventory in inventory.json v1/inventory.json; do
        sed -i "s/$old/$new/g" $inventory
        echo "$(sha512sum < $inventory | cut -d' ' -f1) inventory.json" > $inventory.sha512
      done
      rm v1/content/seal.json
      """, in: workspace)
    let before = workspace.bytes("\(Self.content)/inputs/requests.csv")
    let result = try workspace.run("repair", "--apply")
    #expect(result.status == 76, "\(result.output)\(result.errors)")
    #expect(result.output.contains("nothing at hand has an inventory that fits the log"))
    #expect(workspace.bytes("\(Self.content)/inputs/requests.csv") == before)
    #expect(try workspace.run("verify").status == 76)
  }

  /// What the disk does not give back is no reason to leave the rest, nor to set anything aside.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, "strace cannot trace here"))
  func aLostFileThatCannotBeReadKeepsNothingElseFromRepair() throws {
    let workspace = try workspace()
    let lost = "\(Self.content)/inputs/requests.csv"
    try shell("rm public/calendar/index.html", in: workspace)
    let result = try Tool.run(
      Tool.find("strace")!,
      ["-f", "-qq", "-o", "/dev/null", "-P", "\(workspace.path)/\(lost)", "-e", "trace=read"]
        + ["-e", "inject=read:error=EIO", Binary.path, "repair", "--apply"]
        + ["--workspace", workspace.path])
    #expect(result.status == 76, "\(result)")
    #expect(workspace.bytes("publications/public/calendar/index.html") != nil, "\(result)")
    #expect(workspace.files(in: "publications/set-aside").isEmpty, "\(result)")
  }

  /// The archive has what its pages are made from.
  @Test func whatTheArchiveHasLostIsMadeAgainFromWhatLiesBeside() throws {
    let workspace = try workspace()
    try shell(
      """
      rm -r public .trees
      cd archive/2013-10/v1/content/renditions
      rm bulletin.xml digest.txt
      echo x >> index.html
      """, in: workspace)
    let made = workspace.folder.path + "/made"
    let rebuilt = try workspace.run("rebuild", "2013-10", "--output", made)
    #expect(rebuilt.status == 76, "\(rebuilt.output)\(rebuilt.errors)")
    for path in ["bulletin.xml", "digest.txt", "index.html"] {
      #expect(rebuilt.output.contains("remade  \(path)  "), "\(path): \(rebuilt.output)")
    }
    let result = try workspace.run("repair", "--apply", "--from", made)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(try workspace.run("verify").status == 0)
    #expect(try workspace.run("rebuild", "2013-10").status == 0)
  }
}
