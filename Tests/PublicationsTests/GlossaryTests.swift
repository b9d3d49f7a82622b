import Editions
import Foundation
import Markup
import Schedule
import Testing

@testable import Publications

/// Terms are explained from the place on where they first stand.
@Suite struct GlossaryTests {
  private static let edition = Result { try IllustrativePages() }

  /// What stands in the sentences of a page, in their order, and the ids of all places.
  private func sentences(of page: EditionFile) throws -> (sentences: [XMLElement], ids: Set<String>)
  {
    let root = try Markup.parse(Array(page.bytes.drop { $0 != 10 }), named: page.path)
    var sentences: [XMLElement] = []
    var ids: Set<String> = []
    func collect(_ element: XMLElement) {
      if let id = element.attribute("id") { ids.insert(id) }
      if element.name == "p" { sentences.append(element) }
      element.elements.forEach(collect)
    }
    collect(root)
    return (sentences, ids)
  }

  @Test(arguments: [true, false])
  func aTermIsALinkWhereItFirstStandsAndNowhereElse(isReport: Bool) throws {
    let edition = try Self.edition.get()
    let page = isReport ? edition.report(0).html : edition.bulletin.pages[0]
    let (sentences, ids) = try sentences(of: page)
    let links = sentences.flatMap { $0.elements(named: "a") }
      .filter { $0.attribute("class") == "term" }
    #expect(links.count >= 4)
    for link in links {
      let target = try #require(link.attribute("href"))
      #expect(ids.contains(String(target.dropFirst())), "\(target)")
      #expect(links.count { $0.attribute("href") == target } == 1)
      // The first sentence of ours with the term is the one with the link.
      let first = try #require(sentences.first { $0.text.contains(link.text) })
      #expect(first.elements(named: "a").contains { $0.attribute("href") == target }, "\(target)")
    }
    // One that stands in headings alone has no link.
    let explained = ids.filter { $0.hasPrefix("term-") }
    #expect(
      explained.isSuperset(
        of: links.compactMap { $0.attribute("href").map { String($0.dropFirst()) } }))
  }

  /// The words of a page but those of its glossary and notes.
  private func words(of page: EditionFile) throws -> (words: String, ids: Set<String>) {
    let root = try Markup.parse(Array(page.bytes.drop { $0 != 10 }), named: page.path)
    var words = ""
    var ids: Set<String> = []
    func collect(_ element: XMLElement) {
      if let id = element.attribute("id") { ids.insert(id) }
      let list = element.attribute("class") ?? ""
      let isCounted = !["glossary", "footnotes"].contains(list) && element.name != "head"
      for child in element.children {
        switch child {
        case .element(let inner):
          isCounted ? collect(inner) : inner.ids(into: &ids)
        case .text(let text): if isCounted { words += text }
        }
      }
      words += " "
    }
    collect(root)
    return (words, ids)
  }

  @Test(arguments: [Language.english, .welsh])
  func everyTermThatAPagePrintsIsExplained(language: Language) throws {
    let edition = try IllustrativePages(language: language)
    let table = try TextTable(
      Array(
        Data(
          contentsOf: IllustrativePages.repository.appending(
            path: "templates/text.\(language.rawValue).xml"))), named: "text")
    #expect(table.terms.count >= 9)
    let pages =
      edition.analyses.indices.map { edition.report($0).html } + [edition.bulletin.pages[0]]
    var found: [String: Int] = [:]
    for page in pages {
      let (words, ids) = try words(of: page)
      for term in table.terms {
        var glossary = Glossary([term])
        guard glossary.next(in: words[...].utf8) != nil else { continue }
        found[term.id, default: 0] += 1
        #expect(
          ids.contains("term-\(term.id)") || ids.contains("footnote-\(term.id)"),
          "\(page.path): \(term.name)")
      }
    }
    // No page of this edition goes without them.
    #expect(found["percentage-points"] == pages.count && found["treatment-group"] == pages.count)
  }

  @Test func otherFormsOfATermCount() {
    var glossary = Glossary([
      Glossary.Term(
        id: "points", name: "pwyntiau canran", also: ["pwynt canran"], language: .welsh)
    ])
    #expect(glossary.next(in: "rhwng 2 a 3 bwynt canran"[...].utf8)?.term.id == "points")
  }

  @Test func aTermInAHeadingIsExplainedAndStillALinkWhereItFirstStandsInASentence() {
    var glossary = Glossary([Glossary.Term(id: "rate", name: "rate")])
    glossary.note(in: "The rate")
    #expect(glossary.met.map(\.id) == ["rate"])
    #expect(glossary.next(in: "A rate."[...].utf8)?.term.id == "rate")
    #expect(glossary.met.map(\.id) == ["rate"] && glossary.next(in: "A rate."[...].utf8) == nil)
  }

  @Test func whatTheNotesOfAReportExplainItsGlossaryDoesNot() throws {
    let (_, ids) = try sentences(of: Self.edition.get().report(0).html)
    #expect(ids.contains("term-control-group") && ids.contains("footnote-rate"))
    #expect(!ids.contains("term-rate") && !ids.contains("term-interval"))
  }

  private func found(_ text: String, _ names: String...) -> [String] {
    var glossary = Glossary(names.map { Glossary.Term(id: $0, name: $0) })
    var found: [String] = []
    var rest = text[...]
    while let (range, _) = glossary.next(in: rest.utf8) {
      found.append(String(rest[range]))
      rest = rest[range.upperBound...]
    }
    return found
  }

  @Test func aTermIsFoundAsWholeWordsOnce() {
    #expect(found("A p-value, and P-values.", "p-value") == ["p-value"])
    #expect(found("Control groups", "control group") == ["Control group"])
    #expect(found("subcontrol group control grouped", "control group") == [])
    #expect(found("b then a then b", "a", "b") == ["b", "a"])
    #expect(found("the caf\u{E9} rate", "rate", "caf") == ["rate"])
    #expect(found("", "rate") == [] && found("rate") == [])
  }

  @Test func aWorkspaceDecidesWhichTermsAreExplained() throws {
    let own = try IllustrativePages { files in
      let table = files["templates/text.en.xml"]!
      files["templates/text.en.xml"] = table.replacing(
        /(?s)  <text id="glossary\.p-value\.name">.*?at work\.<\/text>\n/,
        with: "  <text id=\"glossary.team.name\">the team</text>\n"
          + "  <text id=\"glossary.team\">The people who make these statistics.</text>\n")
    }
    let (_, ids) = try sentences(of: own.bulletin.pages[0])
    #expect(ids.contains("term-team") && !ids.contains("term-p-value"))
    #expect(own.pages.bulletin(own.edition).make(0).findings == [])
  }
}

extension XMLElement {
  /// Adds the ids of the element and of what is in it.
  fileprivate func ids(into ids: inout Set<String>) {
    if let id = attribute("id") { ids.insert(id) }
    for element in elements { element.ids(into: &ids) }
  }
}
