/// One check that the program makes: the stable name under which its findings are known, how much
/// they matter, and what they say.
///
/// Every finding's id is in ``all``; `docs/checks.md` has a heading for each of them.
package struct Check: Sendable, Hashable {
  /// The stable name, in parts from the general to the special: `intake.json.unknown-field`.
  package let id: String
  /// How much its findings matter; the gravest where it has two.
  package let severity: Severity
  /// What is wrong where it reports something, in one sentence without its full stop.
  package let summary: String

  package init(_ id: String, _ severity: Severity, _ summary: String) {
    self.id = id
    self.severity = severity
    self.summary = summary
  }

  /// A check whose findings are errors.
  package init(_ id: String, _ summary: String) { self.init(id, .error, summary) }

  /// Every check there is, by area.
  package static let all: [Check] =
    intake + records + figures + programme + preRelease + acceptance + wording + translations
    + disclosure
    + templates
    + templateReview + renditions
    + csvAnalyses + corrections + people + bags + verification

  /// Every check by its id.
  package static let named = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}
