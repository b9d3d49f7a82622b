/// Where in a JSON document a place of its text is, also where the text is broken from there on.
package enum JSONPath {
  /// The path of what is being written at a line and column, both counted from 1:
  /// `$.outcomes[0].treatment`.
  ///
  /// Everything before the place is taken for JSON. An end of an object or a list that nobody began
  /// is passed over, so a path comes out for any bytes.
  package static func at(line: Int, column: Int, in bytes: [UInt8]) -> String {
    var reading = Reading()
    let end = offset(line: line, column: column, in: bytes)
    var position = 0
    while position < end {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        let start = position
        while position < end, bytes[position] != UInt8(ascii: "\"") {
          position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        reading.text = bytes[start..<min(position, end)]
        position += 1
      } else {
        reading.take(byte)
      }
    }
    return reading.path
  }

  /// What is open at a place.
  private struct Reading {
    private enum Level {
      case object(key: String?)
      case list(index: Int)
    }

    private var levels: [Level] = []
    /// The last text, which a colon makes a name.
    var text: ArraySlice<UInt8>?

    mutating func take(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "{"): levels.append(.object(key: nil))
      case UInt8(ascii: "["): levels.append(.list(index: 0))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
      case UInt8(ascii: ":"):
        guard case .object? = levels.last, let text else { return }
        levels[levels.count - 1] = .object(key: String(decoding: text, as: UTF8.self))
      case UInt8(ascii: ","):
        switch levels.last {
        case .object: levels[levels.count - 1] = .object(key: nil)
        case .list(let index): levels[levels.count - 1] = .list(index: index + 1)
        case nil: break
        }
      default: break
      }
    }

    var path: String {
      levels.reduce(into: "$") { path, level in
        switch level {
        case .object(let key?): path += key.allSatisfy(\.isNameLetter) ? ".\(key)" : "['\(key)']"
        case .object(nil): break
        case .list(let index): path += "[\(index)]"
        }
      }
    }
  }

  /// The offset of a place, by the rules of ``Locator``; the end of the bytes for one behind it.
  private static func offset(line: Int, column: Int, in bytes: [UInt8]) -> Int {
    var (here, there) = (1, 1)
    for (offset, byte) in bytes.enumerated() {
      if here == line, there >= column, byte & 0xC0 != 0x80 { return offset }
      let isLineEnd =
        byte == 0x0A || (byte == 0x0D && !(offset + 1 < bytes.count && bytes[offset + 1] == 0x0A))
      if isLineEnd {
        if here == line { return offset }
        (here, there) = (here + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        there += 1
      }
    }
    return bytes.count
  }
}

extension Character {
  fileprivate var isNameLetter: Bool { isASCII && (isLetter || isNumber || self == "-") }
}
