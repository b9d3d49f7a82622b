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
    if let release = history.releases.last(where: { $0.edition == month }) {
      repairs += try finish(release, at: clock.now())
      return ReleaseOutcome(release: release, isNew: false, repairs: repairs)
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
      ["digest": .string(standing.digest.hex), "tree": .integer(tree.number)], in: journalLedger,
      at: clock.now())
    return ArmedRelease(seal: seal, standing: standing, tree: tree)
  }

  /// The switch, and its line in the log; the caller has asked ``permit(_:clock:)``.
  func publish(_ armed: ArmedRelease, clock: any Clock) throws -> History.Release {
    try trees.expose(armed.tree)
    try trees.switch(to: armed.tree)
    return try logRelease(armed.seal, actual: clock.now())
  }

  /// The seal that stands, if the front page in it is still right.
  func releasableSeal(of month: Month, _ history: History) throws -> StandingSeal {
    let seal = try standingSeal(of: month, history)
    guard seal.follows == history.released else {
      let names = history.released.map(\.description).joined(separator: ", ")
      throw ReleaseError(
        .wrongState,
        "edition \(month) was sealed when other editions were out than now (\(names)), so its "
          + "front page would be wrong; seal it again")
    }
    return seal
  }

  /// Refuses before the instant: the later of the sealed and the scheduled one.
  func permit(_ seal: StandingSeal, clock: any Clock) throws {
    let programme = try self.programme()
    let scheduled = try scheduledEdition(seal.edition, in: programme)
    let now = clock.now()
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
      let layout = PublicLayout(standing.edition)
      let open = try openSealed(standing, history) { path, bytes in
        guard let address = layout.address(of: path) else { return }
        try laying.put(PublicFile(address, .bytes(bytes)))
      }
      for (address, other) in layout.furtherAddresses(in: open) {
        try laying.put(address, asIn: other)
      }
      // The pages of the edition that was the latest.
      if open.seal.isNewest { laying.remove(laying.remaining(in: "latest")) }
      seal = open.seal
    }
    return (tree, seal!)
  }

  func logRelease(_ seal: EditionSeal, actual: Instant) throws -> History.Release {
    let delay = Int(actual.milliseconds - seal.instant.milliseconds)
    try record(
      "released", of: seal.edition,
      [
        "actual": .string(actual.description), "delayMilliseconds": .integer(delay),
        "digest": .string(seal.digest), "scheduled": .string(seal.instant.description),
        "version": .integer(1),
      ], in: logLedger, at: actual)
    return History.Release(
      edition: seal.edition, scheduled: seal.instant, actual: actual, delayMilliseconds: delay,
      digest: seal.digest)
  }
}

/// Where the files of an edition lie in the public tree.
///
/// The edition stands under its month as it is now, under `v1/` as it was published, and under
/// `latest/` while it is the newest.
struct PublicLayout {
  let edition: Month

  init(_ edition: Month) { self.edition = edition }

  /// The address of a file of the sealed edition; nil for what does not become public.
  func address(of file: String) -> String? {
    guard file.hasPrefix("renditions/") else { return nil }
    let path = String(file.dropFirst("renditions/".utf8.count))
    if path.hasPrefix("site/") { return String(path.dropFirst("site/".utf8.count)) }
    return "\(edition)/\(path)"
  }

  /// The other addresses of the same bytes, each with the first one; known once all files are.
  func furtherAddresses(in open: OpenSeal) -> [(address: String, first: String)] {
    var addresses: [(String, String)] = []
    for file in open.files.keys.sorted() {
      guard let first = address(of: file), !file.hasPrefix("renditions/site/"),
        !file.hasPrefix("renditions/v1/")
      else { continue }
      let path = String(file.dropFirst("renditions/".utf8.count))
      // What links outwards is rendered for v1/ of its own, one folder deeper.
      if open.files["renditions/v1/\(path)"] == nil {
        addresses.append(("\(edition)/v1/\(path)", first))
      }
      if open.seal.isNewest { addresses.append(("latest/\(path)", first)) }
    }
    return addresses
  }
}
