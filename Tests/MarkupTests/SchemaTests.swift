import Markup
import Testing

@Suite("Schemas")
struct SchemaTests {
  private static let main = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:r"
        xmlns="urn:r" elementFormDefault="qualified">
      <xs:include schemaLocation="parts/types.xsd"/>
      <xs:element name="r">
        <xs:complexType>
          <xs:sequence><xs:element name="n" type="rate" maxOccurs="unbounded"/></xs:sequence>
        </xs:complexType>
      </xs:element>
    </xs:schema>
    """
  private static let types = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:r">
      <xs:simpleType name="rate">
        <xs:restriction base="xs:decimal"><xs:maxInclusive value="1"/></xs:restriction>
      </xs:simpleType>
    </xs:schema>
    """

  private func schema() throws -> Schema {
    try Schema(
      "xsd/main.xsd",
      files: ["xsd/main.xsd": bytes(Self.main), "xsd/parts/types.xsd": bytes(Self.types)])
  }

  /// The problems of a schema that consists of these declarations and these other files.
  private func refusal(_ declarations: String, files: [String: String] = [:]) -> MarkupError? {
    var all = files.mapValues(bytes)
    all["main.xsd"] = bytes(
      "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n\(declarations)\n</xs:schema>")
    return markupError { _ = try Schema("main.xsd", files: all) }
  }

  @Test func aValidDocumentHasNoProblems() throws {
    #expect(
      try schema().validate(bytes("<r xmlns='urn:r'><n>0.5</n></r>"), named: "a.xml").isEmpty)
  }

  @Test func allProblemsAreReportedWithLineAndPath() throws {
    let text = "<r xmlns='urn:r'>\n<n>2</n>\n<n>x</n>\n<m/>\n</r>"
    let problems = try schema().validate(bytes(text), named: "out/a.xml")
    #expect(Set(problems.map(\.file)) == ["out/a.xml"])
    #expect(Set(problems.compactMap(\.line)) == [2, 3, 4])
    #expect(problems.allSatisfy { $0.path?.hasPrefix("/*") ?? false })
    #expect(problems.contains { $0.code == 1824 })
    #expect(problems.allSatisfy { !$0.message.hasSuffix("\n") })
  }

  @Test func aDocumentThatCannotBeReadIsNotValid() throws {
    #expect(try schema().validate(bytes("<r>"), named: "a.xml").isEmpty == false)
    #expect(try schema().validate(bytes("<!DOCTYPE r><r/>"), named: "a.xml").count == 1)
  }

  @Test func theSchemaLocationInADocumentIsIgnored() throws {
    let text = """
      <r xmlns="urn:r" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xsi:schemaLocation="urn:r http://127.0.0.1:9/r.xsd"><n>1</n></r>
      """
    #expect(try schema().validate(bytes(text), named: "a.xml").isEmpty)
  }

  @Test(arguments: [
    "http://127.0.0.1:9/x.xsd", "file:///etc/hostname", "/etc/hostname", "../x.xsd", "x.xsd",
  ])
  func nothingButTheGivenFilesIsRead(_ location: String) throws {
    let include = try #require(refusal("<xs:include schemaLocation=\"\(location)\"/>"))
    #expect(include.code == .invalidSchema)
    #expect(include.problems.contains { $0.file == "main.xsd" && $0.line == 2 })
    #expect(include.problems.contains { $0.message.contains("not among the files given") })
    // libxml2 may only warn of this one, and go on without the import.
    let imported = try #require(
      refusal("<xs:import namespace=\"urn:x\" schemaLocation=\"\(location)\"/>"))
    #expect(imported.problems.contains { $0.file == "main.xsd" && $0.line == 2 })
  }

  @Test func aSchemaFileWithADocumentTypeIsRefused() throws {
    let text = "<!DOCTYPE x [<!ENTITY e SYSTEM 'secret'>]>\n<x>&e;</x>"
    let error = try #require(
      refusal(
        "<xs:include schemaLocation=\"x.xsd\"/>", files: ["x.xsd": text, "secret": "<y/>"]))
    #expect(error.problems.contains { $0.file == "x.xsd" && $0.line == 1 })
  }

  @Test func mistakesInAnIncludedFileNameThatFile() throws {
    let text = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:element name="a" type="nosuch"/>
      <xs:elemnt/>
      </xs:schema>
      """
    let error = try #require(
      refusal("<xs:include schemaLocation=\"p/x%20y.xsd\"/>", files: ["p/x y.xsd": text]))
    #expect(error.problems.contains { $0.file == "p/x y.xsd" && $0.line == 3 })
  }

  @Test func aMissingMainFileIsAProblem() {
    let error = markupError { _ = try Schema("a.xsd", files: [:]) }
    #expect(error?.code == .invalidSchema)
  }

  @Test func manyThreadsShareOneSchema() async throws {
    let schema = try schema()
    let right = bytes("<r xmlns='urn:r'><n>0.5</n><n>1</n></r>")
    let wrong = bytes("<r xmlns='urn:r'><n>0.5</n>\n<n>1.5</n></r>")
    let lines = await withTaskGroup(of: [Int?].self) { group in
      for index in 0..<2_000 {
        group.addTask { schema.validate(index % 2 == 0 ? right : wrong, named: "a").map(\.line) }
      }
      var lines: [[Int?]: Int] = [:]
      for await line in group { lines[line, default: 0] += 1 }
      return lines
    }
    #expect(lines == [[]: 1_000, [2]: 1_000])
  }
}
