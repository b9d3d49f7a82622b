/// Proofs of a Merkle tree, verified without the tree.
///
/// The algorithms are those of RFC 9162 sections 2.1.3.2 and 2.1.4.2, for the proofs of RFC 6962.
package enum MerkleProof {
  /// Proves that a leaf stands at a place of the tree with this size and root.
  ///
  /// Throws a ``TransparencyError`` where it does not prove it.
  package static func verifyInclusion(
    of leaf: MerkleHash, at index: UInt64, size: UInt64, root: MerkleHash, proof: [MerkleHash]
  ) throws(TransparencyError) {
    guard index < size else {
      throw TransparencyError(
        .wrongShape, "a tree of \(size) leaves has none with the number \(index), counted from 0")
    }
    var (number, last) = (index, size - 1)
    var hash = leaf
    for other in proof {
      guard last > 0 else { throw tooLong(proof) }
      if number & 1 == 1 || number == last {
        hash = .node(other, hash)
        while number & 1 == 0, number != 0 { (number, last) = (number >> 1, last >> 1) }
      } else {
        hash = .node(hash, other)
      }
      (number, last) = (number >> 1, last >> 1)
    }
    guard last == 0 else { throw tooShort(proof) }
    guard hash == root else {
      throw TransparencyError(
        .wrongRoot, "the proof leads from leaf \(index) to the root \(hash), not to \(root)")
    }
  }

  /// Proves that a tree is the beginning of a larger one.
  ///
  /// Between trees of the same size the proof is empty and the roots are equal. From a tree without
  /// leaves nothing can be proved. Throws a ``TransparencyError`` where it does not prove it.
  package static func verifyConsistency(
    from oldSize: UInt64, _ oldRoot: MerkleHash, to size: UInt64, _ root: MerkleHash,
    proof: [MerkleHash]
  ) throws(TransparencyError) {
    guard oldSize > 0, oldSize <= size else {
      throw TransparencyError(
        .wrongShape, "nothing can be proved from a tree of \(oldSize) leaves to one of \(size)")
    }
    if oldSize == size {
      guard proof.isEmpty else { throw tooLong(proof) }
      guard oldRoot == root else { throw otherRoots(oldSize) }
      return
    }
    // Where the old tree is a complete subtree of the new one, its root is not in the proof.
    let path = oldSize & (oldSize - 1) == 0 ? [oldRoot] + proof : proof
    guard let first = path.first, !proof.isEmpty else { throw tooShort(proof) }
    var (number, last) = (oldSize - 1, size - 1)
    while number & 1 == 1 { (number, last) = (number >> 1, last >> 1) }
    var (oldHash, hash) = (first, first)
    for other in path.dropFirst() {
      guard last > 0 else { throw tooLong(proof) }
      if number & 1 == 1 || number == last {
        oldHash = .node(other, oldHash)
        hash = .node(other, hash)
        while number & 1 == 0, number != 0 { (number, last) = (number >> 1, last >> 1) }
      } else {
        hash = .node(hash, other)
      }
      (number, last) = (number >> 1, last >> 1)
    }
    guard last == 0 else { throw tooShort(proof) }
    guard oldHash == oldRoot else { throw otherRoots(oldSize) }
    guard hash == root else { throw otherRoots(size) }
  }

  private static func tooLong(_ proof: [MerkleHash]) -> TransparencyError {
    TransparencyError(.wrongShape, "the proof has \(proof.count) hashes, more than it needs")
  }

  private static func tooShort(_ proof: [MerkleHash]) -> TransparencyError {
    TransparencyError(.wrongShape, "the proof has \(proof.count) hashes, fewer than it needs")
  }

  private static func otherRoots(_ size: UInt64) -> TransparencyError {
    TransparencyError(.wrongRoot, "the proof leads to another root of the tree of \(size) leaves")
  }
}
