import Glibc
package import Schedule

extension Files {
  /// When the newest change happened to this folder or anything in it, by the file system's
  /// clock.
  ///
  /// It is the time of the last status change, which a user cannot set. Throws a
  /// ``StorageError``.
  package static func newestChange(in folder: String) throws -> Instant {
    var newest = try change(of: folder)
    for entry in try walk(folder) {
      newest = max(newest, try change(of: "\(folder)/\(entry.path)"))
    }
    return newest
  }

  private static func change(of path: String) throws -> Instant {
    guard let time = try status(of: path)?.st_ctim else {
      throw StorageError(.notFound, "read the times of", path, "nothing stands there")
    }
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
