import Foundation
import Markup
import Testing

/// What other programs make of the same stylesheets: the promise that anyone can render our
/// archive again.
@Suite("Other tools", .enabled(if: OtherTools.areInstalled, "xsltproc or xmllint is missing"))
struct OtherToolsTests {
  private static let main = """
    <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
        xmlns="http://www.w3.org/1999/xhtml" xmlns:s="urn:source" exclude-result-prefixes="s">
      <xsl:import href="parts/rows.xsl"/>
      <xsl:output method="xml" encoding="UTF-8"/>
      <xsl:strip-space elements="s:r"/>
      <xsl:param name="title"/>
      <xsl:template match="/s:r">
        <html xml:lang="en"><head><title><xsl:value-of select="$title"/></title></head>
          <body class="a &#9; b&quot;">
            <!-- of the stylesheet only -->
            <xsl:call-template name="rows"><xsl:with-param name="of" select="s:n"/></xsl:call-template>
            <svg xmlns="http://www.w3.org/2000/svg"><rect width="{count(s:n)}"/></svg>
            <none xmlns=""><xsl:copy-of select="s:any/node()"/></none>
            <xsl:text>&#13;&#10;]]&gt;</xsl:text><br/>
          </body></html>
      </xsl:template>
    </xsl:stylesheet>
    """
  private static let rows = """
    <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
        xmlns="http://www.w3.org/1999/xhtml" xmlns:s="urn:source" exclude-result-prefixes="s">
      <xsl:template name="rows"><xsl:param name="of"/>
        <xsl:for-each select="$of"><p title="{@k}&#10;&lt;&amp;"><xsl:apply-templates/></p></xsl:for-each>
      </xsl:template>
      <xsl:template match="s:b"><xsl:element name="{name()}"><xsl:apply-templates/></xsl:element></xsl:template>
    </xsl:stylesheet>
    """
  private static let source = """
    <?xml version="1.0" encoding="UTF-8"?>
    <r xmlns="urn:source" xmlns:d="urn:d">
      <n k="1 &lt; 2&#9;">é <![CDATA[<&>]]> <b>bold</b> 😀</n><!-- c -->
      <n k='"'/><any><d:x d:a="1" b="2"/> <y xmlns="">text&#13;</y></any>
    </r>
    """

  @Test func xsltprocAndXmllintGiveTheSameBytes() throws {
    let files = ["main.xsl": bytes(Self.main), "parts/rows.xsl": bytes(Self.rows)]
    let title = "it's \"both\" & é"
    let ours = try Stylesheet("main.xsl", files: files)
      .apply(to: bytes(Self.source), named: "a.xml", parameters: ["title": title])
    let theirs = try OtherTools.transform(
      files: files.merging(["source.xml": bytes(Self.source)]) { $1 },
      // xsltproc takes no string with both kinds of quote, but any expression.
      title: "concat('it', \"'\", 's \"both\" & é')")
    #expect(string(ours) == string(theirs))
    #expect(try Markup.canonical(ours, named: "a") == ours)
  }
}

/// xsltproc and xmllint.
enum OtherTools {
  private static let xsltproc = "/usr/bin/xsltproc"
  private static let xmllint = "/usr/bin/xmllint"

  static let areInstalled = [xsltproc, xmllint].allSatisfy(
    FileManager.default.isExecutableFile(atPath:))

  /// What `xsltproc --param title … main.xsl source.xml | xmllint --c14n11 -` prints.
  static func transform(files: [String: [UInt8]], title: String) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "markup-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }  // a left-over harms nobody
    for (name, bytes) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    let result = folder.appending(path: "result.xml")
    _ = try run(
      xsltproc, "--param", "title", title, "--output", result.path(),
      folder.appending(path: "main.xsl").path(), folder.appending(path: "source.xml").path())
    return try run(xmllint, "--c14n11", result.path())
  }

  private static func run(_ tool: String, _ arguments: String...) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return Array(data)
  }
}
