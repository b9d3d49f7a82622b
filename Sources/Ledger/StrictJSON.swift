package import Notation

/// A reader of the JSON that ninethirty itself and OCFL tools write: strings, integers, words,
/// arrays and objects, and nothing that two readers could take differently.
///
/// A floating-point number, a repeated key, an unpaired surrogate, bytes that are not UTF-8 and
/// anything after the value are errors. White space between the parts is allowed; whoever wants
/// the canonical form compares ``Notation/CanonicalJSON/bytes`` with what was read.
package enum StrictJSON {
  /// Why the bytes are not the JSON that is wanted.
  package struct Failure: Error, CustomStringConvertible {
    /// Where in the bytes, counted from 0.
    package let offset: Int
    /// What is wrong there, in lower case.
    package let reason: String
    package var description: String { "at byte \(offset): \(reason)" }
  }

  /// The one value that these bytes write.
  package static func read(_ bytes: [UInt8]) throws(Failure) -> CanonicalJSON {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Failure(offset: 0, reason: "the bytes are not UTF-8")
    }
    var scanner = StrictJSONScanner(bytes: bytes)
    let value = try scanner.value(depth: 0)
    scanner.skipSpace()
    guard scanner.atEnd else { throw scanner.failure("something follows the value") }
    return value
  }
}

/// Goes through the bytes once; they are UTF-8.
private struct StrictJSONScanner {
  let bytes: [UInt8]
  var offset = 0

  var atEnd: Bool { offset == bytes.count }
  private var next: UInt8? { atEnd ? nil : bytes[offset] }

  func failure(_ reason: String) -> StrictJSON.Failure {
    StrictJSON.Failure(offset: offset, reason: reason)
  }

  mutating func skipSpace() {
    while let byte = next, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { offset += 1 }
  }

  mutating func value(depth: Int) throws(StrictJSON.Failure) -> CanonicalJSON {
    guard depth < 64 else { throw failure("the value is nested deeper than 64") }
    skipSpace()
    guard let next else { throw failure("a value is missing") }
    switch next {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"): return .integer(try integer())
    case let byte? where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
      return .integer(try integer())
    default: return try word()
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    offset += 1
    return true
  }

  private mutating func require(_ character: Unicode.Scalar) throws(StrictJSON.Failure) {
    guard take(UInt8(ascii: character)) else { throw failure("\(character) is missing") }
  }

  private mutating func object(
    depth: Int
  ) throws(StrictJSON.Failure) -> [String: CanonicalJSON] {
    try require("{")
    var members: [String: CanonicalJSON] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return members }
    repeat {
      skipSpace()
      let key = try string()
      guard members[key] == nil else { throw failure("the key \u{201C}\(key)\u{201D} is repeated") }
      skipSpace()
      try require(":")
      members[key] = try value(depth: depth + 1)
      skipSpace()
    } while take(UInt8(ascii: ","))
    try require("}")
    return members
  }

  private mutating func array(depth: Int) throws(StrictJSON.Failure) -> [CanonicalJSON] {
    try require("[")
    var values: [CanonicalJSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return values }
    repeat {
      values.append(try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    try require("]")
    return values
  }

  private mutating func word() throws(StrictJSON.Failure) -> CanonicalJSON {
    let words: [(String, CanonicalJSON)] = [
      ("null", .null), ("true", .bool(true)), ("false", .bool(false)),
    ]
    for (text, value) in words where bytes[offset...].starts(with: text.utf8) {
      offset += text.utf8.count
      return value
    }
    throw failure("a value is missing")
  }

  private mutating func integer() throws(StrictJSON.Failure) -> Int {
    let start = offset
    _ = take(UInt8(ascii: "-"))
    while let byte = next, (48...57).contains(byte) { offset += 1 }
    if let byte = next, ".eE".utf8.contains(byte) {
      throw failure("a number that is no integer")
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard let value = Int(text), value.magnitude < 1 << 53, String(value) == text else {
      throw failure("\(text) is no integer below 2^53 in its plain form")
    }
    return value
  }

  private mutating func string() throws(StrictJSON.Failure) -> String {
    try require("\"")
    var text: [UInt8] = []
    while let byte = next {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(try escape().utf8)
      case 0..<0x20: throw failure("a control character inside a string")
      default: text.append(byte)
      }
    }
    throw failure("a string without its end")
  }

  private mutating func escape() throws(StrictJSON.Failure) -> String {
    guard let byte = next else { throw failure("a string without its end") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return String(UnicodeScalar(byte))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return String(Character(try escapedScalar()))
    default: throw failure("an escape that JSON does not have")
    }
  }

  private mutating func escapedScalar() throws(StrictJSON.Failure) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u"))
    else { throw failure("an unpaired surrogate") }
    let second = try codeUnit()
    guard (0xDC00..<0xE000).contains(second) else { throw failure("an unpaired surrogate") }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))!
  }

  private mutating func codeUnit() throws(StrictJSON.Failure) -> UInt32 {
    let digits = String(decoding: bytes[offset...].prefix(4), as: UTF8.self)
    guard digits.utf8.count == 4, !digits.hasPrefix("+"), !digits.hasPrefix("-"),
      let value = UInt32(digits, radix: 16)
    else { throw failure("four hexadecimal digits are missing") }
    offset += 4
    return value
  }
}
