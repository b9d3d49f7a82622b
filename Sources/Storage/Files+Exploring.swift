import Glibc

extension Files {
  /// Something that ``explore(_:_:)`` came to.
  package enum Found: Sendable, Hashable {
    case file(path: String, size: Int, identity: FileIdentity)
    case folder(path: String)
    /// A symbolic link, not followed, and where it points.
    case link(path: String, target: String)
    /// Something that could not be read, and why.
    case unreadable(path: String, cause: String)
  }

  /// Goes through everything inside a folder, or a file itself, and never stops at what it cannot
  /// read: that is handed over too.
  ///
  /// A link is followed only where it is the path itself. Names that are not UTF-8 are looked at by
  /// an open folder, and shown with U+FFFD.
  /// The body gets what was found, by its path inside the folder (empty for a file that is the path
  /// itself), and a closure that hands over the bytes of a file piece by piece; whether it returns
  /// true decides whether a folder is entered. Throws what the body throws, and a ``StorageError``
  /// where the path itself cannot be looked at.
  package static func explore(
    _ path: String,
    _ body: (Found, _ pieces: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws ->
      Bool
  ) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { throw StorageError("look at", path, errno: errno) }
    guard kind(status) == .directory else {
      let file = try openFile(path, followingLinks: true)
      let found = Found.file(path: "", size: Int(status.st_size), identity: try file.identity())
      _ = try body(found) { try file.forEachChunk($0) }
      return
    }
    try explore(openFolder(path), prefix: "", body)
  }

  private static func explore(
    _ folder: borrowing Descriptor, prefix: String,
    _ body: (Found, ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws -> Bool
  ) throws {
    for name in try folder.names() {
      let bytes = name.dropLast().map { UInt8(bitPattern: $0) }
      let path = prefix + String(decoding: bytes, as: UTF8.self)
      do {
        try explore(name, path, in: folder, body)
      } catch let error as StorageError {
        _ = try body(.unreadable(path: path, cause: error.cause)) { _ in }
      }
    }
  }

  private static func explore(
    _ name: [CChar], _ path: String, in folder: borrowing Descriptor,
    _ body: (Found, ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws -> Bool
  ) throws {
    var status = stat()
    try check(fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW), "look at", path)
    switch kind(status) {
    case .directory:
      guard try body(.folder(path: path), { _ in }) else { return }
      try explore(try Descriptor(folder: name, in: folder, path: path), prefix: path + "/", body)
    case .file:
      let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
      let file = Descriptor(
        owning: try check(openat(folder.number, name, flags), "open", path), path)
      let found = Found.file(path: path, size: Int(status.st_size), identity: try file.identity())
      _ = try body(found) { try file.forEachChunk($0) }
    case .link:
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = try buffer.withUnsafeMutableBytes { bytes in
        try check(
          readlinkat(folder.number, name, bytes.baseAddress!, bytes.count), "read link", path)
      }
      let target = String(decoding: buffer[..<count], as: UTF8.self)
      _ = try body(.link(path: path, target: target)) { _ in }
    case .other:
      _ = try body(
        .unreadable(path: path, cause: "it is a device, a pipe or a socket")
      ) { _ in }
    }
  }
}
