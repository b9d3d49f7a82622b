/// The bytes of a file while they are read, without a copy.
///
/// It is no longer than the closure that lends the bytes. Every access is checked, in release
/// builds too, because the bytes are other people's.
struct FileBytes {
  private let base: UnsafePointer<UInt8>
  /// How many bytes there are.
  let count: Int

  init(_ buffer: UnsafeBufferPointer<UInt8>) {
    // An empty file has no address; none of its bytes is ever asked for.
    base = buffer.baseAddress ?? UnsafePointer(bitPattern: 1)!
    count = buffer.count
  }

  @inline(__always) subscript(index: Int) -> UInt8 {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
    return base[index]
  }

  /// The bytes of a range.
  @inline(__always) subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  /// The bytes from an offset to the end.
  subscript(range: PartialRangeFrom<Int>) -> UnsafeBufferPointer<UInt8> {
    self[range.lowerBound..<count]
  }

  /// Eight bytes, the first of them lowest; nil where there are fewer.
  @inline(__always) func word(at index: Int) -> UInt64? {
    guard index >= 0, count - index >= 8 else { return nil }
    return UInt64(
      littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
  }
}

/// Questions about eight bytes at once (after Mycroft): the lowest bit of the answer belongs to
/// the first byte that is meant, and no bit is set where there is none.
extension UInt64 {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// Eight times the same byte.
  @inline(__always) static func eight(_ byte: UInt8) -> UInt64 { ones &* UInt64(byte) }

  /// Bytes that are this one.
  @inline(__always) func marks(of byte: UInt8) -> UInt64 {
    let others = self ^ .eight(byte)
    return (others &- Self.ones) & ~others & Self.highs
  }

  /// Bytes that are smaller than this one, which is at most 0x80.
  @inline(__always) func marks(below byte: UInt8) -> UInt64 {
    (self &- .eight(byte)) & ~self & Self.highs
  }

  /// Bytes that are not ASCII.
  @inline(__always) var marksBeyondASCII: UInt64 { self & Self.highs }
}
