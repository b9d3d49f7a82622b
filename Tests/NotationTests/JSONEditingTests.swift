import Testing

@testable import Notation

/// A change at one place leaves every other byte as it is.
@Suite struct JSONEditingTests {
  private static let element: [(name: String, value: CanonicalJSON)] = [
    ("edition", .string("2099-01")), ("reason", .string("é \"quoted\"")),
  ]

  private func list(_ text: String) throws -> (bytes: [UInt8], list: JSONValue) {
    let bytes = Array(text.utf8)
    let (value, findings) = JSONReader.read(bytes, file: "a.json")
    #expect(findings.isEmpty, "\(findings)")
    return (bytes, try #require(value?.object?["list"]))
  }

  @Test(arguments: [
    (#"{"list":[]}"#, "{\"list\":[\n  X\n]}"),
    ("{\n  \"list\": [\n  ],\n  \"b\": 1\n}\n", "{\n  \"list\": [\n    X\n  ],\n  \"b\": 1\n}\n"),
    ("{\n\t\"list\": [ ] }", "{\n\t\"list\": [\n\t  X\n\t] }"),
    (#"{"list":[{"a":1}]}"#, "{\"list\":[{\"a\":1},\nX]}"),
    (
      "{\r\n  \"é\": \"]}\\\"\", \"list\": [\r\n    {\"a\": \"}]\"},\r\n    {\"b\": []}\r\n  ]\r\n}",
      "{\r\n  \"é\": \"]}\\\"\", \"list\": [\r\n    {\"a\": \"}]\"},\r\n    {\"b\": []},\n    X\r\n  ]\r\n}"
    ),
    ("\u{FEFF}{\"ü\": \"統\", \"list\": [\n 1 ]}", "\u{FEFF}{\"ü\": \"統\", \"list\": [\n 1,\n X ]}"),
  ])
  func anElementIsAddedAtTheEndOfAList(before: String, after: String) throws {
    let (bytes, list) = try list(before)
    let edited = JSONEditing(bytes).appending(object: Self.element, to: list)
    let element = #"{ "edition": "2099-01", "reason": "é \"quoted\"" }"#
    #expect(String(decoding: edited, as: UTF8.self) == after.replacing("X", with: element))
    #expect(JSONReader.read(edited, file: "a.json").findings.isEmpty)
  }

  @Test func anElementIsReplacedWhereItStands() throws {
    let (bytes, list) = try list(
      "{ \"list\": [ {\"a\": \"é\"}, {\"b\": {\"c\": [\"}\"]}} , 3 ] }")
    let second = try #require(list.array?[1])
    let edited = JSONEditing(bytes).replacing(second, withObject: [("d", .integer(4))])
    #expect(
      String(decoding: edited, as: UTF8.self)
        == "{ \"list\": [ {\"a\": \"é\"}, { \"d\": 4 } , 3 ] }")
  }
}
