import Crypto

/// A SHA-512 digest of bytes that come piece by piece.
package struct SHA512Stream {
  private var state = SHA512()

  package init() {}

  /// Adds bytes.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) { state.update(bufferPointer: bytes) }

  /// The digest of everything that was added.
  package var sum: SHA512Sum { SHA512Sum(rawBytes: state.finalize()) }
}
