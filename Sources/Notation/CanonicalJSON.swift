/// A JSON value to be written in one fixed form of bytes.
///
/// The form is that of RFC 8785 (JSON Canonicalization Scheme) without floating-point numbers:
/// keys sorted by UTF-16 code units, no white space, the shortest escapes, integers in decimal.
/// Equal values give equal bytes, so the bytes can be hashed.
package enum CanonicalJSON: Sendable, Hashable {
  case null
  case bool(Bool)
  /// An integer of at most 2^53 - 1 in size, so that every reader of JSON gets it exactly.
  case integer(Int)
  case string(String)
  case array([CanonicalJSON])
  case object([String: CanonicalJSON])

  /// The canonical bytes, without a line feed at the end.
  package var bytes: [UInt8] {
    var output: [UInt8] = []
    write(to: &output)
    return output
  }

  /// The canonical text, without a line feed at the end.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  private func write(to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .integer(let value):
      precondition(abs(value) < 1 << 53, "an integer that not every JSON reader gets exactly")
      output += String(value).utf8
    case .string(let value): Self.write(value, to: &output)
    case .array(let values):
      output.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        value.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      let keys = members.keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
      for (index, key) in keys.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        Self.write(key, to: &output)
        output.append(UInt8(ascii: ":"))
        members[key]!.write(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ string: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output += "\\\"".utf8
      case UInt8(ascii: "\\"): output += "\\\\".utf8
      case 0x08: output += "\\b".utf8
      case 0x09: output += "\\t".utf8
      case 0x0A: output += "\\n".utf8
      case 0x0C: output += "\\f".utf8
      case 0x0D: output += "\\r".utf8
      case 0..<0x20:
        let hex = String(byte, radix: 16)
        output += "\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)".utf8
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
