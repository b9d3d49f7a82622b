import Diagnostics
import Statistics

extension FaultKind {
  /// Words that a report must not carry, and characters that it cannot.
  static let wording: [FaultKind] = [
    described("text-pnc-number", "intake.text.pnc-number", "It began with 2003/0011985X."),
    described("text-prison-number", "intake.text.prison-number", "It began with A1234BC."),
    described(
      "text-national-insurance", "intake.text.national-insurance", "It began with AB 12 34 56 C."),
    described("text-cro-number", "intake.text.cro-number", "It began with 265416/21G."),
    described("text-birth-date", "intake.text.birth-date", "For a man born 12/03/1985."),
    described(
      "text-contact", "intake.text.contact", severity: .warning, "Call 020 7946 0000 to join."),
    described(
      "text-placeholder", "intake.text.placeholder", severity: .warning, "[insert description]"),
    described("text-not-nfc", "intake.text.not-nfc", "Coffee in a cafe\u{301} of our own."),
    described("text-invisible", "intake.text.invisible", "A plan\u{200B} and a review."),
    described("text-turned-round", "intake.text.direction", "A plan \u{202E}and a review."),
    described("text-lost-character", "intake.text.lost-character", "Coffee in a caf\u{FFFD}."),
    described(
      "text-of-excluded-group", "acceptance.excluded-group", "A course for sex offenders."),
    described(
      "text-of-a-decision", "acceptance.case-by-case", severity: .warning,
      "Support for people who drink alcohol."),
    described(
      "text-ranks", "wording.ranking", severity: .warning, "The most effective service in England."),
    described(
      "text-compares", "wording.comparison", severity: .warning,
      "Re-offending is below the national average."),
    FaultKind(
      "label-of-two-lines", "intake.text.line-break", .wording,
      "the name of a step has a line break",
      .analysis(.inconclusive, path: "$.attrition[1].step") { analysis in
        analysis.changeAttrition { $0[1].label = "People found\non the computer" }
      }),
    FaultKind(
      "loss-undeclared", "acceptance.undeclared-loss", severity: .warning, .wording,
      "nobody knows why people were lost",
      .analysis(.inconclusive, path: "$.attrition[1].reason") { analysis in
        analysis.changeAttrition { $0[1].reason = .unknown(reason: "It was not kept.") }
      }),
    FaultKind(
      "commentary-of-failure", "wording.failure", severity: .warning, .commentary,
      "a result is worded as a failure",
      .commentary("The service failed to reduce re-offending.")),
  ]

  private static func described(
    _ name: String, _ check: String, severity: Severity = .error, _ text: String
  ) -> FaultKind {
    // What cannot be seen is left out of the words about it.
    let shown = text.unicodeScalars.filter { $0.isASCII }.map(String.init).joined()
    return FaultKind(
      name, check, severity: severity, .wording, "the service is described as \"\(shown)\"",
      .analysis(.inconclusive, path: "$.service.description") { analysis in
        analysis.service.description = .known(text)
      })
  }
}
