import Glibc
import Storage
import TestSupport
import Testing

@Suite struct LockTests {
  let folder = TemporaryFolder()

  @Test func `One writer has the lock and the other is told who`() throws {
    let path = folder.at(".lock")
    var lock: WorkspaceLock? = try WorkspaceLock(path, verb: "release 2013-11")
    for _ in 0..<2 {
      let error = #expect(throws: StorageError.self) { try WorkspaceLock(path, verb: "seal") }
      #expect(error?.code == .locked)
      #expect(error?.description.contains("process \(getpid()), release 2013-11") == true)
    }
    #expect(lock != nil)
    lock = nil
    _ = try WorkspaceLock(path, verb: "seal")
    #expect(try Files.read(path, limit: 100) == [])
    #expect(try Files.mode(of: path) == 0o600)
  }

  @Test func `Another process has the lock until it ends`() throws {
    let flock = try #require(Tool.find("flock"), "flock of util-linux is not installed")
    let path = folder.at(".lock")
    let lock = try WorkspaceLock(path, verb: "release")
    #expect(try Tool.run(flock, ["-n", path, "true"]).status == 1)
    withExtendedLifetime(lock) {}
  }

  /// A program that is being started has every descriptor for a moment: it is the same open file.
  @Test func `A lock is given back though another has its open file still`() throws {
    let path = folder.at(".lock")
    var lock: WorkspaceLock? = try WorkspaceLock(path, verb: "release")
    let open = try Files.list("/proc/self/fd").compactMap(Int32.init).first {
      (try? Files.target(ofLink: "/proc/self/fd/\($0)")) == path
    }
    let other = dup(try #require(open))
    defer { close(other) }
    #expect(lock != nil)
    lock = nil
    _ = try WorkspaceLock(path, verb: "seal")
  }

  @Test func `A symbolic link is no lock file`() throws {
    symlink("elsewhere", folder.at(".lock"))
    #expect(throws: StorageError(.isALink, "", "", "")) {
      try WorkspaceLock(folder.at(".lock"), verb: "seal")
    }
  }

  @Test func `A second writer of a log waits and then gives up`() throws {
    let first = try AppendOnlyFile(folder.at("log"), mode: 0o644)
    #expect(throws: StorageError(.locked, "", "", "")) {
      try AppendOnlyFile(folder.at("log"), mode: 0o644)
    }
    try first.append(bytes("x"))
    #expect(try first.read(limit: 10) == bytes("x"))
  }
}
