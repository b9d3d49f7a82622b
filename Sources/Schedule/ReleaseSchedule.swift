/// A dated departure from the release rule.
package struct ScheduleException: Sendable, Hashable {
  /// What happens to the edition instead of the rule.
  package enum Change: Sendable, Hashable {
    /// It comes out at this wall time of the zone.
    case moved(to: WallTime)
    /// It does not come out.
    case cancelled
  }

  package var edition: Month
  package var change: Change
  /// The reason as it is announced (Code of Practice T3.2).
  package var reason: String
  /// The day on which the change was announced.
  package var announced: Day

  package init(edition: Month, change: Change, reason: String, announced: Day) {
    self.edition = edition
    self.change = change
    self.reason = reason
    self.announced = announced
  }
}

/// When one edition comes out.
package struct ScheduledEdition: Sendable, Hashable {
  package let edition: Month
  /// The wall time announced; for a cancelled edition, the time the rule gave it.
  package let wallTime: WallTime
  /// The same moment in UTC.
  package let instant: Instant
  /// The exception that applies; nil where the rule does.
  package let exception: ScheduleException?

  package var isCancelled: Bool { exception?.change == .cancelled }
}

/// When every edition of the series comes out, and who sees it before.
///
/// Announcement, release, calendar and embargo all read this one value: there is no second copy
/// of a date.
package struct ReleaseSchedule: Sendable, Hashable {
  package var rule: ReleaseRule
  package var exceptions: [ScheduleException]
  package var preRelease: PreReleasePolicy

  package init(rule: ReleaseRule, exceptions: [ScheduleException], preRelease: PreReleasePolicy) {
    self.rule = rule
    self.exceptions = exceptions
    self.preRelease = preRelease
  }

  /// The edition's place in time; nil where the series has no such edition.
  ///
  /// Throws a ``ZoneFault`` where clocks skip or repeat the time; intake refuses such schedules.
  package func entry(for edition: Month) throws(ZoneFault) -> ScheduledEdition? {
    guard rule.covers(edition) else { return nil }
    let exception = exceptions.first { $0.edition == edition }
    var wallTime = rule.wallTime(of: edition)
    if case .moved(let to) = exception?.change { wallTime = to }
    let instant = try rule.zone.instant(of: wallTime)
    return ScheduledEdition(
      edition: edition, wallTime: wallTime, instant: instant, exception: exception)
  }

  /// The editions of this many months from this one on, fewer where the series ends.
  package func entries(from first: Month, months: Int) -> [ScheduledEdition] {
    // A time that clocks skip or repeat: intake has refused such a schedule with a finding.
    (0..<months).compactMap { (try? entry(for: first.adding(months: $0))) ?? nil }
  }

  /// The earliest edition that is not cancelled and whose instant is after this one.
  package func next(after instant: Instant) -> ScheduledEdition? {
    // A moved edition may come out later than its own month, hence the months before.
    let here = rule.zone.wallTime(of: instant).day.monthOfYear
    let from = max(here.adding(months: -12), rule.first)
    let months = Set((0..<36).map { from.adding(months: $0) }).union(exceptions.map(\.edition))
    return months.flatMap { entries(from: $0, months: 1) }
      .filter { !$0.isCancelled && $0.instant > instant }
      .min { $0.instant < $1.instant }
  }

  /// The editions of the series before this one, newest first.
  package func editions(before edition: Month) -> [Month] {
    guard edition > rule.first else { return [] }
    return Array(sequence(first: edition.previous) { $0 > rule.first ? $0.previous : nil })
  }
}
