import Archive
import Diagnostics
import Editions
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// What `release` did.
  package struct ReleaseOutcome: Sendable {
    package let release: History.Release
    /// Whether the edition came out now.
    package let isNew: Bool
    /// What an earlier run had left undone and this one finished, a sentence each.
    package let repairs: [String]
    /// The correction of the edition that stands open and is not sealed, in words.
    package var openCorrection: String? = nil
  }

  /// Makes a sealed edition public.
  ///
  /// Throws a ``ReleaseError`` with the code `embargoed` before its instant, `wrongState` where it
  /// is not sealed, `altered` where the sealed bytes are not those of the seal, `clock` where the
  /// clock is not synchronised, `held` where the instant was missed and the schedule holds such an
  /// edition; `lateBecause` is the reason that lets it go.
  package func release(
    _ month: Month, lateBecause: String? = nil, clock: any Clock
  ) throws -> ReleaseOutcome {
    let lock = try lock("release \(month)")
    defer { withExtendedLifetime(lock) {} }
    return try takingBack(month, at: clock.now())
      .releaseLocked(month, lateBecause: lateBecause, clock: clock)
  }

  /// The same, under the lock of the caller.
  func releaseLocked(
    _ month: Month, lateBecause: String?, clock: any Clock
  ) throws -> ReleaseOutcome {
    switch try beginRelease(of: month, clock: clock) {
    case .out(let outcome): return outcome
    case .sealed(let seal, let history, let repairs):
      let terms = try terms(of: seal, programme(), history)
      try permit(seal, told: terms.told, clock: clock)
      let missed = try noteMissed(terms, lateBecause: lateBecause, clock: clock)
      let armed = try recordingRefusal(of: month, clock: clock) {
        try arm(month, history, clock: clock)
      }
      do {
        try permit(armed.standing, told: armed.terms.told, clock: clock)
      } catch {
        try disarm(armed, because: "\(error)", at: clock.now())
        throw error
      }
      return try carryOut(armed, missed: missed, repairs: repairs, clock: clock)
    }
  }

  /// How an edition stands when its release begins.
  enum Beginning {
    /// It is out; what was left undone is finished.
    case out(ReleaseOutcome)
    case sealed(StandingSeal, History, repairs: [String])
  }

  /// Finishes what a crash left, and finds the edition; the caller holds the lock.
  func beginRelease(of month: Month, clock: any Clock) throws -> Beginning {
    try recoverLedgers(at: clock.now())
    var repairs = try finishInterruptedReleases(at: clock.now())
    let history = try History(self)
    if let release = history.latestRelease(of: month) {
      // What the next version does not wait for is said once that is out: until then wrong figures
      // are public.
      let isLast = history.unreleasedSeal(of: month) == nil
      let finished = try finish(release, mustBeWhole: isLast, at: clock.now())
      repairs += isLast ? finished.sentences : finished.done
      guard !isLast else {
        let open = try release.isWithdrawal ? nil : openCorrection(of: month, after: release)
        return .out(
          ReleaseOutcome(
            release: release, isNew: false, repairs: repairs, openCorrection: open?.text))
      }
    }
    let seal = try recordingRefusal(of: month, clock: clock) {
      try releasableSeal(of: month, history)
    }
    return .sealed(seal, history, repairs: repairs)
  }

  /// Notes in the journal that what was found in the place of a sealed edition was refused.
  func recordingRefusal<Value>(
    of month: Month, clock: any Clock, _ body: () throws -> Value
  ) throws -> Value {
    do {
      return try body()
    } catch let error as ReleaseError where error.refusal != nil {
      try recordOnce("refused", of: month, ["reason": .string(error.refusal!)], at: clock.now())
      throw error
    }
  }

  /// A release with everything slow behind it: what is left is the switch.
  struct ArmedRelease {
    /// The seal as it came out of the sealed file.
    let seal: EditionSeal
    /// The same by the journal.
    let standing: StandingSeal
    /// The next public tree, closed to others.
    let tree: PublicTrees.Tree
    /// The schedule as it stood, when the version may come out by it and by the public log, and what
    /// tells whether one of the two was written since.
    var programme: Programme
    var terms: ReleaseTerms
    var datesStamp: String
    /// What was found while it was made ready, a sentence each; empty once it was said.
    var notes: [String]
  }

  /// Decrypts the sealed edition straight into the next public tree, closed, verifies every byte,
  /// notes the intent in the journal and makes the link ready that the switch renames.
  ///
  /// Where anything is not as it was sealed, nothing of the tree is left.
  func arm(_ month: Month, _ history: History, clock: any Clock) throws -> ArmedRelease {
    let datesStamp = try datesStamp()
    let programme = try programme()
    let standing = try releasableSeal(of: month, history)
    let terms = try terms(of: standing, programme, history)
    var notes: [String] = []
    if standing.kind.holdUps.contains(.leaks) {
      try refuseNotPublic(history)
      notes = try refuseLeaks(before: month, history, clock: clock)
    }
    try requireRoom(toRelease: month)
    let (tree, seal) = try layTree(for: standing, history)
    try record(
      "releasing", of: month,
      [
        "digest": .string(standing.digest.hex), "tree": .integer(tree.number),
        "version": .integer(standing.version),
      ], in: journalLedger, at: clock.now())
    try trees.prepare(tree)
    return ArmedRelease(
      seal: seal, standing: standing, tree: tree, programme: programme, terms: terms,
      datesStamp: datesStamp, notes: notes)
  }

  /// Takes an armed release back: the journal says so, then its tree goes.
  func disarm(_ armed: ArmedRelease, because reason: String, at now: Instant) throws {
    try record(
      "disarmed", of: armed.seal.edition,
      ["reason": .string(reason), "tree": .integer(armed.tree.number)], in: journalLedger, at: now)
    try trees.discard(armed.tree)
  }

  /// The switch, its line in the log, and what comes after it; the caller has asked
  /// ``permit(_:told:clock:)``.
  func carryOut(
    _ armed: ArmedRelease, missed: String?, repairs: [String], clock: any Clock
  ) throws -> ReleaseOutcome {
    let release = try publish(armed, clock: clock)
    var late: [String] = []
    if let missed {
      // Before what can fail: the next command would draft it otherwise.
      late = [missed] + reportLate(release.edition, version: release.version, clock: clock)
    }
    var said = repairs + armed.notes
    // The tree that was taken over was searched when the next one was laid, but the page of the log is made
    // now; a withdrawal waits for no search.
    said +=
      try finish(
        release, mustBeWhole: !release.isWithdrawal,
        searching: release.isWithdrawal ? .nothing : .whatIsNew, at: clock.now()
      ).notes + late
    said += overtakenSeals(armed.programme, try History(self)).map(\.note)
    return ReleaseOutcome(release: release, isNew: true, repairs: said)
  }

  /// The switch, and its line in the log; the caller has asked ``permit(_:told:clock:)``.
  ///
  /// The time that is logged is the first at which readers surely had the new tree.
  func publish(_ armed: ArmedRelease, clock: any Clock) throws -> History.Release {
    try trees.turn(to: armed.tree)
    let actual = clock.now()
    try trees.settle(armed.tree)
    return try logRelease(
      armed.seal, scheduled: armed.terms.promised, actual: actual, at: actual)
  }

  /// What tells whether the schedule or the public log was written.
  func datesStamp() throws -> String { try Files.stamp(of: [path(Self.scheduleFile), log]) }

  /// The seal that stands, if it was made for the editions that are out now.
  func releasableSeal(of month: Month, _ history: History) throws -> StandingSeal {
    let seal = try standingSeal(of: month, history)
    let others = history.released.filter { $0 != month }
    guard isOfWhatIsOut(seal, history) else {
      let names = others.map(\.description).joined(separator: ", ")
      throw ReleaseError(
        .wrongState,
        "edition \(month) was sealed when other editions were out than now (\(names)), so it does "
          + "not fit them; \(wayToSealAgain(seal, history))")
    }
    let version = (history.latestRelease(of: month)?.version ?? 0) + 1
    guard seal.version == version else {
      throw ReleaseError(
        .wrongState,
        "what is sealed is version \(seal.version) of \(month), and the next is \(version); "
          + wayToSealAgain(seal, history))
    }
    return seal
  }

  /// Whether the editions that are out and withdrawn are those of when it was sealed.
  func isOfWhatIsOut(_ seal: StandingSeal, _ history: History) -> Bool {
    seal.follows == history.released.filter { $0 != seal.edition }
      && seal.withdrawn == history.withdrawals.keys.sorted()
  }

  // MARK: The public tree

  var trees: PublicTrees {
    var trees = PublicTrees(in: publications)
    trees.leavesStrayOut = leavesStrayTreeOut
    return trees
  }

  /// The next public tree: everything that is out, and this edition.
  private func layTree(
    for standing: StandingSeal, _ history: History
  ) throws -> (PublicTrees.Tree, EditionSeal) {
    do {
      return try layTreeNamingPaths(for: standing, history)
    } catch let error as StorageError where error.path.hasPrefix(trees.treesFolder) {
      // Errors end up in logs, and the address of a report names its organisation.
      throw error.told(of: trees.treesFolder, "lay the next public tree in")
    }
  }

  private func layTreeNamingPaths(
    for standing: StandingSeal, _ history: History
  ) throws -> (PublicTrees.Tree, EditionSeal) {
    var seal: EditionSeal?
    let tree = try trees.lay(modified: standing.instant) { laying in
      let layout = PublicLayout(standing)
      var content = ContentCollector()
      let open = try openSealed(standing, history) { path, bytes in
        content.take(path, bytes)
        guard let address = layout.address(of: path) else { return }
        try laying.put(PublicFile(address, .bytes(bytes)))
      }
      for (address, other) in layout.furtherAddresses(in: open) {
        try laying.put(address, asIn: other)
      }
      // Calendar, feed, organisations and catalogue come out in the same switch.
      let coming = content.version(open)
      let site = try siteFiles(with: coming)
      if standing.kind.holdUps.contains(.leaks) {
        try refuseEmbargoed(site, history, with: coming)
      }
      for file in site { try laying.put(file) }
      // The pages of the edition that was the latest.
      if open.seal.isNewest { laying.remove(laying.remaining(in: "latest")) }
      // Every page of a withdrawn edition was put anew; what is left holds its figures.
      if layout.isWithdrawal {
        laying.remove(
          laying.remaining(in: "\(standing.edition)").filter { !$0.contains("/assets/") })
      }
      seal = open.seal
    }
    return (tree, seal!)
  }

  /// Writes what came out into the log; `now` is later than `actual` where a crash lay between.
  func logRelease(
    _ seal: EditionSeal, scheduled: Instant, actual: Instant, at now: Instant
  ) throws -> History.Release {
    let delay = Int(actual.milliseconds - scheduled.milliseconds)
    var fields: [String: CanonicalJSON] = [
      "actual": .string(actual.description), "delayMilliseconds": .integer(delay),
      "digest": .string(seal.digest), "scheduled": .string(scheduled.description),
      "version": .integer(seal.version),
    ]
    fields["seal"] = seal.sum.map { .string($0) }
    fields.merge(seal.change.logged) { first, _ in first }
    try record(seal.change.event, of: seal.edition, fields, in: logLedger, at: now)
    return History.Release(
      edition: seal.edition, version: seal.version, change: seal.change, scheduled: scheduled,
      actual: actual, delayMilliseconds: delay, digest: seal.digest, seal: seal.sum)
  }
}
