import Foundation
import TestSupport
import Testing

/// A version that is out and that the archive could not take: nothing that is wrong stays public for it,
/// somebody is told, and it is archived once that is mended.
@Suite struct WaitingArchiveTests {
  private static let page = "publications/archive/2013-10/v1/content/renditions/index.html"
  private static let withdrawal = [
    "withdraw", "2013-10", "--reason", WithdrawalTests.reason, "--by", "a.example",
  ]

  private func published() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    return workspace
  }

  /// Version 2 is out, and not archived: a page of version 1 is damaged.
  private func corrected() throws -> TestWorkspace {
    let workspace = try published()
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    try workspace.succeed("seal", "2013-10", "--by", "test")
    try workspace.write(workspace.text(Self.page) + "x", to: Self.page)
    let released = try workspace.run("release", "2013-10")
    try #require(released.status == 76 && released.errors.contains("not archived"), "\(released)")
    return workspace
  }

  private func expectWithdrawn(_ workspace: TestWorkspace) {
    let page = workspace.text("publications/public/2013-10/index.html")
    #expect(page.contains("was withdrawn on"))
  }

  private func expectSound(_ workspace: TestWorkspace, versions: Int) throws {
    let verified = try workspace.run("verify")
    #expect(verified.status == 0, "\(verified)")
    let kept = workspace.files(in: "publications/archive/2013-10")
    #expect(kept.contains("v\(versions)/inventory.json"))
    #expect(!kept.contains("v\(versions + 1)/inventory.json"))
    #expect(workspace.files(in: "publications/sealed").isEmpty)
  }

  // MARK: The emergency brake

  enum Loss: String, CaseIterable { case object, archive, inventory }

  @Test(arguments: Loss.allCases)
  func aWithdrawalWaitsForNoArchive(loss: Loss) throws {
    let workspace = try published()
    let archive = "\(workspace.path)/publications/archive"
    let copy = "\(workspace.folder.path)/copy"
    try FileManager.default.copyItem(atPath: archive, toPath: copy)
    switch loss {
    case .object: try FileManager.default.removeItem(atPath: "\(archive)/2013-10")
    case .archive: try FileManager.default.removeItem(atPath: archive)
    case .inventory:
      try workspace.write("{}", to: "publications/archive/2013-10/inventory.json")
    }
    let withdrawn = try workspace.run(Self.withdrawal)
    #expect(withdrawn.status == 0, "\(withdrawn)")
    #expect(withdrawn.output.contains("not archived"), "\(withdrawn.output)")
    #expect(withdrawn.output.contains("ninethirty repair"), "\(withdrawn.output)")
    expectWithdrawn(workspace)
    // Nothing takes the place of the version that was lost.
    #expect(!workspace.files(in: archive).contains { $0.contains("/v2/") })
    #expect(try workspace.run("status").output.contains("URGENT  2013-10"))
    // What it leaves is the version that the release archives.
    _ = try workspace.run("repair", "--apply", "--from", copy)
    try workspace.succeed("release", "2013-10")
    try expectSound(workspace, versions: 2)
    expectWithdrawn(workspace)
  }

  @Test func whatWaitsForTheArchiveIsKeptBesideTheWithdrawal() throws {
    let workspace = try corrected()
    try workspace.succeed(Self.withdrawal)
    expectWithdrawn(workspace)
    let waiting = workspace.files(in: "publications/sealed")
    #expect(waiting == ["2013-10-v2.age", "2013-10.age"], "\(waiting)")
    // They are what they were sealed as, and nothing else.
    let verified = try workspace.run("verify").output
    #expect(!verified.contains("verify.sealed"), "\(verified)")
    let status = try workspace.run("status").output
    for version in [2, 3] {
      #expect(status.contains("URGENT  2013-10 is out in version \(version) since"), "\(status)")
    }
    _ = try workspace.run("repair", "--apply")
    try workspace.succeed("release", "2013-10")
    try expectSound(workspace, versions: 3)
  }

  @Test func aWaitingFileThatWasAlteredIsSaid() throws {
    let workspace = try corrected()
    try workspace.succeed(Self.withdrawal)
    let file = "\(workspace.path)/publications/sealed/2013-10-v2.age"
    let bytes = try #require(FileManager.default.contents(atPath: file))
    try (bytes + Data("x".utf8)).write(to: URL(filePath: file))
    let verified = try workspace.run("verify").output
    #expect(verified.contains("2013-10-v2.age: error"), "\(verified)")
    _ = try workspace.run("repair", "--apply")
    let finished = try workspace.run("release", "2013-10")
    #expect(finished.status == 76, "\(finished)")
    try bytes.write(to: URL(filePath: file))
    try workspace.succeed("release", "2013-10")
    try expectSound(workspace, versions: 3)
  }

  // MARK: Out and not archived

  /// What was public before the correction has the bytes that the archive lost.
  @Test func whatTheArchiveLostIsFoundInTheTreeThatWasPublicBefore() throws {
    let workspace = try corrected()
    let status = try workspace.run("status").output
    #expect(status.contains("URGENT  2013-10 is out in version 2 since"), "\(status)")
    let verified = try workspace.run("verify").output
    #expect(!verified.contains("the public tree: publications/.trees"), "\(verified)")
    #expect(verified.contains("an earlier public tree: publications/.trees"), "\(verified)")
    _ = try workspace.run("repair", "--apply")
    try workspace.succeed("release", "2013-10")
    try expectSound(workspace, versions: 2)
    #expect(try !workspace.run("status").output.contains("which is not archived"))
  }

  @Test func aStrayFolderInTheArchiveIsSetAsideByARepair() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("seal", "2013-10", "--by", "test")
    let stray = "\(workspace.path)/publications/archive/2013-10"
    try FileManager.default.createDirectory(atPath: stray, withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(filePath: "\(stray)/notes.txt"))
    let root = "\(workspace.path)/publications/archive"
    try Data("ocfl_1.1\n".utf8).write(to: URL(filePath: "\(root)/0=ocfl_1.1"))
    let released = try workspace.run("release", "2013-10")
    #expect(released.status == 76 && released.errors.contains("ninethirty repair"), "\(released)")
    _ = try workspace.run("repair", "--apply")
    #expect(!FileManager.default.fileExists(atPath: stray))
    let kept = workspace.files(in: "publications/set-aside")
    #expect(kept.contains { $0.hasSuffix("archive/2013-10/notes.txt") }, "\(kept)")
    try workspace.succeed("release", "2013-10")
    try expectSound(workspace, versions: 1)
  }
}
