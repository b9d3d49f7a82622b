import Crypto

/// A SHA-512 digest (FIPS 180-4).
package struct SHA512Sum: Sendable, Hashable, CustomStringConvertible {
  /// The 64 bytes of the digest.
  package let bytes: [UInt8]

  /// 128 lower-case hexadecimal digits.
  package var hex: String { hexText(bytes) }

  /// The digest of these bytes.
  package init(of bytes: some Sequence<UInt8>) { self.init(SHA512.hash(data: Array(bytes))) }

  /// The digest of these bytes.
  package init(of bytes: [UInt8]) {
    self.init(SHA512.hash(data: bytes))
  }

  /// The digest of a regular file, read piece by piece; a symbolic link is refused.
  ///
  /// Throws a ``StorageError``.
  package init(ofFile path: String) throws {
    let file = try Files.openFile(path)
    try self.init { digest in try file.forEachChunk(digest) }
  }

  /// A digest that was written down; nil where the text is not 128 hexadecimal digits.
  ///
  /// Upper case is taken.
  package init?(hex: String) {
    guard let bytes = hexBytes(hex, count: 64) else { return nil }
    self.bytes = bytes
  }

  /// A digest that was computed before.
  ///
  /// - Precondition: there are 64 bytes.
  package init(rawBytes bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
    precondition(self.bytes.count == 64)
  }

  /// The digest of what the closure hands over, piece by piece.
  package init(_ feed: ((UnsafeRawBufferPointer) -> Void) throws -> Void) rethrows {
    var state = SHA512()
    try feed { state.update(bufferPointer: $0) }
    self.init(state.finalize())
  }

  private init(_ digest: SHA512.Digest) { bytes = Array(digest) }

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
    guard let bytes = hexBytes(hex, count: 32) else { return nil }
    self.hex = hexText(bytes)
  }

  package var description: String { hex }
}

func hexText(_ bytes: some Sequence<UInt8>) -> String {
  var text: [UInt8] = []
  text.reserveCapacity(128)
  for byte in bytes {
    text.append(hexDigit(byte >> 4))
    text.append(hexDigit(byte & 15))
  }
  return String(decoding: text, as: UTF8.self)
}

private func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// The bytes that this many pairs of hexadecimal digits write; nil for any other text.
private func hexBytes(_ hex: String, count: Int) -> [UInt8]? {
  guard hex.utf8.count == 2 * count else { return nil }
  var bytes: [UInt8] = []
  var high: UInt8?
  for digit in hex.utf8 {
    let value: UInt8
    switch digit {
    case 48...57: value = digit - 48
    case 97...102: value = digit - 87
    case 65...70: value = digit - 55
    default: return nil
    }
    if let first = high {
      bytes.append(first << 4 | value)
      high = nil
    } else {
      high = value
    }
  }
  return bytes
}
