import Foundation
import Releases
import Schedule
import Storage
import TestSupport
import Testing

/// The journal says what is sealed: a file that is gone is missed at once, by whoever needs it, and
/// keeps nothing else waiting.
@Suite struct MissingSealTests {
  /// A planned revision of October, sealed for this time, after another edition was, where one is
  /// named.
  private func revised(
    _ time: String = "2099-01-15T09:30", after edition: String? = nil, wasLate: Bool = false
  ) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    if wasLate { try workspace.succeed("breach", "2013-10", "--kind", "late") }
    if let edition { try workspace.succeed("seal", edition, "--by", "test") }
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10", "--planned", time] + CorrectionTests.note)
    try workspace.succeed("seal", "2013-10", "--by", "test")
    return workspace
  }

  private func remove(_ edition: String, of workspace: TestWorkspace) throws {
    try FileManager.default.removeItem(atPath: workspace.sealedFile(edition))
  }

  /// The events of the watch over the calendar, as lines.
  private func watch(_ workspace: TestWorkspace, _ clock: SimulatedClock) throws -> [String] {
    var lines: [String] = []
    var watch = Watch(try workspace.opened, clock: clock) { lines.append($0.line) }
    #expect(try watch.run() == nil)
    return lines
  }

  @Test func aCorrectionWhoseFileIsGoneIsNotTakenForOneThatIsOut() throws {
    let workspace = try revised()
    try remove("2013-10", of: workspace)
    for more in [[], ["--wait"]] {
      let result = try workspace.run(["release", "2013-10"] + more)
      #expect(result.status == 76, "\(result)")
      #expect(result.errors.contains("2013-10.age is missing, which was sealed on"))
      #expect(result.errors.contains("ninethirty seal 2013-10 --reason"), "\(result.errors)")
    }
    let journal = workspace.text("publications/journal.jsonl")
    #expect(journal.components(separatedBy: "\"reason\":\"missing\"").count == 2, "noted once")
    let status = try workspace.run("status").output
    #expect(status.contains("URGENT  2013-10 cannot be released"), "\(status)")
    #expect(!status.contains("has version 2 sealed"), "no release is asked for: \(status)")
    // What a correction that waits will say is under embargo, whether or not its file is there.
    let leak = try workspace.run(
      "withdraw", "2013-10", "--reason", "Wrong.", "--by", "a.example")
    #expect(leak.status == 64 && leak.errors.contains("is sealed and waits"), "\(leak)")
  }

  @Test func aFirstVersionWhoseFileIsGoneIsNamedSo() throws {
    let workspace = try WatchTests.sealed()
    try remove("2098-05", of: workspace)
    let result = try workspace.run("release", "2098-05")
    #expect(result.status == 76 && result.errors.contains("is missing, which was sealed on"))
    #expect(try workspace.run("status").output.contains("next       2098-05, sealed, SEAL MISSING"))
  }

  @Test func aWatchSaysThatAFileIsGoneLongBeforeTheInstant() throws {
    let workspace = try WatchTests.sealed()
    try remove("2098-05", of: workspace)
    let clock = SimulatedClock(WatchTests.instant.adding(hours: -30))
    clock.at(WatchTests.instant.adding(hours: -29)) { $0.stop() }
    let lines = try watch(workspace, clock)
    #expect(lines.count { $0.contains("is missing, which was sealed") } == 1, "\(lines)")
    #expect(!lines.contains { $0.contains("nothing is sealed") }, "\(lines)")
    #expect(workspace.events == ["sealed", "refused"], "\(workspace.events)")
  }

  /// What somebody has to mend does not keep the next one from its instant.
  @Test func anEditionThatIsRefusedDoesNotKeepTheOthersWaiting() throws {
    let workspace = try revised(after: "2013-11")
    try remove("2013-11", of: workspace)
    let instant = Instant("2099-01-15T09:30:00.000Z")!
    let clock = SimulatedClock(instant.adding(seconds: -1800))
    clock.at(instant.adding(seconds: 300)) { $0.stop() }
    let lines = try watch(workspace, clock)
    let released = "released 2013-10 at 2099-01-15T09:30:00.000Z"
    #expect(lines.contains { $0.hasPrefix(released) }, "\(lines)")
    #expect(lines.count { $0.contains("2013-11.age is missing") } <= 2, "\(lines)")
  }

  /// A planned revision that waits for its date is no release that somebody has to finish.
  @Test func whileARevisionWaitsTheWatchTakesNoLock() throws {
    let workspace = try revised()
    let instant = Instant("2099-01-15T09:30:00.000Z")!
    let clock = SimulatedClock(instant.adding(hours: -2))
    let mark = "it was not taken"
    clock.at(instant.adding(hours: -1).adding(seconds: -1800)) { _ throws in
      try workspace.write(mark, to: "publications/.lock")
    }
    clock.at(instant.adding(hours: -1)) { $0.stop() }
    let lines = try watch(workspace, clock)
    #expect(lines.count == 2 && lines[0].hasPrefix("waiting for 2013-10"), "\(lines)")
    // Whoever takes the lock writes into it who it is.
    #expect(workspace.text("publications/.lock") == mark)
  }

  // MARK: Late twice

  /// A first version that was late and a planned revision that is late are two breaches.
  @Test func aRevisionThatIsLateTooHasAReportOfItsOwn() throws {
    let workspace = try revised(wasLate: true)
    try workspace.sealOfficially("2013-10", ["--reason", "By two people."])
    let late = Instant("2099-01-15T11:00:00.000Z")!
    let outcome = try workspace.opened.release(Month("2013-10")!, clock: FixedClock(late))
    #expect(outcome.repairs.contains { $0.contains("2013-10-late-2.md") }, "\(outcome.repairs)")
  }

  // MARK: Cancelled, and out

  /// What is out cannot be cancelled: a hand that writes so into the schedule stops its revision, and
  /// everybody who waits is told.
  @Test func aRevisionOfWhatTheScheduleHasCancelledIsNotDroppedInSilence() throws {
    let workspace = try revised()
    try workspace.replace(
      "\"exceptions\": []",
      with: "\"exceptions\": [{ \"edition\": \"2013-10\", \"action\": \"cancelled\","
        + " \"reason\": \"A made-up reason.\", \"announced\": \"2013-09-02\" }]",
      in: "schedule.json")
    let instant = Instant("2099-01-15T09:30:00.000Z")!
    let before = FixedClock(instant.adding(hours: -48))
    let warning = try workspace.opened.status(clock: before).warnings
      .first { $0.kind == .versionWaiting }
    #expect(warning?.isUrgent == true && warning?.text.contains("cancelled") == true)
    #expect(warning?.remedy.contains("exception out of schedule.json") == true)
    let clock = SimulatedClock(instant.adding(hours: -1))
    clock.at(instant.adding(seconds: 120)) { $0.stop() }
    let lines = try watch(workspace, clock)
    #expect(
      lines.contains { $0.contains("is out, and schedule.json has it cancelled") }, "\(lines)")
    let status = try workspace.run("status")
    #expect(status.output.contains("2013-10    released"), "\(status.output)")
  }

  // MARK: Another day

  /// The pages of the correction of an error name the day on which it was signed off: neither a hand
  /// nor the watch lets it out on another one.
  @Test func aWatchReleasesNoCorrectionOfAnErrorOnAnotherDay() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    let signed = Instant("2099-03-04T10:00:00.000Z")!
    _ = try workspace.opened.seal(Month("2013-10")!, by: "test", clock: FixedClock(signed))
    let next = signed.adding(hours: 24)
    let error = #expect(throws: ReleaseError.self) {
      try workspace.opened.release(Month("2013-10")!, clock: FixedClock(next))
    }
    #expect(error?.reason.contains("signed off on 4 March 2099") == true, "\(error as Any)")
    let clock = SimulatedClock(next)
    clock.at(next.adding(hours: 1)) { $0.stop() }
    let lines = try watch(workspace, clock)
    #expect(lines.count { $0.contains("signed off on 4 March 2099") } == 1, "\(lines)")
    // The edition is named once.
    #expect(lines.contains { $0.hasPrefix("version 2 of 2013-10 was signed off") }, "\(lines)")
    #expect(!workspace.files(in: "publications/public").contains("2013-10/v2/index.html"))
    let journal = workspace.text("publications/journal.jsonl")
    #expect(journal.components(separatedBy: "\"reason\":\"another-day\"").count == 2)
    #expect(
      try workspace.opened.release(Month("2013-10")!, clock: FixedClock(signed)).isNew)
  }

  /// Where two people sign off, the seal has taken the draft away: what status says can be done.
  @Test func statusSaysHowACorrectionOfAnotherDayIsSealedAgain() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.listPeople()
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    try workspace.succeed("draft", "2013-10")
    try workspace.succeed("submit", "2013-10", "--by", "a.example")
    let month = Month("2013-10")!
    let ahead = Instant("2099-03-04T10:00:00.000Z")!
    _ = try workspace.opened.seal(
      month, by: "b.example", authority: SealAuthority(overrideReason: "One user of the system."),
      clock: FixedClock(ahead))
    func warning(at now: Instant) throws -> StatusWarning? {
      try workspace.opened.status(clock: FixedClock(now)).warnings
        .first { $0.kind == .versionWaiting }
    }
    #expect(try warning(at: ahead)?.remedy.contains("release 2013-10") == true)
    let other = try #require(try warning(at: ahead.adding(hours: -24)))
    #expect(other.isUrgent && other.text.contains("4 March 2099"), "\(other)")
    let way =
      "`ninethirty draft 2013-10`, `ninethirty submit 2013-10 --by ID`, then `ninethirty seal"
    #expect(other.remedy.contains(way), "\(other)")
    let error = #expect(throws: ReleaseError.self) {
      try workspace.opened.release(month, clock: FixedClock(ahead.adding(hours: -24)))
    }
    #expect(error?.reason.contains(way) == true, "\(error as Any)")
    // And it is what works.
    try workspace.succeed("draft", "2013-10")
    try workspace.succeed("submit", "2013-10", "--by", "a.example")
    try workspace.succeed(
      "seal", "2013-10", "--by", "b.example", "--reason", "The clock ran ahead.",
      "--override-four-eyes", "One user of the system.")
    try workspace.succeed("release", "2013-10")
  }
}
