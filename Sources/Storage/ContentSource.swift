/// Where the bytes of a file to be written come from.
package enum ContentSource: Sendable, Hashable {
  /// These bytes.
  case bytes([UInt8])
  /// The regular file at this path; a symbolic link is refused.
  case file(String)

  /// The digest of the bytes.
  ///
  /// Throws a ``StorageError`` where the file cannot be read.
  package func digest() throws -> SHA512Sum {
    switch self {
    case .bytes(let bytes): SHA512Sum(of: bytes)
    case .file(let path): try SHA512Sum(ofFile: path)
    }
  }

  /// Writes the bytes to a path where nothing stands yet and brings them to disk; the folder is
  /// the caller's to sync.
  ///
  /// Throws ``StorageError/Code/digestMismatch``, and leaves nothing, where the bytes that were
  /// written are not the expected ones.
  package func place(at path: String, mode: UInt32 = 0o644, expecting expected: SHA512Sum) throws {
    try placeUnsynced(at: path, mode: mode, expecting: expected)
    do { try Files.syncFile(path) } catch {
      try Files.remove(tree: path)
      throw error
    }
  }

  /// The same, and the caller brings the whole tree to disk.
  func placeUnsynced(at path: String, mode: UInt32 = 0o644, expecting expected: SHA512Sum) throws {
    do {
      let file = try Files.create(path, mode: mode)
      let written: SHA512Sum
      switch self {
      case .bytes(let bytes):
        written = SHA512Sum(of: bytes)
        try file.write(bytes)
      case .file(let source):
        let original = try Files.openFile(source)
        written = try SHA512Sum { digest in
          try original.forEachChunk { chunk in
            try file.write(chunk)
            digest(chunk)
          }
        }
      }
      guard written == expected else {
        throw StorageError(
          .digestMismatch, "write", path,
          "its bytes have the SHA-512 \(written.hex.prefix(16))… and not \(expected.hex.prefix(16))…"
        )
      }
    } catch let error as StorageError where error.code == .exists {
      throw error
    } catch {
      try Files.remove(tree: path)
      throw error
    }
  }
}

extension Files {
  /// Writes bytes to a path where nothing stands yet and brings them to disk.
  ///
  /// The folder is the caller's to sync. A file that fails is removed.
  package static func writeNew(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws {
    let file = try create(path, mode: mode)
    do {
      try file.write(bytes)
      try file.sync()
    } catch {
      try remove(tree: path)
      throw error
    }
  }
}
