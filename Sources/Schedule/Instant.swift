/// A moment in time, in UTC, to the millisecond.
///
/// It is stored and printed as RFC 3339 with three decimals: `2013-10-10T08:30:00.000Z`.
package struct Instant: Sendable, Hashable, Comparable {
  /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
  package var milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The instant at which this UTC day reaches this time of day.
  package init(utc day: Day, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    let seconds = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    milliseconds = seconds * 1000
  }

  package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

  package func adding(seconds: Int64) -> Instant {
    Instant(milliseconds: milliseconds + seconds * 1000)
  }

  package func adding(hours: Int) -> Instant { adding(seconds: Int64(hours) * 3600) }

  /// The UTC day that this instant falls on.
  package var utcDay: Day { Day(daysSince1970: Int(floorDivide(milliseconds, by: 86_400_000))) }

  /// Whole milliseconds since midnight UTC, 0..<86,400,000.
  package var millisecondOfDay: Int64 {
    milliseconds - floorDivide(milliseconds, by: 86_400_000) * 86_400_000
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC with milliseconds.
  package var description: String {
    let ms = millisecondOfDay
    let time = [
      padded(ms / 3_600_000, 2), padded(ms / 60_000 % 60, 2), padded(ms / 1000 % 60, 2),
    ].joined(separator: ":")
    return "\(utcDay)T\(time).\(padded(ms % 1000, 3))Z"
  }

  /// Reads RFC 3339 in UTC: `2013-10-10T08:30:00Z`, with or without one to three decimals.
  ///
  /// Returns nil for anything else, also for another offset or a day that does not exist.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 24, bytes[10] == UInt8(ascii: "T"),
      bytes.last == UInt8(ascii: "Z"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), let day = Day(String(text.prefix(10))),
      let hour = digits(bytes[11..<13]), let minute = digits(bytes[14..<16]),
      let second = digits(bytes[17..<19]), hour < 24, minute < 60, second < 60
    else { return nil }
    var fraction: Int64 = 0
    if bytes.count > 20 {
      let decimals = bytes[20..<(bytes.count - 1)]
      guard bytes[19] == UInt8(ascii: "."), !decimals.isEmpty, let value = digits(decimals)
      else { return nil }
      fraction = Int64(value) * [100, 10, 1][decimals.count - 1]
    }
    self.init(utc: day, hour: hour, minute: minute, second: second)
    milliseconds += fraction
  }
}

func floorDivide(_ a: Int64, by b: Int64) -> Int64 {
  let quotient = a / b
  return a % b < 0 ? quotient - 1 : quotient
}

func padded(_ number: some BinaryInteger, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}

/// The number that these ASCII digits write; nil when one of them is no digit.
func digits(_ bytes: some Collection<UInt8>) -> Int? {
  var value = 0
  for byte in bytes {
    guard byte >= 48, byte <= 57 else { return nil }
    value = value * 10 + Int(byte - 48)
  }
  return value
}
