package import Schedule

/// How a rehearsal is to be played.
package struct RehearsalPlan: Sendable {
  /// The step at which the program is killed, once.
  package enum Step: String, Sendable, CaseIterable {
    /// While the sealed file is being made.
    case seal
    /// While the next public tree is laid.
    case arm
    /// When the intent stands in the journal, before the switch.
    case `switch`
    /// When the tree is public, before the log says so.
    case log
    /// When the log says so, before the archive has it.
    case archive
  }

  /// A change of the clocks that lies between the opening of pre-release access and the release.
  package enum ClockChange: String, Sendable, CaseIterable {
    case spring, autumn
  }

  package let edition: Month
  package let crash: Step?
  package let clockChange: ClockChange?

  package init(edition: Month, crash: Step?, clockChange: ClockChange?) {
    self.edition = edition
    self.crash = crash
    self.clockChange = clockChange
  }
}

extension RehearsalPlan.ClockChange {
  /// The first day on or after this one on which the zone's clocks change this way; nil where they
  /// do not within two years.
  func day(after day: Day, in zone: Zone) -> Day? {
    for offset in 0..<731 {
      let candidate = day.adding(days: offset)
      // Noon to noon: a change of the clocks makes the day longer or shorter.
      guard
        let begin = try? zone.instant(
          of: WallTime(candidate.adding(days: -1), hour: 12, minute: 0)),
        let end = try? zone.instant(of: WallTime(candidate, hour: 12, minute: 0))
      else { continue }
      let hours = (end.milliseconds - begin.milliseconds) / 3_600_000
      if self == .spring ? hours < 24 : hours > 24 { return candidate }
    }
    return nil
  }
}
