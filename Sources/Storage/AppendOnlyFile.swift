import Glibc

/// A file that only grows, open and locked for one writer.
///
/// Other writers wait a second for the lock and then give up; readers need no lock.
package final class AppendOnlyFile {
  private let file: Descriptor

  /// Opens the file, makes it where it is missing, and locks it.
  ///
  /// - Throws: a ``StorageError``; ``StorageError/Code/locked`` after a second's waiting.
  package init(_ path: String, mode: UInt32) throws {
    let isNew = try !Files.exists(path)
    file = try Descriptor(
      path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK, mode: 0o600, operation: "open")
    try file.lock()
    guard isNew else { return }
    try check(fchmod(file.number, mode), "change mode of", path)
    try file.sync()
    try Files.syncFolder(path.parentPath)
  }

  /// Everything in the file, at most `limit` bytes.
  package func read(limit: Int) throws -> [UInt8] {
    try Files.read(file.path, limit: limit)
  }

  /// Adds these bytes at the end and brings them to disk.
  ///
  /// A short write is continued.
  package func append(_ bytes: [UInt8]) throws {
    try file.write(bytes)
    try file.sync()
  }

  /// Cuts the file to this length and brings that to disk.
  package func truncate(to byteCount: Int) throws {
    try check(ftruncate(file.number, byteCount), "cut", file.path)
    try file.sync()
  }
}

extension Descriptor {
  /// Locks the file for one writer, waiting up to a second.
  fileprivate func lock() throws {
    for _ in 0..<50 {
      if flock(number, LOCK_EX | LOCK_NB) == 0 { return }
      guard errno == EWOULDBLOCK else { throw StorageError("lock", path, errno: errno) }
      usleep(20_000)
    }
    throw StorageError(
      .locked, "lock", path, "another process writes to it; wait until it has ended")
  }
}
