import Editions
package import Publications
package import Schedule

/// The front page: the newest release, the next one with its date, all releases, how to follow.
///
/// It is made with every switch, as the calendar is: a date of what comes can change at any time, and
/// what is sealed cannot.
extension Site {
  /// Where it stands in the public tree.
  package static let frontPath = "index.html"

  /// `/index.html`.
  ///
  /// `translations` are the languages beside English in which the newest version of an edition is out.
  /// Throws as ``files(_:versions:)`` does.
  package func frontPage(translations: [Month: [Language]]) throws -> EditionFile {
    try page(
      "series-page", Templates.frontPage, path: Self.frontPath, root: "./", title: nil,
      texts: "series."
    ) { writer throws(TextTableError) in
      let translations = templates.leadToTranslations ? translations : [:]
      let out = calendar.editions.filter(\.state.isOut)
      if let newest = out.last { release(newest, as: "latest", translations, &writer) }
      if let next = nextEdition { coming(next, &writer) }
      if let first = out.first, let newest = out.last {
        list(from: first.edition, through: newest.edition, translations, &writer)
      }
    }
  }

  /// The announced edition that comes next; one whose time has passed without it goes before all others.
  private var nextEdition: AnnouncedEdition? { comingInOrder.first }

  private func coming(_ edition: AnnouncedEdition, _ writer: inout SourceWriter) {
    writer.open(
      "next", [("edition", edition.edition.description), ("state", state(of: edition))])
    writer.element("name", edition.edition.longText)
    writer.element("date", [("value", dateValue(of: edition))], dateText(of: edition))
    writer.close()
  }

  private func list(
    from first: Month, through newest: Month, _ translations: [Month: [Language]],
    _ writer: inout SourceWriter
  ) {
    writer.open("releases")
    for month in programme.months(from: first, through: newest).reversed() {
      if let edition = calendar[month], edition.state.isOut {
        release(edition, as: "release", translations, &writer)
      } else if let reason = programme.absence(of: month) {
        writer.open("missing", [("edition", month.description)])
        writer.element("name", month.longText)
        writer.element("reason", reason)
        writer.close()
      }
    }
    writer.close()
  }

  private func release(
    _ edition: AnnouncedEdition, as name: String, _ translations: [Month: [Language]],
    _ writer: inout SourceWriter
  ) {
    guard let released = edition.released else { return }
    let day = day(of: released)
    writer.open(
      name,
      [
        ("day", day.description), ("edition", edition.edition.description),
        ("href", "\(edition.edition)/"),
      ])
    writer.element("name", edition.edition.longText)
    writer.element("date", day.longText)
    if edition.state == .withdrawn {
      let withdrawn = self.day(of: edition.lastTold)
      writer.element("withdrawn", [("day", withdrawn.description)], withdrawn.longText)
    } else if let correction = edition.corrections.last, templates.sayWhatWasCorrected {
      let corrected = self.day(of: correction.instant)
      writer.element("corrected", [("day", corrected.description)], corrected.longText)
    }
    for language in translations[edition.edition] ?? [] {
      writer.element(
        "translated",
        [("href", "\(edition.edition)/\(language.folder)"), ("language", language.rawValue)],
        language.name)
    }
    writer.close()
  }
}

extension Programme {
  /// The months from one edition to another, both included.
  fileprivate func months(from first: Month, through last: Month) -> [Month] {
    Array(sequence(first: first) { $0 < last ? $0.next : nil })
  }

  /// Why there is no edition of this month here: not held or cancelled; nil where there is one.
  fileprivate func absence(of month: Month) -> String? {
    if case .notHeld(let reason, _) = plans[month] { return reason }
    return schedule.exceptions.first { $0.edition == month && $0.change == .cancelled }?.reason
  }
}

extension Templates {
  /// Whether their front page says of a release that a newer version of it is out: that of earlier
  /// versions of ninethirty did not.
  fileprivate var sayWhatWasCorrected: Bool {
    files["schemas/source.xsd"]?.firstRange(of: Array("name=\"corrected\"".utf8)) != nil
  }

  /// Whether their front page leads to the pages of a release in other languages: that of earlier
  /// versions of ninethirty did not.
  fileprivate var leadToTranslations: Bool {
    files["schemas/source.xsd"]?.firstRange(of: Array("name=\"translated\"".utf8)) != nil
  }

  /// Whether they make a front page with the next release: those of earlier versions of ninethirty made one
  /// that was sealed.
  package var makesFrontPage: Bool {
    has(Self.frontPage)
      && files["schemas/source.xsd"]?.firstRange(of: Array("\"next\"".utf8)) != nil
  }
}
