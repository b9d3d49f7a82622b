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
    let seal = try openSeal(of: month, history).seal
    try permit(seal, clock: clock)
    let armed = try arm(month, history, clock: clock)
    try permit(seal, clock: clock)
    let release = try publish(armed, clock: clock)
    _ = try finish(release, at: clock.now())
    return ReleaseOutcome(release: release, isNew: true, repairs: repairs)
  }

  /// A release with everything slow behind it: what is left is the switch.
  struct ArmedRelease {
    let seal: EditionSeal
    /// The next public tree, closed to others.
    let tree: PublicTrees.Tree
  }

  /// Verifies every sealed byte, lays the next public tree, closed, and notes the intent in the
  /// journal.
  func arm(_ month: Month, _ history: History, clock: any Clock) throws -> ArmedRelease {
    let open = try openSeal(of: month, history)
    let folder = "\(sealed)/\(month)"
    try open.verify(folder: folder)
    let tree = try layTree(for: open, folder: folder)
    try record(
      "releasing", of: month,
      ["digest": .string(open.seal.digest), "tree": .integer(tree.number)], in: journalLedger,
      at: clock.now())
    return ArmedRelease(seal: open.seal, tree: tree)
  }

  /// The switch, and its line in the log; the caller has asked ``permit(_:clock:)``.
  func publish(_ armed: ArmedRelease, clock: any Clock) throws -> History.Release {
    try trees.expose(armed.tree)
    try trees.switch(to: armed.tree)
    return try logRelease(armed.seal, actual: clock.now())
  }

  /// The seal, held against the journal and the log.
  func openSeal(of month: Month, _ history: History) throws -> OpenSeal {
    guard try Files.exists("\(sealed)/\(month)") else {
      throw ReleaseError(
        .wrongState,
        "edition \(month) is not sealed; check it, look at its draft, then "
          + "`ninethirty seal \(month) --by NAME`")
    }
    let open = try OpenSeal(folder: "\(sealed)/\(month)")
    let seal = open.seal
    let digest = try SHA512Sum(ofFile: "\(sealed)/\(month)/\(EditionSeal.file)")
    guard seal.edition == month,
      case .string(let recorded)? = history.latest("sealed", of: month)?.fields["seal"],
      recorded == digest.hex
    else {
      throw ReleaseError(
        .altered,
        "the seal of edition \(month) is not the one in the journal; nothing is released. "
          + "Find out who changed it, then seal it again")
    }
    guard seal.follows == history.released else {
      let names = history.released.map(\.description).joined(separator: ", ")
      throw ReleaseError(
        .wrongState,
        "edition \(month) was sealed when other editions were out than now (\(names)), so its "
          + "front page would be wrong; seal it again")
    }
    return open
  }

  /// Refuses before the instant: the later of the sealed and the scheduled one.
  func permit(_ seal: EditionSeal, clock: any Clock) throws {
    let scheduled = try scheduledEdition(seal.edition)
    let now = clock.now()
    guard !mayRelease(scheduled, sealedFor: seal.instant, now: now) else { return }
    guard !scheduled.isCancelled else {
      throw ReleaseError(.wrongState, "edition \(seal.edition) is cancelled; it is not released")
    }
    let instant = earliestRelease(scheduled, sealedFor: seal.instant)
    let zone = seal.zone.text(of: instant)
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
  private func layTree(for open: OpenSeal, folder: String) throws -> PublicTrees.Tree {
    let seal = open.seal
    let files = PublicLayout.paths(of: open).map { path, file in
      PublicFile(
        path, .file("\(folder)/\(file)"), digest: SHA512Sum(hex: open.files[file]!))
    }
    let removing = try outdated(for: seal, named: Set(files.map(\.path)))
    let site = try siteFiles(releasing: seal.edition, at: seal.instant)
    return try trees.lay(files + site, removing: removing, modified: seal.instant)
  }

  /// What the new tree does not take over: the pages of the edition that was the latest.
  private func outdated(for seal: EditionSeal, named: Set<String>) throws -> [String] {
    guard seal.isNewest, let current = try trees.current(),
      try Files.exists("\(current.path)/latest")
    else { return [] }
    return try Files.walk("\(current.path)/latest").filter { $0.kind == .file }
      .map { "latest/\($0.path)" }.filter { !named.contains($0) }
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
enum PublicLayout {
  /// The public path of each file and its path in the sealed folder.
  ///
  /// The edition stands under its month as it is now, under `v1/` as it was published, and under
  /// `latest/` while it is the newest.
  static func paths(of open: OpenSeal) -> [(String, String)] {
    let seal = open.seal
    var paths: [(String, String)] = []
    for file in open.files.keys.sorted() where file.hasPrefix("renditions/") {
      let path = String(file.dropFirst("renditions/".count))
      if path.hasPrefix("site/") {
        paths.append((String(path.dropFirst("site/".count)), file))
      } else if path.hasPrefix("v1/") {
        paths.append(("\(seal.edition)/\(path)", file))
      } else {
        paths.append(("\(seal.edition)/\(path)", file))
        // What links outwards is rendered for v1/ of its own, one folder deeper.
        if open.files["renditions/v1/\(path)"] == nil {
          paths.append(("\(seal.edition)/v1/\(path)", file))
        }
        if seal.isNewest { paths.append(("latest/\(path)", file)) }
      }
    }
    return paths
  }
}
