import Diagnostics

/// A proof that can be carried away: that a line stands in a log whose checkpoint is signed (C2SP
/// tlog-proof).
package struct InclusionProof: Sendable, Hashable {
  /// The number of the entry, from 0.
  package let index: Int
  /// The hashes from the leaf's neighbour up.
  package let hashes: [MerkleHash]
  /// The signed checkpoint, verbatim.
  package let note: SignedNote
  /// What the note says.
  package let checkpoint: Checkpoint

  static let heading = "c2sp.org/tlog-proof@v1"

  /// The proof of an entry of a tree, with the signed checkpoint of the whole tree.
  package init(of index: Int, in tree: MerkleTree, _ note: SignedNote) throws(TransparencyError) {
    self.index = index
    self.note = note
    checkpoint = try Checkpoint(text: note.text)
    hashes = tree.inclusionProof(of: index, size: checkpoint.size)
  }

  /// Reads a proof; nothing is verified.
  ///
  /// A line of further data (`extra`) is passed over: nobody vouches for it. Throws a
  /// ``TransparencyError`` for anything but the form of the specification.
  package init(_ bytes: [UInt8]) throws(TransparencyError) {
    let feed = UInt8(ascii: "\n")
    guard bytes.count <= SignedNote.longest,
      let blank = bytes.indices.dropLast().first(where: {
        bytes[$0] == feed && bytes[$0 + 1] == feed
      })
    else {
      throw TransparencyError(
        .malformed, "a proof has an empty line between its hashes and the checkpoint")
    }
    let head = bytes[..<blank].split(separator: feed, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    (index, hashes) = try Self.read(head)
    note = try SignedNote(Array(bytes[(blank + 2)...]))
    checkpoint = try Checkpoint(text: note.text)
  }

  private static func read(
    _ head: [String]
  ) throws(TransparencyError) -> (index: Int, hashes: [MerkleHash]) {
    var lines = head[...]
    guard lines.popFirst() == heading else {
      throw TransparencyError(.malformed, "a proof begins with \(heading)")
    }
    if let extra = lines.first, extra.hasPrefix("extra ") {
      guard Base64.bytes(extra.dropFirst(6)) != nil else {
        throw TransparencyError(.malformed, "the line of extra data is no base64")
      }
      lines.removeFirst()
    }
    guard let line = lines.popFirst(), line.hasPrefix("index "), let index = Int(line.dropFirst(6)),
      index >= 0, "index \(index)" == line
    else { throw TransparencyError(.malformed, "a proof names the index of its entry") }
    var hashes: [MerkleHash] = []
    for line in lines {
      guard let hash = MerkleHash(base64: line) else {
        throw TransparencyError(
          .malformed, "\(line.quoted) is no hash of a proof: the base64 of 32 bytes")
      }
      hashes.append(hash)
    }
    return (index, hashes)
  }

  /// The bytes of the proof.
  package var bytes: [UInt8] {
    let head = [Self.heading, "index \(index)"] + hashes.map(\.description)
    return Array(head.joined(separator: "\n").utf8) + Array("\n\n".utf8) + note.bytes
  }

  /// Proves that this entry stands at its place in the log of a signed checkpoint.
  ///
  /// Returns the keys that have signed the checkpoint. Throws a ``TransparencyError``.
  @discardableResult
  package func verified(
    for entry: [UInt8], by keys: [VerifierKey]
  ) throws(TransparencyError) -> [VerifierKey] {
    let signers = try note.verified(by: keys)
    try MerkleProof.verifyInclusion(
      of: .leaf(entry), at: UInt64(index), size: UInt64(checkpoint.size), root: checkpoint.root,
      proof: hashes)
    return signers
  }
}
