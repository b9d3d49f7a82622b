import Diagnostics
import Editions
import Schedule

extension EditionIntake {
  /// Commentaries that are not in every language of the pages, that have other figures in one, or
  /// that translate nothing.
  static func translationFindings(
    of texts: [InputText], _ files: WorkspaceFiles, _ programme: Programme
  ) -> [Finding] {
    let original = texts.first { $0.file == files.commentary?.path }
    guard let original, !original.text.allSatisfy(\.isWhitespace) else {
      return texts.filter { $0.file != files.commentary?.path }.map(withoutOriginal)
    }
    return Language.allCases.filter { $0 != .english }.flatMap { language -> [Finding] in
      let name = files.translatedCommentaries[language]?.path
      guard let translation = texts.first(where: { $0.file == name }) else {
        return TranslationCheck(programme.languages.filter { $0 == language }) { _ in
          Place(original.file)
        }.missing([.init(text: original.text, path: "$")]) { _, _ in false }
      }
      return TranslationCheck([language]) { _ in Place(translation.file) }
        .figures(original.text, translation.text, path: "$")
    }
  }

  /// Translations of the schedule that stand under a text which is nowhere.
  ///
  /// Nothing is said while there are editions later than this one: theirs may be the text.
  func unusedPhrases(
    _ entries: [Month: [AnalysisEntry]], _ record: ProgrammeRecord
  ) -> [Finding] {
    guard let textsElsewhere, !phrases.isEmpty else { return [] }
    var known = textsElsewhere.union(record.root.texts)
    for entry in entries.values.joined() { known.formUnion(entry.translated) }
    let check = TranslationCheck(record.programme.languages) { record.place($0) }
    return Language.allCases.flatMap { language in
      (record.programme.phrases[language] ?? [:]).keys.sorted().filter { !known.contains($0) }.map {
        check.unused(
          $0, in: "no text of the schedule, nor of an analysis up to \(month), is",
          path: "$.translations.\(language.rawValue).phrases['\($0)']")
      }
    }
  }

  private static func withoutOriginal(_ translation: InputText) -> Finding {
    let original = CommentaryReader.fileName(.english)
    return Finding(
      "translation.no-original", at: Place(translation.file),
      found: "the commentary translates nothing: \(original) beside it is missing or has no text",
      rule: "pages say the same in every language; a translation is held against its original",
      source: "docs/format.md section 3",
      remedy: "write \(original), or take the translation away")
  }
}
