/// A sentence of the string table, split at its placeholders.
///
/// A name in braces is a placeholder; `{{` and `}}` stand for braces that are printed.
struct SentencePattern {
  enum Part: Hashable {
    case text(String)
    case placeholder(String)
  }

  /// Why a sentence cannot be split.
  enum Mistake: Error, Hashable {
    case unclosedBrace
    case loneClosingBrace
    case emptyName
  }

  let parts: [Part]

  /// Splits a sentence.
  init(_ sentence: String) throws(Mistake) {
    var parts: [Part] = []
    var text = ""
    var rest = sentence[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      text += rest[..<brace]
      let mark = rest[brace]
      let next = rest.index(after: brace)
      if next < rest.endIndex, rest[next] == mark {
        text.append(mark)
        rest = rest[rest.index(after: next)...]
        continue
      }
      guard mark == "{" else { throw .loneClosingBrace }
      guard let end = rest[next...].firstIndex(where: { $0 == "}" || $0 == "{" }), rest[end] == "}"
      else { throw .unclosedBrace }
      guard next < end else { throw .emptyName }
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
      parts.append(.placeholder(String(rest[next..<end])))
      rest = rest[rest.index(after: end)...]
    }
    text += rest
    if !text.isEmpty { parts.append(.text(text)) }
    self.parts = parts
  }

  /// The names in braces.
  var placeholders: Set<String> {
    parts.reduce(into: []) { names, part in
      if case .placeholder(let name) = part { names.insert(name) }
    }
  }
}

extension SentencePattern.Mistake {
  /// What is wrong, after "the text … ".
  var words: String {
    switch self {
    case .unclosedBrace: "has a brace that is never closed"
    case .loneClosingBrace: "has a closing brace without an opening one"
    case .emptyName: "has braces with nothing in them"
    }
  }
}
