import Crypto

/// A SHA-512 digest (FIPS 180-4).
package struct SHA512Sum: Sendable, Hashable, CustomStringConvertible {
  /// 128 lower-case hexadecimal digits.
  package let hex: String

  /// The digest of these bytes.
  package init(of bytes: some Sequence<UInt8>) { hex = hexText(SHA512.hash(data: Array(bytes))) }

  /// The digest of a regular file, read piece by piece; a symbolic link is refused.
  ///
  /// Throws a ``StorageError``.
  package init(ofFile path: String) throws {
    let file = try Files.openFile(path)
    try self.init { digest in try file.forEachChunk(digest) }
  }

  /// A digest that was written down; nil where the text is not 128 hexadecimal digits.
  ///
  /// Upper case is taken and becomes lower case.
  package init?(hex: String) {
    guard let hex = normalised(hex, count: 128) else { return nil }
    self.hex = hex
  }

  /// The digest of what the closure hands over, piece by piece.
  init(_ feed: ((UnsafeRawBufferPointer) -> Void) throws -> Void) throws {
    var state = SHA512()
    try feed { state.update(bufferPointer: $0) }
    hex = hexText(state.finalize())
  }

  package var description: String { hex }
}

/// A SHA-256 digest (FIPS 180-4).
package struct SHA256Sum: Sendable, Hashable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  package let hex: String

  /// The digest of these bytes.
  package init(of bytes: some Sequence<UInt8>) { hex = hexText(SHA256.hash(data: Array(bytes))) }

  /// The digest of a regular file, read piece by piece; a symbolic link is refused.
  ///
  /// Throws a ``StorageError``.
  package init(ofFile path: String) throws {
    let file = try Files.openFile(path)
    var state = SHA256()
    try file.forEachChunk { state.update(bufferPointer: $0) }
    hex = hexText(state.finalize())
  }

  /// A digest that was written down; nil where the text is not 64 hexadecimal digits.
  ///
  /// Upper case is taken and becomes lower case.
  package init?(hex: String) {
    guard let hex = normalised(hex, count: 64) else { return nil }
    self.hex = hex
  }

  package var description: String { hex }
}

private func hexText(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

private func normalised(_ hex: String, count: Int) -> String? {
  let bytes = Array(hex.utf8)
  guard bytes.count == count else { return nil }
  var text: [UInt8] = []
  for byte in bytes {
    switch byte {
    case 48...57, 97...102: text.append(byte)
    case 65...70: text.append(byte + 32)
    default: return nil
    }
  }
  return String(decoding: text, as: UTF8.self)
}
