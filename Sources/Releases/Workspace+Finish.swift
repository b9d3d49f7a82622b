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
    let folder = "\(sealed)/\(release.edition)"
    let store = OCFLStore(archive)
    if try !store.contains(release.edition.description) {
      try archiveSealed(release, folder: folder, in: store)
      done.append("archived \(release.edition)")
    }
    if try publishLog(release) { done.append("brought the log to the public tree") }
    if try Files.exists(folder) {
      try Files.remove(tree: folder)
      try Files.syncFolder(sealed)
    }
    return done
  }

  private func archiveSealed(
    _ release: History.Release, folder: String, in store: OCFLStore
  ) throws {
    let open = try OpenSeal(folder: folder)
    try open.verify(folder: folder)
    var content: [String: ContentSource] = [:]
    for file in open.files.keys { content[file] = .file("\(folder)/\(file)") }
    content[EditionSeal.file] = .file("\(folder)/\(EditionSeal.file)")
    try store.create(
      release.edition.description, content: content, created: release.actual,
      message: "Published \(release.edition).", user: open.seal.sealedBy)
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
    let seal = try OpenSeal(folder: "\(sealed)/\(month)").seal
    guard intent.fields["digest"] == .string(seal.digest) else {
      throw ReleaseError(
        .altered,
        "edition \(month) was switched to the public tree, but its seal is not the one that was "
          + "released; nothing is logged. Bring back publications/sealed/\(month) as it was")
    }
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
