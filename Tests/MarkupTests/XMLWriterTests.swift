import Markup
import Testing

@Suite("Writing XML")
struct XMLWriterTests {
  @Test func attributesStandInCanonicalOrder() {
    var writer = XMLWriter()
    writer.open("r", [("xml:lang", "en"), ("z", "1"), ("B", "2"), ("a", "3"), ("xmlns", "urn:r")])
    writer.element("e", [("k", "v")], text: "t")
    writer.element("f")
    writer.close()
    #expect(
      string(writer.finish())
        == "<r xmlns=\"urn:r\" B=\"2\" a=\"3\" z=\"1\" xml:lang=\"en\"><e k=\"v\">t</e><f></f></r>")
  }

  @Test func anElementOfXHTMLHasThePrefixThatTheRootDeclares() throws {
    let xhtml = "http://www.w3.org/1999/xhtml"
    var writer = XMLWriter()
    writer.open("r", [("xmlns:xhtml", xhtml), ("xmlns", "urn:r")])
    writer.element("xhtml:link", [("rel", "alternate"), ("href", "a")])
    writer.close()
    let written = writer.finish()
    #expect(
      string(written)
        == "<r xmlns=\"urn:r\" xmlns:xhtml=\"\(xhtml)\">"
        + "<xhtml:link href=\"a\" rel=\"alternate\"></xhtml:link></r>")
    #expect(try Markup.canonical(written, named: "r") == written)
  }

  @Test func attributesOfXMLSchemaStandInCanonicalOrder() throws {
    let schema = "http://www.w3.org/2001/XMLSchema-instance"
    var writer = XMLWriter()
    writer.open("r", [("xmlns:xsi", schema), ("z", "1"), ("xmlns", "urn:r")])
    writer.element("e", [("xml:lang", "en"), ("xsi:type", "t"), ("a", "1")])
    writer.close()
    let written = writer.finish()
    #expect(
      string(written)
        == "<r xmlns=\"urn:r\" xmlns:xsi=\"\(schema)\" z=\"1\">"
        + "<e a=\"1\" xsi:type=\"t\" xml:lang=\"en\"></e></r>")
    #expect(try Markup.canonical(written, named: "r") == written)
  }

  @Test func charactersAreEscapedAsC14NSays() throws {
    let text = "<>&\"'\t\n\r \u{85}\u{2028}é😀"
    var writer = XMLWriter()
    writer.element("r", [("a", text)], text: text)
    let written = writer.finish()
    #expect(
      string(written)
        == "<r a=\"&lt;>&amp;&quot;'&#x9;&#xA;&#xD; \u{85}\u{2028}é😀\">"
        + "&lt;&gt;&amp;\"'\t\n&#xD; \u{85}\u{2028}é😀</r>")
    #expect(try Markup.canonical(written, named: "a") == written)
    let root = try Markup.parse(written, named: "a")
    #expect(root.text == text)
    #expect(root.attribute("a") == text)
  }

  @Test func charactersOutsideXMLAreFound() {
    #expect("a\u{8}b".firstScalarOutsideXML == "\u{8}")
    #expect(!"\u{FFFE}".isXMLText)
    #expect(!"\u{0}".isXMLText)
    #expect("\t\n\r é😀\u{FFFD}\u{7F}".isXMLText)
  }

  @Test func anElementLeftOpenIsAProgrammersError() async {
    await #expect(processExitsWith: .failure) {
      var writer = XMLWriter()
      writer.open("r")
      _ = writer.finish()
    }
  }

  @Test func aCharacterOutsideXMLIsAProgrammersError() async {
    await #expect(processExitsWith: .failure) {
      var writer = XMLWriter()
      writer.element("r", text: "\u{1}")
    }
  }

  @Test func aSecondRootElementIsAProgrammersError() async {
    await #expect(processExitsWith: .failure) {
      var writer = XMLWriter()
      writer.element("r")
      writer.element("r")
    }
  }

  @Test func randomTreesAreTheirOwnCanonicalForm() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed of the random trees: \(seed)")
    var trees = RandomTrees(seed: seed)
    for _ in 0..<300 {
      let (written, tree) = trees.next()
      #expect(try Markup.canonical(written, named: "a") == written, "seed \(seed)")
      var parsed = try Markup.parse(written, named: "a")
      parsed.forgetLines()
      #expect(parsed == tree, "seed \(seed)")
    }
  }
}

extension XMLElement {
  /// Sets all lines to 1, the attributes in order of names.
  fileprivate mutating func forgetLines() {
    line = 1
    children = children.map { child in
      guard case .element(var element) = child else { return child }
      element.forgetLines()
      return .element(element)
    }
  }
}

/// Random documents, each as the writer's bytes and as the tree that it stands for.
private struct RandomTrees {
  private var generator: SeededGenerator
  private var writer = XMLWriter()

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next() -> (bytes: [UInt8], tree: XMLElement) {
    let namespace = Bool.random(using: &generator) ? "urn:x-test" : nil
    let tree = element(namespace: namespace, depth: 0)
    return (writer.finish(), tree)
  }

  private mutating func element(namespace: String?, depth: Int) -> XMLElement {
    let name = name()
    let names = Set((0..<Int.random(in: 0...4, using: &generator)).map { _ in self.name() })
    let values = names.sorted().map { ($0, text()) }
    let declaration = depth == 0 ? namespace.map { [("xmlns", $0)] } ?? [] : []
    writer.open(name, (values + declaration).shuffled(using: &generator))
    var element = XMLElement(namespace: namespace, name: name)
    element.attributes = values.map { XMLAttribute(name: $0.0, value: $0.1) }
    for _ in 0..<Int.random(in: 0...(depth < 6 ? 4 : 0), using: &generator) {
      if Bool.random(using: &generator) {
        element.children.append(.element(self.element(namespace: namespace, depth: depth + 1)))
      } else {
        let text = text()
        writer.text(text)
        if case .text(let before) = element.children.last {
          element.children[element.children.count - 1] = .text(before + text)
        } else if !text.isEmpty {
          element.children.append(.text(text))
        }
      }
    }
    writer.close()
    return element
  }

  private mutating func name() -> String {
    let first = "abcXYZ_".randomElement(using: &generator)!
    return String(first) + ["", "1", "-b", ".c", "_"].randomElement(using: &generator)!
  }

  private mutating func text() -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "b", " ", "\t", "\n", "\r", "<", ">", "&", "\"", "'", "]", "é", "\u{301}", "\u{85}",
      "\u{2028}", "\u{FFFD}", "😀", "\u{10FFFF}", "\u{7F}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      text.append(scalars.randomElement(using: &generator)!)
    }
    return String(text)
  }
}
