package import Schedule

/// A file of a public tree.
package struct PublicFile: Sendable, Hashable {
  /// The path inside the tree, `/` between its parts.
  package let path: String
  package let source: ContentSource
  /// The digest that the bytes must have; nil where the source is trusted as it is.
  package let digest: SHA512Sum?

  /// A file at a path of the tree, with the digest that was sealed where there is one.
  package init(_ path: String, _ source: ContentSource, digest: SHA512Sum? = nil) {
    self.path = path
    self.source = source
    self.digest = digest
  }
}

extension PublicTrees {
  /// Lays the next tree beside the present one, closed to others, and brings it to disk.
  ///
  /// As ``lay(modified:_:)`` does, for files that are known beforehand.
  /// - Parameters:
  ///   - files: the new and the changed files.
  ///   - removing: paths of the present tree that the new one has no more.
  ///   - modified: the modification time of the new and the changed files.
  /// - Returns: the new tree, mode 0700.
  /// - Throws: a ``StorageError``; ``StorageError/Code/digestMismatch`` where bytes are not the
  ///   sealed ones.
  package func lay(
    _ files: [PublicFile], removing: [String] = [], modified: Instant
  ) throws -> Tree {
    try lay(modified: modified) { laying in
      for file in files { try laying.put(file) }
      laying.remove(removing)
    }
  }

  /// Lays the next tree beside the present one, closed to others, and brings it to disk.
  ///
  /// Files of the present tree that are not named stay, as hard links; so does a named file
  /// whose bytes are the same, with the time it had. Half-laid trees of a crash are removed
  /// first. `body` puts the files, one by one; they get the modification time `modified`. Where it
  /// throws, or anything else fails, nothing of the new tree is left. The new tree has mode 0700.
  ///
  /// Where it is laid `anew`, nothing of the present tree is taken over, not even as a hard link:
  /// what is damaged there stays there.
  package func lay(
    modified: Instant, anew: Bool = false, _ body: (TreeLaying) throws -> Void
  ) throws -> Tree {
    let present = try current()
    try Files.makeDirectory(trees)
    try removeHalfLaid(above: present, anew)
    let old = try present.map { anew ? [] : try Self.files(of: $0) } ?? []
    let next = tree((try all().last?.number ?? 0) + 1)
    try Files.makeDirectory(next.path, mode: 0o700)
    do {
      let laying = TreeLaying(next, over: anew ? nil : present, old, modified: modified)
      try body(laying)
      try laying.finish()
    } catch {
      try Files.remove(tree: next.path)
      throw error
    }
    return next
  }

  /// Removes trees above the present one that nobody but us may enter.
  ///
  /// Without a present tree an exposed one means that `public` was lost: to lay a new tree from
  /// nothing would lose every address that ever was, so that is an error; one that is laid anew has
  /// them all.
  private func removeHalfLaid(above present: Tree?, _ anew: Bool) throws {
    for tree in try all() where tree.number > present?.number ?? 0 {
      if try !isExposed(tree) {
        try Files.remove(tree: tree.path)
      } else if present == nil, !anew {
        throw StorageError(
          .notFound, "use", link,
          "the link is missing but \(tree.path) was opened to readers; `ninethirty repair --apply`"
            + " lays a tree anew from the archive and points the link to it, or point it to the newest"
            + " tree that was released")
      }
    }
    try Files.syncFolder(trees)
  }

  private static func files(of tree: Tree) throws -> [String] {
    try Files.walk(tree.path).compactMap { entry in
      switch entry.kind {
      case .file: return entry.path
      case .directory: return nil
      case .link, .other:
        throw StorageError(
          .isALink, "use", tree.path + "/" + entry.path,
          "a public tree holds files and folders only; `ninethirty verify` names what else is there, and"
            + " `ninethirty repair --apply` sets it aside")
      }
    }
  }
}
