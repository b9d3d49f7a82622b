/// The lines of a log as the leaves of its Merkle tree.
package struct LogContent: Sendable {
  /// Each line without its line feed.
  package let entries: [[UInt8]]
  package let tree: MerkleTree

  /// The content of a log file; bytes after its last line feed are no line and do not count.
  package init(_ bytes: [UInt8]) {
    entries = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast().map(Array.init)
    tree = MerkleTree(entries: entries)
  }

  /// The log as it was when it had so many lines.
  ///
  /// - Precondition: it has so many.
  package func first(_ count: Int) -> LogContent {
    LogContent(entries: Array(entries[..<count]))
  }

  private init(entries: [[UInt8]]) {
    self.entries = entries
    tree = MerkleTree(entries: entries)
  }

  /// Proves that the log as it is begins with what a checkpoint covers: that no line of that time
  /// was changed, taken out or put in since.
  ///
  /// The signature of the checkpoint is another matter: ``SignedNote/verified(by:)``. Throws a
  /// ``TransparencyError``: `shortened` where the log has fewer lines, `wrongRoot` where they are
  /// others.
  package func verify(extends checkpoint: Checkpoint) throws(TransparencyError) {
    guard checkpoint.size <= tree.size else {
      throw TransparencyError(
        .shortened,
        "the checkpoint covers \(checkpoint.size) lines, and the log has \(tree.size): lines at its "
          + "end are missing")
    }
    guard tree.root(size: checkpoint.size) == checkpoint.root else {
      throw TransparencyError(
        .wrongRoot,
        checkpoint.size == 0
          ? "the checkpoint covers no line, but its root is not that of an empty log"
          : "lines 1 to \(checkpoint.size) of the log are not those that the checkpoint covers: one "
            + "of them was changed, taken out or put in after it was signed")
    }
  }
}
