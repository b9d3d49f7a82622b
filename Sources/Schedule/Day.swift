/// A day of the Gregorian calendar, without zone or time.
package struct Day: Sendable, Hashable, Comparable {
  package let year: Int
  /// 1 for January to 12 for December.
  package let month: Int
  /// 1 to 31.
  package let day: Int

  /// Nil for a day that does not exist, such as 31 September.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), (1...Month.lengthOf(month: month, year: year)).contains(day)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day this many days after 1970-01-01 (before, where negative).
  package init(daysSince1970 days: Int) {
    // Howard Hinnant's civil calendar algorithm: eras of 400 years that begin on 1 March.
    let shifted = days + 719_468
    let era = Int(floorDivide(Int64(shifted), by: 146_097))
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01, negative before it.
  package var daysSince1970: Int {
    let y = month <= 2 ? year - 1 : year
    let era = Int(floorDivide(Int64(y), by: 400))
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  package static func < (a: Day, b: Day) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  package func adding(days: Int) -> Day { Day(daysSince1970: daysSince1970 + days) }

  package var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    Weekday.allCases[(((daysSince1970 + 3) % 7) + 7) % 7]
  }

  /// The month that this day belongs to.
  package var monthOfYear: Month { Month(year: year, month: month)! }

  /// `14 November 2013`, as the GOV.UK style guide writes dates.
  package var longText: String { "\(day) \(monthOfYear.longText)" }
}

extension Day: CustomStringConvertible {
  /// ISO 8601: `2013-11-14`.
  package var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  /// Reads ISO 8601 `YYYY-MM-DD`; nil for another form or a day that does not exist.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = digits(bytes[0..<4]), let month = digits(bytes[5..<7]),
      let day = digits(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

/// A day of the week.
package enum Weekday: String, Sendable, CaseIterable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// `Thursday`.
  package var longText: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// A month of a year: the name of an edition.
package struct Month: Sendable, Hashable, Comparable {
  package let year: Int
  /// 1 to 12.
  package let month: Int

  /// Nil outside the years 1900 to 9999 and the months 1 to 12.
  package init?(year: Int, month: Int) {
    guard (1...12).contains(month), (1900...9999).contains(year) else { return nil }
    self.year = year
    self.month = month
  }

  package static func < (a: Month, b: Month) -> Bool { (a.year, a.month) < (b.year, b.month) }

  package var firstDay: Day { Day(year: year, month: month, day: 1)! }
  package var lastDay: Day {
    Day(year: year, month: month, day: Month.lengthOf(month: month, year: year))!
  }
  package var next: Month { adding(months: 1) }
  package var previous: Month { adding(months: -1) }

  package func adding(months: Int) -> Month {
    let index = year * 12 + month - 1 + months
    return Month(year: index / 12, month: index % 12 + 1)!
  }

  /// `November 2013`.
  package var longText: String { "\(Month.names[month - 1]) \(year)" }

  /// The number of days in a month of the Gregorian calendar.
  static func lengthOf(month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
}

extension Month: CustomStringConvertible {
  /// `2013-11`.
  package var description: String { "\(padded(year, 4))-\(padded(month, 2))" }

  /// Reads `YYYY-MM`; nil for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"), let year = digits(bytes[0..<4]),
      let month = digits(bytes[5..<7])
    else { return nil }
    self.init(year: year, month: month)
  }
}
