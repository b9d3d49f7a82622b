import Diagnostics
import Notation
import Testing

/// What RFC 8259 accepts is read without a finding, and nothing else is.
@Suite struct JSONGrammarTests {
  @Test(arguments: [
    "{}", "[]", "null", "true", "false", "0", "-0", "\"\"", " [ ] ", "\r\n\t []\n",
    "[[]]", "[[],{}]", "[1]", "[1,2]", "[ 1 , 2 ]", "{\"a\":{\"b\":[null]}}", "{\"\":0}",
    "[0.1]", "[-1]", "[1e1]", "[1E+2]", "[1.25e-2]", "[0e5]", "[-0.0]", "[10]",
    "[\"\\\" \\\\ \\/ \\n \\r \\t\"]", "[\"\\u0041\\u00e9\\u00E9\"]", "[\"\\uD83D\\uDE00\"]",
    "[\"é 日本 😀\"]", "[\"\u{7F}\"]", "[\"\u{2028}\u{2029}\"]", "[\"// no comment /* \"]",
    "[\"[{,:'\"]", "{\"a\":1,\"A\":2}", "[\"\u{FEFF}\"]", "[\"\\u2028\"]",
  ])
  func acceptsEveryFormOfTheGrammar(json: String) {
    let (value, findings) = JSONReader.read(Array(json.utf8), file: "a.json")
    #expect(findings.isEmpty)
    #expect(value != nil)
  }

  @Test(arguments: [
    // Lists and objects
    "[", "]", "{", "}", "[1", "[1,", "[,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1}", "{]",
    "[1]]", "[[1]", "[:]", "[1:2]", "[\"a\":1]", "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{:1}",
    "{\"a\":1,}", "{,\"a\":1}", "{\"a\":1 \"b\":2}", "{\"a\"::1}", "{\"a\":1,,\"b\":2}",
    "{1:1}", "{null:1}", "{a:1}", "{'a':1}", "{\"a\":1}}", "{[]:1}", "{\"a\":1,\"a\":1}", "(1)",
    "{\"a\"=1}", "{\"a\":1;\"b\":2}", "<a/>", "*",
    // Words
    "nul", "tru", "fals", "True", "FALSE", "NULL", "nulll", "[NaN]", "[Infinity]",
    "[-Infinity]", "[+Inf]", "[NA]", "[None]", "[undefined]", "[abc]", "[true false]",
    // Numbers
    "[01]", "[-01]", "[00]", "[+1]", "[.5]", "[-.5]", "[1.]", "[1.e1]", "[1e]", "[1e+]", "[-]",
    "[+]", "[.]", "[--1]", "[1.2.3]", "[1e1.5]", "[0x1F]", "[1_000]", "[1 000]", "[1a]", "[- 1]",
    "[1e400]", "[-1e400]", "[1e-400]", "[2013-11-14]", "[1-1]", "[e1]", "[１]", "[½]",
    "[1e99999999999999999999]", "[1e-99999999999999999999]",
    // Texts
    "\"", "[\"a]", "[\"a\n\"]", "[\"a\tb\"]", "[\"\u{0}\"]", "[\"\u{1F}\"]", "[\"\\x\"]",
    "[\"\\a\"]", "[\"\\'\"]", "[\"\\\"]", "[\"\\u12\"]", "[\"\\u12G4\"]", "[\"\\U0041\"]",
    "[\"\\u 041\"]", "[\"\\\u{9}\"]", "[\"\\é\"]", "[\\n]", "[\"a\"b\"]", "['a']", "[“a”]", "[a\"]",
    "[\"\\uD800\"]", "[\"\\uDC00\"]", "[\"\\uDC00\\uD800\"]", "[\"\\uD800\\n\"]",
    "[\"\\uD800\\uD800\\uDC00\"]", "[\"\\u0000\"]", "[\"\\b\"]", "[\"\\f\"]", "[\"\\uFFFF\"]",
    // White space, comments, ends
    "", " ", "\n", "[\u{C}]", "[\u{A0}]", "[\u{2060}]", "\u{0}", "[]\u{0}", "[1]//", "[1]/**/",
    "[1]#a",
    "[/**/1]", "//", "/*", "[1]x", "1 2", "{}{}", "[]\n[]", "/", "[1/]", "\u{FEFF}\u{FEFF}[]",
  ])
  func reportsEverythingElseAsAnError(json: String) {
    #expect(JSONReader.read(Array(json.utf8), file: "a.json").findings.hasErrors)
  }

  @Test(
    arguments: [
      [0xFF], [0xC3], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xFC, 0x80],
    ] as [[UInt8]])
  func reportsBytesThatAreNotUTF8(bytes: [UInt8]) throws {
    let text = Array("[\n\"ab".utf8) + bytes + Array("\"]".utf8)
    let (value, findings) = JSONReader.read(text, file: "a.json")
    #expect(findings.map(\.brief) == ["2:4 intake.json.encoding"])
    #expect(value?.array?.first?.string?.hasPrefix("ab\u{FFFD}") == true)
  }

  @Test func readsEveryValueWithItsPlace() throws {
    let json = "{\r\n  \"é\": [1.50, \"a\\nb\"],\r  \"b\": {\"c\": null}, \"d\": true\n}"
    let (value, findings) = JSONReader.read(Array(json.utf8), file: "a.json")
    #expect(findings.isEmpty)
    let object = try #require(value?.object)
    #expect(object.members.map(\.key) == ["é", "b", "d"])
    #expect(object.members.map(\.keyLine) == [2, 3, 3])
    #expect(object.members.map(\.keyColumn) == [3, 3, 21])
    let list = try #require(object["é"]?.array)
    #expect(list.map(\.line) == [2, 2])
    #expect(list.map(\.column) == [9, 15])
    #expect(list[0].number?.text == "1.50")
    #expect(list[1].string == "a\nb")
    #expect(object["b"]?.object?["c"]?.column == 14)
    #expect(object["d"]?.bool == true)
    #expect(object["x"] == nil)
    #expect((value?.line, value?.column) == (1, 1))
  }

  @Test func aByteOrderMarkIsPassedOver() {
    let (value, findings) = JSONReader.read([0xEF, 0xBB, 0xBF] + Array("[1]".utf8), file: "a")
    #expect(findings.isEmpty)
    #expect(value?.column == 1)
    #expect(briefs("\u{FEFF}x") == ["1:1 intake.json.syntax"])
  }

  @Test func pairsOfSurrogatesAreOneCharacter() {
    let (value, _) = JSONReader.read(Array("\"\\uD83D\\uDE00\\uDBFF\\uDFFD\"".utf8), file: "a")
    #expect(value?.string == "\u{1F600}\u{10FFFD}")
  }

  @Test func theDepthLimitIsExact() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(briefs(nested(JSONReader.depthLimit)) == [])
    #expect(briefs(nested(JSONReader.depthLimit + 1)) == ["1:101 intake.json.depth"])
    #expect(briefs(String(repeating: "{\"a\":", count: 200_000)) == ["1:501 intake.json.depth"])
  }

  @Test func manyNamesInOneObjectAreComparedAsFewAre() {
    let members = (0..<100).map { "\"k\($0)\":\($0)" }
    #expect(briefs("{" + members.joined(separator: ",") + "}") == [])
    let again = members + ["\"k3\":0", "\"k99\":0"]
    #expect(
      findings("{\n" + again.joined(separator: ",\n") + "}").map(\.found) == [
        "the name “k3” stands in line 5 and in line 102 of one object",
        "the name “k99” stands in line 101 and in line 103 of one object",
      ])
  }

  @Test(arguments: [
    // Line ends of all kinds, tab characters and many spaces
    ("{\"a\":\r\n\r\n  1}", "a", 3, 3), ("{\"a\":\r\r 1}", "a", 3, 2),
    ("{\"a\":\n\r1}", "a", 3, 1), ("{\n\t\"a\":                   1}", "a", 2, 25),
    // Characters of one to four bytes count as one each, in names and in texts
    ("{\"é日😀\": 0, \"a\": 1}", "a", 1, 17), ("{\"x\": \"é日😀é\", \"a\": 1}", "a", 1, 20),
    ("{\"x\": \"é\",\n \"a\": 1}", "a", 2, 7),
    // Behind what is reported: comments and line breaks in texts
    ("{/* é\n日 */ \"a\": 1}", "a", 2, 11), ("{\"x\": \"é\n日\", \"a\": 1}", "a", 2, 10),
    ("{\"x\": \"\\q\u{1}é\", \"a\": 1}", "a", 1, 20), ("{\"x\": \"a\r\nb\", \"a\": 1}", "a", 2, 10),
  ])
  func aValueStandsWhereAPersonCountsIt(
    json: String, name: String, line: Int, column: Int
  ) throws {
    let (value, _) = JSONReader.read(Array(json.utf8), file: "a.json")
    let found = try #require(value?.object?[name])
    #expect((found.line, found.column) == (line, column))
  }

  @Test(arguments: [
    "{\"abcdefgh\":1,\"abcdefgh\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"\\u0061\":1,\"a\":2}",
    "{\"é\":1,\"e\u{301}\":2}", "{\"\u{37E}\":1,\";\":2}", "{a:1,'a':2}",
    "{\"abcdefghijklm\":1,\"x\":0,\"abcdefghijklm\":\n\n\n2}", "{\"\":1,\"\":2}",
    "{\"\":{\"\":1},\"\":2}",
  ])
  func namesThatAreEqualStandOnce(json: String) {
    #expect(findings(json).contains { $0.id == "intake.json.duplicate-key" })
  }

  @Test(arguments: [
    "{\"a\":{\"a\":{\"a\":1}}}", "[{\"a\":1},{\"a\":1}]", "{\"abcdefgh\":1,\"abcdefgi\":2}",
    "{\"a\":{\"b\":1},\"b\":{\"a\":1,\"b\":2}}", "{\"é\":1,\"è\":2,\"e\":3}",
  ])
  func namesOfDifferentObjectsMayBeEqual(json: String) {
    #expect(briefs(json) == [])
  }
}
