import Foundation
import TestSupport
import Testing

/// The front page of the public tree, through the real binary: the newest release, the next one with its
/// date, all of them.
@Suite struct FrontPageTests {
  private static let page = "publications/public/index.html"

  /// The words of the front page, without its marks.
  private func words(_ workspace: TestWorkspace) -> String {
    workspace.text(Self.page).replacing(/<[^>]*>/, with: " ")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func expectSound(_ workspace: TestWorkspace) throws {
    let verified = try workspace.run("verify")
    #expect(verified.status == 0, "\(verified)")
  }

  /// It follows the log, with the announcement and every change of it: a date that was sealed would drift.
  @Test func theNextReleaseStandsThereWithItsDateFromTheAnnouncementOn() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("announce", "2013-11", "--by", "a.example")
    var text = words(workspace)
    #expect(text.contains("Next release November 2013: 14 November 2013, 9:30am (confirmed)"))
    #expect(!text.contains("Latest release") && !text.contains("All releases"))
    try workspace.publish("2013-10")
    text = words(workspace)
    #expect(text.contains("Latest release Illustrative Data Lab statistics: October 2013"))
    #expect(text.contains("November 2013: 14 November 2013, 9:30am (confirmed)"), "\(text)")
    try expectSound(workspace)
    let changing = ["--reason", "The matching takes longer.", "--by", "a.example"]
    try workspace.succeed(["move", "2013-11", "--to", "2099-01-15T09:30"] + changing)
    text = words(workspace)
    #expect(text.contains("Next release November 2013: 15 January 2099, 9:30am"), "\(text)")
    try workspace.succeed(["cancel", "2013-11"] + changing)
    #expect(words(workspace).contains("Next release No date is announced at present."))
    try expectSound(workspace)
  }

  @Test func anEditionThatComesOutOrIsTakenBackIsThereInTheSameSwitch() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.publish("2013-11")
    #expect(words(workspace).contains("Latest release Illustrative Data Lab statistics: November"))
    try workspace.succeed("withdraw", "2013-11", "--reason", "It was wrong.", "--by", "a.example")
    #expect(words(workspace).contains("Published: 14 November 2013 , withdrawn on"))
    try expectSound(workspace)
  }

  /// An archive that cannot be read keeps no date from the front page: the calendar has it too.
  @Test func aNewDateReachesTheFrontPageThoughTheArchiveIsDamaged() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.succeed("announce", "2013-11", "--by", "a.example")
    try workspace.write("no inventory", to: "publications/archive/2013-10/inventory.json")
    try workspace.succeed([
      "move", "2013-11", "--to", "2099-01-15T09:30", "--reason", "Later.", "--by", "a.example",
    ])
    #expect(words(workspace).contains("Next release November 2013: 15 January 2099, 9:30am"))
  }

  /// It is made at the switch: a mistake in its template is found before.
  @Test func aMistakeInTheTemplateOfTheFrontPageIsFoundByTheChecks() throws {
    let workspace = try TestWorkspace(future: "2099-01")
    let sound = workspace.text("templates/series.html.xsl")
    let mark = "<xsl:apply-templates select=\"s:notices\"/>"
    try workspace.write(
      sound.replacing(mark, with: "<xsl:message terminate=\"yes\">stopped</xsl:message>" + mark),
      to: "templates/series.html.xsl")
    for verb in ["check", "draft", "seal"] {
      let result = try workspace.run([verb, "2099-01"] + (verb == "seal" ? ["--by", "test"] : []))
      #expect(result.status == 65, "\(verb): \(result)")
      #expect((result.output + result.errors).contains("[template.transform-failed]"), "\(result)")
    }
    // Where it is broken after sealing, the other pages keep the workspace's own style.
    try workspace.write(sound, to: "templates/series.html.xsl")
    try workspace.replace("body {", with: "/* own */ body {", in: "templates/style.css")
    try workspace.succeed("seal", "2099-01", "--by", "test")
    try workspace.write(
      sound.replacing(mark, with: "<xsl:message terminate=\"yes\">stopped</xsl:message>" + mark),
      to: "templates/series.html.xsl")
    let announced = try workspace.run("announce", "2099-01", "--by", "a.example")
    #expect(announced.status == 0, "\(announced)")
    let said = announced.output + announced.errors
    #expect(said.contains("made the front page with the standard template"), "\(said)")
    let style = try #require(
      workspace.text("publications/public/calendar/index.html").firstMatch(of: /style-[0-9a-f]+/))
    #expect(workspace.text("publications/public/assets/\(style.output).css").contains("/* own */"))
  }

  /// Templates that a workspace has from before the front page followed from the log.
  @Test func templatesOfAnEarlierVersionGiveWayForTheFrontPageAndItIsSaid() throws {
    let workspace = try TestWorkspace(future: "2099-01")
    try workspace.replace("\"next\"", with: "\"coming\"", in: "templates/schemas/source.xsd")
    try workspace.replace("body {", with: "/* own */ body {", in: "templates/style.css")
    let announced = try workspace.run("announce", "2099-01", "--by", "a.example")
    #expect(announced.status == 0, "\(announced)")
    let said = announced.output + announced.errors
    #expect(said.contains("is of an earlier version of ninethirty"), "\(said)")
    #expect(words(workspace).contains("Next release January 2099"), "\(words(workspace))")
  }

  @Test func theFrontPageLeadsToEveryReleaseInTheOtherLanguage() throws {
    let workspace = try WelshWorkspace.make()
    try workspace.succeed("draft", "2013-10", "--by", "a.example")
    let link = "<a href=\"2013-10/cy/\" hreflang=\"cy\" lang=\"cy\">Cymraeg</a>"
    #expect(workspace.text("publications/drafts/index.html").contains(link))
    try workspace.publish("2013-10")
    var schedule = try #require(try workspace.json("schedule.json") as? [String: Any])
    schedule["languages"] = ["en"]
    try workspace.write(json: schedule, to: "schedule.json")
    try workspace.publish("2013-11")
    let page = workspace.text(Self.page)
    #expect(page.contains(link) && !page.contains("2013-11/cy/"), "\(page)")
    try expectSound(workspace)
  }

  @Test func aFrontPageThatWasAlteredIsFoundAndMadeAgain() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let before = workspace.text(Self.page)
    try workspace.write(before + " ", to: Self.page)
    let found = try workspace.run("verify")
    #expect(found.status != 0 && found.output.contains("/index.html: error:"), "\(found.output)")
    try workspace.succeed("repair", "--apply")
    #expect(workspace.text(Self.page) == before)
    try expectSound(workspace)
  }

  /// What earlier versions sealed brought a front page, which stands until the next version comes out.
  @Test func theFrontPageOfAnEarlierVersionStaysAsItWasSealed() throws {
    let workspace = try TestWorkspace()
    let copy = "\(workspace.folder.path)/archived"
    try FileManager.default.copyItem(
      atPath: "\(TestWorkspace.repository)/Tests/Archives/0.1.0", toPath: copy)
    let laid = try Tool.run(Binary.path, ["repair", "--apply", "--workspace", copy])
    #expect(laid.status == 0, "\(laid)")
    let sealed = "\(copy)/publications/archive/2013-10/v3/content/renditions/site/index.html"
    let bytes = try #require(FileManager.default.contents(atPath: sealed))
    #expect(FileManager.default.contents(atPath: "\(copy)/\(Self.page)") == bytes)
    let verified = try Tool.run(Binary.path, ["verify", "--workspace", copy])
    #expect(verified.status == 0, "\(verified)")
  }
}
