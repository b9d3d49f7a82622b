import Diagnostics
import Notation
import Testing

/// Each finding with its exact place, and how reading goes on behind it.
@Suite struct JSONFindingTests {
  @Test(arguments: [
    ("", ["1:1 intake.json.empty"]),
    ("  \n ", ["1:1 intake.json.empty"]),
    ("[1,\n 2,\n]", ["2:3 intake.json.syntax"]),
    ("{\"a\": 1,\n }", ["1:8 intake.json.syntax"]),
    ("{\"a\": 1\n \"b\": 2}", ["2:2 intake.json.syntax"]),
    ("[1\n 2]", ["2:2 intake.json.syntax"]),
    ("[,1]", ["1:2 intake.json.syntax"]),
    ("[1,,2]", ["1:4 intake.json.syntax"]),
    ("{\"a\" 1}", ["1:6 intake.json.syntax"]),
    ("{'a': 'b'}", ["1:2 intake.json.syntax", "1:7 intake.json.syntax"]),
    ("{a: 1}", ["1:2 intake.json.syntax"]),
    (
      "[1, // one\n 2 /* two */, # three\n 3]",
      [
        "1:5 intake.json.syntax", "2:4 intake.json.syntax", "2:15 intake.json.syntax",
      ]
    ),
    (
      "[NaN, TRUE, -Infinity, None, NA]",
      [
        "1:2 intake.json.syntax", "1:7 intake.json.syntax", "1:13 intake.json.syntax",
        "1:24 intake.json.syntax", "1:30 intake.json.syntax",
      ]
    ),
    ("[\"a\tb\", \"c\u{1}\"]", ["1:4 intake.json.syntax", "1:11 intake.json.syntax"]),
    ("[\"a\nb\"]", ["1:4 intake.json.syntax"]),
    ("[\"a\r\nb\"]", ["1:5 intake.json.syntax"]),
    ("{\"a\": \"b,\n \"c\": 1}", ["1:7 intake.json.syntax"]),
    ("[\"\\q\", \"\\u12\"]", ["1:3 intake.json.syntax", "1:9 intake.json.syntax"]),
    ("[\"é\\uD800x\"]", ["1:4 intake.json.lone-surrogate"]),
    ("[\"é\\uDC00\"]", ["1:4 intake.json.lone-surrogate"]),
    ("[\"\\u0000\"]", ["1:3 intake.text.xml-character"]),
    ("[\"\\b\\f\"]", ["1:3 intake.text.xml-character", "1:5 intake.text.xml-character"]),
    (
      "[\"a\u{FFFE}\u{FFFF}\"]", ["1:4 intake.text.xml-character", "1:5 intake.text.xml-character"]
    ),
    ("{\"\\u0001\": 1}", ["1:3 intake.text.xml-character"]),
    (
      "[007, +1, .5, 1., -.5e3]",
      [
        "1:2 intake.json.number", "1:7 intake.json.number", "1:11 intake.json.number",
        "1:15 intake.json.number", "1:19 intake.json.number",
      ]
    ),
    (
      "[1e999, 1e-999, 12abc]",
      [
        "1:2 intake.json.number", "1:9 intake.json.number", "1:17 intake.json.number",
      ]
    ),
    ("[1] x", ["1:5 intake.json.trailing"]),
    ("{}\n{}", ["2:1 intake.json.trailing"]),
    ("[1]]", ["1:4 intake.json.trailing"]),
    ("{\"a\":1,\n \"a\":2}", ["2:2 intake.json.duplicate-key"]),
    ("[1}", ["1:3 intake.json.syntax"]),
    ("[abc]", ["1:2 intake.json.syntax"]),
  ])
  func standsAtItsPlace(json: String, expected: [String]) {
    #expect(briefs(json) == expected)
  }

  @Test func severalFaultsOfOneFileAreAllNamed() {
    let json = """
      {
        // by hand
        'a': 01,
        "b": [1 2,],
        "a": NaN
      }
      """
    #expect(
      briefs(json) == [
        "2:3 intake.json.syntax", "3:3 intake.json.syntax", "3:8 intake.json.number",
        "4:11 intake.json.syntax", "4:12 intake.json.syntax", "5:8 intake.json.syntax",
        "5:3 intake.json.duplicate-key",
      ])
  }

  @Test func recoveredValuesAreWhatWasMeant() throws {
    let json = "{'a': 007, b: [+1.50, .5, 1., TRUE, None,], \"c\": NaN \"d\": \"x\\qy\"}"
    let value = try #require(JSONReader.read(Array(json.utf8), file: "a.json").value)
    let object = try #require(value.object)
    #expect(object.members.map(\.key) == ["a", "b", "c", "d"])
    #expect(object["a"]?.number?.integer == 7)
    let list = try #require(object["b"]?.array)
    #expect(list.prefix(3).map { $0.number?.text } == ["1.50", "0.5", "1"])
    #expect(list[3].bool == true)
    #expect(list.map(\.isFaulty) == [false, false, false, false, true])
    #expect(object["c"]?.isFaulty == true)
    #expect(object["d"]?.string == "xqy")
  }

  @Test(arguments: [
    ("[1 2]", "“2” stands where a comma or “]” is expected", "put a comma between the elements"),
    (
      "{\"a\":1 \"b\":2}", "“\"b\"” stands where a comma or “}” is expected",
      "put a comma between the members"
    ),
    (
      "[\n1}", "“}” stands where a comma or “]” is expected",
      "close the list that begins in line 1 first"
    ),
    (
      "[“a”]", "the character ““” (U+201C) stands where a value is expected",
      "write straight quotation marks (\"), not those of a word processor"
    ),
    (
      "[\u{A0}1]", "the character “\u{A0}” (U+00A0) stands where a value is expected",
      "remove the character, or put quotation marks round the text"
    ),
    (
      "[NaN]", "the word “NaN” stands where a value is expected",
      "leave the member out, or write why there is no value"
    ),
    ("[True]", "the word “True” stands where a value is expected", "write true"),
    ("[007]", "“007” is not a number of JSON", "write 7"),
    (
      "[2013-11-14]", "“2013-11-14” is not a number of JSON",
      "correct the number, or put quotation marks round a text or a date"
    ),
    ("[1e400]", "the number “1e400” is too large to be held", "correct the number"),
    (
      "{\"a\":1,\n\"a\":2}", "the name “a” stands in line 1 and in line 2 of one object",
      "remove the member that is wrong"
    ),
    (
      "[\"\\uD800\"]", "“\\uD800” stands alone: it is half of a character",
      "write the character itself, or remove the half"
    ),
    (
      "[\"a\tb\"]", "the control character U+0009 stands in a text",
      "write \\t for it, or remove it"
    ),
    ("[\"\\u0000\"]", "the character U+0000 stands in a text", "remove the character"),
  ])
  func saysWhatWasFoundAndWhatToDo(json: String, found: String, remedy: String) throws {
    let finding = try #require(findings(json).first)
    #expect(finding.found == found)
    #expect(finding.remedy == remedy)
    #expect(finding.severity == .error)
  }

  @Test(arguments: [
    ("{\n\"a\": [1", "the list that begins in line 2", "2:8"),
    ("{\n\"a\": [1]", "the object that begins in line 1", "2:9"),
    ("{\"a\"", "the object that begins in line 1", "1:5"),
    ("[\"ab", "a text", "1:5"), ("{\"ab", "a name", "1:5"), ("[\"a\\", "a text", "1:5"),
    ("[\"\\u00", "a text", "1:7"), ("[-", "a number", "1:3"), ("[1.", "a number", "1:4"),
    ("[1e", "a number", "1:4"), ("[1e+", "a number", "1:5"), ("[tr", "a word", "1:4"),
    ("n", "a word", "1:2"),
  ])
  func aFileThatWasCutOffSaysWhere(json: String, part: String, place: String) throws {
    let finding = try #require(findings(json).last)
    #expect(finding.found == "the file ends in the middle of \(part)")
    #expect(finding.brief == "\(place) intake.json.syntax")
  }

  @Test func encodingsAreGuessed() throws {
    func finding(_ bytes: [UInt8]) throws -> Finding {
      try #require(JSONReader.read(bytes, file: "a.json").findings.first)
    }
    let utf16 = Array("{\"a\": 1}".utf16)
    let little = utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [little, big, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big] {
      #expect(try finding(bytes).found == "the file looks like UTF-16 text")
      #expect(JSONReader.read(bytes, file: "a.json").findings.count == 1)
    }
    let latin = try finding(Array("[\"caf".utf8) + [0xE9] + Array(" ".utf8) + [0xE9, 0x22, 0x5D])
    #expect(latin.found == "the byte 0xE9 is not UTF-8 (and at 1 more place)")
    #expect(latin.remedy.contains("Latin-1"))
    let windows = try finding(Array("[\"".utf8) + [0x93, 0x94, 0x22, 0x5D])
    #expect(windows.remedy.contains("Windows-1252"))
    let cut = try finding(Array("[\"".utf8) + [0xE2, 0x82])
    #expect(cut.found == "the file ends in the middle of a character")
  }

  @Test func readingStopsAfterTooManyFindings() {
    let all = findings("[" + String(repeating: ",", count: 5000))
    #expect(all.count == JSONReader.findingLimit + 1)
    #expect(all.last?.id == "intake.json.too-many")
    #expect(all.last?.place.column == JSONReader.findingLimit + 2)
  }
}
