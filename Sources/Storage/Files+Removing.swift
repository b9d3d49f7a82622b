import Glibc

extension Files {
  /// Removes a file, a link or a whole folder; nothing happens where nothing stands.
  ///
  /// Links inside are removed, never followed. `/`, `.`, `..` and an empty path are refused. The
  /// caller syncs the folder above where that matters.
  package static func remove(tree path: String) throws {
    let name = path.lastPathPart
    guard !["", "/", ".", ".."].contains(name) else {
      throw StorageError(.badPath, "remove", path, "this path is never removed as a tree")
    }
    guard try kind(of: path) != nil else { return }
    let parent = try openFolder(path.parentPath)
    try remove(name.utf8CString.map { $0 }, in: parent, path: path)
  }

  /// Removes what a crash left unfinished in a folder: names that begin with
  /// ``unfinishedPrefix``.
  ///
  /// To be called under the workspace's lock, when no other writer runs.
  /// - Parameters:
  ///   - folder: where to look; nothing below it.
  ///   - ofProcesses: whether only files go whose names end in numbers, as those of
  ///     ``write(_:to:mode:)`` do: for a folder in which people keep files of their own.
  /// - Returns: the names that were removed.
  /// - Throws: a ``StorageError``.
  @discardableResult
  package static func removeUnfinished(
    in folder: String, ofProcesses: Bool = false
  ) throws -> [String] {
    let names = try listing(folder).names.filter { name in
      guard name.hasPrefix(unfinishedPrefix) else { return false }
      let numbers = name.dropFirst(unfinishedPrefix.utf8.count).split(
        separator: "-", omittingEmptySubsequences: false)
      return !ofProcesses || numbers.count == 2 && numbers.allSatisfy { UInt32($0) != nil }
    }
    for name in names { try remove(tree: folder + "/" + name) }
    if !names.isEmpty { try syncFolder(folder) }
    return names
  }

  private static func remove(
    _ name: [CChar], in parent: borrowing Descriptor, path: String
  ) throws {
    if unlinkat(parent.number, name, 0) == 0 { return }
    // Linux says EISDIR for a folder (unlink(2)); POSIX allows EPERM.
    guard errno == EISDIR || errno == EPERM else {
      throw StorageError("remove", path, errno: errno)
    }
    try removeContent(of: name, in: parent, path: path)
    try check(unlinkat(parent.number, name, AT_REMOVEDIR), "remove", path)
  }

  private static func removeContent(
    of name: [CChar], in parent: borrowing Descriptor, path: String
  ) throws {
    let folder = try Descriptor(folder: name, in: parent, path: path)
    for inner in try folder.names() {
      let shown = String(decoding: inner.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      try remove(inner, in: folder, path: path + "/" + shown)
    }
  }
}
