import Glibc

extension Files {
  /// Makes a new file of bytes that come piece by piece, in one step, and brings it to disk.
  ///
  /// The pieces go to a file of their own in the same folder, which gets its name when the last is
  /// on disk. Nothing is left of it where `body` throws, or where something stands at the path
  /// already.
  package static func writeNew(
    to path: String, mode: UInt32 = 0o644,
    _ body: ((_ piece: [UInt8]) throws -> Void) throws -> Void
  ) throws {
    guard try !exists(path) else {
      throw StorageError(.exists, "write", path, "something stands there already")
    }
    let unfinished = path.parentPath + "/" + nextUnfinishedName()
    do {
      let file = try create(unfinished, mode: mode)
      var waiting: [UInt8] = []
      try body { piece in
        waiting += piece
        guard waiting.count >= 1 << 17 else { return }
        try file.write(waiting)
        waiting.removeAll(keepingCapacity: true)
      }
      try file.write(waiting)
      try file.sync()
      try renameNew(unfinished, to: path)
    } catch {
      unlink(unfinished)  // The failure is thrown on; a file that is not there is no second one.
      throw error
    }
    try syncFolder(path.parentPath)
  }
}
