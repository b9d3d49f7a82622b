import Crypto
import Glibc

extension Files {
  /// What tells that nothing in these files and folders was written since: the SHA-256 of the
  /// names, inodes, sizes and times of all that is in them.
  ///
  /// The time of the last status change cannot be set by a user, so a file that was changed and
  /// given its old time again has another stamp. A path where nothing stands counts as that. No
  /// file is read. Throws a ``StorageError``.
  package static func stamp(of paths: [String]) throws -> String {
    var digest = SHA256()
    func add(_ path: String, _ status: stat?) {
      var fields = [path]
      if let status {
        let numbers = [
          Int(status.st_ino), Int(status.st_size), Int(status.st_mode), status.st_mtim.tv_sec,
          status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
        ]
        fields += numbers.map { String($0) }
      }
      digest.update(data: Array((fields.joined(separator: "\u{0}") + "\n").utf8))
    }
    func walk(_ path: String) throws {
      let status = try status(of: path)
      add(path, status)
      guard let status, kind(status) == .directory else { return }
      for name in try list(path) { try walk("\(path)/\(name)") }
    }
    for path in paths { try walk(path) }
    return Array(digest.finalize()).map { byte in
      let hex = String(byte, radix: 16)
      return hex.count == 1 ? "0" + hex : hex
    }.joined()
  }
}
