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
  /// Throws what kept a version from the archive, or else what kept the log from the public tree. Where it
  /// need not be `mustBeWhole` the one does not wait for the other, both are said, and the sealed file
  /// stays until it is archived.
  func finish(
    _ release: History.Release, mustBeWhole: Bool = true,
    searching search: SiteSearch = .everything,
    at now: Instant
  ) throws -> Finished {
    let archiving = Result { try archiveWaiting(release) }
    if mustBeWhole { _ = try archiving.get() }
    let publishing = Result {
      try publishSite(beside: release, searching: search, at: now)
    }
    var finished = Finished()
    do {
      if try archiving.get() { finished.done.append("archived \(release.edition)") }
    } catch  where !mustBeWhole {
      finished.notes.append("not archived: \(error)")
    }
    do {
      finished += try publishing.get()
    } catch  where !mustBeWhole || (error as? ReleaseError)?.code == .embargoed {
      finished.notes.append("log and calendar were not brought to the public tree: \(error)")
    }
    if case .success = archiving { try removeSealed(release) }
    return finished
  }

  /// Brings the log to the public tree, unless that lacks the release.
  private func publishSite(
    beside release: History.Release, searching search: SiteSearch, at now: Instant
  ) throws -> Finished {
    // A site laid over a tree without the edition would name pages that are not there.
    try refuseNotPublic(try History(self), among: [release.edition])
    return try publishSite(at: now, searching: search)
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
