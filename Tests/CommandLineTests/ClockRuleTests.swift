import Foundation
import Releases
import Schedule
import Storage
import TestSupport
import Testing

/// Official statistics are released by a clock that says it is right, and what was missed is said.
@Suite struct ClockRuleTests {
  static let instant = WatchTests.instant

  /// A sealed edition of official statistics, due in 2098.
  static func official(_ settings: String = "") throws -> TestWorkspace {
    let workspace = try TestWorkspace(future: "2098-05")
    try workspace.sealOfficially("2098-05")
    if !settings.isEmpty {
      try workspace.replace(
        "\"exceptions\"", with: "\(settings),\n  \"exceptions\"", in: "schedule.json")
    }
    return workspace
  }

  /// With a word in the schedule the clock was asked no more, and nobody had to have signed.
  @Test func whatWasSealedAsAnotherKindOfPublicationIsNotReleased() throws {
    for (sealed, present) in [("official", "illustrative"), ("illustrative", "official")] {
      let workspace = try sealed == "official" ? Self.official() : WatchTests.sealed()
      try workspace.replace("\"\(sealed)\"", with: "\"\(present)\"", in: "schedule.json")
      for isSynchronised in [true, false] {
        let clock = FixedClock(
          Self.instant, synchronisation: ClockSynchronisation(isSynchronised: isSynchronised))
        let error = #expect(throws: ReleaseError(.wrongState, "")) {
          try workspace.opened.release(Month("2098-05")!, clock: clock)
        }
        #expect(
          error?.reason.contains(
            "was sealed as \(sealed), and schedule.json has the status \(present)")
            == true, "\(error as Any)")
      }
      #expect(!workspace.isPublic)
      let journal = workspace.text("publications/journal.jsonl")
      #expect(journal.ranges(of: "\"reason\":\"another-status\"").count == 1)
      let said = try workspace.opened.status(clock: FixedClock(Self.instant.adding(hours: -100)))
      #expect(said.warnings.contains { $0.kind == .sealedAsAnother && $0.isUrgent })
      try workspace.replace("\"\(present)\"", with: "\"\(sealed)\"", in: "schedule.json")
      _ = try workspace.opened.release(Month("2098-05")!, clock: FixedClock(Self.instant))
      #expect(workspace.isPublic)
    }
  }

  static let allowance = "\"clock\": { \"unsynchronisedAllowed\": \"The time service is down.\" }"

  @Test func officialStatisticsAreNotReleasedByAClockThatIsNotSynchronised() throws {
    let workspace = try Self.official()
    let clock = FixedClock(
      Self.instant, synchronisation: ClockSynchronisation(isSynchronised: false))
    #expect(throws: ReleaseError(.clock, "")) {
      try workspace.opened.release(Month("2098-05")!, clock: clock)
    }
    #expect(!workspace.isPublic && workspace.trees.isEmpty)
    #expect(workspace.text("publications/journal.jsonl").contains("unsynchronised"))
  }

  @Test func theScheduleMayAllowAClockThatIsNotSynchronisedWithAReason() throws {
    let workspace = try Self.official(Self.allowance)
    let clock = FixedClock(
      Self.instant, synchronisation: ClockSynchronisation(isSynchronised: false))
    #expect(
      try workspace.opened.release(Month("2098-05")!, clock: clock).isNew)
    #expect(workspace.text("publications/journal.jsonl").contains("The time service is down."))
  }

  @Test func anInstantMoreThanADayGoneDoesNotDependOnTheClock() throws {
    let workspace = try Self.official()
    let clock = FixedClock(
      Self.instant.adding(hours: 24),
      synchronisation: ClockSynchronisation(isSynchronised: false))
    #expect(
      try workspace.opened.release(Month("2098-05")!, clock: clock).isNew)
  }

  @Test func whatIsNotOfficialIsNotHeldToTheClock() throws {
    let workspace = try WatchTests.sealed()
    let clock = SimulatedClock(Self.instant.adding(seconds: -5), isSynchronised: false)
    #expect(try workspace.watch(clock)?.isNew == true)
  }

  /// The clock is asked once more at the instant itself; the armed release is taken back, and goes
  /// out when the clock is right again.
  @Test func aClockThatLosesItsSourceInTheLastSecondHoldsTheRelease() throws {
    let workspace = try Self.official()
    let clock = SimulatedClock(Self.instant.adding(seconds: -30))
    clock.at(Self.instant) { $0.say(isSynchronised: false) }
    let repaired = Self.instant.adding(seconds: 12)
    clock.at(repaired) { clock throws in
      #expect(!workspace.isPublic && workspace.trees.isEmpty)
      clock.say(isSynchronised: true)
    }
    let outcome = try workspace.watch(clock)
    #expect(try #require(outcome?.release.actual) >= repaired)
    #expect(workspace.events.contains("disarmed"))
  }

  /// Somebody sets the clock forward by hand: the kernel says from then on that it is not
  /// synchronised (`settimeofday(2)` clears what the time service had set).
  @Test func aClockThatIsSetForwardByHandReleasesNothing() throws {
    let workspace = try Self.official()
    let clock = SimulatedClock(Self.instant.adding(hours: -30))
    clock.at(Self.instant.adding(hours: -29)) { clock in
      clock.set(to: Self.instant)
      clock.say(isSynchronised: false)
    }
    clock.at(Self.instant.adding(seconds: 20)) { $0.stop() }
    #expect(try workspace.watch(clock) == nil)
    #expect(!workspace.isPublic)
  }

  // MARK: The real binary

  /// The kernel's answer is put in its place by strace: 5 is TIME_ERROR, 0 is TIME_OK.
  @Test func theRealBinaryAsksTheKernel() throws {
    guard let strace = Tool.find("strace") else { return }
    for (answer, status) in [(5, 75), (0, 0)] as [(Int, Int32)] {
      let workspace = try TestWorkspace()
      try workspace.move("2013-10", to: Self.hoursAgo(2))
      try workspace.sealOfficially("2013-10")
      let result = try Tool.run(
        strace,
        [
          "-f", "-qq", "-e", "trace=adjtimex,clock_adjtime",
          "-e", "inject=adjtimex,clock_adjtime:retval=\(answer)", "-o", "/dev/null",
          Binary.path, "release", "2013-10", "--workspace", workspace.path,
        ])
      if result.errors.contains("ptrace") || result.errors.contains("PTRACE") { return }
      #expect(result.status == status, "\(result.output)\(result.errors)")
      #expect(result.errors.contains("not synchronised") == (answer == 5))
    }
  }

  /// A wall time of London some hours before now.
  private static func hoursAgo(_ hours: Int) -> String {
    let wall = Zone("Europe/London")!.wallTime(of: SystemClock().now().adding(hours: -hours))
    return wall.description
  }

  // MARK: Missed instants

  @Test func aMissedInstantIsSaidAndTheEditionPublishedAtOnce() throws {
    let workspace = try Self.official()
    let clock = SimulatedClock(Self.instant.adding(seconds: 5400))
    let outcome = try #require(try workspace.watch(clock))
    #expect(outcome.repairs.contains { $0.contains("by 1 hour 30 minutes") }, "\(outcome.repairs)")
    #expect(outcome.release.delayMilliseconds == 5_400_000)
    #expect(workspace.events.filter { ["missed", "breach-drafted"].contains($0) }.count == 2)
    #expect(workspace.files(in: "publications/breaches") == ["2098-05-late-1.md"])
  }

  /// Whatever came between the late switch and its report: the next run drafts it.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, "strace may not trace here"))
  func aMissedInstantIsReportedAfterACrashToo() throws {
    let sealed = try TestWorkspace()
    try sealed.move("2013-10", to: Self.hoursAgo(2))
    try sealed.sealOfficially("2013-10")
    let trace = sealed.folder.path + "/trace"
    func release(_ workspace: TestWorkspace, _ options: [String]) throws {
      _ = try Tool.run(
        Tool.find("strace")!,
        [
          "-f", "-qq", "-s", "4096", "-o", trace, "-e", "signal=none", "-e",
          "trace=rename,fsync,adjtimex,clock_adjtime",
        ]
          + ["-e", "inject=adjtimex,clock_adjtime:retval=0"] + options
          + [Binary.path, "release", "2013-10", "--workspace", workspace.path])
    }
    try release(TestWorkspace(copyOf: sealed), [])
    let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
    let before = calls.prefix { !$0.contains(".public-next") }.count { $0.contains("fsync(") }
    try #require(before > 0 && before < calls.count)
    // What is synced then: the tree, the link, the log, and the folder of the log.
    for number in 1...4 {
      let workspace = try TestWorkspace(copyOf: sealed)
      try release(workspace, ["-e", "inject=fsync:signal=KILL:when=\(before + number)"])
      #expect(workspace.bytes("publications/public/2013-10/index.html") != nil)
      #expect(workspace.files(in: "publications/breaches").isEmpty)
      let warnings = try workspace.opened.status(clock: SystemClock()).warnings
      #expect(
        warnings.contains { $0.kind == .lateReportOwed && $0.remedy.contains("--kind late") }
          == workspace.isLogged, "\(number)")
      try release(workspace, [])
      #expect(
        workspace.files(in: "publications/breaches") == ["2013-10-late-1.md"], "sync \(number)")
    }
  }

  @Test func aMissedInstantIsHeldWhereTheScheduleSaysSo() throws {
    let workspace = try Self.official("\"missed\": \"hold\"")
    let late = Self.instant.adding(seconds: 61)
    #expect(throws: ReleaseError(.held, "")) { try workspace.watch(SimulatedClock(late)) }
    #expect(throws: ReleaseError(.held, "")) { try workspace.watch(SimulatedClock(late)) }
    #expect(!workspace.isPublic)
    // Said once, however often it is tried; the report is drafted once.
    #expect(workspace.events.suffix(3) == ["sealed", "missed", "breach-drafted"])
    let outcome = try workspace.watch(SimulatedClock(late), lateBecause: "Power was out.")
    #expect(outcome?.isNew == true)
    #expect(workspace.text("publications/journal.jsonl").contains("Power was out."))
  }

  /// A new date takes nothing back of the one that was announced and missed (Code of Practice T3.6).
  @Test(arguments: [true, false])
  func aMissedInstantIsToldOfWhereTheDateIsChangedAfterIt(isMoved: Bool) throws {
    let workspace = try Self.official()
    let month = Month("2098-05")!
    _ = try workspace.opened.announce(
      month, provisional: false, by: "a.example",
      clock: FixedClock(Self.instant.adding(hours: -24 * 40)))
    func change(at late: Instant) throws -> [String] {
      let opened = try workspace.opened
      let outcome =
        isMoved
        ? try opened.move(
          month, to: WallTime("2098-05-22T09:30")!, reason: "A made-up delay.", by: "a.example",
          clock: FixedClock(late))
        : try opened.cancel(
          month, reason: "A made-up delay.", by: "a.example", clock: FixedClock(late))
      return outcome.notes
    }
    let notes = try change(at: Self.instant.adding(hours: 3))
    #expect(notes.contains { $0.contains("missed the instant") }, "\(notes)")
    #expect(workspace.files(in: "publications/breaches") == ["2098-05-late-1.md"])
    #expect(workspace.events.contains("missed"))
  }

  @Test func aReleaseByHandWithinAMinuteIsNotMissed() throws {
    let workspace = try Self.official("\"missed\": \"hold\"")
    let outcome = try workspace.watch(SimulatedClock(Self.instant.adding(seconds: 59)))
    #expect(outcome?.isNew == true)
    #expect(!workspace.events.contains("missed"))
  }

  @Test func whatIsNotOfficialIsNeverMissed() throws {
    let workspace = try WatchTests.sealed()
    let outcome = try workspace.watch(SimulatedClock(Self.instant.adding(hours: 100)))
    #expect(outcome?.isNew == true && !workspace.events.contains("missed"))
  }

  @Test func aWatchKeepsTryingWhatIsHeldAndSaysItOnce() throws {
    let workspace = try Self.official("\"missed\": \"hold\"")
    let clock = SimulatedClock(Self.instant.adding(seconds: 120))
    clock.at(Self.instant.adding(seconds: 1000)) { $0.stop() }
    var lines: [String] = []
    var watch = Watch(try workspace.opened, clock: clock) { lines.append($0.line) }
    #expect(try watch.run() == nil)
    #expect(lines.count { $0.contains("missed its instant") } == 1, "\(lines)")
    #expect(!workspace.isPublic)
  }
}
