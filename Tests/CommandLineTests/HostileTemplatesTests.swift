import Foundation
import TestSupport
import Testing

/// Templates and schemas that reach for files, for the network or for all the memory there is:
/// each is a finding, and nothing outside the workspace is asked for.
@Suite struct HostileTemplatesTests {
  /// A file of the templates, what to put in place of what, and what the finding says.
  struct Attack: CustomTestStringConvertible {
    var file: String
    var old: String
    var new: String
    var says: String

    init(_ file: String, _ old: String, _ new: String, says: String) {
      (self.file, self.old, self.new, self.says) = (file, old, new, says)
    }

    var testDescription: String { "\(file): \(new.prefix(60))" }
  }

  private static let page = "templates/report.html.xsl"
  private static let texts = "templates/text.en.xml"
  private static let schema = "templates/schemas/report.xsd"
  private static let say = "<xsl:apply-templates select=\"s:say\"/>"
  private static let include = "<xsl:include href=\"parts/figures.xsl\"/>"
  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
  private static let bomb = """
    <!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">\
    <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
    """
  private static let external = "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
  private static let parameter =
    "<!DOCTYPE a [<!ENTITY % a SYSTEM \"http://127.0.0.1:9/a.dtd\"> %a;]>"
  private static let outerSubset = "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/a.dtd\">"

  static let attacks: [Attack] =
    [page, texts, schema].flatMap { file in
      [bomb, external, parameter, outerSubset].map {
        Attack(file, declaration, declaration + $0, says: "document type")
      }
    }
    + [
      "document('http://127.0.0.1:9/')", "document('file:///etc/passwd')", "document('')",
      "document('../schedule.json')", "unparsed-entity-uri('a')",
    ].map { Attack(page, say, "<xsl:value-of select=\"\($0)\"/>\(say)", says: "()") }
    + [
      "http://127.0.0.1:9/a.xsl", "file:///etc/passwd", "/etc/passwd", "../schedule.json",
      "../../../../../../etc/passwd", "parts/../../schedule.json", "report.html.xsl",
    ].flatMap { address in
      ["include", "import"].map {
        Attack(page, include, "<xsl:\($0) href=\"\(address)\"/>\(include)", says: page)
      }
    }
    + [
      "<xsl:message terminate=\"yes\">stop</xsl:message>"
    ].map { Attack(page, say, $0 + say, says: "templates/") }
    + [
      "http://127.0.0.1:9/a.xsd", "file:///etc/passwd", "../../../schedule.json", "nowhere.xsd",
    ].flatMap { address in
      [
        Attack(
          schema, "<xs:include schemaLocation=\"rendition.xsd\"/>",
          "<xs:include schemaLocation=\"rendition.xsd\"/><xs:include schemaLocation=\"\(address)\"/>",
          says: "templates/schemas/"),
        Attack(
          schema, "<xs:include schemaLocation=\"rendition.xsd\"/>",
          "<xs:import namespace=\"urn:a\" schemaLocation=\"\(address)\"/>"
            + "<xs:include schemaLocation=\"rendition.xsd\"/>",
          says: "templates/schemas/"),
      ]
    }

  @Test(arguments: attacks)
  func isAFindingThatNamesTheFile(attack: Attack) throws {
    let workspace = try TestWorkspace("")
    try workspace.replace(attack.old, with: attack.new, in: attack.file)
    let result = try workspace.run("check", "2014-07")
    #expect(result.status == 65, "\(result.output)\(result.errors)")
    #expect(result.output.contains("templates/"), "\(result.output)")
    #expect(result.output.contains(attack.says), "\(result.output)")
    #expect(!FileManager.default.fileExists(atPath: "/tmp/ninethirty-hostile"))
    #expect(!(result.output + result.errors).contains("root:"), "a line of /etc/passwd")
  }

  /// Elements by which other processors write or include files are plain elements to ours.
  @Test(arguments: [
    "<exsl:document xmlns:exsl=\"http://exslt.org/common\" href=\"FILE\"/>",
    "<saxon:output xmlns:saxon=\"http://icl.com/saxon\" href=\"FILE\"/>",
    "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"/etc/passwd\" parse=\"text\"/>",
  ])
  func anElementThatWritesOrIncludesElsewhereDoesNothingHere(element: String) throws {
    let workspace = try TestWorkspace("")
    let file = workspace.folder.path + "/hostile"
    try workspace.replace(
      Self.say, with: element.replacing("FILE", with: file) + Self.say, in: Self.page)
    _ = try workspace.run("draft", "2014-07")
    #expect(!FileManager.default.fileExists(atPath: file))
    for page in workspace.files(in: "publications/drafts") {
      #expect(!workspace.text("publications/drafts/\(page)").contains("root:"), "\(page)")
    }
  }

  /// A processing instruction for browsers means nothing to ninethirty, and is refused.
  @Test func aStylesheetThatAnInstructionNamesIsNotLoaded() throws {
    let workspace = try TestWorkspace("")
    let line = "<?xml-stylesheet type=\"text/xsl\" href=\"http://127.0.0.1:9/a.xsl\"?>"
    try workspace.replace(Self.declaration, with: Self.declaration + line, in: Self.page)
    let result = try workspace.run("check", "2014-07")
    #expect(result.status == 65 && result.output.contains(Self.page), "\(result.output)")
  }

  /// All the attacks once more, and what the system was asked for meanwhile.
  @Test(.enabled(if: Tool.find("strace") != nil, "strace is not installed"))
  func noSocketIsMadeAndNoFileOutsideIsOpened() throws {
    let workspace = try TestWorkspace("")
    // The parser goes on behind what is only refused, so several at once lead far.
    try workspace.replace(
      Self.include,
      with:
        "<xsl:include href=\"http://127.0.0.1:9/a.xsl\"/><xsl:import href=\"file:///etc/passwd\"/>"
        + Self.include, in: Self.page)
    try workspace.replace(
      "<body>",
      with: "<body><xsl:value-of"
        + " select=\"document('http://127.0.0.1:9/') | document('/etc/passwd')\"/>",
      in: "templates/bulletin.html.xsl")
    try workspace.replace(Self.declaration, with: Self.declaration + Self.parameter, in: Self.texts)
    try workspace.replace(
      "<xs:include schemaLocation=\"rendition.xsd\"/>",
      with: "<xs:import namespace=\"urn:a\" schemaLocation=\"http://127.0.0.1:9/a.xsd\"/>"
        + "<xs:include schemaLocation=\"/etc/passwd\"/>"
        + "<xs:include schemaLocation=\"rendition.xsd\"/>", in: Self.schema)
    let trace = workspace.folder.path + "/trace"
    let result = try Tool.run(
      Tool.find("strace")!,
      [
        "-f", "-qq", "-o", trace, "-e", "trace=%network,open,openat,creat", Binary.path, "check",
        "2014-07", "--workspace", workspace.path,
      ])
    #expect(result.status == 65, "\(result.errors)")
    let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
    #expect(calls.contains { $0.contains("report.html.xsl") })
    #expect(calls.filter { $0.contains("socket(") || $0.contains("connect(") } == [])
    #expect(calls.filter { $0.contains("passwd") || $0.contains("xml/catalog") } == [])
  }
}
