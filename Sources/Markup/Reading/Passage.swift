import Glibc

/// A stretch of markup's bytes: text or the value of an attribute, its references still in it.
package struct Passage {
  package let bytes: UnsafeBufferPointer<UInt8>
  package let range: Range<Int>

  /// The stretch of `bytes`, which must outlive it.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// The bytes as they stand, references and all.
  package var raw: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[range]) }

  /// Whether both have the same bytes; text against text, or value against value.
  package func isSame(as other: Passage) -> Bool {
    range.count == other.range.count
      && (range.isEmpty || memcmp(raw.baseAddress!, other.raw.baseAddress!, range.count) == 0)
  }

  /// Whether these are the bytes.
  package func isSame(as text: StaticString) -> Bool {
    range.count == text.utf8CodeUnitCount
      && (range.isEmpty || memcmp(raw.baseAddress!, text.utf8Start, range.count) == 0)
  }

  /// The text that is meant, references replaced.
  package var decoded: [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(range.count)
    forEachByte { decoded.append($0) }
    return decoded
  }

  /// The text that is meant.
  package var string: String { String(decoding: decoded, as: UTF8.self) }

  /// A number that is the same for the same text, however its references are written.
  package var fingerprint: UInt64 {
    var hash = FNV1a()
    forEachByte { hash.add($0) }
    return hash.value
  }

  /// Calls `body` with each byte of the text that is meant.
  package func forEachByte(_ body: (UInt8) -> Void) {
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = bytes[position]
      guard byte == UInt8(ascii: "&") else {
        body(byte)
        position += 1
        continue
      }
      let (meant, length) = reference(at: position)
      body(meant)
      position += length
    }
  }

  private static let references: [(StaticString, UInt8)] = [
    ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
    ("&quot;", UInt8(ascii: "\"")), ("&#x9;", 9), ("&#xA;", 10), ("&#xD;", 13),
  ]

  /// The character of a reference and its length; Canonical XML has no others than these.
  private func reference(at position: Int) -> (UInt8, Int) {
    for (text, meant) in Self.references {
      let length = text.utf8CodeUnitCount
      guard position + length <= range.upperBound else { continue }
      if memcmp(bytes.baseAddress! + position, text.utf8Start, length) == 0 {
        return (meant, length)
      }
    }
    return (UInt8(ascii: "&"), 1)
  }
}

/// The hash FNV-1a with 64 bits: the same in every run, fast on short texts.
package struct FNV1a {
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  /// Takes up one more byte.
  package mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
  }
}
