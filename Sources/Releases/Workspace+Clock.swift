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
    /// The latest time of the journal; nil for an empty one.
    package let newest: Instant?
    /// That it stands before that time, unexplained; nil where it does not.
    package let setBack: ClockSetBack?
  }

  /// How the clock stands; nothing is written.
  package func clockReport(_ clock: any Clock) throws -> ClockReport {
    let (history, now) = (try History(self), clock.now())
    return ClockReport(
      now: now, zone: try programme().schedule.rule.zone, synchronisation: clock.synchronisation,
      newest: history.journal.map(\.instant).max(), setBack: history.clockSetBack(at: now))
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
