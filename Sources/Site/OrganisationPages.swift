import Editions
package import Publications
import Schedule
import Synchronization

extension Site {
  /// `/organisations/`: every organisation of which a report came out;
  /// `/organisations/example-trust/`: its reports over time.
  ///
  /// A page stays when all its reports are withdrawn: it says so then, and repeats no result.
  ///
  /// Of their own pages all are made, or the first `limit`.
  package func organisationPages(
    _ content: PublishedContent, limit: Int = .max
  ) throws -> [EditionFile] {
    guard let contents = content.versions else { return [] }
    let organisations = OrganisationReports.all(content.editions, contents)
    let front = try organisationsPage("organisations/index.html", root: "../", of: nil) {
      writer throws(TextTableError) in
      let names = OrganisationReports.distinctNames(of: organisations)
      for organisation in organisations {
        list(organisation, as: names[organisation.id]!, &writer)
      }
    }
    return try [front] + pages(of: Array(organisations.prefix(limit)))
  }

  /// The page of each of these, made on all cores; where several cannot be made, the first says why.
  private func pages(of organisations: [OrganisationReports]) throws -> [EditionFile] {
    let pages = Mutex([Result<EditionFile, any Error>?](repeating: nil, count: organisations.count))
    try inParallel(organisations.count) { index in
      let page = Result { try self.page(of: organisations[index]) }
      pages.withLock { $0[index] = page }
    }
    return try pages.withLock { try $0.map { try $0!.get() } }
  }

  private func page(of organisation: OrganisationReports) throws -> EditionFile {
    try organisationsPage(
      "organisations/\(organisation.id)/index.html", root: "../../", of: organisation
    ) { writer throws(TextTableError) in
      for report in organisation.reports { try write(report, &writer) }
    }
  }

  private func list(
    _ organisation: OrganisationReports, as name: String, _ writer: inout SourceWriter
  ) {
    writer.open("listed", [("href", "\(organisation.id)/")])
    writer.element("name", name)
    writer.element("count", String(organisation.reports.count))
    writer.close()
  }

  private func write(
    _ report: PublishedReport, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    let folder = "reports/\(report.facts.slug)/"
    let edition = "../../\(report.edition)/"
    writer.open(
      "reported",
      [
        ("bulletin", edition), ("edition", report.edition.description),
        ("href", edition + folder), ("slug", report.facts.slug),
      ])
    writer.element("name", report.edition.longText)
    writer.element("service", report.facts.service)
    if let first = report.versions.first {
      let day = day(of: first.instant)
      writer.element("date", [("value", day.description)], day.longText)
    }
    if let withdrawal = report.withdrawal {
      let day = day(of: withdrawal.instant)
      writer.open("withdrawn", [("day", day.description)])
      writer.element("date", day.longText)
      writer.element("reason", withdrawal.reason.publishable)
      writer.close()
    } else {
      for sentence in report.facts.outcome { writer.element("outcome", sentence) }
    }
    for version in report.versions.reversed() {
      let day = day(of: version.instant)
      writer.open(
        "kept",
        [
          ("href", "\(edition)v\(version.number)/\(folder)"), ("number", String(version.number)),
        ])
      writer.element(
        "name", try texts.string("history.version", ["version": String(version.number)]))
      writer.element("date", [("value", day.description)], day.longText)
      writer.close()
    }
    writer.close()
  }

  private func organisationsPage(
    _ path: String, root: String, of organisation: OrganisationReports?,
    _ body: (inout SourceWriter) throws(TextTableError) -> Void
  ) throws -> EditionFile {
    try page(
      "organisations-page", Templates.organisationsPage, path: path, root: root,
      title: organisation?.name ?? texts.string("organisations.title"), texts: "organisations."
    ) { writer throws(TextTableError) in
      if organisation != nil {
        writer.open("all", [("href", "../")])
        writer.close()
      }
      try body(&writer)
    }
  }
}
