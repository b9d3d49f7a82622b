import Schedule

/// The terms of one page that are explained at its end, each from the place on where it first stands.
struct Glossary {
  /// A term of the string table.
  struct Term: Sendable {
    let id: String
    let name: String
    /// The forms in which the name stands in a sentence, in lower case, as bytes of UTF-8.
    fileprivate let folded: [[UInt8]]

    init(id: String, name: String, language: Language = .english) {
      self.id = id
      self.name = name
      let mutated = language == .welsh ? WelshMutation.forms(of: name) : []
      folded = ([name] + mutated).map { $0.utf8.map(Glossary.fold) }
    }
  }

  /// The terms that have not stood anywhere yet.
  private var open: [Term]
  /// The terms that have, in the order in which they first stood.
  private(set) var met: [Term] = []

  /// A glossary of these terms but those that the page explains elsewhere.
  init(_ terms: [Term], without: Set<String> = []) {
    open = terms.filter { !without.contains($0.id) }
  }

  /// The first place in a text where a term stands that has not stood before, as whole words and
  /// with an ending such as that of a plural; from there on it has stood.
  mutating func next(in text: Substring.UTF8View) -> (range: Range<Substring.Index>, term: Term)? {
    guard !open.isEmpty else { return nil }
    var isWordStart = true
    var place = text.startIndex
    while place < text.endIndex {
      if isWordStart {
        for (index, term) in open.enumerated() {
          guard let form = term.folded.first(where: { Self.stands($0, in: text[place...]) }) else {
            continue
          }
          open.remove(at: index)
          met.append(term)
          return (place..<text.index(place, offsetBy: form.count), term)
        }
      }
      isWordStart = !Self.isWord(text[place])
      place = text.index(after: place)
    }
    return nil
  }

  /// Whether a text begins with a term; one `s` more is its plural.
  private static func stands(_ term: [UInt8], in text: Substring.UTF8View) -> Bool {
    var rest = text[...]
    for byte in term {
      guard let first = rest.first, fold(first) == byte else { return false }
      rest = rest.dropFirst()
    }
    if rest.first == UInt8(ascii: "s") { rest = rest.dropFirst() }
    return rest.first.map { !isWord($0) } ?? true
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || (65...90).contains(byte & 0xDF) || byte >= 0x80
      || byte == UInt8(ascii: "-")
  }

  fileprivate static func fold(_ byte: UInt8) -> UInt8 {
    (65...90).contains(byte) ? byte | 0x20 : byte
  }
}

extension TextTable {
  /// The beginning of the ids of terms; the name of `glossary.x` is `glossary.x.name`.
  static let glossaryPrefix = "glossary."

  /// The terms of the table, by their ids.
  var glossaryTerms: [Glossary.Term] {
    ids(withPrefixes: [Self.glossaryPrefix]).compactMap { id in
      guard id.hasSuffix(".name"), let name = entries[id]?.forms["other"]?.first else { return nil }
      return Glossary.Term(
        id: String(id.dropFirst(Self.glossaryPrefix.count).dropLast(5)), name: name,
        language: pageLanguage)
    }
  }
}
