import Diagnostics
import Editions
import Notation
import Schedule
import Statistics

/// Holds texts that people wrote against their translations: that each has one where pages come out in
/// that language, and that both have the same figures.
struct TranslationCheck {
  /// A text that pages print, and where it stands.
  struct Text {
    var text: String
    var path: String
  }

  private let languages: [Language]
  private let file: (_ path: String) -> Place

  /// The check of texts for pages in these languages; `place` finds a path of their file.
  init(_ languages: [Language], place: @escaping (_ path: String) -> Place) {
    self.languages = languages.filter { $0 != .english }
    file = place
  }

  /// The texts that have no translation, each once.
  func missing(_ texts: [Text], _ isTranslated: (Text, Language) -> Bool) -> [Finding] {
    languages.flatMap { language in
      var seen: Set<String> = []
      return texts.filter { text in
        text.text.contains(where: \.isLetter) && !isTranslated(text, language)
          && seen.insert(text.text).inserted
      }.map { missing($0.path, $0.text, language) }
    }
  }

  private func missing(_ path: String, _ text: String, _ language: Language) -> Finding {
    let shown = text.count > 60 ? "\(text.prefix(57))…" : text
    return Finding(
      "translation.missing", .warning, at: file(path),
      found: "the text \(shown.quoted) is not translated: pages in \"\(language.rawValue)\" have "
        + "it in English, and say so",
      rule: "a page is in one language throughout",
      source: "docs/format.md section 3",
      remedy: "give the translation under \"translations\"")
  }

  /// Translations that have other figures than what they translate, or the same in another order;
  /// `path` is that of the translation.
  func figures(_ original: String, _ translation: String, path: String) -> [Finding] {
    let (there, here) = (WrittenNumerals.all(in: original), WrittenNumerals.all(in: translation))
    guard there != here else { return [] }
    func words(_ numerals: [String]) -> String {
      numerals.isEmpty ? "none" : numerals.joined(separator: ", ")
    }
    guard there.sorted() != here.sorted() else { return [order(there, here, path: path)] }
    return [
      Finding(
        "translation.figures", at: file(path),
        found: "the translation has the figures \(words(here)), the text that it translates "
          + "\(words(there))",
        rule: "a text has the same figures in every language",
        source: "docs/format.md section 3",
        remedy: "write the same figures in digits, in both or in neither")
    ]
  }

  /// The same figures in another order: those from the first to the last that differ.
  private func order(_ there: [String], _ here: [String], path: String) -> Finding {
    let differing = there.indices.filter { there[$0] != here[$0] }
    let stretch = differing.first!...differing.last!
    func words(_ numerals: [String]) -> String { numerals[stretch].joined(separator: ", ") }
    return Finding(
      "translation.order", .warning, at: file(path),
      found: "the translation has the figures \(words(here)) where the text that it translates has "
        + words(there),
      rule: "each figure of a text says the same in every language",
      source: "docs/format.md section 3",
      remedy:
        "look whether each figure stands with what it counts; if so, record that the language "
        + "puts them in another order")
  }
}

extension TranslationCheck {
  /// Everything about the translations of one analysis.
  static func findings(_ record: AnalysisRecord, _ programme: Programme) -> [Finding] {
    let analysis = record.analysis
    guard programme.languages.count > 1 || !analysis.translations.isEmpty else { return [] }
    let check = TranslationCheck(programme.languages) { record.place($0) }
    let texts = record.printedTexts
    var findings = check.missing(texts) { text, language in
      let own = analysis.translations[language]
      return text.path == "$.service.description" && own?.description != nil
        || own?.phrases[text.text] != nil || programme.phrases[language]?[text.text] != nil
    }
    let known = Set(texts.map(\.text))
    for language in Language.allCases {
      guard let translation = analysis.translations[language] else { continue }
      let path = "$.translations.\(language.rawValue)"
      if let description = translation.description {
        let original = analysis.service.description.value ?? ""
        findings += check.figures(original, description, path: "\(path).description")
      }
      for text in translation.phrases.keys.sorted() {
        let place = "\(path).phrases['\(text)']"
        findings += check.figures(text, translation.phrases[text]!, path: place)
        if !known.contains(text) {
          findings.append(check.unused(text, in: "no text of the analysis is", path: place))
        }
      }
    }
    return findings
  }

  /// A translation that stands under a text which is not there; `place` says where it was looked for.
  func unused(_ text: String, in place: String, path: String) -> Finding {
    Finding(
      "translation.unused", .warning, at: file(path),
      found: "\(place) \(text.quoted)",
      rule: "a translation stands under the text that it translates, letter for letter",
      source: "docs/format.md section 3",
      remedy: "write the text as it stands there, or take the translation out")
  }
}

extension JSONValue {
  /// Every text in the value, but translations.
  var texts: [String] {
    switch kind {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(\.texts)
    case .object(let object):
      object.members.filter { $0.key != "translations" }.flatMap(\.value.texts)
    default: []
    }
  }
}

extension AnalysisRecord {
  /// The texts that the report prints, but names of organisations and citations, which stay as they are.
  fileprivate var printedTexts: [TranslationCheck.Text] {
    var texts: [TranslationCheck.Text] = []
    func add(_ value: JSONValue, _ path: String, name: String) {
      switch value.kind {
      // A difference names its test by a code.
      case .string(let text)
      where Self.printed.contains(name) && (name != "method" || path == "$.matching.method"):
        texts.append(.init(text: text, path: path))
      case .array(let elements):
        for (index, element) in elements.enumerated() {
          add(element, "\(path)[\(index)]", name: name)
        }
      case .object(let object):
        for member in object.members where !Self.leftOut.contains(member.key) {
          add(member.value, "\(path).\(member.key)", name: member.key)
        }
      default: break
      }
    }
    add(root, "$", name: "")
    return texts
  }

  private static let printed: Set<String> = [
    "name", "description", "step", "reason", "method", "group", "title", "label", "unknown",
  ]
  /// Members of which nothing is printed, or nothing that is translated.
  private static let leftOut: Set<String> = [
    "organisation", "analyst", "qualityAssurer", "completed", "sources", "translations", "period",
    "started", "standardDeviation", "standardError", "reoffenders",
  ]
}
