import Markup
import Testing

@Suite("Parsed elements")
struct XMLElementTests {
  private let root: XMLElement

  init() throws {
    let text = """
      <r xmlns="urn:r" xmlns:q="urn:q" a="1" q:a="2">
        <p>one <!-- not -->two <b>three</b></p>
        <q:p>four<?x y?></q:p>
        <p><![CDATA[<five>]]> &amp;&#65;</p>
      </r>
      """
    root = try Markup.parse(bytes(text), named: "a")
  }

  @Test func namesAreSplitFromNamespaces() {
    #expect(root.namespace == "urn:r")
    #expect(root.name == "r")
    #expect(root.elements.map(\.namespace) == ["urn:r", "urn:q", "urn:r"])
  }

  @Test func attributesAreFoundWithoutNamespace() {
    #expect(root.attribute("a") == "1")
    #expect(root.attribute("b") == nil)
    #expect(
      root.attributes == [
        XMLAttribute(name: "a", value: "1"),
        XMLAttribute(namespace: "urn:q", name: "a", value: "2"),
      ])
  }

  @Test func childrenAreFoundByLocalName() {
    #expect(root.elements(named: "p").count == 3)
    #expect(root.first("p")?.first("b")?.text == "three")
    #expect(root.first("x") == nil)
  }

  @Test func textIsOnePieceWhereCommentsAreDropped() throws {
    let paragraph = try #require(root.first("p"))
    #expect(paragraph.children.first == .text("one two "))
    #expect(paragraph.text == "one two three")
    #expect(root.elements[1].children == [.text("four")])
    #expect(root.elements[2].children == [.text("<five> &A")])
  }

  @Test func linesAreKept() { #expect(root.elements.map(\.line) == [2, 3, 4]) }
}

@Suite("Canonical form")
struct CanonicalTests {
  private func canonical(_ text: String) throws -> String {
    string(try Markup.canonical(bytes(text), named: "a"))
  }

  @Test func emptyElementsAreOpenedAndAttributesSorted() throws {
    #expect(
      try canonical("<?xml version='1.0'?><r  z='1' a = '2' xmlns:p='urn:p' xmlns='urn:d' />\n")
        == "<r xmlns=\"urn:d\" xmlns:p=\"urn:p\" a=\"2\" z=\"1\"></r>")
  }

  @Test func commentsAreDroppedAndCDATAIsText() throws {
    #expect(try canonical("<!-- a --><r>b<!-- c --><![CDATA[<&]]></r>") == "<r>b&lt;&amp;</r>")
  }

  @Test func whiteSpaceIsKept() throws {
    #expect(try canonical("<r>\r\n <a/>&#13;</r>") == "<r>\n <a></a>&#xD;</r>")
  }

  @Test func aRelativeNamespaceNameHasNoCanonicalForm() {
    let error = markupError { _ = try canonical("<r xmlns='relative'/>") }
    #expect(error != nil)
    #expect(error?.problems.isEmpty == false)
  }

  @Test func theCanonicalFormOfACanonicalFormIsItself() throws {
    let once = try canonical("<r b=\"\t&#9;&quot;'&gt;\" a='&lt;'>\n&gt; &amp; é 😀 <x/></r>")
    #expect(try canonical(once) == once)
  }
}

@Suite("Versions")
struct VersionTests {
  @Test func theRunningVersionsAreKnown() {
    let versions = MarkupVersions.running
    #expect(versions.libxml2.wholeMatch(of: /2\.\d+\.\d+/) != nil)
    #expect(versions.libxslt.wholeMatch(of: /1\.1\.\d+/) != nil)
  }
}
