import Editions
import Publications
import Schedule

/// What happened to the date of an edition, or to the edition after it came out, with its reason.
struct CalendarEvent {
  /// The kinds, each with a sentence in the string table.
  enum Kind: String {
    case moved, cancelled, corrected, withdrawn
    case shortNotice = "short-notice"
    case exemption
  }

  let kind: Kind
  /// When it was told; nil where it belongs to the present date.
  let instant: Instant?
  /// The date that held before.
  let before: AnnouncedDate?
  let reason: String

  /// Everything that is told of an edition beside its date, oldest first.
  static func all(
    of edition: AnnouncedEdition, in site: Site
  ) throws(TextTableError) -> [CalendarEvent] {
    var events = edition.changes.map {
      CalendarEvent(kind: .moved, instant: $0.instant, before: $0.before, reason: $0.reason)
    }
    if let reason = edition.shortNotice {
      events.append(
        CalendarEvent(kind: .shortNotice, instant: nil, before: nil, reason: reason))
    }
    if let reason = edition.exemption {
      events.append(CalendarEvent(kind: .exemption, instant: nil, before: nil, reason: reason))
    }
    for correction in edition.corrections {
      events.append(
        CalendarEvent(
          kind: .corrected, instant: correction.instant, before: nil,
          reason: try site.words(of: correction.note)))
    }
    if let reason = edition.reason {
      events.append(
        CalendarEvent(
          kind: edition.state == .withdrawn ? .withdrawn : .cancelled, instant: edition.lastTold,
          before: nil, reason: reason))
    }
    return events
  }

  /// The event in one sentence, as the calendar page has it.
  func text(_ site: Site) throws(TextTableError) -> String {
    var text = try site.texts.string("calendar.event.\(kind.rawValue)")
    if let instant { text += " \(site.day(of: instant).longText)" }
    if let before {
      text += "; \(try site.texts.string("calendar.before")) \(before.longText)"
    }
    return "\(text): \(reason.publishable)"
  }
}
