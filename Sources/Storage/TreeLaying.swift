package import Schedule

/// The next public tree while it is laid, file by file; only
/// ``PublicTrees/lay(modified:_:)`` makes one.
package final class TreeLaying {
  private let root: String
  private let present: PublicTrees.Tree?
  /// The paths of the present tree.
  private let old: [String]
  private let oldPaths: Set<String>
  private let modified: Instant
  /// The files that were put, each with its digest.
  private var put: [String: SHA512Sum] = [:]
  private var removed: Set<String> = []
  private var folders: Set<String> = []

  init(
    _ tree: PublicTrees.Tree, over present: PublicTrees.Tree?, _ old: [String], modified: Instant
  ) {
    root = tree.path
    self.present = present
    self.old = old
    oldPaths = Set(old)
    self.modified = modified
  }

  /// Puts a file; a file of the present tree with the same path and bytes is linked.
  ///
  /// Throws a ``StorageError``: ``StorageError/Code/digestMismatch`` where the bytes are not the
  /// expected ones, ``StorageError/Code/badPath`` for a path that leaves the tree or stands twice.
  ///
  /// The time is that of the laying, where none of its own is given.
  package func put(_ file: PublicFile, modified: Instant? = nil) throws {
    let digest = try file.digest ?? file.source.digest()
    try place(file.path, digest) { path in
      try file.source.placeUnsynced(at: path, expecting: digest)
      try Files.setModificationTime(path, modified ?? self.modified)
    }
  }

  /// Lets a file that was put stand at a second address, as a hard link.
  ///
  /// Throws a ``StorageError``.
  package func put(_ path: String, asIn other: String) throws {
    guard let digest = put[other] else {
      throw StorageError(.notFound, "lay", path, "no file was put at \(other)")
    }
    try place(path, digest) { try Files.link(root + "/" + other, as: $0) }
  }

  /// Lets go of paths of the present tree that were not put.
  package func remove(_ paths: [String]) { removed.formUnion(paths) }

  /// The paths of the present tree in a folder that were not put.
  package func remaining(in folder: String) -> [String] {
    old.filter { $0.hasPrefix(folder + "/") && put[$0] == nil }
  }

  private func place(
    _ path: String, _ digest: SHA512Sum, _ write: (String) throws -> Void
  ) throws {
    guard path.isPathInside, put.updateValue(digest, forKey: path) == nil else {
      throw StorageError(
        .badPath, "lay", path, "the path leaves the tree, or is named twice")
    }
    try makeFolders(to: path)
    if let present, oldPaths.contains(path),
      try SHA512Sum(ofFile: present.path + "/" + path) == digest
    {
      try Files.link(present.path + "/" + path, as: root + "/" + path)
    } else {
      try write(root + "/" + path)
    }
  }

  private func makeFolders(to path: String) throws {
    for folder in path.foldersOnTheWay where !folders.contains(folder) {
      if put[folder] != nil { throw clash(folder) }
      try Files.makeUnsynced(root + "/" + folder)
      folders.insert(folder)
    }
    if folders.contains(path) { throw clash(path) }
  }

  private func clash(_ path: String) -> StorageError {
    StorageError(
      .badPath, "lay", path, "it would be a file and a folder; an address keeps what it is")
  }

  /// Takes over what the present tree has and nobody named, and brings the whole to disk.
  func finish() throws {
    for path in old where put[path] == nil && !removed.contains(path) {
      guard !folders.contains(path) else { throw clash(path) }
      // A file that was put may stand where the present tree has a folder.
      if let file = path.foldersOnTheWay.first(where: { put[$0] != nil }) { throw clash(file) }
      try makeFolders(to: path)
      try Files.link(present!.path + "/" + path, as: root + "/" + path)
    }
    try Files.syncTree(root)
    try Files.syncFolder(root.parentPath)
  }
}
