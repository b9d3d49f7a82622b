import Diagnostics
import Editions
import Schedule
import Statistics

/// Whom the statisticians' own words name.
extension EditionIntake {
  /// Organisations that the commentary names although the edition has no report of theirs, and those
  /// that a page names although no report of theirs is out.
  func mentions(
    _ entries: [Month: [AnalysisEntry]], released: Set<Month>
  ) -> [Finding] {
    guard !commentaryTexts.isEmpty || !pages.isEmpty else { return [] }
    let all = entries.values.joined().map(\.analysis.organisation)
    let known = (all + register.requests.map(\.organisation)).map { (id: $0.id, name: $0.name) }
    func ids(_ months: (Month) -> Bool) -> Set<String> {
      Set(entries.filter { months($0.key) }.values.joined().map(\.analysis.organisation.id))
    }
    var findings: [Finding] = []
    for text in commentaryTexts {
      findings += CommentaryCheck.mentions(
        in: text.text, file: text.file, known: known,
        reported: ids { $0 == month }, published: ids { $0 < month })
    }
    guard !pages.isEmpty else { return findings }
    // A page is read beside editions of any month: those later than this one count too.
    let requested = register.requests.filter { request in
      guard request.state == .published, case .known(let day)? = request.reached[.published]
      else { return false }
      return day.monthOfYear < month || released.contains(day.monthOfYear)
    }
    let isPublic = ids { $0 <= month }.union(requested.map(\.organisation.id))
    for page in pages {
      findings += CommentaryCheck.mentions(
        in: page.source, of: "the page", file: page.file, known: known, reported: isPublic,
        published: [])
    }
    return findings
  }
}
