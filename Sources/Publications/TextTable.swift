import Diagnostics
import Markup
import Schedule

/// The standing text of a language: every heading, label and sentence, each under its id.
///
/// It is read from `templates/text.<language>.xml`. A sentence has placeholders in braces; one
/// that counts something has a form for each grammatical number.
package struct TextTable: Sendable {
  /// One text: its paragraphs in each grammatical number.
  struct Entry: Sendable {
    /// The placeholder whose number chooses the form; nil where there is one form only.
    var count: String?
    /// The paragraphs of each form; a text without forms has only `other`.
    var forms: [String: [String]]
    var line: Int
  }

  package let language: String
  let file: String
  var entries: [String: Entry] = [:]
  /// The terms that pages explain, made once for all of them.
  private(set) var terms: [Glossary.Term] = []
  /// The ids of the texts that were taken over from the English table.
  package private(set) var untranslated: Set<String> = []
  /// The texts of the English table, in that of another language.
  private var originals: [String: Entry] = [:]

  /// Reads a string table.
  ///
  /// Throws ``TextTableError`` for a table that is not of this form, or a ``MarkupError`` for one
  /// that is not XML.
  package init(_ bytes: [UInt8], named file: String) throws {
    let root = try Markup.parse(bytes, named: file)
    guard root.namespace == Self.namespace, root.name == "texts",
      let language = root.attribute("language")
    else {
      throw TextTableError(
        file: file, line: root.line,
        reason: "the root is not <texts language=\"…\"> in the namespace \(Self.namespace)")
    }
    self.language = language
    self.file = file
    for node in root.children {
      guard case .element(let element) = node else { continue }
      try add(element)
    }
    terms = glossaryTerms
  }

  static let namespace = "urn:ninethirty:text:1"
  private static let forms: Set<String> = ["zero", "one", "two", "few", "many", "other"]

  private mutating func add(_ element: XMLElement) throws {
    func fault(_ reason: String) -> TextTableError {
      TextTableError(file: file, line: element.line, reason: reason)
    }
    guard element.name == "text", let id = element.attribute("id") else {
      throw fault("<\(element.name)> stands where <text id=\"…\"> is expected")
    }
    guard entries[id] == nil else { throw fault("the text \(id.quoted) stands twice") }
    let children = element.children.compactMap { node in
      if case .element(let child) = node { child } else { nil }
    }
    var entry = Entry(count: element.attribute("count"), forms: [:], line: element.line)
    if entry.count != nil {
      for child in children {
        guard Self.forms.contains(child.name) else {
          throw fault("<\(child.name)> is no grammatical number: one, other, …")
        }
        entry.forms[child.name] = Self.paragraphs(of: child)
      }
      guard entry.forms["other"] != nil else { throw fault("\(id.quoted) has no form <other>") }
    } else {
      entry.forms["other"] = Self.paragraphs(of: element)
    }
    entries[id] = entry
  }

  /// The paragraphs of an element: its `<p>` children, or its own text.
  private static func paragraphs(of element: XMLElement) -> [String] {
    let parts = element.elements(named: "p")
    return (parts.isEmpty ? [element] : parts).map { part in
      part.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
  }

  /// The same table with what it lacks taken over from the English one.
  package func filled(from english: TextTable) -> TextTable {
    var filled = self
    filled.untranslated = Set(english.entries.keys.filter { entries[$0] == nil })
    for id in filled.untranslated { filled.entries[id] = english.entries[id] }
    filled.terms = filled.glossaryTerms
    filled.originals = english.entries
    return filled
  }

  /// The same texts in English.
  var inEnglish: TextTable {
    guard !originals.isEmpty else { return self }
    var table = self
    table.entries = originals
    return table
  }

  /// The language of the pages that are written with this table.
  var pageLanguage: Language { Language(rawValue: language) ?? .english }

  /// Whether there is a text of this id.
  package func contains(_ id: String) -> Bool { entries[id] != nil }

  /// The text of one paragraph without placeholders.
  package func string(_ id: String) throws(TextTableError) -> String { try string(id, [:]) }

  /// The text of one paragraph with its placeholders filled in; others stay as they are.
  package func string(_ id: String, _ values: [String: String]) throws(TextTableError) -> String {
    try parts(id, values).reduce(into: "") { text, part in
      switch part {
      case .text(let words): text += words
      case .placeholder(let name): text += values[name] ?? "{\(name)}"
      }
    }
  }

  /// The same, and in which language it is: one that the table lacks is in English.
  func said(_ id: String, _ values: [String: String] = [:]) throws(TextTableError) -> Said {
    Said(try string(id, values), left: untranslated.contains(id) ? .english : nil)
  }

  /// The same with texts that people wrote, each of which says in which language it is.
  ///
  /// Where the table lacks the text, all of it counts as English, as a paragraph does.
  func said(_ id: String, saying values: [String: Said]) throws(TextTableError) -> Said {
    guard !untranslated.contains(id) else { return try said(id, values.mapValues(\.text)) }
    return Said(
      joining: try parts(id, values.mapValues(\.text)).map { part in
        switch part {
        case .text(let words): Said(words)
        case .placeholder(let name): values[name] ?? Said("{\(name)}")
        }
      })
  }

  /// The parts of a text in the form for the number among these values, where it counts something.
  private func parts(
    _ id: String, _ values: [String: String]
  ) throws(TextTableError) -> [SentencePattern.Part] {
    let count = countPlaceholder(id).flatMap { values[$0] }.flatMap { Int($0) }
    let sentence = try patterns(id, count: count)[0]
    guard sentence.utf8.contains(where: { $0 == 0x7B || $0 == 0x7D }) else {
      return [.text(sentence)]
    }
    do throws(SentencePattern.Mistake) {
      return try SentencePattern(sentence).parts
    } catch {
      throw TextTableError(
        file: file, line: entries[id]?.line, reason: "the text \(id.quoted) \(error.words)")
    }
  }

  /// The ids that begin with one of these prefixes, sorted.
  func ids(withPrefixes prefixes: [String]) -> [String] {
    entries.keys.filter { id in prefixes.contains { id.hasPrefix($0) } }.sorted()
  }

  /// The paragraphs of a text in the form for this number, placeholders still in braces.
  func patterns(_ id: String, count: Int?) throws(TextTableError) -> [String] {
    guard let entry = entries[id] else {
      throw TextTableError(
        file: file, line: nil, reason: "the text \(id.quoted) is missing; add <text id=\"\(id)\">")
    }
    let form = count.map { grammaticalNumber($0) } ?? "other"
    return entry.forms[form] ?? entry.forms["other"]!
  }

  /// The placeholder whose number chooses the form of this text.
  func countPlaceholder(_ id: String) -> String? { entries[id]?.count }

  /// The grammatical number of a count (Unicode CLDR plural rules of the language).
  private func grammaticalNumber(_ count: Int) -> String {
    if language == "cy" {
      return switch count {
      case 0: "zero"
      case 1: "one"
      case 2: "two"
      case 3: "few"
      case 6: "many"
      default: "other"
      }
    }
    return count == 1 ? "one" : "other"
  }
}

/// A string table that cannot be used, or a text that it lacks.
package struct TextTableError: Error, CustomStringConvertible {
  package let file: String
  package let line: Int?
  package let reason: String

  package var description: String { "\(Place(file, line: line).text): \(reason)" }
}
