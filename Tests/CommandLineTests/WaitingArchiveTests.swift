import Foundation
import Releases
import Schedule
import Storage
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

  /// Version 1 is out, and version 2 is sealed.
  private func sealedCorrection() throws -> TestWorkspace {
    let workspace = try published()
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    try workspace.succeed("seal", "2013-10", "--by", "test")
    return workspace
  }

  /// Version 2 is out, and not archived: a page of version 1 is damaged.
  private func corrected() throws -> TestWorkspace {
    let workspace = try sealedCorrection()
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
    let key = try workspace.run("key", "show").output
    #expect(!key.contains("is no sealed edition"), "\(key)")
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

  /// Wrong figures do not stay public for the archive of those before.
  @Test func aCorrectionWaitsForNoArchive() throws {
    let workspace = try sealedCorrection()
    let copy = "\(workspace.folder.path)/copy"
    try FileManager.default.copyItem(
      atPath: "\(workspace.path)/publications/archive", toPath: copy)
    try workspace.write("{}", to: "publications/archive/2013-10/inventory.json")
    let released = try workspace.run("release", "2013-10")
    #expect(released.status == 76, "\(released)")
    #expect(released.errors.contains("version 2 of 2013-10 is out since"), "\(released.errors)")
    #expect(!released.errors.contains("version 1"), "\(released.errors)")
    let page = workspace.text("publications/public/2013-10/index.html")
    #expect(page.contains("Version 2"))
    let again = try workspace.run("release", "2013-10")
    #expect(again.status == 76 && again.errors.contains("is not archived yet"), "\(again)")
    _ = try workspace.run("repair", "--apply", "--from", copy)
    try workspace.succeed("release", "2013-10")
    try expectSound(workspace, versions: 2)
  }

  /// What was archived and damaged since is not said to wait for the archive.
  @Test func anArchiveThatWasDamagedSinceIsSaidToBeThat() throws {
    let workspace = try published()
    try workspace.write("{}", to: "publications/archive/2013-10/inventory.json")
    let released = try workspace.run("release", "2013-10")
    #expect(released.status == 76, "\(released)")
    #expect(
      released.errors.contains("what the archive has of it cannot be used")
        && !released.errors.contains("not archived yet"), "\(released.errors)")
  }

  // MARK: Out and not archived

  /// Version 3 does not stand for version 2.
  @Test func aWaitingFileThatIsLostIsNotFinishedByARelease() throws {
    let workspace = try corrected()
    try workspace.succeed(Self.withdrawal)
    try FileManager.default.removeItem(
      atPath: "\(workspace.path)/publications/sealed/2013-10-v2.age")
    let verified = try workspace.run("verify", "--json").output
    let missing = try #require(
      verified.components(separatedBy: "},{").first { $0.contains("version 2 of 2013-10 came") })
    #expect(missing.contains("put the archive back from a copy"), "\(missing)")
    #expect(!missing.contains("sealed/2013-10.age"), "\(missing)")
  }

  /// One that is broken does not keep the others from the archive, whatever the waiting files are called.
  @Test func aWatchArchivesEachEditionThatItCan() throws {
    let workspace = try published()
    try workspace.succeed("seal", "2013-11", "--by", "test")
    let stray = "\(workspace.path)/publications/archive/2013-11"
    try FileManager.default.createDirectory(atPath: stray, withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(filePath: "\(stray)/notes.txt"))
    let released = try workspace.run("release", "2013-11")
    #expect(released.status == 76, "\(released)")
    try FileManager.default.removeItem(atPath: stray)
    try FileManager.default.moveItem(
      atPath: workspace.sealedFile("2013-11"),
      toPath: "\(workspace.path)/publications/sealed/2013-11-v1.age")
    let broken = "publications/archive/2013-10"
    try FileManager.default.removeItem(atPath: "\(workspace.path)/\(broken)")
    try workspace.write("x", to: "publications/sealed/2013-10.age")
    let clock = SimulatedClock(SystemClock().now())
    clock.at(clock.now().adding(hours: 1)) { $0.stop() }
    var lines: [String] = []
    var watch = Watch(try workspace.opened, clock: clock) { lines.append($0.line) }
    #expect(try watch.run() == nil)
    #expect(lines.contains("archived 2013-11"), "\(lines)")
    #expect(
      lines.count { $0.contains("sealed/2013-10.age is not what was sealed") } == 1, "\(lines)")
    #expect(workspace.files(in: "publications/sealed") == ["2013-10.age"])
  }

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

  /// What waits for the archive is none of a repair's business: it makes the root good, and nothing is
  /// left that a later look takes for traces of a cut journal.
  @Test func aRepairLeavesAnEditionThatWaitsToItsRelease() throws {
    let workspace = try published()
    try workspace.succeed("seal", "2013-11", "--by", "test")
    try FileManager.default.removeItem(
      atPath: "\(workspace.path)/publications/archive/0=ocfl_1.1")
    let released = try workspace.run("release", "2013-11")
    #expect(released.status == 76, "\(released)")
    #expect(released.errors.contains("ninethirty repair --apply"), "\(released.errors)")
    #expect(workspace.text("publications/public/index.html").contains("2013-11"))
    for _ in 1...2 {
      let repaired = try workspace.run("repair", "--apply")
      #expect(repaired.status == 76, "\(repaired)")
      #expect(repaired.output.contains("`ninethirty release 2013-11` archives it"), "\(repaired)")
    }
    #expect(workspace.files(in: "publications/set-aside").isEmpty)
    try workspace.succeed("release", "2013-11")
    let verified = try workspace.run("verify")
    #expect(verified.status == 0, "\(verified)")
  }

  /// Nobody is left to think that a correction is not out.
  @Test func aCorrectionIsSaidToBeOutWhereTheVersionBeforeIsLost() throws {
    let workspace = try sealedCorrection()
    let archive = "\(workspace.path)/publications/archive/2013-10"
    let copy = "\(workspace.folder.path)/copy"
    try FileManager.default.moveItem(atPath: archive, toPath: copy)
    let released = try workspace.run("release", "2013-10")
    #expect(released.status == 76, "\(released)")
    for text in ["version 2 of 2013-10 is out since", "has lost version 1", "version 2 waits"] {
      #expect(released.errors.contains(text), "\(text): \(released.errors)")
    }
    _ = try workspace.run("repair", "--apply", "--from", copy)
    try workspace.succeed("release", "2013-10")
    try expectSound(workspace, versions: 2)
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
