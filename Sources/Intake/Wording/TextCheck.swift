package import Diagnostics
import Notation

/// Checks a text that somebody wrote, whatever it is about.
package struct TextCheck {
  /// What kind of text it is, which decides what may stand in it.
  package enum Kind: Sendable {
    /// A name or label on one line.
    case line
    /// Paragraphs.
    case prose
    /// A citation, with addresses of pages in it.
    case citation
    /// A field that is there to say how to reach somebody.
    case contact
    /// Kept, never printed: who analysed.
    case unprinted
  }

  /// Everything that is wrong with the text itself.
  package static func findings(_ text: String, _ kind: Kind, at place: Place) -> [Finding] {
    var findings = CharacterCheck.findings(text, isLine: kind == .line, at: place)
    if PrivateKeyText.isIn(text) { findings.append(PrivateKeyText.finding(at: place)) }
    guard kind != .unprinted else { return findings }
    if kind != .citation, let placeholder = PlaceholderText.first(in: Words(text)) {
      findings.append(PlaceholderText.finding(placeholder, at: place))
    }
    for identifier in PersonalIdentifier.all(in: text) {
      let belongs = identifier.kind == .contact && (kind == .contact || kind == .citation)
      if !belongs { findings.append(identifier.finding(at: place)) }
    }
    return findings
  }
}

/// Checks every text of a JSON file.
struct TextWalk {
  private(set) var findings: [Finding] = []
  private let file: String
  private let kind: (_ name: String) -> TextCheck.Kind?
  /// The way from the root to where the walk is.
  private var steps: [Step] = []

  private enum Step {
    case member(String)
    case element(Int)
  }

  /// Walks over all texts below a value; `kind` gives what a member holds, by its name, and nil
  /// for what is checked by its own rules.
  init(_ root: JSONValue, file: String, kind: @escaping (_ name: String) -> TextCheck.Kind?) {
    self.file = file
    self.kind = kind
    walk(root, .prose)
  }

  private mutating func walk(_ value: JSONValue, _ here: TextCheck.Kind?) {
    switch value.kind {
    case .string(let text):
      guard let here else { return }
      let found = TextCheck.findings(
        text, here, at: Place(file, line: value.line, column: value.column))
      guard !found.isEmpty else { return }
      let path = path
      findings += found.map { finding in
        var finding = finding
        finding.place.path = path
        return finding
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        steps.append(.element(index))
        walk(element, here)
        steps.removeLast()
      }
    case .object(let object):
      for member in object.members {
        steps.append(.member(member.key))
        walk(member.value, kind(member.key))
        steps.removeLast()
      }
    default: break
    }
  }

  private var path: String {
    steps.reduce("$") { path, step in
      switch step {
      case .element(let index): return "\(path)[\(index)]"
      case .member(let name):
        let isPlain = name.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        return isPlain ? "\(path).\(name)" : "\(path)['\(name)']"
      }
    }
  }
}
