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
  /// Files of the present tree that are not named stay, as hard links; so does a named file
  /// whose bytes are the same, with the time it had. Half-laid trees of a crash are removed
  /// first. On an error nothing of the new tree is left.
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
    let present = try current()
    try Files.makeDirectory(trees)
    try removeHalfLaid(above: present)
    let plan = try TreePlan(files: files, removing: Set(removing), present: present)
    let next = tree((try all().last?.number ?? 0) + 1)
    try Files.makeDirectory(next.path, mode: 0o700)
    do {
      try plan.carryOut(at: next.path, modified: modified)
    } catch {
      try Files.remove(tree: next.path)
      throw error
    }
    return next
  }

  /// Removes trees above the present one that nobody but us may enter.
  ///
  /// Without a present tree an exposed one means that `public` was lost: to lay a new tree from
  /// nothing would lose every address that ever was, so that is an error.
  private func removeHalfLaid(above present: Tree?) throws {
    for tree in try all() where tree.number > present?.number ?? 0 {
      if try !isExposed(tree) {
        try Files.remove(tree: tree.path)
      } else if present == nil {
        throw StorageError(
          .notFound, "use", link,
          "the link is missing but \(tree.path) was opened to readers; point the link to the newest"
            + " tree that was released, or finish the release that stopped, or remove the tree")
      }
    }
    try Files.syncFolder(trees)
  }
}

/// What the next tree is made of, worked out before anything is written.
private struct TreePlan {
  /// Files of the present tree to be linked: path in the tree, path on disk.
  private var linked: [(path: String, source: String)] = []
  private var written: [(file: PublicFile, digest: SHA512Sum)] = []

  init(files: [PublicFile], removing: Set<String>, present: PublicTrees.Tree?) throws {
    let old = try present.map { try Self.files(of: $0) } ?? []
    let oldPaths = Set(old)
    var named = removing
    for file in files {
      guard file.path.isPathInside, named.insert(file.path).inserted else {
        throw StorageError(
          .badPath, "lay", file.path, "the path leaves the tree, or is named twice or also removed")
      }
      let digest = try file.digest ?? file.source.digest()
      if let present, oldPaths.contains(file.path),
        try SHA512Sum(ofFile: present.path + "/" + file.path) == digest
      {
        linked.append((file.path, present.path + "/" + file.path))
      } else {
        written.append((file, digest))
      }
    }
    for path in old where !named.contains(path) {
      linked.append((path, present!.path + "/" + path))
    }
    try refuseFilesAsFolders()
  }

  func carryOut(at root: String, modified: Instant) throws {
    for folder in folders { try Files.makeUnsynced(root + "/" + folder) }
    for (path, source) in linked { try Files.link(source, as: root + "/" + path) }
    for (file, digest) in written {
      let path = root + "/" + file.path
      try file.source.place(at: path, mode: 0o644, expecting: digest)
      try Files.setModificationTime(path, modified)
      try Files.syncFile(path)
    }
    for folder in folders.reversed() { try Files.syncFolder(root + "/" + folder) }
    try Files.syncFolder(root)
    try Files.syncFolder(root.parentPath)
  }

  private var paths: [String] { linked.map(\.path) + written.map(\.file.path) }

  /// Every folder of the tree, the outer before the inner.
  private var folders: [String] {
    Set(paths.flatMap(\.foldersOnTheWay)).sorted { $0.precedesByBytes($1) }
  }

  private func refuseFilesAsFolders() throws {
    let folders = Set(folders)
    for path in paths where folders.contains(path) {
      throw StorageError(
        .badPath, "lay", path, "it would be a file and a folder; an address keeps what it is")
    }
  }

  private static func files(of tree: PublicTrees.Tree) throws -> [String] {
    try Files.walk(tree.path).compactMap { entry in
      switch entry.kind {
      case .file: return entry.path
      case .directory: return nil
      case .link, .other:
        throw StorageError(
          .isALink, "use", tree.path + "/" + entry.path,
          "a public tree holds files and folders only")
      }
    }
  }
}
