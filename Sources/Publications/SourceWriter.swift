import Diagnostics
import Markup
import Schedule

/// What stands in a placeholder of a sentence.
enum Argument {
  case text(String)
  case figure(Figure)
  /// A text that people wrote, in the page's language or left in English.
  case said(Said)
  /// Words of ours, in which terms are explained.
  case words(Said)
}

/// Writes one source document: figures, sentences and lists in the words of the string table.
///
/// It is the only writer of source documents, so every figure in them has an id of its own.
package struct SourceWriter {
  let texts: TextTable
  /// What people wrote, in the language of the page.
  var translator: Translator
  private var xml = XMLWriter()
  private var figureIDs: Set<String> = []
  /// The row of a table that is being written.
  private var row: Row?
  /// The figures of the version before; nil for a document that is new.
  private let previous: PublishedFigures?
  /// The terms that are explained at the end; nil in a document that explains none.
  var glossary: Glossary?
  /// Whether a figure was written that differs from the version before.
  private(set) var hasRevisedFigures = false

  /// A writer of one document in the words of this table; figures that differ from those of the
  /// version before, `previous`, are marked.
  package init(texts: TextTable, previous: PublishedFigures? = nil) {
    self.init(texts: texts, previous: previous, translator: .english)
  }

  /// A writer that has what people wrote in another language too.
  init(texts: TextTable, previous: PublishedFigures?, translator: Translator) {
    self.texts = texts
    self.translator = translator
    self.previous = previous
  }

  /// The namespace of every source document.
  package static let namespace = "urn:ninethirty:source:1"

  /// Begins an element.
  package mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
    xml.open(name, attributes)
  }

  /// Ends the element that was begun last.
  package mutating func close() { xml.close() }

  /// An element that holds a text.
  package mutating func element(
    _ name: String, _ attributes: [(String, String)], _ text: String
  ) {
    xml.open(name, attributes)
    self.text(text)
    xml.close()
  }

  /// An element that holds a text.
  package mutating func element(_ name: String, _ text: String) { element(name, [], text) }

  /// An element that holds a text that people wrote.
  ///
  /// Where it is not in the language of the page, the element says in which it is.
  mutating func element(
    _ name: String, _ attributes: [(String, String)] = [], said: Said
  ) {
    open(name, attributes + Self.mark(said.language))
    if said.parts.isEmpty { text(said.text) } else { parts(of: said) }
    close()
  }

  /// A text in the middle of others, each part in its own language.
  private mutating func parts(of said: Said) {
    for part in said.parts.isEmpty ? [said] : said.parts {
      if part.language == nil { text(part.text) } else { element("said", said: part) }
    }
  }

  /// The attribute of an element whose text is in another language than the page.
  private static func mark(_ language: Language?) -> [(String, String)] {
    language.map { [("language", $0.rawValue)] } ?? []
  }

  /// A text; the terms in it are explained at the end.
  mutating func text(_ text: String) {
    glossary?.note(in: text)
    xml.text(text)
  }

  /// Notes that a stylesheet prints these texts of the table, such as the headings of columns.
  mutating func prints(_ ids: [String]) throws(TextTableError) {
    for id in ids where texts.contains(id) { glossary?.note(in: try texts.string(id)) }
  }

  /// The document, in Canonical XML.
  package mutating func finish() -> [UInt8] { xml.finish() }

  // MARK: Figures

  /// A row whose number may be another one than it had in the version before.
  private struct Row {
    let id: String
    /// What its ids began with in the version before; nil where that had no such row.
    let before: String?

    /// The id that a figure had; where there was no such row one that no figure has.
    func id(before id: String) -> String {
      guard id.hasPrefix("\(self.id).") else { return id }
      return before.map { $0 + id.dropFirst(self.id.count) } ?? ""
    }
  }

  /// Writes a row of a table.
  ///
  /// Its figures are held against those of the row that was called so in the version before. `id` is the table's name and the number of the row: `attrition.3`.
  mutating func row<T>(
    _ id: String, named name: String, _ write: (inout SourceWriter) throws(TextTableError) -> T
  ) throws(TextTableError) -> T {
    let table = String(id.prefix { $0 != "." })
    row = previous.map { Row(id: id, before: $0.row(named: name, of: table)) }
    defer { row = nil }
    return try write(&self)
  }

  /// Writes a figure; one that the document already has gets a number behind its id.
  mutating func figure(_ figure: Figure) {
    var id = figure.id
    var repetition = 2
    while !figureIDs.insert(id).inserted {
      id = "\(figure.id).\(repetition)"
      repetition += 1
    }
    var attributes = [("id", id), ("unit", figure.unit.rawValue)]
    if let value = figure.value { attributes.append(("value", value)) }
    if let published = figure.published { attributes.append(("published", published)) }
    if let shorthand = figure.shorthand { attributes.append(("shorthand", shorthand)) }
    if let note = figure.note {
      let said = figure.isNoteOurs ? Said(note, left: figure.noteLanguage) : translator(note)
      attributes.append(("note", said.text))
      if let left = said.language { attributes.append(("language", left.rawValue)) }
    }
    if previous?.isRevised(figure, as: row.map { $0.id(before: id) } ?? id) == true {
      attributes.append(("revised", "yes"))
      hasRevisedFigures = true
    }
    element("figure", attributes, figure.printed)
  }

  /// An element that holds one figure.
  mutating func element(_ name: String, _ figure: Figure) {
    open(name)
    self.figure(figure)
    close()
  }

  // MARK: Sentences

  /// Writes the paragraphs of a text, its placeholders filled in.
  mutating func paragraphs(
    _ id: String, _ arguments: [String: Argument] = [:]
  ) throws(TextTableError) {
    let number = texts.countPlaceholder(id).flatMap { name -> Int? in
      switch arguments[name] {
      case .figure(let figure): figure.value.flatMap { Int($0) }
      case .text(let text): Int(text)
      default: nil
      }
    }
    let patterns = try texts.patterns(id, count: number)
    let mark = Self.mark(texts.untranslated.contains(id) ? .english : nil)
    for (index, pattern) in patterns.enumerated() {
      open("paragraph", [("id", patterns.count == 1 ? id : "\(id).\(index + 1)")] + mark)
      try fill(pattern, arguments, of: id)
      close()
    }
  }

  /// Paragraphs of the author's own, already text.
  mutating func paragraphs(_ id: String, own said: Said) {
    let texts = said.text.paragraphs
    for (index, text) in texts.enumerated() {
      let id = texts.count == 1 ? id : "\(id).\(index + 1)"
      element("paragraph", [("id", id)], said: Said(text, left: said.language))
    }
  }

  private mutating func fill(
    _ pattern: String, _ arguments: [String: Argument], of id: String
  ) throws(TextTableError) {
    let parts: [SentencePattern.Part]
    do throws(SentencePattern.Mistake) {
      parts = try SentencePattern(pattern).parts
    } catch {
      throw fault(id, error.words)
    }
    for part in parts {
      switch part {
      case .text(let words): explained(words)
      case .placeholder(let name):
        switch arguments[name] {
        case .text(let value): text(value.keepingItsDirection)
        case .figure(let value): figure(value)
        case .words(let value) where value.language == nil && value.parts.isEmpty:
          explained(value.text)
        case .said(let value), .words(let value):
          if value.language == nil, value.parts.isEmpty {
            text(value.text.keepingItsDirection)
          } else {
            self.parts(of: value)
          }
        case nil:
          let known = arguments.keys.sorted().map { "{\($0)}" }.joined(separator: ", ")
          throw fault(
            id, "has the placeholder {\(name)}; it can have \(known.isEmpty ? "none" : known)")
        }
      }
    }
  }

  /// Words of ours, their terms marked where they first stand.
  private mutating func explained(_ words: String) {
    var rest = words[...]
    while let (range, term) = glossary?.next(in: rest.utf8) {
      xml.text(String(rest[..<range.lowerBound]))
      element("defined", [("term", term.id)], String(rest[range]))
      rest = rest[range.upperBound...]
    }
    xml.text(String(rest))
  }

  private func fault(_ id: String, _ problem: String) -> TextTableError {
    TextTableError(
      file: texts.file, line: texts.entries[id]?.line, reason: "the text \(id.quoted) \(problem)")
  }

  /// The standing strings that a stylesheet prints.
  ///
  /// They have no placeholders but `{level}`, the level of the confidence intervals in per cent.
  package mutating func strings(_ prefixes: [String], level: String) throws(TextTableError) {
    open("strings")
    // Which of them the page prints, and where, is not known here.
    let kept = glossary
    glossary = nil
    for id in texts.ids(withPrefixes: prefixes) {
      element("string", [("id", id)], said: try texts.said(id, ["level": level]))
    }
    glossary = kept
    close()
  }

  /// A section: an element with the paragraphs of a text.
  mutating func section(
    _ name: String, _ id: String, _ arguments: [String: Argument] = [:]
  ) throws(TextTableError) {
    open(name)
    try paragraphs(id, arguments)
    close()
  }
}

extension String {
  /// A text inside a sentence; one that is written from right to left stands between the isolates of
  /// UAX 9, so that a figure behind it stays in its place.
  fileprivate var keepingItsDirection: String {
    unicodeScalars.contains(where: \.isWrittenLeftwards) ? "\u{2068}\(self)\u{2069}" : self
  }
}

extension Unicode.Scalar {
  /// Whether it is in a block of the scripts that are written from right to left (UAX 9, classes R and
  /// AL).
  fileprivate var isWrittenLeftwards: Bool {
    switch value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}
