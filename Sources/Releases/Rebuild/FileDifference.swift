import Notation
import Publications

/// What is different between an archived file and one that was made again.
///
/// Of a page it is what a reader sees: its figures and words; of everything else the lines, where
/// each tag of a markup begins one.
package struct FileDifference: Sendable, Hashable {
  /// Figures and texts, where both are documents that can be compared so.
  package var page: PageDifference?
  package var lines: [LineDifference.Change] = []
  /// How many more lines differ than are shown.
  package var furtherLines = 0

  package init() {}

  package var isEmpty: Bool { page == nil && lines.isEmpty }

  /// Compares the bytes of a file; `path` tells what it is.
  init(_ path: String, archived: [UInt8], rebuilt: [UInt8]) {
    if EditionFile.isDocument(path) {
      // What cannot be read as a page has its lines compared.
      let found = try? PageDifference(path, from: archived, to: rebuilt)
      if let found, !found.isEmpty { page = found }
    }
    guard page == nil else { return }
    let difference = LineDifference(from: archived, to: rebuilt)
    lines = Array(difference.changes.prefix(Self.shown))
    furtherLines = difference.changes.count - lines.count
  }

  /// How many lines are shown: one fault in a template changes thousands.
  private static let shown = 20

  /// The difference for a terminal, a line each, without an indent.
  package var text: [String] {
    var text: [String] = []
    for figure in page?.figures ?? [] {
      let by = figure.by.map { " (\($0))" } ?? ""
      text.append(
        "\(figure.place): was \(figure.was?.printed ?? "not there"), "
          + "is \(figure.now?.printed ?? "not there")\(by)")
    }
    for passage in page?.texts ?? [] {
      text.append("\(passage.place): \(DifferenceText.marked(passage.words))")
    }
    for line in lines {
      text.append("\(line.fate == .gone ? "-" : "+") \(line.line): \(line.text)")
    }
    if furtherLines > 0 { text.append("… and \(furtherLines) more lines") }
    return text
  }

  var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [:]
    if let page { members["page"] = page.json }
    if !lines.isEmpty {
      members["furtherLines"] = .integer(furtherLines)
      members["lines"] = .array(
        lines.map {
          .object([
            "fate": .string($0.fate.rawValue), "line": .integer($0.line),
            "text": .string($0.text),
          ])
        })
    }
    return .object(members)
  }
}
