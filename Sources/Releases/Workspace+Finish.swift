import Archive
import Editions
import Ledger
import Notation
import Schedule
import Storage

/// What was done after a switch, a sentence each, and what somebody should look at.
struct Finished {
  var done: [String] = []
  var notes: [String] = []

  var sentences: [String] { done + notes }

  static func += (a: inout Self, b: Self) {
    a.done += b.done
    a.notes += b.notes
  }
}

/// What comes after the switch, and what a crash may have left undone.
extension Workspace {
  /// Archives a release and brings the log to the public tree; what is there already is left.
  ///
  /// Throws a ``ReleaseError`` where a version cannot be archived, or pages are not public; where it need
  /// not be `mustBeWhole` that is said, and the sealed file stays until it is done.
  func finish(
    _ release: History.Release, mustBeWhole: Bool = true, at now: Instant
  ) throws -> Finished {
    var finished = Finished()
    var isArchived = true
    do {
      if try archiveWaiting(release) { finished.done.append("archived \(release.edition)") }
    } catch let error as ReleaseError where !mustBeWhole {
      isArchived = false
      finished.notes.append("not archived: \(error)")
    }
    // A site laid over a tree without the edition would name pages that are not there.
    if mustBeWhole { try refuseNotPublic(try History(self), among: [release.edition]) }
    finished += try publishSite(at: now)
    if isArchived { try removeSealed(release) }
    return finished
  }

  /// A seal of the next version waits for its own release.
  private func removeSealed(_ release: History.Release) throws {
    let file = sealedFile(release.edition)
    let standing = try History(self).standingSeal(of: release.edition)
    var files = (1...release.version).map { waitingFile(release.edition, version: $0) }
    if standing?.version ?? 0 <= release.version { files.append(file) }
    files = try files.filter { try Files.exists($0) }
    guard !files.isEmpty else { return }
    for file in files { try Files.remove(tree: file) }
    try Files.syncFolder(sealed)
  }

  // MARK: The archive

  /// Archives what came out of an edition and is not archived, one version after the other.
  ///
  /// Throws a ``ReleaseError`` that says what is out and why the archive does not have it.
  /// - Returns: whether there was anything to do.
  private func archiveWaiting(_ newest: History.Release) throws -> Bool {
    let store = OCFLStore(archive)
    let history = try History(self)
    var version = newest
    do {
      let kept = try versionsArchived(of: newest.edition, in: store)
      let waiting = history.releases.filter { $0.edition == newest.edition && $0.version > kept }
      for release in waiting {
        version = release
        guard let file = try waitingFile(of: release, history) else { throw lost(release) }
        try archiveSealed(release, file, history, in: store)
      }
      return !waiting.isEmpty
    } catch let error as ArchiveError {
      throw ReleaseError(
        .altered,
        "version \(version.version) of \(version.edition) is out since \(version.actual), and is not "
          + "archived yet: \(error). Mend that with `ninethirty repair --apply`, from a copy where it "
          + "needs one; then `ninethirty release \(version.edition)` finishes it")
    }
  }

  /// The sealed file goes when its edition is archived: where both are missing, the archive was lost.
  private func lost(_ release: History.Release) -> ReleaseError {
    ReleaseError(
      .altered,
      "edition \(release.edition) is out since \(release.actual), and \(archive) has lost its version"
        + " \(release.version); what it was sealed in is gone too, as it should be. Put the archive"
        + " back from a copy: `ninethirty repair --from COPY`; `ninethirty verify` says what is wrong"
    )
  }

  /// Where the sealed file of a version that is out waits for the archive while the next one is sealed.
  func waitingFile(_ month: Month, version: Int) -> String {
    "\(sealed)/\(month)-v\(version).age"
  }

  /// The sealed file of a version that is out, which goes when the version is archived; nil where there
  /// is none.
  func waitingFile(of release: History.Release, _ history: History) throws -> String? {
    let aside = waitingFile(release.edition, version: release.version)
    if try Files.exists(aside) { return aside }
    let isNext = history.unreleasedSeal(of: release.edition) != nil
    let isNewest = history.latestRelease(of: release.edition)?.version == release.version
    let file = sealedFile(release.edition)
    return try isNewest && !isNext && Files.exists(file) ? file : nil
  }

  /// Keeps the sealed file of a version that could not be archived yet: the seal of the next one takes
  /// its place.
  func keepWaiting(_ release: History.Release, _ history: History) throws {
    guard let file = try waitingFile(of: release, history), file == sealedFile(release.edition)
    else { return }
    try Files.rename(file, to: waitingFile(release.edition, version: release.version))
    try Files.syncFolder(sealed)
  }

  /// How many versions of an edition a sound archive may have: all that came out, or all but the
  /// newest while these still lie sealed, because they could not be archived yet.
  func versionsToArchive(of month: Month, _ history: History) throws -> ClosedRange<Int> {
    let releases = history.releases.filter { $0.edition == month }
    let waiting = try releases.reversed().prefix(while: { try waitingFile(of: $0, history) != nil })
    return (releases.count - waiting.count)...releases.count
  }

  func versionsArchived(of month: Month, in store: OCFLStore) throws -> Int {
    guard try store.contains(month.description) else { return 0 }
    return try store.inventory(of: month.description).versions.count
  }

  /// Opens the sealed edition into a closed folder, for the archive to copy, and removes the
  /// folder again; one that a crash left is removed by the next run.
  private func archiveSealed(
    _ release: History.Release, _ file: String, _ history: History, in store: OCFLStore
  ) throws {
    let folder = openedFolder(release.edition)
    try Files.remove(tree: folder)
    try Files.makeDirectory(folder, mode: 0o700)
    do {
      let writer = TreeWriter(folder, fileMode: 0o600, folderMode: 0o700)
      let seal = try releasedSeal(release, file, history)
      let open = try openSealed(seal, at: file, history) { try writer.write($1, to: $0) }
      guard open.seal.digest == release.digest else {
        throw ReleaseError(.altered, "\(file) is not the edition that the log says is out")
      }
      var content: [String: ContentSource] = [:]
      for file in open.files.keys { content[file] = .file("\(folder)/\(file)") }
      content[EditionSeal.file] = .file("\(folder)/\(EditionSeal.file)")
      let version = OCFLNewVersion(
        content: content, created: release.actual,
        message: "\(release.change.message) \(release.edition).",
        user: OCFLUser(
          name: open.seal.sealedBy, address: try address(in: folder)))
      try store.add(version, to: release.edition.description)
      try Files.remove(tree: folder)
    } catch {
      // A removal that failed is tried once more; the first failure says more than a second one.
      try? Files.remove(tree: folder)
      throw error
    }
  }

  /// The seal of a version that is out, by the journal.
  func releasedSeal(
    _ release: History.Release, _ file: String, _ history: History
  ) throws -> StandingSeal {
    guard file != sealedFile(release.edition) else {
      return try standingSeal(of: release.edition, history)
    }
    let seals = history.seals.filter { $0.edition == release.edition }
    guard let seal = seals.last(where: { $0.version == release.version }) else {
      throw ReleaseError(.altered, "\(file) is a file of which the journal knows no seal")
    }
    return seal
  }

  /// Where whoever sealed an edition can be asked about it.
  ///
  /// It is the series' own address for questions, as the schedule had it then: nobody's own address
  /// is archived with an id.
  private func address(in folder: String) throws -> String? {
    let path = "\(folder)/inputs/\(Self.scheduleFile)"
    guard try Files.kind(of: path) == .file else { return try contactAddress(programme()) }
    let bytes = try Files.read(path, limit: Self.analysisLimit)
    return Self.readProgramme(bytes).0.flatMap(contactAddress)
  }

  private func contactAddress(_ programme: Programme) -> String? {
    // The contact for the press comes first by custom, that for all other questions last.
    programme.series.contacts.compactMap(\.email).last.map { "mailto:\($0)" }
      ?? programme.series.address?.description
  }

  /// Finishes what an earlier run left undone: a release whose switch was made, then a change of
  /// date.
  ///
  /// - Returns: what was done, a sentence each.
  func finishInterruptedReleases(at now: Instant) throws -> [String] {
    _ = try notingRefusal("public", at: now) { try trees.current() }
    try refuseOlderLog()
    // In this order: a switch of the site would hide that of the release.
    return try finishInterruptedSwitch(at: now) + draftOwedLateReports(at: now)
      + finishInterruptedDates(at: now)
  }

  /// Finishes the release whose switch was made but not logged, or lets go of one whose switch
  /// was not made.
  ///
  /// The journal's `releasing` entry was on disk before the switch and names the tree. If the
  /// public link points to that tree and the edition stands in it, the world has seen the edition,
  /// and the log must say so; the time of the switch is the time at which the link was renamed. The
  /// number alone proves nothing: a tree that was never public gives its number to the next one.
  private func finishInterruptedSwitch(at now: Instant) throws -> [String] {
    try tidySealed()
    let history = try History(self)
    guard let intent = history.openIntent, let month = intent.edition.flatMap({ Month($0) }),
      case .integer(let number)? = intent.fields["tree"], let tree = try trees.current(),
      tree.number == number, try Files.exists("\(tree.path)/\(month)")
    else {
      try letGo(of: history, at: now)
      return []
    }
    // Where the link came to disk before the mode of what it points to.
    try trees.expose(tree)
    guard let standing = history.standingSeal(of: month),
      intent.fields["digest"] == .string(standing.digest.hex)
    else {
      throw ReleaseError(
        .altered,
        "edition \(month) was switched to the public tree, but its seal is not the one that was "
          + "released; nothing is logged. Bring back \(sealedFile(month)) as it was")
    }
    let seal = try openSealed(standing, history) { _, _ in }.seal
    let terms = try terms(of: standing, programme(), history)
    // An edition that was cancelled after its switch is out all the same, for its sealed instant.
    let isCancelled = terms.scheduled.isCancelled
    let scheduled = isCancelled ? seal.instant : terms.promised
    let earliest = isCancelled ? seal.instant : terms.instant
    // The file system's clock is the real one; a rehearsal has another.
    let actual = rehearsal == nil ? max(try trees.switchedAt(earliest), intent.instant) : now
    _ = try logRelease(seal, scheduled: scheduled, actual: actual, at: now)
    return ["finished the release of \(month), which was interrupted after its switch"]
  }

  /// Lets go of what was armed and not switched: nobody has seen it.
  ///
  /// The journal says so before another tree gets the number that the intent names; and where the
  /// link is gone although editions are out, nothing is removed: laying the next tree says what to
  /// do.
  private func letGo(of history: History, at now: Instant) throws {
    if let intent = history.openIntent, let month = intent.edition.flatMap({ Month($0) }) {
      try record(
        "disarmed", of: month,
        [
          "reason": .string("interrupted before its switch"),
          "tree": intent.fields["tree"] ?? .null,
        ],
        in: journalLedger, at: now)
    }
    if try trees.current() != nil || history.released.isEmpty {
      for tree in try trees.notPublic() { try Files.remove(tree: tree.path) }
    }
  }
}
