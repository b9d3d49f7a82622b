import Storage

extension OCFLStore {
  /// Puts a whole object in place that was made elsewhere: every version as it stands, byte for byte.
  ///
  /// It is copied beside the storage root, validated there with all its digests, brought to disk and
  /// put in place in one step. Throws ``ArchiveError/Code/invalid`` for an object that is not sound
  /// or bears another name, and ``Storage/StorageError/Code/exists`` where the archive has one of the
  /// name; then nothing is changed.
  package func adopt(objectAt source: String, as id: String) throws {
    guard isName(id) else {
      throw ArchiveError(.badName, path(of: id), "no object can have this name")
    }
    guard try !contains(id) else {
      throw StorageError(.exists, "archive", path(of: id), "the archive has this object already")
    }
    try makeRoot()
    try Files.remove(tree: staging)  // What a crash left.
    try Directory.replace(at: path(of: id), mode: 0o700, staging: staging) { building in
      try Self.copy(source, to: building)
      let faults = try Self.validate(objectAt: building).filter(\.isError)
      guard faults.isEmpty else {
        throw ArchiveError(
          .invalid, source, "the object is not sound, so it was not taken", faults: faults)
      }
      var validator = OCFLValidator(building)
      guard try validator.rootInventory()?.id == id else {
        throw ArchiveError(.invalid, source, "the object is not the one of \u{201C}\(id)\u{201D}")
      }
    }
  }

  private static func copy(_ source: String, to building: String) throws {
    let tree = TreeWriter(building, fileMode: 0o600, folderMode: 0o700)
    for entry in try Files.walk(source) {
      switch entry.kind {
      case .file:
        _ = try tree.write(.file("\(source)/\(entry.path)"), to: entry.path, summing: [])
      case .directory: try Files.makeDirectory("\(building)/\(entry.path)", mode: 0o700)
      case .link, .other:
        throw ArchiveError(.invalid, "\(source)/\(entry.path)", "an object holds no links")
      }
    }
  }
}
