import Foundation
import TestSupport
import Testing

/// Verification and archiving on disks that cannot do everything.
@Suite struct VerifyDiskTests {
  static let canMount: Bool = {
    guard getuid() == 0, Tool.find("unshare") != nil else { return false }
    // A refusal is the answer.
    return (try? Tool.run(Tool.find("unshare")!, ["-m", "/bin/true"]).status) == 0
  }()

  @Test(.enabled(if: canMount, "this user may not mount"))
  func aReadOnlyDiskIsVerifiedAndNotWrittenTo() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let script = """
      mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && ! touch "$1/x" 2>/dev/null
      "$0" verify --workspace "$1" && "$0" repair --workspace "$1"
      rm -f "$1/none"; "$0" verify --record --workspace "$1"; echo "record: $?"
      """
    let result = try Tool.run(
      Tool.find("unshare")!, ["-m", "/bin/bash", "-c", script, Binary.path, workspace.path])
    #expect(result.output.contains("sound: 1 edition"), "\(result.output)\(result.errors)")
    #expect(result.output.contains("nothing is damaged"))
    #expect(result.output.contains("record: 77"))
    #expect(result.errors.lowercased().contains("read-only"), "\(result.errors)")
  }

  /// Not every file system can exchange two names in one step; one that cannot says EINVAL.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, "strace cannot trace here"))
  func aFileSystemWithoutTheExchangeIsRefusedBeforeAnythingIsSealed() throws {
    let workspace = try TestWorkspace()
    let result = try Tool.run(
      Tool.find("strace")!,
      [
        "-f", "-qq", "-o", "/dev/null", "-e", "trace=renameat2", "-e",
        "inject=renameat2:error=EINVAL", Binary.path, "seal", "2013-10", "--by", "test",
        "--workspace", workspace.path,
      ])
    #expect(result.status == 76, "\(result.errors)")
    #expect(result.errors.contains("cannot exchange two names in one step"), "\(result.errors)")
    #expect(workspace.files(in: "publications").filter { $0.contains(".new-") } == [])
    #expect(workspace.files(in: "publications/sealed") == [])
  }

  /// Runs a verb on a disk that never gives this file back.
  private func run(
    _ verb: String..., in workspace: TestWorkspace, unreadable file: String
  ) throws -> Binary.Result {
    try Tool.run(
      Tool.find("strace")!,
      ["-f", "-qq", "-o", "/dev/null", "-P", "\(workspace.path)/\(file)", "-e", "trace=read"]
        + ["-e", "inject=read:error=EIO", Binary.path] + verb + ["--workspace", workspace.path])
  }

  /// Also of what no edition brings: it was passed over, and the tree found sound.
  @Test(
    .enabled(if: AnnouncementCrashTests.canTrace, "strace cannot trace here"),
    arguments: [
      "calendar/index.html", "feed.atom", "log/log.jsonl", "log/index.html", "2013-10/index.html",
    ])
  func aPageThatCannotBeReadIsNotFoundSound(_ page: String) throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let result = try run("verify", in: workspace, unreadable: "publications/public/\(page)")
    #expect(result.status == 76, "\(result.output)\(result.errors)")
    #expect(result.output.contains("it cannot be read: input/output error"), "\(result.output)")
    #expect(result.output.contains("/\(page)"), "\(result.output)")
  }

  /// Dates that could not be compared were a warning beside "sound".
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, "strace cannot trace here"))
  func nothingIsSoundWhereTheDiskDoesNotGiveTheSchedule() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let result = try run("verify", in: workspace, unreadable: "schedule.json")
    #expect(result.status == 76, "\(result.output)\(result.errors)")
    #expect(result.output.contains("[verify.disk]"), "\(result.output)")
    #expect(result.output.contains("input/output error"), "\(result.output)")
  }

  /// A published log that the disk does not give back is none that is broken.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, "strace cannot trace here"))
  func aRepairOfTheLogSaysWhereTheDiskDoesNotAnswer() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let log = workspace.text("publications/log.jsonl").split(separator: "\n")
    try workspace.write(log.dropLast().map { $0 + "\n" }.joined(), to: "publications/log.jsonl")
    let published = "publications/public/log/log.jsonl"
    let result = try run("repair", "--apply", in: workspace, unreadable: published)
    #expect(result.status == 74, "\(result.output)\(result.errors)")
    #expect(result.errors.contains("input/output error"), "\(result.errors)")
    try workspace.succeed("repair", "--apply")
    #expect(workspace.text("publications/log.jsonl").split(separator: "\n") == log)
  }

  /// What the disk does not show may be sound: nothing is put in its place.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, "strace cannot trace here"))
  func aRepairNamesTheFolderThatTheDiskDoesNotShow() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let folder = "\(workspace.path)/publications/archive/2013-10/v1/content"
    let before = try workspace.state(of: "publications/archive")
    for more in [[], ["--apply"]] {
      let result = try Tool.run(
        Tool.find("strace")!,
        ["-f", "-qq", "-o", "/dev/null", "-P", folder, "-e", "trace=getdents64"]
          + ["-e", "inject=getdents64:error=EIO", Binary.path, "repair"] + more
          + ["--workspace", workspace.path])
      #expect(result.status == 74, "\(result.output)\(result.errors)")
      #expect(result.errors.contains("archive/2013-10/v1/content"), "\(result.errors)")
      #expect(result.errors.contains("input/output error"), "\(result.errors)")
    }
    #expect(try workspace.state(of: "publications/archive") == before)
  }
}
