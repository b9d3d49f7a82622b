extension Check {
  /// Checks of what people write in free text.
  static let wording: [Check] = [
    Check("intake.text.white-space", .warning, "A text begins or ends with white space"),
    Check("intake.text.xml-character", "A text has a character that XML cannot carry"),
  ]
}
