import Schedule
import Testing

@Suite struct ReleaseScheduleTests {
  static let london = Zone("Europe/London")!

  static func schedule(
    ordinal: Int = 2, weekday: Weekday = .thursday, time: String = "09:30",
    exceptions: [ScheduleException] = [], hours: Int = 24
  ) -> ReleaseSchedule {
    ReleaseSchedule(
      rule: ReleaseRule(
        ordinal: ordinal, weekday: weekday, time: TimeOfDay(time)!, zone: london,
        first: Month("2013-10")!, last: nil),
      exceptions: exceptions,
      preRelease: PreReleasePolicy(
        hours: hours, ground: .answering, justification: "test",
        recipients: [PreReleaseRecipient(role: "Minister", organisation: "Department")],
        source: nil))
  }

  /// Confirmed by the sources of domain notes 1.
  @Test(arguments: [
    ("2013-10", "2013-10-10"), ("2013-11", "2013-11-14"), ("2013-12", "2013-12-12"),
    ("2014-01", "2014-01-09"), ("2014-02", "2014-02-13"), ("2014-03", "2014-03-13"),
    ("2014-04", "2014-04-10"), ("2014-05", "2014-05-08"), ("2014-06", "2014-06-12"),
    ("2014-07", "2014-07-10"), ("2014-08", "2014-08-14"), ("2014-09", "2014-09-11"),
    ("2014-10", "2014-10-09"), ("2014-11", "2014-11-13"), ("2014-12", "2014-12-11"),
    ("2016-09", "2016-09-08"), ("2020-07", "2020-07-09"),
  ])
  func secondThursdaysAreThoseOfTheRecord(edition: String, day: String) {
    #expect(Self.schedule().rule.day(of: Month(edition)!) == Day(day)!)
  }

  @Test func aSecondThursdayIsTheEighthToTheFourteenth() {
    for offset in 0..<1200 {
      let day = Self.schedule().rule.day(of: Month("2013-10")!.adding(months: offset))
      #expect((8...14).contains(day.day) && day.weekday == .thursday)
    }
  }

  @Test func aMonthWithoutAFifthWeekdayTakesTheLast() {
    let rule = Self.schedule(ordinal: 5).rule
    #expect(rule.day(of: Month("2014-02")!) == Day("2014-02-27")!)
    #expect(rule.day(of: Month("2014-01")!) == Day("2014-01-30")!)
    #expect(Self.schedule(ordinal: -1).rule.day(of: Month("2014-01")!) == Day("2014-01-30")!)
  }

  @Test func halfPastNineInSummerIsHalfPastEightInUTC() throws {
    let entry = try #require(try Self.schedule().entry(for: Month("2013-10")!))
    #expect(entry.instant.description == "2013-10-10T08:30:00.000Z")
    let winter = try #require(try Self.schedule().entry(for: Month("2013-11")!))
    #expect(winter.instant.description == "2013-11-14T09:30:00.000Z")
  }

  @Test func aTimeThatClocksSkipIsRefused() {
    let wall = WallTime("2024-03-31T01:30")!
    #expect(throws: ZoneFault.skipped) { try Self.london.instant(of: wall) }
  }

  @Test func aTimeThatHappensTwiceIsRefused() {
    let wall = WallTime("2024-10-27T01:30")!
    #expect(throws: ZoneFault.repeated) { try Self.london.instant(of: wall) }
  }

  @Test func wallTimeAndInstantAreInverse() throws {
    for hour in 0..<(366 * 24) {
      let instant = Instant("2024-01-01T00:30:00Z")!.adding(hours: hour)
      let wall = Self.london.wallTime(of: instant)
      if let back = try? Self.london.instant(of: wall) { #expect(back == instant) }
    }
  }

  @Test func anUnknownZoneIsRefused() {
    #expect(Zone("Europe/Lundun") == nil)
    #expect(Zone("BST") == nil)
    #expect(Zone("GMT+1") == nil)
    #expect(Zone("") == nil)
  }

  @Test func aMovedEditionComesOutAtItsNewTimeAndACancelledOneNever() throws {
    let schedule = Self.schedule(exceptions: [
      ScheduleException(
        edition: Month("2014-08")!, change: .moved(to: WallTime("2014-08-21T09:30")!),
        reason: "late data", announced: Day("2014-07-10")!),
      ScheduleException(
        edition: Month("2014-09")!, change: .cancelled, reason: "no data",
        announced: Day("2014-07-10")!),
    ])
    let moved = try #require(try schedule.entry(for: Month("2014-08")!))
    #expect(moved.instant.description == "2014-08-21T08:30:00.000Z")
    #expect(try #require(try schedule.entry(for: Month("2014-09")!)).isCancelled)
    let next = try #require(schedule.next(after: moved.instant))
    #expect(next.edition == Month("2014-10")!)
  }

  @Test func nextIsStrictlyAfterTheInstant() throws {
    let schedule = Self.schedule()
    let entry = try #require(try schedule.entry(for: Month("2013-11")!))
    #expect(schedule.next(after: entry.instant.adding(seconds: -1))?.edition == entry.edition)
    #expect(schedule.next(after: entry.instant)?.edition == Month("2013-12")!)
  }

  /// SI 2008/2998 Schedule paragraph 4: 24h00m00s is allowed, 24h00m01s is not.
  @Test func preReleaseAccessOpensAtMostTwentyFourHoursBefore() throws {
    let schedule = Self.schedule()
    let release = try #require(try schedule.entry(for: Month("2013-10")!)).instant
    let opens = schedule.preRelease.opens(before: release)
    #expect(opens.description == "2013-10-09T08:30:00.000Z")
    #expect(!schedule.preRelease.isOpen(at: opens.adding(seconds: -1), release: release))
    #expect(schedule.preRelease.isOpen(at: opens, release: release))
    #expect(schedule.preRelease.isOpen(at: release.adding(seconds: -1), release: release))
    #expect(!schedule.preRelease.isOpen(at: release, release: release))
  }

  /// Elapsed time, not a calendar day: clocks went back on 27 October 2013.
  @Test func preReleaseAccessIsElapsedTimeAcrossAClockChange() throws {
    let schedule = Self.schedule(exceptions: [
      ScheduleException(
        edition: Month("2013-10")!, change: .moved(to: WallTime("2013-10-27T09:30")!),
        reason: "test", announced: Day("2013-10-01")!)
    ])
    let release = try #require(try schedule.entry(for: Month("2013-10")!)).instant
    let opens = schedule.preRelease.opens(before: release)
    #expect(release.milliseconds - opens.milliseconds == 24 * 3_600_000)
    #expect(Self.london.wallTime(of: opens).description == "2013-10-26T10:30")
  }
}

@Suite struct DayTests {
  @Test func theThirtyFirstOfSeptemberDoesNotExist() {
    #expect(Day("2013-09-31") == nil)
    #expect(Day("2013-02-29") == nil)
    #expect(Day("2012-02-29") != nil)
    #expect(Day("1900-02-29") == nil)
  }

  @Test func daysAndNumbersAreInverse() {
    var day = Day("1899-12-28")!
    for _ in 0..<80_000 {
      let next = day.adding(days: 1)
      #expect(next > day && next.daysSince1970 == day.daysSince1970 + 1)
      #expect(Day(next.description) == next)
      day = next
    }
  }

  @Test(arguments: [
    "2013-10-10T08:30:00.000Z", "1969-12-31T23:59:59.999Z", "2024-02-29T00:00:00.001Z",
  ])
  func instantsReadBackAsTheyArePrinted(text: String) throws {
    #expect(try #require(Instant(text)).description == text)
  }

  @Test(arguments: [
    "2013-10-10T08:30:00", "2013-10-10T08:30:00+01:00", "2013-10-10 08:30:00Z",
    "2013-09-31T08:30:00Z", "2013-10-10T24:00:00Z", "2013-10-10T08:30:60Z", "",
    "2013-10-10T08:30:00.Z", "2013-10-10T08:30:00.1234Z",
  ])
  func otherFormsOfAnInstantAreRefused(text: String) { #expect(Instant(text) == nil) }

  @Test(arguments: [
    ("09:30", "9:30am"), ("00:00", "midnight"), ("12:00", "midday"), ("14:00", "2pm"),
    ("23:05", "11:05pm"), ("00:15", "12:15am"),
  ])
  func timesAreWrittenAsTheStyleGuideDoes(time: String, text: String) throws {
    #expect(try #require(TimeOfDay(time)).clockText == text)
  }
}
