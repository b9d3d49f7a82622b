package import Diagnostics

/// A person's identifier that stands in a text.
package struct PersonalIdentifier: Sendable, Hashable {
  /// What kind of identifier it is.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Police National Computer id: `YYYY/NNNNNNNX` or `YY/NNNNNNNX` with its check letter.
    case pncNumber = "pnc-number"
    /// Criminal Records Office number: `NNNNNN/YYX` with its check letter, or `SFYY/NNNNNNX`.
    case croNumber = "cro-number"
    /// Prison (NOMS) number: `A1234BC`.
    case prisonNumber = "prison-number"
    /// National Insurance number: `AB 12 34 56 C`.
    case nationalInsurance = "national-insurance"
    /// A date of birth that is said to be one, or stands beside a name.
    case birthDate = "birth-date"
    /// An address of e-mail, a telephone number or a postcode.
    case contact
  }

  package let kind: Kind
  /// As it stands in the text.
  package let text: String
  /// Whether it is one beyond doubt: by its check letter, its form or the words beside it.
  package let isCertain: Bool
}

extension PersonalIdentifier {
  /// The identifiers in a text, in its order; nothing that names no one.
  package static func all(in text: String) -> [PersonalIdentifier] {
    let bytes = text.utf8
    // Most texts have neither two digits nor an at sign.
    var digits = 0
    var hasAt = false
    for byte in bytes {
      if byte >= 0x30, byte <= 0x39 { digits += 1 }
      if byte == UInt8(ascii: "@") { hasAt = true }
    }
    guard digits >= 2 || hasAt else { return [] }
    return PersonalIdentifierScanner(text).found
  }

  /// The finding for an identifier in a text.
  ///
  /// It shows only the ends of it: a list of findings is passed on more freely than the data.
  package func finding(at place: Place) -> Finding {
    let shown = text.count > 4 ? "\(text.prefix(2))\u{2026}\(text.suffix(1))" : text
    return Finding(
      "intake.text.\(kind.rawValue)", isCertain && kind != .contact ? .error : .warning,
      at: place, found: "\(shown.quoted) looks like \(kind.words)",
      rule: kind == .contact
        ? "contacts stand in the schedule, and no text leads to a person"
        : "no text that is published identifies a person",
      source: kind == .contact ? nil : kind.source, remedy: "take it out of the text")
  }
}

extension PersonalIdentifier.Kind {
  fileprivate var words: String {
    switch self {
    case .pncNumber: "a Police National Computer number"
    case .croNumber: "a Criminal Records Office number"
    case .prisonNumber: "a prison number"
    case .nationalInsurance: "a National Insurance number"
    case .birthDate: "a person's date of birth"
    case .contact: "an e-mail address, telephone number or postcode"
    }
  }

  fileprivate var source: String {
    switch self {
    case .nationalInsurance: "HMRC National Insurance Manual NIM39110; domain notes 2, R10"
    default: "domain notes 2, R10"
    }
  }
}
