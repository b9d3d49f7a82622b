package import Schedule

/// A date as the public was told it: a month, or a day and a time.
///
/// GOV.UK calls them the precisions “one month” and “exact”
/// (alphagov/whitehall, `statistics_announcement_date.rb`).
package enum AnnouncedDate: Sendable, Hashable {
  /// Some day of this month.
  case month(Month)
  /// This wall time of the schedule's zone.
  case exact(WallTime)

  /// Reads `2026-12` or `2026-12-10T09:30`; nil for anything else.
  package init?(_ text: String) {
    if let month = Month(text) {
      self = .month(month)
    } else if let wallTime = WallTime(text) {
      self = .exact(wallTime)
    } else {
      return nil
    }
  }

  /// The date as it would be announced with the same precision as this one.
  package func samePrecision(_ wallTime: WallTime) -> AnnouncedDate {
    switch self {
    case .month: .month(wallTime.day.monthOfYear)
    case .exact: .exact(wallTime)
    }
  }

  /// The first day on which it can be.
  package var firstDay: Day {
    switch self {
    case .month(let month): month.firstDay
    case .exact(let wallTime): wallTime.day
    }
  }

  /// `December 2026`, or `10 December 2026, 9:30am`.
  package var longText: String {
    switch self {
    case .month(let month): month.longText
    case .exact(let wallTime): "\(wallTime.day.longText), \(wallTime.clockText)"
    }
  }
}

extension AnnouncedDate: CustomStringConvertible {
  /// As the log has it: `2026-12`, or `2026-12-10T09:30`.
  package var description: String {
    switch self {
    case .month(let month): month.description
    case .exact(let wallTime): wallTime.description
    }
  }
}
