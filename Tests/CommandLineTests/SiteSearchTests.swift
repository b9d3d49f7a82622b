import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// What stands around the editions, calendar and front page and the page of the log, is searched by every
/// verb that brings it to readers, before it does, and a release that would be refused is known of early.
@Suite struct SiteSearchTests {
  /// An organisation of the edition 2013-11 alone.
  private static let november = "Stavenholt Hostels"
  /// One of the register of which no report is out.
  private static let asked = "Thrennet Mere Choir"

  private func producer(_ name: String, in workspace: TestWorkspace) throws {
    try workspace.replace(
      "\"producer\": \"Illustrative Data Lab (made up)",
      with: "\"producer\": \"Illustrative Data Lab (made up) with \(name)", in: "schedule.json")
  }

  private func isPublic(_ name: String, in workspace: TestWorkspace) -> Bool {
    workspace.files(in: "publications/public").contains {
      workspace.text("publications/public/\($0)").contains(name)
    }
  }

  /// The verb is refused, names neither the organisation nor brings it out, and goes on without it.
  private func isRefused(
    _ arguments: [String], for name: String, in workspace: TestWorkspace, status: Int32 = 75
  ) throws {
    let result = try Tool.run(Binary.path, arguments + ["--workspace", workspace.path])
    #expect(result.status == status, "\(arguments): \(result)")
    #expect(!(result.output + result.errors).contains(name), "\(arguments) tells: \(result)")
    #expect(!isPublic(name, in: workspace), "\(arguments) published it")
  }

  // MARK: Every verb

  @Test(arguments: [november, asked])
  func theFirstPublicationIsSearchedLikeEveryOther(name: String) throws {
    let workspace = try TestWorkspace()
    try producer(name, in: workspace)
    for provisional in [[], ["--provisional"]] {
      try isRefused(
        ["announce", "2013-11", "--by", "a.example"] + provisional, for: name, in: workspace)
    }
    // The seal does not wait for the instant to say so.
    try isRefused(["seal", "2013-10", "--by", "test"], for: name, in: workspace)
    #expect(workspace.files(in: "publications/sealed").isEmpty)
  }

  @Test(arguments: [november, asked])
  func aStatementOnABreachBringsNoOtherTextOut(name: String) throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try producer(name, in: workspace)
    let statement = "\(workspace.folder.path)/statement.txt"
    try Data("Part of it could be read.".utf8).write(to: URL(filePath: statement))
    let log = workspace.bytes("publications/log.jsonl")
    try isRefused(
      ["breach", "2013-10", "--publish", statement, "--by", "a.example"], for: name, in: workspace)
    #expect(workspace.bytes("publications/log.jsonl") == log)
  }

  @Test func aNewKeyOfTheLogBringsNoOtherTextOut() throws {
    let workspace = try TestWorkspace()
    let keys = "\(workspace.folder.path)/log.key"
    try workspace.succeed("key", "new", "--log-key", keys)
    let publish = [
      ["seal", "2013-10", "--by", "test"], ["release", "2013-10", "--log-key", keys],
    ]
    for step in publish {
      let done = try Tool.run(Binary.path, step + ["--workspace", workspace.path])
      try #require(done.status == 0, "\(done)")
    }
    try producer(Self.november, in: workspace)
    try isRefused(["key", "rotate", "--log-key", keys], for: Self.november, in: workspace)
  }

  /// What a repair puts back is right all the same; calendar and log stay as they are.
  @Test func aRepairBringsNoOtherTextOut() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try producer(Self.november, in: workspace)
    try workspace.write("junk", to: "publications/public/junk.txt")
    let repaired = try workspace.run("repair", "--apply")
    #expect(!isPublic(Self.november, in: workspace), "\(repaired)")
    #expect(workspace.bytes("publications/public/junk.txt") == nil, "\(repaired)")
    #expect(
      repaired.output.contains("log and calendar were not brought to the public tree"),
      "\(repaired)")
    try workspace.succeed("verify")
  }

  @Test func theStatedLossOfTheJournalBringsNoOtherTextOut() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try producer(Self.november, in: workspace)
    let journal = workspace.text("publications/journal.jsonl").split(separator: "\n")
    try workspace.write(
      journal.dropLast(2).joined(separator: "\n") + "\n", to: "publications/journal.jsonl")
    try isRefused(
      ["repair", "--journal-lost", "A disk fault.", "--by", "a.example", "--apply"],
      for: Self.november, in: workspace)
  }

  /// The page of the log comes with the second switch of a release, and has texts of the templates.
  @Test func thePageOfTheLogIsSearchedToo() throws {
    let workspace = try TestWorkspace()
    try FileManager.default.copyItem(
      atPath: TestWorkspace.repository + "/templates", toPath: workspace.path + "/templates")
    try workspace.publish("2013-10")
    try workspace.replace(
      "<text id=\"log.explained\">", with: "<text id=\"log.explained\">With \(Self.november). ",
      in: "templates/text.en.xml")
    try isRefused(["announce", "2013-11", "--by", "a.example"], for: Self.november, in: workspace)
  }

  // MARK: Whose name is public

  /// An edition that was moved over the end of a month is not that of the day's own month.
  @Test func anEditionThatWasMovedToAnotherMonthStaysUnderEmbargo() throws {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "\"exceptions\": []",
      with: "\"exceptions\": [{ \"edition\": \"2013-11\", \"action\": \"moved\","
        + " \"to\": \"2013-12-05T09:30\", \"reason\": \"A made-up move.\", \"announced\": \"2013-09-02\" }]",
      in: "schedule.json")
    let register = workspace.text("requests.csv")
      .replacing(",2013-11-14,\n", with: ",2013-12-05,\n")
    try workspace.write(register, to: "requests.csv")
    try workspace.publish("2013-10")
    let text = "\(workspace.folder.path)/text.txt"
    try Data("We thank \(Self.november).".utf8).write(to: URL(filePath: text))
    let found = try workspace.run("leak-check", text)
    #expect(found.status == 65, "\(found)")
    #expect(found.output.contains("organisation of 2013-11"), "\(found.output)")
    try isRefused(
      [
        "move", "2013-11", "--to", "2099-01-08T09:30", "--by", "a.example", "--reason",
        "We thank \(Self.november).",
      ], for: Self.november, in: workspace)
  }

  /// A corrected name is not public before its correction, though the organisation is.
  @Test func aNameThatOnlyTheRegisterHasIsNotPublic() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let register = workspace.text("requests.csv")
      .replacing("Oskeld Court Chaplaincy", with: "Oskelde Court Mission")
    try workspace.write(register, to: "requests.csv")
    try producer("Oskelde Court Mission", in: workspace)
    try isRefused(
      ["announce", "2013-11", "--by", "a.example"], for: "Oskelde Court Mission", in: workspace)
  }

  /// A name that is a word of our own pages tells nothing there.
  @Test func anOrganisationThatIsCalledAsAWordOfEveryPageHoldsNothingUp() throws {
    let workspace = try TestWorkspace()
    let register = workspace.text("requests.csv").replacing(Self.asked, with: "Calendar")
    try workspace.write(register, to: "requests.csv")
    try workspace.succeed("announce", "2013-11", "--by", "a.example")
    #expect(isPublic("Calendar", in: workspace))
  }

  /// Whom readers can ask is published by intent, also where they are given access.
  @Test func aContactWhoIsGivenAccessHoldsNothingUp() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess()
    let contacts = try #require(
      ((try workspace.json("schedule.json") as? [String: Any])?["series"] as? [String: Any])?[
        "contacts"]
        as? [[String: Any]])
    let role = try #require(contacts.first?["role"] as? String)
    try workspace.replace(
      "\"role\": \"\(role)\"", with: "\"role\": \"\(role), Recipient Hagebusch\"",
      in: "schedule.json")
    try workspace.succeed("announce", "2013-11", "--by", "a.example")
    try workspace.confirmAndSeal("2013-10")
    try workspace.succeed("release", "2013-10")
    try workspace.succeed("leak-check")
    #expect(workspace.files(in: "publications/breaches").isEmpty)
  }

  /// Nor does a page with their name that was public before they were.
  @Test func aNameThatWasOnAPageBeforeHoldsNothingUp() throws {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "Nobody does:", with: "We thank Recipient Hagebusch. Nobody does:", in: "pages/users.md")
    try workspace.succeed("announce", "2013-11", "--by", "a.example")
    try #require(isPublic("Recipient Hagebusch", in: workspace))
    try workspace.givePreReleaseAccess()
    try workspace.confirmAndSeal("2013-10")
    try workspace.succeed("release", "2013-10")
    #expect(workspace.files(in: "publications/breaches").isEmpty)
    // But it is on no new page.
    try workspace.write("# Thanks\n\nTo Recipient Dornwald & Söhne.\n", to: "pages/thanks.md")
    _ = try workspace.run("announce", "2013-11", "--by", "a.example")
    #expect(!isPublic("Dornwald", in: workspace))
  }

  // MARK: Keys

  @Test(arguments: ["EC ", "RSA ", "ENCRYPTED ", ""])
  func aPrivateKeyIsFoundWhereNothingIsUnderEmbargo(kind: String) throws {
    let workspace = try TestWorkspace()
    for edition in ["2013-10", "2013-11"] { try workspace.publish(edition) }
    let text = "\(workspace.folder.path)/key.pem"
    let mark = "\(kind)PRIVATE KEY"
    try Data(
      "-----BEGIN \(mark)-----\nMC4CAQAwBQYDK2VwBCIEIMh2nJ0aB1c2D3e4F5g6\n-----END \(mark)-----\n"
        .utf8
    ).write(to: URL(filePath: text))
    let found = try workspace.run("leak-check", text)
    #expect(found.status == 65 && found.output.contains("private-key"), "\(found)")
  }

  // MARK: What takes a leak away

  /// A leak that ninethirty laid itself goes with the next switch, which nothing holds up then.
  @Test func aPageThatTellsIsMadeRightByTheNextSwitch() throws {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "Nobody does:", with: "We thank Newcomb Trust. Nobody does:", in: "pages/users.md")
    try workspace.publish("2013-10")
    // Later that name gets a report.
    let analysis = "analyses/2013-11/A-2013-0027.json"
    try workspace.write(
      workspace.text(analysis).replacing(Self.november, with: "Newcomb Trust"), to: analysis)
    let stuck = try workspace.run("announce", "2013-11", "--by", "a.example")
    #expect(stuck.status == 76, "\(stuck)")
    #expect(stuck.errors.contains("made from pages/: correct it there"), "\(stuck)")
    try workspace.replace("We thank Newcomb Trust. ", with: "", in: "pages/users.md")
    let mended = try workspace.run("announce", "2013-11", "--by", "a.example")
    #expect(mended.status == 0, "\(mended)")
    #expect(mended.output.contains("the public tree held material of 2013-11"), "\(mended)")
    #expect(!isPublic("Newcomb Trust", in: workspace))
  }

  // MARK: What `status` says

  @Test func statusSaysThatAReleaseWouldBeRefused() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("seal", "2013-10", "--by", "test")
    let before = try workspace.run("status")
    #expect(!before.output.contains("as it would be published"), "\(before)")
    try producer(Self.november, in: workspace)
    let status = try workspace.run("status")
    #expect(
      status.output.contains(/URGENT +2013-10 cannot be released: .*as it would be published/),
      "\(status)")
    #expect(!status.output.contains(Self.november))
    try isRefused(["release", "2013-10"], for: Self.november, in: workspace)
  }

  /// A leak is one of the edition that it tells of, sealed or not.
  @Test func statusNamesTheEditionThatALeakIsOf() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("announce", "2013-11", "--by", "a.example")
    try workspace.succeed("seal", "2013-10", "--by", "test")
    try workspace.write("The report on \(Self.november).", to: "publications/public/early.txt")
    let found = try workspace.run("leak-check")
    #expect(found.status == 65, "\(found)")
    let lines = try workspace.run("status").output.split(separator: "\n").filter {
      $0.contains("may stand where it must not")
    }
    #expect(lines.count == 1, "\(lines)")
    #expect(lines.first?.contains(/URGENT +2013-11/) == true, "\(lines)")
  }
}
