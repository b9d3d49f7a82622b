import Editions
package import Publications
package import Schedule

/// What the page of the publication log says.
package struct LogFacts: Sendable, Hashable {
  /// The newest signed checkpoint, where it covers the whole log.
  package struct Signed: Sendable, Hashable {
    let origin: String
    let size: Int
    let root: String

    /// Origin, size and root as the checkpoint has them.
    package init(origin: String, size: Int, root: String) {
      self.origin = origin
      self.size = size
      self.root = root
    }
  }

  /// A release, a correction or a withdrawal.
  package struct Publication: Sendable, Hashable {
    let edition: Month
    let version: Int
    let event: String
    let line: Int
    let proof: String

    /// What a line of the log says, and the name of the proof that the line stands there.
    package init(edition: Month, version: Int, event: String, line: Int, proof: String) {
      self.edition = edition
      self.version = version
      self.event = event
      self.line = line
      self.proof = proof
    }
  }

  let lines: Int
  let publications: [Publication]
  /// Nil where the newest lines are not signed.
  package var signed: Signed?
  /// Public addresses to which no other page leads, such as `2013-11/assets/report.xsd`.
  package var others: [String] = []

  /// A log of so many lines.
  package init(lines: Int, publications: [Publication]) {
    self.lines = lines
    self.publications = publications
  }
}

extension Site {
  /// `/log/`: its files, what is signed, a proof for each publication; and the style of the page.
  ///
  /// Throws as ``files(_:)`` does.
  package func logFiles(_ facts: LogFacts) throws -> [EditionFile] {
    var writer = SourceWriter(texts: texts)
    writer.open(
      "log-page",
      [
        ("xmlns", SourceWriter.namespace), ("draft", "no"), ("format", "1"),
        ("language", texts.language), ("status", programme.status.rawValue),
      ])
    try writer.strings(["page.", "log."], level: programme.intervalLevel)
    try writer.series(programme)
    writer.element("title", "\(programme.series.title): \(try texts.string("log.title"))")
    try writer.notices(programme)
    // Before the first release there is nothing on the front page to go back to.
    if calendar.editions.contains(where: \.state.isOut) {
      writer.open("home", [("href", "../")])
      writer.close()
    }
    write(facts, &writer)
    try writer.contacts(programme)
    writer.close()
    return [
      try templates.sitePage(
        Templates.logPage, source: writer.finish(), path: "log/index.html", style: styleName),
      style,
    ]
  }

  private func write(_ facts: LogFacts, _ writer: inout SourceWriter) {
    writer.element("lines", String(facts.lines))
    if let signed = facts.signed {
      writer.open("signed")
      writer.element("origin", signed.origin)
      writer.element("size", String(signed.size))
      writer.element("root", signed.root)
      writer.close()
    }
    for publication in facts.publications.reversed() {
      var attributes = [
        ("edition", publication.edition.description), ("event", publication.event),
        ("line", String(publication.line)),
      ]
      if facts.signed != nil { attributes.append(("proof", "proofs/\(publication.proof)")) }
      writer.open("logged", attributes + [("version", String(publication.version))])
      writer.element("name", publication.edition.longText)
      writer.close()
    }
    // Templates of earlier versions, as an archive has them, have no place for it.
    guard templates.files["schemas/source.xsd"]?.firstRange(of: Array(#""unlisted""#.utf8)) != nil
    else { return }
    for path in facts.others {
      writer.open("unlisted", [("path", path)])
      writer.close()
    }
  }
}
