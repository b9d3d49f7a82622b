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
  /// Line and column of each of ``paths``, 0 where there is none.
  private let positions: [Int32]
  /// For a row of a CSV file, the names of its columns that are not in the normal spelling.
  private let spellings: [String: String]?
  /// Texts of the whole analysis that the schedule translates.
  let translated: [String]

  /// The paths whose places are kept.
  static let paths = [
    "$.analysis", "$.request", "$.organisation.id", "$.organisation.name", "$.service.name",
    "$.service.period", "$.completed",
  ]

  /// What is kept of an analysis; `phrases` are the texts that the schedule translates.
  package init(_ record: AnalysisRecord, phrases: Set<String>) {
    analysis = record.analysis.reduced
    file = record.file
    spellings = record.spellings
    translated = phrases.isEmpty ? [] : phrases.intersection(record.root.texts).sorted()
    positions = Self.paths.flatMap { path -> [Int32] in
      let place = record.place(path)
      return [Int32(clamping: place.line ?? 0), Int32(clamping: place.column ?? 0)]
    }
  }

  /// The place of one of ``paths``; the file for any other.
  func place(_ path: String) -> Place {
    guard let index = Self.paths.firstIndex(of: path), positions[2 * index] > 0 else {
      return Place(file, path: path)
    }
    return Place(
      file, line: Int(positions[2 * index]), column: Int(positions[2 * index + 1]),
      path: path.columnName(spellings))
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
    reduced.translations = translations.mapValues { translation in
      let name = service.name.value
      return Translation(
        description: nil, phrases: translation.phrases.filter { $0.key == name })
    }
    return reduced
  }
}
