import Foundation
import Glibc
import Releases
import Schedule
import Storage
import TestSupport
import Testing

/// A process, or its machine, sleeps while it waits: it is never early, and late it says so.
///
/// The real binary is stopped by SIGSTOP, which is the nearest to a suspended machine that a test
/// can do: its timer runs out meanwhile. Its clock is shifted by `Tests/Fixtures/shifted-clock.c`.
@Suite struct SuspendTests {
  private static let instant = WatchTests.instant

  // MARK: By a simulated clock

  private func slept(_ settings: String = "", minutes: Int64) throws -> (
    workspace: TestWorkspace, outcome: Result<Workspace.ReleaseOutcome?, any Error>
  ) {
    let workspace = try ClockRuleTests.official(settings)
    let clock = SimulatedClock(Self.instant.adding(seconds: -300))
    clock.at(Self.instant.adding(seconds: -1)) {
      $0.sleep(until: Self.instant.adding(seconds: 60 * minutes))
    }
    return (workspace, Result { try workspace.watch(clock) })
  }

  @Test func whoeverSleepsThroughTheInstantPublishesAtOnceAndReportsIt() throws {
    let (workspace, outcome) = try slept(minutes: 10)
    let release = try #require(try outcome.get())
    #expect(workspace.isPublic && release.release.delayMilliseconds == 600_000)
    #expect(release.repairs.contains { $0.contains("missed the instant") }, "\(release.repairs)")
    #expect(release.repairs.contains { $0.contains("2098-05-late-1.md") }, "\(release.repairs)")
    #expect(workspace.events.contains("missed"), "\(workspace.events)")
  }

  @Test func whereTheScheduleHoldsWhatWasMissedTheArmedReleaseIsTakenBack() throws {
    let (workspace, outcome) = try slept("\"missed\": \"hold\"", minutes: 10)
    #expect(throws: ReleaseError(.held, "")) { try outcome.get() }
    #expect(!workspace.isPublic && workspace.trees.isEmpty)
    #expect(workspace.events.suffix(3) == ["missed", "breach-drafted", "disarmed"])
  }

  @Test func lessThanAMinuteIsLateAndNotMissed() throws {
    let (workspace, outcome) = try slept(minutes: 0)
    #expect(try outcome.get()?.release.delayMilliseconds == 0)
    #expect(!workspace.events.contains("missed"))
  }

  // MARK: The real binary

  @Test(.enabled(if: ShiftedProcess.library != nil, "no C compiler is at hand"))
  func aProcessThatWasStoppedThroughTheInstantPublishesAtOnceAndSaysHowLate() throws {
    let waiting = try ShiftedProcess(waitingIn: ClockRuleTests.official())
    try waiting.sleep(until: Self.instant.adding(seconds: 600))
    #expect(waiting.process.status() == 0, "\(waiting.process.output)")
    let output = waiting.process.output
    for said in [
      "missed the instant 2098-05-08T08:30:00.000Z of 2098-05 by 10 minutes",
      "drafted the breach report", "late by 10 minutes",
    ] {
      #expect(output.contains(said), "\(output)")
    }
    #expect(waiting.workspace.isPublic)
    #expect(waiting.workspace.files(in: "publications/breaches") == ["2098-05-late-1.md"])
  }

  @Test(.enabled(if: ShiftedProcess.library != nil, "no C compiler is at hand"))
  func aProcessThatWasStoppedThroughTheInstantHoldsWhatTheScheduleHolds() throws {
    let waiting = try ShiftedProcess(
      waitingIn: ClockRuleTests.official("\"missed\": \"hold\""))
    try waiting.sleep(until: Self.instant.adding(seconds: 600))
    #expect(waiting.process.status() == 64, "\(waiting.process.output)")
    #expect(waiting.process.output.contains("--late-because"), "\(waiting.process.output)")
    #expect(!waiting.workspace.isPublic && waiting.workspace.trees.isEmpty)
  }

  /// Stopped and continued before the instant: nothing of it is public early, and nothing is missed.
  @Test(.enabled(if: ShiftedProcess.library != nil, "no C compiler is at hand"))
  func aProcessThatWasStoppedBeforeTheInstantIsNeverEarly() throws {
    let waiting = try ShiftedProcess(waitingIn: ClockRuleTests.official())
    try waiting.sleep(until: nil)
    #expect(waiting.process.status() == 0, "\(waiting.process.output)")
    let line = waiting.workspace.text("publications/log.jsonl")
    let delay = line.firstMatch(of: /"delayMilliseconds":(-?\d+)/).flatMap { Int($0.1) }
    #expect((0..<60_000).contains(delay ?? -1), "\(line)")
    #expect(!waiting.workspace.events.contains("missed"), "\(waiting.workspace.events)")
  }

  // MARK: Standby

  /// docs/deploy.md, The standby: the first machine dies armed, a minute before the instant; a copy of
  /// its workspace on a second one, which has a key of its own, takes over and publishes once.
  @Test(.enabled(if: ShiftedProcess.library != nil, "no C compiler is at hand"))
  func aStandbyTakesOverFromAMachineThatDiedArmed() throws {
    let original = try TestWorkspace(future: "2098-05")
    let key = original.folder.path + "/standby.key"
    try #require(try Tool.run(Tool.find("age-keygen")!, ["-o", key]).status == 0)
    let recipient = try Tool.run(Tool.find("age-keygen")!, ["-y", key]).output
      .trimmingCharacters(in: .whitespacesAndNewlines)
    try original.succeed("key", "add", recipient, "--remark", "the standby")
    try original.succeed("seal", "2098-05", "--by", "test")
    let first = try ShiftedProcess(waitingIn: original)
    // The copy is made while the first one is armed; then it is fenced.
    let standby = try TestWorkspace(copyOf: first.workspace)
    kill(first.process.number, SIGKILL)
    #expect(first.process.status() == SIGKILL)
    var watch = Watch(
      try Workspace(standby.path, keyFile: key), only: WatchTests.month,
      clock: SimulatedClock(Self.instant.adding(seconds: -60))
    ) { _ in }
    #expect(try watch.run()?.release.actual == Self.instant)
    #expect(standby.isPublic && !first.workspace.isPublic)
    let log = standby.text("publications/log.jsonl")
    #expect(log.components(separatedBy: "\"event\":\"released\"").count == 2, "\(log)")
    #expect(standby.events.contains("disarmed"), "\(standby.events)")
    // A second try on either of the two finds it out, once the workspace is the standby's.
    try #require(
      try Tool.run("/bin/rm", ["-rf", first.workspace.path]).status == 0)
    let copied = try Tool.run("/bin/cp", ["-a", standby.path, first.workspace.path])
    try #require(copied.status == 0, "\(copied.errors)")
    let again = try first.workspace.watch(SimulatedClock(Self.instant.adding(seconds: 5)))
    #expect(again?.isNew == false)
  }
}

/// `release --wait` of edition 2098-05 by a clock that is shifted, stopped when it is armed, some
/// seconds before its instant.
private final class ShiftedProcess {
  let workspace: TestWorkspace
  let process: Background
  private let shift: String

  /// The library that shifts the clock, built once; nil where nothing here builds it.
  static let library: String? = {
    guard let compiler = Tool.find("cc") ?? Tool.find("clang") else { return nil }
    let path = folder.path + "/shifted-clock.so"
    let source = TestWorkspace.repository + "/Tests/Fixtures/shifted-clock.c"
    let built = try? Tool.run(compiler, ["-shared", "-fPIC", "-O1", "-o", path, source, "-ldl"])
    return built?.status == 0 ? path : nil
  }()
  private static let folder = TemporaryFolder()

  init(waitingIn original: TestWorkspace) throws {
    // Where the machine is so busy that the instant comes before the release is armed, once more.
    for seconds: Int64 in [3, 10, 30] {
      let workspace = try TestWorkspace(copyOf: original)
      let shift = workspace.folder.path + "/shift"
      try Self.write(
        WatchTests.instant.milliseconds - SystemClock().now().milliseconds - seconds * 1000,
        to: shift)
      let process = try Background(
        ["release", "2098-05", "--wait", "--workspace", workspace.path],
        environment: ["LD_PRELOAD": try #require(Self.library), "SHIFTED_CLOCK": shift])
      process.waitForOutput("is verified and laid")
      kill(process.number, SIGSTOP)
      if !workspace.isPublic, process.output.contains("is verified and laid") {
        (self.workspace, self.process, self.shift) = (workspace, process, shift)
        return
      }
      kill(process.number, SIGKILL)
    }
    throw NeverArmed()
  }

  private struct NeverArmed: Error {}

  /// Lets it go on: by a clock that has gone on to this instant, or for nil by the same clock half a
  /// second later.
  func sleep(until instant: Instant?) throws {
    if let instant {
      try Self.write(instant.milliseconds - SystemClock().now().milliseconds, to: shift)
    } else {
      usleep(500_000)
      #expect(!workspace.isPublic)
    }
    kill(process.number, SIGCONT)
  }

  /// In place: the process has the file in its memory.
  private static func write(_ milliseconds: Int64, to path: String) throws {
    let bytes = withUnsafeBytes(of: milliseconds) { Data($0) }
    if let file = FileHandle(forUpdatingAtPath: path) {
      try file.write(contentsOf: bytes)
      try file.close()
    } else {
      try bytes.write(to: URL(filePath: path))
    }
  }
}
