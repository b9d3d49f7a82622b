import Editions
import Schedule
import Statistics

/// A report as the bulletin lists it.
struct ListedReport: Sendable {
  /// The edition that it came out with.
  let edition: Month
  let analysis: Analysis
}

/// Where a report stands in its edition: an edition may have a hundred thousand.
struct ReportPosition: Sendable {
  /// Among the editions before this one; -1 for this one.
  let edition: Int32
  let index: Int32
}

/// One page of the bulletin: all of it, or of a large edition the opening and parts of the lists.
package struct BulletinPart: Sendable {
  /// Counted from 1, the opening.
  let number: Int
  let count: Int
  /// This month's reports on this page; nil where it has no such list.
  var month: ArraySlice<ReportPosition>?
  /// The reports to date on this page; nil where it has no such list.
  var toDate: ArraySlice<ReportPosition>?
  /// Of the opening: the first and the last organisation of each further part.
  var contents: [(part: Int, scope: String, first: String, last: String)] = []

  /// The path of the source document; its folder is that of the part.
  package var source: String { number == 1 ? "bulletin.xml" : "\(folder)bulletin.xml" }

  /// The folder of the part's pages inside that of the edition.
  var folder: String { number == 1 ? "" : "part-\(number)/" }
}

extension Composition {
  /// The most reports that a page lists; a bulletin of more is split over pages.
  private static let pageLength = 500

  /// The pages of the bulletin.
  package var bulletinParts: [BulletinPart] {
    let month = edition.analyses.indices.map { ReportPosition(edition: -1, index: Int32($0)) }
    let toDate = reportsToDate(month)
    guard toDate.count > Self.pageLength else {
      return [BulletinPart(number: 1, count: 1, month: month[...], toDate: toDate[...])]
    }
    let lists = [("month", month), ("to-date", toDate)].flatMap { scope, list in
      stride(from: 0, to: list.count, by: Self.pageLength).map { start in
        (scope, list[start..<min(start + Self.pageLength, list.count)])
      }
    }
    var opening = BulletinPart(number: 1, count: lists.count + 1)
    var parts: [BulletinPart] = []
    for (index, (scope, list)) in lists.enumerated() {
      var part = BulletinPart(number: index + 2, count: opening.count)
      if scope == "month" { part.month = list } else { part.toDate = list }
      parts.append(part)
      opening.contents.append(
        (
          part.number, scope, report(list.first!).analysis.organisation.name,
          report(list.last!).analysis.organisation.name
        ))
    }
    return [opening] + parts
  }

  /// Every report at hand up to this edition, alphabetical, never ranked (R9).
  private func reportsToDate(_ month: [ReportPosition]) -> [ReportPosition] {
    guard !edition.earlier.isEmpty else { return month }
    let past = edition.earlier.enumerated().flatMap { edition, past in
      past.analyses.indices.map { ReportPosition(edition: Int32(edition), index: Int32($0)) }
    }
    return Analysis.alphabetically(past + month) { report($0).analysis }
  }

  private func report(_ position: ReportPosition) -> ListedReport {
    guard position.edition >= 0 else {
      return ListedReport(
        edition: edition.month, analysis: edition.analyses[Int(position.index)])
    }
    let past = edition.earlier[Int(position.edition)]
    return ListedReport(edition: past.edition, analysis: past.analyses[Int(position.index)])
  }

  /// The analyses that a page lists, each once.
  func listed(_ part: BulletinPart) -> [Analysis] {
    let month = part.month?.map { report($0).analysis } ?? []
    let known = Set(month.map(\.id))
    return month
      + (part.toDate ?? []).map { report($0).analysis }.filter { !known.contains($0.id) }
  }

  /// A further part: the lists that it holds, and what a reader needs with them.
  func bulletin(
    further part: BulletinPart, _ writer: consuming SourceWriter
  ) throws(TextTableError) -> [UInt8] {
    var writer = writer
    writer.open(
      "bulletin-part",
      rootAttributes([("part", String(part.number)), ("parts", String(part.count))]))
    let title = try texts.said(
      "title.part",
      saying: [
        "title": self.title, "part": Said(String(part.number)), "parts": Said(String(part.count)),
      ])
    try head(&writer, title: title, strings: "bulletin.", period: false)
    try reports(part, &writer)
    try shorthand(&writer)
    try contacts("contacts.bulletin", &writer)
    writer.close()
    return writer.finish()
  }

  /// The lists of a page and the charts of its reports to date.
  func reports(_ part: BulletinPart, _ writer: inout SourceWriter) throws(TextTableError) {
    if let month = part.month { try list(month: month.map(report), part, &writer) }
    guard let toDate = part.toDate?.map(report) else { return }
    try list(toDate: toDate, part, &writer)
    for chart in try ForestPlot.plots(of: forestRows(toDate), texts: texts, level: level) {
      chart.write(to: &writer)
    }
  }

  private func list(
    month reports: [ListedReport], _ part: BulletinPart, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    writer.open("reports", [("scope", "month")])
    if !reports.isEmpty { try writer.prints(Self.columns("month")) }
    for report in reports { try entry(report, scope: "month", part, &writer) }
    if reports.isEmpty {
      let publishedNone = edition.plan.controlTotals.reportsThisMonth == .known(0)
      let id =
        edition.plan.partialReason == nil || publishedNone ? "reports.none" : "reports.none-at-hand"
      try writer.section("empty", id, standingArguments)
    }
    writer.close()
  }

  private func list(
    toDate reports: [ListedReport], _ part: BulletinPart, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    let atHand = edition.analyses.count + edition.earlier.reduce(0) { $0 + $1.analyses.count }
    let isComplete = edition.statedTotals.reportsToDate == .known(atHand)
    writer.open("reports", [("scope", "to-date")])
    if !isComplete { try writer.section("note", "reports.note.partial", standingArguments) }
    if !reports.isEmpty { try writer.prints(Self.columns("to-date")) }
    for report in reports { try entry(report, scope: "to-date", part, &writer) }
    if reports.isEmpty, isComplete {
      try writer.section("empty", "reports.none-to-date", standingArguments)
    }
    writer.close()
  }

  /// The texts over a table of reports.
  private static func columns(_ scope: String) -> [String] {
    ["bulletin.table.\(scope)"]
      + ["treatment", "control", "interval"].map { "bulletin.column.\($0)" }
  }

  /// Where the further parts are.
  func parts(_ opening: BulletinPart, _ writer: inout SourceWriter) throws(TextTableError) {
    writer.open("parts")
    for part in opening.contents {
      writer.open("part", [("href", "part-\(part.part)/"), ("number", String(part.part))])
      writer.element(
        "label",
        said: try texts.said("part.\(part.scope)", ["first": part.first, "last": part.last]))
      writer.close()
    }
    writer.close()
  }

  private func entry(
    _ report: ListedReport, scope: String, _ part: BulletinPart, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    let (month, analysis) = (report.edition, report.analysis)
    let isOwn = month == edition.month
    let up = part.number == 1 ? "" : "../"
    let address =
      isOwn ? "\(up)reports/\(analysis.slug)/" : "\(month)/reports/\(analysis.slug)/"
    writer.open(
      "entry",
      [
        ("analysis", analysis.id), ("edition", month.description),
        (isOwn ? "href" : "path", address),
      ])
    writer.element("organisation", [("id", analysis.organisation.id)], analysis.organisation.name)
    let translator = translator.with(analysis.translations[language]?.phrases)
    writer.element(
      "service", said: analysis.service.name.value.map { translator($0) } ?? texts.notStated)
    writer.element("editionName", month.longText(in: language))
    let prefix = "\(scope).\(analysis.id.lowercased())"
    let result = ResultFigures(
      analysis.primary, primary: analysis.primary, thresholds: thresholds, prefix: prefix,
      language: language)
    writer.element("people", result.treatmentPeople)
    writer.element("treatment", result.treatmentValue)
    writer.element("control", result.controlValue)
    writer.interval(result.differenceInterval)
    let code = result.conclusionCode(tellsUnclaimed: tellsUnclaimed)
    var words = code
    if result.claim.status == .notClaimed { words = "not-claimed" }
    if result.isSuppressed { words = "suppressed" }
    writer.element(
      "conclusion", [("code", code)], said: try texts.said("conclusion.short.\(words)"))
    writer.close()
  }

  private func forestRows(_ listed: [ListedReport]) -> [ForestPlot.Row] {
    let alike = Dictionary(grouping: listed, by: \.analysis.organisation.name)
    return listed.compactMap { listed in
      let analysis = listed.analysis
      let outcome = analysis.primary
      guard !Disclosure.isSuppressed(outcome, thresholds: thresholds),
        let low = outcome.difference.interval.low.bestValue(in: .proportion),
        let high = outcome.difference.interval.high.bestValue(in: .proportion)
      else { return nil }
      let claim = outcome.claim(primary: outcome, thresholds: thresholds)
      return ForestPlot.Row(
        label: analysis.organisation.name,
        distinction: distinction(of: listed, among: alike[analysis.organisation.name] ?? []),
        low: low * 100, high: high * 100,
        estimate: outcome.difference.value.bestValue(in: .proportion).map { $0 * 100 },
        direction: claim.direction ?? .inconclusive)
    }
  }

  /// What tells a report from the others of its organisation: its month; where another one came out in
  /// that, its service from the word on at which their names part; empty where there is no other.
  private func distinction(of listed: ListedReport, among alike: [ListedReport]) -> String {
    guard alike.count > 1 else { return "" }
    let rivals = alike.filter {
      $0.edition == listed.edition && $0.analysis.id != listed.analysis.id
    }
    guard !rivals.isEmpty else { return listed.edition.longText(in: language) }
    let words = service(of: listed)
    let others = rivals.map { service(of: $0) }
    // One that is called the same in everything is known by its identifier alone.
    guard !others.contains(words) else { return listed.analysis.id }
    let shared = others.map { zip(words, $0).prefix { $0 == $1 }.count }.max() ?? 0
    let rest = words.dropFirst(max(0, min(shared, words.count - 1))).joined(separator: " ")
    return shared == 0 ? rest : "\u{2026} \(rest)"
  }

  /// The words of a service's name.
  private func service(of listed: ListedReport) -> [Substring] {
    let translator = translator.with(listed.analysis.translations[language]?.phrases)
    let name = listed.analysis.service.name.value.map { translator($0).text }
    return (name ?? texts.notStated.text).split(whereSeparator: \.isWhitespace)
  }
}
