package import Editions
import Ledger
import Notation
import Schedule

extension History {
  /// What the public was told, in the order in which it was.
  package var publicFacts: [PublicFact] { log.compactMap(\.publicFact) }

  /// How every edition stands before the public.
  package var calendar: PublicCalendar { PublicCalendar(publicFacts) }
}

extension LedgerEntry {
  /// The line as a fact about an edition; nil for a line that is about none or not of use to the
  /// calendar.
  fileprivate var publicFact: PublicFact? {
    guard let edition = edition.flatMap({ Month($0) }), let what else { return nil }
    var instant = instant
    if case .released(let scheduled) = what { instant = scheduled }
    return PublicFact(
      edition: edition, instant: instant, what: what,
      promised: text("instant").flatMap { Instant($0) })
  }

  private var what: PublicFact.What? {
    switch event {
    case "announced":
      date("date").map {
        .announced($0, shortNotice: text("shortNotice"), exemption: text("exemption"))
      }
    case "moved":
      if let from = date("from"), let to = date("to"), let reason = text("reason") {
        .moved(
          from: from, to: to, reason: reason, shortNotice: text("shortNotice"),
          exemption: text("exemption"))
      } else {
        nil
      }
    case "cancelled": text("reason").map { .cancelled(reason: $0) }
    case "released": text("scheduled").flatMap { Instant($0) }.map { .released(scheduled: $0) }
    case "corrected":
      if case .integer(let version)? = fields["version"] {
        .corrected(
          version: version,
          note: CorrectionNote(fields["note"]).map(PublicNote.parts) ?? .text(text("note") ?? ""))
      } else {
        nil
      }
    case "withdrawn": .withdrawn(reason: text("reason") ?? "")
    default: nil
    }
  }

  private func text(_ name: String) -> String? {
    if case .string(let text)? = fields[name] { text } else { nil }
  }

  private func date(_ name: String) -> AnnouncedDate? { text(name).flatMap { AnnouncedDate($0) } }
}
