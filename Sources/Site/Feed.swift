import Editions
import Markup
import Publications
import Schedule

/// `/feed.atom`: an entry for each release, correction and withdrawal (RFC 4287), newest first.
struct Feed {
  private let site: Site

  init(_ site: Site) { self.site = site }

  private struct Entry {
    /// What follows the series in the identifier: `2013-11`, `2013-11/v2`.
    var name: String
    var title: String
    var href: String
    var published: Instant
    var updated: Instant
    var summary: String
  }

  /// The file: Canonical XML behind an XML declaration.
  var bytes: [UInt8] {
    get throws(TextTableError) {
      let entries = try self.entries()
      var xml = XMLWriter()
      xml.open(
        "feed", [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", site.texts.language)])
      xml.element("id", text: identifier("feed"))
      xml.element("title", text: site.programme.series.title.publishable)
      if let notice = try site.notice() { xml.element("subtitle", text: notice) }
      // Where nothing is out yet: when the public was first told of anything.
      let updated = entries.map(\.updated).max() ?? site.calendar.first
      xml.element("updated", text: (updated ?? site.now).description)
      if site.programme.series.address != nil {
        xml.element(
          "link",
          [("href", site.address("feed.atom")), ("rel", "self"), ("type", "application/atom+xml")])
      }
      xml.element("link", [("href", site.address("calendar/")), ("rel", "alternate")])
      xml.open("author")
      xml.element("name", text: site.programme.series.producer.publishable)
      xml.close()
      xml.element("rights", text: site.programme.series.licence.publishable)
      for entry in entries { write(entry, &xml) }
      xml.close()
      return Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8) + xml.finish() + [0x0A]
    }
  }

  private func write(_ entry: Entry, _ xml: inout XMLWriter) {
    xml.open("entry")
    xml.element("id", text: identifier(entry.name))
    xml.element("title", text: entry.title.publishable)
    xml.element("link", [("href", site.address(entry.href)), ("rel", "alternate")])
    xml.element("published", text: entry.published.description)
    xml.element("updated", text: entry.updated.description)
    xml.element("summary", text: entry.summary.publishable)
    xml.close()
  }

  /// A tag URI (RFC 4151), the same for ever: its day is that of the log's first line.
  private func identifier(_ name: String) -> String {
    let day = (site.calendar.first ?? site.now).utcDay
    return "tag:\(site.authority),\(day):\(site.programme.series.identifier)/\(name)"
  }

  private func entries() throws(TextTableError) -> [Entry] {
    var entries: [Entry] = []
    for edition in site.calendar.editions {
      guard let released = edition.released else { continue }
      entries += try self.entries(of: edition, released: released)
    }
    return entries.sorted {
      $0.published == $1.published ? $0.name > $1.name : $0.published > $1.published
    }
  }

  private func entries(
    of edition: AnnouncedEdition, released: Instant
  ) throws(TextTableError) -> [Entry] {
    let title = site.title(of: edition.edition)
    let published = AnnouncedDate.exact(site.zone.wallTime(of: released)).longText
    var entries = [
      Entry(
        name: "\(edition.edition)", title: title, href: "\(edition.edition)/",
        published: released, updated: edition.lastTold,
        summary: "\(try site.texts.string("calendar.state.published")): \(published)")
    ]
    for correction in edition.corrections {
      entries.append(
        Entry(
          name: "\(edition.edition)/v\(correction.version)",
          title: "\(title), \(try site.texts.string("calendar.feed.corrected"))",
          href: "\(edition.edition)/", published: correction.instant,
          updated: correction.instant, summary: try site.words(of: correction.note)))
    }
    if edition.state == .withdrawn {
      entries.append(
        Entry(
          name: "\(edition.edition)/withdrawn",
          title: "\(title), \(try site.texts.string("calendar.feed.withdrawn"))",
          href: "\(edition.edition)/", published: edition.lastTold, updated: edition.lastTold,
          summary: edition.reason ?? ""))
    }
    return entries
  }
}
