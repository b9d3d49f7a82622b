import Editions
import Ledger
import Notation
import Schedule
import Storage

/// What happens where the instant of official statistics went by while nobody released.
extension Workspace {
  /// Notes a missed instant, and holds the edition where the schedule says so; the caller holds the
  /// lock.
  ///
  /// - Returns: what was missed, as a sentence; nil where nothing was.
  /// - Throws: a ``ReleaseError`` with the code `held`.
  func noteMissed(_ terms: ReleaseTerms, lateBecause: String?, clock: any Clock) throws -> String? {
    let now = clock.now()
    let programme = try programme()
    let (seal, instant) = (terms.seal, terms.promised)
    // What goes out as soon as it is signed off has no announced instant to miss.
    guard programme.status == .official, !seal.kind.goesOutAtOnce,
      ReleasePolicy.isMissed(instant, now: now)
    else {
      return nil
    }
    let late = durationText(from: instant, to: now)
    let policy = programme.release.missed
    try recordOnce(
      "missed", of: seal.edition,
      ["instant": .string(instant.description), "policy": .string(policy.rawValue)], at: now)
    if let lateBecause {
      try record(
        "late", of: seal.edition,
        ["instant": .string(instant.description), "reason": .string(lateBecause)],
        in: journalLedger, at: now)
    } else if policy == .hold {
      _ = try draftLateReport(of: seal.edition, version: seal.version, clock: clock)
      throw ReleaseError(
        .held,
        "edition \(seal.edition) missed its instant \(instant) by \(late), and the schedule holds "
          + "what was missed; release it with "
          + "`ninethirty release \(seal.edition) --late-because REASON`")
    }
    return "missed the instant \(instant) of \(seal.edition) by \(late)"
  }

  /// Drafts the report of a late release, unless one was drafted since this version was first sealed.
  ///
  /// - Returns: where it is, as a sentence, or nothing.
  func draftLateReport(
    of month: Month, version: Int, clock: any Clock
  ) throws -> [String] {
    guard try !History(self).hasLateReport(of: month, version: version) else { return [] }
    let path = try draftBreachReport(month, kind: .late, clock: clock)
    return ["drafted the breach report \(path); complete it and send it"]
  }

  /// Drafts the report of a late release that is out; where that cannot be done, says so: the release
  /// waits for no report.
  ///
  /// - Returns: where it is or why there is none, as a sentence, or nothing.
  func reportLate(_ month: Month, version: Int, clock: any Clock) -> [String] {
    do {
      return try draftLateReport(of: month, version: version, clock: clock)
    } catch {
      return ["the breach report of the late \(month) could not be drafted: \(error)"]
    }
  }

  /// Drafts the reports of late releases that came out and after which a crash or a disk came between.
  ///
  /// - Returns: where they are, a sentence each.
  func draftOwedLateReports(at now: Instant) throws -> [String] {
    try History(self).lateReportsOwed.flatMap {
      reportLate($0.edition, version: $0.version, clock: FixedClock(now))
    }
  }

  /// Adds a line to the journal, unless the newest of its event and edition says the same.
  ///
  /// A process that asks every few seconds must not fill the journal.
  func recordOnce(
    _ event: String, of month: Month, _ fields: [String: CanonicalJSON], at now: Instant
  ) throws {
    let newest = try History(self).latest(event, of: month)
    if let newest, newest.fields == fields { return }
    try record(event, of: month, fields, in: journalLedger, at: now)
  }
}

extension History {
  /// The editions whose newest version came out late and of which no report of that was drafted.
  var lateReportsOwed: [Release] {
    let missed = Set(journal.filter { $0.event == "missed" }.compactMap(\.edition))
    return released.filter { missed.contains($0.description) }.compactMap { month in
      latestRelease(of: month).flatMap { release in
        isMissed(release) && !hasLateReport(of: month, version: release.version) ? release : nil
      }
    }
  }

  /// Whether the report of a late release was drafted since this version was first sealed.
  fileprivate func hasLateReport(of month: Month, version: Int) -> Bool {
    let first = journal.firstIndex { entry in
      entry.event == "sealed" && entry.edition == month.description
        && entry.fields["version"] ?? .integer(1) == .integer(version)
    }
    return journal[(first ?? 0)...].contains { entry in
      entry.event == "breach-drafted" && entry.edition == month.description
        && entry.fields["kind"] == .string(BreachKind.late.rawValue)
    }
  }

  /// Whether the journal says that the instant of this release was missed, and the release came after.
  fileprivate func isMissed(_ release: Release) -> Bool {
    journal.contains { entry in
      entry.event == "missed" && entry.edition == release.edition.description
        && entry.fields["instant"] == .string(release.scheduled.description)
        && entry.instant <= release.actual
    }
  }
}
