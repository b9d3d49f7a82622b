/// The switch in three parts, so that as little as possible is left for the instant.
extension PublicTrees {
  /// Makes the link that ``turn(to:)`` renames, and brings it to disk.
  ///
  /// The tree stays closed to others: what the link points to cannot be entered.
  package func prepare(_ tree: Tree) throws {
    _ = try current()  // Refuses a `public` that is not ours.
    guard try Files.kind(of: tree.path) == .directory else {
      throw StorageError(.notFound, "make public", tree.path, "the tree is not there")
    }
    try Files.remove(tree: nextLink)
    try Files.remove(tree: spareLink)
    try Files.makeLink(nextLink, to: target(of: tree))
    try Files.syncFolder(folder)
  }

  /// Does what ``turn(to:)`` will do to a spare of the prepared link and to the closed tree, so that at
  /// the instant neither code nor directory has to be fetched from a disk.
  ///
  /// Readers see nothing of it. Before and after it, also where it throws, the prepared link points to
  /// the tree.
  package func warm(_ tree: Tree) throws {
    try Files.remove(tree: spareLink)
    try Files.makeLink(spareLink, to: target(of: tree))
    try Files.rename(spareLink, to: nextLink)
    try Files.chmodUnsynced(tree.path, 0o700)
  }

  /// Opens a prepared tree to others and makes it the public one: one `chmod(2)`, one
  /// `rename(2)`, nothing brought to disk yet.
  ///
  /// When it returns, readers get the new tree. Where it throws they get the old one.
  package func turn(to tree: Tree) throws {
    guard try Files.target(ofLink: nextLink) == target(of: tree) else {
      throw StorageError(
        .badPath, "make public", tree.path, "the link that was prepared points elsewhere")
    }
    try Files.chmodUnsynced(tree.path, 0o755)
    try Files.rename(nextLink, to: link)
  }

  /// Brings a turn to this tree to disk.
  ///
  /// A file system that keeps metadata in order has the tree open wherever it has the link; after
  /// a power cut on another, ``expose(_:)`` opens the present tree again.
  package func settle(_ tree: Tree) throws {
    try Files.syncFolder(tree.path)
    try Files.syncFolder(folder)
  }

  /// Takes a laid tree away again that is not public.
  package func discard(_ tree: Tree) throws {
    guard try current() != tree else {
      throw StorageError(.exists, "remove", tree.path, "it is the public tree")
    }
    try Files.remove(tree: nextLink)
    try Files.remove(tree: spareLink)
    try Files.remove(tree: tree.path)
    try Files.syncFolder(trees)
    try Files.syncFolder(folder)
  }
}
