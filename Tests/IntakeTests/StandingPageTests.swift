import Diagnostics
import Editions
import Foundation
import Intake
import Testing

/// Pages that people write to stand around the editions: what is wrong with one is named by file and line.
@Suite struct StandingPageTests {
  private func read(
    _ text: String, name: String = "methodology"
  ) -> (page: StandingPage?, findings: [Finding]) {
    let file = InputFile(path: "pages/\(name).md", bytes: Array(text.utf8))
    let (pages, findings) = StandingPageReader.read([file])
    return (pages.first, findings.filter { $0.severity == .error })
  }

  private func lines(_ id: String, in text: String) -> [Int?] {
    let (page, findings) = read(text)
    #expect(page == nil, "a page in error is used: \(text)")
    return findings.filter { $0.id == "intake.page.\(id)" }.map(\.place.line)
  }

  @Test func aPageIsItsTitleAndWhatStandsBelowIt() throws {
    let (page, findings) = read(
      "Methodology\n===========\n\nOne *line*.\n\n## Groups\n\n- a `b`\n- [c](glossary.md)\n")
    #expect(findings == [])
    let found = try #require(page)
    #expect(found.name == "methodology" && found.title == "Methodology")
    #expect(found.text == "Methodology\nOne line.\nGroups\na b\nc")
  }

  @Test func aPageBeginsWithItsOneTitleInPlainWords() {
    #expect(lines("title", in: "Words.\n\n# Late\n") == [1, 3])
    #expect(lines("title", in: "# One\n\n# Two\n") == [3])
    #expect(lines("title", in: "# A *marked* one\n") == [1])
    #expect(lines("title", in: "#\n\nWords.\n") == [1])
    #expect(read("").findings.map(\.id) == ["intake.page.title"])
  }

  @Test func headingsStandInOrderAndHaveWords() {
    #expect(lines("heading", in: "# T\n\n### Too deep\n") == [3])
    #expect(lines("heading", in: "# T\n\n## A\n\n### B\n\n#### C\n") == [7])
    #expect(lines("heading", in: "# T\n\n- ## In a list\n") == [3])
    #expect(lines("heading", in: "# T\n\n> ## In a quotation\n") == [3])
    #expect(lines("heading", in: "# T\n\n##\n") == [3])
  }

  @Test func markupAndImagesAreRefused() {
    #expect(
      lines("html", in: "# T\n\n<script>alert(1)</script>\n\nAnd <b>bold</b>.\n") == [3, 5, 5])
    #expect(lines("image", in: "# T\n\n![a](b.png)\n") == [3])
  }

  @Test func everyLinkLeadsSomewhereAndHasWords() {
    for link in [
      "javascript:alert(1)", "data:text/html,x", "//example.org/", "https:", "http://", "mailto:",
      "../x.md", "x.html", "/2013-11/", "/calendar", "#top", "?a", "sub/x.md",
    ] {
      #expect(lines("link", in: "# T\n\n[x](\(link))\n") == [3], "\(link)")
    }
    #expect(lines("link", in: "# T\n\n[x]()\n") == [3])
    #expect(lines("link", in: "# T\n\n[](https://example.org/)\n") == [3])
    for link in [
      "https://example.org/a?b=c#d", "mailto:a@example.org", "glossary.md", "revisions.md",
      "accessibility.md", "methodology.md", "/", "/calendar/", "/feed.atom",
    ] {
      #expect(read("# T\n\n[x](\(link))\n").findings == [], "\(link)")
    }
  }

  @Test func aLinkToAPageThatIsNotThereIsNamedWithThoseThatAre() throws {
    let files = [
      ("quality", "# Quality\n\nWords.\n\nSee [this](glosary.md).\n"), ("users", "# Users\n"),
    ].map { InputFile(path: "pages/\($0.0).md", bytes: Array($0.1.utf8)) }
    let (pages, findings) = StandingPageReader.read(files)
    #expect(pages.map(\.name) == ["users"])
    let finding = try #require(findings.first { $0.severity == .error })
    #expect(finding.id == "intake.page.link" && finding.place.text == "pages/quality.md:5")
    #expect(
      finding.remedy
        == "link to one of accessibility.md, glossary.md, quality.md, revisions.md, users.md")
  }

  @Test func aNameThatIsNoSlugIsRefused() {
    for name in [
      "", "..", "../x", "a..b", "Method", "méthode", "a b", "a_b", "-a", "a-", "a--b",
      String(repeating: "a", count: 81),
    ] {
      let (page, findings) = read("# T\n", name: name)
      #expect(page == nil && findings.map(\.id) == ["intake.page.name"], "\(name)")
    }
    #expect(read("# T\n", name: String(repeating: "a", count: 80)).findings == [])
  }

  @Test func charactersThatNobodySeesAreRefusedAndSoIsWhatIsNoText() {
    #expect(
      read("# T\n\nA \u{202E}turned\u{202C} word.\n").findings.map(\.id).contains(
        "intake.text.direction"))
    #expect(
      read("# T\n\nA null \u{0} byte.\n").findings.map(\.id).contains("intake.text.xml-character"))
    let file = InputFile(path: "pages/a.md", bytes: [0x23, 0x20, 0xFF, 0x0A])
    #expect(StandingPageReader.read([file]).findings.map(\.id) == ["intake.page.encoding"])
  }

  @Test func pagesStandInTheOrderInWhichReadersKnowThem() {
    let names = ["users", "accessibility", "quality", "revisions", "methodology", "glossary", "a"]
    let files = names.map { InputFile(path: "pages/\($0).md", bytes: Array("# T\n".utf8)) }
    #expect(
      StandingPageReader.read(files).pages.map(\.name) == [
        "methodology", "glossary", "revisions", "accessibility", "a", "quality", "users",
      ])
  }

  // MARK: With an edition

  @Test func aPageMayNameAnOrganisationWhoseReportIsOutOrComesNow() throws {
    var input = try Illustrative()
    let path = "pages/methodology.md"
    input.files[path] = Array("# T\n\nWords.\n\nStavenholt Hostels helped.\n".utf8)
    func found(_ edition: String, _ released: [String] = []) -> [Place] {
      input.gather(edition, released: released).findings
        .filter { $0.id == "wording.organisation" && $0.place.file == path }.map(\.place)
    }
    // Its report comes with the second edition.
    #expect(found("2013-10") == [Place(path, line: 5)])
    #expect(found("2013-11") == [])
    #expect(found("2013-10", ["2013-11"]) == [])
  }
}
