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
  /// is not sealed, `altered` where the sealed bytes are not those of the seal, `clock` where the
  /// clock is not synchronised, `held` where the instant was missed and the schedule holds such an
  /// edition; `lateBecause` is the reason that lets it go.
  package func release(
    _ month: Month, lateBecause: String? = nil, clock: any Clock
  ) throws -> ReleaseOutcome {
    let lock = try lock("release \(month)")
    defer { withExtendedLifetime(lock) {} }
    switch try beginRelease(of: month, clock: clock) {
    case .out(let outcome): return outcome
    case .sealed(let seal, let history, let repairs):
      try permit(seal, clock: clock)
      let missed = try noteMissed(seal, lateBecause: lateBecause, clock: clock)
      let armed = try arm(month, history, clock: clock)
      do {
        try permit(seal, clock: clock)
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
    case sealed(EditionSeal, History, repairs: [String])
  }

  /// Finishes what a crash left, and finds the edition; the caller holds the lock.
  func beginRelease(of month: Month, clock: any Clock) throws -> Beginning {
    try recoverLedgers(at: clock.now())
    var repairs = try finishInterruptedReleases(at: clock.now())
    let history = try History(self)
    if let release = history.releases.last(where: { $0.edition == month }) {
      repairs += try finish(release, at: clock.now())
      return .out(ReleaseOutcome(release: release, isNew: false, repairs: repairs))
    }
    return .sealed(try openSeal(of: month, history).seal, history, repairs: repairs)
  }

  /// A release with everything slow behind it: what is left is the switch.
  struct ArmedRelease {
    let seal: EditionSeal
    /// The next public tree, closed to others.
    let tree: PublicTrees.Tree
    /// The schedule as it stood, and what tells whether it was written since.
    var programme: Programme
    var scheduleStamp: String
  }

  /// Verifies every sealed byte, lays the next public tree, closed, notes the intent in the
  /// journal and makes the link ready that the switch renames.
  func arm(_ month: Month, _ history: History, clock: any Clock) throws -> ArmedRelease {
    let scheduleStamp = try scheduleStamp()
    let programme = try programme()
    let open = try openSeal(of: month, history)
    let folder = "\(sealed)/\(month)"
    try open.verify(folder: folder)
    let tree = try layTree(for: open, folder: folder)
    try record(
      "releasing", of: month,
      ["digest": .string(open.seal.digest), "tree": .integer(tree.number)], in: journalLedger,
      at: clock.now())
    try trees.prepare(tree)
    return ArmedRelease(
      seal: open.seal, tree: tree, programme: programme, scheduleStamp: scheduleStamp)
  }

  /// Takes an armed release back: the journal says so, then its tree goes.
  func disarm(_ armed: ArmedRelease, because reason: String, at now: Instant) throws {
    try record(
      "disarmed", of: armed.seal.edition,
      ["reason": .string(reason), "tree": .integer(armed.tree.number)], in: journalLedger, at: now)
    try trees.discard(armed.tree)
  }

  /// The switch, its line in the log, and what comes after it; the caller has asked
  /// ``permit(_:clock:)``.
  func carryOut(
    _ armed: ArmedRelease, missed: String?, repairs: [String], clock: any Clock
  ) throws -> ReleaseOutcome {
    let release = try publish(armed, clock: clock)
    _ = try finish(release, at: clock.now())
    var said = repairs
    if let missed {
      said.append(missed)
      said += try draftLateReport(of: release.edition, clock: clock)
    }
    return ReleaseOutcome(release: release, isNew: true, repairs: said)
  }

  /// The switch, and its line in the log; the caller has asked ``permit(_:clock:)``.
  ///
  /// The time that is logged is the first at which readers surely had the new tree.
  func publish(_ armed: ArmedRelease, clock: any Clock) throws -> History.Release {
    try trees.turn(to: armed.tree)
    let actual = clock.now()
    try trees.settle(armed.tree)
    return try logRelease(armed.seal, actual: actual)
  }

  /// What tells whether the schedule was written.
  func scheduleStamp() throws -> String { try Files.stamp(of: [path(Self.scheduleFile)]) }

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
    return try trees.lay(files, removing: removing, modified: seal.instant)
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
