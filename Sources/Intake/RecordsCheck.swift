import Diagnostics
import Editions
import Schedule
import Statistics

/// Checks records against one another: analyses, register and schedule.
struct RecordsCheck {
  private(set) var findings: [Finding] = []

  init(
    records: [Month: [AnalysisEntry]], register: RegisterRecord, programme: ProgrammeRecord,
    edition: Month
  ) {
    folders(records, programme)
    identifiers(records)
    names(records)
    for record in records[edition] ?? [] {
      request(of: record, in: register)
      completion(of: record, programme.programme, edition)
    }
  }

  private mutating func report(
    _ id: String, _ severity: Severity = .error, at place: Place, found: String, rule: String,
    source: String? = nil, remedy: String
  ) {
    findings.append(
      Finding(
        "records.\(id)", severity, at: place, found: found, rule: rule, source: source,
        remedy: remedy))
  }

  /// A folder of analyses belongs to an edition that the schedule holds.
  private mutating func folders(
    _ records: [Month: [AnalysisEntry]], _ programme: ProgrammeRecord
  ) {
    for month in records.keys.sorted() where !programme.programme.isHeld(month) {
      report(
        "folder", at: Place("analyses/\(month)"),
        found: "there are \(records[month]!.count) analyses for \(month), which the schedule does "
          + "not hold",
        rule: "analyses belong to an edition with control totals",
        source: "docs/format.md section 2",
        remedy: "add \"\(month)\" to \"editions\", or move the files")
    }
  }

  /// One identifier, one analysis, in the whole series.
  private mutating func identifiers(_ records: [Month: [AnalysisEntry]]) {
    var files: [String: String] = [:]
    for record in records.keys.sorted().flatMap({ records[$0]! }) {
      let id = record.analysis.id
      guard let first = files[id.lowercased()] else {
        files[id.lowercased()] = record.file
        continue
      }
      report(
        "identifier-twice", at: record.place("$.analysis"),
        found: "the analysis \(id.quoted) stands in \(first) too",
        rule: "an identifier belongs to one analysis for ever",
        source: "docs/format.md section 3", remedy: "give one of them another identifier")
    }
  }

  /// One organisation identifier, one name, in one edition.
  private mutating func names(_ records: [Month: [AnalysisEntry]]) {
    for month in records.keys.sorted() {
      var names: [String: (name: String, file: String)] = [:]
      for record in records[month]! {
        let organisation = record.analysis.organisation
        guard let first = names[organisation.id] else {
          names[organisation.id] = (organisation.name, record.file)
          continue
        }
        guard first.name != organisation.name else { continue }
        report(
          "organisation-name", at: record.place("$.organisation.name"),
          found: "\(organisation.id.quoted) is \(organisation.name.quoted) here and "
            + "\(first.name.quoted) in \(first.file)",
          rule: "one organisation has one name in an edition",
          source: "docs/format.md section 3", remedy: "correct the name or the identifier")
      }
    }
  }

  /// The request exists, belongs to the same organisation and has not been turned down.
  private mutating func request(of record: AnalysisEntry, in register: RegisterRecord) {
    let analysis = record.analysis
    guard let request = register.requests.first(where: { $0.id == analysis.request }) else {
      report(
        "request-missing", at: record.place("$.request"),
        found: "the request \(analysis.request.quoted) is not in the register",
        rule: "every analysis answers a request", source: "docs/format.md section 3",
        remedy: "correct the request, or add it to \(register.file)")
      return
    }
    if request.organisation.id != analysis.organisation.id {
      report(
        "request-organisation", at: record.place("$.organisation.id"),
        found: "the analysis is of \(analysis.organisation.id.quoted), its request of "
          + request.organisation.id.quoted,
        rule: "R5: a request is about one service of the organisation that made it",
        source: "domain notes 2", remedy: "correct the organisation or the request")
    }
    if request.state == .rejected || request.state == .withdrawn {
      report(
        "request-state", at: register.place(of: request.id),
        found: "the request \(request.id.quoted) is \(request.state.rawValue), with a report in "
          + record.file,
        rule: "a request that was rejected or withdrawn has no report",
        source: "domain notes 2", remedy: "correct the register or remove the analysis")
    }
  }

  private mutating func completion(
    of record: AnalysisEntry, _ programme: Programme, _ edition: Month
  ) {
    guard let completed = record.analysis.completed.value,
      let scheduled = (try? programme.schedule.entry(for: edition)) ?? nil,
      completed > scheduled.wallTime.day
    else { return }
    report(
      "completed-late", at: record.place("$.completed"),
      found: "completed on \(completed), after the release on \(scheduled.wallTime.day)",
      rule: "a report is complete before it is released", remedy: "correct the day")
  }
}
