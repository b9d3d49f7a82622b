import Diagnostics
import Foundation
import Markup
import Schedule
import Testing

@testable import Publications

/// The Welsh string table against the English one.
@Suite struct WelshTextTests {
  private static func texts(_ language: String) throws -> [(id: String, element: XMLElement)] {
    let name = "text.\(language).xml"
    let bytes = try Data(
      contentsOf: IllustrativePages.repository.appending(path: "templates/\(name)"))
    return try Markup.parse(Array(bytes), named: name).elements.map {
      ($0.attribute("id") ?? "", $0)
    }
  }

  private static func placeholders(_ element: XMLElement) throws -> Set<String> {
    try element.sentences.reduce(into: []) { names, sentence in
      names.formUnion(try SentencePattern(sentence.text).placeholders)
    }
  }

  @Test func bothTablesHaveTheSameTextsInTheSameOrder() throws {
    #expect(try Self.texts("cy").map(\.id) == Self.texts("en").map(\.id))
  }

  @Test func everyFormOfAWelshTextHasThePlaceholdersOfTheEnglishOne() throws {
    for (english, welsh) in zip(try Self.texts("en"), try Self.texts("cy")) {
      let needed = try Self.placeholders(english.element)
      #expect(english.element.attribute("count") == welsh.element.attribute("count"), "\(welsh.id)")
      let forms = welsh.element.attribute("count") == nil ? [welsh.element] : welsh.element.elements
      for form in forms { #expect(try Self.placeholders(form) == needed, "\(welsh.id)") }
      #expect(
        english.element.elements(named: "p").count == welsh.element.elements(named: "p").count,
        "\(welsh.id)")
    }
  }

  @Test func aTableThatLacksATextHasItInEnglishAndSaysSo() throws {
    var files = StandardTemplates.files
    let table = String(decoding: try #require(files["text.cy.xml"]), as: UTF8.self)
    let line = try #require(
      table.split(separator: "\n").first { $0.contains("\"report.summary\"") })
    files["text.cy.xml"] = Array(table.replacing(line, with: "").utf8)
    let (loaded, findings) = Templates.load(files)
    let templates = try #require(loaded, "\(findings)")
    #expect(findings.isEmpty, "a workspace in English alone hears nothing of it: \(findings)")
    let welsh = templates.texts(in: .welsh)
    #expect(try welsh.string("report.summary") == "Summary")
    #expect(try welsh.string("report.results") == "Canlyniadau")
    #expect(templates.findings(for: .welsh).map(\.id) == ["template.text-missing-language"])
    #expect(templates.findings(for: .english).isEmpty)
  }

  /// Unicode CLDR: Welsh has forms of its own for 0, 1, 2, 3 and 6.
  @Test(arguments: [
    (0, "0 o geisiadau"), (1, "1 cais"), (2, "2 gais"), (3, "3 chais"), (4, "4 o geisiadau"),
    (6, "6 chais"), (7, "7 o geisiadau"),
  ])
  func aNumberHasItsForm(_ count: Int, _ words: String) throws {
    let (loaded, _) = Templates.load(StandardTemplates.files)
    let texts = try #require(loaded).texts(in: .welsh)
    let sentence = try texts.patterns("findings.requests", count: count)[0]
    #expect(sentence.replacing("{requests}", with: "\(count)").contains(words))
  }

  @Test func aTermIsFoundInTheFormsThatMutationGivesIt() {
    #expect(WelshMutation.forms(of: "cyfradd") == ["gyfradd", "nghyfradd", "chyfradd"])
    #expect(WelshMutation.forms(of: "grŵp") == ["rŵp", "ngrŵp"])
    #expect(WelshMutation.forms(of: "amhendant").isEmpty)
    var glossary = Glossary([
      .init(id: "rate", name: "cyfradd aildroseddu", language: .welsh)
    ])
    let text = "Y gyfradd aildroseddu yw hon."
    let found = glossary.next(in: Substring(text).utf8)
    #expect(found.map { String(text[$0.range]) } == "gyfradd aildroseddu")
  }
}
