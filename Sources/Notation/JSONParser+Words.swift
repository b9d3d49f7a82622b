import Diagnostics

extension JSONParser {
  /// Whether a value can begin with this byte.
  func beginsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "{"), UInt8(ascii: "["): true
    default: byte.isDigit || byte.isLetter || byte.isNumberMark
    }
  }

  /// A name without quotation marks before a colon; the position moves behind it.
  mutating func bareName() -> String? {
    guard let first = current, first.isLetter || first == UInt8(ascii: "_") else { return nil }
    let token = token()
    var after = position + token.count
    while after < bytes.count, bytes[after] == 0x20 { after += 1 }
    guard after < bytes.count, bytes[after] == UInt8(ascii: ":") else { return nil }
    position += token.count
    return String(decoding: token, as: UTF8.self)
  }

  /// The letters, digits, signs, points and low lines from the position on.
  private func token() -> UnsafeBufferPointer<UInt8> {
    var end = position
    while end < bytes.count, bytes[end].isOfToken { end += 1 }
    return bytes[position..<end]
  }

  /// `true`, `false` or `null`, or what other programs write for them.
  mutating func word(at place: Locator.Position) throws(Stop) -> JSONValue {
    let token = token()
    let word = String(decoding: token, as: UTF8.self)
    let isAtEnd = position + token.count == bytes.count
    let kind: JSONValue.Kind
    switch word {
    case "true": kind = .bool(true)
    case "false": kind = .bool(false)
    case "null": kind = .null
    case _ where isAtEnd && ["true", "false", "null"].contains { $0.hasPrefix(word) }:
      throw try stopAtEnd(of: "a word")
    default: return try foreignWord(word, at: place)
    }
    position += token.count
    return JSONValue(kind, line: place.line, column: place.column)
  }

  /// What R, Python and spreadsheets write that JSON does not have.
  private mutating func foreignWord(
    _ word: String, at place: Locator.Position
  ) throws(Stop) -> JSONValue {
    let plain = word.drop { $0 == "-" || $0 == "+" }.lowercased()
    let bools = ["true": true, "false": false]
    let nothings = [
      "none", "null", "nil", "na", "nan", "inf", "infinity", "undefined", "na_integer_",
      "na_real_", "na_character_",
    ]
    guard bools[plain] != nil || nothings.contains(plain) else {
      try report(
        "intake.json.syntax", at: place,
        Message(
          found: "the word \(word.quoted) stands where a value is expected",
          rule: "a value is a text, a number, a list, an object, true, false or null",
          remedy: "put quotation marks round a text", section: "3"))
      throw Stop()
    }
    try report(
      "intake.json.syntax", at: place,
      Message(
        found: "the word \(word.quoted) stands where a value is expected",
        rule: "JSON has the words true, false and null only, in small letters",
        remedy: bools[plain].map { "write \($0)" }
          ?? "leave the member out, or write why there is no value", section: "3"))
    position += word.utf8.count
    let kind = bools[plain].map(JSONValue.Kind.bool) ?? .null
    return JSONValue(
      kind, line: place.line, column: place.column, isFaulty: bools[plain] == nil)
  }

  /// The number at the position.
  mutating func number(at place: Locator.Position) throws(Stop) -> JSONValue {
    guard let parts = Numeral.Parts(FileBytes(bytes[position...])),
      position + parts.byteCount == bytes.count || !bytes[position + parts.byteCount].isOfToken
    else { return try malformedNumber(token(), at: place) }
    let text = String(
      decoding: bytes[position..<position + min(parts.byteCount, Numeral.lengthLimit + 1)],
      as: UTF8.self)
    position += parts.byteCount
    switch parts.numeral(text) {
    case .success(let numeral):
      return JSONValue(.number(numeral), line: place.line, column: place.column)
    case .failure(let fault):
      let reason =
        switch fault {
        case .tooLarge: "too large to be held"
        case .tooSmall: "so small that it would be taken for 0"
        case .tooLong: "longer than \(Numeral.lengthLimit) characters"
        }
      try report(
        "intake.json.number", at: place,
        Message(
          found: "the number \(text.quoted) is \(reason)",
          rule: "a number is one that a double-precision value can hold",
          remedy: "correct the number", section: "6"))
      return JSONValue(.null, line: place.line, column: place.column, isFaulty: true)
    }
  }

  private mutating func malformedNumber(
    _ token: UnsafeBufferPointer<UInt8>, at place: Locator.Position
  ) throws(Stop) -> JSONValue {
    let text = String(decoding: token.prefix(Numeral.lengthLimit + 1), as: UTF8.self)
    let rest = text.drop { $0 == "-" || $0 == "+" }
    if rest.utf8.first?.isLetter == true { return try foreignWord(text, at: place) }
    if position + token.count == bytes.count, Numeral(text + "0") != nil {
      throw try stopAtEnd(of: "a number")
    }
    let corrected = Self.corrected(text)
    try report(
      "intake.json.number", at: place,
      Message(
        found: "\(text.quoted) is not a number of JSON",
        rule: "a number has no plus sign, no zeros in front and digits on both sides of its point",
        remedy: corrected.map { "write \($0.text)" }
          ?? "correct the number, or put quotation marks round a text or a date", section: "6"))
    position += token.count
    return JSONValue(
      corrected.map { .number($0) } ?? .null, line: place.line, column: place.column,
      isFaulty: corrected == nil)
  }

  /// What `+1`, `007`, `.5` and `1.` mean; nil where it is not plain.
  private static func corrected(_ text: String) -> Numeral? {
    var digits = text[...]
    var sign = ""
    if digits.first == "+" || digits.first == "-" {
      sign = digits.removeFirst() == "-" ? "-" : ""
    }
    let exponent = digits.firstIndex { $0 == "e" || $0 == "E" } ?? digits.endIndex
    var mantissa = String(digits[..<exponent])
    guard mantissa != "." else { return nil }
    if mantissa.hasPrefix(".") { mantissa = "0" + mantissa }
    if mantissa.hasSuffix(".") { mantissa.removeLast() }
    while mantissa.utf8.count > 1, mantissa.hasPrefix("0"), !mantissa.hasPrefix("0.") {
      mantissa.removeFirst()
    }
    return Numeral(sign + mantissa + digits[exponent...])
  }
}
