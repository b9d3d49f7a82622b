import Diagnostics
import Testing

@testable import Publications

/// Finished pages are read back and held against HTML and what screen readers need.
@Suite struct PageReviewTests {
  private static let head =
    "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><title>T</title></head><body>"

  /// The findings of a page with this body, which stands on line 2.
  private func findings(_ body: String, head: String = head) -> [Finding] {
    PageReview.findings(
      page: EditionFile(
        path: "index.html", bytes: Array("<!DOCTYPE html>\n\(head)\(body)</body></html>\n".utf8)))
  }

  @Test(arguments: [
    ("<h1>A</h1><p>x<div>y</div></p>", "page.structure", "<div> stands in <p>"),
    ("<p>x</p>", "page.structure", "0 headings <h1>"),
    ("<h1>A</h1><h1>B</h1>", "page.structure", "2 headings <h1>"),
    ("<h1>A</h1><h3>B</h3>", "page.structure", "<h3> after <h1>"),
    ("<h1>A</h1><h2> </h2>", "page.structure", "<h2> is empty"),
    ("<h1>A</h1><table><tr><td>1</td></tr></table>", "page.structure", "no <caption>"),
    (
      "<h1>A</h1><table><caption>c</caption><tr><th>1</th></tr></table>", "page.structure",
      "has no scope"
    ),
    (
      "<h1>A</h1><table><caption>c</caption><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></table>",
      "page.structure", "rows of 1 and 2 cells"
    ),
    ("<h1>A</h1><ul><p>x</p></ul>", "page.structure", "<p> stands in <ul>"),
    ("<h1>A</h1><li>x</li>", "page.structure", "<li> stands in <body>"),
    ("<h1>A</h1><p id=\"a\">x</p><p id=\"a\">y</p>", "page.structure", "“a” stands twice"),
    ("<h1>A</h1><a href=\"#b\">x</a>", "page.structure", "nothing has the id “b”"),
    ("<h1>A</h1><p aria-labelledby=\"b\">x</p>", "page.structure", "nothing has the id “b”"),
    ("<h1>A</h1><img src=\"a.png\"/>", "page.structure", "no alt"),
    ("<h1>A</h1><a href=\"/x\"></a>", "page.structure", "a link has no text"),
    ("<h1>A</h1><tabel>x</tabel>", "page.unknown-element", "<tabel>"),
    ("<h1>A</h1><p clas=\"x\">x</p>", "page.unknown-attribute", "“clas”"),
    ("<h1>A</h1><a href=\" JavaScript:x\">x</a>", "page.foreign-request", "javascript:"),
    ("<h1>A</h1><a href=\"data:text/html,x\">x</a>", "page.foreign-request", "data:"),
    ("<h1>A</h1><p style=\"background:url(/x)\">x</p>", "page.foreign-request", "in style"),
    ("<h1>A</h1><p onclick=\"x\">x</p>", "page.foreign-request", "onclick"),
    ("<h1>A</h1><iframe src=\"/x\"></iframe>", "page.foreign-request", "<iframe>"),
    (
      "<h1>A</h1><svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"x.png\"/></svg>",
      "page.foreign-request", "<image>"
    ),
    (
      "<h1>A</h1><svg xmlns=\"http://www.w3.org/2000/svg\"><rect fill=\"url(//x/y)\"/></svg>",
      "page.foreign-request", "in fill"
    ),
    ("<h1>A</h1><p>x", "page.structure", "not well-formed"),
  ])
  func eachFaultOfAPageIsNamed(_ body: String, _ id: String, _ words: String) {
    let found = findings(body)
    #expect(found.count == 1, "\(found.map(\.found))")
    #expect(found.first?.id == id && found.first?.found.contains(words) == true, "\(found)")
  }

  @Test(arguments: [
    "<h1>A</h1><p>x <a href=\"mailto:a@example.org\">m</a> <a href=\"https://example.org/\">e</a></p>",
    "<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>",
    "<h1>A</h1><dl><div><dt>a</dt><dd>b</dd></div></dl>",
    "<h1>A</h1><table><caption>c</caption><thead><tr><th scope=\"col\" colspan=\"2\">1</th></tr></thead>"
      + "<tbody><tr><td>1</td><td data-label=\"x\">2</td></tr></tbody></table>",
  ])
  func aSoundPageHasNoFinding(_ body: String) {
    #expect(findings(body) == [])
  }

  @Test func aPageStatesItsLanguageAndTitle() {
    let found = findings(
      "<h1>A</h1>", head: "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head/><body>")
    #expect(found.map(\.found) == ["<html> has no lang", "the page has no title"])
  }

  @Test func everyPageOfTheStandardTemplatesIsSound() throws {
    let illustrative = try IllustrativePages()
    let bulletin = illustrative.pages.bulletin(illustrative.edition).make(0)
    let made =
      [bulletin] + illustrative.analyses.map { illustrative.pages.report($0) }
    let pages = made.flatMap(\.renditions).filter { $0.path.hasSuffix(".html") }
    #expect(pages.count > 3)
    for page in pages {
      #expect(PageReview.findings(page: page).map(\.text) == [], "\(page.path)")
    }
  }
}
