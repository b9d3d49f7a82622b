import Foundation
import TestSupport
import Testing

/// Standing pages: out with each switch, kept with each edition, and silent about what is under embargo.
@Suite struct StandingPagesTests {
  static let tree = "publications/public"
  private static let methodology = "pages/methodology.md"
  private static let published = "\(tree)/about/methodology/index.html"

  /// The present instant, as `as-of` takes it.
  private func now() -> String {
    Date().formatted(
      .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(
        separator: .omitted))
  }

  private func list(_ workspace: TestWorkspace) -> [String] {
    workspace.text("\(Self.tree)/about/index.html")
      .matches(of: /<li><a href="([a-z0-9-]+)\/">/).map { String($0.output.1) }
  }

  // MARK: What stands there

  @Test func writtenPagesAndStandardOnesStandBelowAboutInAStableOrder() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    #expect(list(workspace) == ["methodology", "glossary", "revisions", "accessibility", "users"])
    let page = workspace.text(Self.published)
    #expect(page.contains("<h1>Illustrative Data Lab statistics: Methodology</h1>"))
    #expect(page.matches(of: /<h1/).count == 1 && page.contains(" lang=\"en\""))
    // The headings of the file, in order, before those of the frame.
    let headings = page.matches(of: /<h([23])>([^<]+)</).map { "\($0.output.1) \($0.output.2)" }
    #expect(
      headings.starts(with: [
        "2 How groups are compared", "3 What is recorded", "2 How figures are rounded",
        "2 Where to go on",
      ]), "\(headings)")
    for link in ["../glossary/", "../../organisations/", "../../calendar/", "../"] {
      #expect(page.contains("href=\"\(link)\""), "\(link)")
    }
    // The front page leads to those that every site has.
    let front = workspace.text("\(Self.tree)/index.html")
    for name in ["glossary", "revisions", "accessibility"] {
      #expect(front.contains("href=\"./about/\(name)/\""), "\(name)")
    }
  }

  @Test func theGlossaryHasEveryTermOfTheStringTableUnlessSomebodyWritesOne() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let path = "\(Self.tree)/about/glossary/index.html"
    let table = try String(
      contentsOfFile: "\(TestWorkspace.repository)/templates/text.en.xml", encoding: .utf8)
    let terms = table.matches(of: /<text id="glossary\.[a-z-]+\.name">([^<]+)</)
      .map { String($0.output.1) }
    let page = workspace.text(path)
    #expect(terms.count > 5)
    // In alphabetical order.
    #expect(page.matches(of: /<dfn>([^<]+)</).map { String($0.output.1) } == terms.sorted())
    #expect(!page.contains("{"))
    try workspace.write("# Our own words\n\nA term is a word.\n", to: "pages/glossary.md")
    #expect(try workspace.run("release", "2013-10").status == 0)
    let own = workspace.text(path)
    #expect(own.contains("A term is a word.") && !own.contains("<dfn>"))
  }

  @Test func beforeTheFirstReleaseNoLinkLeadsToWhatIsNotThere() throws {
    let workspace = try TestWorkspace(future: "2099-01")
    try FileManager.default.createDirectory(
      atPath: "\(workspace.path)/pages", withIntermediateDirectories: false)
    try workspace.write(
      "# Method\n\nSee [the latest](/latest/) and [dates](/calendar/).\n", to: Self.methodology)
    try #require(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    let page = workspace.text(Self.published)
    #expect(page.contains("See the latest and <a href=\"../../calendar/\">dates</a>."))
  }

  // MARK: Embargo

  /// What stands in no published edition while that of November is under embargo.
  private static let needles = [
    ("organisation", "We thank Stavenholt Hostels for their help."),
    ("organisation", "We thank Staven**holt** Hostels for their help."),
    ("figure", "The standard error is 0.07522401651262858."),
    (
      "sentence",
      "Help with visits, letters and telephone calls between people in prison and their children."
    ),
  ]

  /// October is out.
  private static let october = Result {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    return workspace
  }

  @Test(arguments: needles)
  func aPageThatTellsOfAnEditionUnderEmbargoIsRefusedByNameBeforeItIsPublic(
    kind: String, text: String
  ) throws {
    // Sealing another edition.
    let sealing = try TestWorkspace()
    let source = sealing.text(Self.methodology)
    let line = source.count { $0 == "\n" } + 2
    try sealing.write("\(source)\n\(text)\n", to: Self.methodology)
    let refused = try sealing.run("seal", "2013-10", "--by", "test")
    #expect(refused.status == 75, "\(refused.output)\(refused.errors)")
    let place = "\(Self.methodology):\(line)"
    #expect(
      refused.errors.contains("\(place) tells what is under embargo (\(kind) of 2013-11)"),
      "\(refused.errors)")
    #expect(!(refused.output + refused.errors).contains("Stavenholt"))

    // Any switch.
    let workspace = try TestWorkspace(copyOf: Self.october.get())
    let before = workspace.bytes(Self.published)
    try workspace.write("\(source)\n\(text)\n", to: Self.methodology)
    for verb in [
      ["release", "2013-10"],
      ["announce", "2013-11", "--by", "a", "--short-notice-because", "Late."],
    ] {
      let result = try Tool.run(Binary.path, verb + ["--workspace", workspace.path])
      #expect(result.status == 0, "\(verb): \(result.output)\(result.errors)")
      #expect(
        (result.output + result.errors).contains(
          "\(place) tells what is under embargo (\(kind) of 2013-11); the page is not published, "
            + "and about/methodology/index.html stays as it is"),
        "\(verb): \(result.output)\(result.errors)")
      #expect(workspace.bytes(Self.published) == before, "\(verb)")
    }
    #expect(try workspace.run("leak-check").status == 0)
    #expect(!workspace.text("publications/journal.jsonl").contains("Stavenholt"))

    // With its edition it comes out.
    try workspace.publish("2013-11")
    let told = text.replacing("**", with: "")
    let page = workspace.text(Self.published).replacing(/<\/?strong>/, with: "")
    #expect(page.contains(told))
  }

  @Test func aPageThatTellsAndWasNeverPublicIsNotListedAndItsStandardTextStands() throws {
    let workspace = try TestWorkspace(copyOf: Self.october.get())
    try workspace.write("# Stavenholt Hostels\n\nWords.\n", to: "pages/help.md")
    try workspace.write("# Ours\n\nStavenholt Hostels.\n", to: "pages/accessibility.md")
    let standard = workspace.bytes("\(Self.tree)/about/accessibility/index.html")
    let result = try workspace.run("release", "2013-10")
    #expect(result.status == 0)
    #expect(
      (result.output + result.errors).contains("nothing of it is public"), "\(result.errors)")
    #expect(workspace.bytes("\(Self.tree)/about/help/index.html") == nil)
    #expect(workspace.bytes("\(Self.tree)/about/accessibility/index.html") == standard)
    for file in workspace.files(in: "\(Self.tree)/about") {
      #expect(!workspace.text("\(Self.tree)/about/\(file)").contains("Stavenholt"), "\(file)")
    }
  }

  @Test func aChangedPageWaitsWhileInputsUnderEmbargoCannotBeSearched() throws {
    let workspace = try TestWorkspace(copyOf: Self.october.get())
    let before = workspace.bytes(Self.published)
    let analysis = "analyses/2013-11/A-2013-0008.json"
    let text = workspace.text(analysis)
    try workspace.write("{", to: analysis)
    try workspace.write("# Method\n\nNew words.\n", to: Self.methodology)
    let result = try workspace.run("release", "2013-10")
    #expect(result.status == 0)
    #expect(
      (result.output + result.errors).contains("\(Self.methodology) is published, and could not"),
      "\(result.output)\(result.errors)")
    #expect(workspace.bytes(Self.published) == before)
    try workspace.write(text, to: analysis)
    #expect(try workspace.run("release", "2013-10").status == 0)
    #expect(workspace.text(Self.published).contains("New words."))
  }

  // MARK: Bad input

  @Test func aPageInErrorIsNamedByLineAndNeverTakesThePlaceOfAGoodOne() throws {
    let workspace = try TestWorkspace(copyOf: Self.october.get())
    let before = workspace.bytes(Self.published)
    try workspace.write("# Method\n\nA <script>alert(1)</script>.\n", to: Self.methodology)
    let check = try workspace.run("check", "2013-11")
    #expect(check.status == 65)
    #expect(
      check.output.contains("pages/methodology.md:3: error: raw HTML: “<script>”"),
      "\(check.output)")
    let result = try workspace.run("release", "2013-10")
    #expect(result.status == 0)
    #expect(
      (result.output + result.errors).contains(
        "pages/methodology.md:3: raw HTML: “<script>”; the page is not published"),
      "\(result.output)\(result.errors)")
    #expect(workspace.bytes(Self.published) == before)
  }

  @Test func nothingLeadsOutOfTheFolderOfPages() throws {
    let workspace = try TestWorkspace()
    let manager = FileManager.default
    let folder = "\(workspace.path)/pages"
    try "# Secret\n\nOf somebody else.\n".write(
      toFile: "\(workspace.folder.path)/secret.md", atomically: true, encoding: .utf8)
    try manager.createSymbolicLink(
      atPath: "\(folder)/linked.md", withDestinationPath: "\(workspace.folder.path)/secret.md")
    try manager.createDirectory(atPath: "\(folder)/folder.md", withIntermediateDirectories: false)
    try workspace.write("# T\n", to: "pages/Not A Slug.md")
    try workspace.write("# T\n", to: "pages/..md.md")
    try workspace.write("x", to: "pages/notes.txt")
    let check = try workspace.run("check", "2013-10")
    #expect(check.status == 65)
    for words in [
      "pages/linked.md: error: the file cannot be read", "pages/folder.md: error: the file cannot",
      "pages/Not A Slug.md: error: the file's name",
      "pages/notes.txt: warning: the file is not one",
    ] { #expect(check.output.contains(words), "\(words)\n\(check.output)") }
    try manager.removeItem(atPath: folder)
    try manager.createSymbolicLink(
      atPath: folder, withDestinationPath: workspace.folder.path)
    let linked = try workspace.run("check", "2013-10")
    #expect(linked.status == 65)
    #expect(
      linked.output.contains("pages: error: the file cannot be read: it is a symbolic link"),
      "\(linked.output)")
  }

  // MARK: The site of then

  @Test func theSiteOfThenHasThePagesOfThen() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let then = now()
    let before = workspace.bytes(Self.published)
    try workspace.write("# Methodology\n\nWe do it otherwise now.\n", to: Self.methodology)
    try workspace.publish("2013-11")
    #expect(workspace.text(Self.published).contains("otherwise now"))
    // The folder of publications alone, as an archive has it, says the same.
    let copy = "\(workspace.folder.path)/copy"
    try #require(
      try Tool.run("/bin/cp", ["-a", "\(workspace.path)/publications", copy]).status == 0)
    for (index, place) in [workspace.path, copy].enumerated() {
      let folder = "\(workspace.folder.path)/then-\(index)"
      let laid = try Tool.run(Binary.path, ["as-of", then, folder, "--workspace", place])
      #expect(laid.status == 0 && !laid.errors.contains("not as laid"), "\(laid.errors)")
      let page = FileManager.default.contents(atPath: "\(folder)/about/methodology/index.html")
      #expect(page == before, "\(place)")
    }
    for edition in ["2013-10", "2013-11"] {
      let sealed = workspace.text(
        "publications/archive/\(edition)/v1/content/inputs/pages/methodology.md")
      #expect(sealed.contains("otherwise now") == (edition == "2013-11"))
      let rebuilt = try workspace.run("rebuild", edition, "--inputs")
      #expect(rebuilt.status == 0, "\(rebuilt.output)\(rebuilt.errors)")
    }
    #expect(try workspace.run("verify").status == 0)
  }

  @Test func aPageThatWasTakenOutStaysAtItsAddressAndIsReached() throws {
    let workspace = try TestWorkspace(copyOf: Self.october.get())
    let path = "\(Self.tree)/about/users/index.html"
    let before = workspace.bytes(path)
    try FileManager.default.removeItem(atPath: "\(workspace.path)/pages/users.md")
    try #require(try workspace.run("release", "2013-10").status == 0)
    #expect(before != nil && workspace.bytes(path) == before)
    #expect(list(workspace) == ["methodology", "glossary", "revisions", "accessibility"])
    let crawl = try Crawl("\(workspace.path)/\(Self.tree)")
    #expect(crawl.files.subtracting(crawl.reached).sorted() == [] && crawl.broken == [])
    #expect(try workspace.run("verify").status == 0)
  }

  @Test func aDamagedPageIsFoundAndLaidAgain() throws {
    let workspace = try TestWorkspace(copyOf: Self.october.get())
    let before = workspace.bytes(Self.published)
    try workspace.write("Something else.\n", to: Self.published)
    let verified = try workspace.run("verify")
    #expect(verified.status != 0)
    #expect(
      (verified.output + verified.errors).contains("about/methodology/index.html"),
      "\(verified.output)")
    let repaired = try workspace.run("repair", "--apply")
    #expect(repaired.status == 0, "\(repaired.output)\(repaired.errors)")
    #expect(workspace.bytes(Self.published) == before)
  }

  // MARK: Templates of earlier versions

  @Test func templatesThatKnowNoStandingPagesStillMakeTheSite() throws {
    let workspace = try TestWorkspace()
    let templates = "\(workspace.path)/templates"
    try FileManager.default.copyItem(
      atPath: "\(TestWorkspace.repository)/templates", toPath: templates)
    try FileManager.default.removeItem(atPath: "\(templates)/page.html.xsl")
    // As they were before.
    let schema = workspace.text("templates/schemas/source.xsd").split(
      separator: "\n", omittingEmptySubsequences: false)
    try workspace.write(
      schema.filter { !$0.contains("name=\"standing\"") }.joined(separator: "\n"),
      to: "templates/schemas/source.xsd")
    try workspace.replace(
      "s:home | s:standing | s:resource", with: "s:home | s:resource",
      in: "templates/about.html.xsl")
    let about = workspace.text("templates/about.html.xsl")
      .replacing(/<xsl:if test="s:standing">[^§]*?<\/xsl:if>/, with: "")
      .replacing(/<xsl:template match="s:standing">.*/, with: "")
    try workspace.write(about, to: "templates/about.html.xsl")
    try workspace.publish("2013-10")
    #expect(list(workspace) == [])
    #expect(workspace.bytes(Self.published) != nil)
    let crawl = try Crawl("\(workspace.path)/\(Self.tree)")
    #expect(crawl.files.subtracting(crawl.reached).sorted() == [] && crawl.broken == [])
  }

  // MARK: Preview

  @Test func aSaveOfAPageShowsInThePreviewWithWhatIsWrongInIt() throws {
    let workspace = try TestWorkspace()
    let preview = try PreviewClient(workspace, "2013-11")
    let page = "/site/about/methodology/"
    let text = try preview.get(page).body
    #expect(text.contains("Draft: not for publication") && text.contains("How groups are compared"))
    try workspace.replace("whole per cent", with: "whole percentages", in: Self.methodology)
    try preview.waitFor("the new words", at: page) { $0.body.contains("whole percentages") }
    try workspace.write("# Methodology\n\n#### Deep\n", to: Self.methodology)
    try preview.waitFor("the finding", at: page) {
      $0.body.contains("intake.page.heading") && $0.body.contains("whole percentages")
    }
    #expect(try preview.get("/").body.contains("Standing page “methodology”"))
    #expect(preview.end() == 0)
    #expect(!workspace.files(in: "").contains { $0.contains("about/") })
  }
}
