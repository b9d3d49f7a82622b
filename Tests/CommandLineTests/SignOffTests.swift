import Foundation
import Glibc
import TestSupport
import Testing

/// An edition is submitted by one person and sealed by another.
@Suite struct SignOffTests {
  static let override = ["--override-four-eyes", "One machine for both"]

  /// A draft of an edition of a workspace where people are listed.
  private func drafted() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.listPeople()
    try workspace.succeed("draft", "2013-10")
    return workspace
  }

  private func submitted() throws -> TestWorkspace {
    let workspace = try drafted()
    try workspace.succeed("submit", "2013-10", "--by", "a.example")
    return workspace
  }

  @Test func anEditionIsSubmittedSealedAndReleased() throws {
    let workspace = try submitted()
    try workspace.succeed(["seal", "2013-10", "--by", "b.example"] + Self.override)
    #expect(workspace.bytes("publications/drafts/2013-10.submitted.json") == nil)
    try workspace.succeed("release", "2013-10")
    let content = "publications/archive/2013-10/v1/content"
    let submit = workspace.text("\(content)/signoff/submit.json")
    #expect(submit.contains("\"person\":\"a.example\"") && submit.contains("\"version\":1"))
    #expect(workspace.text("\(content)/signoff/seal.json").contains("\"person\":\"b.example\""))
    #expect(workspace.text("\(content)/seal.json").contains("\"signoff/submit.json\":"))
    #expect(try workspace.run("rebuild", "2013-10").status == 0)
  }

  // MARK: Submitting

  @Test func onlyALookedAtDraftIsSubmitted() throws {
    let workspace = try TestWorkspace()
    try workspace.listPeople()
    let early = try workspace.run("submit", "2013-10", "--by", "a.example")
    #expect(early.status == 64 && early.errors.contains("there is no draft"), "\(early.errors)")
    try workspace.succeed("draft", "2013-10")
    try workspace.replace(
      "Volunteers of all faiths", with: "People of all faiths",
      in: "analyses/2013-10/A-2013-0003.json")
    let stale = try workspace.run("submit", "2013-10", "--by", "a.example")
    #expect(stale.status == 64)
    #expect(stale.errors.contains("analyses/2013-10/A-2013-0003.json was changed"))
  }

  @Test func aWarningWithoutAReasonIsNotSubmitted() throws {
    let workspace = try drafted()
    try workspace.replace(
      "Volunteers of all faiths", with: "Drug workers of all faiths",
      in: "analyses/2013-10/A-2013-0003.json")
    try workspace.succeed("draft", "2013-10")
    let result = try workspace.run("submit", "2013-10", "--by", "a.example")
    #expect(result.status == 65 && result.errors.contains("without a recorded reason"))
  }

  @Test func whatIsSealedIsWhatWasSubmitted() throws {
    let workspace = try submitted()
    try workspace.replace(
      "Volunteers of all faiths", with: "People of all faiths",
      in: "analyses/2013-10/A-2013-0003.json")
    let result = try workspace.run(["seal", "2013-10", "--by", "b.example"] + Self.override)
    #expect(result.status == 64)
    #expect(result.errors.contains("it is not what a.example submitted"))
    #expect(result.errors.contains("analyses/2013-10/A-2013-0003.json was changed"))
    #expect(workspace.files(in: "publications/sealed").isEmpty)
  }

  @Test func aSubmissionThatTheJournalDoesNotHoldIsNone() throws {
    let workspace = try submitted()
    let file = "publications/drafts/2013-10.submitted.json"
    try workspace.replace("a.example", with: "c.example", in: file)
    let forged = try workspace.run(["seal", "2013-10", "--by", "b.example"] + Self.override)
    #expect(forged.status == 64 && forged.errors.contains("the journal does not hold"))
    try workspace.write("{}", to: file)
    let broken = try workspace.run(["seal", "2013-10", "--by", "b.example"] + Self.override)
    #expect(broken.status == 76 && broken.errors.contains("not what `submit` wrote"))
  }

  @Test func nothingThatLetsAGuessBeTestedStandsInTheJournal() throws {
    let workspace = try submitted()
    for line in workspace.text("publications/journal.jsonl").split(separator: "\n")
    where line.contains("\"event\":\"submitted\"") {
      let digests = line.matches(of: /[0-9a-f]{64,}/).map { String($0.output) }
      // Only the digest of the line before.
      #expect(digests.count == 1, "\(line)")
    }
  }

  // MARK: Four eyes

  @Test func theSubmitterDoesNotSeal() throws {
    let workspace = try submitted()
    let result = try workspace.run("seal", "2013-10", "--by", "a.example")
    #expect(result.status == 64 && result.errors.contains("a.example submitted it"))
    #expect(workspace.text("publications/journal.jsonl").contains("\"reason\":\"four-eyes\""))
    #expect(workspace.files(in: "publications/sealed").isEmpty)
  }

  @Test func whoDraftedOrAcceptedDoesNotSeal() throws {
    let workspace = try TestWorkspace()
    try workspace.listPeople()
    let file = "analyses/2013-10/A-2013-0003.json"
    try workspace.replace("Volunteers of all", with: "Drug workers of all", in: file)
    try workspace.succeed("draft", "2013-10", "--by", "c.example")
    try workspace.succeed(
      "accept", "2013-10", "--check", "acceptance.case-by-case", "--file", file, "--reason",
      "Agreed on 4 October", "--by", "b.example")
    try workspace.succeed("draft", "2013-10", "--by", "c.example")
    try workspace.succeed("submit", "2013-10", "--by", "a.example")
    let drafter = try workspace.run("seal", "2013-10", "--by", "c.example")
    #expect(drafter.status == 64 && drafter.errors.contains("c.example drafted it"))
    let accepter = try workspace.run("seal", "2013-10", "--by", "b.example")
    #expect(accepter.status == 64)
    #expect(accepter.errors.contains("b.example let a warning of it pass"))
  }

  /// The note that readers get is theirs.
  @Test func whoOpenedTheCorrectionDoesNotSealIt() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.listPeople()
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let note = ["correct", "2013-10"] + CorrectionTests.note.dropLast()
    func sealing() throws -> String {
      try workspace.succeed("draft", "2013-10", "--by", "a.example")
      try workspace.succeed("submit", "2013-10", "--by", "a.example")
      let result = try workspace.run("seal", "2013-10", "--by", "b.example")
      #expect(result.status == 64, "\(result)")
      return result.errors
    }
    try workspace.succeed(note + ["b.example"])
    #expect(try sealing().contains("b.example opened its correction on"))
    // Another took its place: of what is sealed they made nothing.
    try workspace.succeed(note + ["c.example", "--replace"])
    let replaced = try sealing()
    #expect(!replaced.contains("b.example opened"), "\(replaced)")
    // One machine for all of them.
    #expect(replaced.contains("the system's user") && replaced.contains("opened its correction"))
  }

  @Test func oneUserOfTheSystemIsOnePairOfEyes() throws {
    let workspace = try submitted()
    let result = try workspace.run("seal", "2013-10", "--by", "b.example")
    #expect(result.status == 64)
    #expect(result.errors.contains("the system's user") && result.errors.contains("submitted it"))
  }

  @Test(.enabled(if: geteuid() == 0 && Tool.find("setpriv") != nil, "needs root and setpriv"))
  func twoPeopleOnTwoUsersNeedNoOverride() throws {
    let workspace = try submittedByAnotherUser()
    let useless = try workspace.run(["seal", "2013-10", "--by", "b.example"] + Self.override)
    #expect(useless.status == 64 && useless.errors.contains("there is nothing to override"))
    try workspace.succeed("seal", "2013-10", "--by", "b.example")
  }

  /// Whoever edited an analysis does not seal it, though somebody else drafted and submitted it.
  @Test(.enabled(if: geteuid() == 0 && Tool.find("setpriv") != nil, "needs root and setpriv"))
  func whoeverSavedAnAnalysisDoesNotSealIt() throws {
    let analysis = "analyses/2013-10/A-2013-0002.json"
    let workspace = try submittedByAnotherUser(butFor: analysis)
    let refused = try workspace.run("seal", "2013-10", "--by", "b.example")
    #expect(refused.status == 64 && refused.errors.contains("owns \(analysis), as"), "\(refused)")
    try workspace.succeed(["seal", "2013-10", "--by", "b.example"] + Self.override)
    #expect(workspace.text("publications/journal.jsonl").contains("owns \(analysis)"))
  }

  /// A workspace that another user of the system owns, but for one file, in which they submitted an
  /// edition.
  private func submittedByAnotherUser(butFor file: String? = nil) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.listPeople()
    _ = try Tool.run("/bin/chmod", ["711", workspace.folder.path])
    _ = try Tool.run("/bin/chown", ["-R", "4711:4711", workspace.path])
    if let file { _ = try Tool.run("/bin/chown", ["0", "\(workspace.path)/\(file)"]) }
    for step in [["draft", "2013-10"], ["submit", "2013-10", "--by", "a.example"]] {
      let result = try Tool.run(
        Tool.find("setpriv")!,
        ["--reuid=4711", "--regid=4711", "--clear-groups", Binary.path] + step
          + ["--workspace", workspace.path])
      try #require(result.status == 0, "\(result.output)\(result.errors)")
    }
    return workspace
  }

  @Test func somebodyActsAsTheirUserOfTheSystemAlone() throws {
    let workspace = try TestWorkspace()
    try workspace.listPeople(["a.example": ["systemUser": "nobody-of-this-machine"]])
    try workspace.succeed("draft", "2013-10")
    let result = try workspace.run("submit", "2013-10", "--by", "a.example")
    #expect(result.status == 64)
    #expect(result.errors.contains("is the system's user “nobody-of-this-machine”"))
  }

  @Test func anOverrideIsLoggedAndShown() throws {
    let workspace = try submitted()
    try workspace.succeed(["seal", "2013-10", "--by", "a.example"] + Self.override)
    for verb in [["status"], ["log", "--journal"]] {
      let shown = try workspace.run(verb).output
      #expect(shown.contains("One machine for both"), "\(shown)")
      #expect(shown.contains("a.example submitted it"), "\(shown)")
    }
    let json = try workspace.run("status", "--json").output
    #expect(json.contains("\"overrides\":[{\"edition\":\"2013-10\""))
  }

  // MARK: Who is who

  /// The same person under a slightly different name: case, spaces, Unicode forms.
  @Test(arguments: [
    "B.example", "b.Example", " b.example", "b.example ", "b. example", "b.ехample", "ｂ.example",
    "b\u{200B}.example", "Bao Sample", "BAO  SAMPLE",
  ])
  func anAlmostEqualNameIsRefusedAndNamed(name: String) throws {
    let workspace = try submitted()
    let result = try workspace.run(["seal", "2013-10", "--by", name] + Self.override)
    #expect(result.status == 64)
    #expect(result.errors.contains("did you mean “b.example”?"), "\(result.errors)")
    #expect(workspace.text("publications/journal.jsonl").contains("\"reason\":\"not-listed\""))
  }

  @Test func anOfficialEditionNeedsTwoPeople() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    try workspace.replace("\"illustrative\"", with: "\"official\"", in: "schedule.json")
    let announced = ["--unannounced-because", "test"]
    let nobody = try workspace.run(["seal", "2098-05", "--by", "test"] + announced)
    #expect(nobody.status == 64 && nobody.errors.contains("people.json lists nobody"))
    #expect(nobody.errors.contains("ninethirty-people/1"))
    try workspace.write(
      """
      {"format": "ninethirty-people/1", "people": [
        {"id": "a.example", "name": "Alex Example", "role": "statistician"}]}
      """, to: "people.json")
    let one = try workspace.run(["seal", "2098-05", "--by", "a.example"] + announced)
    #expect(one.status == 64 && one.errors.contains("lists one person"))
    try workspace.listPeople()
    try workspace.succeed("draft", "2098-05")
    try workspace.succeed("submit", "2098-05", "--by", "a.example")
    try workspace.succeed(["seal", "2098-05", "--by", "b.example"] + Self.override + announced)
  }

  @Test func withoutPeopleAnIllustrationIsSealedByOne() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    #expect(workspace.text("people.json").contains("\"people\": []"))
    let submit = try workspace.run("submit", "2098-05", "--by", "a.example")
    #expect(submit.status == 64 && submit.errors.contains("lists nobody"))
    let override = try workspace.run(["seal", "2098-05", "--by", "test"] + Self.override)
    #expect(override.status == 64 && override.errors.contains("no four eyes to override"))
    try workspace.succeed("seal", "2098-05", "--by", "test")
  }

  @Test func errorsInPeopleStopEverything() throws {
    let workspace = try TestWorkspace()
    try workspace.listPeople(["b.example": ["name": "ALEX Example"]])
    let check = try workspace.run("check", "2013-10")
    #expect(check.status == 65 && check.output.contains("[people.same-person]"))
    let seal = try workspace.run("seal", "2013-10", "--by", "b.example")
    #expect(seal.status == 65)
  }
}

extension TestWorkspace {
  /// Writes `people.json` with three people, and further members for some of them.
  func listPeople(_ more: [String: [String: String]] = [:]) throws {
    let people = [
      ["id": "a.example", "name": "Alex Example", "role": "statistician"],
      ["id": "b.example", "name": "Bao Sample", "role": "release-manager"],
      ["id": "c.example", "name": "Chris Specimen", "role": "archivist"],
    ].map { person in person.merging(more[person["id"]!] ?? [:]) { $1 } }
    let json = try JSONSerialization.data(
      withJSONObject: ["format": "ninethirty-people/1", "people": people] as [String: Any],
      options: [.prettyPrinted, .sortedKeys])
    try write(String(decoding: json, as: UTF8.self) + "\n", to: "people.json")
  }

  /// Makes the workspace one of official statistics, and seals an edition of it by two people.
  func sealOfficially(
    _ edition: String, _ more: [String] = ["--unannounced-because", "test"]
  ) throws {
    try replace("\"illustrative\"", with: "\"official\"", in: "schedule.json")
    try listPeople()
    try succeed("draft", edition)
    try succeed("submit", edition, "--by", "a.example")
    try succeed(["seal", edition, "--by", "b.example"] + SignOffTests.override + more)
  }

  func run(_ arguments: [String]) throws -> Binary.Result {
    try Tool.run(Binary.path, arguments + ["--workspace", path])
  }

  /// Runs a step that must succeed.
  func succeed(_ arguments: String...) throws { try succeed(arguments) }

  func succeed(_ arguments: [String]) throws {
    let result = try run(arguments)
    try #require(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
  }
}
