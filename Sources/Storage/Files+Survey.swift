import Glibc
package import Schedule

extension Files {
  /// What stands somewhere inside a folder, with what the file system says of it.
  package struct Survey: Sendable, Hashable {
    /// The path inside the folder that was surveyed, with `/` between its parts.
    package let path: String
    package let kind: Kind
    /// The size in bytes of a file; 0 for everything else.
    package let size: Int
    /// The permission bits.
    package let mode: UInt32
    /// What tells whether two paths are two names of one file (hard links).
    package let identity: UInt64
    /// How many names the file has (hard links); 1 for everything else.
    package let links: Int
    /// When the bytes were last changed, by whoever set that time.
    package let modified: Instant
  }

  /// Everything inside a folder and the folders in it, sorted by the bytes of the path, and what
  /// could not be looked at.
  ///
  /// Links are named, not followed. A name that is not UTF-8, a folder that cannot be opened, and
  /// the like do not end the survey: they are among `unreadable`, each with its cause. Throws a
  /// ``StorageError`` where the folder itself cannot be opened.
  package static func survey(
    _ directory: String
  ) throws -> (found: [Survey], unreadable: [(path: String, cause: String)]) {
    var found: [Survey] = []
    var unreadable: [(path: String, cause: String)] = []
    try survey(openFolder(directory), prefix: "", &found, &unreadable)
    found.sort { $0.path.precedesByBytes($1.path) }
    return (found, unreadable)
  }

  private static func survey(
    _ folder: borrowing Descriptor, prefix: String, _ found: inout [Survey],
    _ unreadable: inout [(path: String, cause: String)]
  ) throws {
    for name in try folder.names() {
      let bytes = name.dropLast().map { UInt8(bitPattern: $0) }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        let shown = String(decoding: bytes, as: UTF8.self)
        unreadable.append((prefix + shown, "its name is not UTF-8"))
        continue
      }
      let path = prefix + text
      do {
        let entry = try survey(name, path, in: folder)
        found.append(entry)
        guard entry.kind == .directory else { continue }
        let inner = try Descriptor(folder: name, in: folder, path: path)
        try survey(inner, prefix: path + "/", &found, &unreadable)
      } catch let error as StorageError {
        unreadable.append((path, error.cause))
      }
    }
  }

  private static func survey(
    _ name: [CChar], _ path: String, in folder: borrowing Descriptor
  ) throws -> Survey {
    var status = stat()
    try check(fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW), "look at", path)
    let kind = kind(status)
    let milliseconds =
      Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec / 1_000_000)
    return Survey(
      path: path, kind: kind, size: kind == .file ? Int(status.st_size) : 0,
      mode: status.st_mode & 0o7777,
      identity: UInt64(status.st_ino) &+ UInt64(status.st_dev) &* 0x9E37_79B9_7F4A_7C15,
      links: kind == .file ? Int(status.st_nlink) : 1,
      modified: Instant(milliseconds: milliseconds))
  }
}
