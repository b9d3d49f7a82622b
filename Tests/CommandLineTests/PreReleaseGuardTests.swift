import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// What keeps copies for pre-release access from wrong clocks, places and people.
@Suite struct PreReleaseGuardTests {
  private static let release = Instant("2013-10-10T08:30:00Z")!
  private static let open = Instant("2013-10-10T08:00:00Z")!

  private static func sealed(officially: Bool = false) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    guard officially else {
      try workspace.confirmAndSeal("2013-10")
      return workspace
    }
    let confirmed = try workspace.preRelease("confirm", "2013-10", "--by", "head.example")
    try #require(confirmed.status == 0, "\(confirmed)")
    try workspace.sealOfficially("2013-10")
    return workspace
  }

  // MARK: The clock

  private func openCopies(
    _ workspace: TestWorkspace, isSynchronised: Bool
  ) throws -> Workspace.PreReleaseOpening {
    let clock = FixedClock(
      Self.open, synchronisation: ClockSynchronisation(isSynchronised: isSynchronised))
    return try workspace.opened.openPreRelease(
      Month("2013-10")!, recipient: nil, output: workspace.handOver, clock: clock)
  }

  @Test func officialStatisticsAreNotHandedOverByAClockThatIsNotSynchronised() throws {
    let workspace = try Self.sealed(officially: true)
    let error = #expect(throws: ReleaseError(.clock, "")) {
      try openCopies(workspace, isSynchronised: false)
    }
    #expect(error?.reason.contains("is not handed over") == true)
    #expect(workspace.copies == [])
    #expect(workspace.text("publications/journal.jsonl").contains("pre-release-unsynchronised"))
    #expect(try openCopies(workspace, isSynchronised: true).copies.count == 3)
  }

  @Test func theScheduleMayAllowTheClockForAHandOverToo() throws {
    let workspace = try Self.sealed(officially: true)
    try workspace.replace(
      "\"exceptions\"", with: "\(ClockRuleTests.allowance), \"exceptions\"", in: "schedule.json")
    #expect(try openCopies(workspace, isSynchronised: false).copies.count == 3)
  }

  @Test func whatIsNotOfficialIsHandedOverByAnyClock() throws {
    #expect(try openCopies(Self.sealed(), isSynchronised: false).copies.count == 3)
  }

  /// Its pages print the date that was, and will be sealed again.
  @Test func anEditionThatWasMovedLaterIsNotHandedOver() throws {
    let workspace = try Self.sealed()
    try workspace.move("2013-10", to: "2013-10-17T09:30")
    let error = #expect(throws: ReleaseError.self) {
      try workspace.openPreRelease("2013-10", at: Instant("2013-10-17T08:00:00Z")!)
    }
    #expect(error?.reason.contains("print the date that was") == true, "\(error as Any)")
    #expect(workspace.copies == [])
  }

  // MARK: Copies that nobody should have any more

  private func copiesOut(_ workspace: TestWorkspace) throws -> String? {
    try workspace.opened.status(clock: FixedClock(Self.open)).warnings
      .first { $0.kind == .preReleaseCopiesOut }.map { "\($0.text); \($0.remedy)" }
  }

  /// The law gives a day: whoever had a copy of what comes out a week later has it too early (P8).
  @Test func p8CopiesOfAnEditionThatWasMovedLaterAreSaidUntilTheAccessEnds() throws {
    let workspace = try Self.sealed()
    _ = try openCopies(workspace, isSynchronised: true)
    #expect(try copiesOut(workspace) == nil)
    try workspace.move("2013-10", to: "2013-10-17T09:30")
    let said = try #require(try copiesOut(workspace))
    #expect(said.contains("m.example, p.example, s.example"), "\(said)")
    #expect(said.contains("2013-10-16T08:30:00.000Z"), "\(said)")
    for recipient in ["m.example", "p.example", "s.example"] {
      let withdrawn = try workspace.preRelease(
        "withdraw", "2013-10", recipient, "--reason", "Moved.")
      #expect(withdrawn.status == 0, "\(withdrawn)")
    }
    #expect(try copiesOut(workspace) == nil)
  }

  /// What was handed over of the first version came out with it.
  @Test func copiesOfAVersionThatIsOutAreNoneOfItsCorrection() throws {
    let workspace = try Self.sealed()
    _ = try openCopies(workspace, isSynchronised: true)
    try workspace.succeed("release", "2013-10")
    try workspace.succeed(
      "correct", "2013-10", "--wrong", "A word was missing.", "--changed", "It stands there.",
      "--effect", "None on the figures.", "--by", "test")
    let commentary = "analyses/2013-10/commentary.md"
    try workspace.write(workspace.text(commentary) + "\nA word.\n", to: commentary)
    let sealed = try workspace.run("seal", "2013-10", "--by", "test")
    #expect(sealed.status == 0, "\(sealed)")
    #expect(!sealed.output.contains("handed over before release"), "\(sealed)")
  }

  /// When people had access is not moved by what came out later.
  @Test func theListOfAnEditionThatIsOutKeepsItsInstantThroughACorrection() throws {
    let workspace = try Self.sealed()
    _ = try openCopies(workspace, isSynchronised: true)
    try workspace.succeed("release", "2013-10")
    let before = try workspace.preRelease("list", "2013-10").output
    #expect(before.contains("release 2013-10-10 09:30:00"), "\(before)")
    try workspace.succeed(
      "correct", "2013-10", "--wrong", "A word was missing.", "--changed", "It stands there.",
      "--effect", "None on the figures.", "--by", "test")
    let commentary = "analyses/2013-10/commentary.md"
    try workspace.write(workspace.text(commentary) + "\nA word.\n", to: commentary)
    try workspace.publish("2013-10")
    let after = try workspace.preRelease("list", "2013-10").output
    #expect(after.split(separator: "\n").first == before.split(separator: "\n").first, "\(after)")
    #expect(after.contains("  over"), "\(after)")
  }

  @Test func copiesOfWhatWasSealedAnewOrCancelledAreSaid() throws {
    let workspace = try Self.sealed()
    _ = try openCopies(workspace, isSynchronised: true)
    let sealed = try workspace.run("seal", "2013-10", "--by", "test", "--reason", "A word.")
    #expect(sealed.status == 0, "\(sealed)")
    #expect(sealed.output.contains("sealed anew since"), "\(sealed)")
    #expect(try copiesOut(workspace)?.contains("sealed anew since") == true)
    _ = try openCopies(workspace, isSynchronised: true)
    let cancelled = try workspace.run(
      "cancel", "2013-10", "--reason", "The data did not come.", "--by", "test")
    #expect(cancelled.status == 0, "\(cancelled)")
    #expect(
      (cancelled.output + cancelled.errors).contains("the edition is cancelled"), "\(cancelled)")
    #expect(try copiesOut(workspace)?.contains("the edition is cancelled") == true)
    let list = try workspace.preRelease("list", "2013-10")
    #expect(!list.output.contains(" open"), "\(list)")
  }

  // MARK: The place

  @Test func noCopyIsPutIntoTheWorkspaceByAnyWay() throws {
    let workspace = try Self.sealed()
    let manager = FileManager.default
    let beside = workspace.folder.path
    func link(_ name: String, to path: String) throws -> String {
      try manager.createSymbolicLink(atPath: "\(beside)/\(name)", withDestinationPath: path)
      return "\(beside)/\(name)"
    }
    let inside = "\(workspace.path)/hand-over"
    try manager.createDirectory(
      atPath: inside, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let root = try link("root", to: workspace.path)
    let analyses = try link("analyses", to: "\(workspace.path)/analyses")
    for folder in [
      inside, inside + "/", "\(workspace.path)/new", "\(workspace.path)/analyses/2013-10/x",
      "\(root)/hand-over", "\(root)/new", "\(analyses)/x", "\(analyses)/",
      "\(workspace.path)/analyses/../x", "\(beside)/root/../workspace/x", beside,
      try link("self", to: inside), try link("dangling", to: "\(workspace.path)/not-there"),
    ] {
      let error = #expect(throws: ReleaseError.self, "\(folder)") {
        try workspace.openPreRelease("2013-10", at: Self.open, output: folder)
      }
      #expect(error?.reason.contains("no copy is put into") == true, "\(folder): \(error as Any)")
    }
    #expect(!manager.fileExists(atPath: "\(workspace.path)/new"))
    #expect(workspace.files(in: workspace.path).allSatisfy { !$0.hasSuffix(".tar.age") })
  }

  @Test func noCopyIsPutIntoAPublicTreeThatIsServedThroughALink() throws {
    let workspace = try Self.sealed()
    try #require(
      try workspace.run("announce", "2013-11", "--provisional", "--by", "a").status == 0)
    let served = workspace.folder.path + "/www"
    try FileManager.default.createSymbolicLink(
      atPath: served, withDestinationPath: "\(workspace.path)/publications/public")
    for folder in [served, served + "/", served + "/x", served + "/calendar"] {
      let error = #expect(throws: ReleaseError.self, "\(folder)") {
        try workspace.openPreRelease("2013-10", at: Self.open, output: folder)
      }
      #expect(error?.reason.contains("no copy is put into") == true, "\(folder): \(error as Any)")
    }
  }

  // MARK: The person

  private static let otherKey = "age1tsn6hu54wmm8gpj7usy2xmg6tdye3p0hucjchn3l95w6ve8trsnscqntq0"

  /// The same person with a new id and a new key, by spellings of the name and the organisation.
  @Test(arguments: [
    ("Recipient Quellmann", "Illustrative Department (made up)"),
    ("RECIPIENT  QUELLMANN", "illustrative department (made up)"),
    ("Recipient Quéllmann", "Illustrative Department (made up)"),
    ("Recipient Que\u{301}llmann", "Illustrative  Department (made up)"),
    ("Ｒecipient Quellmаnn", "Illustrative Department (made\u{A0}up)"),
  ])
  func p6WhoBrokeADutyIsKnownUnderAnotherIdAndKey(name: String, organisation: String) throws {
    let workspace = try Self.sealed()
    let breach = try workspace.preRelease("breach", "m.example", "--what", "Told a friend.")
    try #require(breach.status == 0, "\(breach.errors)")
    #expect(!workspace.text("publications/journal.jsonl").contains("Quellmann"))
    let again = TestWorkspace.grant(
      0, ["id": "new.example", "name": name, "organisation": organisation, "ageKey": Self.otherKey])
    try workspace.givePreReleaseAccess([again] + TestWorkspace.grants.dropFirst())
    let check = try workspace.run("check", "2013-10")
    #expect(check.status == 65 && check.output.contains("prerelease.breach"), "\(check.output)")
    #expect(check.output.contains("it stands under the id m.example"), "\(check.output)")
    #expect(check.output.contains("ninethirty pre-release review m.example"))
    let review = try workspace.preRelease(
      "review", "m.example", "--outcome", "Warned in writing.", "--by", "head.example")
    try #require(review.status == 0, "\(review.errors)")
    #expect(try !workspace.run("check", "2013-10").output.contains("prerelease.breach"))
  }

  /// Recorded when the grant was gone from the file already: the confirmation knows the person.
  @Test func p6ABreachOfSomebodyWhoWasRemovedIsHeldAgainstThemToo() throws {
    let workspace = try Self.sealed()
    try workspace.givePreReleaseAccess(Array(TestWorkspace.grants.dropFirst()))
    let breach = try workspace.preRelease("breach", "m.example", "--what", "Told a friend.")
    try #require(breach.status == 0, "\(breach.errors)")
    let again = TestWorkspace.grant(0, ["id": "new.example", "ageKey": Self.otherKey])
    try workspace.givePreReleaseAccess([again] + TestWorkspace.grants.dropFirst())
    #expect(try workspace.run("check", "2013-10").output.contains("prerelease.breach"))
  }

  /// Somebody of the same name elsewhere, and a colleague, are other people.
  @Test func p6ABreachIsNotHeldAgainstOthers() throws {
    let workspace = try Self.sealed()
    try #require(
      try workspace.preRelease("breach", "m.example", "--what", "Told a friend.").status == 0)
    for changes in [
      ["organisation": "Another Department (made up)"], ["name": "Recipient Quellfrau"],
    ] {
      let other = TestWorkspace.grant(
        0, changes.merging(["id": "new.example", "ageKey": Self.otherKey]) { $1 })
      try workspace.givePreReleaseAccess([other] + TestWorkspace.grants.dropFirst())
      let check = try workspace.run("check", "2013-10").output
      #expect(!check.contains("prerelease.breach"), "\(changes): \(check)")
    }
  }
}
