package import Diagnostics
import Statistics

/// A kind of fault that can be planted in a sample, and the check that must name it.
package struct FaultKind: Sendable {
  /// Where a fault lies, which decides what it hides.
  package enum Layer: String, Sendable, CaseIterable {
    /// The figures of one analysis.
    case figures
    /// The words of one analysis.
    case wording
    /// Analyses held against one another, the register and the schedule.
    case records
    /// A file of the workspace that should not be there.
    case files
    /// What the statisticians wrote for the bulletin.
    case commentary
    /// An analysis that cannot be read to its end.
    case reading
    /// A row of the register.
    case register
    /// The control totals of an edition.
    case totals
    /// A schedule that contradicts itself.
    case schedule
    /// A schedule that cannot be read.
    case scheduleReading = "schedule-reading"

    /// The layers whose faults nobody can see as long as there is a fault of this one.
    package var hides: Set<Layer> {
      switch self {
      case .figures, .wording, .records, .files, .commentary, .totals: []
      case .reading, .register: [.totals]
      case .schedule: [.figures, .wording, .records, .totals]
      case .scheduleReading: [.figures, .wording, .records, .totals, .schedule]
      }
    }
  }

  /// The name on the command line.
  package let name: String
  /// The id of the finding that it must cause.
  package let check: String
  /// The id of a second finding, about the whole file, that it cannot but cause; mostly nil.
  package let alsoFound: String?
  package let severity: Severity
  package let layer: Layer
  /// What is changed, as a sentence without its full stop.
  package let change: String
  let target: Target

  init(
    _ name: String, _ check: String, severity: Severity = .error, _ layer: Layer,
    _ change: String, alsoFound: String? = nil, _ target: Target
  ) {
    self.name = name
    self.alsoFound = alsoFound
    self.check = check
    self.severity = severity
    self.layer = layer
    self.change = change
    self.target = target
  }

  /// What a fault is planted in, and how; `path` is where the finding stands.
  enum Target: Sendable {
    /// An analysis of its own, whose result is of a kind.
    case analysis(ResultKind, path: String, @Sendable (inout Analysis) -> Void)
    /// An analysis of so few people that its request should have been turned down.
    case smallAnalysis(path: String)
    /// An analysis with another one of the edition, which stays as it is.
    case besideAnother(path: String, @Sendable (inout Analysis, Analysis) -> Void)
    /// An analysis whose organisation has another report in the edition.
    case sameOrganisation(path: String, @Sendable (inout Analysis) -> Void)
    /// An analysis of its own, as it is written.
    case document(path: String?, @Sendable (inout JSONText) -> Void)
    /// An analysis of its own, byte by byte.
    case bytes(@Sendable (inout [UInt8]) -> Void)
    /// The row of the register that an analysis of its own answers; the finding is the analysis's.
    case requestOfAnalysis(path: String, @Sendable (inout [String]) -> Void)
    /// The row of the register that an analysis of its own answers; the finding is the row's.
    case requestRow(@Sendable (inout [String], SampleRecipe) -> Void)
    /// A row of the register that no analysis answers; `column` is where the finding stands.
    case row(column: String?, @Sendable (inout [String], SampleRecipe) -> Void)
    /// Such a row as it is written, of which the finding stands so many lines further down.
    case line(linesDown: Int, column: String?, @Sendable (inout String) -> Void)
    /// A paragraph of the edition's commentary.
    case commentary(String)
    /// A file beside the others; `{edition}` in the path stands for the edition.
    case file(path: String, text: String)
    /// A folder of analyses for the month before the first.
    case folderBeforeTheFirst
    /// The schedule; gives the path of the finding.
    case schedule(@Sendable (inout JSONText, SampleRecipe) -> String)
  }

  /// Every kind, by layer.
  package static let all: [FaultKind] =
    figures + wording + records + commentary + reading + register + totals + schedule
    + scheduleReading

  /// As many kinds as one workspace can show at once: all whose faults no other one hides.
  package static let together: [FaultKind] = all.filter {
    ![.totals, .schedule, .scheduleReading].contains($0.layer)
  }

  /// The kind of this name.
  package static func named(_ name: String) -> FaultKind? { all.first { $0.name == name } }
}

/// One fault that was planted, and the finding that `check` must have for it.
package struct PlantedFault: Sendable, Hashable {
  package var kind: String
  /// The id of the finding.
  package var check: String
  package var severity: Severity
  /// The file that the finding names.
  package var file: String
  /// The line, where the finding is known by it: in the register and the commentary.
  package var line: Int?
  /// The JSON path or the CSV column that the finding names; nil where it names none.
  package var path: String?
  /// What was changed.
  package var changed: String
}
