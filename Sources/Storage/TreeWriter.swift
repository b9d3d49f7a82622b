import Glibc

/// Fills a folder that is being built, from many threads at once.
///
/// Nothing is brought to disk file by file: who builds the folder syncs the whole of it before it
/// is put in place (``Directory/replace(at:mode:replacing:staging:build:)`` does).
package struct TreeWriter: Sendable {
  /// The folder that is being built.
  package let folder: String
  private let fileMode: UInt32
  private let folderMode: UInt32

  package init(_ folder: String, fileMode: UInt32, folderMode: UInt32) {
    self.folder = folder
    self.fileMode = fileMode
    self.folderMode = folderMode
  }

  /// Writes a file at a path inside the folder where nothing stands yet, and the folders on its
  /// way.
  ///
  /// Throws a ``StorageError``.
  package func write(_ bytes: [UInt8], to path: String) throws {
    let file = try inExistingFolder("\(folder)/\(path)") { try Files.create($0, mode: fileMode) }
    try file.write(bytes)
  }

  /// Writes a file of pieces at a path inside the folder where nothing stands yet, and the folders
  /// on its way.
  ///
  /// Throws a ``StorageError``, or what `body` throws.
  package func write(
    to path: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    let file = try inExistingFolder("\(folder)/\(path)") { try Files.create($0, mode: fileMode) }
    try body { try file.write($0) }
  }

  /// Gives a file of another folder of the same file system a second name inside this one.
  ///
  /// Throws a ``StorageError``.
  package func link(_ existing: String, as path: String) throws {
    try inExistingFolder("\(folder)/\(path)") { target in
      _ = try check(Glibc.link(existing, target), "link \u{201C}\(existing)\u{201D} as", target)
    }
  }

  /// Tries, and where the folder is missing makes it and tries again.
  private func inExistingFolder<Result: ~Copyable>(
    _ path: String, _ body: (String) throws -> Result
  ) throws -> Result {
    do {
      return try body(path)
    } catch let error as StorageError where error.code == .notFound {
      try makeFolder(path.parentPath)
      return try body(path)
    }
  }

  private func makeFolder(_ path: String) throws {
    if mkdir(path, folderMode) == 0 { return }
    if errno == EEXIST { return }
    guard errno == ENOENT, path.utf8.count > folder.utf8.count else {
      throw StorageError("make folder", path, errno: errno)
    }
    try makeFolder(path.parentPath)
    guard mkdir(path, folderMode) == 0 || errno == EEXIST else {
      throw StorageError("make folder", path, errno: errno)
    }
  }
}
