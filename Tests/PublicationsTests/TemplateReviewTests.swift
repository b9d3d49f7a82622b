import Diagnostics
import Foundation
import Testing

@testable import Publications

/// What is wrong with templates is said when they load, by file and line.
@Suite struct TemplateReviewTests {
  /// The templates of the repository.
  static let templates: [String: String] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "templates")
    var files: [String: String] = [:]
    let walker = FileManager.default.enumerator(atPath: folder.path)
    while let name = walker?.nextObject() as? String {
      if let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) {
        files[name] = text
      }
    }
    return files
  }()

  /// As those of a workspace are loaded: the repository's, which are the program's own, too.
  static func load(_ files: [String: String]) -> (templates: Templates?, findings: [Finding]) {
    Templates.load(files.mapValues { Array($0.utf8) }, isReviewed: true, isLazy: false)
  }

  @Test func theTemplatesOfTheRepositoryHaveNoFinding() {
    let (templates, findings) = Self.load(Self.templates)
    #expect(templates != nil)
    #expect(findings.map(\.text) == [])
  }

  /// A run reviews none of them and compiles those that it wants: here is what it relies on.
  @Test func theTemplatesInTheProgramHaveNoFinding() {
    let (templates, findings) = Templates.load(
      StandardTemplates.files, isReviewed: true, isLazy: false)
    #expect(templates != nil)
    #expect(findings.map(\.text) == [])
    #expect(StandardTemplates.files == Self.templates.mapValues { Array($0.utf8) })
  }

  /// One byte that is not the program's own, and every template is looked at: also one that no
  /// page of the month wants.
  @Test(arguments: ["withdrawn.sdmx.xsl", "results.csv.xsl", "not-found.html.xsl"])
  func aMistakeInATemplateOfAWorkspaceIsFoundBeforeItIsWanted(name: String) throws {
    var files = StandardTemplates.files
    let text = String(decoding: try #require(files[name]), as: UTF8.self)
    files[name] = Array(
      text.replacing("</xsl:stylesheet>", with: "<xsl:sort/></xsl:stylesheet>").utf8)
    let (templates, findings) = Templates.load(files)
    #expect(templates == nil)
    #expect(findings.contains { $0.place.file == "templates/\(name)" }, "\(findings)")
  }

  /// One mistake in one file: what is replaced with what, and what is said of it.
  struct Planted: CustomTestStringConvertible {
    var file: String
    var old: String
    var new: String
    var id: String
    /// Words of the message and the remedy.
    var says: [String]
    /// Where it is said, if not where the mistake is.
    var at: String?
    /// How many other findings come with it.
    var others = 0

    init(
      _ file: String, _ old: String, _ new: String, _ id: String, _ says: [String] = [],
      at: String? = nil, others: Int = 0
    ) {
      (self.file, self.old, self.new, self.id) = (file, old, new, id)
      (self.says, self.at, self.others) = (says, at, others)
    }

    var testDescription: String { "\(id): \(new)" }
  }

  static let names: [Planted] = [
    Planted(
      "report.html.xsl", "select=\"s:treatment/s:value/s:figure\"",
      "select=\"s:treatment/s:vlaue/s:figure\"", "unknown-name",
      ["treatment has no such element, but interval, people, value", "did you mean “s:value”?"]),
    Planted(
      "report.html.xsl", "<xsl:apply-templates select=\"s:significant\" mode=\"said\"/>",
      "<xsl:apply-templates select=\"significant\" mode=\"said\"/>", "unknown-name",
      ["prefix s", "s:significant"]),
    Planted(
      "report.html.xsl", "outcome-{@measure}\"><xsl", "outcome-{@mesure}\"><xsl", "unknown-name",
      ["“@mesure”", "did you mean “@measure”?"]),
    Planted(
      "parts/history.xsl", "match=\"s:history\"", "match=\"s:histori\"", "unknown-name",
      ["“s:histori”", "did you mean “s:history”?"]),
    Planted(
      "bulletin.html.xsl", "test=\"s:recipient\"", "test=\"s:recipients\"", "unknown-name",
      ["preRelease has no such element, but paragraph, recipient"]),
    Planted(
      "parts/page.xsl", "test=\"s:address\"", "test=\"../s:address\"", "unknown-name",
      ["“s:address” of “../s:address”"]),
    Planted(
      "parts/figures.xsl", "match=\"s:string\" use=\"@id\"", "match=\"s:string\" use=\"@key\"",
      "unknown-name", ["“@key”"]),
    Planted(
      "parts/charts.xsl", "@class = 'interval']\" mode", "@class = 'intervall']\" mode",
      "impossible-value", ["“@class” is never “intervall”", "did you mean “interval”?"]),
    Planted(
      "bulletin.html.xsl", "test=\"../@scope = 'to-date'\"", "test=\"../@scope = 'todate'\"",
      "impossible-value", ["it is month, to-date"]),
    Planted(
      "report.html.xsl", "select=\"'report.summary'\"", "select=\"'report.sumary'\"",
      "unknown-text", ["“report.sumary” is no text that report.html.xsl can print"]),
    Planted(
      "report.html.xsl", "select=\"'report.summary'\"", "select=\"'bulletin.findings'\"",
      "unknown-text", ["“bulletin.findings” is no text that report.html.xsl can print"]),
    Planted(
      "parts/page.xsl", "concat('page.notice.', @kind)", "concat('page.notices.', @kind)",
      "unknown-text", ["begins with “page.notices.”"]),
  ]

  static let idle: [Planted] = [
    Planted(
      "parts/page.xsl", "<xsl:template name=\"footer\">",
      "<xsl:template name=\"seal\"><p>x</p></xsl:template>\n<xsl:template name=\"footer\">",
      "unreachable", ["nothing calls the template “seal”"]),
    Planted(
      "series.html.xsl", "<xsl:template match=\"s:release\">",
      "<xsl:template match=\"s:release\" mode=\"short\"><b/></xsl:template>\n<xsl:template match=\"s:release\">",
      "unreachable", ["in the mode “short”"]),
    Planted(
      "series.html.xsl", "<xsl:template match=\"s:missing\">",
      "<xsl:template match=\"s:missing\"><li/></xsl:template>\n<xsl:template match=\"s:missing\">",
      "doubled", ["a template for “s:missing” stands at series.html.xsl:"], at: "+1"),
    Planted(
      "bulletin.html.xsl",
      "<xsl:call-template name=\"cell\"><xsl:with-param name=\"label\" select=\"'bulletin.column.people'\"/><xsl:with-param name=\"content\" select=\"s:people/s:figure\"/></xsl:call-template>",
      "", "figure-not-printed", ["reports/s:entry/s:people” is printed nowhere"], at: "file"),
    Planted(
      "report.html.xsl", "<xsl:apply-templates select=\"s:limits/s:paragraph\"/>", "",
      "text-not-printed", ["“s:limits” is printed nowhere"], at: "file"),
    Planted(
      "report.html.xsl", "<xsl:apply-templates select=\"s:started\" mode=\"said\"/>", "",
      "text-not-printed",
      ["“s:service/s:started” is printed nowhere"], at: "file"),
    Planted(
      "parts/rendition.xsl", "s:chart | s:published\"/>", "s:chart | s:published | s:outcome\"/>",
      "", []),
  ]

  static let refused: [Planted] = [
    Planted(
      "report.html.xsl", "test=\"s:characteristic\"", "test=\"count(s:characteristic) + 1\"",
      "arithmetic", ["with “+”"]),
    Planted(
      "report.html.xsl", "test=\"s:characteristic\"", "test=\"sum(s:characteristic) = 1\"",
      "arithmetic", ["with “sum()”"]),
    Planted(
      "series.html.xsl", "<xsl:param name=\"style\"/>",
      "<?xml-stylesheet href=\"x\"?><xsl:param name=\"style\"/>", "", []),
    Planted(
      "parts/charts.xsl", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><?xml-stylesheet href=\"x\"?>",
      "processing-instruction", ["<?xml-stylesheet?>"]),
    Planted(
      "parts/rendition.xsl", "<metadata>",
      "<xsl:processing-instruction name=\"xml-stylesheet\">href=\"x\"</xsl:processing-instruction><metadata>",
      "processing-instruction"),
    Planted(
      "series.html.xsl", "<ul class=\"releases\">",
      "<script src=\"/x.js\"/><ul class=\"releases\">",
      "foreign-request", ["<script> runs a program"]),
    Planted(
      "series.html.xsl", "<ul class=\"releases\">", "<ul class=\"releases\" onclick=\"x()\">",
      "foreign-request", ["<ul> has a script in onclick"]),
    Planted(
      "series.html.xsl", "<ul class=\"releases\">",
      "<ul class=\"releases\" style=\"background: u\\72l(//example.org/x)\">", "foreign-request",
      ["in style"]),
    Planted(
      "series.html.xsl", "<ul class=\"releases\">",
      "<img alt=\"\" src=\"https://example.org/{@language}\"/><ul class=\"releases\">",
      "foreign-request", ["<img> fetches “https://example.org/”"]),
    Planted(
      "series.html.xsl", "<ul class=\"releases\">",
      "<img alt=\"\" srcset=\"a.png 2x\"/><ul class=\"releases\">", "foreign-request", ["srcset"]),
    Planted(
      "parts/page.xsl", "<meta charset=\"utf-8\"/>",
      "<meta charset=\"utf-8\"/><meta http-equiv=\"refresh\" content=\"0\"/>", "foreign-request",
      ["http-equiv"]),
    Planted(
      "parts/page.xsl", "<link rel=\"stylesheet\" href=\"{$assets}{$style}\"/>",
      "<link rel=\"stylesheet\" href=\"//example.org/{$style}\"/>", "foreign-request",
      ["<link> fetches “//example.org/”"]),
    Planted(
      "parts/page.xsl", "<meta charset=\"utf-8\"/>",
      "<meta charset=\"utf-8\"/><base href=\"/x/\"/>", "foreign-request", ["<base>"]),
    Planted(
      "parts/page.xsl", "<a class=\"skip\" href=\"#main\">",
      "<a class=\"skip\" href=\"java&#10;script:alert(1)\">", "foreign-request",
      ["a link of the kind javascript:"]),
    Planted(
      "series.html.xsl", "<ul class=\"releases\">",
      "<ul class=\"releases\"><xsl:attribute name=\"onload\">x</xsl:attribute>", "foreign-request",
      ["script in onload"]),
    Planted(
      "series.html.xsl", "<ul class=\"releases\">",
      "<xsl:element name=\"iframe\"/><ul class=\"releases\">", "foreign-request", ["<iframe>"]),
    Planted(
      "style.css", "* { box-sizing: border-box; }",
      "@import 'x.css'; * { box-sizing: border-box; }",
      "foreign-request", ["“@import”"]),
    Planted(
      "style.css", "* { box-sizing: border-box; }", "* { background: \\75 rl(\"x.png\"); }",
      "foreign-request", ["url("]),
    Planted("style.css", "* { box-sizing: border-box; }", "* { ", "style-form", ["never closed"]),
    Planted(
      "style.css", "* { box-sizing: border-box; }", "* { content: \"url(x\" } /* url(y) */",
      "foreign-request"),
    Planted(
      "parts/page.xsl", "<dl class=\"terms\">", "<dl claas=\"terms\">", "unknown-attribute",
      ["<dl> has no attribute “claas”", "did you mean “class”?"]),
    Planted(
      "parts/page.xsl", "<ul class=\"reasons\">", "<dvi/><ul class=\"reasons\">", "unknown-element",
      ["<dvi> is no element of HTML", "did you mean <div>?"]),
    Planted(
      "parts/shapes.xsl", "<circle class", "<cirle class", "unknown-element",
      ["<cirle> is no element of SVG", "did you mean <circle>?"], others: 0),
  ]

  static let texts: [Planted] = [
    Planted(
      "text.en.xml", "<one>By {end}, the team had received {requests} request for",
      "<one>By {end}, the team had received a request for", "lost-placeholder",
      ["“findings.requests” has lost {requests}"]),
    Planted(
      "text.en.xml", "<other>By {end}, the team had received {requests} requests",
      "<other>By {end}, the team had received {request} requests", "unknown-placeholder",
      ["has the placeholder {request}", "did you mean {requests}?"]),
    Planted(
      "text.en.xml", "{series} from {period}", "{series}", "", []),
    Planted(
      "text.en.xml",
      "<one>{requests} request could not be processed because it did not meet the criteria.</one>",
      "<few>{requests} request could not be processed because it did not meet the criteria.</few>",
      "text-number", ["no form <one>", "has a form <few>"]),
    Planted(
      "text.en.xml", ">Main findings to date<", ">Main findings of {month}<", "unknown-placeholder",
      ["it can have {level}"]),
    Planted(
      "text.en.xml", ">Main findings to date<", ">Main {{findings}} to date<", "", []),
    Planted(
      "text.en.xml", ">Main findings to date<", ">Main {findings to date<", "text-brace",
      ["never closed", "write {{ or }}"]),
    Planted(
      "text.en.xml", ">Main findings to date<", ">Main <b>findings</b> to date<", "text-markup",
      ["<b> stands in the text “bulletin.findings”"]),
    Planted(
      "text.en.xml", "<text id=\"contacts.report\"><p>", "<text id=\"contacts.report\">Ask. <p>",
      "text-markup", ["“Ask.” stands outside"]),
    Planted("text.en.xml", ">Main findings to date<", "> <", "text-form", ["is empty"]),
    Planted(
      "text.en.xml", "language=\"en\"", "language=\"cy\"", "text-language",
      ["the language is “cy”"]),
    Planted(
      "text.en.xml", "<text id=\"page.skip\">",
      "<text id=\"page.draft\">x</text>\n<text id=\"page.skip\">", "doubled-text",
      ["“page.draft” stands in line"], at: "+2"),
    Planted(
      "text.en.xml", "id=\"summary.rates\"", "id=\"summary.rate\"", "missing-text",
      ["“summary.rates” is missing", "“summary.rate” is used nowhere: is it this one?"]),
    Planted(
      "text.en.xml", "<text id=\"page.skip\">",
      "<text id=\"page.thanks\">x</text><text id=\"page.skip\">", "unused-text",
      ["“page.thanks” is used nowhere"]),
    Planted(
      "text.en.xml", "id=\"page.skip\"", "id=\"page.skipp\"", "unknown-text",
      ["“page.skip”"], at: "parts/page.xsl", others: 99),
    Planted(
      "text.en.xml", "<text id=\"page.skip\">", "<text id=\"page.skip\" cout=\"x\">", "text-form",
      ["an attribute “cout”"]),
  ]

  @Test(arguments: names + idle + refused + texts)
  func eachMistakeIsNamedWhereItIs(_ planted: Planted) throws {
    var files = Self.templates
    let text = try #require(files[planted.file])
    let range = try #require(text.range(of: planted.old), "\(planted.file): \(planted.old)")
    files[planted.file] = text.replacingCharacters(in: range, with: planted.new)
    let findings = Self.load(files).findings
    let shown = findings.map(\.text).joined(separator: "\n")
    guard !planted.id.isEmpty else {
      #expect(!findings.hasErrors, "\(shown)")
      return
    }
    let found = findings.filter { $0.id == "template.\(planted.id)" }
    let finding = try #require(found.first, "\(shown)")
    for words in planted.says {
      #expect(found.contains { "\($0.found) \($0.remedy)".contains(words) }, "\(words)\n\(shown)")
    }
    let line = text[..<range.lowerBound].count { $0 == "\n" } + 1
    switch planted.at {
    case "file":
      #expect(finding.place == Place("templates/\(planted.file)"), "\(shown)")
    case let at? where at.hasPrefix("+"):
      #expect(finding.place.line == line + Int(at.dropFirst())!, "\(shown)")
    case let at?: #expect(finding.place.file == "templates/\(at)", "\(shown)")
    case nil:
      #expect(finding.place.file == "templates/\(planted.file)", "\(shown)")
      let isNear = finding.place.line.map { abs($0 - line) <= 1 } ?? false
      #expect(isNear, "line \(line)\n\(shown)")
    }
    if planted.others < 99 {
      #expect(findings.count <= found.count + planted.others, "\(shown)")
    }
  }

  /// Nothing outside the folder is read, and nothing grows without end.
  @Test(arguments: [
    (
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
      "declaration"
    ),
    ("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>", "declaration"),
    ("<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\">", "declaration"),
    ("<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/x\"> %p;]>", "declaration"),
  ])
  func entitiesAndExternalDeclarationsAreRefused(_ declaration: String, _ words: String) throws {
    for name in ["parts/figures.xsl", "text.en.xml", "schemas/source.xsd"] {
      var files = Self.templates
      files[name] = try #require(files[name]).replacing(
        "?>\n", with: "?>\n\(declaration)", maxReplacements: 1)
      let (templates, findings) = Self.load(files)
      #expect(templates == nil)
      let found = findings.filter { $0.place.file == "templates/\(name)" && $0.severity == .error }
      #expect(found.contains { $0.found.contains(words) && $0.place.line == 2 }, "\(findings)")
    }
  }

  @Test(
    arguments: ["include", "import"],
    ["file:///etc/hostname", "http://127.0.0.1:9/x.xsl", "../x.xsl"])
  func filesOutsideTheFolderAreRefused(_ element: String, _ address: String) throws {
    var files = Self.templates
    let text = try #require(files["series.html.xsl"])
    files["series.html.xsl"] = text.replacing(
      "<xsl:include href=\"parts/figures.xsl\"/>",
      with: "<xsl:\(element) href=\"\(address)\"/><xsl:include href=\"parts/figures.xsl\"/>")
    let (templates, findings) = Self.load(files)
    #expect(templates == nil)
    #expect(findings.contains { $0.found.contains(address) && $0.place.line == 5 }, "\(findings)")
  }

  @Test func aPartThatSeveralPagesShareIsFaultedOnce() throws {
    var files = Self.templates
    files["parts/figures.xsl"] = try #require(files["parts/figures.xsl"]).replacing(
      "<xsl:value-of select=\"key('string', $id)\"/>",
      with: "<xsl:value-of select=\"document('x')\"/>", maxReplacements: 1)
    #expect(Self.load(files).findings.count == 1)
  }

  @Test func templatesOfAnArchiveAreNotReviewed() throws {
    var files = Self.templates
    files["series.html.xsl"] = try #require(files["series.html.xsl"]).replacing(
      "<ul class=\"releases\">", with: "<ul claas=\"releases\">")
    #expect(Self.load(files).templates == nil)
    let (templates, findings) = Templates.load(
      files.mapValues { Array($0.utf8) }, isReviewed: false)
    #expect(templates != nil && findings == [])
  }

  @Test func aBraceThatIsPrintedIsWrittenTwice() throws {
    #expect(try SentencePattern("a {{b}} {c}").parts == [.text("a {b} "), .placeholder("c")])
    #expect(throws: SentencePattern.Mistake.unclosedBrace) { try SentencePattern("a {b") }
    #expect(throws: SentencePattern.Mistake.loneClosingBrace) { try SentencePattern("a } b") }
    #expect(throws: SentencePattern.Mistake.emptyName) { try SentencePattern("{}") }
  }

  @Test func everyTruncationOfAStylesheetIsAFindingAndNoCrash() throws {
    var files = Self.templates
    let whole = try #require(files["series.html.xsl"])
    for count in stride(from: 0, to: whole.count, by: 397) {
      files["series.html.xsl"] = String(whole.prefix(count))
      let (templates, findings) = Self.load(files)
      #expect(templates == nil && findings.hasErrors, "\(count)")
    }
  }

  /// What the string table is allowed to say is what the composition fills in.
  @Test(arguments: [
    ("2013-11", "examples/illustrative"), ("2013-11", "."),
  ])
  func everyPlaceholderThatATextCanHaveIsFilledIn(month: String, folder: String) throws {
    let illustrative = try IllustrativePages(month, of: folder) { files in
      files["templates/text.en.xml"] = Self.withAllPlaceholders(files["templates/text.en.xml"]!)
    }
    let made =
      [illustrative.pages.bulletin(illustrative.edition).make(0)]
      + illustrative.analyses.map { illustrative.pages.report($0) }
    let faults = made.flatMap(\.findings).filter { $0.id == "template.texts" }
    #expect(faults.map(\.found) == [])
    #expect(made.allSatisfy { $0.source != nil })
  }

  /// The string table with every placeholder that it can have in each sentence.
  private static func withAllPlaceholders(_ table: String) -> String {
    var blocks = table.components(separatedBy: "<text ")
    for index in blocks.indices.dropFirst() {
      guard let id = blocks[index].firstMatch(of: /id="([^"]+)"/) else { continue }
      let names = StandardTexts.allowed(in: String(id.1)).sorted().map { "{\($0)}" }
      let more = " " + names.joined(separator: " ")
      let ends =
        blocks[index].contains("</p>")
        ? ["</p>"] : ["</one>", "</other>"].filter { blocks[index].contains($0) }
      for end in ends.isEmpty ? ["</text>"] : ends {
        blocks[index] = blocks[index].replacing(end, with: more + end)
      }
    }
    return blocks.joined(separator: "<text ")
  }
}
