import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// Pre-release access by the Order, SI 2008/2998, in real workspaces.
///
/// P1 to P21 are the rules of the domain notes, section 5. The rules for the list itself are in `PreReleaseListTests`.
@Suite struct PreReleaseAccessTests {
  private static let release = Instant("2013-10-10T08:30:00Z")!

  /// The illustrative workspace, its list confirmed and its first edition sealed.
  private static func sealed(movedTo wallTime: String? = nil) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    if let wallTime { try workspace.move("2013-10", to: wallTime) }
    try workspace.confirmAndSeal("2013-10")
    return workspace
  }

  private static func milliseconds(_ count: Int64, before instant: Instant) -> Instant {
    Instant(milliseconds: instant.milliseconds - count)
  }

  // MARK: The window

  /// On an ordinary day, and over the nights on which the clocks go back and forward.
  @Test(arguments: [
    (nil, "2013-10-10T08:30:00Z"), ("2013-10-27T09:30", "2013-10-27T09:30:00Z"),
    ("2014-03-30T09:30", "2014-03-30T08:30:00Z"),
  ])
  func p8ACopyIsMade24HoursBeforeAndNotAMillisecondEarlier(
    wallTime: String?, release: String
  ) throws {
    let workspace = try Self.sealed(movedTo: wallTime)
    let first = Self.milliseconds(86_400_000, before: Instant(release)!)
    #expect(throws: ReleaseError(.embargoed, "")) {
      try workspace.openPreRelease("2013-10", at: Self.milliseconds(1, before: first))
    }
    #expect(workspace.copies.isEmpty)
    #expect(workspace.text("publications/journal.jsonl").contains("pre-release-embargoed"))
    let opening = try workspace.openPreRelease("2013-10", at: first)
    #expect(opening.copies.map(\.recipient) == ["m.example", "s.example"])
    // The press officer has an hour.
    #expect(opening.others.map(\.recipient) == ["p.example"])
    #expect(workspace.copies == ["2013-10-m.example.tar.age", "2013-10-s.example.tar.age"])
  }

  @Test func p8TheLastMillisecondIsOpenAndTheInstantIsOver() throws {
    let workspace = try Self.sealed()
    let last = Self.milliseconds(1, before: Self.release)
    #expect(try workspace.openPreRelease("2013-10", at: last).copies.count == 3)
    let error = #expect(throws: ReleaseError.self) {
      try workspace.openPreRelease("2013-10", at: Self.release)
    }
    #expect(error?.reason.contains("pre-release access is over") == true)
  }

  /// A schedule that moves the release later moves the window with it.
  @Test func p8TheWindowFollowsALaterRelease() throws {
    let workspace = try Self.sealed()
    try workspace.move("2013-10", to: "2013-10-17T09:30")
    #expect(throws: ReleaseError(.embargoed, "")) {
      try workspace.openPreRelease("2013-10", at: Self.milliseconds(1, before: Self.release))
    }
  }

  /// A schedule that is brought forward opens nothing earlier than what was sealed.
  @Test func p8AScheduleBroughtForwardOpensNothing() throws {
    let workspace = try Self.sealed()
    try workspace.move("2013-10", to: "2013-10-03T09:30")
    #expect(throws: ReleaseError(.embargoed, "")) {
      try workspace.openPreRelease("2013-10", at: Instant("2013-10-03T08:00:00Z")!)
    }
  }

  // MARK: Confirming

  @Test func p1OnlyThePersonResponsibleConfirms() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    let result = try workspace.preRelease("confirm", "2013-10", "--by", "other.example")
    #expect(result.status == 64 && result.errors.contains("head.example"))
    #expect(!workspace.text("publications/journal.jsonl").contains("pre-release-confirmed"))
  }

  @Test func nothingOpensUnconfirmedAndAnotherEditionsConfirmationIsNone() throws {
    let workspace = try Self.sealed()
    try workspace.replace("head.example", with: "head.example", in: "prerelease.json")
    #expect(try workspace.run("release", "2013-10").status == 0)
    #expect(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let error = #expect(throws: ReleaseError.self) {
      try workspace.openPreRelease("2013-11", at: Instant("2013-11-14T09:00:00Z")!)
    }
    #expect(error?.reason.contains("were not confirmed for edition 2013-11") == true)
    #expect(workspace.copies.isEmpty)
  }

  @Test func aListChangedAfterItsConfirmationIsConfirmedAgain() throws {
    let workspace = try Self.sealed()
    try workspace.replace("Nobody else does it.", with: "Nobody else can.", in: "prerelease.json")
    let now = Self.milliseconds(1, before: Self.release)
    let error = #expect(throws: ReleaseError.self) {
      try workspace.openPreRelease("2013-10", at: now)
    }
    #expect(error?.reason.contains("was changed after the names were confirmed") == true)
    #expect(
      try workspace.preRelease("confirm", "2013-10", "--by", "head.example").status == 0)
    #expect(try workspace.openPreRelease("2013-10", at: now).copies.count == 3)
  }

  @Test func p5TheLengthOfTheListIsShownAndItsGrowthIsAWarning() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    #expect(try workspace.preRelease("confirm", "2013-10", "--by", "head.example").status == 0)
    let other = TestWorkspace.grant(
      0,
      [
        "id": "n.example", "name": "Recipient Nord",
        "ageKey": "age1tsn6hu54wmm8gpj7usy2xmg6tdye3p0hucjchn3l95w6ve8trsnscqntq0",
      ])
    try workspace.givePreReleaseAccess(TestWorkspace.grants + [other])
    let result = try workspace.preRelease("confirm", "2013-11", "--by", "head.example")
    #expect(result.status == 0 && result.output.contains("prerelease.grown"), "\(result.output)")
    let list = try workspace.preRelease("list", "2013-11")
    #expect(list.output.contains("length     2013-10 3, 2013-11 4"), "\(list.output)")
  }

  // MARK: The copy

  @Test(.enabled(if: Tool.find("xmllint") != nil))
  func eachCopyIsMarkedOnEveryPageAndOpensWithTheRecipientsKeyAlone() throws {
    let workspace = try Self.sealed()
    _ = try workspace.openPreRelease("2013-10", at: Self.milliseconds(1, before: Self.release))
    for (id, name, office) in TestWorkspace.recipients {
      let copy = "2013-10-\(id).tar.age"
      let folder = try workspace.open(copy: copy, with: TestWorkspace.recipientKeys[id]!.path)
      let files = workspace.files(in: folder)
      #expect(files.contains("2013-10/index.html") && files.contains("2013-10/bulletin.xml"))
      #expect(!files.contains { $0.contains("inputs") || $0.contains("sources") })
      let written = name.replacing("&", with: "&amp;")
      for file in files where file.hasSuffix(".html") || file.hasSuffix(".xml") {
        let page = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        #expect(page.contains("\(written), \(office), "), "\(file)")
        #expect(page.contains("Under embargo until 2013-10-10 09:30:00 Europe/London"), "\(file)")
        if file.hasSuffix(".html") {
          let body = try #require(page.firstRange(of: "<body>"))
          #expect(page[body.upperBound...].hasPrefix("<p class=\"pre-release-mark\""), "\(file)")
          #expect(page.contains("@media print") && page.contains("position:fixed"), "\(file)")
        }
        let check = try Tool.run(Tool.find("xmllint")!, ["--noout", "\(folder)/\(file)"])
        #expect(check.status == 0, "\(file): \(check.errors)")
      }
      for (other, key) in TestWorkspace.recipientKeys where other != id {
        let result = try Tool.run(
          Tool.find("age")!,
          ["-d", "-i", key.path, "-o", "/dev/null", "\(workspace.handOver)/\(copy)"])
        #expect(result.status != 0, "\(other) opens the copy of \(id)")
      }
    }
  }

  /// P7, P11, P12 and P13: what the recipient must not do stands before the copy.
  @Test(arguments: [
    ("p7", "Read it in the department."), ("p11", "you must not disclose them"),
    ("p12", "personal gain"), ("p12", "political advantage"),
    ("p13", "what they say, how they are presented"), ("p13", "typographical error"),
    ("p19", "for you alone"),
  ])
  func p7p11p12p13TheCoverSaysTheDutiesAndTheConditions(rule: String, words: String) throws {
    let workspace = try Self.sealed()
    _ = try workspace.openPreRelease(
      "2013-10", recipient: "m.example", at: Self.milliseconds(1, before: Self.release))
    let folder = try workspace.open(
      copy: "2013-10-m.example.tar.age", with: TestWorkspace.recipientKeys["m.example"]!.path)
    let cover = try String(contentsOfFile: "\(folder)/index.html", encoding: .utf8)
    let isThere =
      cover.contains(words)
      || words == "what they say, how they are presented"
        && cover.contains("what the statistics say, how they are presented")
    #expect(isThere, "\(rule): \(cover)")
  }

  @Test func theHandOverIsInTheJournalWithTheDigestOfTheCopy() throws {
    let workspace = try Self.sealed()
    let opening = try workspace.openPreRelease(
      "2013-10", recipient: "m.example", at: Self.milliseconds(1, before: Self.release))
    let copy = try #require(opening.copies.first)
    let sum = try Tool.run("/usr/bin/sha512sum", [copy.file]).output.prefix(128)
    let lines = workspace.text("publications/journal.jsonl").split(separator: "\n")
    let line = try #require(lines.first { $0.contains("\"event\":\"pre-release-opened\"") })
    #expect(line.contains(sum) && line.contains("\"recipient\":\"m.example\""))
    #expect(line.contains("\"edition\":\"2013-10\""))
  }

  // MARK: Names

  /// No name of a recipient in logs, drafts, sealed file, archive or public tree.
  @Test func p16NoNameIsEverPublishedSealedOrArchived() throws {
    let workspace = try Self.sealed()
    let names = TestWorkspace.recipients.map { String($0.name.split(separator: " ")[1]) }
    #expect(try workspace.run("draft", "2013-10").status == 0)
    #expect(
      try workspace.run("seal", "2013-10", "--by", "test", "--reason", "A new draft.").status == 0)
    _ = try workspace.openPreRelease("2013-10", at: Self.milliseconds(1, before: Self.release))
    let sealed = try workspace.open("2013-10")
    #expect(try workspace.run("release", "2013-10").status == 0)
    for folder in ["publications", "publications/public", sealed] {
      let root = folder.hasPrefix("/") ? folder : "\(workspace.path)/\(folder)"
      for file in workspace.files(in: folder) {
        let bytes = FileManager.default.contents(atPath: "\(root)/\(file)") ?? Data()
        for name in names {
          #expect(bytes.range(of: Data(name.utf8)) == nil, "\(name) in \(folder)/\(file)")
        }
      }
    }
  }

  @Test func p16TheBulletinListsThePostsThatWereGranted() throws {
    let workspace = try Self.sealed()
    #expect(try workspace.run("release", "2013-10").status == 0)
    let page = workspace.text("publications/public/2013-10/index.html")
    for (_, _, office) in TestWorkspace.recipients { #expect(page.contains(office), "\(office)") }
  }

  @Test func p16AListThatTheBulletinDoesNotPrintIsNotSealed() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess([TestWorkspace.grant(0), TestWorkspace.grant(1)])
    let result = try workspace.run("seal", "2013-10", "--by", "test")
    #expect(result.status == 65 && result.output.contains("prerelease.not-granted"))
    let check = try workspace.run("check", "2013-10")
    #expect(check.status == 65 && check.output.contains("Press Officer"))
  }

  @Test func p16AListThatTheSealedBulletinDoesNotPrintIsNotHandedOver() throws {
    let workspace = try Self.sealed()
    try workspace.replace(
      "{ \"role\": \"Minister\",", with: "{ \"role\": \"Junior Minister\",", in: "schedule.json")
    try workspace.givePreReleaseAccess(
      [TestWorkspace.grant(0, ["office": "Junior Minister"])] + TestWorkspace.grants.dropFirst())
    #expect(
      try workspace.preRelease("confirm", "2013-10", "--by", "head.example").status == 0)
    let error = #expect(throws: ReleaseError.self) {
      try workspace.openPreRelease("2013-10", at: Self.milliseconds(1, before: Self.release))
    }
    #expect(error?.reason.contains("publishes another list") == true)
    #expect(workspace.copies.isEmpty)
  }

  @Test func p10TheReasonsOfExceptionalAccessStandInTheBulletin() throws {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "{ \"role\": \"Minister\",",
      with: "{ \"role\": \"Minister\", \"exceptional\": { \"hours\": 48, \"reasons\":"
        + " \"A made-up inquiry opens the day before.\" },", in: "schedule.json")
    var minister = TestWorkspace.grant(
      0,
      [
        "hours": 48,
        "exceptional": [
          "paragraph": "5(1)(a)", "benefit": "It significantly outweighs.",
          "boardInformed": "2013-10-01",
        ],
      ])
    minister["benefit"] = nil
    try workspace.givePreReleaseAccess([minister] + TestWorkspace.grants.dropFirst())
    try workspace.confirmAndSeal("2013-10")
    let first = Self.milliseconds(2 * 86_400_000, before: Self.release)
    #expect(throws: ReleaseError(.embargoed, "")) {
      try workspace.openPreRelease("2013-10", at: Self.milliseconds(1, before: first))
    }
    #expect(
      try workspace.openPreRelease("2013-10", at: first).copies.map(\.recipient) == ["m.example"])
    // Their own hours have begun: it is no copy that they should not have.
    #expect(
      try !workspace.opened.status(clock: FixedClock(first)).warnings
        .contains { $0.kind == .preReleaseCopiesOut })
    #expect(try workspace.run("release", "2013-10").status == 0)
    let page = workspace.text("publications/public/2013-10/index.html")
    #expect(page.contains("A made-up inquiry opens the day before."))
    #expect(page.contains("48 hours"))
    // What stands beside it says nothing else, nor do the data.
    #expect(page.contains("up to 24 hours before, or earlier where that is said below."))
    let year = workspace.text("publications/public/pre-release/2013/index.html")
    #expect(year.contains("24 hours before publication, or earlier where that is said below."))
    let data = workspace.text("publications/public/2013-10/data/pre-release.csv")
    let access = data.split(whereSeparator: \.isNewline)
    for (post, end) in [("\"Minister\"", ",48,yes"), ("\"Permanent Secretary\"", ",24,no")] {
      #expect(access.contains { $0.contains(post) && $0.hasSuffix(end) }, "\(data)")
    }
  }

  /// What is sealed and not out stands on neither page.
  @Test func p15p17TheReleasesOfAYearAndTheArrangementsArePages() throws {
    let workspace = try Self.sealed()
    #expect(try workspace.run("release", "2013-10").status == 0)
    #expect(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let arrangements = workspace.text("publications/public/pre-release/index.html")
    #expect(arrangements.contains("Access is granted by the Head of Profession alone"))
    #expect(arrangements.contains("<a href=\"2013/\">2013</a>"))
    #expect(!arrangements.contains("head.example"))
    let year = workspace.text("publications/public/pre-release/2013/index.html")
    #expect(year.contains("October 2013") && year.contains("Permanent Secretary"))
    #expect(!year.contains("November 2013"))
    #expect(try workspace.run("release", "2013-11").status == 0)
    let later = workspace.text("publications/public/pre-release/2013/index.html")
    #expect(later.contains("October 2013") && later.contains("November 2013"))
  }

  /// What was said with a release stands, whatever the schedule says now.
  @Test func p15TheListOfAYearIsWhatTheBulletinsSaid() throws {
    let workspace = try Self.sealed()
    #expect(try workspace.run("release", "2013-10").status == 0)
    try workspace.replace(
      "{ \"role\": \"Minister\",", with: "{ \"role\": \"Junior Minister\",", in: "schedule.json")
    try workspace.givePreReleaseAccess(
      [TestWorkspace.grant(0, ["office": "Junior Minister"])] + TestWorkspace.grants.dropFirst())
    #expect(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    #expect(try workspace.run("release", "2013-11").status == 0)
    let year = workspace.text("publications/public/pre-release/2013/index.html")
    let parts = year.components(separatedBy: "id=\"edition-2013-10\"")
    #expect(parts.count == 2)
    #expect(parts[0].contains(">Junior Minister<") && !parts[0].contains(">Minister<"))
    #expect(parts[1].contains(">Minister<") && !parts[1].contains(">Junior Minister<"))
  }

  // MARK: Withdrawal and breach

  /// An end of access is one of the person's, and not of the id that the list gave them.
  @Test func anAccessThatWasEndedDoesNotComeBackUnderAnotherId() throws {
    let workspace = try Self.sealed()
    let withdrawn = try workspace.preRelease(
      "withdraw", "2013-10", "m.example", "--reason", "Left the post.")
    #expect(withdrawn.status == 0, "\(withdrawn)")
    try workspace.givePreReleaseAccess(
      [TestWorkspace.grant(0, ["id": "m2.example"])] + TestWorkspace.grants.dropFirst())
    #expect(
      try workspace.preRelease("confirm", "2013-10", "--by", "head.example").status == 0)
    let opening = try workspace.openPreRelease(
      "2013-10", at: Self.milliseconds(1, before: Self.release))
    #expect(!opening.copies.contains { $0.recipient == "m2.example" })
    #expect(
      opening.others.contains { $0.recipient == "m2.example" && $0.reason.contains("withdrawn") })
    let list = try workspace.preRelease("list", "2013-10")
    #expect(list.output.contains(/(?s)m2\.example.*?withdrawn/), "\(list)")
  }

  @Test func whoEndsAnAccessOrRecordsABreachIsKept() throws {
    let workspace = try Self.sealed()
    for step in [
      ["withdraw", "2013-10", "m.example", "--reason", "Left\n99  sealed"],
      ["breach", "s.example", "--what", "Told a colleague."],
    ] {
      let result = try workspace.preRelease(step + ["--by", "head.example"])
      #expect(result.status == 0, "\(result)")
    }
    for (event, line) in zip(["withdrawn", "breach"], Self.journal(of: workspace).suffix(2)) {
      #expect(line.contains("\"event\":\"pre-release-\(event)\""), "\(line)")
      #expect(line.contains("\"actor\":\"head.example\"") && line.contains("\"system\":{"))
    }
    // Nothing that somebody wrote looks like a line of the journal.
    let log = try workspace.run("log", "--journal").output.split(separator: "\n")
    #expect(!log.contains { $0.hasPrefix("99") })
    #expect(log.contains { $0.contains("reason=Left 99  sealed") })
  }

  @Test func whoIsNotListedEndsNoAccess() throws {
    let workspace = try Self.sealed()
    try workspace.listPeople()
    for id in ["A.example", "nobody", "a.example "] {
      for step in [
        ["withdraw", "2013-10", "m.example", "--reason", "Left."],
        ["breach", "m.example", "--what", "Told a colleague."],
      ] {
        let result = try workspace.preRelease(step + ["--by", id])
        #expect(result.status != 0 && result.errors.contains("people.json"), "\(id) \(result)")
      }
    }
  }

  /// Whoever is listed with a user of the system acts as that user alone.
  @Test(arguments: [
    ["confirm", "2013-10"], ["review", "m.example", "--outcome", "A slip."],
    ["withdraw", "2013-10", "m.example", "--reason", "Left."],
    ["breach", "m.example", "--what", "Told a colleague."],
  ])
  func anotherUserOfTheSystemIsRefused(step: [String]) throws {
    let workspace = try Self.sealed()
    if step[0] == "review" {
      #expect(try workspace.preRelease("breach", "m.example", "--what", "Told one.").status == 0)
    }
    try workspace.listPeople(["a.example": ["systemUser": "nobody-of-this-machine"]])
    try workspace.replace("head.example", with: "a.example", in: "schedule.json")
    try workspace.givePreReleaseAccess(
      (0..<3).map { TestWorkspace.grant($0, ["grantedBy": "a.example"]) })
    let before = Self.journal(of: workspace).count
    let result = try workspace.preRelease(step + ["--by", "a.example"])
    #expect(result.status != 0, "\(result)")
    let lines = Self.journal(of: workspace)[before...]
    #expect(lines.count == 1 && lines.first?.contains("\"system-user\"") == true, "\(lines)")
  }

  private static func journal(of workspace: TestWorkspace) -> [Substring] {
    workspace.text("publications/journal.jsonl").split(separator: "\n")
  }

  @Test func accessThatWasWithdrawnIsNotGivenAgainByANewConfirmation() throws {
    let workspace = try Self.sealed()
    let result = try workspace.preRelease(
      "withdraw", "2013-10", "m.example", "--reason", "Left the post.")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try workspace.preRelease("confirm", "2013-10", "--by", "head.example").status == 0)
    let opening = try workspace.openPreRelease(
      "2013-10", at: Self.milliseconds(1, before: Self.release))
    #expect(opening.copies.map(\.recipient) == ["s.example", "p.example"])
    #expect(workspace.text("publications/journal.jsonl").contains("Left the post."))
    let again = try workspace.preRelease(
      "withdraw", "2013-10", "m.example", "--reason", "Left the post.")
    #expect(again.status == 64)
  }

  @Test func p6AfterABreachNothingIsHandedOverUntilItWasReviewed() throws {
    let workspace = try Self.sealed()
    let breach = try workspace.preRelease("breach", "m.example", "--what", "Told a friend.")
    #expect(breach.status == 0, "\(breach.errors)")
    let now = Self.milliseconds(1, before: Self.release)
    #expect(throws: ReleaseError(.findings, "")) {
      try workspace.openPreRelease("2013-10", recipient: "s.example", at: now)
    }
    #expect(try workspace.run("seal", "2013-10", "--by", "test").status == 65)
    let refused = try workspace.preRelease(
      "review", "m.example", "--outcome", "Warned in writing.", "--by", "other.example")
    #expect(refused.status == 64)
    let review = try workspace.preRelease(
      "review", "m.example", "--outcome", "Warned in writing.", "--by", "head.example")
    #expect(review.status == 0, "\(review.errors)")
    #expect(try workspace.openPreRelease("2013-10", at: now).copies.count == 3)
  }

  /// By name and organisation, under whatever grant.
  @Test func p6AfterABreachNobodyComesBackAsSupport() throws {
    let workspace = try Self.sealed()
    let breach = try workspace.preRelease("breach", "m.example", "--what", "Told a friend.")
    #expect(breach.status == 0, "\(breach.errors)")
    let support = ["name": "recipient  QUELLMANN", "office": "Office"]
    try workspace.givePreReleaseAccess([
      TestWorkspace.grant(1, ["support": [support]]), TestWorkspace.grant(2),
    ])
    let check = try workspace.run("check", "2013-10")
    #expect(check.output.contains("prerelease.breach"), "\(check.output)")
    #expect(check.output.contains("number 1 of the support of s.example"), "\(check.output)")
  }

  /// Support is bound by the same duties (paragraph 11), and the recipient is not blamed for it.
  @Test func p19ABreachBySupportIsTheirsAlone() throws {
    let workspace = try Self.sealed()
    let support = ["Quill", "Brass"].map {
      ["name": "\($0) Assistant", "office": "Private Office"]
    }
    let supported = TestWorkspace.grant(0, ["support": support])
    try workspace.givePreReleaseAccess(
      [supported] + (1...2).map { TestWorkspace.grant($0) })
    for (number, rule) in [("3", "it has 2, counted from 1"), ("0", "nobody of the support")] {
      let nobody = try workspace.preRelease(
        "breach", "m.example", "--support", number, "--what", "Told a friend.")
      #expect(nobody.status != 0 && nobody.errors.contains(rule), "\(nobody.errors)")
    }
    for (number, id) in [("2", "m.example/support-1"), ("1", "m.example/support-2")] {
      let breach = try workspace.preRelease(
        "breach", "m.example", "--support", number, "--what", "Told a friend.")
      #expect(breach.status == 0 && breach.output.contains(id), "\(breach)")
    }
    #expect(!workspace.text("publications/journal.jsonl").contains("Assistant"))
    // They come back under no other grant, and not as recipients either; who they worked for does.
    try workspace.givePreReleaseAccess([
      TestWorkspace.grant(0),
      TestWorkspace.grant(1, ["name": "Quill Assistant", "support": [support[1]]]),
      TestWorkspace.grant(2),
    ])
    let check = try workspace.run("check", "2013-10")
    #expect(check.output.contains("number 1 of the support of s.example"), "\(check.output)")
    #expect(check.output.contains("a breach by s.example was recorded"), "\(check.output)")
    #expect(!check.output.contains("a breach by m.example"), "\(check.output)")
    for id in ["m.example/support-1", "m.example/support-2"] {
      let review = try workspace.preRelease(
        "review", id, "--outcome", "Warned in writing.", "--by", "head.example")
      #expect(review.status == 0, "\(review.errors)")
    }
    #expect(try !workspace.run("check", "2013-10").output.contains("prerelease.breach"))
  }

  /// A key of recipients.txt opens the edition weeks before the access does.
  @Test func p8AGrantWithAKeyThatOpensWhatIsSealedIsRefused() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess([
      TestWorkspace.grant(0, ["ageKey": TestWorkspace.key.recipient]), TestWorkspace.grant(1),
      TestWorkspace.grant(2),
    ])
    for verb in [["check", "2013-10"], ["seal", "2013-10", "--by", "test"]] {
      let refused = try workspace.run(verb)
      #expect(refused.status == 65, "\(refused)")
      #expect((refused.output + refused.errors).contains("prerelease.sealing-key"), "\(refused)")
    }
  }

  /// Nor does taking it out of that file close what was sealed for it; a new seal does.
  @Test func p8AGrantWithAKeyThatASealWasMadeForIsRefused() throws {
    let workspace = try TestWorkspace()
    let file = "publications/recipients.txt"
    let own = workspace.text(file)
    try workspace.write(own + TestWorkspace.recipientKeys["m.example"]!.recipient + "\n", to: file)
    try workspace.succeed("seal", "2013-10", "--by", "test")
    try workspace.write(own, to: file)
    try workspace.givePreReleaseAccess()
    let refused = try workspace.preRelease("confirm", "2013-10", "--by", "head.example")
    #expect(refused.status == 65, "\(refused)")
    #expect(refused.output.contains("was sealed for the key of m.example"), "\(refused)")
    try workspace.succeed("seal", "2013-10", "--by", "test", "--reason", "Another key.")
    let confirmed = try workspace.preRelease("confirm", "2013-10", "--by", "head.example")
    #expect(confirmed.status == 0, "\(confirmed)")
  }

  @Test func p18WhoMakesThePublicationIsNamedAsBound() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    try workspace.write(
      #"{"format":"ninethirty-people/1","people":"#
        + #"[{"id":"x.example","name":"Maker","role":"statistician"}]}"#,
      to: "people.json")
    let list = try workspace.preRelease("list", "2013-10")
    #expect(list.output.contains("bound, not recipients (paragraph 10)  x.example"))
  }

  // MARK: Where copies lie

  @Test func noCopyIsPutWhereOthersSeeIt() throws {
    let workspace = try Self.sealed()
    let manager = FileManager.default
    let now = Self.milliseconds(1, before: Self.release)
    let open = workspace.folder.path + "/open"
    try manager.createDirectory(
      atPath: open, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let link = workspace.folder.path + "/link"
    try manager.createSymbolicLink(
      atPath: link, withDestinationPath: workspace.path + "/publications")
    for folder in [
      open, link, link + "/x", workspace.path + "/publications/x", workspace.path,
      workspace.path + "/publications/sealed", workspace.folder.path + "/none/x",
    ] {
      let error = #expect(throws: ReleaseError.self, "\(folder)") {
        try workspace.openPreRelease("2013-10", at: now, output: folder)
      }
      #expect(error?.reason.contains("no copy is put into") == true, "\(folder): \(error as Any)")
    }
    _ = try workspace.openPreRelease("2013-10", at: now)
    let mode = try manager.attributesOfItem(atPath: workspace.handOver)[.posixPermissions] as? Int
    #expect(mode == 0o700)
  }

  @Test func aListThatOthersMayReadIsAnErrorAndOpensNothing() throws {
    let workspace = try Self.sealed()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: workspace.path + "/prerelease.json")
    #expect(try workspace.run("check", "2013-10").output.contains("prerelease.mode"))
    #expect(throws: ReleaseError(.findings, "")) {
      try workspace.openPreRelease("2013-10", at: Self.milliseconds(1, before: Self.release))
    }
  }

  @Test func anEditionThatIsOutOrNotSealedIsNotHandedOver() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    #expect(try workspace.preRelease("confirm", "2013-10", "--by", "head.example").status == 0)
    let now = Self.milliseconds(1, before: Self.release)
    let error = #expect(throws: ReleaseError.self) {
      try workspace.openPreRelease("2013-10", at: now)
    }
    #expect(error?.reason.contains("is not sealed") == true)
    try workspace.publish("2013-10")
    let out = #expect(throws: ReleaseError.self) {
      try workspace.openPreRelease("2013-10", at: now)
    }
    #expect(out?.reason.contains("is out") == true)
  }
}
