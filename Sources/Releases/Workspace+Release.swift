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
  }

  /// Makes a sealed edition public.
  ///
  /// Throws a ``ReleaseError`` with the code `embargoed` before its instant, `wrongState` where it
  /// is not sealed, `altered` where the sealed bytes are not those of the seal.
  package func release(_ month: Month, clock: any Clock) throws -> ReleaseOutcome {
    let lock = try lock("release \(month)")
    defer { withExtendedLifetime(lock) {} }
    try recoverLedgers(at: clock.now())
    var repairs = try finishInterruptedReleases(at: clock.now())
    let history = try History(self)
    if let release = history.latestRelease(of: month) {
      repairs += try finish(release, at: clock.now())
      guard try isNextVersionSealed(of: month, history) else {
        return ReleaseOutcome(release: release, isNew: false, repairs: repairs)
      }
    }
    let armed = try recordingRefusal(of: month, clock: clock) {
      try permit(try releasableSeal(of: month, history), clock: clock)
      return try arm(month, history, clock: clock)
    }
    try permit(armed.standing, clock: clock)
    let release = try publish(armed, clock: clock)
    _ = try finish(release, at: clock.now())
    return ReleaseOutcome(release: release, isNew: true, repairs: repairs)
  }

  /// Notes in the journal that what was found in the place of a sealed edition was refused.
  func recordingRefusal<Value>(
    of month: Month, clock: any Clock, _ body: () throws -> Value
  ) throws -> Value {
    do {
      return try body()
    } catch let error as ReleaseError where error.refusal != nil {
      try record(
        "refused", of: month, ["reason": .string(error.refusal!)], in: journalLedger,
        at: clock.now())
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
  }

  /// Decrypts the sealed edition straight into the next public tree, closed, verifies every byte,
  /// and notes the intent in the journal.
  ///
  /// Where anything is not as it was sealed, nothing of the tree is left.
  func arm(_ month: Month, _ history: History, clock: any Clock) throws -> ArmedRelease {
    let standing = try releasableSeal(of: month, history)
    try requireRoom(toRelease: month)
    let (tree, seal) = try layTree(for: standing, history)
    try record(
      "releasing", of: month,
      [
        "digest": .string(standing.digest.hex), "tree": .integer(tree.number),
        "version": .integer(standing.version),
      ], in: journalLedger, at: clock.now())
    return ArmedRelease(seal: seal, standing: standing, tree: tree)
  }

  /// The switch, and its line in the log; the caller has asked ``permit(_:clock:)``.
  func publish(_ armed: ArmedRelease, clock: any Clock) throws -> History.Release {
    try trees.expose(armed.tree)
    try trees.switch(to: armed.tree)
    let actual = clock.now()
    return try logRelease(armed.seal, actual: actual, at: actual)
  }

  /// The seal that stands, if the front page in it is still right.
  func releasableSeal(of month: Month, _ history: History) throws -> StandingSeal {
    let seal = try standingSeal(of: month, history)
    let others = history.released.filter { $0 != month }
    guard seal.follows == others, seal.withdrawn == history.withdrawals.keys.sorted() else {
      let names = others.map(\.description).joined(separator: ", ")
      throw ReleaseError(
        .wrongState,
        "edition \(month) was sealed when other editions were out than now (\(names)), so its "
          + "front page would be wrong; seal it again")
    }
    let version = (history.latestRelease(of: month)?.version ?? 0) + 1
    guard seal.version == version else {
      throw ReleaseError(
        .wrongState,
        "what is sealed is version \(seal.version) of \(month), and the next is \(version); seal it "
          + "again")
    }
    return seal
  }

  /// Refuses before the instant: the later of the sealed and the scheduled one.
  func permit(_ seal: StandingSeal, clock: any Clock) throws {
    let programme = try self.programme()
    let scheduled = try scheduledEdition(seal.edition, in: programme)
    let now = clock.now()
    try refuseOnAnotherDay(seal, programme.schedule.rule.zone, now: now)
    guard !mayRelease(scheduled, sealedFor: seal.instant, now: now) else { return }
    guard !scheduled.isCancelled else {
      throw ReleaseError(.wrongState, "edition \(seal.edition) is cancelled; it is not released")
    }
    let instant = earliestRelease(scheduled, sealedFor: seal.instant)
    let zone = programme.schedule.rule.zone.text(of: instant)
    try record(
      "refused", of: seal.edition,
      ["instant": .string(instant.description), "reason": .string("embargoed")], in: journalLedger,
      at: now)
    throw ReleaseError(
      .embargoed,
      "edition \(seal.edition) is under embargo for \(durationText(from: now, to: instant)) more: "
        + "until \(zone), \(instant) in UTC; run `release` again then")
  }

  /// The pages of a correction of error and of a withdrawal name the day on which they were signed
  /// off, because they go out at once.
  private func refuseOnAnotherDay(_ seal: StandingSeal, _ zone: Zone, now: Instant) throws {
    guard ["error", "withdrawal"].contains(seal.kind) else { return }
    let (day, today) = (zone.wallTime(of: seal.instant).day, zone.wallTime(of: now).day)
    guard day != today else { return }
    throw ReleaseError(
      .wrongState,
      "version \(seal.version) of \(seal.edition) was signed off on \(day.longText), which its pages "
        + "give as the day on which it came out, and today is \(today.longText); "
        + (seal.kind == "error" ? "seal it again" : "run `withdraw` again"))
  }

  /// The edition's date by the schedule as it stands now.
  func scheduledEdition(_ month: Month) throws -> ScheduledEdition {
    try scheduledEdition(month, in: try programme())
  }

  func scheduledEdition(_ month: Month, in programme: Programme) throws -> ScheduledEdition {
    do throws(ZoneFault) {
      if let entry = try programme.schedule.entry(for: month) { return entry }
    } catch {}
    throw ReleaseError(.notFound, "the schedule has no edition \(month)")
  }

  // MARK: The public tree

  var trees: PublicTrees { PublicTrees(in: publications) }

  /// The next public tree: everything that is out, and this edition.
  private func layTree(
    for standing: StandingSeal, _ history: History
  ) throws -> (PublicTrees.Tree, EditionSeal) {
    var seal: EditionSeal?
    let tree = try trees.lay(modified: standing.instant) { laying in
      let layout = PublicLayout(standing)
      let open = try openSealed(standing, history) { path, bytes in
        guard let address = layout.address(of: path) else { return }
        try laying.put(PublicFile(address, .bytes(bytes)))
      }
      for (address, other) in layout.furtherAddresses(in: open) {
        try laying.put(address, asIn: other)
      }
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
    _ seal: EditionSeal, actual: Instant, at now: Instant
  ) throws -> History.Release {
    let delay = Int(actual.milliseconds - seal.instant.milliseconds)
    var fields: [String: CanonicalJSON] = [
      "actual": .string(actual.description), "delayMilliseconds": .integer(delay),
      "digest": .string(seal.digest), "scheduled": .string(seal.instant.description),
      "version": .integer(seal.version),
    ]
    fields.merge(seal.change.logged) { first, _ in first }
    try record(seal.change.event, of: seal.edition, fields, in: logLedger, at: now)
    return History.Release(
      edition: seal.edition, version: seal.version, change: seal.change, scheduled: seal.instant,
      actual: actual, delayMilliseconds: delay, digest: seal.digest)
  }
}
