import Schedule
import Statistics

/// Why faults cannot be planted as asked.
package enum FaultProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The last edition or the register is too small to give each fault a place of its own.
  case tooFewReports
  /// The first fault would hide the second: no check could see it.
  case hidden(String, by: String)
  /// A fault that needs another report of the same organisation in the last edition.
  case noSecondReport

  package var description: String {
    switch self {
    case .tooFewReports:
      "each fault needs a report or a request of its own, and the last edition has too few: ask "
        + "for more reports"
    case .hidden(let fault, let other):
      "as long as there is the fault \(other), no check can see \(fault): plant them apart"
    case .noSecondReport:
      "no organisation has two reports in the last edition: ask for more reports"
    }
  }
}

/// Where each fault is planted: every one in a place of its own, all of them seen from the last
/// edition.
struct FaultPlan: Sendable {
  /// The faults of analyses, by the number of the report.
  private(set) var reports: [Int: FaultKind] = [:]
  /// The faults of the register, by the request.
  private(set) var rows: [String: FaultKind] = [:]
  /// Faults that have no report and no request.
  private(set) var others: [FaultKind] = []
  /// A report of the last edition that stays as it is.
  private(set) var untouched = 0

  init() {}

  init(_ kinds: [FaultKind], in recipe: SampleRecipe) throws(FaultProblem) {
    try Self.checkVisible(kinds)
    let edition = Array(stride(from: recipe.editions - 1, to: recipe.reports, by: recipe.editions))
    guard let first = edition.first else { throw .tooFewReports }
    untouched = first
    var free = edition.dropFirst()[...]
    var freeRequests = (0..<recipe.reports).filter { SampleRegister.other(after: $0) == .waiting }[
      ...]
    for kind in kinds {
      switch kind.target {
      case .sameOrganisation:
        guard let pair = Self.pair(edition, recipe) else { throw .noSecondReport }
        reports[pair.second] = kind
        free.removeAll { $0 == pair.first || $0 == pair.second }
      default: continue
      }
    }
    for kind in kinds {
      switch kind.target {
      case .sameOrganisation: continue
      case .analysis, .smallAnalysis, .besideAnother, .document, .bytes:
        guard let number = free.popFirst() else { throw .tooFewReports }
        reports[number] = kind
      case .requestOfAnalysis, .requestRow:
        guard let number = free.popFirst() else { throw .tooFewReports }
        reports[number] = kind
        rows[SampleReport(number, recipe).request] = kind
      case .row, .line:
        guard let number = freeRequests.popFirst() else { throw .tooFewReports }
        rows[SampleRegister.otherRequest(after: number)] = kind
      case .commentary, .file, .folderBeforeTheFirst, .schedule: others.append(kind)
      }
    }
  }

  private static func checkVisible(_ kinds: [FaultKind]) throws(FaultProblem) {
    for kind in kinds {
      if let other = kinds.first(where: { $0.layer.hides.contains(kind.layer) }) {
        throw .hidden(kind.name, by: other.name)
      }
      // Whether printed figures are allowed is known from the schedule.
      if kind.check == "intake.number.published-in-official",
        let other = kinds.first(where: { [.schedule, .scheduleReading].contains($0.layer) })
      {
        throw .hidden(kind.name, by: other.name)
      }
    }
  }

  /// The first two reports of one organisation.
  private static func pair(
    _ numbers: [Int], _ recipe: SampleRecipe
  ) -> (first: Int, second: Int)? {
    var seen: [String: Int] = [:]
    for number in numbers.dropFirst() {
      let organisation = SampleReport(number, recipe).organisation.id
      if let first = seen[organisation] { return (first, number) }
      seen[organisation] = number
    }
    return nil
  }
}

extension FaultKind {
  /// Whether the finding stands in the register.
  var isFoundInRegister: Bool {
    switch target {
    case .row, .line, .requestRow: true
    default: false
    }
  }

  func planted(in file: String, path: String? = nil, line: Int? = nil) -> PlantedFault {
    PlantedFault(
      kind: name, check: check, severity: severity, file: file, line: line, path: path,
      changed: change)
  }
}
