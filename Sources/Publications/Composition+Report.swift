import Editions
import Schedule
package import Statistics

extension Composition {
  /// The source document of one report, in Canonical XML.
  ///
  /// `source` is the document of the version before; figures that differ from it are marked as
  /// revised. Throws a ``TextTableError`` where the string table lacks a text or a placeholder.
  package func report(
    _ analysis: Analysis, previous source: [UInt8]? = nil
  ) throws(TextTableError) -> [UInt8] {
    let previous = source.map { PreviousReport($0) }
    let document = try report(analysis, previous, isChanged: false)
    // Whether anything is said anew shows when all is said.
    guard let previous, !previous.isSame(as: document) else { return document }
    return try report(analysis, previous, isChanged: true)
  }

  private func report(
    _ analysis: Analysis, _ previous: PreviousReport?, isChanged: Bool
  ) throws(TextTableError) -> [UInt8] {
    var writer = writer(previous: previous?.figures)
    // What the notes of a report say, its glossary need not.
    writer.glossary = Glossary(texts.terms, without: Set(Self.notes))
    let page = try ReportPage(analysis, composition: self)
    writer.translator = page.translator
    writer.open(
      "report", rootAttributes([("analysis", analysis.id), ("slug", analysis.slug)]))
    let title = try texts.said(
      "title.report",
      saying: [
        "series": translator(programme.series.title),
        "organisation": Said(analysis.organisation.name),
      ])
    try head(&writer, title: title, strings: "report.", period: false)
    writer.element("organisation", [("id", analysis.organisation.id)], analysis.organisation.name)
    try page.service(&writer)
    if let label = analysis.label {
      writer.element("label", said: try self.label(label))
    }
    try page.summary(&writer)
    try page.say(&writer)
    try page.introduction(&writer)
    try page.attrition(&writer)
    for (outcome, figures) in zip(analysis.outcomes, page.figures) {
      try page.outcome(outcome, figures, &writer)
    }
    let primary = page.figures[0]
    if !primary.isSuppressed,
      let chart = try RatesChart(analysis.primary, primary, texts: texts, level: level)
    {
      chart.write(to: &writer)
    }
    try page.matching(&writer)
    try writer.section("reading", "reading.report", standingArguments)
    try writer.section("limits", "limits.report", standingArguments)
    try shorthand(&writer)
    try glossary(&writer)
    try footnotes(&writer)
    try page.provenance(&writer)
    try contacts("contacts.report", &writer)
    if let revision {
      try history(of: previous, isChanged: isChanged, revision, &writer)
    }
    writer.close()
    return writer.finish()
  }

  /// The notes of a report; a term of the glossary that has the id of one is the same.
  private static let notes = ["rate", "significance", "interval", "control"]

  private func footnotes(_ writer: inout SourceWriter) throws(TextTableError) {
    writer.open("footnotes")
    for id in Self.notes {
      writer.open("footnote", [("id", id)])
      try writer.paragraphs("footnote.\(id)", standingArguments)
      writer.close()
    }
    writer.close()
  }
}

/// One report: its analysis and the figures that are printed of it.
struct ReportPage {
  let analysis: Analysis
  let composition: Composition
  /// The printed figures of each outcome.
  let figures: [ResultFigures]
  /// What of the report must not be shown.
  let hidden: Set<DisclosureCell>
  /// The analysis' own texts in the language of the page; nil where there are none.
  let translation: Analysis.Translation?
  /// What people wrote, in the language of the page.
  let translator: Translator

  init(_ analysis: Analysis, composition: Composition) throws(TextTableError) {
    self.analysis = analysis
    self.composition = composition
    let thresholds = composition.thresholds
    hidden = Disclosure.hiddenCells(of: analysis, thresholds: thresholds)
    let reason = try composition.texts.said(
      "figures.dropped", ["minimum": String(thresholds.minimumReoffenders.value)])
    figures = analysis.outcomes.map { outcome in
      ResultFigures(
        outcome, primary: analysis.primary, thresholds: thresholds, prefix: outcome.measure.id,
        droppedReason: reason, language: composition.language)
    }
    translation = analysis.translations[composition.language]
    translator = composition.translator.with(translation?.phrases)
  }

  var texts: TextTable { composition.texts }
  var language: Language { composition.language }
  var serviceName: Said {
    analysis.service.name.value.map { translator($0) } ?? texts.notStated
  }
  var organisationName: String { analysis.organisation.name }
  var names: [String: Argument] {
    ["organisation": .text(organisationName), "service": .said(serviceName)]
  }
}
