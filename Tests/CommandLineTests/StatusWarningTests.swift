import Foundation
import Ledger
import Notation
import Releases
import Schedule
import Storage
import TestSupport
import Testing

/// `status` speaks up from four weeks before an instant on.
@Suite struct StatusWarningTests {
  static let instant = WatchTests.instant

  private func warnings(
    _ workspace: TestWorkspace, daysBefore days: Int, hours: Int = 0, isSynchronised: Bool = true
  ) throws -> [StatusWarning] {
    let now = Self.instant.adding(hours: -24 * days - hours)
    let clock = FixedClock(
      now, synchronisation: ClockSynchronisation(isSynchronised: isSynchronised))
    return try workspace.opened.status(clock: clock).warnings
  }

  /// What is said of the edition; the log, which nobody signs here, has tests of its own.
  private func kinds(_ workspace: TestWorkspace, daysBefore days: Int) throws
    -> [StatusWarning.Kind]
  {
    try warnings(workspace, daysBefore: days).map(\.kind)
      .filter { ![.logNotSigned, .logKeyNotAvailable].contains($0) }
  }

  @Test func nothingIsSaidMoreThanFourWeeksAhead() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    #expect(try kinds(workspace, daysBefore: 29) == [])
  }

  @Test func aDateThatWasNotAnnouncedFourWeeksBeforeIsSaid() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    #expect(try kinds(workspace, daysBefore: 28) == [.notAnnounced])
    let day = CanonicalJSON.string("2098-05-08T09:30")
    try workspace.log(
      "announced", ["date": .string("2098-05"), "state": .string("provisional")])
    #expect(try kinds(workspace, daysBefore: 28) == [.notAnnounced])
    // A month that was moved to another is not confirmed by that.
    try workspace.log(
      "moved",
      ["from": .string("2098-05"), "reason": .string("test"), "to": .string("2098-06")])
    #expect(try kinds(workspace, daysBefore: 28) == [.announcedOtherwise])
    try workspace.log("announced", ["date": day, "state": .string("confirmed")])
    #expect(try kinds(workspace, daysBefore: 28) == [])
  }

  /// Four weeks before it is too late: official statistics are told of it a week earlier, and then
  /// it is urgent.
  @Test func officialStatisticsAreToldWhileThereIsTimeToAnnounceThem() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    #expect(try kinds(workspace, daysBefore: 35) == [])
    try workspace.replace("\"illustrative\"", with: "\"official\"", in: "schedule.json")
    #expect(try kinds(workspace, daysBefore: 36) == [])
    let early = try warnings(workspace, daysBefore: 35, isSynchronised: false)
    #expect(early.map(\.kind) == [.notAnnounced] && early.first?.isUrgent == false)
    #expect(early.first?.text.contains("due by 2098-04-10T08:30") == true, "\(early)")
    let late = try warnings(workspace, daysBefore: 27)
    #expect(late.first?.kind == .notAnnounced && late.first?.isUrgent == true)
    #expect(late.first?.line.contains("--short-notice-because") == true)
  }

  @Test func anEditionThatIsNotDraftedTwoWeeksBeforeIsSaid() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    #expect(try !kinds(workspace, daysBefore: 15).contains(.notDrafted))
    #expect(try kinds(workspace, daysBefore: 14).contains(.notDrafted))
    try #require(try workspace.run("draft", "2098-05").status == 0)
    #expect(try !kinds(workspace, daysBefore: 14).contains(.notDrafted))
  }

  @Test func anEditionThatIsNotSealedTwoDaysBeforeIsSaidAndUrgentOnTheLast() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    try #require(try workspace.run("draft", "2098-05").status == 0)
    #expect(try !kinds(workspace, daysBefore: 3).contains(.notSealed))
    let early = try #require(
      try warnings(workspace, daysBefore: 2).first { $0.kind == .notSealed })
    #expect(!early.isUrgent)
    let late = try #require(
      try warnings(workspace, daysBefore: 0, hours: 20).first { $0.kind == .notSealed })
    #expect(late.isUrgent && late.line.hasPrefix("URGENT"))
    try #require(try workspace.run("seal", "2098-05", "--by", "test").status == 0)
    #expect(try !kinds(workspace, daysBefore: 1).contains(.notSealed))
  }

  @Test func aKeyThatIsNotThereIsSaid() throws {
    let workspace = try WatchTests.sealed()
    #expect(try !kinds(workspace, daysBefore: 1).contains(.keyNotAvailable))
    let result = try workspace.run("status", "--json", "--key", "/nonexistent/ninethirty.key")
    #expect(result.status == 0, "\(result.errors)")
    let now = FixedClock(Self.instant.adding(hours: -20))
    let elsewhere = try Workspace(workspace.path, keyFile: "/nonexistent/ninethirty.key")
    let found = try elsewhere.status(clock: now).warnings.first { $0.kind == .keyNotAvailable }
    #expect(found?.isUrgent == true)
  }

  @Test func anUnsynchronisedClockIsSaidForOfficialStatistics() throws {
    let workspace = try ClockRuleTests.official()
    let warning = try warnings(workspace, daysBefore: 20, isSynchronised: false)
      .first { $0.kind == .clockUnsynchronised }
    #expect(warning?.isUrgent == false)
    let last = try warnings(workspace, daysBefore: 1, isSynchronised: false)
      .first { $0.kind == .clockUnsynchronised }
    #expect(last?.isUrgent == true)
    #expect(try !kinds(workspace, daysBefore: 20).contains(.clockUnsynchronised))
  }

  @Test func anInstantThatOfficialStatisticsMissedIsUrgent() throws {
    let workspace = try ClockRuleTests.official()
    let overdue = try warnings(workspace, daysBefore: -2).first { $0.kind == .overdue }
    #expect(overdue?.isUrgent == true && overdue?.text.contains("by 2 days") == true)
    #expect(try WatchTests.sealed().noOverdue)
  }

  @Test func anUnconfirmedListForPreReleaseAccessIsSaid() throws {
    let workspace = try WatchTests.sealed()
    try workspace.giveAccess()
    #expect(try kinds(workspace, daysBefore: 2).contains(.preReleaseNotConfirmed))
    try workspace.note("pre-release-confirmed")
    #expect(try !kinds(workspace, daysBefore: 2).contains(.preReleaseNotConfirmed))
  }

  @Test func aListForPreReleaseAccessInErrorIsSaidBeforeItsConfirmation() throws {
    let workspace = try WatchTests.sealed()
    try workspace.giveAccess()
    try workspace.note("pre-release-confirmed")
    #expect(try !kinds(workspace, daysBefore: 2).contains(.preReleaseNotConfirmed))
    try workspace.givePreReleaseAccess([TestWorkspace.grant(0, ["hours": 25])])
    let found = try warnings(workspace, daysBefore: 1).first { $0.kind == .preReleaseNotConfirmed }
    #expect(found?.text.contains("is in error (prerelease.") == true)
    #expect(found?.remedy.contains("ninethirty check") == true)
    #expect(found?.isUrgent == true)
  }

  @Test func anAnalysisThatWasWrittenAfterTheSealIsSaid() throws {
    let workspace = try WatchTests.sealed()
    #expect(try !kinds(workspace, daysBefore: 1).contains(.changedAfterSealing))
    usleep(20_000)
    try workspace.write(
      workspace.text("analyses/2098-05/example.json") + "\n", to: "analyses/2098-05/example.json")
    #expect(try kinds(workspace, daysBefore: 1).contains(.changedAfterSealing))
  }

  /// A copy has younger files, not other ones; one whose time was set back is another.
  @Test func aCopyOfTheWorkspaceDoesNotLookChanged() throws {
    let copy = try TestWorkspace(copyOf: try WatchTests.sealed())
    #expect(try !kinds(copy, daysBefore: 1).contains(.changedAfterSealing))
    let file = "analyses/2098-05/example.json"
    let date = try FileManager.default.attributesOfItem(atPath: "\(copy.path)/\(file)")
    try copy.write(copy.text(file) + "\n", to: file)
    try FileManager.default.setAttributes(
      [.modificationDate: date[.modificationDate]!], ofItemAtPath: "\(copy.path)/\(file)")
    #expect(try kinds(copy, daysBefore: 1).contains(.changedAfterSealing))
  }

  @Test func aSealedEditionThatWasNotSearchedForIsSaidAndAFindingIsUrgent() throws {
    let workspace = try WatchTests.sealed()
    #expect(try kinds(workspace, daysBefore: 2).contains(.leakCheck))
    try workspace.note("leak-checked", ["leaks": .integer(0), "result": .string("clean")])
    #expect(try !kinds(workspace, daysBefore: 2).contains(.leakCheck))
    try workspace.note("leak-checked", ["leaks": .integer(1), "result": .string("leak")])
    let found = try warnings(workspace, daysBefore: 2).first { $0.kind == .leakCheck }
    #expect(found?.isUrgent == true)
    try workspace.note("leak-checked", ["leaks": .integer(0), "result": .string("incomplete")])
    let unread = try warnings(workspace, daysBefore: 2).first { $0.kind == .leakCheck }
    #expect(unread?.isUrgent == false)
  }

  @Test func aReleaseThatStoppedBetweenSwitchAndLogIsUrgent() throws {
    let workspace = try WatchTests.sealed()
    try workspace.note("releasing", ["tree": .integer(1)])
    let begun = try warnings(workspace, daysBefore: 1).first { $0.kind == .releaseInterrupted }
    #expect(begun?.isUrgent == false)
    _ = try workspace.makeFolder("publications/.trees/0001")
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path + "/publications/public", withDestinationPath: ".trees/0001")
    let switched = try warnings(workspace, daysBefore: 1).first { $0.kind == .releaseInterrupted }
    #expect(switched?.isUrgent == true)
  }

  /// Needs a small file system, hence root.
  @Test func aDiskThatIsTooFullForTheSwitchIsSaid() throws {
    let workspace = try WatchTests.sealed()
    let small = TemporaryFolder()
    guard geteuid() == 0, let mount = Tool.find("mount"), let umount = Tool.find("umount"),
      try Tool.run(mount, ["-t", "tmpfs", "-o", "size=24m", "tmpfs", small.path]).status == 0
    else { return }
    defer { _ = try? Tool.run(umount, [small.path]) }
    let copy = try Tool.run("/bin/cp", ["-a", workspace.path, small.path + "/workspace"])
    try #require(copy.status == 0, "\(copy.errors)")
    let clock = FixedClock(Self.instant.adding(hours: -20))
    let report = try Workspace(
      small.path + "/workspace", keyFile: TestWorkspace.key.path
    ).status(clock: clock)
    #expect(report.warnings.contains { $0.kind == .diskTooFull && $0.isUrgent })
  }

  /// `status` looks and writes nothing: a disk without room keeps nobody from knowing what is due.
  @Test(.enabled(if: VerifyDiskTests.canMount, "this user may not mount"))
  func statusWorksOnAFullDiskAndNamesAnArchiveOnAnotherFileSystem() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let script = """
      mkdir "$1/small" && mount -t tmpfs -o size=48m tmpfs "$1/small" || exit 99
      cp -a "$1/workspace" "$1/small/full" || exit 98
      cat /dev/zero > "$1/small/filler" 2>/dev/null
      "$0" status --workspace "$1/small/full"; echo "full: $?"
      mount -t tmpfs tmpfs "$1/workspace/publications/archive" || exit 97
      "$0" status --workspace "$1/workspace"; echo "elsewhere: $?"
      """
    let result = try Tool.run(
      Tool.find("unshare")!,
      ["-m", "/bin/bash", "-c", script, Binary.path, workspace.folder.path])
    #expect(
      result.output.contains("full: 0") && result.output.contains("elsewhere: 0"), "\(result)")
    #expect(result.output.contains("archive is on another file system than"), "\(result.output)")
  }

  @Test func warningsStandInTheOutputForPrograms() throws {
    let workspace = try WatchTests.sealed()
    let clock = FixedClock(Self.instant.adding(hours: -20))
    let json = try workspace.opened.status(clock: clock).json.text
    #expect(json.contains("\"kind\":\"not-announced\""))
    #expect(json.contains("\"warnings\":["))
  }
}

extension TestWorkspace {
  fileprivate var noOverdue: Bool {
    get throws {
      let clock = FixedClock(WatchTests.instant.adding(hours: 48))
      return try opened.status(clock: clock).warnings.allSatisfy { $0.kind != .overdue }
    }
  }

  /// Adds a line to the public log.
  fileprivate func log(_ event: String, _ fields: [String: CanonicalJSON]) throws {
    try opened.logLedger.append(
      LedgerFact(event, edition: "2098-05", fields: fields), at: WatchTests.instant)
  }

  /// Adds a line to the journal.
  fileprivate func note(_ event: String, _ fields: [String: CanonicalJSON] = [:]) throws {
    try opened.journalLedger.append(
      LedgerFact(event, edition: "2098-05", fields: fields), at: WatchTests.instant)
  }

  /// Gives somebody pre-release access of 24 hours.
  func giveAccess() throws {
    try replace(
      "\"recipients\": []",
      with:
        "\"recipients\": [{ \"role\": \"Minister\", \"organisation\": \"Example Department\" }]",
      in: "schedule.json")
  }
}
