import Glibc

/// What the names of one file have in common while nobody writes to it, and no other file has.
///
/// The time of the last status change is part of it, which no user can set. It says that two names lead
/// to the same bytes now; what the bytes are is said by reading them.
package struct FileIdentity: Sendable, Hashable {
  private let numbers: [Int]

  init(_ status: stat) {
    numbers = [
      Int(bitPattern: UInt(status.st_dev)), Int(bitPattern: UInt(status.st_ino)),
      Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
      status.st_ctim.tv_nsec,
    ]
  }
}

extension Descriptor {
  /// The identity of the open file.
  func identity() throws -> FileIdentity { FileIdentity(try status("look at")) }
}

extension Files {
  /// Whether two paths lead to the same file or folder, links followed, also through a mount.
  package static func isSame(_ a: String, _ b: String) throws -> Bool {
    let (first, second) = (try target(a), try target(b))
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// Whether two paths lead to the same file system, links followed; two mounts of one count as one.
  package static func areOnOneFileSystem(_ a: String, _ b: String) throws -> Bool {
    try target(a).st_dev == target(b).st_dev
  }

  /// What a path leads to, links followed.
  private static func target(_ path: String) throws -> stat {
    var status = stat()
    try check(stat(path, &status), "look at", path)
    return status
  }

  /// How many names a file has: more than one where there are hard links.
  package static func nameCount(of path: String) throws -> Int {
    guard let status = try status(of: path) else {
      throw StorageError("look at", path, errno: ENOENT)
    }
    return Int(status.st_nlink)
  }

  /// The number of the user who owns a file, links not followed.
  package static func owner(of path: String) throws -> Int {
    guard let status = try status(of: path) else {
      throw StorageError("look at", path, errno: ENOENT)
    }
    return Int(status.st_uid)
  }

  /// The folder for temporary files.
  private static var temporaryFolder: String { Environment["TMPDIR"] ?? "/tmp" }

  /// The folders of this user that ``makeTemporaryFolder(_:)`` made under a name, by whatever process.
  package static func temporaryFolders(_ name: String) throws -> [String] {
    try listing(temporaryFolder).names.filter { $0.hasPrefix("\(name)-") }
      .map { "\(temporaryFolder)/\($0)" }
      .filter { path in
        guard let status = try status(of: path) else { return false }
        return status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
      }
  }

  /// Makes a folder of mode 0700 whose name nobody can guess, in the folder for temporary files.
  package static func makeTemporaryFolder(_ name: String) throws -> String {
    var path = "\(temporaryFolder)/\(name)-XXXXXX".utf8CString.map { $0 }
    guard mkdtemp(&path) != nil else {
      throw StorageError("make a folder for temporary files", name, errno: errno)
    }
    return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
