import CStandardTemplates
import Markup

/// The string table that the program brings: the declaration of what each text needs.
///
/// Which ids there must be, and which figures a sentence must keep, is read out of it, so that it is
/// written down nowhere else. What a sentence may have besides is in ``additional``.
enum StandardTexts {
  /// The texts by id, each with all its forms and paragraphs.
  static let texts: [String: XMLElement] = {
    for index in 0..<standard_template_count() {
      let template = standard_template_at(index)
      guard String(cString: template.path) == "text.en.xml" else { continue }
      let bytes = Array(UnsafeBufferPointer(start: template.bytes, count: template.count))
      // It is part of the program, and the tests read it.
      let root = try! Markup.parse(bytes, named: "text.en.xml")
      return Dictionary(
        root.elements.compactMap { text in text.attribute("id").map { ($0, text) } }
      ) { $1 }
    }
    preconditionFailure("the program has no string table")
  }()

  /// The placeholders of a standard text.
  static let placeholders: [String: Set<String>] = texts.mapValues { text in
    text.sentences.reduce(into: []) { names, sentence in
      // The standard table has no mistake: a test says so.
      names.formUnion((try? SentencePattern(sentence.text).placeholders) ?? [])
    }
  }

  /// The placeholders that stand for figures, in every text that has them.
  static let figures: Set<String> = [
    "above", "analysed", "below", "control", "hand", "higher", "inconclusive", "least", "lower",
    "most", "others", "people", "reports", "requests", "share", "submitted", "total", "treatment",
  ]

  /// The texts that a workspace may go without; without those of the calendar, or of
  /// standard pages, the standard templates make them.
  ///
  /// Those of translation are printed by a page in another language alone.
  static let optional: Set<String> = Set(
    texts.keys.filter { $0.hasPrefix("standard.") || $0.hasPrefix("translation.") }
  ).union([
    "chart.rates.alone", "conclusion.inconclusive.not-higher",
    "conclusion.inconclusive.not-lower", "findings.partial.none", "findings.to-date",
    "findings.to-date.others", "findings.to-date.partial", "introduction.report.unnamed",
    "matching.poor", "page.updated", "say.cannot.poor-match",
    "bulletin.data.description", "unit.difference.days.one", "unit.difference.frequency",
    "unit.difference.proportion.one", "chart.forest.part", "contacts.bulletin", "contacts.report",
    "page.changed", "page.newest",
    "page.permanent", "calendar.title",
    "calendar.feed.corrected",
    "calendar.feed.withdrawn", "prerelease.exceptional", "prerelease.intro-exceptional",
    "pre-release.title", "accessed.hours", "accessed.hours-exceptional", "accessed.exceptional",
    "arrangements.intro", "arrangements.nobody", "arrangements.not-stated",
    "arrangements.granting", "arrangements.reason", "arrangements.hours", "arrangements.duties",
    "arrangements.record", "arrangements.head", "versions.title", "version.withdrawn",
    "version.effect", "version.no-effect", "organisations.title", "about.title", "not-found.title",
  ])

  /// The texts that begin like those that stylesheets print, and that ninethirty puts together
  /// with others.
  static let composed: Set<String> = [
    "page.not-stated", "calendar.title", "calendar.feed.corrected", "calendar.feed.withdrawn",
    "pre-release.title", "versions.title", "organisations.title", "about.title", "not-found.title",
  ]

  /// The texts that stylesheets print begin so, and have no placeholder but the level.
  static let printedAsTheyStand = [
    "page.", "bulletin.", "report.", "series.", "calendar.", "withdrawn.", "pre-release.",
    "versions.", "organisations.", "about.", "not-found.", "standing.", "translation.",
  ]

  /// The placeholders that a text can have.
  static func allowed(in id: String) -> Set<String> {
    if printedAsTheyStand.contains(where: id.hasPrefix) { return ["level"] }
    return additional.reduce(into: placeholders[id] ?? []) { names, more in
      if more.prefixes.contains(where: id.hasPrefix), !more.exceptions.contains(where: id.hasPrefix)
      {
        names.formUnion(more.names)
      }
    }
  }

  private static let standing: Set<String> = [
    "series", "producer", "coverage", "label", "period", "date", "time", "month", "significance",
    "level", "cohort", "near", "poor", "hours",
  ]
  /// What the composition offers beyond what the standard sentences use, by the ids' beginnings.
  private static let additional: [(prefixes: [String], exceptions: [String], names: Set<String>)] =
    [
      (
        [
          "introduction.bulletin", "introduction.report", "reading.", "limits.", "footnote.",
          "matching.intro", "matching.bands", "prerelease.none", "prerelease.intro",
          "reports.none", "reports.note.", "definition.", "summary.significance.",
        ], ["introduction.report.", "definition.other"], standing
      ),
      (
        ["introduction.report", "summary.assessed", "say.", "conclusion."],
        ["introduction.report.", "conclusion.short.", "conclusion.rounding"],
        ["organisation", "service"]
      ),
      (
        ["conclusion."], ["conclusion.short.", "conclusion.rounding"],
        ["measure", "unit", "minimum"]
      ),
      (["summary.significance."], [], ["minimum"]),
      ([TextTable.glossaryPrefix], [], ["level", "significance"]),
      (["summary.rates"], [], ["people", "treatment", "control"]),
    ]
}

extension XMLElement {
  /// The elements of a text that hold one paragraph each: it itself, its forms or their `<p>`.
  var sentences: [XMLElement] {
    elements.isEmpty ? [self] : elements.flatMap(\.sentences)
  }
}
