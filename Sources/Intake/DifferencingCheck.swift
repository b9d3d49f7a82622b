package import Diagnostics
package import Editions
package import Schedule
import Statistics

/// Holds the analyses of an edition against earlier ones of the same service: counts that differ
/// by a few people give those few away.
package enum DifferencingCheck {
  package static func findings(
    records: [Month: [AnalysisEntry]], edition: Month, programme: Programme
  ) -> [Finding] {
    var earlier: [[String]: [AnalysisEntry]] = [:]
    for month in records.keys.sorted() where month < edition {
      for entry in records[month]! {
        if let key = key(entry.analysis) { earlier[key, default: []].append(entry) }
      }
    }
    return (records[edition] ?? []).flatMap { entry in
      (key(entry.analysis).flatMap { earlier[$0] } ?? []).flatMap { past in
        findings(entry, past, programme)
      }
    }
  }

  /// Organisation and service, without regard to case and accents; nil where the service has no
  /// known name.
  private static func key(_ analysis: Analysis) -> [String]? {
    analysis.service.name.value.map { [analysis.organisation.id, Slug.fold($0)] }
  }

  private static func findings(
    _ entry: AnalysisEntry, _ past: AnalysisEntry, _ programme: Programme
  ) -> [Finding] {
    let thresholds = programme.thresholds
    return Disclosure.smallDifferences(
      from: past.analysis, to: entry.analysis, thresholds: thresholds
    ).map { difference in
      Finding(
        "disclosure.difference", .warning, at: entry.place("$.analysis"),
        found: "\(difference.later) \(difference.name) here and \(difference.earlier) in "
          + "\(past.analysis.id.quoted), of the same service",
        rule:
          "two public counts do not differ by fewer than \(thresholds.disclosure.value) people, "
          + "of whom that difference would tell",
        source: thresholds.disclosure.source,
        remedy: "see whether the two groups are the same people but for those few; if so, publish "
          + "one of them only, and record it")
    }
  }
}
