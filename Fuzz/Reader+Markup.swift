import Markup
import Publications

func readXML(_ bytes: [UInt8]) {
  guard let root = try? Markup.parse(bytes, named: "a.xml") else {
    expect((try? Markup.canonical(bytes, named: "a.xml")) == nil, "what has no tree has no form")
    return
  }
  guard let canonical = try? Markup.canonical(bytes, named: "a.xml") else { return }
  expect(
    (try? Markup.canonical(canonical, named: "a.xml")) == canonical,
    "the canonical form is its own canonical form")
  expect(
    (try? Markup.parse(canonical, named: "a.xml"))?.withoutLines == root.withoutLines,
    "the canonical form is the same tree")
  let page = HTML.serialise(canonical: canonical)
  let withoutType = Array(page[(page.firstIndex(of: UInt8(ascii: "\n"))! + 1)...])
  expect(
    (try? Markup.canonical(withoutType, named: "a.html")) == canonical,
    "the page is the same document for a parser of XML")
}

extension XMLElement {
  fileprivate var withoutLines: XMLElement {
    var copy = self
    copy.line = 0
    // The canonical form sorts attributes.
    copy.attributes.sort { ($0.namespace ?? "", $0.name) < ($1.namespace ?? "", $1.name) }
    copy.children = children.map { child in
      if case .element(let element) = child { .element(element.withoutLines) } else { child }
    }
    return copy
  }
}

func readTexts(_ bytes: [UInt8]) {
  _ = try? TextTable(bytes, named: "templates/text.en.xml")
}

func readStylesheet(_ bytes: [UInt8]) {
  guard let stylesheet = try? Stylesheet("main.xsl", files: ["main.xsl": bytes]) else { return }
  let source = Array("<a><b c=\"1\">x<d/></b><b/>&#233;</a>".utf8)
  guard let result = try? stylesheet.apply(to: source, named: "a.xml") else { return }
  expect(
    result.isEmpty || (try? Markup.canonical(result, named: "b.xml")) == result,
    "a result is in its canonical form")
}

func readSchema(_ bytes: [UInt8]) {
  guard let schema = try? Schema("main.xsd", files: ["main.xsd": bytes]) else { return }
  _ = schema.validate(Array("<a><b c=\"1\">x<d/></b><b/>&#233;</a>".utf8), named: "a.xml")
}
