/// A folder that comes into being whole.
package enum Directory {
  /// Builds a folder beside its place, brings it to disk and puts it there in one step.
  ///
  /// The folder is built under the name `.new-<name>`; what a crash left under it is removed
  /// first. On an error before the step nothing is left of it and the place is as it was; a sync
  /// that fails after the step removes neither the new folder nor the old.
  /// - Parameters:
  ///   - path: the place of the finished folder.
  ///   - mode: the permission bits of the finished folder; while it is built they are 0700.
  ///   - replacing: whether a folder at the place is exchanged for the new one and removed;
  ///     otherwise it is an error, ``StorageError/Code/exists``.
  ///   - staging: the folder to build in where it is not the folder of the place itself; on the
  ///     same file system. It is made, and removed again when it is empty.
  ///   - build: fills the new folder, whose path it gets.
  /// - Throws: a ``StorageError``, or what `build` throws.
  package static func replace(
    at path: String, mode: UInt32 = 0o755, replacing: Bool = false, staging: String? = nil,
    build: (String) throws -> Void
  ) throws {
    let workshop = staging ?? path.parentPath
    if let staging { try Files.makeDirectory(staging, mode: 0o700) }
    let unfinished = workshop + "/" + Files.unfinishedPrefix + path.lastPathPart
    var isExchanged = false
    do {
      try Files.remove(tree: unfinished)
      if !replacing { try refuseExisting(path) }
      try Files.makeDirectory(unfinished, mode: 0o700)
      try build(unfinished)
      try Files.chmod(unfinished, mode)
      try Files.syncTree(unfinished)
      if replacing, try Files.exists(path) {
        try Files.exchange(unfinished, path)
        isExchanged = true
      } else {
        try Files.renameNew(unfinished, to: path)
      }
    } catch {
      try? clear(unfinished, staging)  // The first failure says more than a second one.
      throw error
    }
    do {
      try Files.syncFolder(path.parentPath)
      if workshop != path.parentPath { try Files.syncFolder(workshop) }
    } catch {
      if !isExchanged { try? clear(unfinished, staging) }  // The first failure says more.
      throw error
    }
    // What is in place stays in place: an old folder that cannot be removed, tried twice, is only a
    // leftover, and the next build removes it.
    do { try clear(unfinished, staging) } catch { try? clear(unfinished, staging) }
  }

  private static func refuseExisting(_ path: String) throws {
    if try Files.exists(path) {
      throw StorageError(.exists, "make folder", path, "something stands there already")
    }
  }

  private static func clear(_ unfinished: String, _ staging: String?) throws {
    try Files.remove(tree: unfinished)
    if let staging, try Files.list(staging).isEmpty { try Files.remove(tree: staging) }
  }
}
