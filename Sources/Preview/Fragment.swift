import Diagnostics
import Markup

/// Writes the preview's own HTML: every text is escaped by the writer, whatever it says.
struct Fragment {
  private var writer = XMLWriter()

  mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
    writer.open(name, attributes.map { ($0, $1.onPage) })
  }

  mutating func close() { writer.close() }

  mutating func text(_ text: String) { writer.text(text.onPage) }

  mutating func element(_ name: String, _ attributes: [(String, String)], _ text: String) {
    open(name, attributes)
    self.text(text)
    close()
  }

  mutating func element(_ name: String, _ text: String) { element(name, [], text) }

  /// The bytes; one element with everything in it was written.
  mutating func finish() -> [UInt8] { writer.finish() }

  /// What was found, the rule and what to do, as paragraphs of the open element.
  mutating func paragraphs(of finding: Finding) {
    element("p", [("class", "nt-found")], "\(finding.severity.name): \(finding.found)")
    open("p", [("class", "nt-more")])
    element("code", finding.place.text)
    text(" [\(finding.id)]")
    close()
    let rule = "Rule: \(finding.rule)" + (finding.source.map { " (\($0))" } ?? "")
    element("p", [("class", "nt-more")], rule)
    if let accepted = finding.accepted {
      element("p", [("class", "nt-more")], "Accepted by \(accepted.person): \(accepted.reason)")
    } else {
      element("p", [("class", "nt-more")], "Do: \(finding.remedy)")
    }
  }
}

extension Severity {
  /// The word for people, as it begins a line.
  var name: String {
    switch self {
    case .error: "Error"
    case .warning: "Warning"
    case .note: "Note"
    }
  }
}

extension String {
  /// This text as a page can show it: control characters, direction overrides and what no document
  /// can hold stand as escapes.
  fileprivate var onPage: String {
    String(
      escapedForTerminal.unicodeScalars.reduce(into: "".unicodeScalars) { shown, scalar in
        if scalar.isXMLCharacter {
          shown.append(scalar)
        } else {
          shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
        }
      })
  }
}

extension Int {
  /// `1 error`, `2 errors`.
  func counted(_ word: String) -> String { "\(self) \(word)\(self == 1 ? "" : "s")" }
}
