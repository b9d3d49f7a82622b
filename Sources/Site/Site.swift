package import Editions
package import Publications
import Schedule

/// What stands around the editions and changes without them: the release calendar as a page and
/// for calendar programs, the feed of releases, the pages of organisations, the catalogue.
///
/// All of it follows from the schedule, the publication log and what is archived. There is no other clock than the
/// log's newest line, so the same log gives the same bytes; and what the log does not name cannot
/// be hinted at.
package struct Site: Sendable {
  let programme: Programme
  let calendar: PublicCalendar
  /// The instant of the newest line of the log.
  let now: Instant
  let templates: Templates
  /// The file name of the style sheet in `/assets/`.
  let styleName: String
  /// Whether its pages are marked as drafts.
  private(set) var isDraft = false

  /// The site of a log; nil while nobody was told of anything.
  package init?(
    _ programme: Programme, _ calendar: PublicCalendar, templates: Templates, styleName: String
  ) {
    guard let now = calendar.newest else { return nil }
    self.programme = programme
    self.calendar = calendar
    self.now = now
    self.templates = templates
    self.styleName = styleName
  }

  /// The site as a preview shows it, every page marked as a draft; it may be that nobody was told of
  /// anything yet.
  package init(
    draftOf programme: Programme, _ calendar: PublicCalendar, templates: Templates,
    styleName: String
  ) {
    self.programme = programme
    self.calendar = calendar
    // No page of a draft prints it.
    now = calendar.newest ?? Instant(milliseconds: 0)
    self.templates = templates
    self.styleName = styleName
    isDraft = true
  }

  /// Every file that each version of ninethirty made, by its path in the public tree.
  ///
  /// Throws a ``Publications/TextTableError``, a ``Publications/RenderingError`` or a
  /// ``Markup/MarkupError`` where the templates cannot make them.
  ///
  /// Pre-release access is that of published editions; nil leaves its pages as they are.
  package func files(
    _ accesses: [PublishedAccess]?, versions: [PublishedEdition]
  ) throws -> [EditionFile] {
    try (accesses.map { try preReleasePages($0) } ?? []) + versionPages(versions) + [
      try calendarPage(),
      EditionFile(path: "calendar.ics", bytes: try CalendarFile(self).bytes),
      EditionFile(path: "feed.atom", bytes: try Feed(self).bytes), style,
    ]
  }

  // MARK: Names and dates

  var texts: TextTable { templates.texts }
  var zone: Zone { programme.schedule.rule.zone }

  /// What an edition is called.
  func title(of edition: Month) -> String { "\(programme.series.title): \(edition.longText)" }

  /// The authority in identifiers (RFC 4151, RFC 5545 section 3.8.4.7): a name that by RFC 2606
  /// is never anybody's.
  ///
  /// It does not depend on the address: that may be given, or change, after readers have seen the
  /// identifiers, which stay the same for ever.
  var authority: String { "ninethirty.invalid" }

  /// The address of a path of the public tree; relative to its root where none was given.
  func address(_ path: String) -> String { (programme.series.address?.description ?? "") + path }

  /// When an edition comes or came out; nil while only a month is announced.
  func instant(of edition: AnnouncedEdition) -> Instant? {
    if let released = edition.released { return released }
    // A time that the clocks skip or repeat is refused before it is announced.
    guard case .exact(let wallTime)? = edition.date else { return nil }
    return try? zone.instant(of: wallTime)
  }

  /// The date of an edition as people read it.
  func dateText(of edition: AnnouncedEdition) -> String {
    if let released = edition.released {
      return AnnouncedDate.exact(zone.wallTime(of: released)).longText
    }
    return edition.date?.longText ?? edition.edition.longText
  }

  /// The day in the schedule's zone on which something was told.
  func day(of instant: Instant) -> Day { zone.wallTime(of: instant).day }

  /// How an edition is shown; an official one that its time has passed without is said to be so.
  func state(of edition: AnnouncedEdition) -> String {
    if edition.state == .confirmed, programme.status == .official,
      let instant = instant(of: edition), instant < now
    {
      return "overdue"
    }
    return edition.state.rawValue
  }

  /// What made-up or reconstructed releases say of themselves; nil for official ones.
  func notice() throws(TextTableError) -> String? {
    guard programme.status != .official else { return nil }
    return try texts.string("page.notice.\(programme.status.rawValue)")
  }
}

extension String {
  /// The text with what neither XML nor a calendar can carry replaced.
  ///
  /// What people write is checked before it is logged; a log that was written by another program
  /// must not stop a release.
  var publishable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.value {
          case 0x09, 0x0A, 0x0D: " "
          case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: "\u{FFFD}"
          default: scalar
          }
        }))
  }
}
