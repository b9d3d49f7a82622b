import Testing

@testable import Notation

/// What is being written at a place of a JSON text, whole or broken.
@Suite struct JSONPathTests {
  private static let text = """
    {
      "a": [1, {"b": "x]}\\"{", "c": 2}],
      "d": {"e.f": [[3]], "g": "ü", "h": 4}
    }
    """

  @Test(arguments: [
    (1, 1, "$"), (2, 9, "$.a[0]"), (2, 18, "$.a[1].b"), (2, 33, "$.a[1].c"),
    (3, 18, "$.d['e.f'][0][0]"),
    (3, 28, "$.d.g"), (3, 38, "$.d.h"), (9, 9, "$"),
  ])
  func aPlaceHasAPath(line: Int, column: Int, path: String) {
    #expect(JSONPath.at(line: line, column: column, in: Array(Self.text.utf8)) == path)
  }

  @Test func everyValueOfAWholeTextIsFoundAtItsOwnPlace() throws {
    let bytes = Array(Self.text.utf8)
    func check(_ value: JSONValue, _ path: String) {
      // Behind an opening bracket one is inside.
      if value.array == nil, value.object == nil {
        #expect(JSONPath.at(line: value.line, column: value.column, in: bytes) == path)
      }
      for (index, element) in (value.array ?? []).enumerated() {
        check(element, "\(path)[\(index)]")
      }
      for member in value.object?.members ?? [] {
        check(
          member.value,
          member.key.contains(".") ? "\(path)['\(member.key)']" : "\(path).\(member.key)")
      }
    }
    check(JSONReader.read(bytes, file: "a.json").value ?? JSONValue(.null, line: 1, column: 1), "$")
  }

  @Test func bytesOfAnyKindHaveSomePath() {
    for length in 0...Self.text.utf8.count {
      let cut = Array(Self.text.utf8.prefix(length))
      #expect(JSONPath.at(line: 99, column: 1, in: cut).hasPrefix("$"))
      #expect(JSONPath.at(line: 2, column: 400, in: cut.reversed()).hasPrefix("$"))
    }
    #expect(JSONPath.at(line: 1, column: 9, in: Array("]}],:\"\\".utf8)) == "$")
  }
}
