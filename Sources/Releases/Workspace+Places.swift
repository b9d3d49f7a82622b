import Diagnostics
import Schedule
import Storage

extension Workspace {
  /// Makes the folder of publications and holds what stands in it against what may stand there.
  ///
  /// What is not public is closed to others, and is no link to somewhere else; a log has one name
  /// only; and a rehearsal shares nothing with what is real.
  func guardPlaces() throws {
    if rehearsal != nil { try guardRehearsal() }
    try Files.makeDirectory(publications, mode: rehearsal == nil ? 0o755 : 0o700)
    // Only behind the guard of a rehearsal: its journal may be the real one.
    try notingRefusal("places", at: clock.now()) {
      try closePrivateFolders()
      try refuseSecondNames()
    }
  }

  private func closePrivateFolders() throws {
    for (path, kind, mode) in ownPlaces {
      guard let found = try Files.kind(of: path) else { continue }
      guard found == kind else { throw somethingElse(at: path, isFolder: kind == .directory) }
      if let mode, try Files.mode(of: path) & 0o777 != mode { try Files.chmod(path, mode) }
    }
  }

  /// What stands in the folder of publications, each with its mode where it is private.
  private var ownPlaces: [(path: String, kind: Files.Kind, mode: UInt32?)] {
    [drafts, sealed, archive, breaches, setAside].map { ($0, .directory, 0o700) }
      + [
        (journal, .file, 0o600), (trees.treesFolder, .directory, nil), (log, .file, nil),
        (lockFile, .file, nil),
      ]
  }

  /// Places that a release will refuse, or cannot bring anything to in one step, for `status`: while
  /// there is time.
  func placeWarnings() throws -> [StatusWarning] {
    func warning(_ text: String, _ remedy: String) -> StatusWarning {
      StatusWarning(
        kind: .placeNotUsable, edition: nil, isUrgent: true, text: text, remedy: remedy)
    }
    return try ownPlaces.compactMap { path, kind, _ in
      guard let found = try Files.kind(of: path) else { return nil }
      guard found == kind else {
        return warning(
          "\(somethingElse(at: path, isFolder: kind == .directory))", "no release goes on")
      }
      // Into the others nothing is moved from outside.
      guard [archive, setAside].contains(path),
        try !Files.areOnOneFileSystem(path, publications)
      else {
        return nil
      }
      return warning(
        "\(path) is on another file system than \(publications): nothing can be moved into it in one step",
        "mount the whole of \(publications) there, not a part of it")
    }
  }

  private func somethingElse(at path: String, isFolder: Bool) -> StorageError {
    StorageError(
      .isALink, "use", path,
      "something else than the \(isFolder ? "folder" : "file") of ninethirty stands there, such as "
        + "a symbolic link; remove it")
  }

  /// A log that has another name would be written under that name too.
  private func refuseSecondNames() throws {
    for path in [log, journal, lockFile] where try Files.exists(path) {
      guard try Files.nameCount(of: path) > 1 else { continue }
      throw StorageError(
        .isALink, "use", path,
        "the file has another name elsewhere (a hard link), so that what is written here would be "
          + "written there; make it a file of its own: copy it, and move the copy into its place")
    }
  }

  /// What a rehearsal writes to is its own: no link to, and not the same as, what is real, also not
  /// by a mount.
  private func guardRehearsal() throws {
    let real = path("publications")
    for name in ["", "/.trees", "/archive", "/sealed", "/drafts", "/breaches"] {
      let own = publications + name
      guard let kind = try Files.kind(of: own) else { continue }
      let isReal = try Files.exists(real + name) && Files.isSame(own, real + name)
      guard kind == .directory, !isReal else {
        throw ReleaseError(
          .altered,
          "\(own) leads out of the rehearsal; nothing is written. Remove it, and rehearse in a new "
            + "folder with `ninethirty rehearse`")
      }
    }
    if try Files.exists(publications), try Files.mode(of: publications) & 0o077 != 0 {
      try Files.chmod(publications, 0o700)
    }
  }
}
