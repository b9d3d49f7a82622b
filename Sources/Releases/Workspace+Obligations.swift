import Archive
import Diagnostics
import Editions
import Ledger
import Notation
package import Schedule
import Site
import Storage

extension Workspace {
  /// The obligations of every report that is out and was not withdrawn, from archive and journal.
  ///
  /// Throws what reading them throws.
  package func obligations(clock: any Clock) throws -> ObligationReport {
    let history = try History(self)
    let zone = try programme().schedule.rule.zone
    var obligations: [Obligation] = []
    for month in history.released where history.withdrawals[month] == nil {
      obligations += try self.obligations(of: month, history, zone)
    }
    obligations.sort { ($0.due, $0.edition, $0.slug) < ($1.due, $1.edition, $1.slug) }
    return ObligationReport(
      obligations: obligations, today: zone.wallTime(of: clock.now()).day)
  }

  /// Notes in the journal that an organisation published its report.
  ///
  /// Throws a ``ReleaseError`` where no such report is out, or the evidence cannot be right.
  package func noteObligation(
    _ month: Month, report: String, url: String, on day: Day, by person: String, clock: any Clock
  ) throws -> Obligation {
    let lock = try lock("obligations met \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    let (found, today) = try obligation(of: report, in: month, by: person, clock, at: now)
    var faults: [String] = []
    if !Self.isAddress(url) {
      let shown = url.contains("@") ? "what was given (it is not shown)" : url.quoted
      faults.append(
        "\(shown) is no address of a page that everybody can read; write it like "
          + "https://a.example/report")
    }
    if day > today { faults.append("\(day) has not come yet") }
    if day < found.published {
      faults.append("\(day) is before \(found.published), when the report came out")
    }
    guard faults.isEmpty else {
      throw ReleaseError(.usage, faults.joined(separator: "; "))
    }
    try record(
      "obligation-met", of: month, by: person,
      [
        "analysis": .string(found.analysis), "day": .string(day.description),
        "report": .string(found.slug), "url": .string(url),
      ], in: journalLedger, at: now)
    return found
  }

  /// Notes in the journal that the evidence for a report does not hold: it was another's, or the page has
  /// gone.
  ///
  /// Throws a ``ReleaseError`` where no such report is out, or none was noted.
  package func takeBackObligation(
    _ month: Month, report: String, reason: String, by person: String, clock: any Clock
  ) throws -> Obligation {
    let lock = try lock("obligations unmet \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    let (found, _) = try obligation(of: report, in: month, by: person, clock, at: now)
    guard found.evidence != nil else {
      throw ReleaseError(
        .wrongState, "nothing was noted of \(found.analysis); there is nothing to take back")
    }
    try record(
      "obligation-unmet", of: month, by: person,
      ["analysis": .string(found.analysis), "reason": .string(reason)], in: journalLedger, at: now)
    return found
  }

  /// The obligation that a report carries, named by its analysis or its page, and today.
  private func obligation(
    of report: String, in month: Month, by person: String, _ clock: any Clock, at now: Instant
  ) throws -> (found: Obligation, today: Day) {
    try recoverLedgers(at: now)
    try checkListed(person, to: "note an obligation of", month, at: now)
    let all = try obligations(clock: clock)
    let known = all.obligations.filter { $0.edition == month }
    guard let found = known.first(where: { [$0.analysis, $0.slug].contains(report) }) else {
      throw ReleaseError(
        .notFound,
        known.isEmpty
          ? "no report of edition \(month) is out"
          : "edition \(month) has no report \(report.quoted); see `ninethirty obligations`")
    }
    return (found, all.today)
  }

  private static func isAddress(_ url: String) -> Bool {
    let rest = ["https://", "http://"].first(where: url.hasPrefix).map { url.dropFirst($0.count) }
    guard let rest, url.utf8.count <= 2000 else { return false }
    // A page that the world reads needs no name and password, which would stand in the journal.
    return rest.first.map { $0.isLetter || $0.isNumber } == true
      && !rest.prefix { !"/?#".contains($0) }.contains("@")
      && url.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
  }

  private func obligations(
    of month: Month, _ history: History, _ zone: Zone
  ) throws -> [Obligation] {
    guard let archived = try archivedReports(of: month, history, zone) else { return [] }
    let evidence = history.evidence(for: month)
    return try reports(in: archived.newest).compactMap { report in
      guard let analysis = report.analysis, let published = archived.published[report.slug] else {
        return nil
      }
      return Obligation(
        edition: month, analysis: analysis, slug: report.slug,
        organisation: report.organisationName, published: published,
        evidence: evidence[analysis]?.evidence)
    }
  }

  /// How many reports were not published in time, without reading what each says of itself: that is much
  /// after years.
  func overdueObligationCount(clock: any Clock) throws -> Int {
    let history = try History(self)
    let zone = try programme().schedule.rule.zone
    let today = zone.wallTime(of: clock.now()).day
    return try history.released.filter { history.withdrawals[$0] == nil }.reduce(0) { sum, month in
      guard let archived = try archivedReports(of: month, history, zone) else { return sum }
      let late = archived.published.filter { Obligation.due(published: $0.value) < today }
      let noted = history.evidence(for: month).values.map(\.report)
      guard !late.isEmpty, !noted.isEmpty else { return sum + late.count }
      // Lines of earlier versions of ninethirty name the analysis alone.
      guard !noted.contains(nil) else {
        let obligations = try obligations(of: month, history, zone)
        return sum + obligations.count { $0.state(on: today) == .overdue }
      }
      let met = Set(noted.compactMap(\.self))
      return sum + late.count { !met.contains($0.key) }
    }
  }

  /// The newest archived version of an edition, and when each of its reports first came out, by the name of
  /// its page; nil where none is archived.
  private func archivedReports(
    of month: Month, _ history: History, _ zone: Zone
  ) throws -> (newest: OCFLVersionReader, published: [String: Day])? {
    let store = OCFLStore(archive)
    // A release that was interrupted before its archive step has none until it is finished.
    let kept = min(
      try versionsArchived(of: month, in: store), history.versionCount(of: month))
    guard kept > 0 else { return nil }
    let versions = try (1...kept).map { number in
      try OCFLVersionReader(month.description, version: "v\(number)", in: store)
    }
    let days = history.releases.filter { $0.edition == month }
      .map { zone.wallTime(of: $0.actual).day }
    var published: [String: Day] = [:]
    for path in versions[kept - 1].state.keys {
      guard let slug = ReportFacts.slug(ofSource: path) else { continue }
      published[slug] = days[versions.firstIndex { $0.state[path] != nil } ?? 0]
    }
    return (versions[kept - 1], published)
  }
}

extension History {
  /// The newest evidence for each analysis of an edition, unless it was taken back, and the name of the
  /// report's page where the line says it.
  fileprivate func evidence(
    for month: Month
  ) -> [String: (evidence: Obligation.Evidence, report: String?)] {
    var evidence: [String: (evidence: Obligation.Evidence, report: String?)] = [:]
    for entry in journal
    where ["obligation-met", "obligation-unmet"].contains(entry.event)
      && entry.edition == month.description
    {
      guard case .string(let analysis)? = entry.fields["analysis"] else { continue }
      evidence[analysis] = nil
      guard case .string(let url)? = entry.fields["url"],
        case .string(let day)? = entry.fields["day"],
        let day = Day(day)
      else { continue }
      var report: String?
      if case .string(let slug)? = entry.fields["report"] { report = slug }
      evidence[analysis] = (.init(url: url, day: day, person: entry.actor ?? ""), report)
    }
    return evidence
  }
}
