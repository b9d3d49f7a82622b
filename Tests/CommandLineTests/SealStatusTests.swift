import Foundation
import Notation
import Releases
import Schedule
import TestSupport
import Testing

/// `status` and `key show` look at the sealed file itself, long before a release would refuse it.
@Suite struct SealStatusTests {
  private static let file = "publications/sealed/2098-05.age"
  /// Long before anything else is warned of.
  private static let early = FixedClock(Instant("2098-01-05T08:00:00Z")!)

  /// What is done to the sealed file, and what is said of it.
  private static let faults: [(what: String, said: String)] = [
    ("bit", "is not what was sealed: the journal knows no seal of these bytes"),
    ("cut", "is not what was sealed: the journal knows no seal of these bytes"),
    ("older", "is an older seal of 2098-05"), ("gone", "is missing, which was sealed on"),
    ("link", Self.file), ("folder", Self.file),
  ]

  private func spoil(_ workspace: TestWorkspace, _ what: String) throws {
    let path = "\(workspace.path)/\(Self.file)"
    var bytes = try #require(workspace.bytes(Self.file))
    let manager = FileManager.default
    switch what {
    case "bit": bytes[bytes.count / 2] ^= 1
    case "cut": bytes.removeLast()
    case "older":
      let again = try workspace.run("seal", "2098-05", "--by", "test", "--reason", "test")
      try #require(again.status == 0, "\(again.errors)")
    default: break
    }
    try manager.removeItem(atPath: path)
    switch what {
    case "gone": break
    case "link":
      let elsewhere = workspace.folder.path + "/elsewhere.age"
      try bytes.write(to: URL(filePath: elsewhere))
      try manager.createSymbolicLink(atPath: path, withDestinationPath: elsewhere)
    case "folder": try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    default: try bytes.write(to: URL(filePath: path))
    }
  }

  @Test(arguments: faults)
  func whatIsNotWhatWasSealedIsSaidAtOnce(fault: (what: String, said: String)) throws {
    let workspace = try WatchTests.sealed()
    #expect(try workspace.opened.status(clock: Self.early).warnings == [])
    try spoil(workspace, fault.what)
    let report = try workspace.opened.status(clock: Self.early)
    let warning = try #require(report.warnings.first)
    #expect(report.warnings.count == 1 && warning.kind == .sealBroken && warning.isUrgent)
    #expect(warning.text.contains(fault.said), "\(warning.text)")
    #expect(report.json.text.contains("\"sealFault\":"))
    let word = fault.what == "gone" ? "seal missing" : "seal altered"
    let status = try workspace.run("status")
    #expect(status.status == 0 && status.output.contains("2098-05    \(word)"), "\(status.output)")
    #expect(status.output.contains(word.uppercased()) && status.output.contains("URGENT"))
    // Nothing of that kind comes out.
    #expect(throws: (any Error).self) {
      try workspace.opened.release(WatchTests.month, clock: FixedClock(WatchTests.instant))
    }
    let key = try workspace.run("key", "show")
    #expect(key.output.contains("2098-05 \(word): "), "\(key.output)\(key.errors)")
  }

  /// Between the journal and the name of the file a seal is as it should be.
  @Test func aSealThatIsPutInItsPlaceByTheNextStepIsNoFault() throws {
    let workspace = try WatchTests.sealed()
    try FileManager.default.moveItem(
      atPath: "\(workspace.path)/\(Self.file)",
      toPath: "\(workspace.path)/publications/sealed/.new-2098-05.age")
    let report = try workspace.opened.status(clock: Self.early)
    #expect(report.warnings == [], "\(report.warnings)")
  }

  @Test func whatIsOutOrUnsealedHasNoSealToBreak() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    #expect(try !workspace.run("status").output.contains("seal "))
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    try #require(
      try workspace.run("unseal", "2013-11", "--by", "test", "--reason", "test").status == 0)
    #expect(try !workspace.run("status").output.contains("seal missing"))
  }

  // MARK: A date that was moved

  /// Long before the instant, and in either direction; until it is sealed again.
  @Test(arguments: [
    ("2098-05-15T09:30", "it is not released"), ("2098-05-07T09:30", "the later of the two"),
  ])
  func aDateThatWasMovedAfterTheSealIsUrgent(time: String, said: String) throws {
    let workspace = try WatchTests.sealed()
    try workspace.move(to: time)
    let warning = try #require(try workspace.opened.status(clock: Self.early).warnings.first)
    #expect(warning.kind == .movedAfterSealing && warning.isUrgent)
    #expect(warning.text.contains(said) && warning.text.contains("2098-05-08T08:30"))
    #expect(warning.remedy.contains("--reason"))
    let again = try workspace.run("seal", "2098-05", "--by", "test", "--reason", "It was moved.")
    try #require(again.status == 0, "\(again.errors)")
    #expect(try workspace.opened.status(clock: Self.early).warnings == [])
  }

  /// By hand too, before the embargo is looked at: there is time yet to seal it again.
  @Test func aReleaseByHandNamesTheDateThatWasMoved() throws {
    let workspace = try WatchTests.sealed()
    try workspace.move(to: "2098-05-15T09:30")
    let result = try workspace.run("release", "2098-05")
    #expect(result.status == 64, "\(result.output)")
    #expect(result.errors.contains("has been moved to 2098-05-15T08:30"), "\(result.errors)")
    #expect(
      try workspace.run("release", "2098-05", "--wait").errors.contains("print the date that was"))
    #expect(workspace.events == ["sealed", "refused"])
  }

  /// A journal that was cut short is sound by its chain: the file it no more knows tells.
  @Test func aSealedFileThatTheJournalDoesNotKnowIsUrgent() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    try workspace.succeed("draft", "2098-05")
    try workspace.succeed("seal", "2098-05", "--by", "test")
    let said =
      "URGENT  2098-05 has \(workspace.sealedFile("2098-05")), and the journal knows no seal"
    #expect(try !workspace.run("status").output.contains("knows no seal"))
    let lines = workspace.text("publications/journal.jsonl").split(separator: "\n")
    try #require(lines.last?.contains("\"event\":\"sealed\"") == true)
    try workspace.write(
      lines.dropLast().map { $0 + "\n" }.joined(), to: "publications/journal.jsonl")
    let status = try workspace.run("status")
    #expect(status.output.contains(said), "\(status.output)")
    #expect(try workspace.run("release", "2098-05").status == 76)
  }
}
