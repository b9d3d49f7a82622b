/// The character encodings that a bag may declare for its tag files (RFC 8493, section 2.1.1).
enum BagEncoding: Sendable, Hashable {
  case utf8, ascii, latin1, utf16, utf16BigEndian, utf16LittleEndian

  /// Nil for a name that is not known; capitals do not matter, as in the register of IANA.
  init?(_ name: String) {
    switch name.uppercased() {
    case "UTF-8", "UTF8": self = .utf8
    case "US-ASCII", "ASCII": self = .ascii
    case "ISO-8859-1", "ISO8859-1", "LATIN1": self = .latin1
    case "UTF-16": self = .utf16
    case "UTF-16BE": self = .utf16BigEndian
    case "UTF-16LE": self = .utf16LittleEndian
    default: return nil
    }
  }

  /// The text that these bytes write, without a byte-order mark; nil where they are not in this
  /// encoding.
  func text(of bytes: [UInt8]) -> String? {
    switch self {
    case .utf8: return String(validating: Self.withoutMark(bytes), as: UTF8.self)
    case .ascii: return String(validating: bytes, as: Unicode.ASCII.self)
    case .latin1:
      var scalars = String.UnicodeScalarView()
      for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
      return String(scalars)
    case .utf16:
      // Without a mark it is big-endian (RFC 2781, section 4.3).
      if bytes.starts(with: [0xFF, 0xFE]) { return Self.utf16(bytes.dropFirst(2), 0, 1) }
      return Self.utf16(bytes.starts(with: [0xFE, 0xFF]) ? bytes.dropFirst(2) : bytes[...], 1, 0)
    case .utf16BigEndian: return Self.utf16(bytes[...], 1, 0)
    case .utf16LittleEndian: return Self.utf16(bytes[...], 0, 1)
    }
  }

  private static func withoutMark(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
  }

  /// The text of pairs of bytes, of which `low` is the index of the lower one in its pair.
  private static func utf16(_ bytes: ArraySlice<UInt8>, _ low: Int, _ high: Int) -> String? {
    guard bytes.count % 2 == 0 else { return nil }
    let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { index in
      UInt16(bytes[index + high]) << 8 | UInt16(bytes[index + low])
    }
    return String(validating: units, as: UTF16.self)
  }
}

/// A line of a tag file.
struct BagLine: Sendable, Hashable {
  /// Counted from 1.
  let number: Int
  let text: String

  /// The lines of a text: they end in LF, CR or CR LF, the last one perhaps in nothing.
  static func lines(of text: String) -> [BagLine] {
    var lines: [BagLine] = []
    var line: [UInt8] = []
    var previous: UInt8 = 0
    func add() {
      lines.append(BagLine(number: lines.count + 1, text: String(decoding: line, as: UTF8.self)))
      line.removeAll(keepingCapacity: true)
    }
    for byte in text.utf8 {
      switch byte {
      case 0x0A where previous == 0x0D: break
      case 0x0A, 0x0D: add()
      default: line.append(byte)
      }
      previous = byte
    }
    if !line.isEmpty { add() }
    return lines
  }
}

extension String {
  /// Whether it is nothing but spaces and tabs, or nothing at all.
  var isBlank: Bool { utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// Whether it begins with a space or a tab.
  var beginsBlank: Bool { utf8.first == 0x20 || utf8.first == 0x09 }

  /// Without spaces and tabs at its ends.
  var withoutBlankEnds: String {
    var bytes = utf8[...]
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return String(Substring(bytes))
  }
}
