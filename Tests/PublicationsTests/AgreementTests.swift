import Diagnostics
import Foundation
import Markup
import Testing

@testable import Publications

/// HTML and XML are held against each other on their finished bytes.
///
/// The editions of the repository are rendered with all checks of finished pages, those for
/// contamination too.
@Suite struct AgreementTests {
  private static let illustrative = Result { try IllustrativePages() }

  private func agreement() throws -> RenditionAgreement {
    RenditionAgreement(standing: try Self.illustrative.get().standing)
  }

  /// The findings of one report with a fault planted in its page.
  private func planted(
    _ old: String, _ new: String, in report: Int = 0
  ) throws -> [Finding] {
    let (html, xml) = try Self.illustrative.get().report(report)
    return try agreement().findings(pages: [html.replacing(old, with: new)], xml: xml)
  }

  // MARK: Nothing is found where nothing is wrong

  @Test(arguments: [
    ("2013-10", "examples/illustrative"), ("2013-11", "examples/illustrative"), ("2013-10", ""),
    ("2013-11", ""), ("2014-01", ""), ("2014-06", ""), ("2014-07", ""),
  ])
  func theEditionsOfTheRepositoryRaiseNothing(month: String, folder: String) throws {
    let edition = try IllustrativePages(month, of: folder)
    for analysis in edition.analyses {
      #expect(edition.pages.report(analysis).findings == [])
    }
    #expect(edition.pages.bulletin(edition.edition).make(0).findings == [])
  }

  // MARK: Figures

  @Test func anotherTextThanInTheXMLIsFound() throws {
    let found = try planted(">100%</data>", ">99%</data>")
    #expect(found.map(\.id) == ["rendition.disagree"])
    #expect(found[0].found.contains("attrition.1.share") && found[0].found.contains("99%"))
    #expect(found[0].place.line == 2 && found[0].place.column! > 1000)
  }

  @Test func anotherValueThanInTheXMLIsFound() throws {
    let found = try planted(
      "id=\"attrition.1.share\" value=\"1\"", "id=\"attrition.1.share\" value=\"0.999\"")
    #expect(found.map(\.id) == ["rendition.disagree"])
  }

  @Test func anotherUnitThanInTheXMLIsFound() throws {
    #expect(
      try planted("data-figure=\"share\"", "data-figure=\"proportion\"").map(\.id)
        == ["rendition.disagree"])
  }

  @Test func aFigureThatThePageDoesNotHaveIsFound() throws {
    let (html, xml) = try Self.illustrative.get().report(0)
    let text = String(decoding: html.bytes, as: UTF8.self)
    let start = text.range(
      of: "<data data-figure=\"people\" id=\"attrition.control\"")!
    let end = text.range(of: "</data>", range: start.lowerBound..<text.endIndex)!
    let cut = text.replacingCharacters(in: start.lowerBound..<end.upperBound, with: "many")
    let found = try agreement().findings(
      pages: [EditionFile(path: html.path, bytes: Array(cut.utf8))], xml: xml)
    #expect(found.map(\.id) == ["rendition.disagree"])
    #expect(found[0].found.contains("not there on the page"))
  }

  @Test func aFigureThatTheXMLDoesNotHaveIsFound() throws {
    let (html, xml) = try Self.illustrative.get().report(0)
    let found = try agreement().findings(
      pages: [html],
      xml: xml.replacing("id=\"attrition.1.share\"", with: "id=\"attrition.9.share\""))
    #expect(found.map(\.id) == ["rendition.disagree", "rendition.disagree"])
  }

  @Test func aFigureThatStandsTwiceIsFound() throws {
    let found = try planted("id=\"attrition.2.share\"", "id=\"attrition.1.share\"")
    #expect(found.contains { $0.found.contains("stands twice") })
  }

  @Test(arguments: [
    "hidden=\"\"", "aria-hidden=\"true\"", "style=\"display: none\"", "class=\"visually-hidden\"",
  ])
  func aHiddenFigureIsFound(attribute: String) throws {
    let found = try planted(
      "<section><h2 id=\"section-attrition\"", "<section \(attribute)><h2 id=\"section-attrition\"")
    #expect(!found.isEmpty && Set(found.map(\.id)) == ["rendition.hidden-figure"])
  }

  @Test func theVersionsOfTheBulletinHaveOneFindingForOneFault() throws {
    let (pages, xml) = try Self.illustrative.get().bulletin
    let wrong = pages.map { $0.replacing("id=\"requests.total\"", with: "id=\"requests.sum\"") }
    #expect(wrong.count == 2)
    let found = try agreement().findings(pages: wrong, xml: xml)
    #expect(found.count == 2 && Set(found.map(\.place.file)) == [pages[0].path, xml.path])
  }

  // MARK: Rounding

  /// A fault in both renditions, as a program that rounds wrongly would make it.
  private func bothPrint(_ unit: String, _ value: String, _ text: String) throws -> [Finding] {
    let html = EditionFile(
      path: "a.html",
      bytes: Array(
        "<!DOCTYPE html>\n<html><p><data class=\"figure\" data-figure=\"\(unit)\" id=\"f\" value=\"\(value)\">\(text)</data></p></html>\n"
          .utf8))
    let xml = EditionFile(
      path: "a.xml",
      bytes: Array(
        "<r><figure id=\"f\" unit=\"\(unit)\" value=\"\(value)\">\(text)</figure></r>".utf8))
    return try agreement().findings(pages: [html], xml: xml)
  }

  @Test(arguments: [
    ("proportion", "0.285", "29%"), ("proportion", "0.2849999", "28%"), ("proportion", "1", "100%"),
    ("proportion", "5e-07", "0%"), ("share", "0.0004", "&lt;1%"), ("share", "0", "0%"),
    ("people", "1234567", "1,234,567"), ("people", "999", "999"), ("people", "1711.49", "1,711"),
    ("percentage-points", "-0.12949", "-13"), ("percentage-points", "-0.002", "-0.2"),
    ("percentage-points", "0.0004", "0.04"), ("percentage-points", "1e-06", "just above 0"),
    ("percentage-points", "-0.0003", "0"), ("per-person", "1.005", "1.01"),
    ("per-person", "0.004", "0.004"), ("days", "1160.5", "1,161"), ("probability", "0.55", "0.55"),
    ("probability", "1e-300", "less than 0.001"), ("probability", "0.999", "more than 0.99"),
    ("probability", "0.0496", "just under 0.05"), ("probability", "0.0521", "0.052"),
    ("standardised-difference", "-0.0449", "-0.04"), ("mean", "0.30000000000000004", "0.30"),
  ])
  func whatFollowsFromTheValueIsRight(unit: String, value: String, text: String) throws {
    #expect(try bothPrint(unit, value, text) == [])
  }

  @Test(arguments: [
    ("proportion", "0.285", "28%", "29%"), ("proportion", "0.285", "29", "29%"),
    ("proportion", "0.285", "28.5%", "29%"), ("share", "0.0004", "0%", "<1%"),
    ("people", "1234567", "1234567", "1,234,567"), ("people", "1234", "12,34", "1,234"),
    ("percentage-points", "-0.0003", "-0", "0"), ("percentage-points", "0.12949", "12.9", "13"),
    ("percentage-points", "0.13", "just above 0", "13"), ("per-person", "1.005", "1.00", "1.01"),
    ("probability", "0.0004", "0.00", "less than 0.001"),
    ("probability", "0.2", "just under 0.2", "0.20"),
    ("probability", "0.999", "1.00", "more than 0.99"), ("mean", "0.3", "0.3", "0.30"),
    ("people", "1e+18", "1", "1,000,000,000,000,000,000"), ("mean", "nan", "NaN", "a number"),
  ])
  func whatDoesNotFollowFromTheValueIsFound(
    unit: String, value: String, text: String, expected: String
  ) throws {
    let found = try bothPrint(unit, value, text)
    #expect(found.map(\.id) == ["rendition.rounding"])
    #expect(found.first?.found.hasSuffix("not as \u{201C}\(expected)\u{201D}") == true, "\(found)")
  }

  @Test func aSuppressedFigureThatStillCarriesItsValueIsFound() throws {
    let html = EditionFile(
      path: "a.html",
      bytes: Array(
        "<!DOCTYPE html>\n<html><data class=\"figure shorthand-c\" data-figure=\"people\" id=\"f\" value=\"2\">[c]</data></html>\n"
          .utf8))
    let xml = EditionFile(
      path: "a.xml",
      bytes: Array(
        "<r><figure id=\"f\" shorthand=\"c\" unit=\"people\" value=\"2\">[c]</figure></r>".utf8))
    let found = try agreement().findings(pages: [html], xml: xml)
    #expect(found.map(\.id) == ["rendition.disagree"] && found[0].found.contains("carries"))
  }

  // MARK: Rows

  @Test func theFiguresOfAnotherRowAreFound() throws {
    let (html, xml) = try Self.illustrative.get().report(0)
    var text = String(decoding: html.bytes, as: UTF8.self)
    // The labels of two rows change places.
    let (a, b) = (">Treatment group</th>", ">Control group</th>")
    text = text.replacing(a, with: ">?</th>").replacing(b, with: a).replacing(">?</th>", with: b)
    let labels = try agreement().findings(
      pages: [EditionFile(path: html.path, bytes: Array(text.utf8))], xml: xml)
    // Rows of an outcome have no label in the XML: this is the limit that the type states.
    #expect(labels == [])
    let step = try planted(">People submitted</th>", ">People found</th>")
    #expect(step.map(\.id) == ["rendition.row"])
  }

  @Test func rowsInAnotherOrderAreFound() throws {
    let (html, xml) = try Self.illustrative.get().report(0)
    let text = String(decoding: html.bytes, as: UTF8.self)
    let first = text.range(of: "<tr><th scope=\"row\">People submitted")!.lowerBound
    let second = text.range(of: "<tr><th", range: text.index(after: first)..<text.endIndex)!
      .lowerBound
    let third = text.range(of: "<tr><th", range: text.index(after: second)..<text.endIndex)!
      .lowerBound
    let swapped =
      text[..<first] + text[second..<third] + text[first..<second] + text[third...]
    let found = try agreement().findings(
      pages: [EditionFile(path: html.path, bytes: Array(swapped.utf8))], xml: xml)
    #expect(found.map(\.id) == ["rendition.row"])
  }

  // MARK: Bare numbers

  @Test(arguments: [
    "<p>Some 20% of them did.</p>", "<p title=\"20% of them\">Some did.</p>",
    "<img alt=\"2 bars\"/>",
    "<p><time datetime=\"2013-11-14T09:30:00.000Z\">15 March 2013</time></p>",
    "<p><time datetime=\"2013-12-14\">14 December 2013</time></p>", "<td>[c]</td>",
    "<td class=\"number\">[z]</td>", "<p>1 October</p>",
  ])
  func aNumberThatTheXMLDoesNotHaveIsFound(markup: String) throws {
    let found = try planted("<h3>About the service</h3>", markup + "<h3>About the service</h3>")
    #expect(found.map(\.id) == ["rendition.bare-number"], "\(found)")
  }

  @Test func anotherNumberInAKnownSentenceIsFound() throws {
    let (pages, xml) = try Self.illustrative.get().bulletin
    let wrong = pages[0].replacing("(95% confidence interval)", with: "(90% confidence interval)")
    #expect(
      try agreement().findings(pages: [wrong], xml: xml).map(\.id) == ["rendition.bare-number"])
  }

  // MARK: Charts

  @Test(arguments: [
    (
      "<rect class=\"treatment\" height=\"34\" width=\"",
      "<rect class=\"treatment\" height=\"34\" width=\"1"
    ),
    (">Treatment group: ", ">Treatment group: 9"),
    (
      "<line class=\"interval\" x1=\"",
      "<line class=\"interval\" x1=\"1"
    ),
    (
      "<p class=\"chart-text\" id=\"rates-description\">Treatment group: ",
      "<p class=\"chart-text\" id=\"rates-description\">Treatment group: 2"
    ),
  ])
  func aChartThatDoesNotShowItsFiguresIsFound(old: String, new: String) throws {
    let found = try planted(old, new)
    #expect(!found.isEmpty && Set(found.map(\.id)) == ["rendition.chart"], "\(found)")
  }

  @Test func aForestPlotThatDoesNotShowItsTableIsFound() throws {
    let (pages, xml) = try Self.illustrative.get().bulletin
    let text = String(decoding: pages[0].bytes, as: UTF8.self)
    let line = try #require(
      text.firstMatch(
        of:
          /<line class="(lower|higher|inconclusive)" [^>]*x1="([0-9.]+)" x2="([0-9.]+)" y1="([0-9.]+)" y2="\4"/
      ))
    let moved = text.replacing(
      "x1=\"\(line.2)\" x2=\"\(line.3)\" y1=\"\(line.4)\"",
      with: "x1=\"251.7\" x2=\"\(line.3)\" y1=\"\(line.4)\"")
    let found = try agreement().findings(
      pages: [EditionFile(path: "index.html", bytes: Array(moved.utf8))], xml: xml)
    #expect(found.map(\.id) == ["rendition.chart"], "\(found)")
    let wrong = pages[0].replacing(
      " reports in alphabetical order. Number", with: "1 reports in alphabetical order. Number")
    #expect(
      try Set(agreement().findings(pages: [wrong], xml: xml).map(\.id)) == ["rendition.chart"])
    for (name, other) in [
      (">Stavenholt Hostels</text>", ">Stavenholt</text>"),
      (">Oskeld Court Chaplaincy, October 2013</text>", ">Oskeld Chaplaincy, October 2013</text>"),
    ] {
      let named = pages[0].replacing(name, with: other)
      let found = try agreement().findings(pages: [named], xml: xml).map(\.id)
      #expect(found.contains("rendition.chart"), "\(name) \(found)")
    }
  }

  // MARK: Markup

  @Test(arguments: [
    "<script></script>", "<img src=\"https://example.org/a.png\"/>", "<p onclick=\"x()\"></p>",
    "<!-- note -->", "<iframe></iframe>",
  ])
  func whatAPageMustNotHaveIsFound(markup: String) throws {
    #expect(try planted("<h1>", markup + "<h1>").map(\.id) == ["rendition.intrusion"])
  }

  @Test func aPageThatIsCutOffIsFound() throws {
    let (html, xml) = try Self.illustrative.get().report(0)
    for length in stride(from: 16, to: html.bytes.count - 1, by: 4871) {
      let cut = EditionFile(path: html.path, bytes: Array(html.bytes[..<length]))
      let found = try agreement().findings(pages: [cut], xml: xml)
      #expect(!found.isEmpty, "\(length)")
    }
    for length in stride(from: 0, to: xml.bytes.count - 1, by: 4871) {
      let cut = EditionFile(path: xml.path, bytes: Array(xml.bytes[..<length]))
      #expect(
        try agreement().findings(pages: [html], xml: cut).map(\.id) == ["rendition.unreadable"])
    }
  }

  /// The scanner reads the same text as libxml2.
  @Test func theScannerReadsWhatLibxml2Reads() throws {
    let edition = try Self.illustrative.get()
    for index in edition.analyses.indices.prefix(2) {
      let (html, xml) = edition.report(index)
      for file in [xml, EditionFile(path: html.path, bytes: Array(html.bytes.drop { $0 != 10 }))] {
        let tree = try Markup.parse(file.bytes, named: file.path)
        let text = file.bytes.withUnsafeBufferPointer { bytes in
          var scanner = MarkupScanner(bytes)
          var text: [UInt8] = []
          while let token = scanner.next() {
            if token.kind == .text { text += Passage(bytes, token.content).decoded }
          }
          #expect(scanner.fault == nil)
          return text
        }
        let scanned = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
        #expect(scanned == tree.text, "\(file.path)")
      }
    }
  }
}
