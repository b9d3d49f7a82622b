package import Diagnostics
import Markup

/// A finished page held against the rules of HTML and of those who read it with other means than
/// their eyes.
///
/// It reads the bytes back. What it finds comes from a stylesheet and shows on every page that the
/// stylesheet makes, so a few pages of each kind are enough; only the commentary's links are those
/// of one page.
package struct PageReview {
  /// What is wrong, in the order of the page.
  package private(set) var findings: [Finding] = []

  private let file: String
  private var headingLevel = 0
  private var headingCounts: [Int: Int] = [:]
  private var ids: Set<String> = []
  private var references: [(id: String, line: Int)] = []

  /// Findings about a page; what is wrong in the same way in several places is said once.
  package static func findings(page: EditionFile) -> [Finding] {
    PageReview(page).findings
  }

  private init(_ page: EditionFile) {
    file = page.path
    // The reader refuses document types; the line stays, so that the others keep their numbers.
    let body = [UInt8(ascii: "\n")] + page.bytes.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
    guard let root = try? Markup.parse(body, named: page.path) else {
      note(1, "the page is not well-formed", "correct the stylesheet that made it")
      return
    }
    if (root.attribute("lang") ?? "").isEmpty {
      note(root.line, "<html> has no lang", "write the language on <html>: screen readers need it")
    }
    if (root.first("head")?.first("title")?.text ?? "").allSatisfy(\.isWhitespace) {
      note(root.line, "the page has no title", "write a <title>: it names the window")
    }
    review(root, inside: [])
    if headingCounts[1] != 1 {
      note(root.line, "the page has \(headingCounts[1] ?? 0) headings <h1>", "write exactly one")
    }
    for reference in references where !ids.contains(reference.id) {
      note(
        reference.line, "nothing has the id \(reference.id.quoted) that the page points to",
        "give the place its id, or take the link out")
    }
  }

  private mutating func note(_ line: Int, _ found: String, _ remedy: String) {
    guard !findings.contains(where: { $0.found == found }) else { return }
    findings.append(
      Finding(
        "page.structure", at: Place(file, line: line), found: found,
        rule: "a page is valid HTML that a screen reader can follow",
        source: "HTML Living Standard, section 4; WCAG 2.2", remedy: remedy))
  }

  private mutating func review(_ element: XMLElement, inside outer: [String]) {
    for mistake in PageRules.mistakes(in: element, isTemplate: false) {
      let finding = mistake.finding(at: Place(file, line: element.line), area: "page")
      if !findings.contains(where: { $0.found == finding.found }) { findings.append(finding) }
    }
    collect(element)
    if element.namespace == HTMLVocabulary.namespace {
      reviewPlace(of: element, inside: outer)
      reviewHeading(element)
      if element.name == "table" { reviewTable(element) }
    }
    let path = outer + [element.name]
    for child in element.elements { review(child, inside: path) }
  }

  /// Ids and what points to them.
  private mutating func collect(_ element: XMLElement) {
    if let id = element.attribute("id"), !ids.insert(id).inserted {
      note(element.line, "the id \(id.quoted) stands twice", "give each place an id of its own")
    }
    if let target = element.attribute("href"), target.hasPrefix("#"), target.count > 1 {
      references.append((String(target.dropFirst()), element.line))
    }
    for name in ["aria-labelledby", "aria-describedby", "headers", "for"] {
      for id in (element.attribute(name) ?? "").split(whereSeparator: \.isWhitespace) {
        references.append((String(id), element.line))
      }
    }
  }

  private mutating func reviewHeading(_ element: XMLElement) {
    guard element.name.count == 2, element.name.hasPrefix("h"),
      let level = element.name.last?.wholeNumberValue
    else { return }
    headingCounts[level, default: 0] += 1
    if level > headingLevel + 1 {
      note(
        element.line,
        "the heading \(element.text.quoted) is <h\(level)> after "
          + (headingLevel == 0 ? "no heading" : "<h\(headingLevel)>"),
        "leave no level out: a list of headings is how many readers find their way")
    }
    headingLevel = level
    if element.text.allSatisfy(\.isWhitespace) {
      note(element.line, "a heading <\(element.name)> is empty", "write its text, or take it out")
    }
  }
}

// MARK: Where elements stand

extension PageReview {
  /// What `<p>` ends at (HTML Living Standard, 4.4.1).
  private static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main",
    "menu", "nav", "ol", "p", "pre", "search", "section", "table", "ul",
  ]
  /// Where an element must stand, by the elements that it may stand in directly.
  private static let parents: [String: Set<String>] = [
    "caption": ["table"], "dd": ["dl", "div"], "dt": ["dl", "div"],
    "figcaption": ["figure"], "li": ["ul", "ol", "menu"], "tbody": ["table"], "td": ["tr"],
    "tfoot": ["table"], "th": ["tr"], "thead": ["table"],
    "tr": ["table", "thead", "tbody", "tfoot"],
  ]
  /// What may stand directly in an element.
  private static let children: [String: Set<String>] = [
    "dl": ["dt", "dd", "div"], "ol": ["li"], "ul": ["li"], "tr": ["td", "th"],
    "table": ["caption", "colgroup", "thead", "tbody", "tfoot", "tr"], "tbody": ["tr"],
    "thead": ["tr"], "tfoot": ["tr"],
  ]

  private mutating func reviewPlace(of element: XMLElement, inside outer: [String]) {
    let parent = outer.last ?? ""
    let stops = outer.lastIndex(of: "p").map { outer[$0...] } ?? []
    if Self.blocks.contains(element.name), !stops.isEmpty {
      note(
        element.line, "<\(element.name)> stands in <p>, which a browser ends before it",
        "put it behind the paragraph, or make the <p> a <div>")
    }
    if let allowed = Self.parents[element.name], !allowed.contains(parent) {
      note(
        element.line, "<\(element.name)> stands in <\(parent)>",
        "put it into " + allowed.sorted().map { "<\($0)>" }.joined(separator: " or "))
    } else if let allowed = Self.children[parent], !allowed.contains(element.name) {
      note(
        element.line, "<\(element.name)> stands in <\(parent)>",
        "a <\(parent)> holds " + allowed.sorted().map { "<\($0)>" }.joined(separator: ", "))
    }
    if element.name == "a", outer.contains("a") {
      note(element.line, "a link stands in a link", "end the first before the second begins")
    }
    if element.name == "img", element.attribute("alt") == nil {
      note(element.line, "<img> has no alt", "write what the picture shows")
    }
    if element.name == "a", element.text.allSatisfy(\.isWhitespace) {
      note(element.line, "a link has no text", "write where it leads")
    }
  }

  private mutating func reviewTable(_ table: XMLElement) {
    if table.elements.first?.name != "caption" {
      note(
        table.line, "a table has no <caption>",
        "begin it with a caption: a table that is read aloud needs its title")
    }
    let rows = table.elements.flatMap { $0.name == "tr" ? [$0] : $0.elements(named: "tr") }
    for head in rows.flatMap({ $0.elements(named: "th") }) where head.attribute("scope") == nil {
      note(
        head.line, "the head \(head.text.quoted) of a row or column has no scope",
        "write scope=\"col\" or scope=\"row\"")
    }
    let widths = Set(rows.map { row in row.elements.reduce(0) { $0 + $1.columnCount } })
    if widths.count > 1, !rows.contains(where: { $0.elements.contains { $0.spansRows } }) {
      let counts = widths.sorted().map(String.init).joined(separator: " and ")
      note(
        table.line, "a table has rows of \(counts) cells",
        "give each row a cell for each column, in the stylesheet's head and in its rows")
    }
  }
}

extension XMLElement {
  fileprivate var columnCount: Int { attribute("colspan").flatMap(Int.init) ?? 1 }
  fileprivate var spansRows: Bool { attribute("rowspan") != nil }
}
