import Foundation
import TestSupport
import Testing

/// "Bad input and attack": each is refused with a clear error and logged, and nothing is lost.
///
/// Clauses that stand with the tests of what they attack:
/// - a clock set back or forward while a release is waited for: `WatchTests`
///   `.aClockThatIsSetBackIsFollowed`, `.aClockThatIsSetBackAfterTheReleaseUnReleasesNothing`;
///   `ClockRuleTests.aClockThatIsSetForwardByHandReleasesNothing`
/// - an edited log: `EmbargoTests.anAlteredLogStopsEveryCommandThatWrites`
/// - a sealed file altered, swapped, replayed: `SealedAtRestTests`
///   `.aSealedFileAlteredByOneBitIsRefusedByName`, `.aSealedFileOfAnotherEditionIsRefusedByName`,
///   `.anOlderSealOfTheSameEditionIsRefusedByName`
/// - a recipient twice, without an office, a window too long: `PreReleaseListTests`
///   `.p5NobodyIsOnTheListTwiceByIDOrKey`, `.p5NobodyIsOnTheListTwiceByAnySpelling`, `.aRecipientWithoutAnOfficeIsRefused`, `.p8MoreThan24HoursAreRefused`
/// - the same person under a slightly different name: `PeopleReaderTests`
///   `.oneNameIsOnePerson`, `.anInvisibleCharacterMakesNoOtherPerson`;
///   `SignOffTests.anAlmostEqualNameIsRefusedAndNamed`
@Suite struct AttackTests {
  @Test func aClockSetBackAfterTheReleaseUndoesNothing() throws {
    let workspace = try TestWorkspace()
    try workspace.setClock("2013-10-10T08:30:00.000Z")
    try workspace.publish("2013-10")
    let before = try workspace.state(of: "rehearsal/public")
    try workspace.setClock("2013-10-09T00:00:00.000Z")
    let result = try workspace.run("release", "2013-10")
    #expect(result.status == 0 && result.output.contains("is out since 2013-10-10T08:30:00.000Z"))
    #expect(try workspace.run("status").output.contains("released"))
    #expect(try workspace.run("rebuild", "2013-10").status == 0)
    #expect(try workspace.run("log").output.contains("chain verified"))
    #expect(try workspace.state(of: "rehearsal/public") == before)
    // Said once, because the journal's newest time is then the earlier one.
    let journal = workspace.text("rehearsal/journal.jsonl")
    #expect(journal.components(separatedBy: "\"event\":\"clock-set-back\"").count == 2)
  }

  @Test func aClockThatWasForwardAndIsBackBeforeTheReleaseHoldsTheEmbargo() throws {
    let workspace = try TestWorkspace()
    // Sealed by a clock that is months ahead: the seal binds the instant of the schedule.
    try workspace.setClock("2014-06-01T00:00:00.000Z")
    try #require(try workspace.signOff("2013-10").status == 0)
    try workspace.setClock("2013-10-10T08:29:59.999Z")
    let result = try workspace.run("release", "2013-10")
    #expect(result.status == 75, "\(result.output)\(result.errors)")
    #expect(try workspace.state(of: "rehearsal/public").isEmpty)
    try workspace.setClock("2013-10-10T08:30:00.000Z")
    #expect(try workspace.run("release", "2013-10").status == 0)
  }

  @Test func aTruncatedLogIsNamedAndStopsEveryVerbThatWrites() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let whole = workspace.text("publications/log.jsonl")
    let lines = whole.split(separator: "\n")
    try workspace.write(lines.dropLast().map { $0 + "\n" }.joined(), to: "publications/log.jsonl")
    try workspace.everyWritingVerbIsRefused(saying: "is missing", status: 76)
    #expect(workspace.refusals == ["log"], "noted once, not by every try")
    try workspace.write(whole, to: "publications/log.jsonl")
    #expect(try workspace.run("log").status == 0)
  }

  @Test func anotherWorkspacesLogIsNotTaken() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let other = try TestWorkspace()
    try other.publish("2013-10")
    try workspace.write(other.text("publications/log.jsonl"), to: "publications/log.jsonl")
    try workspace.everyWritingVerbIsRefused(saying: "was changed", status: 76)
    #expect(workspace.refusals == ["log"])
  }

  @Test(arguments: ["log.jsonl", "journal.jsonl"])
  func aLogWithASecondNameIsRefused(name: String) throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try FileManager.default.linkItem(
      atPath: workspace.path + "/publications/" + name,
      toPath: workspace.folder.path + "/second-name")
    try workspace.everyWritingVerbIsRefused(saying: "hard link", status: 73)
    // A journal that is somebody else's file too is not written to.
    #expect(workspace.refusals == (name == "log.jsonl" ? ["places"] : []))
  }

  @Test(arguments: [
    "drafts", "sealed", "archive", ".trees", "breaches", "log.jsonl", "journal.jsonl",
  ])
  func aSymbolicLinkInThePlaceOfWhatIsOursIsRefused(name: String) throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let place = workspace.path + "/publications/" + name
    let elsewhere = workspace.folder.path + "/elsewhere"
    let manager = FileManager.default
    if manager.fileExists(atPath: place) {
      try manager.moveItem(atPath: place, toPath: elsewhere)
    } else {
      try manager.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
    }
    try manager.createSymbolicLink(atPath: place, withDestinationPath: elsewhere)
    try workspace.everyWritingVerbIsRefused(saying: name, status: nil)
    #expect(workspace.refusals == (name == "journal.jsonl" ? [] : ["places"]))
    // Put back, everything goes on.
    try manager.removeItem(atPath: place)
    try manager.moveItem(atPath: elsewhere, toPath: place)
    #expect(try workspace.run("release", "2013-10").status == 0)
    #expect(try workspace.run("rebuild", "2013-10").status == 0)
  }

  @Test(arguments: ["/etc", "../elsewhere", ".trees/../../elsewhere", ".trees/9999", "archive"])
  func aPublicLinkThatPointsElsewhereIsRefused(target: String) throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let manager = FileManager.default
    let link = workspace.path + "/publications/public"
    let right = try manager.destinationOfSymbolicLink(atPath: link)
    try manager.createDirectory(
      atPath: workspace.path + "/elsewhere", withIntermediateDirectories: true)
    try manager.removeItem(atPath: link)
    try manager.createSymbolicLink(atPath: link, withDestinationPath: target)
    _ = try workspace.signOff("2013-11")
    let result = try workspace.run("release", "2013-11")
    #expect(result.status != 0 && result.errors.contains("public"), "\(result.errors)")
    #expect(try manager.contentsOfDirectory(atPath: workspace.path + "/elsewhere").isEmpty)
    #expect(workspace.refusals.contains("public"))
    try manager.removeItem(atPath: link)
    try manager.createSymbolicLink(atPath: link, withDestinationPath: right)
    try workspace.publish("2013-11")
  }

  /// A recipient twice, one without an office, a window longer than the law allows.
  @Test(arguments: ["prerelease.recipient-twice", "intake.json.missing-field", "prerelease.hours"])
  func aListAgainstTheOrderIsNeitherConfirmedNorOpened(finding: String) throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    let sound = workspace.text("prerelease.json")
    try workspace.confirmAndSeal("2013-10")
    var grants = TestWorkspace.grants
    switch finding {
    case "prerelease.recipient-twice": grants[1]["id"] = grants[0]["id"]
    case "intake.json.missing-field": grants[1]["office"] = nil
    default: grants[1]["hours"] = 25
    }
    try workspace.givePreReleaseAccess(grants)
    let result = try workspace.preRelease("confirm", "2013-10", "--by", "head.example")
    #expect(result.status == 65, "\(result.output)\(result.errors)")
    #expect((result.output + result.errors).contains(finding), "\(result.output)")
    let opening = try workspace.preRelease(
      "open", "2013-10", "--output", workspace.handOver)
    #expect(opening.status == 65 && workspace.copies.isEmpty, "\(opening.output)")
    #expect(workspace.refusals == ["pre-release-list", "pre-release-list"])
    // The list that was confirmed is still the one that was.
    try workspace.write(sound, to: "prerelease.json")
    #expect(try workspace.preRelease("list", "2013-10").status == 0)
  }

  @Test func aFolderInThePlaceOfThePublicLinkIsLeftAsItIs() throws {
    let workspace = try TestWorkspace()
    let folder = try workspace.makeFolder("publications/public")
    try Data("theirs".utf8).write(to: URL(filePath: folder + "/index.html"))
    _ = try workspace.signOff("2013-10")
    let result = try workspace.run("release", "2013-10")
    #expect(result.status != 0 && result.errors.contains("public"), "\(result.errors)")
    #expect(workspace.text("publications/public/index.html") == "theirs")
    #expect(workspace.refusals.contains("public"))
  }
}

extension TestWorkspace {
  /// Makes the workspace a rehearsal whose clock stands at this instant.
  func setClock(_ instant: String) throws {
    // What a rehearsal seals for stands in its own place.
    _ = try makeFolder("rehearsal")
    try write(text("publications/recipients.txt"), to: "rehearsal/recipients.txt")
    try write(
      "{\"format\":\"ninethirty-rehearsal/1\",\"now\":\"\(instant)\"}", to: "rehearsal.json")
  }

  /// The reasons of what was refused, as the journal has them.
  fileprivate var refusals: [String] {
    text("publications/journal.jsonl").split(separator: "\n").compactMap { line in
      guard line.contains("\"event\":\"refused\"") else { return nil }
      return line.firstMatch(of: /"reason":"([^"]*)"/).map { String($0.1) }
    }
  }

  /// Asserts that draft, seal, release and announce write nothing but a line of the journal, and say
  /// why.
  fileprivate func everyWritingVerbIsRefused(saying words: String, status: Int32?) throws {
    let before = try state()
    for verb in [
      ["draft", "2013-11"], ["seal", "2013-11", "--by", "test"], ["release", "2013-11"],
      ["announce", "2013-11", "--by", "test"], ["breach", "2013-11"],
    ] {
      let result = try Tool.run(Binary.path, verb + ["--workspace", path])
      #expect(result.status != 0, "\(verb) \(result.output)")
      if let status { #expect(result.status == status, "\(verb) \(result.errors)") }
      #expect(result.errors.contains(words), "\(verb) \(result.errors)")
    }
    func isCompared(_ file: String) -> Bool {
      !file.hasSuffix(".lock") && file != "publications/journal.jsonl"
    }
    let after = try state()
    #expect(after.filter { isCompared($0.key) } == before.filter { isCompared($0.key) })
    let journals = [before, after].map { $0["publications/journal.jsonl"] ?? Data() }
    #expect(journals[1].starts(with: journals[0]), "the journal lost something")
  }
}
