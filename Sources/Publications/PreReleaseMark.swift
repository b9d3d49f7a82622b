/// Marks a recipient's copy of an edition with the recipient, on every page.
///
/// A web page gets a banner at the beginning of its body and, in print, the same words across every
/// sheet; an XML document gets a processing instruction before its root element, so that it stays
/// the document that it is; CSV and plain text get a line of their own before the first.
package struct PreReleaseMark: Sendable {
  /// What stands on each page: who has the copy and until when it is under embargo.
  package let text: String

  package init(_ text: String) { self.text = text }

  /// How the names of pages end that get the mark; other files carry none.
  package static func marks(_ path: String) -> Bool {
    [".html", ".xml", ".xsd", ".svg", ".csv", ".txt"].contains { path.hasSuffix($0) }
  }

  /// The page with its mark; any other file as it is.
  ///
  /// Throws a ``RenderingError`` where a page has no place for it: it is not handed over then.
  package func marked(_ path: String, _ bytes: [UInt8]) throws -> [UInt8] {
    guard Self.marks(path) else { return bytes }
    if path.hasSuffix(".txt") { return Array("\(text)\n\n".utf8) + bytes }
    if path.hasSuffix(".csv") { return line + bytes }
    return try path.hasSuffix(".html") ? page(path, bytes) : document(path, bytes)
  }

  // MARK: CSV

  /// One cell, which cannot begin like a formula.
  private var line: [UInt8] {
    Array("\"# \(text.replacing("\"", with: "\"\""))\"\r\n".utf8)
  }

  // MARK: Web pages

  private func page(_ path: String, _ bytes: [UInt8]) throws -> [UInt8] {
    guard let head = bytes.firstRange(of: Array("</head>".utf8)),
      let body = bytes[head.upperBound...].firstRange(of: Array("<body".utf8)),
      let end = bytes[body.upperBound...].firstIndex(of: UInt8(ascii: ">"))
    else { throw missingPlace(path) }
    return bytes[..<head.lowerBound] + Array(Self.style.utf8) + bytes[head.lowerBound...end]
      + Array(banner.utf8) + bytes[(end + 1)...]
  }

  /// A rule for print repeats what is fixed on every sheet (CSS Positioned Layout 3, section 2.1).
  private static let style = """
    <style>.pre-release-mark{background:#fff;color:#000;border:4px solid #d4351c;\
    font:bold 1rem/1.4 sans-serif;margin:0;max-width:none;padding:.6rem 1rem}\
    .pre-release-sheet{display:none}\
    @media print{.pre-release-sheet{display:block;position:fixed;top:42%;left:0;right:0;\
    text-align:center;color:#000;opacity:.22;font:bold 20pt/1.3 sans-serif;\
    transform:rotate(-24deg)}}</style>
    """

  private var banner: String {
    """
    <p class="pre-release-mark" role="note">\(text.escapedForMarkup)</p>\
    <div class="pre-release-sheet" aria-hidden="true">\(text.escapedForMarkup)</div>
    """
  }

  // MARK: XML

  private func document(_ path: String, _ bytes: [UInt8]) throws -> [UInt8] {
    // An escaped mark holds no `>`, so the instruction cannot end before its end.
    let instruction = Array("<?pre-release-copy \(text.escapedForMarkup)?>\n".utf8)
    var start = 0
    if bytes.starts(with: Array("<?xml ".utf8)) {
      guard let end = bytes.firstRange(of: Array("?>".utf8)) else { throw missingPlace(path) }
      start = end.upperBound
      if start < bytes.count, bytes[start] == UInt8(ascii: "\n") { start += 1 }
    }
    guard bytes[start...].first(where: { $0 != 0x20 && $0 != 0x0A }) == UInt8(ascii: "<") else {
      throw missingPlace(path)
    }
    return bytes[..<start] + instruction + bytes[start...]
  }

  private func missingPlace(_ path: String) -> RenderingError {
    RenderingError(reason: "\(path) has no place for the mark of a pre-release copy")
  }
}

extension String {
  /// The text for HTML and XML: marks escaped, and what XML cannot carry replaced.
  var escapedForMarkup: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\t", "\n", "\r": text += " "
      default: text.unicodeScalars.append(scalar.value < 0x20 ? "\u{FFFD}" : scalar)
      }
    }
    return text
  }
}
