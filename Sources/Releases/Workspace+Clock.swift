import Editions
import Ledger
import Notation
package import Schedule
import Storage

/// What is known of the machine's clock, and what people say of it.
extension Workspace {
  /// How the clock stands to what was written by it.
  package struct ClockReport: Sendable {
    package let now: Instant
    package let zone: Zone
    package let synchronisation: ClockSynchronisation
    /// The time of the journal's last line; nil for an empty journal.
    package let lastWritten: Instant?
    /// The latest time of the journal, where a clock that ran ahead wrote it before the last line;
    /// nil where the last line has it.
    package let latest: Instant?
    /// That it stands before that time, unexplained; nil where it does not.
    package let setBack: ClockSetBack?
    /// What was said last of a clock that was set back; nil where nothing was.
    package let explanation: ClockExplanation?
  }

  /// Why the clock stood before times of the journal, as somebody said it.
  package struct ClockExplanation: Sendable, Hashable {
    package let at: Instant
    /// Who said so; nil in an entry without an actor.
    package let person: String?
    package let reason: String
  }

  /// How the clock stands; nothing is written.
  package func clockReport(_ clock: any Clock) throws -> ClockReport {
    let (history, now) = (try History(self), clock.now())
    let last = history.journal.last?.instant
    let latest = history.journal.map(\.instant).max()
    return ClockReport(
      now: now, zone: try programme().schedule.rule.zone, synchronisation: clock.synchronisation,
      lastWritten: last, latest: latest == last ? nil : latest,
      setBack: history.clockSetBack(at: now),
      explanation: history.journal.last { $0.event == "clock-explained" }.flatMap(
        ClockExplanation.init))
  }

  /// Notes why the clock stands before times of the journal; `status` says no more of it then.
  ///
  /// Throws a ``ReleaseError`` where it does not, or where that was explained.
  package func explainClock(reason: String, by person: String, clock: any Clock) throws {
    let lock = try lock("clock")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    // It notes that the clock was set back, where no step did before.
    try recoverLedgers(at: now)
    guard let setBack = try History(self).clockSetBack(at: now) else {
      throw ReleaseError(
        .wrongState,
        "the clock does not stand before the newest time of the journal, or that was explained; there "
          + "is nothing to explain")
    }
    try checkListed(person, to: "explain the clock", nil, at: now)
    try record(
      "clock-explained", of: nil, by: person,
      ["newest": .string(setBack.newest.description), "reason": .string(reason)],
      in: journalLedger, at: now)
  }

  /// Notes that the clock stands more than a second before the newest line of the journal: nothing
  /// that was done is undone, and whoever reads the times has to know.
  func noteClockSetBack(at now: Instant) throws {
    guard let newest = try journalLedger.read().entries.last,
      newest.instant.milliseconds - now.milliseconds > ClockSetBack.tolerance
    else { return }
    try record(
      "clock-set-back", of: nil, ["newest": .string(newest.instant.description)],
      in: journalLedger, at: now)
  }
}

extension Workspace.ClockExplanation {
  fileprivate init?(_ entry: LedgerEntry) {
    guard case .string(let reason)? = entry.fields["reason"] else { return nil }
    self.init(at: entry.instant, person: entry.actor, reason: reason)
  }
}
