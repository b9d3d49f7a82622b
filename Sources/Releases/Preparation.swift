package import Diagnostics
package import Editions
import Intake
import Notation
import Publications
package import Schedule
import Storage
import Synchronization

/// An edition gathered, checked and rendered: what `check`, `draft` and `seal` share.
///
/// Analyses are read, checked and rendered one by one, on all cores, and every file goes to a
/// sink as soon as it is made: what is kept of an analysis is what the bulletin says of it.
package struct Preparation: Sendable {
  package let month: Month
  /// The edition, its analyses reduced; nil where an error stands in the way.
  package let edition: Edition?
  /// How many renditions and files beside them it has.
  package let renditionCount: Int
  /// Which version it is, and what corrects it.
  let plan: VersionPlan
  let correction: Correction?
  /// Every finding of gathering, templates and rendering, errors first.
  package let findings: [Finding]

  /// Reads, checks and renders into the sink.
  ///
  /// Throws only where the workspace itself cannot be read or the sink cannot write; faults of
  /// the content are findings, and what the sink took is then worth nothing. The front page is made
  /// for the editions that are out, `released`; `day` is that of signing off, nil before it. Of pages that
  /// are not drafts, and of drafts where `isPrinted`, the schedule says whether they link a PDF.
  init(
    _ month: Month, in workspace: Workspace, isDraft: Bool, isPrinted: Bool = false,
    released: [Month], sink: any EditionSink = NoSink(), progress: any ProgressObserver,
    day: Day? = nil
  ) throws {
    defer { progress.finish() }
    var maker = try EditionMaker(
      month, in: workspace, isDraft: isDraft, isPrinted: isPrinted || !isDraft, released: released,
      sink: sink, progress: progress, day: day)
    try maker.make()
    plan = maker.plan
    correction = maker.intake.correction
    self.month = month
    edition = maker.findings.hasErrors ? nil : maker.edition
    renditionCount = maker.renditionCount
    findings = maker.findings
  }

  /// The style sheet's published name, which changes with its bytes.
  static func styleName(_ templates: [String: [UInt8]]) -> String {
    let digest = SHA256Sum(of: templates[Templates.styleSheet] ?? [])
    return "style-\(digest.hex.prefix(12)).css"
  }

  /// How much the edition is, in words; nil where an error stands in the way.
  package var summary: String? {
    guard let edition else { return nil }
    let count = edition.analyses.count
    return "edition \(month): \(count) report\(count == 1 ? "" : "s"), \(renditionCount) files"
  }

  /// The edition, or an error that says how many findings stand in the way.
  ///
  /// Where warnings need a reason, those that have none stand in the way too.
  func ready(to verb: String, warningsNeedReasons: Bool = false) throws -> Edition {
    guard let edition else {
      throw refusal(to: verb, count: findings.count(of: .error), "error", "in its input")
    }
    let warnings = findings.count(of: .warning)
    if warningsNeedReasons, warnings > 0 {
      throw refusal(
        to: verb, count: warnings, "warning",
        "without a recorded reason: mend the input, or record why it may stand with "
          + "`ninethirty accept \(month)`")
    }
    return edition
  }

  private func refusal(
    to verb: String, count: Int, _ what: String, _ remedy: String
  ) -> ReleaseError {
    ReleaseError(
      .findings,
      "cannot \(verb) edition \(month): \(count) \(what)\(count == 1 ? "" : "s") \(remedy); "
        + "see `ninethirty check \(month)`",
      findings: findings)
  }
}
