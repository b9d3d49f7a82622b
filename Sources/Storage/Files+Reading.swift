import Glibc

/// Files and folders on disk: what is read, and what is written so that it survives.
///
/// Every function throws a ``StorageError``.
package enum Files {
  /// What stands at a path.
  package enum Kind: Sendable, Hashable {
    case file, directory
    /// A symbolic link.
    case link
    /// A device, a pipe or a socket.
    case other
  }

  /// Something found inside a folder.
  package struct Entry: Sendable, Hashable {
    /// The path inside the folder that was walked, with `/` between its parts.
    package let path: String
    package let kind: Kind
    /// The size in bytes of a file; 0 for everything else.
    package let size: Int
  }

  /// The bytes of a regular file of at most `limit` bytes.
  ///
  /// A pipe or a device is refused without waiting for it. A symbolic link as the last part of
  /// the path is refused unless `followingLinks`; parts before it are followed in any case.
  package static func read(
    _ path: String, limit: Int, followingLinks: Bool = false
  ) throws -> [UInt8] {
    let file = try openFile(path, followingLinks: followingLinks)
    let size = Int(try file.status("read").st_size)
    guard size <= limit else { throw tooLarge(path, limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    // A file may grow while it is read, so the limit holds for what comes too.
    try file.forEachChunk { chunk in
      bytes.append(contentsOf: chunk)
      guard bytes.count <= limit else { throw tooLarge(path, limit) }
    }
    return bytes
  }

  /// The names in a folder, sorted by their bytes.
  ///
  /// A name that is not UTF-8 is an error: no path of ours could speak of it.
  package static func list(_ directory: String) throws -> [String] {
    let folder = try openFolder(directory)
    return try folder.names().map { try text(of: $0, in: directory) }
  }

  /// Everything inside a folder and the folders in it, sorted by the bytes of the path.
  ///
  /// Links are named, not followed. The folder itself is not among the entries.
  package static func walk(_ directory: String) throws -> [Entry] {
    var entries: [Entry] = []
    try walk(openFolder(directory), prefix: "", into: &entries)
    return entries.sorted { $0.path.precedesByBytes($1.path) }
  }

  /// What stands at a path, a link not followed; nil where nothing stands.
  package static func kind(of path: String) throws -> Kind? {
    try status(of: path).map(kind)
  }

  /// Whether anything stands at a path, a dangling link included.
  package static func exists(_ path: String) throws -> Bool { try kind(of: path) != nil }

  /// The permission bits of what stands at a path, a link not followed.
  package static func mode(of path: String) throws -> UInt32 {
    guard let status = try status(of: path) else {
      throw StorageError("look at", path, errno: ENOENT)
    }
    return status.st_mode & 0o7777
  }

  /// Bytes that this user may still write to the file system of this path.
  package static func freeSpace(at path: String) throws -> Int {
    var status = statvfs()
    try check(statvfs(path, &status), "measure", path)
    return Int(status.f_bavail) * Int(status.f_frsize)
  }

  /// Where a symbolic link points, not resolved further.
  package static func target(ofLink path: String) throws -> String {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = try buffer.withUnsafeMutableBytes { bytes in
      try check(readlink(path, bytes.baseAddress!, bytes.count), "read link", path)
    }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }

  // MARK: - Inside the target

  static func openFile(_ path: String, followingLinks: Bool = false) throws -> Descriptor {
    // O_NONBLOCK: the open of a pipe without a writer would wait for ever.
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW)
    let file = try Descriptor(path, flags, operation: "read")
    guard kind(try file.status("read")) == .file else {
      throw StorageError(.notAFile, "read", path, "it is a folder, a device, a pipe or a socket")
    }
    return file
  }

  static func openFolder(_ path: String) throws(StorageError) -> Descriptor {
    try Descriptor(path, O_RDONLY | O_DIRECTORY, operation: "open folder")
  }

  static func status(of path: String) throws(StorageError) -> stat? {
    try Descriptor.refuseNUL(path, "look at")
    var status = stat()
    if lstat(path, &status) == 0 { return status }
    if errno == ENOENT { return nil }
    throw StorageError("look at", path, errno: errno)
  }

  static func kind(_ status: stat) -> Kind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    case S_IFLNK: .link
    default: .other
    }
  }

  static func tooLarge(_ path: String, _ limit: Int) -> StorageError {
    StorageError(.tooLarge, "read", path, "it is larger than the \(limit) bytes allowed here")
  }

  private static func text(of name: [CChar], in directory: String) throws -> String {
    let bytes = name.dropLast().map { UInt8(bitPattern: $0) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let shown = String(decoding: bytes, as: UTF8.self)
      throw StorageError(
        .badPath, "list", directory, "the name \u{201C}\(shown)\u{201D} is not UTF-8; rename it")
    }
    return text
  }

  private static func walk(
    _ folder: borrowing Descriptor, prefix: String, into entries: inout [Entry]
  ) throws {
    for name in try folder.names() {
      let path = prefix + (try text(of: name, in: folder.path))
      var status = stat()
      try check(fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW), "look at", path)
      let kind = kind(status)
      entries.append(Entry(path: path, kind: kind, size: kind == .file ? Int(status.st_size) : 0))
      guard kind == .directory else { continue }
      let inner = try Descriptor(folder: name, in: folder, path: path)
      try walk(inner, prefix: path + "/", into: &entries)
    }
  }
}
