import Diagnostics
import Editions
import Schedule

extension TranslationCheck {
  /// Everything about the translations of what the schedule says on the pages of an edition.
  static func findings(_ record: ProgrammeRecord, edition month: Month) -> [Finding] {
    let programme = record.programme
    guard programme.languages.count > 1 || !programme.phrases.isEmpty else { return [] }
    let check = TranslationCheck(programme.languages) { record.place($0) }
    var findings = check.missing(texts(of: programme, month)) { text, language in
      programme.phrases[language]?[text.text] != nil
    }
    for language in Language.allCases {
      let phrases = programme.phrases[language] ?? [:]
      for text in phrases.keys.sorted() {
        findings += check.figures(
          text, phrases[text]!,
          path: "$.translations.\(language.rawValue).phrases['\(text)']")
      }
    }
    return findings
  }

  /// What corrects the edition, as the pages of the new version say it.
  static func findings(
    _ correction: Correction, file: String, _ programme: Programme
  ) -> [Finding] {
    let note = correction.note
    let texts = [("wrong", note.wrong), ("changed", note.changed), ("effect", note.effect)]
    return TranslationCheck(programme.languages) { Place(file, path: $0) }.missing(
      texts.map { Text(text: $0.1, path: "$.\($0.0)") }
    ) { text, language in programme.phrases[language]?[text.text] != nil }
  }

  private static func texts(of programme: Programme, _ month: Month) -> [Text] {
    let series = programme.series
    var texts = [
      Text(text: series.title, path: "$.series.title"),
      Text(text: series.label, path: "$.series.label"),
      Text(text: series.producer, path: "$.series.producer"),
      Text(text: series.coverage, path: "$.series.coverage"),
      Text(text: series.licence, path: "$.series.licence"),
    ]
    if let source = series.source { texts.append(Text(text: source, path: "$.series.source")) }
    for (index, contact) in series.contacts.enumerated() {
      texts.append(Text(text: contact.role, path: "$.series.contacts[\(index)].role"))
    }
    let preRelease = programme.schedule.preRelease
    for (index, recipient) in preRelease.recipients.enumerated() where preRelease.hours > 0 {
      texts.append(Text(text: recipient.role, path: "$.preRelease.recipients[\(index)].role"))
    }
    if let source = preRelease.source {
      texts.append(Text(text: source, path: "$.preRelease.source"))
    }
    guard case .held(let plan) = programme.plans[month] else { return texts }
    let path = "$.editions['\(month)']"
    if let reason = plan.partialReason {
      texts.append(Text(text: reason, path: "\(path).partial.reason"))
      texts.append(Text(text: plan.controlTotals.source, path: "\(path).controlTotals.source"))
    }
    for (index, update) in plan.updates.enumerated() {
      texts.append(Text(text: update.note, path: "\(path).updates[\(index)].note"))
    }
    return texts
  }
}
