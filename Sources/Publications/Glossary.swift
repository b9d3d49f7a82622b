import Schedule

/// The terms of one page that are explained at its end, each from the place on where it first stands.
struct Glossary {
  /// A term of the string table.
  struct Term: Sendable {
    let id: String
    let name: String
    /// The forms in which the name stands in a sentence, in lower case, as bytes of UTF-8.
    fileprivate let folded: [[UInt8]]

    /// A term, and the other forms of its name that count as the same, such as a singular.
    init(id: String, name: String, also: [String] = [], language: Language = .english) {
      self.id = id
      self.name = name
      let names = [name] + also
      let mutated = language == .welsh ? names.flatMap { WelshMutation.forms(of: $0) } : []
      folded = (names + mutated).map { $0.utf8.map(Glossary.fold) }
    }
  }

  /// The terms that no link leads to yet.
  private var open: [Term]
  /// The terms that have not stood anywhere yet.
  private var unmet: [Term]
  /// The terms that have, in the order in which they first stood.
  private(set) var met: [Term] = []

  /// A glossary of these terms but those that the page explains elsewhere.
  init(_ terms: [Term], without: Set<String> = []) {
    open = terms.filter { !without.contains($0.id) }
    unmet = open
  }

  /// The first place in a text where a term stands to which no link leads yet, as whole words and
  /// with an ending such as that of a plural; from there on one does.
  mutating func next(in text: Substring.UTF8View) -> (range: Range<Substring.Index>, term: Term)? {
    guard let (range, index) = Self.first(of: open, in: text) else { return nil }
    let term = open.remove(at: index)
    if let index = unmet.firstIndex(where: { $0.id == term.id }) { meet(index) }
    return (range, term)
  }

  /// Notes the terms in a text that has no links, such as a heading: they are explained too, and
  /// where one first stands in a sentence, a link leads to what it means.
  mutating func note(in text: String) {
    var rest = text[...]
    while let (range, index) = Self.first(of: unmet, in: rest.utf8) {
      meet(index)
      rest = rest[range.upperBound...]
    }
  }

  private mutating func meet(_ index: Int) { met.append(unmet.remove(at: index)) }

  /// The first place in a text where one of these terms stands, and which of them it is.
  private static func first(
    of terms: [Term], in text: Substring.UTF8View
  ) -> (range: Range<Substring.Index>, index: Int)? {
    guard !terms.isEmpty else { return nil }
    var isWordStart = true
    var place = text.startIndex
    while place < text.endIndex {
      if isWordStart {
        for (index, term) in terms.enumerated() {
          guard let form = term.folded.first(where: { stands($0, in: text[place...]) }) else {
            continue
          }
          return (place..<text.index(place, offsetBy: form.count), index)
        }
      }
      isWordStart = !isWord(text[place])
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

  /// The terms of the table, by their ids; other forms of a name stand in `glossary.x.also`, parted by
  /// commas.
  var glossaryTerms: [Glossary.Term] {
    ids(withPrefixes: [Self.glossaryPrefix]).compactMap { id in
      guard id.hasSuffix(".name"), let name = entries[id]?.forms["other"]?.first else { return nil }
      let term = id.dropLast(5)
      let also = entries["\(term).also"]?.forms["other"]?.first ?? ""
      return Glossary.Term(
        id: String(term.dropFirst(Self.glossaryPrefix.count)), name: name,
        also: also.split(separator: ",").map { String($0.drop(while: \.isWhitespace)) },
        language: pageLanguage)
    }
  }
}
