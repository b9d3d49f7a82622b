package import Diagnostics

/// Text that stands for a text still to be written.
package enum PlaceholderText {
  /// The first placeholder of the text; nil where there is none.
  package static func first(in text: Words) -> String? {
    for word in text.words
    where word.range.count >= 3 && (marks.contains(word.folded) || word.folded.hasPrefix("xxx")) {
      // In capitals only: “todo” may be a name, “TODO” is not.
      let written = text.written(word)
      if written.allSatisfy({ $0.isUppercase }) { return String(written) }
    }
    if let phrase = phrases.matches(in: text).first { return text.text(of: phrase) }
    guard text.text.utf8.contains(where: { "[<{?_".utf8.contains($0) }) else { return nil }
    return gap(in: text.text)
  }

  private static let marks: Set = ["tbc", "tba", "tbd", "todo", "fixme"]

  private static let phrases = PhraseList([
    "lorem ipsum", "dolor sit amet", "placeholder", "insert text", "insert name", "insert here",
    "text to follow", "text goes here", "description to follow", "to be written",
    "enter text", "asdf*", "qwerty*", "foo bar", "test test",
    "dummy text", "sample text", "example text", "delete this", "name of organisation",
    "organisation name",
  ])

  /// A gap in a form: `[insert …]`, `<name>`, `{{name}}`, `???`, `____`.
  private static func gap(in text: String) -> String? {
    for (open, close) in [("[", "]"), ("<", ">")] {
      guard let start = text.firstIndex(of: Character(open)),
        let end = text[start...].firstIndex(of: Character(close))
      else { continue }
      let inside = Words(String(text[text.index(after: start)..<end]))
      let isForm =
        gapWords.contains(inside.words.first?.folded ?? "")
        && inside.words.count <= 8
      if isForm { return String(text[start...end]) }
    }
    return ["{{", "???", "____", "%s"].first { text.contains($0) }
  }

  private static let gapWords: Set = [
    "insert", "enter", "name", "add", "your", "description", "organisation", "service", "text",
    "date", "number", "placeholder", "tbc", "todo", "xx", "xxx", "x",
  ]

  /// The finding for a placeholder.
  package static func finding(_ placeholder: String, at place: Place) -> Finding {
    Finding(
      "intake.text.placeholder", .warning, at: place,
      found: "\(placeholder.quoted) looks like a placeholder",
      rule: "a text is published as it is written", remedy: "write the text")
  }
}
