import Glibc
import Schedule
import Storage
import TestSupport
import Testing

@Suite struct FilesTests {
  let folder = TemporaryFolder()

  @Test func `What was written is read again, with the mode that was asked for`() throws {
    let path = folder.at("a")
    try Files.write(bytes("one"), to: path, mode: 0o600)
    try Files.write(bytes("two"), to: path, mode: 0o644)
    #expect(try text(path) == "two")
    #expect(try Files.mode(of: path) == 0o644)
    #expect(try folder.paths == ["a"])
  }

  @Test func `An empty file is a file`() throws {
    try Files.write([], to: folder.at("empty"))
    #expect(try Files.read(folder.at("empty"), limit: 0) == [])
  }

  @Test func `A failed write leaves no file of its own and the old file as it was`() throws {
    try Files.makeDirectory(folder.at("taken/inner"))
    #expect(throws: StorageError(.notAFile, "", "", "")) {
      try Files.write(bytes("x"), to: folder.at("taken"))
    }
    #expect(try folder.paths == ["taken", "taken/inner"])
    try Files.write(bytes("file"), to: folder.at("file"))
    #expect(throws: StorageError(.notADirectory, "", "", "")) {
      try Files.write(bytes("x"), to: folder.at("file/below"))
    }
    #expect(throws: StorageError(.notFound, "", "", "")) {
      try Files.write(bytes("x"), to: folder.at("nowhere/below"))
    }
    #expect(try text(folder.at("file")) == "file")
  }

  /// In a process of its own: the limit holds for a whole process.
  @Test func `A disk that takes only a part leaves the old file and nothing else`() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      try Files.write(bytes("old"), to: folder.at("a"))
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
      precondition(setrlimit(__rlimit_resource_t(1), &limit) == 0)
      let error = #expect(throws: StorageError.self) {
        try Files.write([UInt8](repeating: 65, count: 5000), to: folder.at("a"))
      }
      #expect(error?.code == .tooLarge)
      #expect(try text(folder.at("a")) == "old")
      #expect(try folder.paths == ["a"])
    }
  }

  @Test func `A write replaces a symbolic link and leaves what it points to`() throws {
    try Files.write(bytes("target"), to: folder.at("target"))
    symlink("target", folder.at("link"))
    try Files.write(bytes("new"), to: folder.at("link"))
    #expect(try Files.kind(of: folder.at("link")) == .file)
    #expect(try text(folder.at("target")) == "target")
  }

  @Test func `A symbolic link is read only where that is asked for`() throws {
    try Files.write(bytes("target"), to: folder.at("target"))
    symlink("target", folder.at("link"))
    #expect(throws: StorageError(.isALink, "", "", "")) {
      try Files.read(folder.at("link"), limit: 100)
    }
    #expect(try Files.read(folder.at("link"), limit: 100, followingLinks: true) == bytes("target"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `A pipe, a device and a folder are refused without waiting`() throws {
    mkfifo(folder.at("pipe"), 0o600)
    for path in [folder.at("pipe"), "/dev/zero", folder.path] {
      #expect(throws: StorageError(.notAFile, "", "", "")) { try Files.read(path, limit: 100) }
    }
    #expect(try Files.kind(of: folder.at("pipe")) == .other)
  }

  @Test func `A file larger than the limit is refused`() throws {
    try Files.write(bytes("12345"), to: folder.at("a"))
    #expect(try Files.read(folder.at("a"), limit: 5).count == 5)
    #expect(throws: StorageError(.tooLarge, "", "", "")) {
      try Files.read(folder.at("a"), limit: 4)
    }
    // Its size is said to be 0, but there is something to read.
    #expect(throws: StorageError(.tooLarge, "", "", "")) {
      try Files.read("/proc/self/status", limit: 10)
    }
  }

  @Test func `Errors say what failed, where, why and what to do`() throws {
    let path = folder.at("missing")
    let error = #expect(throws: StorageError.self) { try Files.read(path, limit: 1) }
    #expect(
      error?.description
        == "cannot read \u{201C}\(path)\u{201D}: no such file or directory; check the path")
    #expect(error?.errno == ENOENT)
    #expect(throws: StorageError(.badPath, "", "", "")) { try Files.read("", limit: 1) }
    #expect(throws: StorageError(.badPath, "", "", "")) { try Files.read("a\0b", limit: 1) }
  }

  @Test func `Names are sorted by their bytes and walks follow no link`() throws {
    try Files.makeDirectory(folder.at("b/inner"))
    for name in ["é", "a", "B", "b/inner/x", "b-", "z"] {
      try Files.write(bytes(name), to: folder.at(name))
    }
    symlink("/", folder.at("root"))
    #expect(try Files.list(folder.path) == ["B", "a", "b", "b-", "root", "z", "é"])
    let entries = try Files.walk(folder.path)
    #expect(
      entries.map(\.path) == ["B", "a", "b", "b-", "b/inner", "b/inner/x", "root", "z", "é"])
    #expect(entries.first { $0.path == "root" }?.kind == .link)
    #expect(entries.first { $0.path == "b/inner/x" }?.size == 9)
  }

  @Test func `A name that is not UTF-8 is an error and can be removed`() throws {
    try Files.makeDirectory(folder.at("inner"))
    let name = bytes(folder.at("inner/")).map { CChar(bitPattern: $0) } + [-1, 0]
    close(creat(name, 0o600))
    #expect(throws: StorageError(.badPath, "", "", "")) { try Files.list(folder.at("inner")) }
    try Files.remove(tree: folder.at("inner"))
    #expect(try folder.paths == [])
  }

  @Test func `Removing a tree follows no link and takes nothing above it`() throws {
    try Files.makeDirectory(folder.at("tree/deep/deeper"))
    try Files.write(bytes("keep"), to: folder.at("keep"))
    symlink("../keep", folder.at("tree/file-link"))
    symlink(folder.path, folder.at("tree/deep/folder-link"))
    try Files.remove(tree: folder.at("tree"))
    try Files.remove(tree: folder.at("tree"))
    #expect(try folder.paths == ["keep"])
    for path in ["/", "", ".", "..", "a/..", "//", folder.path + "/."] {
      #expect(throws: StorageError(.badPath, "", "", "")) { try Files.remove(tree: path) }
    }
  }

  @Test func `What a crash left unfinished is found by its name and removed`() throws {
    try Files.makeDirectory(folder.at(".new-2013-11/inner"))
    try Files.write(bytes("x"), to: folder.at(".new-1-1"))
    try Files.write(bytes("x"), to: folder.at("kept"))
    #expect(try Files.removeUnfinished(in: folder.path) == [".new-1-1", ".new-2013-11"])
    #expect(try folder.paths == ["kept"])
  }

  @Test func `Where people keep files only the names of our processes go`() throws {
    for name in [
      ".new-1-1", ".new-4711-22", ".new-2013-11.age", ".new-ideas", ".new-1", ".new--1-",
    ] {
      try Files.write(bytes("x"), to: folder.at(name))
    }
    let removed = try Files.removeUnfinished(in: folder.path, ofProcesses: true)
    #expect(removed == [".new-1-1", ".new-4711-22"])
    #expect(try folder.paths == [".new--1-", ".new-1", ".new-2013-11.age", ".new-ideas"])
  }

  @Test func `Folders are made with those above them, and a file in the way is an error`() throws {
    try Files.makeDirectory(folder.at("a/b/c"), mode: 0o700)
    try Files.makeDirectory(folder.at("a/b/c"), mode: 0o755)
    #expect(try Files.mode(of: folder.at("a/b")) == 0o700)
    #expect(try Files.mode(of: folder.at("a/b/c")) == 0o700)
    try Files.write([], to: folder.at("file"))
    for path in ["file", "file/below"] {
      #expect(throws: StorageError(.notADirectory, "", "", "")) {
        try Files.makeDirectory(folder.at(path))
      }
    }
  }

  @Test(arguments: [
    "2013-10-10T08:30:00.000Z", "2040-02-29T23:59:59.999Z", "1969-12-31T23:59:59.250Z",
  ])
  func `The time of a file can be set to the millisecond`(_ time: String) throws {
    let instant = try #require(Instant(time))
    try Files.write([], to: folder.at("a"))
    try Files.setModificationTime(folder.at("a"), instant)
    var status = stat()
    #expect(lstat(folder.at("a"), &status) == 0)
    let time = status.st_mtim
    #expect(Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000 == instant.milliseconds)
  }

  @Test func `Two names change places`() throws {
    try Files.write(bytes("a"), to: folder.at("a"))
    try Files.makeDirectory(folder.at("b"))
    try Files.exchange(folder.at("a"), folder.at("b"))
    #expect(try Files.kind(of: folder.at("a")) == .directory)
    #expect(try text(folder.at("b")) == "a")
    #expect(throws: StorageError(.notFound, "", "", "")) {
      try Files.exchange(folder.at("a"), folder.at("c"))
    }
    #expect(throws: StorageError(.exists, "", "", "")) {
      try Files.renameNew(folder.at("b"), to: folder.at("a"))
    }
  }

  @Test func `A copy gives the digest of what it wrote and replaces nothing`() throws {
    let content = [UInt8](repeating: 7, count: 300_000)
    try Files.write(content, to: folder.at("a"))
    #expect(try Files.copy(folder.at("a"), to: folder.at("b")) == SHA512Sum(of: content))
    #expect(try Files.read(folder.at("b"), limit: 1 << 20) == content)
    #expect(throws: StorageError(.exists, "", "", "")) {
      try Files.copy(folder.at("a"), to: folder.at("b"))
    }
    #expect(throws: StorageError(.digestMismatch, "", "", "")) {
      try ContentSource.file(folder.at("a")).place(
        at: folder.at("c"), expecting: SHA512Sum(of: bytes("other")))
    }
    #expect(try folder.paths == ["a", "b"])
  }

  @Test func `There is space, and trees and file systems are synced`() throws {
    try Files.makeDirectory(folder.at("a/b"))
    try Files.write(bytes("x"), to: folder.at("a/b/c"))
    symlink("nowhere", folder.at("a/dangling"))
    try Files.syncTree(folder.path)
    try Files.syncFileSystem(of: folder.path)
    #expect(try Files.freeSpace(at: folder.path) > 0)
  }

  @Test func `Digests are those of FIPS 180-4, of bytes and of files`() throws {
    try Files.write(bytes("abc"), to: folder.at("abc"))
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let sha512 =
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
      + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    #expect(SHA256Sum(of: bytes("abc")).hex == sha256)
    #expect(try SHA256Sum(ofFile: folder.at("abc")).hex == sha256)
    #expect(SHA512Sum(of: bytes("abc")).hex == sha512)
    #expect(try SHA512Sum(ofFile: folder.at("abc")).hex == sha512)
    #expect(SHA512Sum(hex: sha512.uppercased())?.hex == sha512)
    #expect(SHA512Sum(hex: sha256) == nil)
    #expect(SHA256Sum(hex: "g" + sha256.dropFirst()) == nil)
  }

  @Test func `The clock is the machine's`() {
    #expect(abs(SystemClock().now().milliseconds - Int64(time(nil)) * 1000) < 5000)
  }

  @Test(arguments: [
    ("a/b/c", "a/b", "c"), ("/a", "/", "a"), ("a", ".", "a"), ("/a/b/", "/a", "b"),
    ("a//b", "a", "b"), ("/", "/", ""),
  ])
  func `Paths come apart at their last part`(_ path: String, _ parent: String, _ last: String) {
    #expect(path.parentPath == parent)
    #expect(path.lastPathPart == last)
  }
}
