package import Diagnostics
package import Editions
package import Schedule

/// Reads the statisticians' commentary: CommonMark without raw HTML.
package enum CommentaryReader {
  /// The name of the file in an edition's folder of analyses.
  package static func fileName(_ language: Language) -> String {
    language == .english ? "commentary.md" : "commentary.\(language.rawValue).md"
  }

  /// The names of the commentary in every language.
  package static let fileNames = Set(Language.allCases.map(fileName))

  /// The blocks of the commentary and all findings.
  package static func read(
    _ bytes: [UInt8], file: String, in language: Language = .english
  ) -> (blocks: [Block], findings: [Finding]) {
    var conversion = CommonMarkConversion(.commentary, file: file, language: language)
    let blocks = conversion.read(bytes) { conversion, document in conversion.blocks(of: document) }
    return (blocks ?? [], conversion.findings)
  }
}
