import Foundation
import Ledger
import Notation
import Releases
import Schedule
import TestSupport
import Testing

/// A clock that stands before what was done by it is urgent in `status` until it has passed that time
/// again, or somebody has said why.
@Suite struct ClockSetBackTests {
  private static let ahead = Instant("2098-05-01T12:00:00.000Z")!

  /// A workspace whose journal was written to by a clock that ran ahead.
  private func workspace() throws -> TestWorkspace {
    let workspace = try WatchTests.sealed()
    try note("leak-checked", Self.ahead, in: workspace)
    return workspace
  }

  private func note(_ event: String, _ instant: Instant, in workspace: TestWorkspace) throws {
    try workspace.opened.journalLedger.append(
      LedgerFact(
        event, fields: ["leaks": .integer(0), "result": .string("clean")]), at: instant)
  }

  private func warning(_ workspace: TestWorkspace, at now: Instant) throws -> StatusWarning? {
    try workspace.opened.status(clock: FixedClock(now)).warnings
      .first { $0.kind == .clockSetBack }
  }

  @Test func itIsUrgentUntilTheClockHasPassedThatTimeAgain() throws {
    let workspace = try workspace()
    let status = try workspace.run("status")
    #expect(status.status == 0 && status.output.contains("URGENT  the clock stands at 20"))
    for said in [
      "before 2098-05-01T12:00:00.000Z", "chronyc tracking", "ninethirty breach",
      "ninethirty clock --explain",
    ] {
      #expect(status.output.contains(said), "\(status.output)")
    }
    let json = try workspace.run("status", "--json").output
    #expect(json.contains("\"kind\":\"clock-set-back\""), "\(json)")
    // A step that writes notes it in the journal, whose newest time is an earlier one from then on.
    #expect(try workspace.run("release", "2098-05").status == 75)
    #expect(workspace.events.contains("clock-set-back"))
    let before = Self.ahead.adding(seconds: -1)
    #expect(try warning(workspace, at: before.adding(seconds: -1))?.isUrgent == true)
    // The clocks of two machines differ by less than a second.
    #expect(try warning(workspace, at: before) == nil)
    #expect(try warning(workspace, at: Self.ahead) == nil)
  }

  @Test func itIsExplainedOnceWithAReasonThatTheJournalKeeps() throws {
    let workspace = try workspace()
    try workspace.listPeople()
    let explain = ["clock", "--explain", "The time service was mended.", "--by"]
    let stranger = try workspace.run(explain + ["z.example"])
    #expect(stranger.status == 64 && stranger.errors.contains("cannot explain the clock:"))
    let half = try workspace.run("clock", "--explain", "Only a reason.")
    #expect(half.status == 64 && half.errors.contains("belong together"), "\(half.errors)")
    let shown = try workspace.run("clock")
    #expect(shown.status == 0 && shown.output.contains("URGENT     the clock stands at"))
    try workspace.succeed(explain + ["a.example"])
    #expect(try !workspace.run("status").output.contains("the clock stands at"))
    #expect(try !workspace.run("clock").output.contains("URGENT"))
    let journal = try workspace.run("log", "--journal").output
    #expect(journal.contains("newest=2098-05-01T12:00:00.000Z"), "\(journal)")
    #expect(journal.contains("reason=The time service was mended."))
    let twice = try workspace.run(explain + ["a.example"])
    #expect(twice.status == 64 && twice.errors.contains("there is nothing to explain"))
  }

  /// What was explained does not hide what comes after it.
  @Test func aClockThatIsSetBackOnceMoreIsSaidOnceMore() throws {
    let workspace = try workspace()
    try workspace.opened.explainClock(
      reason: "It ran ahead.", by: "test", clock: FixedClock(Self.ahead.adding(hours: -48)))
    #expect(try warning(workspace, at: Self.ahead.adding(hours: -47)) == nil)
    try note("leak-checked", Self.ahead.adding(hours: -20), in: workspace)
    let again = try warning(workspace, at: Self.ahead.adding(hours: -21))
    #expect(
      again?.text.contains("1 hour before 2098-04-30T16:00:00.000Z") == true, "\(again as Any)")
    #expect(try warning(workspace, at: Self.ahead.adding(hours: -20)) == nil)
  }

  @Test func aClockThatIsRightSaysSo() throws {
    let workspace = try WatchTests.sealed()
    let clock = try workspace.run("clock")
    #expect(clock.status == 0 && clock.output.contains("last written to at 20"), "\(clock)")
    #expect(clock.output.contains("source     the system says that it is "))
    let result = try workspace.run("clock", "--explain", "Why not.", "--by", "test")
    #expect(result.status == 64 && result.errors.contains("there is nothing to explain"))
    #expect(workspace.events == ["sealed"])
  }

  /// The last line is not the latest one where a clock ran ahead, and what was said of it stays.
  @Test func theClockShowsTheLastLineTheLatestAndWhatWasSaid() throws {
    let workspace = try workspace()
    try note("leak-checked", Self.ahead.adding(hours: -50), in: workspace)
    let shown = try workspace.run("clock")
    let last = Self.ahead.adding(hours: -50)
    #expect(shown.output.contains("journal    last written to at \(last)\n"), "\(shown.output)")
    #expect(shown.output.contains("latest     a line before that is of \(Self.ahead)\n"))
    #expect(!shown.output.contains("explained"))
    try workspace.succeed(
      "clock", "--explain", "The time service was mended.", "--by", "a.example")
    let explained = try workspace.run("clock").output
    #expect(explained.contains("explained  on 20"), "\(explained)")
    #expect(explained.contains(" by a.example: The time service was mended.\n"), "\(explained)")
  }
}
