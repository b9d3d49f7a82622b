import Glibc

/// The right to write in a workspace: one process at a time has it.
///
/// The lock is `flock(2)` on a file, so it ends with its process, however that ends. The file
/// itself stays; it says who holds the lock. It is given back when this object goes.
package final class WorkspaceLock: Sendable {
  private let file: Descriptor

  /// Takes the lock, or fails at once.
  ///
  /// - Parameters:
  ///   - path: the lock file; made where it is missing.
  ///   - verb: what this process is about to do, for the message that others get.
  /// - Throws: a ``StorageError``; ``StorageError/Code/locked`` names who holds it.
  package init(_ path: String, verb: String) throws {
    // Set last: the deinit of a half-made lock would wipe the name of the holder.
    let file = try Descriptor(
      path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600, operation: "lock")
    try file.lockOrSayWhoHasIt()
    try file.replaceContent(with: "process \(getpid()), \(verb)\n")
    self.file = file
  }

  deinit {
    ftruncate(file.number, 0)
    // A program that is being started has the descriptor too until it runs, and would hold the lock on.
    flock(file.number, LOCK_UN)
  }

  /// Who holds the lock at this moment, as the file says: `process 4711, release 2013-10`; nil where
  /// nobody does.
  ///
  /// The lock itself is not touched: whoever tried it, if only for an instant, would turn away a
  /// release that comes at that instant. A process that was killed leaves its line, so the process
  /// must be there. A file that this user may not read says nothing.
  package static func holder(of path: String) -> String? {
    guard let bytes = try? Files.read(path, limit: 256) else { return nil }
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard let number = line.wholeMatch(of: /process ([0-9]{1,9}), .+/)?.1,
      let process = pid_t(number)
    else { return nil }
    // EPERM is said of a process that is there and is another user's.
    return kill(process, 0) == 0 || errno == EPERM ? line : nil
  }
}

extension Descriptor {
  fileprivate func lockOrSayWhoHasIt() throws {
    guard flock(number, LOCK_EX | LOCK_NB) == -1 else { return }
    let failure = errno
    guard failure == EWOULDBLOCK else { throw StorageError("lock", path, errno: failure) }
    throw StorageError(
      .locked, "lock", path,
      "it is held by \(holder); wait until it has ended, or look at that process")
  }

  fileprivate func replaceContent(with text: String) throws {
    try check(ftruncate(number, 0), "lock", path)
    try write(Array(text.utf8))
  }

  private var holder: String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = pread(number, &bytes, bytes.count, 0)
    let text = String(decoding: bytes[..<max(0, count)], as: UTF8.self)
    let line = text.prefix { $0 != "\n" }
    return line.isEmpty ? "another process" : String(line)
  }
}
