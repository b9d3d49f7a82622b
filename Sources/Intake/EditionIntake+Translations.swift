import Diagnostics
import Editions
import Schedule

extension EditionIntake {
  /// Commentaries that are not in every language of the pages, or have other figures in one.
  static func translationFindings(
    of texts: [InputText], _ files: WorkspaceFiles, _ programme: Programme
  ) -> [Finding] {
    guard let file = files.commentary, let text = texts.first(where: { $0.file == file.path })
    else { return [] }
    return Language.allCases.filter { $0 != .english }.flatMap { language -> [Finding] in
      let name = files.translatedCommentaries[language]?.path
      guard let translation = texts.first(where: { $0.file == name }) else {
        return TranslationCheck(programme.languages.filter { $0 == language }) { _ in
          Place(file.path)
        }.missing([.init(text: text.text, path: "$")]) { _, _ in false }
      }
      return TranslationCheck([language]) { _ in Place(translation.file) }
        .figures(text.text, translation.text, path: "$")
    }
  }
}
