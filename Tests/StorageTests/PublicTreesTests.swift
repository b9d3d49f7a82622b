import Foundation
import Glibc
import Schedule
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct PublicTreesTests {
  let folder = TemporaryFolder()
  let instant = Instant("2013-10-10T08:30:00Z")!
  var trees: PublicTrees { PublicTrees(in: folder.path) }

  private func publish(
    _ files: [String: String], removing: [String] = []
  ) throws -> PublicTrees.Tree {
    let tree = try trees.lay(
      files.sorted { $0.key < $1.key }.map { PublicFile($0.key, .bytes(bytes($0.value))) },
      removing: removing, modified: instant)
    try trees.expose(tree)
    try trees.switch(to: tree)
    return tree
  }

  private func status(_ path: String) -> stat {
    var status = stat()
    precondition(stat(path, &status) == 0)
    return status
  }

  @Test func `A laid tree is closed, complete and of the instant, and nothing points to it`() throws
  {
    let tree = try trees.lay(
      [PublicFile("2013-11/index.html", .bytes(bytes("hello")))], modified: instant)
    #expect(tree.number == 1)
    #expect(tree.path == folder.at(".trees/0001"))
    #expect(try Files.mode(of: tree.path) == 0o700)
    #expect(try Files.mode(of: tree.path + "/2013-11") == 0o755)
    #expect(try Files.mode(of: tree.path + "/2013-11/index.html") == 0o644)
    #expect(
      Int64(status(tree.path + "/2013-11/index.html").st_mtim.tv_sec) * 1000
        == instant.milliseconds)
    #expect(try trees.current() == nil)
    #expect(throws: StorageError(.permission, "", "", "")) { try trees.switch(to: tree) }
    try trees.expose(tree)
    try trees.switch(to: tree)
    #expect(try trees.current() == tree)
    #expect(try Files.target(ofLink: folder.at("public")) == ".trees/0001")
    #expect(try text(folder.at("public/2013-11/index.html")) == "hello")
  }

  @Test func `Warming the switch shows readers nothing and leaves it as it was prepared`() throws {
    let first = try publish(["one": "1"])
    let second = try trees.lay([PublicFile("two", .bytes(bytes("2")))], modified: instant)
    try trees.prepare(second)
    // What a crash within an earlier warming left.
    try Files.makeLink(folder.at(".public-spare"), to: ".trees/0009")
    for _ in 1...2 { try trees.warm(second) }
    #expect(try trees.current() == first)
    #expect(try Files.mode(of: second.path) == 0o700)
    #expect(try !Files.exists(folder.at(".public-spare")))
    try trees.turn(to: second)
    try trees.settle(second)
    #expect(try trees.current() == second)
    #expect(try Files.kind(of: folder.at(".public-next")) == nil)
  }

  @Test func `What has not changed is the same file in the next tree`() throws {
    let first = try publish(["a/one": "1", "a/two": "2", "three": "3", "four": "4"])
    try Files.setModificationTime(first.path + "/three", instant.adding(hours: -24))
    let second = try publish(["a/two": "changed", "three": "3", "b/five": "5"], removing: ["four"])
    #expect(
      try Files.walk(second.path).filter { $0.kind == .file }.map(\.path)
        == ["a/one", "a/two", "b/five", "three"])
    for path in ["a/one", "three"] {
      #expect(status(first.path + "/" + path).st_ino == status(second.path + "/" + path).st_ino)
    }
    #expect(try text(first.path + "/a/two") == "2")
    #expect(try text(second.path + "/a/two") == "changed")
    #expect(try Files.exists(first.path + "/four"))
  }

  @Test func `One file may stand at several addresses, and what an address had stays its file`()
    throws
  {
    let first = try publish(["latest/style": "same", "latest/gone": "1", "old": "1"])
    let second = try trees.lay(modified: instant.adding(hours: 1)) { laying in
      try laying.put(PublicFile("b/style", .bytes(bytes("same"))))
      try laying.put(PublicFile("b/page", .bytes(bytes("page"))))
      for name in ["style", "page"] {
        try laying.put("b/v1/\(name)", asIn: "b/\(name)")
        try laying.put("latest/\(name)", asIn: "b/\(name)")
      }
      #expect(laying.remaining(in: "latest") == ["latest/gone"])
      laying.remove(laying.remaining(in: "latest"))
      #expect(throws: StorageError(.notFound, "", "", "")) { try laying.put("c", asIn: "nowhere") }
    }
    func node(_ tree: PublicTrees.Tree, _ path: String) -> ino_t {
      status(tree.path + "/" + path).st_ino
    }
    #expect(node(second, "b/v1/page") == node(second, "b/page"))
    #expect(node(second, "latest/page") == node(second, "b/page"))
    #expect(node(second, "latest/style") == node(first, "latest/style"))
    #expect(node(second, "b/style") != node(first, "latest/style"))
    #expect(try !Files.exists(second.path + "/latest/gone"))
    #expect(try Files.exists(second.path + "/old"))
  }

  @Test func `A laying that fails on the way leaves nothing of its tree`() throws {
    struct Stop: Error {}
    let first = try publish(["a": "1"])
    #expect(throws: Stop.self) {
      try trees.lay(modified: instant) { laying in
        try laying.put(PublicFile("b/c", .bytes(bytes("secret"))))
        throw Stop()
      }
    }
    #expect(try trees.all() == [first])
  }

  @Test func `Bytes that are not the sealed ones stop the laying and leave nothing`() throws {
    let first = try publish(["a": "1"])
    try Files.write(bytes("altered"), to: folder.at("source"))
    #expect(throws: StorageError(.digestMismatch, "", "", "")) {
      try trees.lay(
        [PublicFile("b", .file(folder.at("source")), digest: SHA512Sum(of: bytes("sealed")))],
        modified: instant)
    }
    #expect(try trees.all() == [first])
  }

  @Test(arguments: ["../a", "/a", "a/../b", "a//b", "", "a/", "./a"])
  func `A path that leaves the tree is refused`(_ path: String) throws {
    #expect(throws: StorageError(.badPath, "", "", "")) {
      try trees.lay([PublicFile(path, .bytes([]))], modified: instant)
    }
    #expect(try trees.all() == [])
  }

  @Test func `A file does not become a folder unless it is removed`() throws {
    _ = try publish(["a": "1"])
    #expect(throws: StorageError(.badPath, "", "", "")) { try publish(["a/b": "2"]) }
    _ = try publish(["a/b": "2"], removing: ["a"])
    #expect(try text(folder.at("public/a/b")) == "2")
  }

  @Test func `A half-laid tree of a crash is removed and its number used again`() throws {
    _ = try publish(["a": "1"])
    let lost = try trees.lay([PublicFile("b", .bytes(bytes("secret")))], modified: instant)
    #expect(lost.number == 2)
    let next = try trees.lay([], modified: instant)
    #expect(next.number == 2)
    #expect(try !Files.exists(next.path + "/b"))
  }

  @Test func `An exposed tree that was never public is found and can be finished`() throws {
    let tree = try trees.lay([PublicFile("a", .bytes([]))], modified: instant)
    try trees.expose(tree)
    #expect(try trees.exposedButNotPublic() == [tree])
    #expect(try trees.notPublic() == [tree])
    // Without the link nobody knows whether editions are out, so nothing is laid from nothing.
    #expect(throws: StorageError(.notFound, "", "", "")) { try trees.lay([], modified: instant) }
    try trees.switch(to: tree)
    #expect(try trees.exposedButNotPublic() == [])
  }

  @Test func `A public folder that is not ours is left alone`() throws {
    try Files.makeDirectory(folder.at("public"))
    try Files.write(bytes("theirs"), to: folder.at("public/index.html"))
    #expect(throws: StorageError(.exists, "", "", "")) { try publish(["a": "1"]) }
    #expect(try text(folder.at("public/index.html")) == "theirs")
    #expect(try !Files.exists(folder.at(".trees")))
  }

  @Test(arguments: ["elsewhere", "/etc", ".trees/../..", ".trees/1", ".trees/0001/a", ".trees"])
  func `A public link to another place is refused`(_ target: String) throws {
    symlink(target, folder.at("public"))
    #expect(throws: StorageError(.badPath, "", "", "")) { try trees.current() }
  }

  @Test func `A public link to a tree that is gone is refused`() throws {
    let tree = try publish(["a": "1"])
    try Files.remove(tree: tree.path)
    #expect(throws: StorageError(.notFound, "", "", "")) { try trees.current() }
  }

  @Test func `Old trees go but for the last three before the present one`() throws {
    for round in 1...6 { _ = try publish(["a": "\(round)"]) }
    #expect(try trees.prune().map(\.number) == [1, 2])
    #expect(try trees.all().map(\.number) == [3, 4, 5, 6])
    #expect(try trees.prune() == [])
  }

  @Test(.timeLimit(.minutes(1)))
  func `A reader sees the old tree or the new one and never nothing`() throws {
    _ = try publish(["index.html": "0", "same": "s"])
    let reader = Reader(folder.at("public/index.html"))
    for round in 1...40 {
      _ = try publish(["index.html": "\(round)"])
      try trees.prune()
    }
    let seen = reader.stop()
    #expect(!seen.isEmpty)
    #expect(seen.allSatisfy { $0 != nil })
    let numbers = seen.compactMap { $0.flatMap { Int($0) } }
    #expect(numbers.count == seen.count)
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 })
  }
}

/// A thread that reads a file again and again.
private final class Reader: Sendable {
  private let path: String
  private let seen = Mutex<[String?]>([])
  private let isStopped = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  init(_ path: String) {
    self.path = path
    Thread.detachNewThread { [self] in
      while !isStopped.load(ordering: .relaxed) {
        let file = open(path, O_RDONLY)
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(file, &bytes, bytes.count)
        close(file)
        let text = count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
        seen.withLock { if $0.last != .some(text) { $0.append(text) } }
      }
      ended.signal()
    }
    while seen.withLock({ $0.isEmpty }) { usleep(1000) }
  }

  /// Each different thing that was read after the one before; nil for a file that was not there.
  func stop() -> [String?] {
    isStopped.store(true, ordering: .relaxed)
    ended.wait()
    return seen.withLock { $0 }
  }
}
