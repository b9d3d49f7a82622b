extension Check {
  /// Checks of texts that people wrote in two languages.
  static let translations: [Check] = [
    Check("translation.figures", "A translation has other figures than its original"),
    Check(
      "translation.missing", .warning,
      "A text has no translation in a language in which pages come out"),
    Check("translation.no-original", "A commentary in another language has no English one"),
    Check(
      "translation.order", .warning,
      "A translation has the figures of its original in another order"),
    Check("translation.unused", .warning, "A translation stands under a text that is not there"),
  ]
}
