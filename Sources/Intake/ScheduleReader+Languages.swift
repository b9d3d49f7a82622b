import Notation
import Schedule

extension ScheduleReader {
  /// The languages of the release pages, English first; nil where the list cannot be used.
  static func languages(_ object: ObjectReader) -> [Language]? {
    guard let field = object.optional("languages") else { return [.english] }
    guard let languages = field.array({ $0.choice(of: Language.self) }) else { return nil }
    if languages.first != .english {
      field.report(
        "intake.schedule.languages",
        found: languages.isEmpty ? "there is no language" : "the first language is no English",
        rule: "pages are in English, and in each other language besides",
        source: "docs/format.md section 2", remedy: "begin the list with \"en\"")
      return nil
    }
    if let twice = languages.first(where: { language in languages.count { $0 == language } > 1 }) {
      field.report(
        "intake.schedule.languages", found: "\"\(twice.rawValue)\" stands twice",
        rule: "each language stands once", source: "docs/format.md section 2",
        remedy: "keep one of the two")
      return nil
    }
    return languages
  }
}
