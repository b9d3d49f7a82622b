import Editions
import Publications
import Schedule

/// `/calendar.ics`: the calendar for calendar programs (RFC 5545).
struct CalendarFile {
  private let site: Site

  init(_ site: Site) { self.site = site }

  /// The file; every line ends in CR LF and has at most 75 octets before it.
  var bytes: [UInt8] {
    get throws(TextTableError) {
      var lines = ContentLines()
      lines.add("BEGIN", "VCALENDAR")
      lines.add("VERSION", "2.0")
      lines.add("PRODID", "-//ninethirty//release calendar//EN")
      lines.add("CALSCALE", "GREGORIAN")
      let title = site.programme.series.title
      lines.add("NAME", text: title)
      // The older name of the same, which is what programs read (RFC 7986 appendix).
      lines.add("X-WR-CALNAME", text: title)
      if let notice = try site.notice() { lines.add("X-WR-CALDESC", text: notice) }
      for edition in site.calendar.editions { try add(edition, to: &lines) }
      lines.add("END", "VCALENDAR")
      return lines.bytes
    }
  }

  private func add(
    _ edition: AnnouncedEdition, to lines: inout ContentLines
  ) throws(TextTableError) {
    lines.add("BEGIN", "VEVENT")
    let identifier = site.programme.series.identifier
    lines.add("UID", "\(edition.edition).\(identifier)@\(site.authority)")
    lines.add("DTSTAMP", Self.time(edition.lastTold))
    lines.add("CREATED", Self.time(edition.firstTold))
    lines.add("LAST-MODIFIED", Self.time(edition.lastTold))
    lines.add("SEQUENCE", String(edition.revision))
    lines.add("STATUS", Self.status(edition.state))
    if let instant = site.instant(of: edition) {
      lines.add("DTSTART", Self.time(instant))
    } else {
      // A month: from its first day to the first of the next, which is the first day after it.
      let month = (edition.date?.firstDay ?? edition.edition.firstDay).monthOfYear
      lines.add("DTSTART;VALUE=DATE", Self.day(month.firstDay))
      lines.add("DTEND;VALUE=DATE", Self.day(month.next.firstDay))
    }
    lines.add("TRANSP", "TRANSPARENT")
    lines.add("SUMMARY", text: site.title(of: edition.edition))
    lines.add("DESCRIPTION", text: try description(of: edition))
    if edition.state.isOut, let address = site.programme.series.address {
      lines.add("URL", "\(address)\(edition.edition)/")
    }
    lines.add("END", "VEVENT")
  }

  private func description(of edition: AnnouncedEdition) throws(TextTableError) -> String {
    let state = try site.texts.string("calendar.state.\(site.state(of: edition))")
    var parts = ["\(state): \(site.dateText(of: edition))"]
    for event in try CalendarEvent.all(of: edition, in: site) { parts.append(try event.text(site)) }
    if let notice = try site.notice() { parts.append(notice) }
    return parts.joined(separator: "\n")
  }

  /// RFC 5545 section 3.8.1.11, for events.
  private static func status(_ state: AnnouncedEdition.State) -> String {
    switch state {
    case .provisional: "TENTATIVE"
    case .confirmed, .published, .withdrawn: "CONFIRMED"
    case .cancelled: "CANCELLED"
    }
  }

  /// `20131114`.
  private static func day(_ day: Day) -> String { day.description.replacing("-", with: "") }

  /// `20131114T093000Z`: the second in which the instant lies.
  private static func time(_ instant: Instant) -> String {
    let text = instant.description.prefix(19)
    return text.replacing("-", with: "").replacing(":", with: "") + "Z"
  }
}

/// Content lines of RFC 5545 section 3.1: folded, escaped, each ended by CR LF.
struct ContentLines {
  private(set) var bytes: [UInt8] = []

  /// The octets of a line, the line break not counted.
  private static let longest = 75

  /// A line with a value that is written as it stands.
  mutating func add(_ name: String, _ value: String) {
    var room = Self.longest
    // Never inside a character: some readers take each line for text of its own.
    for scalar in "\(name):\(value)".unicodeScalars {
      let character = Array(String(scalar).utf8)
      if character.count > room {
        bytes += [0x0D, 0x0A, 0x20]
        room = Self.longest - 1
      }
      bytes += character
      room -= character.count
    }
    bytes += [0x0D, 0x0A]
  }

  /// A line with a text (section 3.3.11): backslash, comma, semicolon and line breaks escaped.
  mutating func add(_ name: String, text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let escaped = lines.map { line in
      String(line).publishable.replacing("\\", with: "\\\\").replacing(";", with: "\\;")
        .replacing(",", with: "\\,")
    }
    add(name, escaped.joined(separator: "\\n"))
  }
}
