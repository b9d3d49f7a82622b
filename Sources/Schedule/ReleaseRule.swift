/// The standing rule of release: a certain weekday of each month at a certain time.
///
/// The Justice Data Lab's was the second Thursday at 09:30 (announcement of 2013); it did not
/// last for ever, so the rule is data and dated exceptions go before it.
package struct ReleaseRule: Sendable, Hashable {
  /// 1 to 5 from the month's beginning, or -1 for the last.
  package var ordinal: Int
  package var weekday: Weekday
  package var time: TimeOfDay
  package var zone: Zone
  /// The first edition of the series.
  package var first: Month
  /// The last edition; nil where no end is planned.
  package var last: Month?

  package init(
    ordinal: Int, weekday: Weekday, time: TimeOfDay, zone: Zone, first: Month, last: Month?
  ) {
    self.ordinal = ordinal
    self.weekday = weekday
    self.time = time
    self.zone = zone
    self.first = first
    self.last = last
  }

  /// Whether the series has an edition for this month at all.
  package func covers(_ edition: Month) -> Bool {
    edition >= first && last.map { edition <= $0 } != false
  }

  /// The day on which the rule puts this edition.
  ///
  /// Where the month has no fifth such weekday, it is the last.
  package func day(of edition: Month) -> Day {
    if ordinal > 0 {
      let firstDay = edition.firstDay
      let shift = (weekday.number - firstDay.weekday.number + 7) % 7
      let day = firstDay.adding(days: shift + 7 * (ordinal - 1))
      if day.monthOfYear == edition { return day }
    }
    let lastDay = edition.lastDay
    return lastDay.adding(days: -((lastDay.weekday.number - weekday.number + 7) % 7))
  }

  /// The wall time at which the rule puts this edition.
  package func wallTime(of edition: Month) -> WallTime {
    WallTime(day(of: edition), hour: time.hour, minute: time.minute)
  }
}

extension Weekday {
  /// 0 for Monday to 6 for Sunday.
  var number: Int { Weekday.allCases.firstIndex(of: self)! }
}
