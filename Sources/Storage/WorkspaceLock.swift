import Glibc

/// The right to write in a workspace: one process at a time has it.
///
/// The lock is `flock(2)` on a file, so it ends with its process, however that ends. The file
/// itself stays; it says who holds the lock. It is given back when this object goes.
package final class WorkspaceLock: Sendable {
  private let file: LockedFile

  /// Takes the lock, or fails at once.
  ///
  /// - Parameters:
  ///   - path: the lock file; made where it is missing.
  ///   - verb: what this process is about to do, for the message that others get.
  /// - Throws: a ``StorageError``; ``StorageError/Code/locked`` names who holds it.
  package init(_ path: String, verb: String) throws {
    file = try LockedFile(path)
    try file.state(holder: "process \(getpid()), \(verb)")
  }
}

/// The lock file, open and locked; closing gives the lock back.
private final class LockedFile: Sendable {
  private let descriptor: Int32
  private let path: String

  init(_ path: String) throws {
    self.path = path
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
    descriptor = try check(open(path, flags, 0o600), "lock", path)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == -1 else { return }
    let number = errno
    guard number == EWOULDBLOCK else { throw StorageError("lock", path, errno: number) }
    throw StorageError(
      .locked, "lock", path,
      "it is held by \(Self.holder(descriptor)); wait until it has ended, or look at that process")
  }

  deinit {
    ftruncate(descriptor, 0)
    close(descriptor)
  }

  func state(holder: String) throws {
    try check(ftruncate(descriptor, 0), "lock", path)
    let bytes = Array((holder + "\n").utf8)
    try check(pwrite(descriptor, bytes, bytes.count, 0), "lock", path)
  }

  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let text = String(decoding: bytes[..<max(0, count)], as: UTF8.self)
    let line = text.prefix { $0 != "\n" }
    return line.isEmpty ? "another process" : String(line)
  }
}
