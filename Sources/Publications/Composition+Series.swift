import Editions
import Schedule

extension Composition {
  /// The source document of the series' front page, in Canonical XML.
  ///
  /// `released` are the editions that are out when this one comes out, this one included. Nothing
  /// of the series' future stands on the page: what is announced is on the calendar page, which is
  /// made anew with every announcement, and this page is sealed. Of those that were `withdrawn` it
  /// says on which day. Throws a ``TextTableError`` where the string table lacks a text or a
  /// placeholder.
  func series(
    released: [Month], withdrawn: [Month: Day] = [:]
  ) throws(TextTableError) -> [UInt8] {
    var writer = SourceWriter(texts: texts)
    writer.open("series-page", rootAttributes())
    try writer.strings(["page.", "series."], level: level)
    try description(&writer)
    writer.element("title", programme.series.title)
    try notices(&writer, isEdition: false)
    let newest = released.max() ?? edition.month
    try release(newest, as: "latest", withdrawn[newest], &writer)
    writer.open("releases")
    for month in programme.months(from: released.min() ?? edition.month, through: newest).reversed()
    {
      if released.contains(month) {
        try release(month, as: "release", withdrawn[month], &writer)
      } else if let reason = programme.absence(of: month) {
        writer.open("missing", [("edition", month.description)])
        writer.element("name", month.longText)
        writer.element("reason", reason)
        writer.close()
      }
    }
    writer.close()
    try contacts("contacts.bulletin", &writer)
    writer.close()
    return writer.finish()
  }

  private func release(
    _ month: Month, as name: String, _ withdrawn: Day?, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    guard let scheduled = (try? programme.schedule.entry(for: month)) ?? nil else { return }
    let day = scheduled.wallTime.day
    writer.open(
      name, [("day", day.description), ("edition", month.description), ("href", "\(month)/")])
    writer.element("name", month.longText)
    writer.element("date", day.longText)
    if let withdrawn {
      writer.element("withdrawn", [("day", withdrawn.description)], withdrawn.longText)
    }
    writer.close()
  }
}

extension Programme {
  /// The months from one edition to another, both included.
  func months(from first: Month, through last: Month) -> [Month] {
    Array(sequence(first: first) { $0 < last ? $0.next : nil })
  }

  /// Why there is no edition of this month here: not held or cancelled; nil where there is one.
  func absence(of month: Month) -> String? {
    if case .notHeld(let reason) = plans[month] { return reason }
    return schedule.exceptions.first { $0.edition == month && $0.change == .cancelled }?.reason
  }
}
