import Diagnostics
import Notation
import Testing

@Suite struct FieldReaderTests {
  private enum Start: String, CaseIterable { case custody, community, both }

  /// What a body makes of a JSON text, and the findings.
  private func read<Value>(
    _ json: String, _ body: (ObjectReader) -> Value?
  ) -> (value: Value?, findings: [Finding]) {
    JSONReader.readObject(Array(json.utf8), file: "a.json", body)
  }

  /// The one finding of decoding the member `x` of a JSON text.
  private func finding<Value>(
    _ x: String, _ body: (FieldReader) -> Value?
  ) throws -> Finding {
    let (value, findings) = read("{\"x\": \(x)}") { $0.required("x").flatMap(body) }
    #expect(value == nil)
    #expect(findings.count == 1)
    return try #require(findings.first)
  }

  @Test func decodesEveryKindOfMember() throws {
    let json = """
      {"name": "A", "people": 12, "value": 1.50, "both": true, "started": "custody",
       "service": {"area": "North"}, "list": [1, 2]}
      """
    let (value, findings) = read(json) { reader -> String? in
      let parts: [String?] = [
        reader.string("name"), reader.integer("people", in: 0...).map(String.init),
        reader.number("value", in: 0...2).map(\.text), reader.bool("both").map(String.init),
        reader.choice("started", of: Start.self).map(\.rawValue),
        reader.object("service") { $0.string("area") },
        reader.array("list") { $0.integer() }.map { "\($0)" },
        reader.optionalString("absent"),
      ]
      return parts.map { $0 ?? "nil" }.joined(separator: " ")
    }
    #expect(findings.isEmpty)
    #expect(value == "A 12 1.50 true custody North [1, 2] nil")
  }

  @Test func everyFaultOfAFileIsReportedWithItsPath() {
    let json = """
      {"name": "",
       "outcomes": [{"treatment": {"people": "12"}}, {"treatment": {"peple": 3}}],
       "odd name": 1}
      """
    let (value, findings) = read(json) { reader -> Int? in
      let name = reader.string("name")
      let outcomes = reader.array("outcomes") { element in
        element.object { outcome in
          outcome.object("treatment") { $0.integer("people", in: 0...) }
        }
      }
      #expect(name == nil)
      #expect(outcomes == nil)
      return outcomes?.count
    }
    #expect(value == nil)
    #expect(
      findings.map { "\($0.brief) \($0.place.path ?? "")" } == [
        "1:10 intake.json.blank $.name",
        "2:40 intake.json.wrong-type $.outcomes[0].treatment.people",
        "2:62 intake.json.missing-field $.outcomes[1].treatment.people",
        "2:63 intake.json.unknown-field $.outcomes[1].treatment.peple",
        "3:2 intake.json.unknown-field $['odd name']",
      ])
    #expect(findings[1].found == "the text “12”, where a whole number is expected")
    #expect(findings[1].remedy == "write the number without quotation marks: 12")
    #expect(findings[2].found == "the member “people” is missing")
    #expect(findings[3].remedy == "did you mean “people”?")
    #expect(findings[4].remedy == "remove it")
  }

  @Test func wrongTypesNameWhatStandsThere() throws {
    func integer(_ x: String) throws -> String { try finding(x) { $0.integer() }.found }
    #expect(try integer("null") == "null, where a whole number is expected")
    #expect(try integer("true") == "true, where a whole number is expected")
    #expect(try integer("12.5") == "the number 12.5, where a whole number is expected")
    #expect(try integer("[]") == "an empty list, where a whole number is expected")
    #expect(try integer("[1]") == "a list of 1 element, where a whole number is expected")
    #expect(try integer("{}") == "an object, where a whole number is expected")
    #expect(try integer("\"\"") == "an empty text, where a whole number is expected")
    #expect(try finding("5") { $0.string() }.remedy == "put quotation marks round it: \"5\"")
    #expect(try finding("\"1,200\"") { $0.number() }.remedy.hasSuffix("like 1200"))
    #expect(try finding("\"yes\"") { $0.bool() }.remedy == "write true without quotation marks")
    #expect(try finding("1") { $0.bool() }.remedy == "write true")
    #expect(try finding("[\"a\"]") { $0.string() }.remedy.contains("auto_unbox = TRUE"))
    #expect(try finding("\"a\"") { $0.elements() }.remedy.contains("auto_unbox = FALSE"))
    #expect(try finding("[{}]") { $0.object { $0.string("a") } }.id == "intake.json.wrong-type")
    #expect(try finding("3") { $0.choice(of: Start.self) }.id == "intake.json.wrong-type")
  }

  @Test func rangesAreNamedInWords() throws {
    func found(_ x: String, _ body: (FieldReader) -> Int?) throws -> String {
      let finding = try finding(x, body)
      #expect(finding.id == "intake.json.out-of-range")
      return finding.found
    }
    #expect(
      try found("-1") { $0.integer(in: 0...) }
        == "the number -1, where a whole number of 0 or more is expected")
    #expect(
      try found("101") { $0.integer(in: 0...100) }
        == "the number 101, where a whole number from 0 to 100 is expected")
    #expect(
      try found("100") { $0.integer(in: 0..<100) }
        == "the number 100, where a whole number from 0 to less than 100 is expected")
    #expect(
      try found("1.5") { $0.number(in: 0...1).map { _ in 0 } }
        == "the number 1.5, where a number from 0 to 1 is expected")
    #expect(
      try found("9007199254740992") { $0.integer() }.hasPrefix("the number 9007199254740992,"))
    #expect(try found("1e300") { $0.integer(in: 0...) }.hasPrefix("the number 1e300,"))
  }

  @Test func aWholeNumberMayBeWrittenWithAPointOrAnExponent() {
    let (value, findings) = read("{\"x\": 12.0, \"y\": 1e2}") { reader -> [Int?]? in
      [reader.integer("x"), reader.integer("y")]
    }
    #expect(value == [12, 100])
    #expect(findings.isEmpty)
  }

  @Test func choicesAreListedAndTheNearestIsNamed() throws {
    let near = try finding("\"Custody\"") { $0.choice(of: Start.self) }
    #expect(near.id == "intake.json.choice")
    #expect(near.rule == "the text is one of “custody”, “community” or “both”")
    #expect(near.remedy == "did you mean “custody”?")
    let far = try finding("\"elsewhere\"") { $0.choice(of: ["custody"]) }
    #expect(far.remedy == "write one of these texts")
  }

  @Test func whiteSpaceAtTheEndsIsAWarningAndStays() {
    let (value, findings) = read("{\"x\": \"a \"}") { $0.string("x") }
    #expect(value == "a ")
    #expect(findings.map(\.id) == ["intake.text.white-space"])
    #expect(!findings.hasErrors)
  }

  @Test(arguments: ["\"\"", "\"  \"", "\"\\n\\t\"", "\"\u{A0}\""])
  func aBlankTextIsNoText(x: String) throws {
    #expect(try finding(x) { $0.string() }.id == "intake.json.blank")
  }

  @Test(arguments: [
    ("startDate", "start_date"), ("satrt", "start"), ("Poeple", "people"), ("titel", "title"),
  ])
  func aMisspeltMemberSuggestsTheNearestName(written: String, meant: String) {
    let (_, findings) = read("{\"\(written)\": 1}") { reader -> Int? in
      reader.allow("start_date", "start", "people", "title")
      return 1
    }
    #expect(findings.map(\.remedy) == ["did you mean “\(meant)”?"])
  }

  @Test func aMemberThatIsThereIsNotSuggested() {
    let (_, findings) = read("{\"title\": 1, \"titel\": 2}") { reader -> JSONValue? in
      reader.value("title")
    }
    #expect(findings.map(\.remedy) == ["remove it"])
  }

  @Test func unknownMembersWithoutNumberAreSummedUp() {
    let members = (0..<1000).map { "\"u\($0)\": 0" }.joined(separator: ",")
    let (_, findings) = read("{\(members)}") { _ -> Int? in 1 }
    #expect(findings.count == 51)
    #expect(findings.last?.found == "950 more members are unknown")
  }

  @Test func whatTheReaderReportedIsNotReportedAgain() {
    let (_, findings) = read("{\"x\": NaN, \"y\": 1e999}") { reader -> Int? in
      _ = reader.number("y")
      return reader.integer("x")
    }
    #expect(findings.map(\.id) == ["intake.json.syntax", "intake.json.number"])
  }

  @Test func aFormatCanHaveSeveralFormsOfOneValue() {
    func published(_ field: FieldReader) -> String? {
      if field.value.object != nil {
        return field.object { reader in
          _ = reader.optionalString("source")
          return reader.string("published")
        }
      }
      return field.number().map(\.text)
    }
    let (value, findings) = read(
      "{\"x\": {\"published\": \"19\", \"source\": \"s\"}, \"y\": 19, \"z\": {\"published\": 19}}"
    ) { reader -> [String?]? in
      ["x", "y", "z"].map { reader.required($0).flatMap(published) }
    }
    #expect(value == ["19", "19", nil])
    #expect(findings.map(\.place.path) == ["$.z.published"])
  }

  @Test func ownFindingsStandAtTheMember() {
    let (_, findings) = read("{\n \"x\": 1}") { reader -> Int? in
      reader.report("intake.outcomes.first", .note, about: "x", found: "f", rule: "r", remedy: "d")
      reader.report("intake.outcomes.first", found: "f", rule: "r", remedy: "d")
      return reader.integer("x")
    }
    #expect(findings.map(\.place.text) == ["a.json:2:7 $.x", "a.json:1:1 $"])
    #expect(findings.map(\.severity) == [.note, .error])
  }

  @Test func aFileThatIsNoObjectIsAFinding() {
    let (value, findings) = read("[1]") { _ -> Int? in 1 }
    #expect(value == nil)
    #expect(findings.map(\.place.text) == ["a.json:1:1 $"])
    #expect(read("{") { _ -> Int? in 1 }.findings.map(\.id) == ["intake.json.syntax"])
  }
}
