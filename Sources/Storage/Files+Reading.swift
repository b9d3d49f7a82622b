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
    return try read(file, size: Int(try file.status("read").st_size), limit: limit)
  }

  /// The bytes of a file that people wrote: at most `limit` of them, as they stood at one moment.
  ///
  /// A file that changes while it is read is refused, and one for which there is not enough
  /// memory: what is read is kept as many small values, so that is asked for before.
  package static func readInput(_ path: String, limit: Int) throws -> [UInt8] {
    let file = try openFile(path)
    let before = try file.status("read")
    let size = Int(before.st_size)
    guard size <= limit else { throw tooLarge(path, size, limit) }
    try refuseWithoutMemory(path, size)
    let bytes = try read(file, size: size, limit: limit)
    let after = try file.status("read")
    guard bytes.count == size, after.st_size == before.st_size,
      after.st_mtim.tv_sec == before.st_mtim.tv_sec,
      after.st_mtim.tv_nsec == before.st_mtim.tv_nsec
    else {
      throw StorageError(
        .changed, "read", path,
        "it changed while it was read; wait until it is written, and run the command again")
    }
    return bytes
  }

  /// The names in a folder, sorted by their bytes.
  ///
  /// A name that is not UTF-8 is an error: no path of ours could speak of it.
  package static func list(_ directory: String) throws -> [String] {
    let (names, unreadable) = try listing(directory)
    if let name = unreadable.first { throw notUTF8(name, in: directory) }
    return names
  }

  /// The names in a folder, sorted by their bytes, and those that are not UTF-8.
  ///
  /// The latter have U+FFFD in the place of what is not; no path can be made of them.
  package static func listing(
    _ directory: String
  ) throws -> (names: [String], unreadable: [String]) {
    var names: [String] = []
    var unreadable: [String] = []
    for name in try openFolder(directory).names() {
      let bytes = name.dropLast().map { UInt8(bitPattern: $0) }
      if let text = String(validating: bytes, as: UTF8.self) {
        names.append(text)
      } else {
        unreadable.append(String(decoding: bytes, as: UTF8.self))
      }
    }
    return (names, unreadable)
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

  /// The size of a regular file; nil where none stands.
  package static func size(ofFile path: String) throws -> Int? {
    guard let status = try status(of: path), kind(status) == .file else { return nil }
    return Int(status.st_size)
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
    let file: Descriptor
    do {
      file = try Descriptor(path, flags, operation: "read")
    } catch let error {
      // ELOOP is a link, ENXIO a socket or a device: say so.
      guard [ELOOP, ENXIO].contains(error.errno), let status = try status(of: path),
        let refusal = refusal(of: status, path)
      else { throw error }
      throw refusal
    }
    if let refusal = refusal(of: try file.status("read"), path) { throw refusal }
    return file
  }

  /// Why what stands at a path is not read; nil for a regular file.
  private static func refusal(of status: stat, _ path: String) -> StorageError? {
    let name: String
    switch status.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFLNK:
      return StorageError(
        .isALink, "read", path, "it is a symbolic link; put the file itself in its place")
    case S_IFDIR: name = "a folder"
    case S_IFIFO: name = "a pipe"
    case S_IFSOCK: name = "a socket"
    default: name = "a device"
    }
    return StorageError(.notAFile, "read", path, "it is \(name); put a regular file in its place")
  }

  /// Reads to the end, with one call where the size is right.
  private static func read(
    _ file: borrowing Descriptor, size: Int, limit: Int
  ) throws -> [UInt8] {
    guard size <= limit else { throw tooLarge(file.path, size, limit) }
    // One byte more than there should be shows that there are more.
    var bytes = try [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      while count < buffer.count {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let read = try file.read(into: rest)
        if read == 0 { break }
        count += read
      }
    }
    guard bytes.count > size else { return bytes }
    // A file may grow while it is read, so the limit holds for what comes too.
    guard bytes.count <= limit else { throw tooLarge(file.path, bytes.count, limit) }
    try file.forEachChunk { chunk in
      bytes.append(contentsOf: chunk)
      guard bytes.count <= limit else { throw tooLarge(file.path, bytes.count, limit) }
    }
    return bytes
  }

  /// Refuses a large file that would not fit into memory with what is made of it.
  ///
  /// An allocation that fails ends a Swift program, so it is tried here. A system that promises
  /// more memory than it has can still end the program later; nothing is half-written then.
  private static func refuseWithoutMemory(_ path: String, _ size: Int) throws {
    // Measured: the values of a JSON file take up to twelve times its size.
    let needed = size * 12
    guard needed > 1 << 24 else { return }
    // Not by malloc(3): an optimiser takes that away together with its free(3).
    let probe = mmap(nil, needed, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let probe, probe != MAP_FAILED else {
      throw StorageError(
        .noMemory, "read", path,
        "it has \(size.grouped) bytes, and there are not the \(needed.grouped) bytes of memory that"
          + " reading it takes; free memory, or split the file")
    }
    munmap(probe, needed)
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

  static func tooLarge(_ path: String, _ size: Int, _ limit: Int) -> StorageError {
    StorageError(
      .tooLarge, "read", path,
      "it has \(size.grouped) bytes, and at most \(limit.grouped) are read; split it, or look for"
        + " what does not belong in it")
  }

  private static func notUTF8(_ name: String, in directory: String) -> StorageError {
    StorageError(
      .badPath, "list", directory, "the name \u{201C}\(name)\u{201D} is not UTF-8; rename it")
  }

  private static func text(of name: [CChar], in directory: String) throws -> String {
    let bytes = name.dropLast().map { UInt8(bitPattern: $0) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw notUTF8(String(decoding: bytes, as: UTF8.self), in: directory)
    }
    return text
  }

  private static func walk(
    _ folder: borrowing Descriptor, prefix: String, into entries: inout [Entry]
  ) throws {
    for name in try folder.names() {
      let path = prefix + (try text(of: name, in: folder.path))
      var status = stat()
      let shown = folder.path + "/" + path.dropFirst(prefix.count)
      try check(fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW), "look at", shown)
      let kind = kind(status)
      entries.append(Entry(path: path, kind: kind, size: kind == .file ? Int(status.st_size) : 0))
      guard kind == .directory else { continue }
      let inner = try Descriptor(folder: name, in: folder, path: shown)
      try walk(inner, prefix: path + "/", into: &entries)
    }
  }
}

extension Int {
  /// `16,777,216`.
  fileprivate var grouped: String {
    var digits = String(magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}
