import CArchive

/// Looking into files that hold others: gzip, zip, tar and whatever else libarchive knows.
package enum PackedFile {
  /// Hands over every regular file inside packed bytes, in their order.
  ///
  /// A compressed file that is no archive has one member without a name. Nothing is written, and
  /// no name is used as a path.
  /// At most `limit` bytes are unpacked, over all members: a small file can unpack to more than any
  /// disk holds. Returns false where the bytes are not packed in a form that is known; nothing was
  /// handed over then. Throws a ``StorageError`` where they are but cannot be unpacked to their end,
  /// or what `body` throws.
  package static func forEachMember(
    of bytes: [UInt8], named path: String, limit: Int,
    _ body: (_ name: String, _ bytes: [UInt8]) throws -> Void
  ) throws -> Bool {
    guard let archive = archive_read_new() else {
      throw StorageError(.noMemory, "unpack", path, "there is no memory for an archive")
    }
    defer { archive_read_free(archive) }
    archive_read_support_filter_all(archive)
    archive_read_support_format_all(archive)
    archive_read_support_format_raw(archive)
    return try bytes.withUnsafeBytes { memory in
      guard archive_read_open_memory(archive, memory.baseAddress, memory.count) == ARCHIVE_OK else {
        return false
      }
      return try members(of: archive, path, limit, body)
    }
  }

  private static func members(
    of archive: OpaquePointer, _ path: String, _ limit: Int,
    _ body: (String, [UInt8]) throws -> Void
  ) throws -> Bool {
    var left = limit
    var isFirst = true
    while true {
      var entry: OpaquePointer?
      let result = archive_read_next_header(archive, &entry)
      if result == ARCHIVE_EOF { return !isFirst }
      guard result == ARCHIVE_OK || result == ARCHIVE_WARN, let entry else {
        if isFirst { return false }
        throw StorageError(archive, "unpack", path)
      }
      // Raw bytes without a compression are any file at all.
      let isRaw = archive_format(archive) == ARCHIVE_FORMAT_RAW
      if isRaw, archive_filter_count(archive) < 2 { return false }
      isFirst = false
      let name = isRaw ? "" : archive_entry_pathname(entry).map { String(cString: $0) } ?? "?"
      let content = try bytes(in: archive, path, &left)
      if !content.isEmpty { try body(name, content) }
    }
  }

  private static func bytes(
    in archive: OpaquePointer, _ path: String, _ left: inout Int
  ) throws -> [UInt8] {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = archive_read_data(archive, &buffer, buffer.count)
      guard count >= 0 else { throw StorageError(archive, "unpack", path) }
      if count == 0 { return content }
      left -= count
      guard left >= 0 else {
        throw StorageError(
          .tooLarge, "unpack", path, "it unpacks to more than is looked at; unpack it by hand")
      }
      content += buffer[..<count]
    }
  }
}
