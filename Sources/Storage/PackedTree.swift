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

  /// How many folders one may stand in another, and how many bytes a path may have: an archive is
  /// copied to places whose paths are longer than here, and Linux ends a path at 4,096 bytes.
  package static let (depth, pathBytes) = (64, 2048)
  /// How many bytes the name of a file or folder may have, as file systems have it.
  package static let nameBytes = 255

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

extension UnpackingLimits {
  /// Why a path is not taken, in words that follow it; nil for one that is.
  package static func fault(ofPath path: String) -> String? {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"))
    if parts.count > depth { return "goes through more than \(depth) folders" }
    if path.utf8.count > pathBytes { return "has more than \(pathBytes) bytes" }
    if parts.contains(where: { $0.count > nameBytes }) {
      return "has a name of more than \(nameBytes) bytes"
    }
    return nil
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
    try PackedEnd.refuseDamaged(file, size: size, as: archive, limits)
  }

  static func notPacked(_ archive: OpaquePointer, _ path: String) -> StorageError {
    // A disk that does not answer says nothing of what is packed.
    if archive_errno(archive) == EIO { return StorageError("unpack", path, errno: EIO) }
    let said = archive_error_string(archive).map { String(cString: $0).lowercased() }
    return StorageError(
      .notATar, "unpack", path,
      "it is no sound tar, tar.gz or zip: \(said ?? "no reason"); unpack it yourself, or get it again"
    )
  }
}
