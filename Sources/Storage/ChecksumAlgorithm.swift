import Crypto

/// The digests that bags of other people are written with.
///
/// MD5 and SHA-1 protect from accidents and no longer from people: they are read, never written.
package enum ChecksumAlgorithm: String, Sendable, Hashable, CaseIterable {
  case md5, sha1, sha256, sha384, sha512

  /// Whether somebody can make two files with one digest on purpose.
  package var isWeak: Bool { self == .md5 || self == .sha1 }

  /// How many hexadecimal digits a digest has.
  package var digitCount: Int {
    switch self {
    case .md5: 32
    case .sha1: 40
    case .sha256: 64
    case .sha384: 96
    case .sha512: 128
    }
  }
}

/// Several digests of the same bytes, worked out while these come piece by piece.
package struct ChecksumStream {
  private var md5: Insecure.MD5?
  private var sha1: Insecure.SHA1?
  private var sha256: SHA256?
  private var sha384: SHA384?
  private var sha512: SHA512?
  private(set) var byteCount = 0

  package init(_ algorithms: some Sequence<ChecksumAlgorithm>) {
    for algorithm in algorithms {
      switch algorithm {
      case .md5: md5 = Insecure.MD5()
      case .sha1: sha1 = Insecure.SHA1()
      case .sha256: sha256 = SHA256()
      case .sha384: sha384 = SHA384()
      case .sha512: sha512 = SHA512()
      }
    }
  }

  /// Adds bytes.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    byteCount += bytes.count
    md5?.update(bufferPointer: bytes)
    sha1?.update(bufferPointer: bytes)
    sha256?.update(bufferPointer: bytes)
    sha384?.update(bufferPointer: bytes)
    sha512?.update(bufferPointer: bytes)
  }

  /// The size and the digests of everything that was added.
  package var checksums: FileChecksums {
    var digests: [ChecksumAlgorithm: String] = [:]
    digests[.md5] = md5.map { hexText($0.finalize()) }
    digests[.sha1] = sha1.map { hexText($0.finalize()) }
    digests[.sha256] = sha256.map { hexText($0.finalize()) }
    digests[.sha384] = sha384.map { hexText($0.finalize()) }
    digests[.sha512] = sha512.map { hexText($0.finalize()) }
    return FileChecksums(byteCount: byteCount, digests: digests)
  }
}

/// The size of a file and its digests.
package struct FileChecksums: Sendable, Hashable {
  package let byteCount: Int
  /// In lower-case hexadecimal digits.
  package let digests: [ChecksumAlgorithm: String]

  package init(byteCount: Int, digests: [ChecksumAlgorithm: String]) {
    self.byteCount = byteCount
    self.digests = digests
  }

  /// Those of bytes in memory.
  package init(of bytes: [UInt8], _ algorithms: [ChecksumAlgorithm]) {
    var stream = ChecksumStream(algorithms)
    bytes.withUnsafeBytes { stream.add($0) }
    self = stream.checksums
  }
}

extension TreeWriter {
  /// Writes a file from where its bytes come, piece by piece, and works out its digests on the way.
  ///
  /// Throws a ``StorageError``.
  package func write(
    _ source: ContentSource, to path: String, summing algorithms: [ChecksumAlgorithm]
  ) throws -> FileChecksums {
    switch source {
    case .bytes(let bytes):
      try write(bytes, to: path)
      return FileChecksums(of: bytes, algorithms)
    case .file(let original):
      let file = try Files.openFile(original)
      var stream = ChecksumStream(algorithms)
      try write(to: path) { write in
        try file.forEachChunk { chunk in
          try write(chunk)
          stream.add(chunk)
        }
      }
      return stream.checksums
    }
  }
}
