import Editions
import Foundation
import Ledger
import Notation
import Releases
import Schedule
import Storage
import TestSupport
import Testing

/// What the public was told of a date binds the release, whatever `schedule.json` says since.
@Suite struct PublicDateTests {
  private static let month = Month("2098-05")!
  /// Sealed and announced for 8 May 2098, 09:30 in London.
  private static let instant = WatchTests.instant

  private func announced(official: Bool = false) throws -> TestWorkspace {
    let workspace = try official ? ClockRuleTests.official() : WatchTests.sealed()
    try workspace.succeed("announce", "2098-05", "--by", "a.example")
    return workspace
  }

  /// Changes the date by the real verb, then puts the schedule back as it was.
  private func forgetting(_ words: [String], in workspace: TestWorkspace) throws {
    let before = workspace.text("schedule.json")
    try workspace.succeed(words + ["--reason", "The matching takes longer.", "--by", "a.example"])
    #expect(workspace.text("schedule.json") != before)
    try workspace.write(before, to: "schedule.json")
  }

  private func refusals(_ workspace: TestWorkspace, _ reason: String) -> Int {
    workspace.text("publications/journal.jsonl").ranges(of: "\"reason\":\"\(reason)\"").count
  }

  /// What nobody may release at the instant of the schedule, by hand or by the watch.
  private func expectNoRelease(_ workspace: TestWorkspace, saying text: String) throws {
    let refused = try workspace.run("release", "2098-05")
    #expect(refused.status == 64 && refused.errors.contains(text), "\(refused)")
    let byHand = #expect(throws: ReleaseError.self) {
      try workspace.opened.release(Self.month, clock: FixedClock(Self.instant))
    }
    #expect(byHand?.reason.contains(text) == true, "\(byHand as Any)")
    let clock = SimulatedClock(Self.instant.adding(hours: -2))
    clock.at(Self.instant.adding(hours: 1)) { $0.stop() }
    var lines: [String] = []
    var watch = Watch(try workspace.opened, clock: clock) { lines.append($0.line) }
    #expect(try watch.run() == nil)
    #expect(lines.contains { $0.contains(text) }, "\(lines)")
    #expect(!workspace.isPublic)
  }

  // MARK: Another time zone

  /// 09:30 in Tokyo is half past midnight in London: the public was told an instant.
  @Test func anotherTimeZoneInTheScheduleMovesNoInstantThatThePublicWasTold() throws {
    let workspace = try announced()
    try workspace.replace("Europe/London", with: "Asia/Tokyo", in: "schedule.json")
    let check = try workspace.run("check", "2098-05")
    #expect(check.status == 65 && check.output.contains("announcement.date"), "\(check)")
    #expect(check.output.contains("put the time zone back"), "\(check.output)")
    let sealed = try workspace.run(
      "seal", "2098-05", "--by", "test", "--reason", "The time zone was changed.")
    #expect(sealed.status == 65, "\(sealed)")
    let status = try workspace.run("status").output
    #expect(
      status.contains("was announced for 8 May 2098, 9:30am, and schedule.json has"), "\(status)")
    // What was sealed before comes out at its instant, and at no other.
    for early in [9, 8, 1] {
      let refused = #expect(throws: ReleaseError.self) {
        try workspace.opened.release(
          Self.month, clock: FixedClock(Self.instant.adding(hours: -early)))
      }
      #expect(refused?.code == .embargoed, "\(refused as Any)")
    }
    #expect(!workspace.isPublic)
  }

  // MARK: An older schedule

  @Test func anOlderScheduleDoesNotTakeBackTheDateThatThePublicWasTold() throws {
    let workspace = try announced()
    try forgetting(["move", "2098-05", "--to", "2098-05-15T09:30"], in: workspace)
    try expectNoRelease(workspace, saying: "the public was told 15 May 2098, 9:30am")
    #expect(refusals(workspace, "announced-later") == 1, "noted once")
    let status = try workspace.run("status").output
    #expect(
      status.contains("URGENT  2098-05 was announced for 15 May 2098, 9:30am"), "\(status)")
    let calendar = try workspace.run("calendar", "--from", "2098-05").output
    #expect(calendar.contains("ANNOUNCED FOR 15 May 2098, 9:30am"), "\(calendar)")
    // One of the two ways out: the public is told of the date that was sealed.
    try workspace.succeed(
      "move", "2098-05", "--to", "2098-05-08T09:30", "--reason", "It is done.", "--by",
      "a.example")
    let outcome = try workspace.watch(SimulatedClock(Self.instant.adding(hours: -2)))
    #expect(outcome?.release.actual == Self.instant && outcome?.release.delayMilliseconds == 0)
  }

  @Test func anOlderScheduleDoesNotBringBackWhatWasCancelledInPublic() throws {
    let workspace = try announced()
    try forgetting(["cancel", "2098-05"], in: workspace)
    try expectNoRelease(workspace, saying: "the public was told that edition 2098-05 is cancelled")
    #expect(refusals(workspace, "cancelled-in-public") == 1, "noted once")
    let near = FixedClock(Self.instant.adding(hours: -24))
    let warnings = try workspace.opened.status(clock: near).warnings
    let warning = try #require(warnings.first { $0.kind == .announcedOtherwise })
    #expect(warning.isUrgent && warning.remedy.contains("ninethirty cancel 2098-05"))
    #expect(!warnings.contains { $0.kind == .notAnnounced || $0.kind == .overdue }, "\(warnings)")
    let status = try workspace.run("status").output
    #expect(status.contains("cancelled in public: it is not released"), "\(status)")
    // The way out: both say the same again.
    try workspace.succeed("cancel", "2098-05", "--reason", "As was said.", "--by", "a.example")
    #expect(try !workspace.run("status").output.contains("cancelled in public"))
  }

  /// A cancellation by hand is no announcement: readers wait for what they were told.
  @Test func whatTheScheduleAloneHasCancelledIsNotMissedInSilence() throws {
    let workspace = try announced(official: true)
    try workspace.addException("\"action\": \"cancelled\"")
    func warnings(_ hours: Int64) throws -> [StatusWarning] {
      try workspace.opened.status(clock: FixedClock(Self.instant.adding(hours: Int(hours))))
        .warnings
    }
    let before = try #require(try warnings(-24).first { $0.kind == .announcedOtherwise })
    #expect(before.isUrgent && before.text.contains("8 May 2098"), "\(before)")
    #expect(before.remedy.contains("ninethirty cancel 2098-05"), "\(before)")
    #expect(try !warnings(-24).contains { $0.remedy.contains("unseal") })
    let after = try #require(try warnings(1).first { $0.kind == .overdue })
    #expect(after.isUrgent && after.remedy.contains("ninethirty breach 2098-05"), "\(after)")
    let status = try workspace.run("status").output
    #expect(status.contains("cancelled in schedule.json, and not in public"), "\(status)")
    try expectNoRelease(workspace, saying: "the public was told 8 May 2098, 9:30am")
    for verb in [
      ["announce", "2098-05", "--by", "a.example"],
      ["pre-release", "confirm", "2098-05", "--by", "a.example"],
      ["move", "2098-05", "--to", "2098-05-15T09:30", "--reason", "Late.", "--by", "a.example"],
    ] {
      let refused = try Tool.run(Binary.path, verb + ["--workspace", workspace.path])
      #expect(
        refused.status == 64 && refused.errors.contains("take the exception out"), "\(refused)")
    }
    // The way out: both say the same.
    try workspace.succeed("cancel", "2098-05", "--reason", "Stopped.", "--by", "a.example")
    #expect(try !warnings(-24).contains { $0.kind == .announcedOtherwise })
    #expect(try warnings(-24).contains { $0.kind == .sealedAndCancelled })
  }

  @Test func whatWasAnnouncedAndTakenOutOfTheScheduleIsOverdue() throws {
    let workspace = try announced(official: true)
    try workspace.succeed("unseal", "2098-05", "--reason", "test", "--by", "a.example")
    try workspace.replace("\"2098-05\": {", with: "\"2098-06\": {", in: "schedule.json")
    let clock = FixedClock(Self.instant.adding(hours: 1))
    let overdue = try workspace.opened.status(clock: clock).warnings.first { $0.kind == .overdue }
    #expect(overdue?.edition == Self.month && overdue?.isUrgent == true, "\(overdue as Any)")
  }

  @Test func aMoveBackToTheDateOfTheSealAsksForNoOtherSeal() throws {
    let workspace = try announced()
    let by = ["--reason", "The matching takes longer.", "--by", "a.example"]
    let away = try Tool.run(
      Binary.path,
      ["move", "2098-05", "--to", "2098-05-15T09:30", "--workspace", workspace.path] + by)
    #expect((away.output + away.errors).contains("seal it again"), "\(away)")
    let back = try Tool.run(
      Binary.path,
      ["move", "2098-05", "--to", "2098-05-08T09:30", "--workspace", workspace.path] + by)
    #expect(back.status == 0 && !(back.output + back.errors).contains("seal it again"), "\(back)")
  }

  /// The schedule stays as it was, and the public log alone has another date.
  @Test func theLogIsReadAgainWhereItIsWrittenInTheLastSecond() throws {
    let workspace = try announced()
    let clock = SimulatedClock(Self.instant.adding(hours: -2))
    clock.at(Self.instant.adding(seconds: -1)) { _ throws in
      try workspace.opened.logLedger.append(
        LedgerFact(
          "moved", edition: "2098-05",
          fields: [
            "from": .string("2098-05-08T09:30"), "reason": .string("test"),
            "to": .string("2098-05-15T09:30"),
          ]), at: Self.instant)
    }
    let error = #expect(throws: ReleaseError.self) { try workspace.watch(clock) }
    #expect(error?.reason.contains("15 May 2098") == true, "\(error as Any)")
    #expect(!workspace.isPublic && workspace.events.contains("disarmed"), "\(workspace.events)")
  }

  @Test func whatWasCancelledInPublicIsNotToldToComeBack() throws {
    let workspace = try announced()
    try workspace.succeed("cancel", "2098-05", "--reason", "It stops.", "--by", "a.example")
    let draft = try workspace.run("draft", "2098-05")
    #expect(draft.status == 65 && draft.output.contains("stays cancelled"), "\(draft)")
    #expect(!draft.output.contains("remove the exception"), "\(draft)")
  }

  // MARK: A date that was brought forward

  /// Sealed for the 8th, then the public is told the 7th: out on the 8th it is a day late.
  @Test func latenessIsMeasuredFromTheDateThatThePublicWasTold() throws {
    let workspace = try announced(official: true)
    try workspace.succeed(
      "move", "2098-05", "--to", "2098-05-07T09:30", "--reason", "It is done.", "--by", "a.example")
    let told = Self.instant.adding(hours: -24)
    let noon = FixedClock(told.adding(hours: 3))
    let status = try workspace.opened.status(clock: noon)
    let overdue = try #require(status.warnings.first { $0.kind == .overdue })
    #expect(overdue.isUrgent && overdue.text.contains("\(told)"), "\(overdue)")
    #expect(throws: ReleaseError(.embargoed, "")) {
      try workspace.opened.release(Self.month, clock: noon)
    }
    let outcome = try workspace.watch(SimulatedClock(told.adding(hours: 3)))
    let release = try #require(outcome?.release)
    #expect(release.scheduled == told && release.actual == Self.instant)
    #expect(release.lateness(.official).hasPrefix("late by 1 day"), "\(release)")
    let report = workspace.text("publications/breaches/2098-05-late-1.md")
    #expect(report.contains("due on \(told)") && report.contains("1 day later"), "\(report)")
    let verify = try workspace.run("verify")
    #expect(!verify.output.contains("verify.schedule.date"), "\(verify.output)")
  }

  /// Code of Practice T3.1: a date that is brought forward is confirmed anew.
  @Test func aDateBroughtForwardToWithinFourWeeksNeedsAReasonThatIsPublished() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    let library = try workspace.opened
    let clock = FixedClock(Self.instant.adding(hours: -24 * 40))
    _ = try library.announce(Self.month, provisional: false, by: "a.example", clock: clock)
    func move(to time: String, because reason: String? = nil) throws {
      _ = try library.move(
        Self.month, to: WallTime(time)!, reason: "It is done.",
        reasons: AnnouncementReasons(shortNotice: reason), by: "a.example", clock: clock)
    }
    let schedule = workspace.text("schedule.json")
    let error = #expect(throws: ReleaseError.self) { try move(to: "2098-04-17T09:30") }
    #expect(error?.reason.contains("--short-notice-because") == true, "\(error as Any)")
    #expect(workspace.text("schedule.json") == schedule, "nothing was written")
    // More than four weeks ahead, and later: no further reason is asked for.
    try move(to: "2098-05-01T09:30")
    try move(to: "2098-05-15T09:30")
    try move(to: "2098-04-17T09:30", because: "The minister asked for it.")
    for file in ["log/log.jsonl", "calendar/index.html", "calendar.ics"] {
      #expect(
        workspace.text("publications/public/\(file)").contains("The minister asked for it."),
        "\(file)")
    }
    let help = try workspace.run("move", "--help")
    #expect(help.output.contains("--short-notice-because"))
  }

  // MARK: Later versions

  private func corrected(_ more: [String] = []) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + more + CorrectionTests.note)
    return workspace
  }

  /// Made ready before midnight, and the switch would be after it.
  @Test func aCorrectionThatIsArmedBeforeMidnightDoesNotComeOutAfterIt() throws {
    let workspace = try corrected()
    let signed = Instant("2099-03-04T23:59:50.000Z")!
    _ = try workspace.opened.seal(Month("2013-10")!, by: "test", clock: FixedClock(signed))
    let clock = SimulatedClock(signed.adding(seconds: 8))
    clock.at(signed) { $0.sleep(until: signed.adding(seconds: 13)) }
    var watch = Watch(try workspace.opened, only: Month("2013-10")!, clock: clock) { _ in }
    let error = #expect(throws: ReleaseError.self) { _ = try watch.run() }
    #expect(error?.reason.contains("signed off on 4 March 2099") == true, "\(error as Any)")
    #expect(!workspace.files(in: "publications/public").contains("2013-10/v2/index.html"))
    #expect(workspace.events.contains("releasing"), "it was made ready: \(workspace.events)")
  }

  @Test func aPlannedRevisionThatIsOvertakenMissesItsDateAloud() throws {
    let workspace = try corrected(["--planned", "2099-01-15T09:30"])
    try workspace.succeed("seal", "2013-10", "--by", "test")
    func warnings(_ time: String) throws -> [StatusWarning] {
      let clock = FixedClock(Instant("\(time).000Z")!)
      return try workspace.opened.status(clock: clock).warnings
        .filter { $0.edition == Month("2013-10") }
    }
    #expect(try warnings("2099-01-15T08:00:00").map(\.kind) == [.versionWaiting])
    try workspace.publish("2013-11")
    #expect(try warnings("2099-01-15T08:00:00").map(\.kind) == [.sealedBeforeAnother])
    let after = try warnings("2099-01-15T10:00:00")
    #expect(after.map(\.kind) == [.sealedBeforeAnother, .overdue], "\(after)")
    #expect(after.allSatisfy { $0.isUrgent && $0.remedy.contains("ninethirty seal 2013-10") })
  }

  // MARK: Pre-release access

  @Test func aBreachThatNobodyReviewedIsSaidByStatus() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    try workspace.confirmAndSeal("2013-10")
    func warning() throws -> StatusWarning? {
      let clock = FixedClock(Instant("2013-10-09T08:31:00Z")!)
      return try workspace.opened.status(clock: clock).warnings
        .first { $0.kind == .preReleaseBreach }
    }
    #expect(try warning() == nil)
    let breach = try workspace.preRelease("breach", "m.example", "--what", "Told a friend.")
    try #require(breach.status == 0, "\(breach.errors)")
    let said = try #require(try warning())
    #expect(said.isUrgent && said.text.contains("m.example"), "\(said)")
    #expect(try workspace.run("status").output.contains("pre-release access by m.example"))
    try workspace.givePreReleaseAccess(Array(TestWorkspace.grants.dropFirst()))
    #expect(try warning()?.isUrgent == false, "nobody on the list is concerned")
    let review = try workspace.preRelease(
      "review", "m.example", "--outcome", "Warned in writing.", "--by", "head.example")
    try #require(review.status == 0, "\(review.errors)")
    #expect(try warning() == nil)
  }
}
