import Foundation

/// A time of a day in some zone, to the minute, as people announce it.
package struct WallTime: Sendable, Hashable, CustomStringConvertible {
  package var day: Day
  /// 0 to 23.
  package var hour: Int
  /// 0 to 59.
  package var minute: Int

  package init(_ day: Day, hour: Int, minute: Int) {
    self.day = day
    self.hour = hour
    self.minute = minute
  }

  /// Reads `2013-11-14T09:30`; nil for another form or a time that no day has.
  package init?(_ text: String) {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let day = Day(String(parts[0])),
      let time = TimeOfDay(String(parts[1]))
    else { return nil }
    self.init(day, hour: time.hour, minute: time.minute)
  }

  /// `2013-11-14T09:30`.
  package var description: String { "\(day)T\(TimeOfDay(hour: hour, minute: minute))" }

  /// `9:30am`, as the GOV.UK style guide writes times.
  package var clockText: String { TimeOfDay(hour: hour, minute: minute).clockText }
}

/// A time of day without a day.
package struct TimeOfDay: Sendable, Hashable, CustomStringConvertible {
  /// 0 to 23.
  package let hour: Int
  /// 0 to 59.
  package let minute: Int

  init(hour: Int, minute: Int) {
    self.hour = hour
    self.minute = minute
  }

  /// Reads `09:30`; nil for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = digits(bytes[0..<2]),
      let minute = digits(bytes[3..<5]), hour < 24, minute < 60
    else { return nil }
    self.init(hour: hour, minute: minute)
  }

  /// `09:30`.
  package var description: String { "\(padded(hour, 2)):\(padded(minute, 2))" }

  /// `9:30am`, `midday`, `midnight`, `2pm`.
  package var clockText: String {
    if minute == 0, hour % 12 == 0 { return hour == 0 ? "midnight" : "midday" }
    let minutes = minute == 0 ? "" : ":\(padded(minute, 2))"
    return "\((hour + 11) % 12 + 1)\(minutes)\(hour < 12 ? "am" : "pm")"
  }
}

/// Why a wall time names no single instant.
package enum ZoneFault: Error, Sendable, Hashable {
  /// Clocks go forward over it: this time does not exist.
  case skipped
  /// Clocks go back over it: this time happens twice.
  case repeated
}

/// A named time zone.
///
/// The one place where wall time and instants are turned into each other.
///
/// The rules come from the data inside Swift's Foundation, not from the machine's tzdata, so the
/// resolved instant is stored with everything that depends on it.
package struct Zone: Sendable, Hashable {
  /// The name in the IANA database, such as `Europe/London`.
  package let identifier: String
  private let rules: TimeZone

  /// Nil for a name that the zone data does not know.
  package init?(_ identifier: String) {
    // An offset such as "GMT+1" or an abbreviation is no place whose law sets the clock.
    guard identifier == "UTC" || identifier.contains("/"),
      let rules = TimeZone(identifier: identifier)
    else { return nil }
    self.identifier = identifier
    self.rules = rules
  }

  private func offset(at instant: Instant) -> Int64 {
    Int64(
      rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)))
  }

  /// The instant at which clocks in this zone show this time.
  ///
  /// Throws a fault rather than guess where the clocks skip or repeat it.
  package func instant(of wall: WallTime) throws(ZoneFault) -> Instant {
    let asUTC = Instant(utc: wall.day, hour: wall.hour, minute: wall.minute)
    // The offsets in force a day before and a day after are the only candidates.
    let offsets = Set([offset(at: asUTC.adding(hours: -24)), offset(at: asUTC.adding(hours: 24))])
    let matches = offsets.map { ($0, asUTC.adding(seconds: -$0)) }
      .filter { offset(at: $0.1) == $0.0 }
    guard let match = matches.first else { throw .skipped }
    guard matches.count == 1 else { throw .repeated }
    return match.1
  }

  /// The time that clocks in this zone show at this instant, to the minute.
  package func wallTime(of instant: Instant) -> WallTime {
    let local = instant.adding(seconds: offset(at: instant))
    let minutes = local.millisecondOfDay / 60_000
    return WallTime(local.utcDay, hour: Int(minutes / 60), minute: Int(minutes % 60))
  }

  /// `2013-11-14 09:30:00 Europe/London` for messages to people.
  package func text(of instant: Instant) -> String {
    let local = instant.adding(seconds: offset(at: instant))
    let time = String(local.description.dropFirst(11).prefix(8))
    return "\(local.utcDay) \(time) \(identifier)"
  }
}
