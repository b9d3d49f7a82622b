import Foundation
import TestSupport
import Testing

/// A disk that is full or read-only, files that may not grow, too little memory: an error that
/// says so, and what was there before stays whole.
@Suite struct BadDiskTests {
  /// A small file system of its own, as long as the object lives.
  private final class SmallDisk: Sendable {
    let path: String

    /// Nil where this user, or this container, may not mount.
    init?(at path: String, size: String) throws {
      guard getuid() == 0, let mount = Tool.find("mount") else { return nil }
      self.path = path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let result = try Tool.run(mount, ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", path])
      guard result.status == 0 else { return nil }
    }

    deinit { _ = try? Tool.run("/bin/umount", ["-l", path]) }

    /// Leaves next to nothing free.
    func fill(leaving left: Int = 32 * 1024) throws {
      let file = path + "/filler"
      _ = try Tool.run("/bin/dd", ["if=/dev/zero", "of=\(file)", "bs=4096"])
      let size = try #require(
        try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
      try #require(truncate(file, off_t(max(0, size - left))) == 0)
    }

    func clear() throws { try FileManager.default.removeItem(atPath: path + "/filler") }

    func remount(_ option: String) throws {
      let result = try Tool.run("/bin/mount", ["-o", "remount,\(option)", path])
      try #require(result.status == 0, "\(result.errors)")
    }

    /// Whether this process may mount; asked once.
    static let isPossible: Bool = {
      let folder = TemporaryFolder()
      // A refusal is the answer, not a failure.
      return ((try? SmallDisk(at: folder.path + "/disk", size: "64k")) ?? nil) != nil
    }()
  }

  private static let onlyWhereMounting: Comment = "this user may not mount a file system"

  /// Every file below a folder with its bytes, and whether anything unfinished stands there.
  private func contents(of workspace: TestWorkspace, _ folder: String) -> [String: Data] {
    Dictionary(
      uniqueKeysWithValues: workspace.files(in: folder).map {
        ($0, workspace.bytes("\(folder)/\($0)") ?? Data())
      })
  }

  private func expectNothingUnfinished(_ workspace: TestWorkspace) {
    let found =
      FileManager.default.enumerator(atPath: workspace.path + "/publications")?
      .compactMap { $0 as? String }.filter { $0.contains(".new-") } ?? []
    #expect(found.isEmpty, "\(found)")
  }

  @Test(.enabled(if: SmallDisk.isPossible, onlyWhereMounting))
  func onAFullDiskWhatWasThereStaysWhole() throws {
    let workspace = try TestWorkspace()
    let disk = try #require(
      try SmallDisk(at: workspace.path + "/publications", size: "160m"))
    // The temporary folder is removed with the workspace, the disk before it.
    try withExtendedLifetime(workspace) {
      try workspace.write(TestWorkspace.key.recipient, to: "publications/recipients.txt")
      #expect(try workspace.run("draft", "2013-10").status == 0)
      let draft = contents(of: workspace, "publications/drafts/2013-10")
      try disk.fill()
      try workspace.replace("volunteer mentor", with: "mentor", in: Self.analysis)

      let again = try workspace.run("draft", "2013-10")
      #expect(again.status == 74, "\(again.errors)")
      #expect(again.errors.contains("no space left on device; free some space"))
      #expect(contents(of: workspace, "publications/drafts/2013-10") == draft)

      let seal = try workspace.run("seal", "2013-10", "--by", "test")
      #expect(seal.status == 74, "\(seal.errors)")
      #expect(seal.errors.contains("there is no room: 0 of 16 MiB are free; free some space"))
      #expect(workspace.files(in: "publications/sealed").isEmpty)
      expectNothingUnfinished(workspace)

      let start = try Binary.run("init", disk.path + "/new", "--first", "2098-05")
      #expect(start.status == 74, "\(start.errors)")
      #expect(!FileManager.default.fileExists(atPath: disk.path + "/new"))
      expectNothingUnfinished(workspace)

      try disk.clear()
      #expect(try workspace.run("draft", "2013-10").status == 0)
      #expect(contents(of: workspace, "publications/drafts/2013-10") != draft)
      #expect(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
      let sealed = contents(of: workspace, "publications/sealed")
      try disk.fill()
      let release = try workspace.run("release", "2013-10")
      #expect(release.status == 74, "\(release.output)\(release.errors)")
      #expect(release.errors.contains("there is no room: 0 of 48 MiB are free; free some space"))
      #expect(contents(of: workspace, "publications/sealed") == sealed)

      try disk.clear()
      #expect(try workspace.run("release", "2013-10").status == 0)
      #expect(workspace.text("publications/public/latest/index.html").contains("</html>"))
      expectNothingUnfinished(workspace)
    }
  }

  /// The room is there when it is asked for, and gone while age writes.
  @Test(.enabled(if: SmallDisk.isPossible, onlyWhereMounting))
  func aSealThatFillsTheDiskLeavesTheOneBefore() throws {
    let workspace = try TestWorkspace()
    let disk = try #require(
      try SmallDisk(at: workspace.path + "/publications", size: "40m"))
    try withExtendedLifetime((workspace, disk)) {
      try workspace.write(TestWorkspace.key.recipient, to: "publications/recipients.txt")
      #expect(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
      let sealed = contents(of: workspace, "publications/sealed")
      try disk.fill(leaving: (1 << 24) + 4096)
      let seal = try workspace.run("seal", "2013-10", "--by", "test", "--reason", "Again.")
      #expect(seal.status == 74, "\(seal.errors)")
      #expect(seal.errors.contains("no space left on device (as age said); free some space"))
      #expect(contents(of: workspace, "publications/sealed") == sealed)
      expectNothingUnfinished(workspace)
    }
  }

  @Test(.enabled(if: SmallDisk.isPossible, onlyWhereMounting))
  func aReadOnlyFolderIsNamedAndReadAllTheSame() throws {
    let workspace = try TestWorkspace()
    let disk = try #require(
      try SmallDisk(at: workspace.path + "/publications", size: "16m"))
    try withExtendedLifetime(workspace) {
      #expect(try workspace.run("draft", "2013-10").status == 0)
      try disk.remount("ro")
      let steps = [
        ["draft", "2013-10"], ["seal", "2013-10", "--by", "test"], ["release", "2013-10"],
      ]
      for step in steps {
        let result = try Tool.run(Binary.path, step + ["--workspace", workspace.path])
        #expect(result.status == 77, "\(step): \(result.output)\(result.errors)")
        #expect(result.errors.contains("read-only file system"), "\(step): \(result.errors)")
      }
      #expect(try Binary.run("init", disk.path + "/new", "--first", "2098-05").status == 77)
      #expect(try workspace.run("check", "2013-10").status == 0)
      #expect(try workspace.run("status").status == 0)
    }
  }

  private static let analysis = "analyses/2013-10/A-2013-0001.json"

  /// As a quota or a limit of the system does it, and without being root.
  @Test func aFileThatMayNotGrowLeavesWhatWasThere() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.run("draft", "2013-10").status == 0)
    let draft = contents(of: workspace, "publications/drafts/2013-10")
    try workspace.replace("volunteer mentor", with: "mentor", in: Self.analysis)
    for step in ["draft 2013-10", "seal 2013-10 --by test"] {
      let result = try Tool.run(
        "/bin/bash",
        ["-c", "ulimit -f 16; exec '\(Binary.path)' \(step) --workspace '\(workspace.path)'"])
      #expect((73...74).contains(result.status), "\(step): \(result.errors)")
      #expect(result.errors.contains("file too large"), "\(step): \(result.errors)")
    }
    #expect(contents(of: workspace, "publications/drafts/2013-10") == draft)
    #expect(workspace.files(in: "publications/sealed").isEmpty)
    expectNothingUnfinished(workspace)
  }

  /// What a timer or a service says of a failed release ends up in the system's log.
  @Test func aReleaseThatCannotWriteItsPagesNamesNoReport() throws {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let result = try Tool.run(
      "/bin/bash",
      [
        "-c", "ulimit -f 40; exec '\(Binary.path)' release 2013-10 --workspace '\(workspace.path)'",
      ])
    #expect((73...74).contains(result.status), "\(result.errors)")
    #expect(
      result.errors.contains("lay the next public tree in")
        && result.errors.contains("publications/.trees\u{201D}: file too large"), "\(result.errors)"
    )
    #expect(!result.errors.contains("reports/"), "\(result.errors)")
    #expect(workspace.files(in: "publications/.trees").isEmpty)
    #expect(try workspace.run("release", "2013-10").status == 0)
  }

  @Test func aFileForWhichThereIsNoMemoryIsNamed() throws {
    let workspace = try TestWorkspace()
    try #require(truncate(workspace.path + "/requests.csv", 200 << 20) == 0)
    let result = try Tool.run(
      "/bin/bash",
      [
        "-c",
        "ulimit -v 2000000; exec '\(Binary.path)' check 2013-10 --workspace '\(workspace.path)'",
      ])
    #expect(result.status == 65, "\(result.status) \(result.errors)")
    #expect(
      result.output.contains(
        "requests.csv: error: the file cannot be read: it has 209,715,200 bytes, and there are not"
          + " the 2,516,582,400 bytes of memory"), "\(result.output)")
  }
}
