import Diagnostics

/// What the bytes of a file say about its encoding: UTF-8 is read, anything else is a finding.
struct TextEncoding {
  /// The offset of the first byte after a UTF-8 byte order mark; 0 where there is none.
  let start: Int
  /// What is wrong; nil for UTF-8.
  let finding: Finding?
  /// Whether reading on makes sense: not where the file is UTF-16.
  let isReadable: Bool

  /// Looks at all bytes once; `id` is that of the finding.
  init(of bytes: [UInt8], file: String, id: String) {
    start = bytes.starts(with: Self.mark) ? Self.mark.count : 0
    if Self.looksLikeUTF16(bytes) {
      isReadable = false
      finding = Finding(
        id, at: Place(file, line: 1, column: 1),
        found: "the file looks like UTF-16 text", rule: "the file is UTF-8 text",
        source: Self.source(id),
        remedy: "save the file again as UTF-8 (in Excel: “CSV UTF-8”; in Notepad: “UTF-8”)")
      return
    }
    isReadable = true
    finding = bytes.withUnsafeBufferPointer { Self.firstFault(in: FileBytes($0)) }.map {
      Self.finding($0, in: bytes, file: file, id: id)
    }
  }

  private static func finding(
    _ fault: Fault, in bytes: [UInt8], file: String, id: String
  ) -> Finding {
    var locator = Locator(bytes, from: bytes.starts(with: mark) ? mark.count : 0)
    let place = locator.locate(fault.offset)
    let others = fault.count - 1
    let more = others > 0 ? " (and at \(others) more place\(others == 1 ? "" : "s"))" : ""
    return Finding(
      id, at: Place(file, line: place.line, column: place.column),
      found: fault.isAtEnd
        ? "the file ends in the middle of a character"
        : "the byte 0x\(hex(bytes[fault.offset])) is not UTF-8\(more)",
      rule: "the file is UTF-8 text", source: source(id),
      remedy: fault.isAtEnd
        ? "the file was cut off: export it again"
        : "save the file again as UTF-8; it looks like \(fault.guess)")
  }

  private struct Fault {
    var offset: Int
    /// How many sequences of the file are not UTF-8.
    var count = 0
    /// Whether the only fault is a sequence that the end of the file cuts off.
    var isAtEnd: Bool
    var guess = "Latin-1 (ISO 8859-1)"
  }

  /// The byte order mark in UTF-8.
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// For CSV, UTF-8 is a rule of our own.
  private static func source(_ id: String) -> String? {
    id == "intake.json.encoding" ? "RFC 8259 section 8.1" : nil
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// A byte order mark of UTF-16, or every other byte of the beginning zero.
  private static func looksLikeUTF16(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
    let beginning = bytes.prefix(64)
    guard beginning.count >= 4 else { return false }
    let zeros = beginning.indices.filter { beginning[$0] == 0 }
    let even = zeros.count { $0.isMultiple(of: 2) }
    let expected = beginning.count / 2 - beginning.count / 8
    return max(even, zeros.count - even) >= max(2, expected)
  }

  private static func firstFault(in bytes: FileBytes) -> Fault? {
    var fault: Fault?
    var offset = 0
    while offset < bytes.count {
      if let eight = bytes.word(at: offset), eight.marksBeyondASCII == 0 {
        offset += 8
        continue
      }
      if bytes[offset] < 0x80 {
        offset += 1
        continue
      }
      let (length, isComplete) = sequence(in: bytes, at: offset)
      if !isComplete {
        let isCut = offset + length == bytes.count && length > 0
        if fault == nil { fault = Fault(offset: offset, isAtEnd: isCut) }
        fault?.count += 1
        // ISO 8859-1 has no printable characters there, Windows-1252 has quotation marks.
        if (0x80..<0xA0).contains(bytes[offset]) {
          fault?.guess = "Windows-1252 (what older programs on Windows write)"
        }
      }
      offset += max(length, 1)
    }
    return fault
  }

  /// How many bytes from the offset belong to one character, and whether they are all of it.
  ///
  /// Overlong forms, surrogates and code points above U+10FFFF are not characters (Unicode
  /// Standard, table 3-7); their length is 0.
  private static func sequence(
    in bytes: FileBytes, at offset: Int
  ) -> (length: Int, isComplete: Bool) {
    let needed: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[offset] {
    case 0xC2...0xDF: needed = 2
    case 0xE0: (needed, second) = (3, 0xA0...0xBF)
    case 0xED: (needed, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: needed = 3
    case 0xF0: (needed, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: needed = 4
    case 0xF4: (needed, second) = (4, 0x80...0x8F)
    default: return (0, false)
    }
    for index in 1..<needed {
      guard offset + index < bytes.count else { return (index, false) }
      let allowed = index == 1 ? second : 0x80...0xBF
      guard allowed.contains(bytes[offset + index]) else { return (0, false) }
    }
    return (needed, true)
  }
}
