import Crypto

/// A hash of a Merkle tree: SHA-256 with a byte before what is hashed that tells leaves from nodes
/// (RFC 6962 section 2.1).
package struct MerkleHash: Sendable, Hashable, CustomStringConvertible {
  /// How many bytes a hash has.
  package static let byteCount = 32

  /// The 32 bytes.
  package let bytes: [UInt8]

  /// A hash that was computed before; nil where there are not 32 bytes.
  package init?(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
    guard self.bytes.count == Self.byteCount else { return nil }
  }

  /// A hash as checkpoints and proofs write it; nil where it is not the base64 of 32 bytes.
  package init?(base64: some StringProtocol) {
    guard let bytes = Base64.bytes(base64) else { return nil }
    self.init(bytes)
  }

  private init(digest: SHA256.Digest) { bytes = Array(digest) }

  /// The hash in base64, as checkpoints and proofs write it.
  package var description: String { Base64.text(bytes) }

  /// The hash of the tree without leaves: that of nothing.
  package static let empty = MerkleHash(digest: SHA256.hash(data: [UInt8]()))

  /// The hash of an entry of the log.
  package static func leaf(_ entry: some Sequence<UInt8>) -> MerkleHash {
    MerkleHash(digest: SHA256.hash(data: [0] + Array(entry)))
  }

  /// The hash of a node by those of the two below it.
  package static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
    MerkleHash(digest: SHA256.hash(data: [1] + left.bytes + right.bytes))
  }
}
