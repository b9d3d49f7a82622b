/// What a file system can do that not every one can.
package enum FileSystem {
  /// Whether two names in this folder can change places in one step (`RENAME_EXCHANGE`).
  ///
  /// It is tried with two empty files, which are removed again. Throws a ``StorageError`` where
  /// the folder cannot be written to.
  package static func exchangesNames(in folder: String) throws -> Bool {
    let names = [Files.nextUnfinishedName(), Files.nextUnfinishedName()].map { "\(folder)/\($0)" }
    defer { for name in names { try? Files.remove(tree: name) } }  // The answer counts.
    for name in names { try Files.writeNew([], to: name, mode: 0o600) }
    do {
      try Files.exchange(names[0], names[1])
      return true
    } catch let error as StorageError where error.code == .unsupported {
      return false
    }
  }

  /// Whether names that differ in case only are one name here, as seen by a file that is there.
  ///
  /// Nothing is written: the file is looked for under its name in the other case. False for a name
  /// without letters, and where two such files stand.
  package static func ignoresCase(at path: String) throws -> Bool {
    let name = path.lastPathPart
    let other = name.uppercased() == name ? name.lowercased() : name.uppercased()
    guard other != name, try Files.exists(path) else { return false }
    let swapped = "\(path.parentPath)/\(other)"
    return try Files.exists(swapped) && Files.isSame(path, swapped)
  }
}
