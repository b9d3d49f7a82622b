package import Diagnostics
import Notation
import Schedule
package import Statistics

/// The register as it was read, with the place of each request.
package struct RegisterRecord: Sendable {
  package let requests: [Request]
  package let file: String
  /// The line of each request in the file.
  let lines: [String: Int]
  /// Requests whose rows could not be read, which was said there.
  var unread: Set<String> = []

  func place(of request: String) -> Place { Place(file, line: lines[request]) }
}

/// Reads the register of requests (`docs/format.md` section 4).
package enum RegisterReader {
  /// The columns of the register, in their order.
  package static let columns =
    ["request", "organisation_id", "organisation", "service", "state", "reason"]
    + RequestState.allCases.map(\.rawValue)

  /// The requests that could be read and all findings.
  package static func read(
    _ bytes: [UInt8], file: String
  ) -> (register: RegisterRecord, findings: [Finding]) {
    let (table, found) = CSVReader.read(bytes, file: file)
    var findings = found
    var requests: [Request] = []
    var lines: [String: Int] = [:]
    var shapes: [String: String] = [:]
    var unread: Set<String> = []
    if !table.header.isEmpty, table.header != columns {
      findings.append(wrongColumns(table))
    } else {
      for row in table.rows {
        var reader = RowReader(row: row, table: table)
        let request = reader.request()
        findings += reader.findings
        guard let request else {
          unread.insert(reader.cell("request"))
          continue
        }
        if let first = lines[request.id] {
          findings.append(repeated(request, line: row.line, first: first, file: file))
          continue
        }
        let shape = LookAlike.shape(of: request.id)
        if let other = shapes[shape] {
          findings.append(alike(request, row, table, other: other, line: lines[other]!))
        } else {
          shapes[shape] = request.id
        }
        lines[request.id] = row.line
        requests.append(request)
      }
    }
    let register = RegisterRecord(requests: requests, file: file, lines: lines, unread: unread)
    return (register, findings)
  }

  private static func alike(
    _ request: Request, _ row: CSVRow, _ table: CSVTable, other: String, line: Int
  ) -> Finding {
    let isSameButCase = request.id.lowercased() == other.lowercased()
    return Finding(
      "intake.register.look-alike", isSameButCase ? .error : .warning,
      at: table.place(row, 0),
      found: "the request \(request.id.quoted) looks like \(other.quoted) in line \(line)",
      rule: "identifiers can be told apart by eye, upper and lower case being the same",
      source: "docs/format.md section 4", remedy: "correct the one that was mistyped")
  }

  private static func wrongColumns(_ table: CSVTable) -> Finding {
    Finding(
      "intake.register.columns", at: Place(table.file, line: 1, column: 1),
      found: "the columns are \(table.header.joined(separator: ",").quoted)",
      rule: "the register has the columns \(columns.joined(separator: ",")) in this order",
      source: "docs/format.md section 4", remedy: "put the columns into this order")
  }

  private static func repeated(
    _ request: Request, line: Int, first: Int, file: String
  ) -> Finding {
    Finding(
      "intake.register.repeated", at: Place(file, line: line, path: "request"),
      found: "the request \(request.id.quoted) stands in line \(first) too",
      rule: "one request has one row", remedy: "remove one of the rows or correct the identifier")
  }
}

/// Reads one row of the register.
struct RowReader {
  let row: CSVRow
  let table: CSVTable
  var findings: [Finding] = []

  func cell(_ column: String) -> String { row.cells[table.column(column)!].text }

  mutating func report(
    _ id: String, _ column: String, found: String, rule: String, remedy: String
  ) {
    findings.append(
      Finding(
        "intake.register.\(id)", at: table.place(row, table.column(column)!), found: found,
        rule: rule, source: "docs/format.md section 4", remedy: remedy))
  }

  private mutating func text(_ column: String) -> String? {
    let text = cell(column)
    guard text.contains(where: { !$0.isWhitespace }) else {
      report(
        "blank", column, found: "the cell \(column) is empty", rule: "every request has it",
        remedy: column == "service" ? "write it, or [x] where it is not known" : "write it")
      return nil
    }
    return text
  }

  mutating func request() -> Request? {
    let id = text("request").flatMap { identifier($0, in: "request") }
    let organisationID = text("organisation_id").flatMap { slug($0, in: "organisation_id") }
    let name = text("organisation")
    let service = text("service")
    let state = state()
    let reason = reason(state)
    let reached = reached()
    guard let id, let organisationID, let name, let service, let state, let reached else {
      return nil
    }
    checkOrder(reached)
    checkState(state, reached)
    checkTexts(state)
    return Request(
      id: id, organisation: Organisation(id: organisationID, name: name), service: service,
      state: state, reason: reason, reached: reached)
  }

  private mutating func state() -> RequestState? {
    guard let text = text("state") else { return nil }
    guard let state = RequestState(rawValue: text) else {
      report(
        "state", "state", found: "the state \(text.quoted) is unknown",
        rule: "the state is one of "
          + RequestState.allCases.map(\.rawValue).joined(separator: ", "),
        remedy: "write one of these words")
      return nil
    }
    return state
  }

  private mutating func reason(_ state: RequestState?) -> RejectionReason? {
    let text = cell("reason")
    let codes = RejectionReason.allCases.map(\.rawValue).joined(separator: ", ")
    guard !text.isEmpty else {
      if state == .rejected {
        report(
          "reason", "reason", found: "a rejected request has no reason",
          rule: "a request that could not be processed has a reason code: \(codes)",
          remedy: "write the code; minimum-criteria where no more is known")
      }
      return nil
    }
    guard let reason = RejectionReason(rawValue: text), state == .rejected else {
      report(
        "reason", "reason",
        found: state == .rejected
          ? "the reason code \(text.quoted) is unknown"
          : "the reason \(text.quoted) stands beside the state \((state?.rawValue ?? "").quoted)",
        rule: "a rejected request, and no other, has one of the reason codes \(codes)",
        remedy: "correct the reason or the state")
      return nil
    }
    return reason
  }

  private mutating func reached() -> [RequestState: Fact<Day>]? {
    var reached: [RequestState: Fact<Day>] = [:]
    var isSound = true
    for state in RequestState.allCases {
      let text = cell(state.rawValue)
      if text.isEmpty { continue }
      if text == "[x]" {
        reached[state] = .unknown(reason: "The day is not known.")
      } else if let day = Day(text) {
        reached[state] = .known(day)
      } else {
        isSound = false
        report(
          "date", state.rawValue, found: "\(text.quoted) is no day that exists",
          rule: "a day is written YYYY-MM-DD, [x] where it is not known",
          remedy: "correct the day")
      }
    }
    guard reached[.received] != nil else {
      report(
        "received", "received", found: "the day of receipt is missing",
        rule: "every request was received on some day",
        remedy: "write the day, or [x] where it is not known")
      return nil
    }
    return isSound ? reached : nil
  }

  /// Days follow the order of the states.
  private mutating func checkOrder(_ reached: [RequestState: Fact<Day>]) {
    var last: (state: RequestState, day: Day)?
    for state in RequestState.allCases {
      guard let day = reached[state]?.value else { continue }
      if let last, day < last.day {
        report(
          "order", state.rawValue,
          found: "\(state.rawValue) on \(day) comes before \(last.state.rawValue) on \(last.day)",
          rule: "a request reaches its states in their order", remedy: "correct one of the days")
      }
      last = (state, day)
    }
  }

  /// The state is the furthest that has a day.
  private mutating func checkState(_ state: RequestState, _ reached: [RequestState: Fact<Day>]) {
    let furthest = RequestState.allCases.last { reached[$0] != nil }
    guard let furthest, furthest != state else { return }
    report(
      "state-against-days", "state",
      found: "the state is \(state.rawValue.quoted), the furthest day that of \(furthest.rawValue)",
      rule: "the state is the furthest that the request has reached",
      remedy: "correct the state or the days")
  }
}
