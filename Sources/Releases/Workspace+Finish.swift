import Archive
import Editions
import Ledger
import Notation
import Schedule
import Storage

/// What comes after the switch, and what a crash may have left undone.
extension Workspace {
  /// Archives a release and brings the log to the public tree; what is there already is left.
  ///
  /// - Returns: what was done, a sentence each.
  func finish(_ release: History.Release, at now: Instant) throws -> [String] {
    var done: [String] = []
    let store = OCFLStore(archive)
    if try versionsArchived(of: release.edition, in: store) < release.version {
      try archiveSealed(release, in: store)
      done.append("archived \(release.edition)")
    }
    if try publishLog(release) { done.append("brought the log to the public tree") }
    let file = sealedFile(release.edition)
    let standing = try History(self).standingSeal(of: release.edition)
    // A seal of the next version waits for its own release.
    if try Files.exists(file), standing?.version ?? 0 <= release.version {
      try Files.remove(tree: file)
      try Files.syncFolder(sealed)
    }
    return done
  }

  func versionsArchived(of month: Month, in store: OCFLStore) throws -> Int {
    guard try store.contains(month.description) else { return 0 }
    return try store.inventory(of: month.description).versions.count
  }

  /// Opens the sealed edition into a closed folder, for the archive to copy, and removes the
  /// folder again; one that a crash left is removed by the next run.
  private func archiveSealed(_ release: History.Release, in store: OCFLStore) throws {
    let folder = openedFolder(release.edition)
    try Files.remove(tree: folder)
    try Files.makeDirectory(folder, mode: 0o700)
    do {
      let history = try History(self)
      let writer = TreeWriter(folder, fileMode: 0o600, folderMode: 0o700)
      let open = try openSealed(try standingSeal(of: release.edition, history), history) {
        try writer.write($1, to: $0)
      }
      guard open.seal.digest == release.digest else {
        throw ReleaseError(
          .altered, "\(sealedFile(release.edition)) is not the edition that the log says is out")
      }
      var content: [String: ContentSource] = [:]
      for file in open.files.keys { content[file] = .file("\(folder)/\(file)") }
      content[EditionSeal.file] = .file("\(folder)/\(EditionSeal.file)")
      let version = OCFLNewVersion(
        content: content, created: release.actual,
        message: "\(release.change.message) \(release.edition).",
        user: OCFLUser(name: open.seal.sealedBy))
      try store.add(version, to: release.edition.description)
    } catch {
      try? Files.remove(tree: folder)  // The first failure says more than a second one.
      throw error
    }
    try Files.remove(tree: folder)
  }

  /// The second switch: it brings the log and changes no byte of an edition.
  private func publishLog(_ release: History.Release) throws -> Bool {
    let bytes = try Files.read(log, limit: 256 * 1024 * 1024)
    let published = "\(publications)/public/log/log.jsonl"
    if try Files.exists(published),
      try Files.read(published, limit: 256 * 1024 * 1024) == bytes
    {
      return false
    }
    let tree = try trees.lay(
      [PublicFile("log/log.jsonl", .bytes(bytes))], modified: release.actual)
    try trees.expose(tree)
    try trees.switch(to: tree)
    try trees.prune()
    return true
  }

  /// Finishes the release whose switch was made but not logged, or lets go of one whose switch
  /// was not made.
  ///
  /// The journal's `releasing` entry was on disk before the switch and names the tree. If the
  /// public link points to that tree, the world has seen the edition, and the log must say so; the
  /// time of the switch is the time at which the link was renamed.
  func finishInterruptedReleases(at now: Instant) throws -> [String] {
    try tidySealed()
    let history = try History(self)
    // A tree that was opened but never pointed to: nobody has seen it. Where the link is gone
    // although editions are out, nothing is removed: laying the next tree says what to do.
    if try trees.current() != nil || history.released.isEmpty {
      for tree in try trees.exposedButNotPublic() { try Files.remove(tree: tree.path) }
    }
    guard let intent = history.journal.last(where: { $0.event == "releasing" }),
      let month = intent.edition.flatMap({ Month($0) }),
      (history.latestRelease(of: month)?.version ?? 0) < intent.version,
      case .integer(let number)? = intent.fields["tree"], try trees.current()?.number == number
    else { return [] }
    guard let standing = history.standingSeal(of: month),
      intent.fields["digest"] == .string(standing.digest.hex)
    else {
      throw ReleaseError(
        .altered,
        "edition \(month) was switched to the public tree, but its seal is not the one that was "
          + "released; nothing is logged. Bring back \(sealedFile(month)) as it was")
    }
    let seal = try openSealed(standing, history) { _, _ in }.seal
    let actual = max(try trees.switchedAt(), intent.instant)
    _ = try logRelease(seal, actual: actual, at: now)
    return ["finished the release of \(month), which was interrupted after its switch"]
  }
}

extension LedgerEntry {
  /// The version that an entry is about; entries of the first versions do not all say it.
  fileprivate var version: Int {
    if case .integer(let version)? = fields["version"] { version } else { 1 }
  }
}
