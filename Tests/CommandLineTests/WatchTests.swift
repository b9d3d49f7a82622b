import Foundation
import Releases
import Schedule
import Storage
import Synchronization
import TestSupport
import Testing

/// Waiting for the instant: by a simulated clock, and by the real timer.
@Suite struct WatchTests {
  static let instant = Instant("2098-05-08T08:30:00.000Z")!
  static let month = Month("2098-05")!

  /// A workspace with one sealed edition, due in 2098.
  static func sealed() throws -> TestWorkspace {
    let workspace = try TestWorkspace(future: "2098-05")
    let result = try workspace.run("seal", "2098-05", "--by", "test")
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    return workspace
  }

  @Test func anEditionIsReleasedAtItsInstantAndNotBefore() throws {
    let workspace = try Self.sealed()
    let clock = SimulatedClock(Self.instant.adding(hours: -2))
    clock.at(Self.instant.adding(seconds: -1)) { _ in #expect(!workspace.isPublic) }
    let outcome = try workspace.watch(clock)
    #expect(outcome?.release.actual == Self.instant)
    #expect(workspace.isPublic)
    #expect(workspace.events == ["sealed", "releasing", "logged"])
  }

  /// The real timer and the real switch; only the calendar is shifted.
  @Test func theRealTimerIsNeverEarly() throws {
    let workspace = try Self.sealed()
    let clock = ShiftedClock(reaching: Self.instant, inMilliseconds: 700)
    let outcome = try workspace.watch(clock)
    #expect(outcome?.isNew == true)
    #expect((outcome?.release.delayMilliseconds ?? -1) >= 0)
  }

  @Test func nothingIsLaidAndNothingLockedEarlierThanTenMinutesBefore() throws {
    let workspace = try Self.sealed()
    let clock = SimulatedClock(Self.instant.adding(hours: -3))
    clock.at(Self.instant.adding(seconds: -601)) { _ throws in
      #expect(workspace.trees.isEmpty)
      // Somebody else may work on the next edition.
      #expect(try workspace.run("draft", "2098-05").status == 0)
    }
    clock.at(Self.instant.adding(seconds: -590)) { _ throws in
      #expect(workspace.trees == ["0001"])
      #expect(try workspace.mode("publications/.trees/0001") == 0o700)
      #expect(!workspace.isPublic)
      #expect(try workspace.run("draft", "2098-05").status == 75)
    }
    _ = try workspace.watch(clock)
    #expect(try workspace.mode("publications/.trees/0001") == 0o755)
  }

  @Test func anEditionThatIsMovedLaterIsRefusedFarFromTheInstant() throws {
    let workspace = try refusedMovedLater(at: -3600)
    #expect(workspace.events == ["sealed", "refused"])
  }

  @Test func anEditionThatIsMovedLaterIsRefusedInTheLastSecond() throws {
    let workspace = try refusedMovedLater(at: -1)
    #expect(workspace.events == ["sealed", "releasing", "disarmed", "refused"])
  }

  /// The pages print the date that was; sealed again they come out at the new instant.
  private func refusedMovedLater(at seconds: Int64) throws -> TestWorkspace {
    let workspace = try Self.sealed()
    let clock = SimulatedClock(Self.instant.adding(hours: -2))
    clock.at(Self.instant.adding(seconds: seconds)) { _ throws in
      try workspace.move(to: "2098-05-08T11:00")
    }
    let error = #expect(throws: ReleaseError.self) { try workspace.watch(clock) }
    #expect(error?.reason.contains("edition 2098-05 was sealed for") == true, "\(error as Any)")
    #expect(clock.now() <= Self.instant && !workspace.isPublic && workspace.trees.isEmpty)
    let later = try TestWorkspace(copyOf: workspace)
    let seal = try later.run("seal", "2098-05", "--by", "test", "--reason", "The date was moved.")
    try #require(seal.status == 0, "\(seal.errors)")
    let instant = Instant("2098-05-08T10:00:00.000Z")!
    let outcome = try later.watch(SimulatedClock(instant.adding(seconds: -30)))
    #expect(outcome?.release.actual == instant && outcome?.release.delayMilliseconds == 0)
    return workspace
  }

  /// A watch over the calendar says it at once, once, and goes on when it is sealed again.
  @Test func aWatchSaysThatAnEditionWasMovedAndReleasesItSealedAgain() throws {
    let workspace = try Self.sealed()
    let clock = SimulatedClock(Self.instant.adding(hours: -30))
    clock.at(Self.instant.adding(hours: -29)) { _ throws in
      try workspace.move(to: "2098-05-08T11:00")
    }
    clock.at(Self.instant.adding(hours: -28)) { _ throws in
      let seal = try workspace.run("seal", "2098-05", "--by", "test", "--reason", "It was moved.")
      #expect(seal.status == 0, "\(seal.errors)")
    }
    clock.at(Self.instant.adding(hours: 3)) { $0.stop() }
    var lines: [String] = []
    var released: [Instant] = []
    var watch = Watch(try workspace.opened, clock: clock) { event in
      lines.append(event.line)
      if case .released(let outcome) = event { released.append(outcome.release.actual) }
    }
    #expect(try watch.run() == nil)
    #expect(released == [Instant("2098-05-08T10:00:00.000Z")!], "\(lines)")
    #expect(lines.count { $0.contains("print the date that was") } == 1, "\(lines)")
  }

  @Test func aScheduleThatMovesTheEditionEarlierChangesNothing() throws {
    let workspace = try Self.sealed()
    let clock = SimulatedClock(Self.instant.adding(hours: -2))
    clock.at(Self.instant.adding(seconds: -3000)) { _ throws in
      try workspace.move(to: "2098-05-08T09:00")
    }
    #expect(try workspace.watch(clock)?.release.actual == Self.instant)
  }

  @Test func anEditionThatIsCancelledInTheLastMinuteDoesNotComeOut() throws {
    let workspace = try Self.sealed()
    let clock = SimulatedClock(Self.instant.adding(seconds: -300))
    clock.at(Self.instant.adding(seconds: -30)) { _ throws in
      try workspace.addException("\"action\": \"cancelled\"")
    }
    #expect(throws: ReleaseError(.wrongState, "")) { try workspace.watch(clock) }
    #expect(!workspace.isPublic)
    #expect(workspace.trees.isEmpty)
    #expect(workspace.events.last == "disarmed")
  }

  @Test func aWatchThatIsEndedWhileArmedLeavesNothingAndGoesOnLater() throws {
    let workspace = try Self.sealed()
    let clock = SimulatedClock(Self.instant.adding(seconds: -300))
    clock.at(Self.instant.adding(seconds: -1)) { $0.stop() }
    #expect(try workspace.watch(clock) == nil)
    #expect(workspace.trees.isEmpty && !workspace.isPublic)
    #expect(workspace.bytes("publications/.public-next") == nil)
    #expect(workspace.events == ["sealed", "releasing", "disarmed"])
    let again = SimulatedClock(Self.instant.adding(seconds: -10))
    #expect(try workspace.watch(again)?.release.actual == Self.instant)
  }

  @Test func aClockThatIsSetBackIsFollowed() throws {
    let workspace = try Self.sealed()
    let clock = SimulatedClock(Self.instant.adding(seconds: -300))
    clock.at(Self.instant.adding(seconds: -2)) { $0.set(to: Self.instant.adding(hours: -1)) }
    var lines: [String] = []
    let outcome = try workspace.watch(clock) { lines.append($0.line) }
    #expect(outcome?.release.actual == Self.instant)
    #expect(lines.contains { $0.contains("set back by 3598000 ms") }, "\(lines)")
    #expect(workspace.events == ["sealed", "releasing", "disarmed", "releasing", "logged"])
  }

  @Test func aClockThatIsSetBackAfterTheReleaseUnReleasesNothing() throws {
    let workspace = try Self.sealed()
    _ = try workspace.watch(SimulatedClock(Self.instant))
    let outcome = try workspace.watch(SimulatedClock(Self.instant.adding(hours: -24)))
    #expect(outcome?.isNew == false)
    #expect(workspace.isPublic)
  }

  /// A tree's number is given again after a crash: the intent of the crashed release must not be
  /// taken for what is public under that number.
  @Test func anIntentThatWasInterruptedIsNotTakenForALaterTreeOfItsNumber() throws {
    let workspace = try Self.sealed()
    let clock = SimulatedClock(Self.instant.adding(seconds: -300))
    clock.at(Self.instant.adding(seconds: -10)) { _ in throw Crash() }
    // The crash ends everything at once: what it leaves is copied before the release is taken back.
    let crashed = CrashedCopy()
    clock.at(Self.instant.adding(seconds: -20)) { _ in try crashed.take(workspace) }
    #expect(throws: Crash.self) { try workspace.watch(clock) }
    let left = try #require(crashed.workspace)
    #expect(left.trees == ["0001"] && left.events.last == "releasing")
    #expect(try left.run("release", "2098-05").status == 75)
    // The real clock stands before that of the watch, which is noted.
    #expect(
      left.events == ["sealed", "releasing", "clock-set-back", "disarmed", "refused"])
    #expect(try left.watch(SimulatedClock(Self.instant))?.release.actual == Self.instant)
  }

  @Test func aCalendarIsWatchedFromEditionToEdition() throws {
    let workspace = try TestWorkspace()
    // The night before the second one: the calendar is read anew every minute of it.
    try workspace.move("2013-10", to: "2013-11-13T22:30")
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let first = Instant("2013-11-13T22:30:00.000Z")!
    let clock = SimulatedClock(first.adding(hours: -1))
    clock.at(first.adding(hours: 1)) { _ throws in
      let result = try workspace.run("seal", "2013-11", "--by", "test")
      #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
    clock.at(first.adding(hours: 12)) { $0.stop() }
    var released: [Instant] = []
    var watch = Watch(try workspace.opened, clock: clock) { event in
      if case .released(let outcome) = event { released.append(outcome.release.actual) }
    }
    #expect(try watch.run() == nil)
    #expect(released == [first, first.adding(hours: 11)])
  }

  // MARK: The real binary

  @Test func aWatchEndsCleanlyWhenItIsAskedTo() throws {
    for signal in [SIGTERM, SIGINT] {
      let workspace = try Self.sealed()
      let watch = try Background(["watch", "--workspace", workspace.path])
      watch.waitForOutput("waiting for 2098-05")
      kill(watch.number, signal)
      #expect(watch.status() == 0)
      #expect(watch.output.contains("asked to end; nothing is left half done"))
      #expect(workspace.trees.isEmpty)
    }
  }

  @Test func twoProcessesPublishOnce() throws {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let arguments = ["release", "2013-10", "--wait", "--workspace", workspace.path]
    let both = [try Background(arguments), try Background(arguments)]
    #expect(both.map { $0.status() } == [0, 0])
    #expect(both.count { $0.output.contains("is out since") } == 1, "\(both.map(\.output))")
    #expect(workspace.text("publications/log.jsonl").split(separator: "\n").count == 1)
  }

  @Test func aReleaseThatIsWaitedForMustBeSealed() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    let result = try workspace.run("release", "2098-05", "--wait")
    #expect(result.status == 64 && result.errors.contains("is not sealed"))
  }
}

private struct Crash: Error {}

/// A copy of a workspace, taken while somebody works in it.
private final class CrashedCopy: Sendable {
  private let copy = Mutex<TestWorkspace?>(nil)
  var workspace: TestWorkspace? { copy.withLock { $0 } }
  func take(_ original: TestWorkspace) throws {
    let taken = try TestWorkspace(copyOf: original)
    copy.withLock { $0 = taken }
  }
}
