extension Files {
  /// Writes bytes to a path where nothing stands yet, without bringing them to disk.
  ///
  /// For thousands of files of a folder that is not yet at its place: the caller brings all of
  /// them to disk with one ``syncFileSystem(of:)``. The folder of the file must exist. A file that
  /// fails is removed.
  package static func writeUnsynced(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644
  ) throws {
    let file = try create(path, mode: mode)
    do {
      try file.write(bytes)
    } catch {
      try remove(tree: path)
      throw error
    }
  }
}
