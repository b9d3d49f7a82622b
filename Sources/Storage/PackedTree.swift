import CArchive
import CSystem
import Glibc

/// How much may come out of a packed file: a small one can unpack to more than any disk holds.
package struct UnpackingLimits: Sendable, Hashable {
  /// How many files and folders.
  package var entries: Int
  /// The bytes of one file.
  package var fileBytes: Int
  /// The bytes of all files together.
  package var totalBytes: Int
  /// How many times its own size a packed file may unpack to; the first 16 MiB are free.
  package var ratio: Int

  /// A hundred times what the largest edition that was measured has.
  package init(
    entries: Int = 200_000, fileBytes: Int = 4 << 30, totalBytes: Int = 32 << 30, ratio: Int = 200
  ) {
    self.entries = entries
    self.fileBytes = fileBytes
    self.totalBytes = totalBytes
    self.ratio = ratio
  }
}

/// Unpacks a tar, a tar.gz or a zip into a folder, and nothing that could harm.
package enum PackedTree {
  /// Writes what is packed into a new folder, which the caller made and will bring to disk or
  /// remove.
  ///
  /// Only regular files and folders at paths that stay inside are taken, each path once; links,
  /// devices and encrypted files are refused, and so is more than the limits allow. The names of the
  /// files at the top are the caller's to judge. Throws a ``StorageError`` that names the packed file
  /// and the entry.
  package static func unpack(
    _ path: String, into folder: String, limits: UnpackingLimits
  ) throws {
    let file = try Files.openFile(path)
    let size = Int(try file.status("unpack").st_size)
    // libarchive turns names into the characters of the locale, and without one knows no UTF-8.
    let locale = csystem_use_utf8_locale()
    defer { csystem_restore_locale(locale) }
    guard let archive = archive_read_new() else {
      throw StorageError(.noMemory, "unpack", path, "there is no memory for an archive")
    }
    defer { archive_read_free(archive) }
    archive_read_support_filter_gzip(archive)
    archive_read_support_format_tar(archive)
    archive_read_support_format_zip(archive)
    guard archive_read_open_fd(archive, file.number, 1 << 17) == ARCHIVE_OK else {
      throw notPacked(archive, path)
    }
    var unpacking = Unpacking(
      archive: archive, path: path, packedSize: size, limits: limits,
      writer: TreeWriter(folder, fileMode: 0o600, folderMode: 0o700))
    try unpacking.run()
  }

  fileprivate static func notPacked(_ archive: OpaquePointer, _ path: String) -> StorageError {
    // A disk that does not answer says nothing of what is packed.
    if archive_errno(archive) == EIO { return StorageError("unpack", path, errno: EIO) }
    let said = archive_error_string(archive).map { String(cString: $0).lowercased() }
    return StorageError(
      .notATar, "unpack", path,
      "it is no sound tar, tar.gz or zip: \(said ?? "no reason"); unpack it yourself, or get it again"
    )
  }
}

/// One run through a packed file.
private struct Unpacking {
  let archive: OpaquePointer
  let path: String
  let packedSize: Int
  let limits: UnpackingLimits
  let writer: TreeWriter
  var entries = 0
  var total = 0
  /// The names so far, by their bytes: texts that look alike are other names.
  var seen: Set<[UInt8]> = []

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
    if isFolder {
      try Files.makeDirectory("\(writer.folder)/\(name)", mode: 0o700)
      return
    }
    guard seen.insert(Array(name.utf8)).inserted else {
      throw refusal("\u{201C}\(name)\u{201D} is in it twice")
    }
    let writer = writer
    try writer.write(to: name) { write in try bytes(of: name, write) }
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
      throw refusal("the path \u{201C}\(name)\u{201D} leaves the folder")
    }
    return (name, kind == Glibc.S_IFDIR)
  }

  private mutating func bytes(
    of name: String, _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var size = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
      guard count >= 0 else { throw PackedTree.notPacked(archive, path) }
      if count == 0 { return }
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
