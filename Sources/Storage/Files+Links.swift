import Glibc

extension Files {
  /// A second name for a file, as a hard link.
  static func link(_ path: String, as other: String) throws(StorageError) {
    let result = Glibc.link(path, other)
    try check(result, "link \u{201C}\(path)\u{201D} as", other)
  }

  /// A symbolic link; the caller syncs the folder.
  package static func makeLink(_ path: String, to target: String) throws(StorageError) {
    try check(symlink(target, path), "make link", path)
  }

  /// A folder with mode 0755; the caller syncs it and the folder above.
  static func makeUnsynced(_ path: String) throws {
    try check(mkdir(path, 0o755), "make folder", path)
    try check(Glibc.chmod(path, 0o755), "change mode of", path)
  }

  /// Sets the permission bits of our own folder; the caller syncs it.
  static func chmodUnsynced(_ path: String, _ mode: UInt32) throws {
    try check(Glibc.chmod(path, mode), "change mode of", path)
  }

  /// Brings a file's bytes and times to disk.
  static func syncFile(_ path: String) throws { try openFile(path).sync() }
}
