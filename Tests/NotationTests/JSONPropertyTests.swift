import Diagnostics
import Notation
import Testing

@Suite struct JSONPropertyTests {
  private static let document = """
    {"title": "Caf\\u00e9 \\uD83D\\uDE00 – é😀", "people": -12.50e+1, "list": [true, false, null,
      [], {}, {"a": "b\\n\\\\"}], "published": "19"}
    """

  @Test func aFileCutOffAtAnyByteIsAnError() {
    let bytes = Array(Self.document.utf8)
    #expect(JSONReader.read(bytes, file: "a.json").findings.isEmpty)
    for count in bytes.indices {
      let (_, findings) = JSONReader.read(Array(bytes[..<count]), file: "a.json")
      #expect(findings.hasErrors, "cut off after \(count) bytes")
      #expect(
        count == 0 || findings.contains { $0.found.hasPrefix("the file ends in the middle of") },
        "cut off after \(count) bytes: \(findings.map(\.found))")
    }
  }

  @Test func everyChangedByteIsReadWithoutACrash() {
    let bytes = Array(Self.document.utf8)
    for index in bytes.indices {
      for replacement: UInt8 in [0x00, 0x0A, 0x22, 0x27, 0x2C, 0x2F, 0x5B, 0x5C, 0x7D, 0x80, 0xFF] {
        var changed = bytes
        changed[index] = replacement
        let (value, findings) = JSONReader.read(changed, file: "a.json")
        #expect(value != nil || findings.hasErrors)
      }
    }
  }

  @Test func randomBytesAreReadWithoutACrash() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    let alphabet =
      Array("{}[]:,\"'\\/*#u0Ddeé.+-19tfnNa \n\r\t\u{1}".utf8) + [0xEF, 0xBF, 0xBE, 0xFF]
    for round in 0..<20_000 {
      let length = Int.random(in: 0...40, using: &generator)
      let bytes = (0..<length).map { _ in
        round.isMultiple(of: 4)
          ? UInt8.random(in: 0...255, using: &generator)
          : alphabet.randomElement(using: &generator)!
      }
      let (value, findings) = JSONReader.read(bytes, file: "a.json")
      #expect(
        (value != nil || findings.hasErrors)
          && findings.allSatisfy { ($0.place.line ?? 0) > 0 && ($0.place.column ?? 0) > 0 },
        "seed \(seed), round \(round): \(bytes)")
    }
  }

  @Test func whatTheCanonicalWriterWritesIsReadBack() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    for round in 0..<500 {
      let value = Self.randomValue(depth: 4, using: &generator)
      let (read, findings) = JSONReader.read(value.bytes, file: "a.json")
      #expect(findings.isEmpty, "seed \(seed), round \(round)")
      let canonical = CanonicalJSON(try #require(read))
      #expect(canonical == value, "seed \(seed), round \(round)")
      #expect(canonical?.bytes == value.bytes, "seed \(seed), round \(round)")
    }
  }

  @Test(arguments: ["1.5", "[9007199254740992]", "{\"a\":1e30}", "{\"a\":1,\"a\":1}"])
  func whatIsNotCanonicalIsNotMadeSo(json: String) throws {
    let value = try #require(JSONReader.read(Array(json.utf8), file: "a.json").value)
    #expect(CanonicalJSON(value) == nil)
  }

  private static func randomValue(
    depth: Int, using generator: inout SeededGenerator
  ) -> CanonicalJSON {
    let exact = Numeral.exactIntegers
    switch Int.random(in: 0..<(depth == 0 ? 4 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .integer(Int.random(in: exact, using: &generator))
    case 3: return .string(randomText(using: &generator))
    case 4:
      let count = Int.random(in: 0...4, using: &generator)
      return .array((0..<count).map { _ in randomValue(depth: depth - 1, using: &generator) })
    default:
      var members: [String: CanonicalJSON] = [:]
      for _ in 0..<Int.random(in: 0...4, using: &generator) {
        let key = randomText(using: &generator)
        members[key] = randomValue(depth: depth - 1, using: &generator)
      }
      return .object(members)
    }
  }

  private static func randomText(using generator: inout SeededGenerator) -> String {
    // No characters that XML cannot carry: the reader reports those, by intention.
    let scalars = "\n\t\r\"\\/ aZ09é\u{301}–日😀\u{7F}\u{2028}\u{FFFD}\u{10FFFF}".unicodeScalars
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      text.append(scalars.randomElement(using: &generator)!)
    }
    return String(text)
  }
}
