package import Editions
import Publications
package import Schedule

/// A version of an edition that is out.
package struct PublishedVersion: Sendable, Hashable {
  /// What it did to the one before.
  package enum Change: Sendable, Hashable {
    case first
    case correction(CorrectionNote)
    case withdrawal(reason: String)
  }

  /// 1 for the first publication; a correction and a withdrawal count one on.
  package let number: Int
  /// The instant for which it was announced or signed off: what its pages print.
  package let instant: Instant
  /// When it came out, where that was not at the instant: more than a minute from it.
  package let actual: Instant?
  package let change: Change
  /// How many figures it changed; nil where that is not known, or means nothing.
  package let effect: RevisionEffect?

  package init(
    number: Int, instant: Instant, actual: Instant? = nil, change: Change, effect: RevisionEffect?
  ) {
    self.number = number
    self.instant = instant
    self.actual = actual.flatMap { abs($0.milliseconds - instant.milliseconds) > 60_000 ? $0 : nil }
    self.change = change
    self.effect = effect
  }
}

/// How large the effect of a new version is, counted in its documents.
package struct RevisionEffect: Sendable, Hashable {
  /// The figures that are marked as revised.
  package var figures = 0
  /// The documents that have one.
  package var documents = 0

  package init(figures: Int = 0, documents: Int = 0) {
    self.figures = figures
    self.documents = documents
  }
}

/// An edition that is out, and its versions from the first on.
package struct PublishedEdition: Sendable, Hashable {
  package let edition: Month
  package let versions: [PublishedVersion]

  package init(edition: Month, versions: [PublishedVersion]) {
    self.edition = edition
    self.versions = versions
  }
}

extension Site {
  /// `/history/`: every release with the number of its versions; `/history/2013-11/`: what each
  /// version changed, when, why and how much.
  func versionPages(_ editions: [PublishedEdition]) throws -> [EditionFile] {
    let newestFirst = editions.sorted { $0.edition > $1.edition }
    let front = try versionsPage("history/index.html", root: "../", of: nil) {
      writer throws(TextTableError) in
      for edition in newestFirst { list(edition, &writer) }
    }
    return try [front]
      + newestFirst.map { edition in
        try versionsPage(
          "history/\(edition.edition)/index.html", root: "../../", of: edition.edition
        ) { writer throws(TextTableError) in
          for version in edition.versions.reversed() {
            try write(version, of: edition.edition, &writer)
          }
        }
      }
  }

  private func list(_ edition: PublishedEdition, _ writer: inout SourceWriter) {
    guard let newest = edition.versions.last else { return }
    writer.open(
      "changed", [("edition", edition.edition.description), ("href", "\(edition.edition)/")])
    writer.element("name", edition.edition.longText)
    writer.element("count", String(edition.versions.count))
    date(of: newest, &writer)
    writer.close()
  }

  private func date(of version: PublishedVersion, _ writer: inout SourceWriter) {
    let day = day(of: version.instant)
    writer.element("date", [("value", day.description)], day.longText)
  }

  private func write(
    _ version: PublishedVersion, of edition: Month, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    // A withdrawal has no address of its own: it stands at all of them.
    let folder = version.isWithdrawal ? "" : "v\(version.number)/"
    writer.open(
      "version",
      [("href", "../../\(edition)/\(folder)"), ("number", String(version.number))])
    writer.element(
      "name", try texts.string("history.version", ["version": String(version.number)]))
    date(of: version, &writer)
    writer.element("note", try note(of: version))
    if let effect = version.effect {
      writer.element(
        "effect",
        effect.figures == 0
          ? try texts.string("version.no-effect")
          : try texts.string(
            "version.effect",
            ["count": String(effect.figures), "documents": String(effect.documents)]))
    }
    writer.close()
  }

  private func note(of version: PublishedVersion) throws(TextTableError) -> String {
    switch version.change {
    case .first: try texts.string("history.first")
    case .correction(let note): try words(of: .parts(note))
    case .withdrawal(let reason):
      try texts.string("version.withdrawn", ["reason": reason.publishable.asSentence])
    }
  }

  /// What readers are told of a new version, in the words of the string table.
  func words(of note: PublicNote) throws(TextTableError) -> String {
    switch note {
    case .parts(let note):
      try texts.string(
        "history.\(note.kind.rawValue)",
        [
          "wrong": note.wrong.publishable.asSentence,
          "changed": note.changed.publishable.asSentence,
          "effect": note.effect.publishable.asSentence,
        ])
    case .text(let text): text.publishable
    }
  }

  private func versionsPage(
    _ path: String, root: String, of edition: Month?,
    _ body: (inout SourceWriter) throws(TextTableError) -> Void
  ) throws -> EditionFile {
    var writer = SourceWriter(texts: texts)
    writer.open(
      "versions-page",
      [
        ("xmlns", SourceWriter.namespace), ("draft", "no"), ("format", "1"),
        ("language", texts.language), ("root", root), ("status", programme.status.rawValue),
      ])
    try writer.strings(["page.", "versions."], level: programme.intervalLevel)
    try writer.series(programme)
    let subject = edition.map { title(of: $0) } ?? programme.series.title
    writer.element("title", "\(subject): \(try texts.string("versions.title"))")
    try writer.notices(programme)
    // Before the first release there is nothing on the front page to go back to.
    if calendar.editions.contains(where: \.state.isOut) {
      writer.open("home", [("href", root)])
      writer.close()
    }
    if edition != nil {
      writer.open("all", [("href", "../")])
      writer.close()
    }
    try body(&writer)
    try writer.contacts(programme)
    writer.close()
    return try templates.sitePage(
      "versions.html.xsl", source: writer.finish(), path: path, style: styleName)
  }
}

extension PublishedVersion {
  /// Whether it took all pages back.
  package var isWithdrawal: Bool { if case .withdrawal = change { true } else { false } }
}

extension String {
  /// The text with a full stop, unless it ends a sentence itself.
  fileprivate var asSentence: String {
    last.map { ".!?".contains($0) } == true ? self : self + "."
  }
}
