import Markup
import Testing

@Suite("Safe reading")
struct SafeReadingTests {
  /// The code and the problems of the error that reading this text throws.
  private func refusal(_ text: String) -> MarkupError? { refusal(bytes(text)) }

  private func refusal(_ bytes: [UInt8]) -> MarkupError? {
    markupError { _ = try Markup.parse(bytes, named: "in/a.xml") }
  }

  @Test func aDocumentTypeDeclarationIsRefusedWithItsLine() throws {
    let error = try #require(refusal("<?xml version=\"1.0\"?>\n<!DOCTYPE r>\n<r/>"))
    #expect(error.code == .documentType)
    let problem = try #require(error.problems.first)
    #expect(error.problems.count == 1)
    #expect(problem.file == "in/a.xml")
    #expect(problem.line == 2)
  }

  @Test(arguments: [
    "<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/r.dtd'><r/>",
    "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><r>&x;</r>",
    "<!DOCTYPE r [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]><r/>",
    """
    <!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">\
    <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>\
    <r>&d;&d;&d;&d;&d;&d;&d;&d;&d;</r>
    """,
  ])
  func entitiesNeverComeToLife(_ text: String) throws {
    #expect(refusal(text)?.code == .documentType)
  }

  @Test func anUndeclaredEntityIsRefused() {
    #expect(refusal("<r>&x;</r>")?.code == .notWellFormed)
  }

  @Test func moreThanTheByteLimitIsRefusedBeforeParsing() throws {
    var large = [UInt8](repeating: UInt8(ascii: " "), count: Markup.byteLimit + 1)
    large.replaceSubrange(0..<4, with: bytes("<r/>"))
    let error = try #require(refusal(large))
    #expect(error.code == .tooLarge)
  }

  @Test(arguments: ["ISO-8859-1", "US-ASCII", "UTF-16", "windows-1252", "nonsense"])
  func anotherDeclaredEncodingIsRefused(_ encoding: String) {
    #expect(
      refusal("<?xml version=\"1.0\" encoding=\"\(encoding)\"?><r>é</r>")?.code == .encoding)
  }

  @Test(arguments: ["UTF-8", "utf-8"])
  func utf8MayBeDeclared(_ encoding: String) throws {
    let text = "<?xml version=\"1.0\" encoding=\"\(encoding)\"?><r>é</r>"
    #expect(try Markup.parse(bytes(text), named: "a").text == "é")
  }

  @Test func aByteOrderMarkOfUTF8IsReadOver() throws {
    #expect(
      try Markup.canonical([0xEF, 0xBB, 0xBF] + bytes("<r/>"), named: "a") == bytes("<r></r>"))
  }

  @Test func utf16IsRefused() {
    let text = "<r/>".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    #expect(refusal([0xFF, 0xFE] + text)?.code == .encoding)
    #expect(refusal(text)?.code == .notWellFormed)
  }

  @Test func invalidUTF8IsRefusedWithItsPlace() throws {
    let error = try #require(refusal(bytes("<r>\né") + [0xE9] + bytes("</r>")))
    #expect(error.code == .encoding)
    #expect(error.problems.map(\.line) == [2])
    #expect(error.problems.map(\.column) == [2])
    #expect(error.problems[0].message.contains("0xE9"))
  }

  @Test func aNullByteIsRefusedWithItsPlace() throws {
    let error = try #require(refusal(bytes("<r>\nab") + [0] + bytes("</r>")))
    #expect(error.code == .notWellFormed)
    #expect(error.problems.map(\.line) == [2])
    #expect(error.problems.map(\.column) == [3])
  }

  @Test func anEmptyFileIsRefused() throws {
    #expect(refusal([])?.problems.first?.message == "the file is empty")
    #expect(refusal("  \n ")?.code == .notWellFormed)
  }

  @Test func tooDeepNestingIsRefused() throws {
    let depth = 300
    let text =
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    #expect(refusal(text)?.code == .notWellFormed)
  }

  @Test func version11IsRefused() {
    #expect(refusal("<?xml version=\"1.1\"?><r/>")?.code == .notWellFormed)
  }

  @Test func anUndeclaredPrefixIsRefused() throws {
    let error = try #require(refusal("<r>\n<p:a/>\n<q:b/></r>"))
    #expect(error.code == .notWellFormed)
    #expect(error.problems.map(\.line) == [2, 3])
  }

  @Test func aMistakeHasFileLineColumnAndCode() throws {
    let error = try #require(refusal("<r>\n  <a>\n  </b>\n</r>"))
    #expect(error.code == .notWellFormed)
    let problem = try #require(error.problems.first)
    #expect(problem.file == "in/a.xml")
    #expect(problem.line == 3)
    #expect(problem.column != nil)
    #expect(problem.code == 76)
    #expect(!problem.message.hasSuffix("\n"))
    #expect(error.description.contains("in/a.xml:3:"))
  }

  @Test func linesAreCountedBeyond65535() throws {
    let text = "<r>" + String(repeating: "\n", count: 70_000) + "<a>x</a></r>"
    #expect(try Markup.parse(bytes(text), named: "a").first("a")?.line == 70_001)
    let error = refusal("<r>" + String(repeating: "\n", count: 70_000) + "<a></r>")
    #expect(error?.problems.first?.line == 70_001)
  }

  @Test func namesWithSpacesAndPercentSignsAreReportedAsGiven() throws {
    let name = "in/100% a:b é.xml"
    let error = markupError { _ = try Markup.parse(bytes("<r>"), named: name) }
    #expect(error?.problems.first?.file == name)
  }

  @Test func errorsAreEqualByCode() {
    #expect(refusal("<r>") == refusal("</r>"))
    #expect(refusal("<r>") != refusal("<!DOCTYPE r><r/>"))
  }

  @Test func everyTruncationThrows() throws {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- é --><r xmlns="urn:r" a="1 &lt; 2"><a>é&#xe9;</a><![CDATA[<x>]]><?p i?><b c='"'/></r>
      """
    let whole = bytes(text)
    _ = try Markup.canonical(whole, named: "a")
    for count in 0..<whole.count {
      let error = markupError { _ = try Markup.canonical(Array(whole[..<count]), named: "a") }
      #expect(error != nil, "\(count) bytes were read without an error")
    }
  }
}
