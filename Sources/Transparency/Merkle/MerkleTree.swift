/// The Merkle tree of a log (RFC 6962 section 2.1): its root at every size that it ever had, and
/// proofs.
///
/// It keeps the hash of every complete subtree, twice as many as it has leaves; a root or a proof
/// then costs the square of the logarithm of the size.
package struct MerkleTree: Sendable {
  /// `levels[height][index]`: the hash of the leaves `index * 2^height ..< (index + 1) * 2^height`.
  private var levels: [[MerkleHash]] = [[]]

  /// The tree of these entries, in their order.
  package init(entries: some Sequence<[UInt8]>) {
    self.init(leaves: entries.map { MerkleHash.leaf($0) })
  }

  /// The tree of entries whose leaf hashes are known.
  package init(leaves: [MerkleHash]) {
    levels = [leaves]
    while let below = levels.last, below.count > 1 {
      levels.append(
        stride(from: 0, to: below.count - 1, by: 2).map { .node(below[$0], below[$0 + 1]) })
    }
  }

  /// How many leaves there are.
  package var size: Int { levels[0].count }

  /// The hash of a leaf.
  package func leaf(_ index: Int) -> MerkleHash { levels[0][index] }

  /// The hash of a complete subtree: that of the leaves from `index * 2^height` on.
  package func subtree(height: Int, _ index: Int) -> MerkleHash { levels[height][index] }

  /// The root of the first `size` leaves; of all where none is given.
  ///
  /// - Precondition: the tree has so many leaves.
  package func root(size: Int? = nil) -> MerkleHash {
    let size = size ?? self.size
    precondition(size <= self.size)
    return size == 0 ? .empty : hash(of: 0..<size)
  }

  /// The hashes that lead from a leaf to the root of the first `size` leaves (RFC 6962 section
  /// 2.1.1), the leaf's neighbour first.
  ///
  /// - Precondition: the leaf is one of them, and the tree has so many.
  package func inclusionProof(of index: Int, size: Int? = nil) -> [MerkleHash] {
    let size = size ?? self.size
    precondition(size <= self.size && (0..<size).contains(index))
    return path(to: index, in: 0..<size)
  }

  /// The hashes that show that the first `old` leaves are the beginning of the first `size` (RFC
  /// 6962 section 2.1.2).
  ///
  /// - Precondition: `0 < old <= size`, and the tree has so many leaves.
  package func consistencyProof(from old: Int, to size: Int? = nil) -> [MerkleHash] {
    let size = size ?? self.size
    precondition(size <= self.size && 0 < old && old <= size)
    return subproof(of: old, in: 0..<size, isWhole: true)
  }

  private func path(to index: Int, in range: Range<Int>) -> [MerkleHash] {
    guard range.count > 1 else { return [] }
    let middle = range.lowerBound + Self.split(range.count)
    return index < middle
      ? path(to: index, in: range.lowerBound..<middle) + [hash(of: middle..<range.upperBound)]
      : path(to: index, in: middle..<range.upperBound) + [hash(of: range.lowerBound..<middle)]
  }

  /// `isWhole` says that the verifier knows the hash of the old leaves in this range already.
  private func subproof(of old: Int, in range: Range<Int>, isWhole: Bool) -> [MerkleHash] {
    if old == range.upperBound { return isWhole ? [] : [hash(of: range)] }
    let middle = range.lowerBound + Self.split(range.count)
    return old <= middle
      ? subproof(of: old, in: range.lowerBound..<middle, isWhole: isWhole)
        + [hash(of: middle..<range.upperBound)]
      : subproof(of: old, in: middle..<range.upperBound, isWhole: false)
        + [hash(of: range.lowerBound..<middle)]
  }

  /// The hash of leaves that begin where a subtree of their size begins.
  private func hash(of range: Range<Int>) -> MerkleHash {
    let count = range.count
    if count & (count - 1) == 0 {
      return levels[count.trailingZeroBitCount][range.lowerBound / count]
    }
    let middle = range.lowerBound + Self.split(count)
    return .node(hash(of: range.lowerBound..<middle), hash(of: middle..<range.upperBound))
  }

  /// The largest power of two below a number of at least two.
  private static func split(_ count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}
