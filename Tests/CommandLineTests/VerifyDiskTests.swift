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
}
