import Diagnostics
import Editions
import Schedule
import Statistics

/// Analyses held against the register.
extension RecordsCheck {
  /// The request exists, is about this service of this organisation, and was not turned down.
  mutating func request(of record: AnalysisEntry) {
    let analysis = record.analysis
    guard let request = requests[analysis.request] else {
      guard !register.unread.contains(analysis.request) else { return }
      let shape = LookAlike.shape(of: analysis.request)
      let meant = alike[shape]
      report(
        "request-missing", at: record.place("$.request"),
        found: "the request \(analysis.request.quoted) is not in the register",
        rule: "every analysis answers a request", source: "docs/format.md section 3",
        remedy: meant.map { "did you mean \($0.quoted)?" }
          ?? "correct the request, or add it to \(register.file)")
      return
    }
    if request.organisation.id != analysis.organisation.id {
      report(
        "request-organisation", at: record.place("$.organisation.id"),
        found: "the analysis is of \(analysis.organisation.id.quoted), its request of "
          + request.organisation.id.quoted,
        rule: "R5: a request is about one service of the organisation that made it",
        source: "domain notes 2", remedy: "correct the organisation or the request")
    } else if let service = analysis.service.name.value, request.service != "[x]",
      Words(service).words.map(\.folded) != Words(request.service).words.map(\.folded)
    {
      report(
        "request-service", .warning, at: record.place("$.service.name"),
        found: "the analysis is of \(service.quoted), its request of \(request.service.quoted)",
        rule: "R5: a request is about one service of one organisation",
        source: "domain notes 2", remedy: "correct the service or the request")
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

  // MARK: What is out

  /// The register says of the reports that are out that they are, and of no others.
  mutating func published(
    _ records: [Month: [AnalysisEntry]], isComplete: Bool, released: Set<Month>
  ) {
    var editions: [String: Month] = [:]
    for month in records.keys.sorted() {
      for record in records[month]! {
        let id = record.analysis.request
        if editions[id] == nil { editions[id] = month }
        guard released.contains(month), let request = requests[id], request.state != .published
        else {
          continue
        }
        report(
          "not-published", .warning, at: register.place(of: id),
          found: "the request \(id.quoted) is \(request.state.rawValue.quoted), its report is in "
            + "the edition \(month)",
          rule: "a request whose report is out is published", source: "docs/format.md section 4",
          remedy: "write the state published and the day of the release")
      }
    }
    // An analysis that names no request of the register leaves one of its organisation's without.
    var misnamed: Set<String> = []
    for record in records[edition] ?? [] where requests[record.analysis.request] == nil {
      misnamed.insert(record.analysis.organisation.id)
    }
    let days = releaseDays()
    for request in register.requests {
      guard case .known(let day)? = request.reached[.published], request.state == .published
      else { continue }
      if let folder = editions[request.id] {
        published(request, on: day, in: folder)
      } else if isComplete, !misnamed.contains(request.organisation.id) {
        published(request, on: day, days)
      }
    }
  }

  /// The editions of the schedule by the day on which they come out, up to this one.
  private func releaseDays() -> [Day: Month] {
    var days: [Day: Month] = [:]
    for month in [edition] + programme.schedule.editions(before: edition) {
      if let day = releaseDay(of: month) { days[day] = month }
    }
    return days
  }

  private mutating func published(_ request: Request, on day: Day, in folder: Month) {
    guard let released = releaseDay(of: folder), released != day else { return }
    report(
      "published-day", .warning, at: register.place(of: request.id),
      found: "the request \(request.id.quoted) was published on \(day), its report is in the "
        + "edition \(folder), which comes out on \(released)",
      rule: "a report comes out with its edition", source: "docs/format.md section 4",
      remedy: "correct the day, or move the analysis")
  }

  /// Only an edition of which everything is at hand shows that a report is missing.
  private mutating func published(_ request: Request, on day: Day, _ days: [Day: Month]) {
    guard let month = days[day], case .held(let plan) = programme.plans[month],
      plan.partialReason == nil
    else { return }
    report(
      "published-without-analysis", at: register.place(of: request.id),
      found: "the request \(request.id.quoted) was published on \(day), and analyses/\(month)/ has "
        + "no analysis for it",
      rule: "a request that is published has its report in an edition",
      source: "docs/format.md section 4", remedy: "add the analysis, or correct the register")
  }
}
