import CArchive
import Glibc

/// Reads a tar archive from an open file or pipe, file by file, in memory.
final class TarReader {
  private let archive: OpaquePointer
  private let path: String

  /// The largest file that is taken.
  private static let limit = 1 << 30

  init(from descriptor: borrowing Descriptor) throws {
    guard let archive = archive_read_new() else {
      throw StorageError(.noMemory, "read", descriptor.path, "there is no memory for an archive")
    }
    self.archive = archive
    path = descriptor.path
    guard archive_read_support_format_tar(archive) == ARCHIVE_OK,
      archive_read_open_fd(archive, descriptor.number, 1 << 17) == ARCHIVE_OK
    else { throw error }
  }

  deinit { archive_read_free(archive) }

  /// Hands over every file in the order of the archive.
  ///
  /// Throws a ``StorageError`` where the archive is cut short, or holds anything but regular files
  /// at paths that stay inside it.
  func forEachFile(_ body: (_ name: String, _ bytes: [UInt8]) throws -> Void) throws {
    while true {
      var entry: OpaquePointer?
      let result = archive_read_next_header(archive, &entry)
      if result == ARCHIVE_EOF { return }
      guard result == ARCHIVE_OK || result == ARCHIVE_WARN, let entry else { throw error }
      let name = try self.name(of: entry)
      try body(name, try bytes(of: entry))
    }
  }

  private func name(of entry: OpaquePointer) throws -> String {
    guard let raw = archive_entry_pathname(entry), let name = String(validatingCString: raw),
      name.isPathInside, mode_t(archive_entry_filetype(entry)) == Glibc.S_IFREG,
      archive_entry_hardlink(entry) == nil
    else {
      throw StorageError(
        .notATar, "read", path, "it holds something else than regular files at paths inside it")
    }
    return name
  }

  /// The errors name no file of the archive: they end up in logs, and the names may be secret.
  private func bytes(of entry: OpaquePointer) throws -> [UInt8] {
    let size = Int(archive_entry_size(entry))
    guard (0...Self.limit).contains(size) else { throw Files.tooLarge(path, size, Self.limit) }
    let bytes = try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = archive_read_data(archive, buffer.baseAddress! + count, size - count)
        guard read >= 0 else { throw error }
        if read == 0 { break }
        count += read
      }
    }
    guard bytes.count == size else {
      throw StorageError(.notATar, "read", path, "the archive ends inside a file")
    }
    return bytes
  }

  private var error: StorageError { StorageError(archive, "read", path) }
}
