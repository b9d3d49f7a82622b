import Diagnostics
import Foundation
import Testing

/// The catalogue of checks, the code that reports them and `docs/checks.md` say the same.
///
/// That no finding has an id outside the catalogue is asserted wherever one is made, in every test.
@Suite struct CatalogueTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func everyIDStandsOnceAndIsWellFormed() {
    var seen: Set<String> = []
    for check in Check.all {
      #expect(seen.insert(check.id).inserted, "\(check.id) stands twice")
      #expect(
        check.id.wholeMatch(of: /[a-z]+(\.[A-Za-z0-9]+(-[A-Za-z0-9]+)*)+/) != nil, "\(check.id)")
      #expect(!check.summary.isEmpty && !check.summary.hasSuffix("."), "\(check.id)")
    }
  }

  // MARK: The guide

  private struct Section {
    var id: String
    var severity: String
    var body: String
  }

  /// The sections of each area of `docs/checks.md`, in its order.
  private static func areas() throws -> [[Section]] {
    let page = try String(
      contentsOf: repository.appending(path: "docs/checks.md"), encoding: .utf8)
    return page.components(separatedBy: "\n## ").dropFirst().map { area in
      area.components(separatedBy: "\n### ").dropFirst().map { text in
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.dropFirst().joined(separator: "\n")
        let severity = body.firstMatch(of: /\*([a-z]+)\*/).map { String($0.output.1) }
        return Section(id: String(lines[0]), severity: severity ?? "", body: body)
      }
    }
  }

  @Test func theGuideHasEveryCheckOfTheCatalogueAndNoOther() throws {
    let sections = try Self.areas().flatMap(\.self)
    #expect(Set(sections.map(\.id)).count == sections.count, "a heading stands twice")
    #expect(sections.map(\.id).sorted() == Check.all.map(\.id).sorted())
  }

  @Test func theGuideGivesTheSeverityOfTheCatalogue() throws {
    for section in try Self.areas().joined() {
      #expect(section.severity == Check.named[section.id]?.severity.rawValue, "\(section.id)")
    }
  }

  @Test func theGuideSaysWhyGivesAnExampleAndSaysWhatToDo() throws {
    for section in try Self.areas().joined() {
      for word in ["Why", "Example", "Do"] {
        #expect(section.body.contains("*\(word):*"), "\(section.id) has no \(word)")
      }
    }
  }

  @Test func theGuideIsSortedInsideItsAreas() throws {
    for area in try Self.areas() { #expect(area.map(\.id) == area.map(\.id).sorted()) }
  }

  // MARK: The code

  /// Every text in quotation marks of the sources, the catalogue left out.
  private static func literals(without folder: String = "Catalogue") -> Set<String> {
    var literals: Set<String> = []
    let sources = repository.appending(path: "Sources").path
    let walker = FileManager.default.enumerator(atPath: sources)
    while let name = walker?.nextObject() as? String {
      // Samples name the checks that they plant faults for: they report nothing.
      guard name.hasSuffix(".swift"), !name.contains("Catalogue"), !name.hasPrefix("Samples/"),
        !name.hasPrefix(folder)
      else { continue }
      let text = String(
        decoding: FileManager.default.contents(atPath: "\(sources)/\(name)") ?? Data(),
        as: UTF8.self)
      for match in text.matches(of: /"([A-Za-z0-9 .-]+)"/) { literals.insert(String(match.1)) }
    }
    return literals
  }

  /// Ids are written whole, or behind a prefix that the reporting type adds.
  @Test func everyCheckOfTheCatalogueIsReportedSomewhere() {
    let literals = Self.literals()
    let endings = Set(literals.map { $0.replacing(" ", with: "-") })
    // Composed of the kind of document and "-schema".
    let composed: Set = ["template.source-schema", "template.rendition-schema"]
    for check in Check.all where !composed.contains(check.id) {
      let parts = check.id.split(separator: ".")
      let forms = parts.indices.map { parts[$0...].joined(separator: ".") }
      #expect(forms.contains { endings.contains($0) }, "nothing reports \(check.id)")
    }
  }

  @Test func everyIDThatIsWrittenWholeIsInTheCatalogue() {
    let prefixes = ["intake.", "records.", "figures.", "totals.", "acceptance.", "wording."]
    // Texts of the string table have ids of the same form.
    for literal in Self.literals(without: "Publications").sorted()
    where prefixes.contains(where: literal.hasPrefix) && !literal.hasSuffix(".")
      && !literal.contains(" ")
    {
      #expect(Check.named[literal] != nil, "\(literal) is not in the catalogue")
    }
  }
}
