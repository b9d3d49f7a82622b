import Diagnostics
import Foundation
import Testing

@testable import Publications

/// Charts of finished pages are held against the figures of the XML rendition: mistakes planted in
/// them are found.
@Suite struct ChartMistakeTests {
  private static let edition = Result { try IllustrativePages() }

  private func planted(
    _ old: some RegexComponent<Substring>, _ new: String, bulletin: Bool = false
  ) throws -> [Finding] {
    let edition = try Self.edition.get()
    let (html, xml) =
      bulletin ? (edition.bulletin.pages[0], edition.bulletin.xml) : edition.report(0)
    let text = String(decoding: html.bytes, as: UTF8.self)
    let range = try #require(text.firstRange(of: old), "the page has no such mark")
    let wrong = EditionFile(
      path: html.path, bytes: Array(text.replacingCharacters(in: range, with: new).utf8))
    return RenditionAgreement(standing: edition.standing).findings(pages: [wrong], xml: xml)
  }

  @Test func theDifferenceIsHeldAgainstItsFigures() throws {
    let box = /(?s)<svg [^>]*class="difference".*?<p class="chart-text".*?<\/p>/
    let chart = try #require(try text(box))
    for (old, new) in [
      ("<circle class=\"inconclusive\" cx=\"", "<circle class=\"inconclusive\" cx=\"1"),
      ("<line class=\"inconclusive\" x1=\"", "<line class=\"inconclusive\" x1=\"1"),
      ("Treatment minus control: -", "Treatment minus control: "),
      ("percentage points, with", "percentage points (9), with"),
      ("class=\"difference\"", "class=\"differences\""),
    ] {
      try expectFault(box, chart, old, new)
    }
  }

  @Test func theAttritionIsHeldAgainstItsFigures() throws {
    let box = /(?s)<svg [^>]*class="attrition".*?<p class="chart-text".*?<\/p>/
    let chart = try #require(try text(box))
    for (old, new) in [
      (
        "<rect class=\"step\" height=\"24\" width=\"",
        "<rect class=\"step\" height=\"24\" width=\"1"
      ),
      (">People submitted</text>", ">People found</text>"),
      (" (100%)</text>", " (99%)</text>"),
      ("to those analysed: ", "to those analysed: 7, "),
    ] {
      try expectFault(box, chart, old, new)
    }
  }

  @Test func theMatchIsHeldAgainstItsFigures() throws {
    let box = /(?s)<svg [^>]*class="matching".*?<p class="chart-text".*?<\/p>/
    let chart = try #require(try text(box))
    // The first dot of each kind stands in the line that says what they are.
    let dots = chart.matches(of: /<circle class="after" cx="[0-9.]+"/).map(\.output)
    let other = try #require(dots.dropFirst().first)
    for (old, new) in [
      (String(other), "<circle class=\"after\" cx=\"300.3\""), (" good, ", "1 good, "),
      (">Age at start", ">Age at the start"),
      (String(other), "<circle class=\"before\" cx=\"300.3\""),
    ] {
      try expectFault(box, chart, old, new)
    }
  }

  @Test func theMonthsAreHeldAgainstTheirFigures() throws {
    let box = /(?s)<svg [^>]*class="months".*?<p class="chart-text".*?<\/p>/
    let chart = try #require(try text(box, bulletin: true))
    let count = try #require(chart.firstMatch(of: /<text class="count"[^>]*>[0-9]+</)?.output)
    for (old, new) in [
      (
        "<rect class=\"month\" height=\"18\" width=\"",
        "<rect class=\"month\" height=\"18\" width=\"1"
      ),
      (String(count), count.dropLast() + "1<"), (">May 2013</text>", ">June 2013</text>"),
      ("For each month: ", "For each of 12 months: "),
    ] {
      try expectFault(box, chart, old, new, bulletin: true)
    }
  }

  private func text(_ box: Regex<Substring>, bulletin: Bool = false) throws -> String? {
    let edition = try Self.edition.get()
    let html = bulletin ? edition.bulletin.pages[0] : edition.report(0).html
    return String(decoding: html.bytes, as: UTF8.self).firstMatch(of: box).map { String($0.output) }
  }

  private func expectFault(
    _ box: Regex<Substring>, _ chart: String, _ old: String, _ new: String, bulletin: Bool = false
  ) throws {
    try #require(chart.contains(old), "the chart has no \(old)")
    let found = try planted(
      box, chart.replacing(old, with: new, maxReplacements: 1), bulletin: bulletin)
    #expect(
      !found.isEmpty && Set(found.map(\.id)) == ["rendition.chart"], "\(old) → \(new): \(found)")
  }
}
