package import Schedule

/// The rules of announcing, as pure functions of dates.
package enum AnnouncementRules {
  /// A specific date is given at least so many days ahead, where practicable: four weeks
  /// (Code of Practice T3.1).
  package static let daysOfNotice = 28

  /// How many months ahead releases are announced (Code of Practice T3.1).
  package static let monthsAhead = 12

  /// Whether a date that is confirmed at this instant is confirmed in time.
  ///
  /// Four weeks of elapsed time, so that a clock change takes nothing from them.
  package static func isInTime(_ release: Instant, announced: Instant) -> Bool {
    announced <= release.adding(hours: -24 * daysOfNotice)
  }

  /// Whether this is the time at which statistics come out: 09:30 on a weekday
  /// (Code of Practice T3.6).
  package static func isStandardTime(_ wallTime: WallTime) -> Bool {
    wallTime.hour == 9 && wallTime.minute == 30 && wallTime.day.weekday != .saturday
      && wallTime.day.weekday != .sunday
  }
}
