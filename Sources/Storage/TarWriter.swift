import CArchive
import Glibc

/// Writes a tar archive to an open file or pipe, file by file.
///
/// The form is POSIX.1-2001 (pax), and plain ustar wherever the name allows it. Files have neither
/// owner nor time: the same files give the same bytes.
final class TarWriter {
  private let archive: OpaquePointer
  private let path: String

  init(to descriptor: borrowing Descriptor) throws {
    guard let archive = archive_write_new() else {
      throw StorageError(.noMemory, "write", descriptor.path, "there is no memory for an archive")
    }
    self.archive = archive
    path = descriptor.path
    guard archive_write_set_format_pax_restricted(archive) == ARCHIVE_OK,
      // Without padding of its own, which it does not count.
      archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK,
      archive_write_open_fd(archive, descriptor.number) == ARCHIVE_OK
    else { throw error }
  }

  deinit { archive_write_free(archive) }

  func add(_ name: String, _ bytes: [UInt8]) throws {
    guard let entry = archive_entry_new() else {
      throw StorageError(.noMemory, "write", path, "there is no memory for an entry")
    }
    defer { archive_entry_free(entry) }
    archive_entry_set_pathname(entry, name)
    archive_entry_set_size(entry, Int64(bytes.count))
    archive_entry_set_filetype(entry, UInt32(Glibc.S_IFREG))
    archive_entry_set_perm(entry, 0o600)
    archive_entry_set_mtime(entry, 0, 0)
    // A name beyond ASCII is written as the bytes that it is, with a warning that it could not be
    // translated: this program is in no locale.
    let result = archive_write_header(archive, entry)
    guard result == ARCHIVE_OK || result == ARCHIVE_WARN else { throw error }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        archive_write_data(archive, $0.baseAddress! + done, bytes.count - done)
      }
      guard count > 0 else { throw error }
      done += count
    }
    guard archive_write_finish_entry(archive) == ARCHIVE_OK else { throw error }
  }

  /// Writes the end of the archive and tells how many bytes it has.
  func finish() throws -> Int {
    guard archive_write_close(archive) == ARCHIVE_OK else { throw error }
    return Int(archive_filter_bytes(archive, -1))
  }

  private var error: StorageError { StorageError(archive, "write", path) }
}

extension StorageError {
  /// The failure of libarchive, with the system's number or the library's words.
  init(_ archive: OpaquePointer, _ operation: String, _ path: String) {
    let number = archive_errno(archive)
    let said = archive_error_string(archive).map { String(cString: $0).lowercased() }
    // The library has numbers of its own below zero.
    if number > 0, number != EINVAL, number != EILSEQ {
      self.init(operation, path, errno: number)
    } else {
      self.init(.notATar, operation, path, "it is not a sound tar archive: \(said ?? "no reason")")
    }
  }
}
