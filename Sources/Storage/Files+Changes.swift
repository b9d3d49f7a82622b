import Glibc
package import Schedule

extension Files {
  /// When something of a folder was changed last.
  package struct NewestChange: Sendable, Hashable {
    /// The newest time at which bytes or names were written.
    ///
    /// Whoever owns a file may set it, and a copy is given that of its original.
    package var written: Instant
    /// The newest time of a status change, by the file system's clock.
    ///
    /// No user can set it, and a copy has that at which it was made.
    package var changed: Instant
  }

  /// When the newest change happened to this folder or anything in it.
  ///
  /// No file is read. Throws a ``StorageError``.
  package static func newestChange(in folder: String) throws -> NewestChange {
    var newest = try change(of: folder)
    for entry in try walk(folder) {
      let change = try change(of: "\(folder)/\(entry.path)")
      newest.written = max(newest.written, change.written)
      newest.changed = max(newest.changed, change.changed)
    }
    return newest
  }

  private static func change(of path: String) throws -> NewestChange {
    guard let status = try status(of: path) else {
      throw StorageError(.notFound, "read the times of", path, "nothing stands there")
    }
    func instant(_ time: timespec) -> Instant {
      Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
    return NewestChange(written: instant(status.st_mtim), changed: instant(status.st_ctim))
  }
}
