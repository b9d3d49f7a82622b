import Editions
import Schedule
import Statistics

extension Composition {
  /// The source document of one part of the bulletin, in Canonical XML.
  ///
  /// Throws a ``TextTableError`` where the string table lacks a text or a placeholder.
  /// Figures that differ from `previous` are marked as revised.
  package func bulletin(
    _ part: BulletinPart, previous: PublishedFigures? = nil
  ) throws(TextTableError) -> [UInt8] {
    let writer = writer(previous: previous)
    return part.number == 1
      ? try bulletin(opening: part, writer) : try bulletin(further: part, writer)
  }

  private func bulletin(
    opening part: BulletinPart, _ writer: consuming SourceWriter
  ) throws(TextTableError) -> [UInt8] {
    var writer = writer
    writer.glossary = Glossary(texts.terms)
    writer.open("bulletin", rootAttributes())
    try head(&writer, title: title, strings: "bulletin.", period: true)
    try writer.section("introduction", "introduction.bulletin", standingArguments)
    writer.open("findings")
    try findings(&writer)
    writer.close()
    commentary(&writer)
    try requests(&writer)
    if edition.plan.partialReason != nil { try controlTotals(&writer) }
    try months(&writer)
    try reports(part, &writer)
    if part.count > 1 { try parts(part, &writer) }
    try writer.section("reading", "reading.bulletin", standingArguments)
    try writer.section("limits", "limits.bulletin", standingArguments)
    try shorthand(&writer)
    try glossary(&writer)
    try preRelease(&writer)
    try contacts("contacts.bulletin", &writer)
    try history(&writer)
    writer.close()
    return writer.finish()
  }

  /// What the standing text may name.
  var standingArguments: [String: Argument] {
    let wall = edition.scheduled.wallTime
    return [
      "series": .said(translator(programme.series.title)),
      "producer": .said(translator(programme.series.producer)),
      "coverage": .said(translator(programme.series.coverage)),
      "label": .said(translator(programme.series.label)),
      "period": .text(edition.period.longText(in: language)),
      "date": .text(wall.day.longText(in: language)),
      "time": .text(wall.clockText(in: language)),
      "month": .text(edition.month.longText(in: language)),
      "significance": .text(Figure.machine(thresholds.significance.value)),
      "level": .text(level),
      "cohort": .text(String(thresholds.minimumCohort.value)),
      "near": .text(Figure.machine(thresholds.nearBalance.value)),
      "poor": .text(Figure.machine(thresholds.poorBalance.value)),
      "hours": .text(String(programme.schedule.preRelease.hours)),
    ]
  }

  /// The statisticians' own words: in the language of the page, or in English, which the page says.
  private func commentary(_ writer: inout SourceWriter) {
    let translated = edition.translatedCommentaries[language]
    let blocks = translated ?? edition.commentary
    guard !blocks.isEmpty else { return }
    let isLeft = language != .english && translated == nil
    writer.open("commentary", isLeft ? [("language", Language.english.rawValue)] : [])
    writer.blocks(blocks)
    writer.close()
  }

  // MARK: Requests

  private func requests(_ writer: inout SourceWriter) throws(TextTableError) {
    let counts = edition.counts
    let totals = edition.statedTotals
    writer.open("requests")
    writer.element("total", .count("requests.total", .requests, totals.requestsToDate))
    for state in RequestState.allCases {
      guard let count = counts.byState[state] else { continue }
      writer.open("state", [("code", state.rawValue)])
      writer.element("label", said: try texts.said("state.\(state.rawValue)"))
      writer.figure(.count("requests.state.\(state.rawValue)", .requests, count))
      writer.close()
    }
    for reason in RejectionReason.allCases {
      guard let count = counts.byReason[reason] else { continue }
      writer.open("reason", [("code", reason.rawValue)])
      writer.element("label", said: try texts.said("reason.\(reason.rawValue)"))
      writer.figure(.count("requests.reason.\(reason.rawValue)", .requests, count))
      writer.close()
    }
    if let id = requestsNote {
      try writer.section("note", id, openingArguments)
    }
    writer.close()
  }

  /// The note under the table of requests: what the table leaves out.
  private var requestsNote: String? {
    if edition.plan.partialReason != nil { return "requests.note.partial" }
    guard let opening = edition.openingBalance, opening.requests != .known(0) else { return nil }
    return "requests.note.opening"
  }

  private var openingArguments: [String: Argument] {
    guard let opening = edition.openingBalance else { return [:] }
    return [
      "requests": .figure(.count("opening.requests", .requests, opening.requests)),
      "date": .text(opening.asAt.longText(in: language)),
      "source": .said(translator(opening.source)),
    ]
  }

  private func controlTotals(_ writer: inout SourceWriter) throws(TextTableError) {
    let totals = edition.plan.controlTotals
    writer.open("control")
    for (code, unit, count) in [
      ("requests-to-date", Figure.Unit.requests, totals.requestsToDate),
      ("reports-this-month", .reports, totals.reportsThisMonth),
      ("reports-to-date", .reports, totals.reportsToDate),
      ("not-processed", .requests, totals.notProcessed),
    ] {
      writer.open("total", [("code", code)])
      writer.element("label", said: try texts.said("control.\(code)"))
      writer.figure(.count("control.\(code)", unit, count))
      writer.close()
    }
    writer.element("source", said: translator(totals.source))
    writer.close()
  }

  // MARK: Around the results

  /// Those whose posts the bulletin lists: none where nobody has access.
  var listedRecipients: [PreReleaseRecipient] {
    let policy = programme.schedule.preRelease
    return policy.hours == 0 ? [] : policy.recipients
  }

  private func preRelease(_ writer: inout SourceWriter) throws(TextTableError) {
    let policy = programme.schedule.preRelease
    writer.open("preRelease", [("hours", String(policy.hours))])
    // A text table of before has no such text, and the schema beside it no hours of a recipient.
    let isExceptional =
      listedRecipients.contains { $0.exceptional != nil }
      && texts.contains("prerelease.intro-exceptional")
    let intro = isExceptional ? "prerelease.intro-exceptional" : "prerelease.intro"
    try writer.paragraphs(
      listedRecipients.isEmpty ? "prerelease.none" : intro, standingArguments)
    if let source = policy.source {
      try writer.paragraphs("prerelease.source", ["source": .said(translator(source))])
    }
    // Paragraph 5(4)(a) of the Order: the reasons of exceptional access are published.
    for recipient in listedRecipients {
      guard let exceptional = recipient.exceptional else { continue }
      try writer.paragraphs(
        "prerelease.exceptional",
        [
          "role": .said(translator(recipient.role)),
          "organisation": .text(recipient.organisation),
          "hours": .text(String(exceptional.hours)),
          "reasons": .said(translator(exceptional.reasons)),
        ])
    }
    for recipient in listedRecipients {
      let hours = isExceptional ? recipient.exceptional?.hours : nil
      writer.open("recipient", hours.map { [("exceptional-hours", String($0))] } ?? [])
      writer.element("role", said: translator(recipient.role))
      writer.element("organisation", recipient.organisation)
      writer.close()
    }
    writer.close()
  }
}

extension SourceWriter {
  /// Both bounds of an interval and the text that is printed.
  mutating func interval(_ interval: IntervalFigures) {
    open("interval")
    element("low", interval.low)
    element("high", interval.high)
    element("printed", interval.printed)
    close()
  }
}

extension TextTable {
  /// What stands where the name of a service is not known.
  var notStated: Said { (try? said("page.not-stated")) ?? Said("[x]") }
}
