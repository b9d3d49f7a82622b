import Schedule
import Statistics

/// The made-up register of requests: one row for each report, and others that have none.
struct SampleRegister {
  private let recipe: SampleRecipe
  /// Requests received by the cut-off of each edition, opening balance included.
  private(set) var requestsToDate: [Int]
  /// Requests rejected by the cut-off of each edition, opening balance included.
  private(set) var notProcessed: [Int]
  private(set) var rows: [Row] = []

  /// What was counted before the register begins.
  static let opening = (requests: 17, reports: 9, notProcessed: 3)

  /// A row, its cells in the order of the columns.
  struct Row {
    var request: String
    var organisation: Organisation
    var service: String
    var reason: RejectionReason?
    /// The states that were reached with their days, in their order.
    var reached: [(state: RequestState, day: Day)]
  }

  init(_ recipe: SampleRecipe) {
    self.recipe = recipe
    requestsToDate = Array(repeating: 0, count: recipe.editions)
    notProcessed = requestsToDate
    rows.reserveCapacity(recipe.reports + recipe.reports / 3 + 1)
    for number in 0..<recipe.reports {
      add(row(SampleReport(number, recipe)))
      if let kind = Self.other(after: number) { add(otherRow(kind, after: number)) }
    }
    accumulate()
  }

  private mutating func add(_ row: Row) {
    rows.append(row)
    for (state, day) in row.reached where state == .received || state == .rejected {
      guard let edition = editionCounting(day) else { continue }
      if state == .received { requestsToDate[edition] += 1 } else { notProcessed[edition] += 1 }
    }
  }

  /// The first edition whose cut-off is not before this day.
  private func editionCounting(_ day: Day) -> Int? {
    let month = day.monthOfYear
    let months = (month.year - recipe.first.year) * 12 + month.month - recipe.first.month + 1
    return months < recipe.editions ? max(0, months) : nil
  }

  private mutating func accumulate() {
    var (requests, rejected) = (Self.opening.requests, Self.opening.notProcessed)
    for edition in 0..<recipe.editions {
      requests += requestsToDate[edition]
      rejected += notProcessed[edition]
      (requestsToDate[edition], notProcessed[edition]) = (requests, rejected)
    }
  }

  // MARK: Requests with a report

  private func row(_ report: SampleReport) -> Row {
    var draw = Draw(seed: recipe.seed, "register", report.number)
    let cutOff = recipe.cutOff(of: report.edition)
    var reached = path(
      [.received, .checking, .matching, .analysis],
      from: cutOff.adding(days: -draw.whole(105, 150)), step: 7...19, &draw)
    reached.append((.complete, report.completed))
    if report.edition < recipe.last {
      reached.append((.published, recipe.rule.day(of: report.edition)))
    }
    return Row(
      request: report.request, organisation: report.organisation,
      service: SampleNames.services[report.service].name, reason: nil, reached: reached)
  }

  private func path(
    _ states: [RequestState], from first: Day, step: ClosedRange<Int>, _ draw: inout Draw
  ) -> [(state: RequestState, day: Day)] {
    var day = first
    return states.enumerated().map { index, state in
      if index > 0 { day = day.adding(days: draw.whole(step.lowerBound, step.upperBound)) }
      return (state, day)
    }
  }

  // MARK: Other requests

  enum Other { case rejected, waiting, withdrawn }

  private static let cycle = 40

  /// The request without a report that stands behind a report's.
  static func other(after number: Int) -> Other? {
    switch number % cycle {
    case 17: .withdrawn
    case let place where place % 8 == 4: .rejected
    case let place where place % 5 == 1: .waiting
    default: nil
    }
  }

  /// How many requests without a report stand before this report's.
  static func otherRequests(before number: Int) -> Int {
    number / cycle * othersBefore[cycle] + othersBefore[number % cycle]
  }

  private static let othersBefore: [Int] = {
    var counts = [0]
    for number in 0..<cycle {
      counts.append(counts[number] + (other(after: number) == nil ? 0 : 1))
    }
    return counts
  }()

  /// The name of the request that stands behind a report's.
  static func otherRequest(after number: Int) -> String {
    "R-" + padded(number + otherRequests(before: number) + 2)
  }

  private func otherRow(_ kind: Other, after number: Int) -> Row {
    var draw = Draw(seed: recipe.seed, "other requests", number)
    let report = SampleReport(number, recipe)
    // Every second one is of an organisation that has no report.
    let stranger = SampleNames.organisationCount - 1 - number
    let organisation =
      draw.happens(0.5)
      ? report.organisation : SampleNames.organisation(stranger, seed: recipe.seed)
    let service = SampleNames.services[(report.service + 5) % SampleNames.services.count].name
    let lastCutOff = recipe.cutOff(of: recipe.last)
    var reason: RejectionReason?
    let reached: [(state: RequestState, day: Day)]
    switch kind {
    case .rejected:
      let first = recipe.cutOff(of: report.edition).adding(days: -draw.whole(60, 100))
      reached = path([.received, .checking, .rejected], from: first, step: 5...25, &draw)
      reason = draw.choice(RejectionReason.allCases)
    case .waiting:
      let states: [RequestState] = [.received, .checking, .matching, .analysis, .complete]
      reached = path(
        Array(states.prefix(draw.whole(1, 5))),
        from: lastCutOff.adding(days: -draw.whole(76, 95)), step: 5...18, &draw)
    case .withdrawn:
      let first = recipe.cutOff(of: report.edition).adding(days: -draw.whole(60, 100))
      reached = path([.received, .checking, .withdrawn], from: first, step: 5...25, &draw)
    }
    return Row(
      request: Self.otherRequest(after: number),
      organisation: organisation, service: service + ", second year", reason: reason,
      reached: reached)
  }
}

// MARK: Writing

extension SampleRegister {
  static let columns =
    ["request", "organisation_id", "organisation", "service", "state", "reason"]
    + RequestState.allCases.map(\.rawValue)
  static let header = columns.joined(separator: ",")

  /// The register as a file has it (`docs/format.md` section 4), with the faults planted in it.
  func bytes(_ plan: FaultPlan, planted: inout [PlantedFault]) -> [UInt8] {
    var bytes = Array((Self.header + "\n").utf8)
    bytes.reserveCapacity(rows.count * 180)
    var line = 2
    for row in rows {
      var cells = row.cells
      let kind = plan.rows[row.request]
      switch kind?.target {
      case .row(_, let change), .requestRow(let change): change(&cells, recipe)
      case .requestOfAnalysis(_, let change): change(&cells)
      default: break
      }
      var text = cells.map(Self.quoted).joined(separator: ",")
      var (column, linesDown): (String?, Int) = (nil, 0)
      switch kind?.target {
      case .line(let down, let name, let change):
        change(&text)
        (column, linesDown) = (name, down)
      case .row(let name, _): column = name
      default: break
      }
      if let kind, kind.isFoundInRegister {
        planted.append(
          kind.planted(in: "requests.csv", path: column, line: line + linesDown))
      }
      bytes += text.utf8
      bytes.append(UInt8(ascii: "\n"))
      line += 1 + text.utf8.count { $0 == UInt8(ascii: "\n") }
    }
    return bytes
  }

  /// A cell, between quotation marks where RFC 4180 wants them.
  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}

extension SampleRegister.Row {
  /// The cells in the order of the register's columns.
  var cells: [String] {
    let days = RequestState.allCases.map { state in
      reached.first { $0.state == state }?.day.description ?? ""
    }
    let now = RequestState.allCases.last { state in reached.contains { $0.state == state } }!
    return [
      request, organisation.id, organisation.name, service, now.rawValue, reason?.rawValue ?? "",
    ] + days
  }
}
