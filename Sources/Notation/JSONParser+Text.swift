import Diagnostics

extension JSONParser {
  /// The text at the position, which is its quotation mark and stands at this place.
  ///
  /// Messages call it by the name: `text` or `name`.
  mutating func string(
    at place: Locator.Position, as name: String
  ) throws(Stop) -> String {
    let quote = bytes[position]
    if quote == UInt8(ascii: "'") {
      try report(
        "intake.json.syntax", at: place,
        Message(
          found: "a \(name) stands in single quotation marks",
          rule: "texts and names stand in double quotation marks",
          remedy: "write \" for '", section: "7"))
    }
    position += 1
    let findingsBefore = findings.count
    var text: [UInt8] = []
    var run = position
    var allowsLineBreaks = false
    while true {
      passPlainText(upTo: quote)
      guard let byte = current else { throw try stopAtEnd(of: "a \(name)") }
      if byte == quote { break }
      if byte == UInt8(ascii: "\\") {
        text += bytes[run..<position]
        try escape(into: &text, of: name)
        run = position
        continue
      }
      if byte >= 0x80 {
        try passBeyondASCII()
        continue
      }
      if byte == 0x0A || byte == 0x0D, !allowsLineBreaks {
        guard closesAfterLineBreak(quote) else { throw try unterminated(name, at: place) }
        allowsLineBreaks = true
      }
      try reportControl(byte, in: name)
      position += 1
    }
    let end = position
    position += 1
    if findings.count != findingsBefore || allowsLineBreaks { findPlace() }
    if text.isEmpty { return String(decoding: bytes[run..<end], as: UTF8.self) }
    text += bytes[run..<end]
    return String(decoding: text, as: UTF8.self)
  }

  /// Moves to the next byte that is this quotation mark, a backslash, a control character or not
  /// ASCII, or to the end.
  @inline(__always) private mutating func passPlainText(upTo quote: UInt8) {
    while let eight = bytes.word(at: position) {
      let marks =
        eight.marks(of: quote) | eight.marks(of: UInt8(ascii: "\\")) | eight.marks(below: 0x20)
        | eight.marksBeyondASCII
      if marks != 0 {
        position += marks.trailingZeroBitCount / 8
        return
      }
      position += 8
    }
    while let byte = current, byte != quote, byte != UInt8(ascii: "\\"), byte >= 0x20, byte < 0x80 {
      position += 1
    }
  }

  /// Moves over bytes that are not ASCII.
  private mutating func passBeyondASCII() throws(Stop) {
    var continuations = 0
    while let byte = current, byte >= 0x80 {
      if byte & 0xC0 == 0x80 { continuations += 1 }
      if byte == 0xEF { try checkNoncharacter() }
      position += 1
    }
    passContinuations(continuations)
  }

  /// Whether the next quotation mark is followed by what may follow a text.
  ///
  /// If so, the line break at the position stands inside the text; if not, the text was never
  /// closed on its line, and that quotation mark opens another.
  private func closesAfterLineBreak(_ quote: UInt8) -> Bool {
    var index = position
    while index < bytes.count, bytes[index] != quote {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    index += 1
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    return index < bytes.count && [UInt8](",}]:".utf8).contains(bytes[index])
  }

  private mutating func unterminated(
    _ name: String, at place: Locator.Position
  ) throws(Stop) -> Stop {
    try report(
      "intake.json.syntax", at: place,
      Message(
        found: "the \(name) that begins here is not closed on its line",
        rule: "texts and names end with a quotation mark",
        remedy: "put a quotation mark at the end of the \(name); write \\n for a line break in it",
        section: "7"))
    return Stop()
  }

  private mutating func reportControl(_ byte: UInt8, in name: String) throws(Stop) {
    // CR LF is one line break: it is reported with its LF.
    if byte == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A { return }
    let escapes: [UInt8: String] = [0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"]
    try report(
      "intake.json.syntax", at: locator.locate(position),
      Message(
        found: "the control character \(Unicode.Scalar(byte).codePoint) stands in a \(name)",
        rule: "control characters in texts and names are written as escapes",
        remedy: escapes[byte].map { "write \($0) for it, or remove it" } ?? "remove it",
        section: "7"))
  }

  /// U+FFFE and U+FFFF in UTF-8 are EF BF BE and EF BF BF.
  private mutating func checkNoncharacter() throws(Stop) {
    guard position + 2 < bytes.count, bytes[position + 1] == 0xBF, bytes[position + 2] >= 0xBE
    else { return }
    let value: UInt32 = bytes[position + 2] == 0xBE ? 0xFFFE : 0xFFFF
    try check(Unicode.Scalar(value)!, at: position)
  }

  private mutating func check(_ scalar: Unicode.Scalar, at offset: Int) throws(Stop) {
    guard !scalar.isAllowedInXML else { return }
    let place = locator.locate(offset)
    try report(.xmlCharacter(scalar, at: Place(file, line: place.line, column: place.column)))
  }

  private mutating func escape(into text: inout [UInt8], of name: String) throws(Stop) {
    let start = position
    position += 1
    guard let byte = current else { throw try stopAtEnd(of: "a \(name)") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"), UInt8(ascii: "f"):
      let scalar: Unicode.Scalar = byte == UInt8(ascii: "b") ? "\u{8}" : "\u{C}"
      try check(scalar, at: start)
      text += String(scalar).utf8
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try unicodeEscape(from: start, in: name)
      try check(scalar, at: start)
      text += String(scalar).utf8
    default:
      position = start + 1
      let place = locator.locate(start)
      let following = bytes[position..<min(position + 4, bytes.count)]
      let character = String(decoding: following, as: UTF8.self).unicodeScalars.first!
      try report(
        "intake.json.syntax", at: place,
        Message(
          found: "the escape \("\\\(character)".quoted) stands in a \(name)",
          rule: "a backslash stands before one of \" \\ / b f n r t u only",
          remedy: "write \\\\ for a backslash, or remove it", section: "7"))
      // Anything but ASCII is left for the loop, which knows what it is.
      if byte >= 0x20, byte < 0x80 {
        text.append(byte)
        position += 1
      }
    }
  }

  /// The character of `\uXXXX` or of a pair of them; the position stands behind the `u`.
  private mutating func unicodeEscape(
    from start: Int, in name: String
  ) throws(Stop) -> Unicode.Scalar {
    guard let unit = hexadecimal(at: position) else {
      let place = locator.locate(start)
      var digits = position
      while digits < bytes.count, hexadecimalDigit(bytes[digits]) != nil { digits += 1 }
      if digits == bytes.count { throw try stopAtEnd(of: "a \(name)") }
      try report(
        "intake.json.syntax", at: place,
        Message(
          found: "“\\u” stands without four hexadecimal digits in a \(name)",
          rule: "“\\u” stands before four hexadecimal digits",
          remedy: "write the four digits, or \\\\ for a backslash", section: "7"))
      return "\u{FFFD}"
    }
    position += 4
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u"), let low = hexadecimal(at: position + 2),
      (0xDC00...0xDFFF).contains(low)
    {
      position += 6
      return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(low) - 0xDC00)!
    }
    let digits = String(unit, radix: 16, uppercase: true)
    try report(
      "intake.json.lone-surrogate", at: locator.locate(start),
      Message(
        found: "“\\u\(digits)” stands alone: it is half of a character",
        rule: "surrogates stand in pairs",
        remedy: "write the character itself, or remove the half", section: "8.2"))
    return "\u{FFFD}"
  }

  private func hexadecimalDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private func hexadecimal(at offset: Int) -> UInt16? {
    guard offset + 4 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[offset..<offset + 4] {
      guard let digit = hexadecimalDigit(byte) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }
}
