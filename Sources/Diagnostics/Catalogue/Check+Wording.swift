extension Check {
  /// Checks of what people write in free text.
  static let wording: [Check] = [
    Check("intake.text.birth-date", "A text has a person's date of birth"),
    Check(
      "intake.text.contact", .warning,
      "A text has an e-mail address, a telephone number or a postcode"),
    Check("intake.text.cro-number", "A text has a Criminal Records Office number"),
    Check("intake.text.direction", "An invisible character turns the direction of a text"),
    Check("intake.text.invisible", "An invisible character stands in a text"),
    Check("intake.text.line-break", "A name or label has a line break"),
    Check("intake.text.lost-character", "A character was lost on the way"),
    Check("intake.text.national-insurance", "A text has a National Insurance number"),
    Check("intake.text.not-nfc", "A text is not in Unicode normalisation form C"),
    Check("intake.text.placeholder", .warning, "A text looks like a placeholder"),
    Check("intake.text.pnc-number", "A text has a Police National Computer number"),
    Check("intake.text.prison-number", "A text has a prison number"),
    Check("intake.text.private-key", "A text has a private key of age"),
    Check("intake.text.white-space", .warning, "A text begins or ends with white space"),
    Check("intake.text.xml-character", "A text has a character that XML cannot carry"),
    Check(
      "wording.comparison", .warning,
      "A text compares a result with the national average or with others"),
    Check("wording.failure", .warning, "The commentary words a result as a failure"),
    Check("wording.long-sentence", .note, "A sentence has more than 25 words"),
    Check(
      "wording.organisation",
      "The commentary or a page names an organisation whose report is not out"),
    Check("wording.ranking", .warning, "A text ranks services"),
    Check("wording.reading-age", .note, "A text asks for a high reading age"),
  ]
}
