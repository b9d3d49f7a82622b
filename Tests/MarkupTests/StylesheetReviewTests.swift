import Markup
import Testing

@Suite("Stylesheets at load time")
struct StylesheetReviewTests {
  /// The problems of a stylesheet of these declarations, which start on line 2.
  private func problems(
    _ declarations: String, files: [String: [UInt8]] = [:]
  ) -> [MarkupProblem] {
    let files = files.merging(["main.xsl": stylesheet(declarations)]) { $1 }
    let error = markupError { _ = try Stylesheet("main.xsl", files: files) }
    #expect(error == nil || error?.code == .invalidStylesheet)
    return error?.problems ?? []
  }

  /// The problems of a template with this body, which starts on line 3.
  private func problems(inTemplate body: String) -> [MarkupProblem] {
    problems("<xsl:template match='/'>\n\(body)\n</xsl:template>")
  }

  /// Checks that this body has one problem, on its line and with these words.
  private func expectOne(
    _ body: String, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = problems(inTemplate: body)
    #expect(found.count == 1, "\(found)", sourceLocation: sourceLocation)
    #expect(found.first?.line == 3, "\(found)", sourceLocation: sourceLocation)
    #expect(found.first?.file == "main.xsl", sourceLocation: sourceLocation)
    #expect(
      found.first?.message.contains(words) == true, "\(found)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    ("document('a.xml')", "document() is not allowed"),
    ("string(document (''))", "document() is not allowed"),
    ("generate-id(.)", "generate-id() is not allowed"),
    ("format-number(1, '0')", "format-number() is not allowed"),
    ("system-property('xsl:vendor')", "system-property() is not allowed"),
    ("function-available('x')", "function-available() is not allowed"),
    ("x:node-set(.)", "extension function x:node-set"),
    ("nosuch(.)", "nosuch() is no function"),
    ("matches(., 'x')", "matches() is no function"),
    ("concat('a')", "does not take 1 arguments"),
    ("count(a, b)", "does not take 2 arguments"),
    ("position(1)", "does not take 1 arguments"),
    ("$nosuch", "no variable $nosuch"),
    ("p:a", "the prefix p is not declared"),
    ("key('k', 1)", "no xsl:key has the name"),
    ("a[", "is no XPath expression"),
    ("", "is no XPath expression"),
  ])
  func expressionsAreCheckedWhereverTheyStand(_ expression: String, _ words: String) {
    expectOne("<o><xsl:value-of select=\"\(expression)\"/></o>", words)
    expectOne("<o><xsl:if test=\"\(expression)\"/></o>", words)
    expectOne("<o><xsl:for-each select=\"\(expression)\"/></o>", words)
    expectOne("<o><xsl:copy-of select=\"\(expression)\"/></o>", words)
    expectOne("<o><xsl:variable name=\"v\" select=\"\(expression)\"/></o>", words)
    expectOne("<o><xsl:apply-templates select=\"\(expression)\"/></o>", words)
    expectOne("<o a=\"x{\(expression)}\"/>", words)
    expectOne("<o><xsl:attribute name=\"{\(expression)}\"/></o>", words)
    expectOne("<xsl:element name=\"{\(expression)}\"/>", words)
    if !expression.isEmpty {
      expectOne("<xsl:element name=\"o\" namespace=\"{a[\(expression)]}\"/>", words)
    }
  }

  @Test(arguments: [
    "'document('", "\"generate-id(.)\"", "document", "format-number/x", "'$nosuch'", "'a['",
    "concat('it', \"'s document(1)\")", "a[position() = last()]/b", "(1 + 2) * 3 div 4 mod 5 - -6",
    "div div div", "* * *", "a - b", "a-b", "@*|node()|text()|comment()", "child::a/..//b",
    "self::node()[1]", "processing-instruction('x')", ".5 + 1.", "current()/@a",
    "substring(a, 2, 3)", "translate(., 'é', '')", "ancestor-or-self::*[@k]", "not(a) and not(b)",
    "and and or or mod",
  ])
  func expressionsThatOnlyLookForbiddenAreNot(_ expression: String) {
    let quoted = expression.replacing("\"", with: "&quot;")
    #expect(problems(inTemplate: "<o><xsl:value-of select=\"\(quoted)\"/></o>") == [])
    #expect(problems(inTemplate: "<o a=\"{{x}} {\(quoted)}\"/>") == [])
  }

  @Test(arguments: [
    ("<xsl:number value='1'/>", "xsl:number is not allowed"),
    ("<xsl:for-each select='r'><xsl:sort select='.'/></xsl:for-each>", "xsl:sort is not allowed"),
    ("<xsl:comment>x</xsl:comment>", "xsl:comment is not allowed"),
    ("<xsl:document href='x'/>", "xsl:document is no element of XSLT 1.0"),
    ("<xsl:result-document/>", "xsl:result-document is no element of XSLT 1.0"),
    ("<xsl:nosuch/>", "xsl:nosuch is no element of XSLT 1.0"),
    ("<xsl:value-of select='.' disable-output-escaping='yes'/>", "disable-output-escaping"),
    ("<xsl:text disable-output-escaping='no'>x</xsl:text>", "disable-output-escaping"),
    ("<xsl:value-of selct='.'/>", "no attribute selct"),
    ("<xsl:message>x</xsl:message>", "terminate must be yes"),
    ("<xsl:message terminate='no'>x</xsl:message>", "terminate must be yes"),
    ("<o xsl:extension-element-prefixes='x'/>", "xsl:extension-element-prefixes"),
    ("<o xsl:use-attribute-sets='x'/>", "no attribute set"),
    ("<xsl:element name='o' use-attribute-sets='x'/>", "no attribute set"),
    ("<xsl:call-template name='nosuch'/>", "no template has the name"),
    ("<xsl:apply-templates mode='nosuch'/>", "no template has the mode"),
    ("<o a='{x'/>", "a { without }"),
    ("<o a='x}'/>", "a } without {"),
    ("<o a='{&quot;}&quot;'/>", "a { without }"),
    ("<xsl:value-of/>", "select"),
    ("<xsl:when test='1'/>", "when"),
    ("<xsl:element name='o:'/>", ""),
  ])
  func elementsAreChecked(_ body: String, _ words: String) {
    expectOne(body, words)
  }

  @Test func topLevelElementsAreChecked() {
    let found = problems(
      """
      <xsl:output method="html"/>
      <xsl:output indent="yes"/>
      <xsl:output doctype-system="x"/>
      <xsl:decimal-format name="x"/>
      <xsl:nosuch/>
      <stray/>
      <xsl:template match="a["/>
      <xsl:template match="document('x')/a"/>
      <xsl:template match="p:a"/>
      <xsl:key name="k" match="a" use="b["/>
      <xsl:variable name="v" select="$w"/>
      """)
    #expect(Set(found.compactMap(\.line)) == Set(2...12), "\(found)")
  }

  @Test func allowedOutputIsIgnored() {
    #expect(
      problems(
        "<xsl:output method='xml' indent='no' encoding='UTF-8' omit-xml-declaration='yes'/>"
          + "<xsl:strip-space elements='*'/><xsl:template match='/'><o/></xsl:template>") == [])
  }

  @Test func variablesAreInScopeForWhatFollowsThem() {
    #expect(
      problems(
        inTemplate: "<xsl:variable name='v' select='1'/><o a='{$v}'><b><xsl:value-of select='$v'/>"
          + "<xsl:for-each select='r'><xsl:variable name='w'/><i k='{$w}'/></xsl:for-each></b></o>")
        == [])
    expectOne("<o a='{$v}'/><xsl:variable name='v' select='1'/>", "no variable $v")
    expectOne("<o><xsl:variable name='v'/></o><o a='{$v}'/>", "no variable $v")
    expectOne("<xsl:variable name='v' select='$v'/>", "no variable $v")
  }

  @Test func argumentsMustBeParametersOfTheTemplate() {
    let named =
      "<xsl:template name='t'><xsl:param name='a'/><xsl:value-of select='$a'/></xsl:template>"
    func call(_ argument: String) -> [MarkupProblem] {
      problems(
        named + "<xsl:template match='/'><o><xsl:call-template name='t'>\n"
          + "<xsl:with-param name='\(argument)' select='1'/></xsl:call-template></o></xsl:template>"
      )
    }
    #expect(call("a") == [])
    #expect(call("b").map(\.line) == [3])
  }

  @Test func namesAreFoundAcrossFilesAndModes() {
    let parts = stylesheet(
      "<xsl:template name='t'/><xsl:template match='a' mode='m'/><xsl:variable name='v'/>"
        + "<xsl:key name='k' match='a' use='@k'/>"
        + "<xsl:attribute-set name='s'><xsl:attribute name='x'>1</xsl:attribute></xsl:attribute-set>"
    )
    #expect(
      problems(
        "<xsl:include href='parts/p.xsl'/><xsl:template match='/'><o a='{$v}' "
          + "xsl:use-attribute-sets='s'><xsl:call-template name='t'/>"
          + "<xsl:apply-templates mode='m' select='key(\"k\", 1)'/></o></xsl:template>",
        files: ["parts/p.xsl": parts]) == [])
  }

  @Test(arguments: [
    "nosuch.xsl", "http://127.0.0.1:9/x.xsl", "file:///etc/hostname", "/etc/hostname", "../x.xsl",
    "../main.xsl",
  ])
  func anIncludeOutsideTheGivenFilesIsAProblem(_ href: String) {
    for name in ["include", "import"] {
      let found = problems("<xsl:\(name) href='\(href)'/>")
      #expect(found.map(\.line) == [2], "\(found)")
      #expect(found.first?.message.contains(href) == true, "\(found)")
    }
  }

  @Test func problemsOfAllFilesAreReportedAtOnce() {
    let found = problems(
      "<xsl:include href='a.xsl'/>\n<xsl:include href='b.xsl'/>\n<xsl:include href='c.xsl'/>\n"
        + "<xsl:template match='/'><o a='{$x}'/>\n<xsl:nosuch/></xsl:template>",
      files: [
        "a.xsl": stylesheet("<xsl:template match='a'><xsl:value-of select='b['/></xsl:template>"),
        "b.xsl": bytes("<xsl:stylesheet>\n"),
        "c.xsl": bytes("<!DOCTYPE x [<!ENTITY e SYSTEM 'main.xsl'>]><x/>"),
      ])
    let places = found.map { "\($0.file):\($0.line ?? 0)" }
    for place in ["a.xsl:2", "b.xsl:2", "c.xsl:1", "main.xsl:5", "main.xsl:6"] {
      #expect(places.contains(place), "\(found)")
    }
  }

  @Test func aStylesheetThatIncludesItselfIsAProblem() {
    #expect(problems("<xsl:include href='main.xsl'/>").isEmpty == false)
    #expect(
      problems(
        "<xsl:import href='a.xsl'/>", files: ["a.xsl": stylesheet("<xsl:import href='main.xsl'/>")]
      )
      .isEmpty == false)
  }

  @Test func theRootMustBeAStylesheetOfVersion1() {
    for text in [
      "<o/>", "<o xsl:version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>",
      "<xsl:stylesheet version='2.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>",
      "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>",
      "<xsl:stylesheet version='1.0' extension-element-prefixes='x' xmlns:x='urn:x' "
        + "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>",
    ] {
      let error = markupError { _ = try Stylesheet("a", files: ["a": bytes(text)]) }
      #expect(error?.code == .invalidStylesheet, "\(text)")
      #expect(error?.problems.first?.line == 1, "\(text)")
    }
  }

  @Test func aMissingMainFileIsAProblem() {
    #expect(
      markupError { _ = try Stylesheet("a", files: [:]) }?.problems.map(\.file) == ["a"])
  }

  @Test func everyTruncationThrows() throws {
    let whole = stylesheet("<xsl:template match='/'><o a='{r/@a}'/></xsl:template>")
    _ = try Stylesheet("a", files: ["a": whole])
    for count in 0..<whole.count {
      #expect(throws: MarkupError.self) {
        try Stylesheet("a", files: ["a": Array(whole[..<count])])
      }
    }
  }
}
