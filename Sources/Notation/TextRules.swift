import Diagnostics

extension Unicode.Scalar {
  /// Whether an XML 1.0 document can carry this character (XML 1.0, production 2, Char).
  var isAllowedInXML: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D: true
    case 0..<0x20, 0xFFFE, 0xFFFF: false
    default: true
    }
  }

  /// Whether this is white space by Unicode; for ASCII without a look into its tables.
  var isWhiteSpace: Bool {
    value < 0x80 ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
  }

  /// `U+00A0`.
  var codePoint: String {
    let hex = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }
}

extension Finding {
  /// A character in a text that no XML rendition could carry.
  static func xmlCharacter(_ scalar: Unicode.Scalar, at place: Place) -> Finding {
    Finding(
      "intake.text.xml-character", at: place,
      found: "the character \(scalar.codePoint) stands in a text",
      rule: "every text can be carried by XML 1.0", source: "XML 1.0 section 2.2",
      remedy: "remove the character")
  }

  /// A text that begins or ends with white space.
  static func whiteSpace(_ text: String, at place: Place) -> Finding {
    Finding(
      "intake.text.white-space", .warning, at: place,
      found: "\(text.quoted) begins or ends with white space",
      rule: "a text is published as it is written",
      remedy: "remove the white space")
  }
}

extension String {
  /// Whether there is nothing to see in this text.
  var isBlank: Bool { unicodeScalars.allSatisfy { $0.isWhiteSpace } }

  /// Whether the first or the last character is white space.
  var hasOuterWhiteSpace: Bool {
    guard let first = unicodeScalars.first, let last = unicodeScalars.last else { return false }
    return first.isWhiteSpace || last.isWhiteSpace
  }
}
