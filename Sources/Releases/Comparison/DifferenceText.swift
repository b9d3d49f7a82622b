import Diagnostics

/// A comparison as text for a terminal of 80 columns.
package struct DifferenceText {
  private let difference: EditionDifference
  private(set) package var lines: [String] = []

  static let width = 80
  /// The columns of the table: where, was, is, by how much; one space between them.
  private static let columns = [34, 12, 12, 19]

  package init(_ difference: EditionDifference) {
    self.difference = difference
    wrap("\(difference.edition) \(difference.later), and \(difference.earlier)", indent: 0)
    guard !difference.isEmpty else {
      write("nothing changed")
      return
    }
    figures()
    texts()
    files("inputs and templates", difference.inputs)
    files("public files", difference.publicFiles)
  }

  private mutating func write(_ line: String = "") { lines.append(line.escapedForTerminal) }

  /// A text over as many lines as it needs, each behind the same indent.
  private mutating func wrap(_ text: String, indent: Int) {
    for line in Self.wrapped(text, width: Self.width - indent) {
      write(String(repeating: " ", count: indent) + line)
    }
  }

  private mutating func figures() {
    guard difference.figureCount > 0 else { return }
    write()
    write("figures: \(difference.figureCount) changed")
    row(["where", "was", "is", "by"])
    for page in difference.pages where !page.figures.isEmpty {
      wrap("\(page.title) (\(page.path))", indent: 0)
      for figure in page.figures {
        row([
          "  " + figure.place, figure.was?.printed ?? "-", figure.now?.printed ?? "-",
          figure.by ?? "-",
        ])
      }
    }
  }

  /// A row of the table; a cell that is too long goes on below itself.
  private mutating func row(_ cells: [String]) {
    let parts = zip(cells, Self.columns).map { text, width in
      let indent = text.prefix { $0 == " " }.count
      return Self.wrapped(text, width: width - indent).map {
        String(repeating: " ", count: indent) + $0
      }
    }
    for index in 0..<(parts.map(\.count).max() ?? 0) {
      let line = zip(parts, Self.columns).map { part, width in
        let text = part.indices.contains(index) ? part[index] : ""
        return text + String(repeating: " ", count: max(0, width - text.count))
      }.joined(separator: " ")
      write(line.trimmedAtEnd)
    }
  }

  private mutating func texts() {
    guard difference.textCount > 0 else { return }
    write()
    write("text: \(difference.textCount) changed, [-words gone-] {+words new+}")
    for page in difference.pages where !page.texts.isEmpty {
      wrap("\(page.title) (\(page.path))", indent: 0)
      for text in page.texts {
        wrap(text.place, indent: 2)
        wrap(Self.marked(text.words), indent: 4)
      }
    }
  }

  /// A word difference with its marks; of what stayed, the nearest words.
  static func marked(_ words: WordDifference) -> String {
    let shown = 8
    return words.runs.enumerated().map { index, run in
      switch run.fate {
      case .removed: return "[-\(run.text)-]"
      case .inserted: return "{+\(run.text)+}"
      case .same:
        let isFirst = index == 0
        let isLast = index == words.runs.count - 1
        guard run.words.count > (isFirst || isLast ? shown : 2 * shown) else { return run.text }
        let before = isFirst ? [] : Array(run.words.prefix(shown))
        let after = isLast ? [] : Array(run.words.suffix(shown))
        return (before + ["…"] + after).joined(separator: " ")
      }
    }.joined(separator: " ")
  }

  private mutating func files(_ title: String, _ changes: [EditionDifference.FileChange]) {
    guard !changes.isEmpty else { return }
    write()
    write("\(title): \(changes.count)")
    for change in changes { write("  \(Self.padded(change.fate.rawValue, 8)) \(change.path)") }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Breaks a text between words; a word that is too long is broken too.
  private static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var word = word[...]
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      while word.count > width {
        lines.append(String(word.prefix(width)))
        word = word.dropFirst(width)
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
