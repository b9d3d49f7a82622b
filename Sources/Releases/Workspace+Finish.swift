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
    if try !store.contains(release.edition.description) {
      try archiveSealed(release, in: store)
      done.append("archived \(release.edition)")
    }
    if try publishLog(release) { done.append("brought the log to the public tree") }
    let file = sealedFile(release.edition)
    if try Files.exists(file) {
      try Files.remove(tree: file)
      try Files.syncFolder(sealed)
    }
    return done
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
      try store.create(
        release.edition.description, content: content, created: release.actual,
        message: "Published \(release.edition).", user: open.seal.sealedBy)
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
  /// public link points to that tree and the edition stands in it, the world has seen the edition,
  /// and the log must say so; the time of the switch is the time at which the link was renamed. The
  /// number alone proves nothing: a tree that was never public gives its number to the next one.
  func finishInterruptedReleases(at now: Instant) throws -> [String] {
    try tidySealed()
    let history = try History(self)
    // A tree that was opened but never pointed to: nobody has seen it. Where the link is gone
    // although editions are out, nothing is removed: laying the next tree says what to do.
    if try trees.current() != nil || history.released.isEmpty {
      for tree in try trees.exposedButNotPublic() { try Files.remove(tree: tree.path) }
    }
    guard let intent = history.journal.last(where: { $0.event == "releasing" }),
      let month = intent.edition.flatMap({ Month($0) }), !isPublic(month, record: history.record),
      case .integer(let number)? = intent.fields["tree"], let tree = try trees.current(),
      tree.number == number, try Files.exists("\(tree.path)/\(month)")
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
    try record(
      "released", of: month,
      [
        "actual": .string(actual.description),
        "delayMilliseconds": .integer(Int(actual.milliseconds - seal.instant.milliseconds)),
        "digest": .string(seal.digest), "scheduled": .string(seal.instant.description),
        "version": .integer(1),
      ], in: logLedger, at: now)
    return ["finished the release of \(month), which was interrupted after its switch"]
  }
}
