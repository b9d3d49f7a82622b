package import Editions
import Schedule
import Statistics

/// Turns an edition into the source documents of its pages.
///
/// It decides what is said; how it looks is decided by the stylesheets.
package struct Composition: Sendable {
  let edition: Edition
  let texts: TextTable
  let isDraft: Bool
  /// Nil for the first version.
  let revision: Revision?

  /// The composition of an edition; as a draft, every page is marked.
  package init(_ edition: Edition, texts: TextTable, isDraft: Bool, revision: Revision? = nil) {
    self.edition = edition
    self.texts = texts
    self.isDraft = isDraft
    self.revision = revision
  }

  var programme: Programme { edition.programme }
  var thresholds: Thresholds { programme.thresholds }

  /// The level of the confidence intervals, in per cent.
  var level: String {
    Rounding.text(1 - thresholds.significance.value, shift: 2, decimals: 0)
  }

  /// The attributes of every root element.
  func rootAttributes(_ more: [(String, String)] = []) -> [(String, String)] {
    [
      ("xmlns", SourceWriter.namespace), ("draft", isDraft ? "yes" : "no"),
      ("edition", edition.month.description), ("format", "1"), ("language", texts.language),
      ("status", programme.status.rawValue),
    ] + more
  }

  /// What both kinds of document begin with.
  func head(
    _ writer: inout SourceWriter, title: String, strings: String, period: Bool
  ) throws(TextTableError) {
    try writer.strings(["page.", strings], level: level)
    try description(&writer)
    writer.element("title", title)
    let wall = edition.scheduled.wallTime
    writer.open(
      "published",
      [("day", wall.day.description), ("instant", edition.scheduled.instant.description)])
    writer.element("date", wall.day.longText)
    writer.element("time", wall.clockText)
    writer.close()
    if period {
      let days = edition.period
      writer.element(
        "period", [("from", days.from.description), ("to", days.to.description)], days.longText)
    }
    try notices(&writer, isEdition: true)
  }

  /// What the series is.
  func description(_ writer: inout SourceWriter) throws(TextTableError) {
    let series = programme.series
    writer.open("series", [("identifier", series.identifier)])
    writer.element("title", series.title)
    writer.element("label", try label(series.label))
    writer.element("producer", series.producer)
    writer.element("coverage", series.coverage)
    writer.element("licence", series.licence)
    if let source = series.source { writer.element("source", source) }
    writer.close()
  }

  /// A statistics label; a reconstruction says that it is one.
  func label(_ label: String) throws(TextTableError) -> String {
    guard programme.status == .reconstruction else { return label }
    return try texts.string("label.reconstruction", ["label": label])
  }

  /// What every reader must know before anything else.
  func notices(_ writer: inout SourceWriter, isEdition: Bool) throws(TextTableError) {
    writer.open("notices")
    if isDraft { try notice("draft", &writer) }
    if programme.status != .official { try notice(programme.status.rawValue, &writer) }
    if isEdition, let reason = edition.plan.partialReason {
      try notice("partial", &writer, ["reason": .text(reason)])
    }
    writer.close()
  }

  private func notice(
    _ kind: String, _ writer: inout SourceWriter, _ arguments: [String: Argument] = [:]
  ) throws(TextTableError) {
    writer.open("notice", [("kind", kind)])
    try writer.paragraphs("notice.\(kind)", arguments)
    writer.close()
  }

  /// What both kinds of document end with.
  func contacts(_ id: String, _ writer: inout SourceWriter) throws(TextTableError) {
    writer.open("contacts")
    if texts.contains(id) { try writer.paragraphs(id) }
    for contact in programme.series.contacts {
      writer.open("contact")
      writer.element("role", contact.role)
      writer.element("organisation", contact.organisation)
      if let address = contact.address { writer.element("address", address) }
      if let telephone = contact.telephone { writer.element("telephone", telephone) }
      if let email = contact.email { writer.element("email", email) }
      writer.close()
    }
    writer.close()
  }

  /// The shorthand that tables may have, explained.
  func shorthand(_ writer: inout SourceWriter) throws(TextTableError) {
    writer.open("shorthand")
    for code in ["c", "r", "x", "z"] where code != "r" || writer.hasRevisedFigures {
      writer.open("term", [("code", code)])
      writer.element("name", "[\(code)]")
      writer.element("meaning", try texts.string("shorthand.\(code)"))
      writer.close()
    }
    writer.close()
  }
}

extension DayRange {
  /// `2 April 2013 to 31 October 2013`.
  package var longText: String { "\(from.longText) to \(to.longText)" }
}
