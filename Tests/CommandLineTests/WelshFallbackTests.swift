import Foundation
import TestSupport
import Testing

/// What a Welsh page says in English says that it is English, through the real binary.
@Suite struct WelshFallbackTests {
  private static let report = "reports/quillanby-learning-partnership-a-2013-0002"

  /// A workspace of both languages with templates of its own, whose Welsh table has only these lines of
  /// the English one's ids; nothing that people wrote is translated but what `isLeftOut` keeps.
  private func workspace(
    table keeps: (String) -> Bool = { _ in false },
    except isLeftOut: (String) -> Bool = { _ in true }
  ) throws -> TestWorkspace {
    let workspace = try WelshWorkspace.make(except: isLeftOut)
    for month in ["2013-10", "2013-11"] {
      try FileManager.default.removeItem(
        atPath: "\(workspace.path)/analyses/\(month)/commentary.cy.md")
    }
    try FileManager.default.copyItem(
      atPath: "\(TestWorkspace.repository)/templates", toPath: "\(workspace.path)/templates")
    let welsh = workspace.text("templates/text.cy.xml")
    let texts = welsh.matches(of: /<text id="([^"]*)".*?<\/text>/.dotMatchesNewlines())
      .filter { keeps(String($0.output.1)) }.map { String($0.output.0) }
    try workspace.write(
      "<texts xmlns=\"urn:ninethirty:text:1\" language=\"cy\">\(texts.joined())</texts>",
      to: "templates/text.cy.xml")
    return workspace
  }

  /// The Welsh pages of a draft by their paths.
  private func pages(_ workspace: TestWorkspace) throws -> [String: [WelshPage.Text]] {
    let result = try workspace.run("draft", "2013-10")
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    let folder = "publications/drafts/2013-10/cy"
    let pages = workspace.files(in: folder).filter { $0.hasSuffix(".html") }
    #expect(pages.count == 8)
    return Dictionary(
      uniqueKeysWithValues: pages.map {
        ($0, WelshPage.texts(workspace.text("\(folder)/\($0)")))
      })
  }

  @Test func everyTextOfAnEmptyTableIsMarkedAsEnglishWhereverItStands() throws {
    let workspace = try workspace()
    let pages = try pages(workspace)
    let table = workspace.text("templates/text.en.xml")
    let english = Set(
      table.matches(of: />([^<>]*[A-Za-z][^<>]*)</).map { WelshPage.plain(String($0.output.1)) })
    #expect(english.count > 500)
    // What is the same in both languages, and what is no text of ours: names, dates, formats.
    var names = Set(workspace.text("requests.csv").split { ",\n\"".contains($0) }.map(String.init))
    for match in workspace.text("schedule.json")
      .matches(of: /"(?:organisation|address)"\s*:\s*"([^"]*)"/)
    {
      names.insert(String(match.output.1))
    }
    func isName(_ text: String) -> Bool {
      names.contains(text)
        || text.hasSuffix("\u{2026}") && names.contains { $0.hasPrefix(text.dropLast()) }
    }
    for (path, texts) in pages {
      #expect(texts.count > 100, "\(path)")
      for text in texts where text.language != "en" {
        #expect(!english.contains(text.words), "\(path): \(text.words)")
        // Welsh words that are made without the table, such as those of dates, and names.
        let rest = text.words.replacing(WelshPage.neutral, with: "")
        #expect(
          !rest.contains(where: \.isLetter) || isName(text.words) || text.words.contains("@"),
          "\(path): \(text.words)")
      }
      #expect(texts.contains { $0.language == "en" && $0.words.hasPrefix("This text is not av") })
    }
    #expect(try workspace.run("check", "2013-10").status == 0)
  }

  @Test func aSeriesWithoutTranslationIsMarkedInsideTheHeadingAndTheTitle() throws {
    let title = "Illustrative Data Lab statistics"
    let workspace = try workspace(table: { _ in true }, except: { $0 == title })
    _ = try pages(workspace)
    let page = workspace.text("publications/drafts/2013-10/cy/index.html")
    #expect(page.contains("<h1><span lang=\"en\">\(title)</span>: Hydref 2013</h1>"))
    #expect(page.contains("<title lang=\"en\">"))
    #expect(page.contains("Nid yw rhai o'r testunau ar y dudalen hon ar gael yn Gymraeg."))
    let report = workspace.text("publications/drafts/2013-10/cy/\(Self.report)/index.html")
    #expect(report.contains("<title lang=\"en\">"))
  }

  /// The heading of a notice has that of the edition inside its own words.
  @Test func theHeadingOfAWithdrawnPageMarksTheSeriesInsideItToo() throws {
    let title = "Illustrative Data Lab statistics"
    let workspace = try workspace(table: { _ in true }, except: { $0 == title })
    for file in ["schedule.json", "analyses/2013-10/commentary.md"] {
      let accepted = try workspace.run(
        "accept", "2013-10", "--check", "translation.missing", "--file", file, "--reason",
        "A trial of both languages.", "--by", "test")
      #expect(accepted.status == 0, "\(accepted.output)\(accepted.errors)")
    }
    try workspace.publish("2013-10")
    let withdrawn = try workspace.run(
      "withdraw", "2013-10", "--reason", "Wrong figures.", "--by", "test")
    #expect(withdrawn.status == 0, "\(withdrawn.errors)")
    let page = workspace.text("publications/public/2013-10/cy/index.html")
    let heading = page.firstMatch(of: /<h1>.*?<\/h1>/).map { String($0.output) } ?? ""
    #expect(heading.contains("<span lang=\"en\">\(title)</span>: Hydref 2013"), "\(heading)")
    #expect(!heading.hasPrefix("<h1><span lang=\"en\">\(title)"), "\(heading)")
  }

  @Test func aLabelOfAChartAHeadingAndASummaryAreMarkedEachByItself() throws {
    let left = ["chart.lower", "report.results", "summary.rates", "quality.green"]
    let workspace = try workspace(table: { !left.contains($0) }, except: { _ in false })
    let texts = try #require(try pages(workspace)["\(Self.report)/index.html"])
    let marked = texts.filter { $0.language == "en" }.map(\.words)
    #expect(marked.contains("Lower re-offending"), "\(marked)")
    #expect(marked.count { $0 == "Results" } == 2, "in the list of contents and above the section")
    #expect(marked.contains("people in the treatment group,"), "\(marked)")
    let page = workspace.text("publications/drafts/2013-10/cy/\(Self.report)/index.html")
    #expect(page.contains("<p><em>Nid yw'r testun hwn ar gael yn Gymraeg.</em></p><p lang=\"en\">"))
    // The note of the paragraph stays where it was.
    #expect(page.contains("<span lang=\"cy\"> <a class=\"note-mark\" href=\"#footnote-rate\""))
    #expect(page.matches(of: /<text [^>]*lang="en"[^>]*>/).count == 1)
  }

  @Test func aPageThatIsAllWelshMarksNothing() throws {
    let workspace = try WelshWorkspace.make()
    #expect(
      try pages(workspace).values.joined().allSatisfy {
        $0.language != "en" || $0.words == "English"
      })
  }
}

/// The texts of a page, each with the language that the nearest element around it names.
enum WelshPage {
  struct Text {
    var words: String
    var language: String
  }

  /// Dates, "to", formats and the names of pages in the other language.
  static var neutral: Regex<Substring> {
    let months =
      "Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr"
    let words = "i|llai na|mwy na|XML|CSV|ODS|SDMX|JSON|TXT|PDF"
    return try! Regex(
      "\\b(?:\\d+ )?(?:\(months)) \\d{4}\\b|\\d[ap]m\\b|\\[[a-z]\\]|\\b(?:\(words))\\b")
  }

  static func plain(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  static func texts(_ page: String) -> [Text] {
    var texts: [Text] = []
    var languages: [String] = []
    for match in page.matches(of: /<(\/?)([a-z0-9]+)([^>]*?)(\/?)>([^<]*)/) {
      let (_, closing, _, attributes, empty, text) = match.output
      if !closing.isEmpty {
        languages.removeLast()
      } else if empty.isEmpty {
        let own = attributes.firstMatch(of: /(?:^|\s)lang="([^"]*)"/).map { String($0.output.1) }
        languages.append(own ?? languages.last ?? "")
      }
      let words = plain(String(text))
      if !words.isEmpty { texts.append(Text(words: words, language: languages.last ?? "")) }
    }
    return texts
  }
}
