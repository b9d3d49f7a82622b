import Diagnostics
import Markup
import Schedule
import Statistics

/// Holds finished pages against the finished XML rendition, byte for byte as they will be published.
///
/// Each figure of one is in the other with the same text, the same unit and the same value behind
/// it; the text follows from the value; the reader of the page sees it, once, beside the label that
/// it has in the XML; and a number that is no figure stands in a text that the XML has too, in a date
/// that the XML names, or in standing text.
///
/// What it cannot see: what a style sheet hides or prints, and two figures of one row that have
/// changed places.
struct RenditionAgreement: Sendable {
  let standing: StandingText

  /// Findings of the pages that show one XML rendition, each page the whole of it.
  ///
  /// What is wrong with two of them in the same way is said of the first only. Pages without an XML
  /// rendition are looked at for what no page may have.
  func findings(pages: [EditionFile], xml: EditionFile?) -> [Finding] {
    var findings: [Finding] = []
    var seen: Set<String> = []
    for page in pages {
      for finding in self.findings(page: page, xml: xml) {
        let isNew = seen.insert("\(finding.id) \(finding.found)").inserted
        if isNew { findings.append(finding) }
      }
    }
    if let large = pages.first(where: { $0.isReportPage && $0.bytes.count > Self.largest }) {
      findings.append(Self.note(large: large))
    }
    return findings
  }

  /// What the page of a report has at most, uncompressed, to be read at once on a telephone.
  static let largest = 60 * 1024

  private static func note(large page: EditionFile) -> Finding {
    Finding(
      "rendition.large", .note, at: Place(page.path),
      found: "the page has \(page.bytes.count) bytes",
      rule:
        "a report with all its charts has at most \(largest) bytes, so that it is there at once on a "
        + "telephone", source: "design section 8",
      remedy:
        "shorten long texts, or leave out characteristics that nobody asks for; it is published all "
        + "the same")
  }

  private func findings(page: EditionFile, xml: EditionFile?) -> [Finding] {
    page.bytes.withUnsafeBufferPointer { html in
      let reading = PageReading(html)
      guard let xml else {
        return Self.faults(of: reading, in: page)
      }
      return xml.bytes.withUnsafeBufferPointer { document in
        var comparison = RenditionComparison(
          page: reading, document: XMLReading(document), standing: standing,
          files: (page, xml))
        return Self.faults(of: reading, in: page) + comparison.findings()
      }
    }
  }

  /// What a page must not have: scripts, comments, anything fetched from elsewhere, broken markup.
  private static func faults(of reading: PageReading, in page: EditionFile) -> [Finding] {
    var findings = reading.intrusions.map { intrusion in
      Finding(
        "rendition.intrusion", at: page.place(ofByte: intrusion.at), found: intrusion.what,
        rule: "a page needs no script and no request but its style sheet",
        source: "design section 7", remedy: "take it out of the stylesheet")
    }
    if let fault = reading.fault { findings.append(unreadable(page, at: fault)) }
    return findings
  }

  static func unreadable(_ file: EditionFile, at byte: Int) -> Finding {
    let text = String(decoding: file.bytes[byte...].prefix(40), as: UTF8.self)
    return Finding(
      "rendition.unreadable", at: file.place(ofByte: byte),
      found: byte >= file.bytes.count
        ? "the file ends before its last element does" : "it cannot be read from \(text.quoted) on",
      rule: "a rendition is Canonical XML, or the HTML made from it", source: "design section 7",
      remedy: "make the rendition again; if it stays, this is a fault of ninethirty")
  }
}

/// Standing text with a digit or a shorthand in it: "95% confidence interval", "[note 1]".
struct StandingText: Sendable {
  let texts: [[UInt8]]
  let fingerprints: Set<UInt64>
  /// The language of the pages.
  let language: Language

  /// The texts that stylesheets and charts print by themselves, with the confidence level filled in.
  init(_ table: TextTable, level: String) {
    language = table.pageLanguage
    let ids = table.ids(withPrefixes: [
      "page.", "bulletin.", "report.", "series.", "withdrawn.", "chart.",
    ])
    // An id that was just listed is there.
    let all = ids.compactMap { try? table.string($0, ["level": level]) }
    texts = all.filter { text in
      !text.contains("{")
        && text.utf8.contains { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: "[") }
    }.map { Array($0.utf8) }
    fingerprints = Set(
      texts.map { text in
        var hash = FNV1a()
        for byte in text { hash.add(byte) }
        return hash.value
      })
  }
}

extension EditionFile {
  fileprivate var isReportPage: Bool { path.contains("reports/") && path.hasSuffix("/index.html") }

  /// The line and column of a byte.
  func place(ofByte offset: Int, path: String? = nil) -> Place {
    let before = bytes[..<min(offset, bytes.count)]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return Place(
      self.path, line: line, column: before[start...].count { $0 & 0xC0 != 0x80 } + 1, path: path)
  }
}
