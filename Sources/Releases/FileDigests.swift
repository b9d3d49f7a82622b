import Notation
import Storage
import Synchronization

/// The digests of an edition's files by their paths, held compactly: an edition may have some
/// hundred thousand files.
struct FileDigests: Sendable {
  /// All paths, one behind the other, and where each ends.
  private var paths: [UInt8] = []
  private var ends: [UInt32] = []
  /// All digests, 64 bytes each.
  private var digests: [UInt8] = []

  var count: Int { ends.count }

  mutating func add(_ path: String, _ digest: SHA512Sum) {
    paths += path.utf8
    ends.append(UInt32(paths.count))
    digests += digest.bytes
  }

  private func path(_ index: Int) -> ArraySlice<UInt8> {
    paths[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
  }

  /// Hands over each path and its digest, in the order in which they were added.
  func forEach(_ body: (String, SHA512Sum) -> Void) {
    for index in 0..<count {
      let digest = SHA512Sum(rawBytes: digests[index * 64..<index * 64 + 64])
      body(String(decoding: path(index), as: UTF8.self), digest)
    }
  }

  /// Hands over the canonical JSON of `{path: digest in hexadecimal}` piece by piece.
  ///
  /// Keys are sorted by UTF-16 code units, which for all but the rarest names is the order of the
  /// bytes.
  func write(to output: ([UInt8]) throws -> Void) rethrows {
    var buffer = [UInt8(ascii: "{")]
    for (position, index) in sorted.enumerated() {
      if position > 0 { buffer.append(UInt8(ascii: ",")) }
      buffer += CanonicalJSON.string(String(decoding: path(index), as: UTF8.self)).bytes
      buffer.append(UInt8(ascii: ":"))
      buffer.append(UInt8(ascii: "\""))
      for byte in digests[index * 64..<index * 64 + 64] {
        buffer.append(Self.digit(byte >> 4))
        buffer.append(Self.digit(byte & 15))
      }
      buffer.append(UInt8(ascii: "\""))
      if buffer.count > 1 << 16 {
        try output(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    buffer.append(UInt8(ascii: "}"))
    try output(buffer)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  private var sorted: [Int] {
    let isASCII = paths.allSatisfy { $0 < 0x80 }
    return (0..<count).sorted { a, b in
      if isASCII { return path(a).lexicographicallyPrecedes(path(b)) }
      let (a, b) = (
        String(decoding: path(a), as: UTF8.self), String(decoding: path(b), as: UTF8.self)
      )
      return a.utf16.lexicographicallyPrecedes(b.utf16)
    }
  }

  /// The digest of the whole: SHA-512 of the canonical JSON.
  var digest: String {
    SHA512Sum { feed in
      write { bytes in bytes.withUnsafeBytes(feed) }
    }.hex
  }
}

extension FileDigests {
  /// The digests by path in hexadecimal, as `byPath` gives them; what is no digest is left out, and
  /// the whole differs.
  init(_ files: [String: String]) {
    for (path, hex) in files { SHA512Sum(hex: hex).map { add(path, $0) } }
  }

  /// The digest of each file in hexadecimal by its path.
  var byPath: [String: String] {
    var files: [String: String] = [:]
    forEach { files[$0] = $1.hex }
    return files
  }

  /// Those of the files whose path is wanted.
  func filter(_ isWanted: (String) -> Bool) -> FileDigests {
    var files = FileDigests()
    forEach { path, digest in if isWanted(path) { files.add(path, digest) } }
    return files
  }
}

/// Digests that many threads add to.
final class SharedDigests: Sendable {
  private let digests = Mutex(FileDigests())

  func add(_ path: String, _ digest: SHA512Sum) { digests.withLock { $0.add(path, digest) } }
  var files: FileDigests { digests.withLock { $0 } }
}
