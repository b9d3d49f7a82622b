import Diagnostics
import Editions
import Schedule
import Statistics

/// What the words of an analysis say.
extension AnalysisCheck {
  /// R4 to R6, as far as the words show them.
  mutating func acceptance() {
    let record = record
    if let name = analysis.service.name.value {
      let words = Words(name)
      add(Acceptance.groups(words) { _ in record.place("$.service.name") })
      let joint = Acceptance.jointService(words) { _ in record.place("$.service.name") }
      if let joint { add([joint]) }
    }
    // One cause, one finding: a description goes on about what its name says.
    let isTold = findings.contains { $0.id.hasPrefix("acceptance.") }
    if !isTold, let description = analysis.service.description.value {
      add(Acceptance.groups(Words(description)) { _ in record.place("$.service.description") })
    }
    guard case .known(let steps) = analysis.attrition else { return }
    for (index, step) in steps.enumerated() {
      add(Acceptance.groups(Words(step.label)) { _ in record.place("$.attrition[\(index)].step") })
    }
    if programme.status != .reconstruction {
      add(Acceptance.undeclaredLoss(steps) { record.place("$.attrition[\($0)].reason") })
    }
  }

  /// R9 in descriptions and labels, and what no text may have in it.
  mutating func texts() {
    let found = TextWalk(record.root, file: record.file, kind: Self.kind).findings
    // Of a table, the reader has named texts in a wrong encoding already.
    let isTable = EditionIntake.isTable(record.file)
    add(found.filter { !isTable || $0.id != "intake.text.lost-character" || $0.severity == .error })
    var texts: [(text: String, path: String)] = []
    var prose: [(text: String, path: String)] = []
    if let name = analysis.service.name.value { texts.append((name, "$.service.name")) }
    if let description = analysis.service.description.value {
      prose.append((description, "$.service.description"))
    }
    for (index, outcome) in analysis.outcomes.enumerated() {
      if case .other(_, let title, _) = outcome.measure {
        texts.append((title, "$.outcomes[\(index)].title"))
      }
    }
    if case .known(let steps) = analysis.attrition {
      for (index, step) in steps.enumerated() {
        texts.append((step.label, "$.attrition[\(index)].step"))
        if let reason = step.reason?.value {
          prose.append((reason, "$.attrition[\(index)].reason"))
        }
      }
    }
    texts += translations
    let record = record
    for (text, path) in prose {
      add(
        ReadabilityCheck.findings(text, name: analysis.organisation.name) { _ in record.place(path)
        }
      )
    }
    for (text, path) in texts + prose {
      add(WordingCheck.findings(Words(text), speaksOfResults: false) { _ in record.place(path) })
    }
  }

  /// What people wrote in other languages: English words stand there too.
  private var translations: [(text: String, path: String)] {
    Language.allCases.flatMap { language -> [(text: String, path: String)] in
      guard let translation = analysis.translations[language] else { return [] }
      let path = "$.translations.\(language.rawValue)"
      let phrases = translation.phrases.sorted { $0.key < $1.key }.map { phrase in
        (text: phrase.value, path: "\(path).phrases['\(phrase.key)']")
      }
      let description = translation.description.map { (text: $0, path: "\(path).description") }
      return [description].compactMap(\.self) + phrases
    }
  }

  /// What the members of an analysis hold.
  private static func kind(_ name: String) -> TextCheck.Kind? {
    switch name {
    case "$schema", "format", "analysis", "request", "id", "measure", "unit", "from",
      "to", "started", "conclusion", "completed", "published":
      nil
    case "name", "step", "group", "title", "label": .line
    case "sources", "source": .citation
    case "analyst", "qualityAssurer": .unprinted
    default: .prose
    }
  }
}
