import Editions
import Publications
import Schedule

extension Site {
  /// `/calendar/`: what is announced, what is out, what was cancelled and why.
  func calendarPage() throws -> EditionFile {
    try templates.sitePage(
      "calendar.html.xsl", source: try calendarSource(), path: "calendar/index.html",
      style: styleName)
  }

  private func calendarSource() throws(TextTableError) -> [UInt8] {
    var writer = SourceWriter(texts: texts)
    writer.open(
      "calendar-page",
      [
        ("xmlns", SourceWriter.namespace), ("draft", "no"), ("format", "1"),
        ("language", texts.language), ("status", programme.status.rawValue),
      ])
    try writer.strings(["page.", "calendar."], level: programme.intervalLevel)
    try writer.series(programme)
    writer.element(
      "title", "\(programme.series.title): \(try texts.string("calendar.title"))")
    try writer.notices(programme)
    // Before the first release there is nothing on the front page to go back to.
    if calendar.editions.contains(where: \.state.isOut) {
      writer.open("home", [("href", "../")])
      writer.close()
    }
    let wallTime = zone.wallTime(of: now)
    writer.element("asAt", [("instant", now.description)], wallTime.day.longText)
    try lists(&writer)
    try writer.contacts(programme)
    writer.close()
    return writer.finish()
  }

  private func lists(_ writer: inout SourceWriter) throws(TextTableError) {
    try list("coming", comingInOrder, &writer)
    let published = calendar.editions.filter(\.state.isOut).reversed()
    if !published.isEmpty { try list("published", Array(published), &writer) }
    let cancelled = calendar.editions.filter { $0.state == .cancelled }.reversed()
    if !cancelled.isEmpty { try list("cancelled", Array(cancelled), &writer) }
  }

  /// What is announced and not out, the earliest first.
  var comingInOrder: [AnnouncedEdition] {
    let coming = calendar.editions.filter { $0.state == .provisional || $0.state == .confirmed }
    return coming.sorted { a, b in
      let (first, second) = (firstDay(of: a), firstDay(of: b))
      return first == second ? a.edition < b.edition : first < second
    }
  }

  /// The date of an edition for programs: an instant, or a month.
  func dateValue(of edition: AnnouncedEdition) -> String {
    instant(of: edition)?.description ?? edition.date?.description ?? edition.edition.description
  }

  /// The first day on which an edition can come.
  private func firstDay(of edition: AnnouncedEdition) -> Day {
    edition.date?.firstDay ?? edition.edition.firstDay
  }

  private func list(
    _ name: String, _ editions: [AnnouncedEdition], _ writer: inout SourceWriter
  ) throws(TextTableError) {
    writer.open(name)
    for edition in editions { try entry(edition, &writer) }
    writer.close()
  }

  private func entry(
    _ edition: AnnouncedEdition, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    var attributes = [("edition", edition.edition.description), ("state", state(of: edition))]
    if edition.state.isOut { attributes.append(("href", "../\(edition.edition)/")) }
    writer.open("announced", attributes)
    writer.element("name", edition.edition.longText)
    writer.element("date", [("value", dateValue(of: edition))], dateText(of: edition))
    for event in try CalendarEvent.all(of: edition, in: self) { write(event, &writer) }
    writer.close()
  }

  private func write(_ event: CalendarEvent, _ writer: inout SourceWriter) {
    writer.open("event", [("kind", event.kind.rawValue)])
    if let day = event.instant.map(day(of:)) {
      writer.element("day", [("value", day.description)], day.longText)
    }
    if let before = event.before {
      let value = if case .exact(let wallTime) = before { "\(wallTime.day)" } else { "\(before)" }
      writer.element("before", [("value", value)], before.longText)
    }
    writer.element("reason", event.reason.publishable)
    writer.close()
  }
}
