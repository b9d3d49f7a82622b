import Markup
import Schedule

/// A page, a report above all, as the version before had it: its figures, its update history, and everything that it
/// said, to be held against the new one.
struct PreviousReport {
  /// One line of the update history, in the words in which it was published.
  struct Update: Hashable {
    var day: String
    var date: String
    var path: String?
    var version: String?
    var note: String
    /// The language that the note was left in; nil where that is the page's.
    var left: Language?
  }

  let figures: PublishedFigures?
  /// The newest first; empty for a first version, which says nothing of its history.
  let updates: [Update]
  private let said: [UInt8]

  /// Reads the archived source document.
  init(_ source: [UInt8]) {
    figures = PublishedFigures(source)
    said = Self.said(in: source)
    // An archived document was valid when it was sealed; without a history it is a first version.
    let root = try? Markup.parse(source, named: "source")
    let history = root?.elements.first { $0.name == "history" }
    updates = (history?.elements ?? []).map { update in
      func text(_ name: String) -> String? {
        update.elements.first { $0.name == name }?.text
      }
      return Update(
        day: update.attribute("day") ?? "", date: text("date") ?? "",
        path: update.attribute("path"), version: text("version"), note: text("note") ?? "",
        left: update.first("note")?.attribute("language").flatMap(Language.init(rawValue:)))
    }
  }

  /// Whether a new source document says the same: everything but the standing
  /// strings, the history, the marks of a draft, and those of what was revised.
  func isSame(as source: [UInt8]) -> Bool { said == Self.said(in: source) }

  private static func said(in source: [UInt8]) -> [UInt8] {
    var text = String(decoding: source, as: UTF8.self)
    for (start, end) in [
      ("<strings>", "</strings>"), ("<history>", "</history>"), ("<term code=\"r\">", "</term>"),
      ("<notice kind=\"draft\">", "</notice>"),
    ] {
      if let from = text.firstRange(of: start), let to = text.firstRange(of: end, after: from) {
        text.removeSubrange(from.lowerBound..<to.upperBound)
      }
    }
    for mark in [" revised=\"yes\"", " draft=\"yes\"", " draft=\"no\""] {
      text.replace(mark, with: "")
    }
    return Array(text.utf8)
  }
}

extension String {
  fileprivate func firstRange(of part: String, after range: Range<Index>) -> Range<Index>? {
    self[range.upperBound...].firstRange(of: part)
  }
}
