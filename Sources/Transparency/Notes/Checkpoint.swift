import Diagnostics

/// What a log commits to at one size: the text of a signed note (C2SP tlog-checkpoint).
package struct Checkpoint: Sendable, Hashable {
  /// Which log it is: its address without scheme.
  package let origin: String
  /// How many entries the log has.
  package let size: Int
  /// The root of their Merkle tree.
  package let root: MerkleHash
  /// Further lines, which mean nothing to us.
  package let extensions: [String]

  /// The checkpoint of a tree.
  package init(origin: String, _ tree: MerkleTree) {
    self.origin = origin
    size = tree.size
    root = tree.root()
    extensions = []
  }

  /// Reads the text of a note.
  ///
  /// Throws a ``TransparencyError`` for anything but the form of the specification.
  package init(text: String) throws(TransparencyError) {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard lines.count >= 4, lines.last == "", lines.dropLast().allSatisfy({ !$0.isEmpty }) else {
      throw TransparencyError(
        .malformed,
        "a checkpoint has an origin, a size and a root in three lines, and no empty one")
    }
    guard let size = Int(lines[1]), size >= 0, String(size) == lines[1] else {
      throw TransparencyError(
        .malformed, "\(lines[1].quoted) is no size of a log: a number without zeros before it")
    }
    guard let root = MerkleHash(base64: lines[2]) else {
      throw TransparencyError(
        .malformed, "\(lines[2].quoted) is no root of a log: the base64 of 32 bytes")
    }
    origin = lines[0]
    self.size = size
    self.root = root
    extensions = Array(lines.dropFirst(3).dropLast())
  }

  /// The text of its note.
  package var text: String {
    ([origin, String(size), "\(root)"] + extensions).joined(separator: "\n") + "\n"
  }

  /// The checkpoint signed by keys of the log, whose name is the origin.
  ///
  /// Throws a ``TransparencyError`` for an origin that no key can have as its name.
  package func signed(by keys: [SignerKey]) throws -> SignedNote {
    try SignedNote(text, signedBy: keys, name: origin)
  }
}
