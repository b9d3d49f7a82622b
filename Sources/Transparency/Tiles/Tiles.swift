/// The files by which any file server serves a log (C2SP tlog-tiles).
package enum Tiles {
  /// The bytes of a tile of hashes or entries.
  ///
  /// - Precondition: `entries` are those of the tree, each of at most 65,535 bytes.
  package static func bytes(
    of path: TilePath, in tree: MerkleTree, entries: [[UInt8]]
  ) -> [UInt8] {
    let first = path.index * TilePath.fullWidth
    switch path.content {
    case .hashes(let level):
      return (first..<first + path.width).flatMap { tree.subtree(height: 8 * level, $0).bytes }
    case .entries:
      return entries[first..<first + path.width].flatMap { entry in
        precondition(entry.count <= Int(UInt16.max))
        return [UInt8(entry.count >> 8), UInt8(entry.count & 0xFF)] + entry
      }
    }
  }

  /// The entries of a bundle: each behind its length, two bytes, the higher first.
  ///
  /// Throws a ``TransparencyError`` where the bundle ends inside an entry.
  package static func entries(inBundle bytes: [UInt8]) throws(TransparencyError) -> [[UInt8]] {
    var entries: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let length = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
      guard rest.count >= 2 + length, rest.count > 1 else {
        throw TransparencyError(
          .malformed, "the bundle ends inside entry \(entries.count + 1) of it")
      }
      entries.append(Array(rest.dropFirst(2).prefix(length)))
      rest = rest.dropFirst(2 + length)
    }
    return entries
  }
}
