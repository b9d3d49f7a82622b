import CArchive
import Glibc

/// One run through a packed file.
struct Unpacking {
  let archive: OpaquePointer
  let path: String
  let packedSize: Int
  let limits: UnpackingLimits
  let writer: TreeWriter
  private var entries = 0
  private var total = 0
  /// The files and the folders so far, by the bytes of their names: texts that look alike are other
  /// names.
  private var files: Set<[UInt8]> = []
  private var folders: Set<[UInt8]> = []

  init(
    archive: OpaquePointer, path: String, packedSize: Int, limits: UnpackingLimits,
    writer: TreeWriter
  ) {
    (self.archive, self.path, self.packedSize) = (archive, path, packedSize)
    (self.limits, self.writer) = (limits, writer)
  }

  mutating func run() throws {
    while true {
      var entry: OpaquePointer?
      let result = archive_read_next_header(archive, &entry)
      if result == ARCHIVE_EOF { break }
      guard result == ARCHIVE_OK || result == ARCHIVE_WARN, let entry else {
        throw PackedTree.notPacked(archive, path)
      }
      entries += 1
      guard entries <= limits.entries else {
        throw refusal("it has more than \(limits.entries) entries (--limit-entries)")
      }
      try take(entry)
    }
    guard entries > 0 else { throw refusal("it is empty") }
  }

  private mutating func take(_ entry: OpaquePointer) throws {
    let (name, isFolder) = try place(of: entry)
    if archive_entry_is_encrypted(entry) != 0 {
      throw refusal("\u{201C}\(name)\u{201D} is encrypted; unpack it with its password first")
    }
    try note(name, isFolder: isFolder)
    // Of a file with holes the library gives back less than it had.
    if archive_entry_sparse_count(entry) > 0 {
      throw refusal("\u{201C}\(name)\u{201D} is a sparse file; pack it without its holes")
    }
    let stated = archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
    if let stated { try refuseTooMuch(name, stated) }
    if isFolder {
      try Files.makeDirectory("\(writer.folder)/\(name)", mode: 0o700)
      return
    }
    let writer = writer
    var count = 0
    try writer.write(to: name) { write in count = try bytes(of: name, write) }
    if let stated, stated != count {
      throw refusal(
        "\u{201C}\(name)\u{201D} has \(count) bytes in it where \(stated) are stated; if it has holes, pack it "
          + "without them")
    }
  }

  /// Each name is a file or a folder, and a file once.
  private mutating func note(_ name: String, isFolder: Bool) throws {
    for folder in name.foldersOnTheWay + (isFolder ? [name] : []) {
      folders.insert(Array(folder.utf8))
      guard !files.contains(Array(folder.utf8)) else {
        throw refusal("\u{201C}\(folder)\u{201D} is in it both as a file and as a folder")
      }
    }
    guard !isFolder else { return }
    guard !folders.contains(Array(name.utf8)) else {
      throw refusal("\u{201C}\(name)\u{201D} is in it both as a file and as a folder")
    }
    guard files.insert(Array(name.utf8)).inserted else {
      throw refusal("\u{201C}\(name)\u{201D} is in it twice")
    }
  }

  /// The path of an entry, without the `/` at the end of a folder.
  private func place(of entry: OpaquePointer) throws -> (name: String, isFolder: Bool) {
    // The raw bytes where they are UTF-8; else what the format itself says in UTF-8.
    let raw = archive_entry_pathname(entry).flatMap { String(validatingCString: $0) }
    let named =
      raw ?? archive_entry_pathname_utf8(entry).flatMap { String(validatingCString: $0) }
    guard var name = named, !name.isEmpty else {
      throw refusal("entry \(entries) has no name in UTF-8")
    }
    let kind = mode_t(archive_entry_filetype(entry))
    guard archive_entry_hardlink(entry) == nil, kind == Glibc.S_IFREG || kind == Glibc.S_IFDIR
    else {
      throw refusal(
        "\u{201C}\(name)\u{201D} is a link or a device; only files and folders are taken")
    }
    if kind == Glibc.S_IFDIR, name.hasSuffix("/") { name.removeLast() }
    if name.hasPrefix("./") { name.removeFirst(2) }
    guard name.isPathInside else {
      // A tar of `.` begins with the folder itself.
      if kind == Glibc.S_IFDIR, name == "." || name.isEmpty { return (".", true) }
      let leaves =
        name.utf8.starts(with: "/".utf8) || name.split(separator: "/").contains("..")
      throw refusal(
        "the path \u{201C}\(name)\u{201D} "
          + (leaves ? "leaves the folder" : "is no plain one: a part of it is empty or a full stop")
      )
    }
    if let fault = UnpackingLimits.fault(ofPath: name) {
      throw refusal("the path \u{201C}\(name.prefix(80))…\u{201D} \(fault)")
    }
    return (name, kind == Glibc.S_IFDIR)
  }

  private mutating func bytes(
    of name: String, _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    var size = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
      guard count >= 0 else { throw PackedTree.notPacked(archive, path) }
      if count == 0 { return size }
      (size, total) = (size + count, total + count)
      try refuseTooMuch(name, size)
      try write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  private func refuseTooMuch(_ name: String, _ size: Int) throws {
    if size > limits.fileBytes {
      throw refusal(
        "\u{201C}\(name)\u{201D} unpacks to more than \(limits.fileBytes) bytes (--limit-file)")
    }
    if total > limits.totalBytes {
      throw refusal("it unpacks to more than \(limits.totalBytes) bytes (--limit-total)")
    }
    if total > 1 << 24, total / limits.ratio > packedSize {
      throw refusal("it unpacks to more than \(limits.ratio) times its size (--limit-ratio)")
    }
  }

  private func refusal(_ reason: String) -> StorageError {
    StorageError(.badPath, "unpack", path, "\(reason); nothing of it was taken")
  }
}
