import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// What is sealed with a reason only, and what `seal` says of what nobody refuses.
@Suite struct SealRulesTests {
  private static let edition = Month("2098-05")!
  private static let before = Instant("2098-05-01T08:00:00Z")!

  // MARK: A seal that stands

  @Test func aSealIsReplacedWithAReasonOnlyWhichTheJournalKeeps() throws {
    let workspace = try WatchTests.sealed()
    let file = "publications/sealed/2098-05.age"
    let sealed = workspace.bytes(file)
    let refused = try workspace.run("seal", "2098-05", "--by", "other")
    #expect(refused.status == 64, "\(refused.output)")
    #expect(refused.errors.contains("by test stands; say with --reason"), "\(refused.errors)")
    #expect(workspace.bytes(file) == sealed)
    for blank in ["", " "] {
      #expect(
        try workspace.run("seal", "2098-05", "--by", "other", "--reason", blank).status == 64)
    }
    let again = try workspace.run(
      "seal", "2098-05", "--by", "other", "--reason", "The contact has changed.")
    #expect(again.status == 0, "\(again.errors)")
    #expect(workspace.bytes(file) != sealed)
    #expect(
      try workspace.run("log", "--journal").output.contains("reason=The contact has changed."))
  }

  @Test func afterUnsealNoSecondReasonIsAsked() throws {
    let workspace = try WatchTests.sealed()
    try #require(
      try workspace.run("unseal", "2098-05", "--by", "test", "--reason", "test").status == 0)
    #expect(try workspace.run("seal", "2098-05", "--by", "test").status == 0)
  }

  /// A line that cannot be read would stop every later command.
  @Test func aPastedEscapeSequenceIsRefusedAndTheJournalStaysReadable() throws {
    let workspace = try WatchTests.sealed()
    let before = workspace.bytes("publications/journal.jsonl")
    let result = try workspace.run(
      "unseal", "2098-05", "--by", "test", "--reason", "Esc\u{1B}[200~pasted")
    #expect(result.status == 64 && result.errors.contains("control character U+001B"), "\(result)")
    #expect(workspace.bytes("publications/journal.jsonl") == before)
    #expect(try workspace.run("status").status == 0)
  }

  /// The seal of the version that is out stands in the journal for ever; that of its correction is
  /// another one.
  @Test func theFirstSealOfACorrectionNeedsNoReasonAndTheSecondDoes() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let steps = [["correct", "2013-10"] + CorrectionTests.note, ["seal", "2013-10", "--by", "b"]]
    for step in steps {
      let result = try Tool.run(Binary.path, step + ["--workspace", workspace.path])
      try #require(result.status == 0, "\(step): \(result.errors)")
    }
    let again = try workspace.run("seal", "2013-10", "--by", "b")
    #expect(again.status == 64 && again.errors.contains("--reason"), "\(again.errors)")
  }

  // MARK: Announcements

  /// An official workspace whose edition was submitted and not announced.
  private func official() throws -> TestWorkspace {
    let workspace = try TestWorkspace(future: "2098-05")
    try workspace.replace("\"illustrative\"", with: "\"official\"", in: "schedule.json")
    try workspace.listPeople()
    try workspace.succeed("draft", "2098-05")
    try workspace.succeed("submit", "2098-05", "--by", "a.example")
    return workspace
  }

  private let seal = ["seal", "2098-05", "--by", "b.example"] + SignOffTests.override

  @Test func officialStatisticsWithoutAnAnnouncedDateAreSealedWithAReasonOnly() throws {
    let workspace = try official()
    try workspace.succeed("announce", "2098-05", "--provisional", "--by", "a.example")
    let refused = try workspace.run(seal)
    #expect(refused.status == 64, "\(refused.output)")
    #expect(refused.errors.contains("ninethirty announce 2098-05"), "\(refused.errors)")
    #expect(refused.errors.contains("--unannounced-because"))
    let copy = try TestWorkspace(copyOf: workspace)
    try copy.succeed(seal + ["--unannounced-because", "Asked for by Parliament."])
    let journal = try copy.run("log", "--journal").output
    #expect(journal.contains("unannounced=Asked for by Parliament."), "\(journal)")
    // Who has said why is reminded, and not shouted at.
    let status = try copy.opened.status(clock: FixedClock(Self.before))
    #expect(status.warnings.first { $0.kind == .notAnnounced }?.isUrgent == false)
    try workspace.succeed("announce", "2098-05", "--by", "a.example")
    let useless = try workspace.run(seal + ["--unannounced-because", "Why not."])
    #expect(useless.status == 64 && useless.errors.contains("leave out"), "\(useless.errors)")
    try workspace.succeed(seal)
  }

  /// Both reasons that are missing are named at once.
  @Test func everyReasonThatIsMissingIsNamed() throws {
    let workspace = try official()
    try workspace.succeed(seal + ["--unannounced-because", "test"])
    let refused = try workspace.run(seal)
    #expect(refused.errors.contains("--reason") && refused.errors.contains("--unannounced-because"))
  }

  // MARK: Pre-release access

  @Test func aListThatIsNotConfirmedIsSaidAtTheSealAndInStatus() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    let sealed = try workspace.opened.seal(
      Month("2013-10")!, by: "test", clock: FixedClock(Instant("2013-10-09T08:00:00Z")!))
    #expect(sealed.warnings.count == 1)
    #expect(sealed.warnings.first?.contains("of 3 recipients, was not confirmed for it") == true)
    try workspace.replace("\"illustrative\"", with: "\"official\"", in: "schedule.json")
    func warning() throws -> StatusWarning? {
      try workspace.opened.status(clock: FixedClock(Instant("2013-10-08T09:00:00Z")!))
        .warnings.first { $0.kind == .preReleaseNotConfirmed }
    }
    #expect(try warning()?.isUrgent == true)
    try #require(
      try workspace.preRelease("confirm", "2013-10", "--by", "head.example").status == 0)
    #expect(try warning() == nil)
    // What was confirmed is the file as it was.
    try workspace.replace("Nobody else does it.", with: "Nobody else can.", in: "prerelease.json")
    #expect(try warning()?.text.contains("was changed after it was confirmed") == true)
  }

  @Test func aConfirmedListIsNoWarningAtTheSeal() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    try #require(
      try workspace.preRelease("confirm", "2013-10", "--by", "head.example").status == 0)
    let sealed = try workspace.opened.seal(
      Month("2013-10")!, by: "test", clock: FixedClock(Instant("2013-10-09T08:00:00Z")!))
    #expect(sealed.warnings == [])
  }
}
