import Editions
import Publications
package import Schedule

/// A published edition and what its bulletin says of pre-release access.
package struct PublishedAccess: Sendable, Hashable {
  package let edition: Month
  /// The instant for which it was announced.
  package let released: Instant
  package let policy: PreReleasePolicy

  package init(edition: Month, released: Instant, policy: PreReleasePolicy) {
    self.edition = edition
    self.released = released
    self.policy = policy
  }

  /// Whether anybody had access.
  package var hasRecipients: Bool { !policy.recipients.isEmpty && policy.hours > 0 }
}

extension Site {
  /// `/pre-release/`: the arrangements; `/pre-release/2013/`: the releases of a year with the posts
  /// that had access to each.
  func preReleasePages(_ accesses: [PublishedAccess]) throws -> [EditionFile] {
    let seen = accesses.filter(\.hasRecipients).sorted { $0.edition > $1.edition }
    let years = Set(seen.map { day(of: $0.released).year }).sorted(by: >)
    let front = try preReleasePage("pre-release/index.html", root: "../") {
      writer throws(TextTableError) in
      try writer.arrangements(programme.schedule.preRelease)
      for year in years { writer.element("year", [("href", "\(year)/")], String(year)) }
    }
    return try [front]
      + years.map { year in
        try preReleasePage("pre-release/\(year)/index.html", root: "../../", year: year) {
          writer throws(TextTableError) in
          for access in seen where day(of: access.released).year == year {
            try writer.accessed(
              access.edition, on: day(of: access.released), access.policy, root: "../../")
          }
        }
      }
  }

  private func preReleasePage(
    _ path: String, root: String, year: Int? = nil,
    _ body: (inout SourceWriter) throws(TextTableError) -> Void
  ) throws -> EditionFile {
    var writer = SourceWriter(texts: texts)
    writer.open(
      "pre-release-page",
      [
        ("xmlns", SourceWriter.namespace), ("draft", "no"), ("format", "1"),
        ("language", texts.language), ("root", root), ("status", programme.status.rawValue),
      ])
    try writer.strings(["page.", "pre-release."], level: programme.intervalLevel)
    try writer.series(programme)
    let title = try texts.string("pre-release.title") + (year.map { " \($0)" } ?? "")
    writer.element("title", "\(programme.series.title): \(title)")
    try writer.notices(programme)
    // Before the first release there is nothing on the front page to go back to.
    if calendar.editions.contains(where: \.state.isOut) {
      writer.open("home", [("href", root)])
      writer.close()
    }
    try body(&writer)
    try writer.contacts(programme)
    writer.close()
    return try templates.sitePage(
      "pre-release.html.xsl", source: writer.finish(), path: path, style: styleName)
  }
}
