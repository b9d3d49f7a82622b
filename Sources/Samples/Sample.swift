import Diagnostics
import Schedule
import Statistics

/// A whole made-up workspace, made file by file from a recipe.
///
/// The same recipe gives the same bytes on every machine, in every zone and locale. Nothing of it
/// is a finding of `check` but the faults that are planted on purpose.
package struct Sample: Sendable {
  package let recipe: SampleRecipe
  private let plan: FaultPlan

  package init(_ recipe: SampleRecipe) {
    precondition((1...SampleRecipe.mostReports).contains(recipe.reports) && recipe.editions > 0)
    self.recipe = recipe
    plan = FaultPlan()
  }

  /// A sample with faults planted in it, each in a place of its own in the last edition.
  package init(_ recipe: SampleRecipe, planting kinds: [FaultKind]) throws(FaultProblem) {
    self.recipe = recipe
    plan = try FaultPlan(kinds, in: recipe)
  }

  /// Passes every file of the workspace on, one at a time, by its path and bytes.
  ///
  /// Only the register, which is one file, is in memory as a whole.
  /// - Returns: the faults that were planted, in the order of the files.
  @discardableResult
  package func forEachFile(
    _ body: (_ path: String, _ bytes: [UInt8]) throws -> Void
  ) rethrows -> [PlantedFault] {
    var planted: [PlantedFault] = []
    let register = SampleRegister(recipe)
    try body("schedule.json", schedule(register, &planted).bytes)
    try body("requests.csv", register.bytes(plan, planted: &planted))
    for index in 0..<recipe.editions {
      let edition = recipe.first.adding(months: index)
      let text = edition == recipe.last ? commentary(&planted) : Self.commentary(edition)
      try body("analyses/\(edition)/commentary.md", Array(text.utf8))
    }
    for number in 0..<recipe.reports {
      let (path, bytes) = analysis(number, &planted)
      try body(path, bytes)
    }
    for (path, bytes) in otherFiles(&planted) { try body(path, bytes) }
    return planted
  }

  // MARK: Analyses

  private func analysis(
    _ number: Int, _ planted: inout [PlantedFault]
  ) -> (path: String, bytes: [UInt8]) {
    var report = SampleReport(number, recipe)
    guard let fault = plan.reports[number] else { return (report.path, report.analysis.json.bytes) }
    report.isComplete = true
    report.kind = .inconclusive
    var path: String?
    var analysis: Analysis?
    var document: ((inout JSONText) -> Void)?
    var change: ((inout [UInt8]) -> Void)?
    switch fault.target {
    case .analysis(let kind, let place, let body):
      report.kind = kind
      analysis = report.analysis
      body(&analysis!)
      path = place
    case .smallAnalysis(let place):
      report.isTooSmall = true
      path = place
    case .besideAnother(let place, let body):
      analysis = report.analysis
      body(&analysis!, SampleReport(plan.untouched, recipe).analysis)
      path = place
    case .sameOrganisation(let place, let body):
      analysis = report.analysis
      body(&analysis!)
      path = place
    case .document(let place, let body): (path, document) = (place, body)
    case .bytes(let body): change = body
    case .requestOfAnalysis(let place, _): path = place
    default: break
    }
    var json = (analysis ?? report.analysis).json
    document?(&json)
    var bytes = json.bytes
    change?(&bytes)
    if !fault.isFoundInRegister { planted.append(fault.planted(in: report.path, path: path)) }
    if let second = fault.alsoFound {
      planted.append(
        PlantedFault(
          kind: fault.name, check: second, severity: .error, file: report.path, line: nil,
          path: nil, changed: fault.change))
    }
    return (report.path, bytes)
  }

  // MARK: Everything else

  private func schedule(
    _ register: SampleRegister, _ planted: inout [PlantedFault]
  ) -> JSONText {
    var schedule = recipe.schedule(register)
    for fault in plan.others {
      guard case .schedule(let change) = fault.target else { continue }
      planted.append(fault.planted(in: "schedule.json", path: change(&schedule, recipe)))
    }
    return schedule
  }

  /// The commentary of the last edition, with the faults planted in it.
  private func commentary(_ planted: inout [PlantedFault]) -> String {
    var text = Self.commentary(recipe.last)
    for fault in plan.others {
      guard case .commentary(let paragraph) = fault.target else { continue }
      text += "\n"
      let line = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
      text += paragraph + "\n"
      planted.append(
        fault.planted(in: "analyses/\(recipe.last)/commentary.md", line: line))
    }
    return text
  }

  private static func commentary(_ edition: Month) -> String {
    """
    ## About this edition

    Every organisation, service and figure of \(edition.longText) is **made up**, so that the pages
    of a large edition can be tried out.

    - A result from which no conclusion can be drawn says nothing against a service.
    - Each control group was made for one service only.

    """
  }

  private func otherFiles(_ planted: inout [PlantedFault]) -> [(path: String, bytes: [UInt8])] {
    var files: [(path: String, bytes: [UInt8])] = []
    for fault in plan.others {
      switch fault.target {
      case .file(let path, let text):
        let path = path.replacing("{edition}", with: recipe.last.description)
        files.append((path, Array(text.utf8)))
        planted.append(fault.planted(in: path))
      case .folderBeforeTheFirst:
        // The next report, which the sample does not have: no other is like it.
        var analysis = SampleReport(recipe.reports, recipe).analysis
        analysis.id = "A-BEFORE"
        analysis.request = "R-BEFORE"
        let folder = "analyses/\(recipe.first.previous)"
        files.append(("\(folder)/\(analysis.id).json", analysis.json.bytes))
        planted.append(fault.planted(in: folder))
      default: continue
      }
    }
    return files
  }
}
