extension Unicode.Scalar {
  /// Whether XML 1.0 can carry this character (XML 1.0, production 2 "Char").
  package var isXMLCharacter: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}

extension String {
  /// The first character that XML 1.0 cannot carry, not even as a reference; nil if there is none.
  package var firstScalarOutsideXML: Unicode.Scalar? {
    unicodeScalars.first { !$0.isXMLCharacter }
  }

  /// Whether XML 1.0 can carry this text.
  package var isXMLText: Bool { firstScalarOutsideXML == nil }
}
