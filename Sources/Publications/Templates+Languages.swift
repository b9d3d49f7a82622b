package import Diagnostics
package import Schedule

/// The string tables of languages beside English.
extension Templates {
  /// The string tables of other languages: a workspace that publishes in English alone may go without.
  package static let translatedTables: [Language: String] = Dictionary(
    uniqueKeysWithValues: Language.allCases.filter { $0 != .english }.map {
      ($0, "text.\($0.rawValue).xml")
    })

  /// The texts of pages in this language: what its table lacks is in English.
  package func texts(in language: Language) -> TextTable { translation(language) ?? texts }

  /// What keeps an edition from being published in a language, or leaves texts of it in English.
  package func findings(for language: Language, folder: String = "templates") -> [Finding] {
    guard let file = Self.translatedTables[language] else { return [] }
    guard let table = translation(language) else {
      return [
        Finding(
          "template.missing", at: Place("\(folder)/\(file)"), found: "the file is missing",
          rule: "a language in which pages are published has a string table",
          source: "docs/format.md section 2",
          remedy: "restore it, or take \"\(language.rawValue)\" out of \"languages\"; "
            + "`ninethirty init` writes all templates into a new workspace")
      ]
    }
    return table.untranslated.sorted().map { id in
      Finding(
        "template.text-missing-language", .warning, at: Place("\(folder)/\(file)"),
        found: "the text \(id.quoted) is missing, so pages have it in English",
        rule: "a string table has every text that the English one has",
        source: "docs/templates.md", remedy: "add <text id=\"\(id)\"> with its translation")
    }
  }
}
