import Notation
import Schedule
import Statistics

/// Reads the texts that people give in other languages (`docs/format.md` sections 2 and 3).
///
/// A language is asked for by name, so that another one is an unknown member.
enum TranslationReader {
  /// The languages beside English.
  private static let languages = Language.allCases.filter { $0 != .english }

  /// The texts of an analysis; one that has none has no entry.
  static func translations(_ object: ObjectReader) -> [Language: Analysis.Translation] {
    read(object) { object in
      let description = object.optionalString("description")
      return Analysis.Translation(description: description, phrases: words(object))
    }
  }

  /// The texts of the series.
  static func phrases(_ object: ObjectReader) -> [Language: [String: String]] {
    read(object, words)
  }

  private static func read<Value>(
    _ object: ObjectReader, _ body: (ObjectReader) -> Value
  ) -> [Language: Value] {
    var found: [Language: Value] = [:]
    _ = object.optional("translations")?.object { object in
      for language in languages {
        found[language] = object.optional(language.rawValue)?.object(body)
      }
    }
    return found
  }

  /// Texts, each under the text that it translates.
  private static func words(_ object: ObjectReader) -> [String: String] {
    var found: [String: String] = [:]
    _ = object.optional("phrases")?.object { object in
      for member in object.object.members {
        if member.key.allSatisfy(\.isWhitespace) {
          object.report(
            "intake.json.blank", about: member.key,
            found: "the text that is translated here is empty", rule: "a text says something",
            source: "docs/format.md section 3",
            remedy: "write the text that is translated as the name of the member")
        }
        found[member.key] = object.string(member.key)
      }
    }
    return found
  }
}
