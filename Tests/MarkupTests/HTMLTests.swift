import Markup
import Testing

@Suite("HTML")
struct HTMLTests {
  private func html(_ body: String) throws -> String {
    let document = "<html xmlns=\"http://www.w3.org/1999/xhtml\">\(body)</html>"
    return string(HTML.serialise(canonical: try Markup.canonical(bytes(document), named: "a")))
  }

  private func body(_ body: String) throws -> String {
    let text = try html(body)
    let start = "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">"
    #expect(text.hasPrefix(start))
    #expect(text.hasSuffix("</html>\n"))
    return String(text.dropFirst(start.count).dropLast("</html>\n".count))
  }

  @Test(arguments: [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
  ])
  func voidElementsHaveNoEndTag(_ name: String) throws {
    #expect(try body("a<\(name)></\(name)>b") == "a<\(name)/>b")
    #expect(try body("<\(name) class='x'/>") == "<\(name) class=\"x\"/>")
  }

  @Test(arguments: ["div", "script", "td", "colgroup", "brx", "b", "p", "textarea"])
  func otherElementsKeepTheirEndTag(_ name: String) throws {
    #expect(try body("<\(name)/>") == "<\(name)></\(name)>")
  }

  @Test func svgStaysAsItIs() throws {
    let svg = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1"></rect></svg>
      """
    #expect(try body(svg) == svg)
  }

  @Test func signsInValuesEndNoTag() throws {
    #expect(
      try body("<img alt='a > b' src='&quot;/>'/>")
        == "<img alt=\"a > b\" src=\"&quot;/>\"/>")
    #expect(try body("<p title='&lt;br>'>&lt;br&gt;</p>") == "<p title=\"&lt;br>\">&lt;br&gt;</p>")
  }

  @Test func aVoidElementThatHoldsSomethingStaysAsItIs() throws {
    #expect(try body("<br>x</br>") == "<br>x</br>")
  }

  @Test func aProcessingInstructionIsNoTag() throws {
    #expect(try body("<?x \"?><br/>") == "<?x \"?><br/>")
  }

  @Test func whatItWritesParsesAsXMLToTheSameForm() throws {
    let text = try html("<head><meta charset=\"utf-8\"/></head><body>é<br/><hr id='&#10;'/></body>")
    let withoutType = bytes(String(text.dropFirst("<!DOCTYPE html>\n".count)))
    let canonical = try Markup.canonical(withoutType, named: "a")
    #expect(string(HTML.serialise(canonical: canonical)) == text)
  }

  @Test func brokenBytesDoNotStopIt() {
    #expect(string(HTML.serialise(canonical: bytes("<br"))) == "<!DOCTYPE html>\n<br\n")
    #expect(string(HTML.serialise(canonical: [])) == "<!DOCTYPE html>\n\n")
  }
}
