// For canonical composition: `_nfc` is what Foundation's own precomposedStringWithCanonicalMapping
// calls; Foundation itself would add its load time to every start of the program.
@_spi(_Unicode) import Swift

package import Diagnostics

/// Checks the characters of a text: what readers and programs would take for something else.
package enum CharacterCheck {
  /// What is wrong; at most one finding of each kind.
  package static func findings(_ text: String, isLine: Bool, at place: Place) -> [Finding] {
    guard !isPlain(text) else { return [] }
    var findings: [Finding] = []
    if let scalar = text.unicodeScalars.first(where: \.turnsDirection) {
      findings.append(
        Finding(
          "intake.text.direction", at: place,
          found: "the invisible character \(scalar.name) stands in \(text.quoted)",
          rule: "no character turns the direction of a text: readers would see another order",
          source: "Unicode Standard Annex 9", remedy: "remove the character"))
    }
    if let scalar = text.unicodeScalars.first(where: \.isUnseen) {
      findings.append(
        Finding(
          "intake.text.invisible", at: place,
          found: "the invisible character \(scalar.name) stands in \(text.quoted)",
          rule: "every character of a text can be seen: two names that look alike are alike",
          remedy: "remove the character; it often comes along from a PDF or a web page"))
    }
    if text.unicodeScalars.contains("\u{FFFD}") {
      findings.append(
        Finding(
          "intake.text.lost-character", at: place,
          found: "a character of \(text.quoted) was lost: U+FFFD stands in its place",
          rule: "a text is published as it is written",
          remedy: "write the character that was meant; look for the program that lost it"))
    } else if let wrong = misread(text) {
      findings.append(
        Finding(
          "intake.text.lost-character", .warning, at: place,
          found: "\(wrong.quoted) in \(text.quoted) looks like UTF-8 that was read as Windows-1252",
          rule: "a text is published as it is written",
          remedy: "write the character that was meant; export the file again as UTF-8"))
    }
    if isLine, text.unicodeScalars.contains(where: \.breaksLine) {
      findings.append(
        Finding(
          "intake.text.line-break", at: place, found: "there is a line break in \(text.quoted)",
          rule: "a name or label stands on one line", remedy: "write it on one line"))
    }
    if !isNormal(text) {
      findings.append(
        Finding(
          "intake.text.not-nfc", at: place,
          found: "\(text.quoted) has letters and accents apart that are one character",
          rule: "texts are in Unicode normalisation form C: one name has one spelling",
          source: "Unicode Standard Annex 15",
          remedy: "type the character anew, or convert the file (uconv -x NFC, or any editor)"))
    }
    return findings
  }

  /// Whether nothing but ASCII without control characters is in the text.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  /// Whether the text is in Unicode normalisation form C.
  static func isNormal(_ text: String) -> Bool {
    // Below U+0300 every text is (Unicode Standard Annex 15, NFC_Quick_Check).
    guard text.unicodeScalars.contains(where: { $0.value >= 0x300 }) else { return true }
    return text.unicodeScalars.elementsEqual(text._nfc)
  }

  /// Characters that show UTF-8 read as Windows-1252: `Ã©`, `â€™`.
  private static func misread(_ text: String) -> String? {
    let scalars = Array(text.unicodeScalars.map(\.value))
    for (index, pair) in zip(scalars, scalars.dropFirst()).enumerated() {
      let isLatin = (pair.0 == 0xC3 || pair.0 == 0xC2) && (0x80...0xBF).contains(pair.1)
      let isMark = pair.0 == 0xE2 && [0x20AC, 0x80].contains(pair.1)
      guard isLatin || isMark else { continue }
      var wrong = String.UnicodeScalarView()
      for value in scalars[index...].prefix(2) { wrong.append(Unicode.Scalar(value)!) }
      return String(wrong)
    }
    return nil
  }
}

extension Unicode.Scalar {
  /// `U+200B ZERO WIDTH SPACE`.
  fileprivate var name: String {
    let hex = String(value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    return properties.name.map { "\(code) \($0)" } ?? code
  }

  /// Whether this turns the direction of what follows (UAX 9, explicit formatting).
  fileprivate var turnsDirection: Bool {
    switch value {
    case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Whether a reader sees nothing of this character, or a box that is different everywhere.
  fileprivate var isUnseen: Bool {
    guard value >= 0x7F, !turnsDirection, value != 0xFFFD else { return false }
    if (0x7F..<0xA0).contains(value) { return value != 0x85 }
    switch properties.generalCategory {
    case .privateUse, .unassigned, .surrogate: return true
    default: return properties.isDefaultIgnorableCodePoint
    }
  }

  fileprivate var breaksLine: Bool {
    switch value {
    case 0x0A, 0x0D, 0x0B, 0x0C, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}
