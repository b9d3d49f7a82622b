import Diagnostics
package import Statistics

/// What is kept of an analysis once its report is made: what the bulletin says of it, and what the
/// checks across analyses need.
///
/// An edition may have a hundred thousand analyses, so an entry stays small: the parts that only
/// the report prints (attrition, matching, further outcomes, description) are not in it.
package struct AnalysisEntry: Sendable {
  /// The analysis without the parts that only its report prints.
  package let analysis: Analysis
  /// The file's path in the workspace.
  package let file: String
  /// Where the values stand that checks across analyses may name.
  private let places: [Place]

  /// The paths whose places are kept.
  static let paths = [
    "$.analysis", "$.request", "$.organisation.id", "$.organisation.name", "$.service.name",
    "$.service.period", "$.completed",
  ]

  init(_ record: AnalysisRecord) {
    analysis = record.analysis.reduced
    file = record.file
    places = Self.paths.map { record.place($0) }
  }

  /// The place of one of ``paths``; the file for any other.
  func place(_ path: String) -> Place {
    Self.paths.firstIndex(of: path).map { places[$0] } ?? Place(file, path: path)
  }
}

extension Analysis {
  /// The analysis without the parts that only its report prints.
  package var reduced: Analysis {
    let dropped = "not kept beside the report"
    var reduced = self
    reduced.attrition = .unknown(reason: dropped)
    reduced.matching = .unknown(reason: dropped)
    reduced.service.description = .unknown(reason: dropped)
    reduced.outcomes = [primary]
    reduced.sources = []
    return reduced
  }
}
