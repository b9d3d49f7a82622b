extension Check {
  /// Checks of corrections and withdrawals of editions that are out.
  static let corrections: [Check] = [
    Check("correction.edition", "A correction stands with another edition than it is of"),
    Check(
      "correction.language-new",
      "A correction would bring pages in a language that the version before did not have"),
    Check(
      "correction.language-off",
      "A corrected edition had pages in a language that the schedule no longer names"),
    Check("correction.nothing-changed", "A correction changes nothing"),
    Check("correction.pdf-off", "A corrected edition had PDFs, and the schedule asks for none"),
    Check("correction.planned", "A correction has a date that does not fit its kind"),
    Check(
      "correction.repeated", .warning,
      "A bulletin that is out repeats figures that a correction changes"),
    Check(
      "correction.same-instant",
      "A planned revision has the instant of an edition, or of another revision"),
    Check("correction.version", "A correction is for another version than the next one"),
    Check(
      "correction.withdrawn-edition", .warning,
      "A bulletin lists the reports of an edition that was withdrawn"),
  ]
}
