import CArchive
import Glibc

/// What libarchive does not look at: whether a tar was cut between two of its files, and whether a gzip
/// gives back the bytes that went into it.
enum PackedEnd {
  /// Refuses a tar that does not end as a tar ends, with zeros (POSIX pax, \u{201C}ustar Interchange
  /// Format\u{201D}), and a gzip that does not have its checksum and size (RFC 1952, section 2.3.1).
  ///
  /// A zip that was cut or changed is found while it is read. Throws a ``StorageError``.
  static func refuseDamaged(
    _ file: borrowing Descriptor, size: Int, as archive: OpaquePointer, _ limits: UnpackingLimits
  ) throws {
    let isTar = archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_TAR
    guard isTar else { return }
    guard archive_filter_count(archive) > 1 else {
      return try refuseCut(try bytes(of: file, 512, before: size), size, file.path)
    }
    let end = try unpacked(file, size: size, limits)
    let trailer = try bytes(of: file, 8, before: size)
    let stated = [0, 4].map { start in
      trailer.dropFirst(start).prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    guard stated == [end.checksum, UInt32(truncatingIfNeeded: end.count)] else {
      throw StorageError(
        .notATar, "unpack", file.path,
        "its bytes do not have the checksum that stands at its end: it was changed, or is several gzips "
          + "one behind the other; get it again, or unpack it yourself and import the folder")
    }
    try refuseCut(end.tail, end.count, file.path)
  }

  private static func refuseCut(_ tail: [UInt8], _ size: Int, _ path: String) throws {
    guard size % 512 == 0, tail.count == 512, tail.allSatisfy({ $0 == 0 }) else {
      throw StorageError(
        .notATar, "unpack", path,
        "it does not end as a tar ends: it was cut short, or something was put behind it; get it again"
      )
    }
  }

  /// The last bytes of the file; fewer where it has not so many.
  private static func bytes(
    of file: borrowing Descriptor, _ count: Int, before size: Int
  ) throws -> [UInt8] {
    let number = file.number
    return try [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
      let start = max(0, size - count)
      read = Int(
        try check(pread(number, buffer.baseAddress, count, off_t(start)), "read", file.path))
    }
  }

  /// Goes through what a gzip unpacks to, once more and to its very end: its CRC-32, its size, and its
  /// last 512 bytes.
  private static func unpacked(
    _ file: borrowing Descriptor, size: Int, _ limits: UnpackingLimits
  ) throws -> (checksum: UInt32, count: Int, tail: [UInt8]) {
    guard let archive = archive_read_new() else {
      throw StorageError(.noMemory, "unpack", file.path, "there is no memory for an archive")
    }
    defer { archive_read_free(archive) }
    archive_read_support_filter_gzip(archive)
    archive_read_support_format_raw(archive)
    try check(lseek(file.number, 0, SEEK_SET), "read", file.path)
    var entry: OpaquePointer?
    guard archive_read_open_fd(archive, file.number, 1 << 17) == ARCHIVE_OK,
      archive_read_next_header(archive, &entry) == ARCHIVE_OK
    else { throw PackedTree.notPacked(archive, file.path) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    defer { buffer.deallocate() }
    var (crc, total, tail) = (CRC32(), 0, [UInt8]())
    while true {
      let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
      guard count >= 0 else { throw PackedTree.notPacked(archive, file.path) }
      if count == 0 { return (crc.value, total, tail) }
      let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      crc.add(piece)
      tail = Array((tail + piece.suffix(512)).suffix(512))
      total += count
      // What stands behind the end of the tar counts too.
      if total > 1 << 24, total / limits.ratio > size {
        throw StorageError(
          .badPath, "unpack", file.path,
          "it unpacks to more than \(limits.ratio) times its size (--limit-ratio); nothing of it was "
            + "taken")
      }
    }
  }
}

/// The checksum of gzip (RFC 1952, section 8), worked out piece by piece.
struct CRC32 {
  private var register: UInt32 = 0xFFFF_FFFF

  var value: UInt32 { ~register }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var register = register
    Self.table.withUnsafeBufferPointer { table in
      for byte in bytes {
        register = table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ (register >> 8)
      }
    }
    self.register = register
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }
}
