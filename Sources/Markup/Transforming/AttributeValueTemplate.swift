/// An attribute value with expressions in braces (XSLT 1.0, 7.6.2).
enum AttributeValueTemplate {
  /// Why a value is no attribute value template.
  enum Mistake: Error, Hashable {
    case unclosedBrace
    case loneClosingBrace
  }

  /// The expressions in a value, in order; `{{` and `}}` stand for braces.
  static func expressions(in value: String) throws(Mistake) -> [String] {
    var expressions: [String] = []
    var rest = value[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      let isOpening = rest[brace] == "{"
      let next = rest.index(after: brace)
      if next < rest.endIndex, rest[next] == rest[brace] {
        rest = rest[rest.index(after: next)...]
        continue
      }
      guard isOpening else { throw .loneClosingBrace }
      guard let end = closingBrace(in: rest[next...]) else { throw .unclosedBrace }
      expressions.append(String(rest[next..<end]))
      rest = rest[rest.index(after: end)...]
    }
    return expressions
  }

  /// The first `}` that stands in no string.
  private static func closingBrace(in text: Substring) -> String.Index? {
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "}" {
        return index
      }
    }
    return nil
  }
}
