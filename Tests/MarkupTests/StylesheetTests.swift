import Markup
import Testing

/// A stylesheet of these declarations, which start on line 2.
func stylesheet(_ declarations: String) -> [UInt8] {
  bytes(
    "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\">\n"
      + declarations + "\n</xsl:stylesheet>")
}

@Suite("Transforms")
struct StylesheetTests {
  /// What a template for `/` with this body makes of a source.
  private func apply(
    _ body: String, to source: String = "<r/>", parameters: [String: String] = [:]
  ) throws -> String {
    try apply(
      files: ["main.xsl": stylesheet("<xsl:template match=\"/\">\n\(body)\n</xsl:template>")],
      to: source, parameters: parameters)
  }

  private func apply(
    files: [String: [UInt8]], to source: String = "<r/>", parameters: [String: String] = [:]
  ) throws -> String {
    let sheet = try Stylesheet("main.xsl", files: files)
    return string(try sheet.apply(to: bytes(source), named: "a.xml", parameters: parameters))
  }

  @Test func theResultIsInCanonicalForm() throws {
    #expect(
      try apply(
        "<o z='1' a='{r/@k}'><x/><!-- c --><xsl:value-of select='r'/></o>",
        to: "<r k='&lt;'>a&amp;<![CDATA[<b>]]></r>")
        == "<o a=\"&lt;\" z=\"1\"><x></x>a&amp;&lt;b&gt;</o>")
  }

  /// XSLT 1.0, 16.3: every text of the result, nothing escaped.
  @Test func aResultThatIsTextIsTakenAsItIs() throws {
    let main = """
      <xsl:output method="text"/>
      <xsl:template match="/"><xsl:value-of select="r"/><xsl:text>,"<![CDATA[<&]]>é"&#13;&#10;</xsl:text></xsl:template>
      """
    #expect(try apply(files: ["main.xsl": stylesheet(main)], to: "<r>a</r>") == "a,\"<&é\"\r\n")
    // The method of the importing stylesheet goes before that of the imported one.
    let importing = [
      "main.xsl": stylesheet("<xsl:import href='a.xsl'/>"), "a.xsl": stylesheet(main),
    ]
    #expect(try apply(files: importing, to: "<r>a</r>") == "a,\"<&é\"\r\n")
    let element = main.replacing("<xsl:text>", with: "<b/><xsl:text>")
    let error = markupError { _ = try apply(files: ["main.xsl": stylesheet(element)]) }
    #expect(error?.problems.first?.message.contains("the result has elements") == true)
  }

  @Test func includesAndImportsResolveAgainstTheFileTheyStandIn() throws {
    let files = [
      "main.xsl": stylesheet("<xsl:import href='parts/a.xsl'/>"),
      "parts/a.xsl": stylesheet(
        "<xsl:include href='b%20c.xsl'/><xsl:include href='../top.xsl'/>"
          + "<xsl:template match='/'><o><xsl:call-template name='b'/></o></xsl:template>"),
      "parts/b c.xsl": stylesheet(
        "<xsl:template name='b'>b<xsl:call-template name='t'/></xsl:template>"),
      "top.xsl": stylesheet("<xsl:template name='t'>t</xsl:template>"),
    ]
    #expect(try apply(files: files) == "<o>bt</o>")
  }

  @Test(arguments: [
    "plain", "", "it's", "say \"so\"", "it's \"both\"", "<&>]]>", "concat('a', 'b')", "é😀\n\t x",
    "{1}", "$p", "../x",
  ])
  func parametersArePassedAsStringsWhateverTheyHold(_ value: String) throws {
    let sheet = stylesheet(
      "<xsl:param name='p' select='1'/>"
        + "<xsl:template match='/'><o><xsl:value-of select='$p'/></o></xsl:template>")
    var writer = XMLWriter()
    writer.element("o", text: value)
    #expect(
      try apply(files: ["main.xsl": sheet], parameters: ["p": value]) == string(writer.finish()))
  }

  @Test func parametersHaveTheirDefaults() throws {
    let sheet = stylesheet(
      "<xsl:param name='p' select='\"d\"'/><xsl:param name='q'/><xsl:variable name='v'/>"
        + "<xsl:template match='/'><o><xsl:value-of select='concat($p, $q, $v)'/></o></xsl:template>"
    )
    #expect(try apply(files: ["main.xsl": sheet]) == "<o>d</o>")
    #expect(try Stylesheet("main.xsl", files: ["main.xsl": sheet]).parameters == ["p", "q"])
  }

  @Test func aParameterThatNobodyDeclaresIsAnError() {
    let error = markupError { _ = try apply("<o/>", parameters: ["b": "1", "a": "2"]) }
    #expect(error?.code == .transformFailed)
    #expect(error?.problems.count == 2)
  }

  @Test func aParameterThatXMLCannotCarryIsAnError() throws {
    let sheet = stylesheet("<xsl:param name='p'/><xsl:template match='/'><o/></xsl:template>")
    let error = markupError {
      _ = try apply(files: ["main.xsl": sheet], parameters: ["p": "a\u{0}b"])
    }
    #expect(error?.code == .transformFailed)
  }

  @Test func aTerminatingMessageIsAnErrorWithItsPlace() throws {
    let error = try #require(
      markupError { _ = try apply("<o>\n<xsl:message terminate='yes'>no figure</xsl:message></o>") }
    )
    #expect(error.code == .transformFailed)
    #expect(error.problems.map(\.message) == ["no figure"])
    #expect(error.problems.map(\.file) == ["main.xsl"])
    #expect(error.problems.map(\.line) == [4])
  }

  @Test func aTerminatingMessageWithoutTextIsAnError() throws {
    let error = markupError { _ = try apply("<o><xsl:message terminate='yes'/></o>") }
    #expect(error?.code == .transformFailed)
  }

  @Test(arguments: [
    "<o><xsl:copy-of select='count(1)'/></o>",
    "<o><xsl:if test='count(/r/@n + 1)'>x</xsl:if></o>",
    "<o><xsl:for-each select='concat(1, 2)'>x</xsl:for-each></o>",
    "<o><xsl:element name='{/r/@n}'/></o>",
    "<o>x<xsl:attribute name='late'>1</xsl:attribute></o>",
    "<o a='{sum(string(1))}'/>",
  ])
  func whatFailsOnlyAtRunTimeThrowsWithItsPlace(_ body: String) throws {
    let error = try #require(markupError { print(try apply(body, to: "<r n='1 2'/>")) })
    #expect(error.code == .transformFailed, "\(error)")
    #expect(error.problems.allSatisfy { $0.file == "main.xsl" && $0.line == 3 }, "\(error)")
  }

  @Test(arguments: ["text", "<a/><b/>", "<a/>text", "<xsl:if test='false()'><a/></xsl:if>"])
  func aResultThatIsNoDocumentIsAnError(_ body: String) {
    #expect(markupError { _ = try apply(body) }?.code == .transformFailed)
  }

  @Test(arguments: [0, 1, 20])
  func endlessRecursionIsAnError(_ depth: Int) async throws {
    let call = (0..<depth).reduce("<xsl:call-template name='t'/>") { inner, _ in
      "<a><xsl:choose><xsl:when test='true()'><xsl:for-each select='.'>\(inner)</xsl:for-each>"
        + "</xsl:when></xsl:choose></a>"
    }
    let sheet = stylesheet(
      "<xsl:template match='/'><o><xsl:call-template name='t'/></o></xsl:template>"
        + "<xsl:template name='t'>\(call)</xsl:template>")
    // On a thread of the pool, whose stack is the smallest we run on.
    let error = await Task.detached { [self] in
      markupError { _ = try apply(files: ["main.xsl": sheet]) }
    }.value
    #expect(error?.code == .transformFailed)
    #expect(error?.problems.contains { $0.message.contains("recursion") } == true)
  }

  @Test(arguments: [
    // Each looks through everything for each of everything.
    "<o><xsl:value-of select='count(//*[count(//*[count(//*[count(//*) > 1]) > 1]) > 1])'/></o>",
    "<o><xsl:for-each select='//*'><xsl:for-each select='//*'><xsl:for-each select='//*'>"
      + "<xsl:for-each select='//*'><i/></xsl:for-each></xsl:for-each></xsl:for-each>"
      + "</xsl:for-each></o>",
  ])
  func workWithoutEndIsStoppedAndNamesItsPlace(_ body: String) throws {
    let source = "<r>" + String(repeating: "<n/>", count: 400) + "</r>"
    let error = try #require(markupError { _ = try apply(body, to: source) })
    #expect(error.code == .transformFailed)
    #expect(error.problems.count == 1 && error.problems[0].line == 3, "\(error)")
    #expect(error.problems[0].message.contains("was stopped after"), "\(error)")
  }

  @Test func aSourceThatCannotBeReadKeepsItsOwnCode() {
    #expect(markupError { _ = try apply("<o/>", to: "<r>") }?.code == .notWellFormed)
    #expect(markupError { _ = try apply("<o/>", to: "<!DOCTYPE r><r/>") }?.code == .documentType)
  }

  @Test func oneFailureDoesNotSpoilTheNextTransform() throws {
    let sheet = try Stylesheet(
      "main.xsl",
      files: [
        "main.xsl": stylesheet(
          "<xsl:template match='/'><o><xsl:if test='r/@x'>"
            + "<xsl:message terminate='yes'>x</xsl:message></xsl:if></o></xsl:template>")
      ])
    for _ in 0..<3 {
      #expect(throws: MarkupError.self) { try sheet.apply(to: bytes("<r x=''/>"), named: "a") }
      #expect(try sheet.apply(to: bytes("<r/>"), named: "a") == bytes("<o></o>"))
    }
  }

  @Test func manyThreadsShareOneStylesheet() async throws {
    let sheet = try Stylesheet(
      "main.xsl",
      files: [
        "main.xsl": stylesheet(
          "<xsl:key name='k' match='n' use='@k'/><xsl:param name='p'/><xsl:template match='/'><o p='{$p}'>"
            + "<xsl:for-each select='//n[position() mod 2 = 1]'><i k='{@k}'><xsl:value-of "
            + "select='concat(string-length(.), key(\"k\", \"3\"))'/></i></xsl:for-each></o>"
            + "</xsl:template>")
      ])
    let source = bytes("<r>\((0..<50).map { "<n k='\($0)'>é\($0)</n>" }.joined())</r>")
    let values = (0..<4).map { "\($0)" }
    let first = try values.map {
      try sheet.apply(to: source, named: "a", parameters: ["p": $0])
    }
    let wrongCount = try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<2_000 {
        group.addTask {
          let result = try sheet.apply(
            to: source, named: "a", parameters: ["p": values[index % 4]])
          return result == first[index % 4]
        }
      }
      var wrongCount = 0
      for try await isRight in group where !isRight { wrongCount += 1 }
      return wrongCount
    }
    #expect(wrongCount == 0)
  }

  @Test func nothingIsPrinted() async throws {
    let result = try await #require(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      let broken = stylesheet("<xsl:template match='a['><xsl:nosuch/></xsl:template>")
      _ = try? Stylesheet("main.xsl", files: ["main.xsl": broken])
      let late = stylesheet(
        "<xsl:template match='/'><o><xsl:copy-of select='count(1)'/>"
          + "<xsl:message terminate='yes'>x</xsl:message></o></xsl:template>")
      _ = try? Stylesheet("main.xsl", files: ["main.xsl": late]).apply(
        to: bytes("<r/>"), named: "a")
      _ = try? Markup.parse(bytes("<r xmlns='relative'><a></r>"), named: "a")
      _ = try? Markup.canonical(bytes("<r xmlns='relative'/>"), named: "a")
      _ = try? Schema("a", files: ["a": bytes("<xs:schema/>")])
    }
    #expect(string(Array(result.standardErrorContent)) == "")
  }
}
