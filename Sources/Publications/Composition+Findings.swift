import Editions
import Schedule
import Statistics

extension Composition {
  /// The main findings to date: sentences built from counts.
  func findings(_ writer: inout SourceWriter) throws(TextTableError) {
    try requestSentences(&writer)
    try reportSentences(&writer)
    // Where every report is held, the totals above have said how many there are.
    let expected = edition.plan.controlTotals.reportsThisMonth
    if edition.plan.partialReason != nil, expected != .known(edition.analyses.count) {
      try partialSentence(&writer)
    }
    try resultSentences(&writer)
    try toDateSentences(&writer)
  }

  private func requestSentences(_ writer: inout SourceWriter) throws(TextTableError) {
    let totals = edition.statedTotals
    let requests = Figure.count("requests-to-date", .requests, totals.requestsToDate)
    let arguments: [String: Argument] = [
      "requests": .figure(requests), "end": .text(edition.period.to.longText(in: language)),
    ]
    let id = requests.value == nil ? "findings.requests.unknown" : "findings.requests"
    try writer.paragraphs(id, arguments)
    if case .known(let count) = totals.notProcessed {
      let id = count == 0 ? "findings.not-processed.none" : "findings.not-processed"
      try writer.paragraphs(
        id, ["requests": .figure(.count("not-processed", .requests, count))])
    }
    if case .known(let count) = edition.counts.inProgress, count > 0 {
      try writer.paragraphs(
        "findings.in-progress", ["requests": .figure(.count("in-progress", .requests, count))])
    }
  }

  private func reportSentences(_ writer: inout SourceWriter) throws(TextTableError) {
    let totals = edition.statedTotals
    let month = Figure.count("reports-this-month", .reports, totals.reportsThisMonth)
    let toDate = Figure.count("reports-to-date", .reports, totals.reportsToDate)
    let arguments: [String: Argument] = ["reports": .figure(month), "total": .figure(toDate)]
    let base = month.value == "0" ? "findings.reports.none" : "findings.reports"
    if toDate.value == nil {
      try writer.paragraphs("\(base).no-total", arguments)
    } else if toDate.value == month.value {
      try writer.paragraphs("\(base).first", arguments)
    } else {
      try writer.paragraphs(base, arguments)
    }
  }

  /// How many of this month's reports came to which conclusion.
  private func resultSentences(_ writer: inout SourceWriter) throws(TextTableError) {
    guard !edition.analyses.isEmpty else { return }
    var counts: [String: Int] = [:]
    for analysis in edition.analyses { counts[result(of: analysis), default: 0] += 1 }
    let ending = edition.plan.partialReason == nil ? "" : ".partial"
    for name in Direction.allCases.map(\.rawValue) + ["not-claimed", "suppressed", "unknown"] {
      guard let count = counts[name] else { continue }
      try writer.paragraphs(
        "findings.result.\(name)\(ending)",
        ["reports": .figure(.count("result.\(name)", .reports, count))])
    }
  }

  /// How many of all reports at hand came to which conclusion; the first edition has said it.
  private func toDateSentences(_ writer: inout SourceWriter) throws(TextTableError) {
    let past = edition.earlier.flatMap(\.analyses)
    guard !past.isEmpty else { return }
    var counts: [String: Int] = [:]
    for analysis in past + edition.analyses { counts[result(of: analysis), default: 0] += 1 }
    func figure(_ name: String, _ count: Int) -> Argument {
      .figure(.count("result-to-date.\(name)", .reports, count))
    }
    var arguments = ["reports": figure("all", past.count + edition.analyses.count)]
    for direction in Direction.allCases.map(\.rawValue) {
      arguments[direction] = figure(direction, counts.removeValue(forKey: direction) ?? 0)
    }
    let ending = edition.plan.partialReason == nil ? "" : ".partial"
    try writer.paragraphs("findings.to-date\(ending)", arguments)
    let others = counts.values.reduce(0, +)
    guard others > 0 else { return }
    try writer.paragraphs("findings.to-date.others", ["others": figure("others", others)])
  }

  /// The conclusion of a report, by the name that its sentence has.
  private func result(of analysis: Analysis) -> String {
    let outcome = analysis.primary
    if Disclosure.isSuppressed(outcome, thresholds: thresholds) {
      return "suppressed"
    }
    let claim = outcome.claim(primary: outcome, thresholds: thresholds)
    return claim.status == .notClaimed ? "not-claimed" : claim.direction?.rawValue ?? "unknown"
  }

  private func partialSentence(_ writer: inout SourceWriter) throws(TextTableError) {
    let expected = edition.plan.controlTotals.reportsThisMonth
    let published = Figure.count("reports-published", .reports, expected)
    guard !edition.analyses.isEmpty else {
      return try writer.paragraphs("findings.partial.none", ["reports": .figure(published)])
    }
    try writer.paragraphs(
      "findings.partial",
      [
        "hand": .figure(.count("reports-at-hand", .reports, edition.analyses.count)),
        "reports": .figure(published),
      ])
  }
}
