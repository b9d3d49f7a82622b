import Foundation
import TestSupport
import Testing

/// A disk that fails under the archive, or where the public log is read: what is out is said to be out,
/// and a withdrawal waits for neither.
@Suite struct WaitingDiskTests {
  /// Whether this user may make a folder immutable here, as a disk that went bad does; asked once.
  private static let canFreeze: Bool = {
    let folder = TemporaryFolder()
    let isFrozen = (try? freeze(folder.path)) != nil
    try? thaw(folder.path)
    return isFrozen
  }()

  private static let onlyWhereFreezing: Comment = "this user may not make a folder immutable"
  private static let onlyWhereTracing: Comment = "strace is not installed or may not trace"

  private static func freeze(_ folder: String) throws { try change("+i", folder) }
  private static func thaw(_ folder: String) throws { try change("-i", folder) }

  private static func change(_ attribute: String, _ folder: String) throws {
    let done = try Tool.run(Tool.find("chattr") ?? "/bin/false", [attribute, folder])
    try #require(done.status == 0, "\(done.errors)")
  }

  private func withdrawal(of edition: String) -> [String] {
    ["withdraw", edition, "--reason", WithdrawalTests.reason, "--by", "a.example"]
  }

  private func expectWithdrawn(_ edition: String, _ workspace: TestWorkspace) {
    let page = workspace.text("publications/public/\(edition)/index.html")
    #expect(page.contains("was withdrawn on"))
  }

  @Test(.enabled(if: canFreeze, onlyWhereFreezing))
  func anArchiveThatCannotBeWrittenHoldsNothingUp() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    let archive = "\(workspace.path)/publications/archive"
    try Self.freeze(archive)
    defer { try? Self.thaw(archive) }
    let released = try workspace.run("release", "2013-11")
    #expect(released.status == 74, "\(released)")
    #expect(released.errors.contains("version 1 of 2013-11 is out since"), "\(released.errors)")
    #expect(
      released.errors.contains("is not archived yet: cannot rename")
        && released.errors.contains("operation not permitted; check who owns it"),
      "\(released.errors)")
    let withdrawn = try workspace.run(withdrawal(of: "2013-11"))
    #expect(withdrawn.status == 0, "\(withdrawn)")
    #expect(withdrawn.output.contains("not archived"), "\(withdrawn.output)")
    expectWithdrawn("2013-11", workspace)
    try Self.thaw(archive)
    try workspace.succeed("release", "2013-11")
    #expect(workspace.files(in: "\(archive)/2013-11").contains("v2/inventory.json"))
    #expect(workspace.files(in: "publications/sealed").isEmpty)
    try workspace.succeed("verify")
  }

  /// The pages of the site are made from what is archived.
  @Test(
    .enabled(if: AnnouncementCrashTests.canTrace, onlyWhereTracing),
    arguments: ["sources/reports", "inputs/schedule.json"])
  func aWithdrawalWaitsForNoPageThatTheDiskDoesNotGiveBack(place: String) throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let archived = "\(workspace.path)/publications/archive/2013-10/v1/content"
    let file = try #require(workspace.files(in: archived).first { $0.hasPrefix(place) })
    let withdrawn = try Tool.run(
      Tool.find("strace")!,
      ["-f", "-qq", "-o", "/dev/null", "-P", "\(archived)/\(file)", "-e", "trace=openat"]
        + ["-e", "inject=openat:error=EIO", Binary.path] + withdrawal(of: "2013-10")
        + ["--workspace", workspace.path])
    #expect(withdrawn.status == 0, "\(withdrawn)")
    #expect(withdrawn.output.contains("input/output error"), "\(withdrawn.output)")
    expectWithdrawn("2013-10", workspace)
    try workspace.succeed("release", "2013-10")
    try workspace.succeed("verify")
  }

  @Test func aPublicCheckpointThatIsAFolderIsMadeAnew() throws {
    let office = try PublicLogWorkspace(copyOf: #require(PublicLogWorkspace.ofTwoEditions))
    try office.shell("rm -f public/log/checkpoint; mkdir public/log/checkpoint")
    let withdrawn = try office.run(withdrawal(of: "2013-11"))
    #expect(withdrawn.status == 0, "\(withdrawn)")
    expectWithdrawn("2013-11", office.workspace)
    let verified = try office.verify(
      "--checkpoint", "\(office.log)/checkpoint", "--public", office.root)
    #expect(verified.status == 0, "\(verified)")
  }

  /// What was signed is not known then: nothing else is signed over it.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, onlyWhereTracing))
  func aPublicCheckpointThatTheDiskDoesNotGiveBackIsNotSignedOver() throws {
    let office = try PublicLogWorkspace(copyOf: #require(PublicLogWorkspace.ofTwoEditions))
    let before = office.text("checkpoint")
    let trees = "\(office.publications)/.trees"
    let paths = (1...30).flatMap { number in
      let name = String(repeating: "0", count: number < 10 ? 3 : 2) + "\(number)"
      return ["-P", "\(trees)/\(name)/log/checkpoint"]
    }
    let withdrawn = try Tool.run(
      Tool.find("strace")!,
      ["-f", "-qq", "-o", "/dev/null"] + paths
        + ["-e", "trace=openat", "-e", "inject=openat:error=EIO", Binary.path]
        + withdrawal(of: "2013-11") + ["--workspace", office.workspace.path],
      environment: ["NINETHIRTY_LOG_KEY_FILE": office.keyFile])
    #expect(withdrawn.status == 0, "\(withdrawn)")
    #expect(withdrawn.output.contains("the public checkpoint cannot be read"), "\(withdrawn)")
    expectWithdrawn("2013-11", office.workspace)
    #expect(office.text("checkpoint") == before)
    try office.succeed("release", "2013-11")
    #expect(office.text("checkpoint") != before)
  }
}
