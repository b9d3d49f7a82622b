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
  /// Whether the schemas of the pages let a conclusion be `not-claimed`.
  let tellsUnclaimed: Bool
  /// What people wrote, in the language of the table.
  let translator: Translator

  /// The composition of an edition; as a draft, every page is marked.
  package init(
    _ edition: Edition, texts: TextTable, isDraft: Bool, revision: Revision? = nil,
    tellsUnclaimed: Bool = true
  ) {
    self.edition = edition
    self.texts = texts
    self.isDraft = isDraft
    self.revision = revision
    self.tellsUnclaimed = tellsUnclaimed
    translator = Translator(texts.pageLanguage, edition.programme)
  }

  /// The language of the pages.
  var language: Language { texts.pageLanguage }

  /// A writer of a document in this language.
  func writer(previous: PublishedFigures? = nil) -> SourceWriter {
    SourceWriter(texts: texts, previous: previous, translator: translator)
  }

  /// The beginnings of the texts that stylesheets print: those of a page that stands there in
  /// several languages say of its own texts which are not translated.
  func strings(_ prefix: String) -> [String] {
    ["page.", prefix] + (programme.languages.count > 1 ? ["translation."] : [])
  }

  /// `Justice Data Lab statistics: November 2013`.
  var title: Said {
    Said(joining: [
      translator(programme.series.title), Said(": \(edition.month.longText(in: language))"),
    ])
  }

  var programme: Programme { edition.programme }
  var thresholds: Thresholds { programme.thresholds }

  /// The level of the confidence intervals, in per cent.
  var level: String { programme.intervalLevel }

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
    _ writer: inout SourceWriter, title: Said, strings: String, period: Bool
  ) throws(TextTableError) {
    try writer.strings(self.strings(strings), level: level)
    try description(&writer)
    writer.element("title", said: title)
    let wall = edition.scheduled.wallTime
    writer.open(
      "published",
      [("day", wall.day.description), ("instant", edition.scheduled.instant.description)])
    writer.element("date", wall.day.longText(in: language))
    writer.element("time", wall.clockText(in: language))
    writer.close()
    if period {
      let days = edition.period
      writer.element(
        "period", [("from", days.from.description), ("to", days.to.description)],
        days.longText(in: language))
    }
    try notices(&writer, isEdition: true)
  }

  /// What the series is.
  func description(_ writer: inout SourceWriter) throws(TextTableError) {
    try writer.series(programme)
  }

  /// A statistics label; a reconstruction says that it is one.
  func label(_ label: String) throws(TextTableError) -> Said {
    try texts.label(translator(label), status: programme.status)
  }

  /// What every reader must know before anything else.
  func notices(_ writer: inout SourceWriter, isEdition: Bool) throws(TextTableError) {
    try writer.notices(
      programme, isDraft: isDraft, partial: isEdition ? edition.plan.partialReason : nil)
  }

  /// What both kinds of document end with.
  func contacts(_ id: String, _ writer: inout SourceWriter) throws(TextTableError) {
    try writer.contacts(programme, introducedBy: id)
  }

  /// The terms that stand in the document, explained in the order in which they first stand.
  func glossary(_ writer: inout SourceWriter) throws(TextTableError) {
    guard let terms = writer.glossary?.met, !terms.isEmpty else { return }
    // Behind it no term becomes a link that leads nowhere.
    writer.glossary = nil
    try writer.glossary(terms, of: programme)
  }

  /// The shorthand that tables may have, explained.
  func shorthand(_ writer: inout SourceWriter) throws(TextTableError) {
    writer.open("shorthand")
    for code in ["c", "r", "x", "z"] where code != "r" || writer.hasRevisedFigures {
      writer.open("term", [("code", code)])
      writer.element("name", "[\(code)]")
      writer.element("meaning", said: try texts.said("shorthand.\(code)"))
      writer.close()
    }
    writer.close()
  }
}

extension DayRange {
  /// `2 April 2013 to 31 October 2013`, `2 Ebrill 2013 i 31 Hydref 2013`.
  func longText(in language: Language) -> String {
    let to = FigureWords(language).to
    return "\(from.longText(in: language)) \(to) \(self.to.longText(in: language))"
  }
}
