import Archive
import Editions
import Ledger
import Markup
import Notation
import Schedule

/// The lines of the public log as events of PREMIS.
extension PremisRecord {
  func write(_ entry: LedgerEntry, to writer: inout XMLWriter) {
    let version = entry.number("version")
    writer.open("event")
    writer.identifier("event", "line of the public log", "\(entry.sequence)")
    writer.element("eventType", text: Self.type(of: entry.event))
    writer.element("eventDateTime", text: entry.text("actual") ?? entry.instant.description)
    writer.open("eventDetailInformation")
    writer.element("eventDetail", text: Self.detail(of: entry).forXML)
    writer.close()
    writeOutcome(of: entry, to: &writer)
    if let actor = entry.actor {
      writer.identifier("linkingAgent", "name", actor, role: "publisher")
    }
    if let version, let program = program(ofVersion: version) {
      writer.identifier("linkingAgent", "name", program, role: "executing program")
    }
    if let version, version <= inventory.versions.count {
      writer.identifier("linkingObject", "ninethirty version", versionIdentifier("v\(version)"))
    } else {
      writer.identifier("linkingObject", "ninethirty edition", identifier)
    }
    writer.close()
  }

  /// The coming of something that others published.
  func writeIngestion(of kept: KeptPublication, to writer: inout XMLWriter) {
    writer.open("event")
    writer.identifier("event", "object of the archive", kept.object)
    writer.element("eventType", text: "ingestion")
    writer.element("eventDateTime", text: kept.importedAt.description)
    writer.open("eventDetailInformation")
    let published = kept.published.map { "; published \($0), as was stated" } ?? ""
    writer.element(
      "eventDetail", text: "Kept as it is. From \(kept.source)\(published). \(kept.reason)".forXML)
    writer.close()
    writer.identifier("linkingAgent", "name", kept.importedBy, role: "implementer")
    writer.identifier("linkingObject", "ninethirty edition", identifier)
    writer.close()
  }

  /// How it came out, and the digest of the line, by which it is found in the log.
  private func writeOutcome(of entry: LedgerEntry, to writer: inout XMLWriter) {
    writer.open("eventOutcomeInformation")
    if let delay = entry.number("delayMilliseconds") {
      let scheduled = entry.text("scheduled") ?? "an unknown instant"
      writer.element("eventOutcome", text: "scheduled for \(scheduled); out \(delay) ms after it")
    }
    writer.open("eventOutcomeDetail")
    var note = "SHA-256 of the line: \(entry.digest)"
    if let digest = entry.text("digest") { note += "; SHA-512 of the sealed edition: \(digest)" }
    writer.element("eventOutcomeDetailNote", text: note.forXML)
    writer.close()
    writer.close()
  }

  private static func type(of event: String) -> String {
    switch event {
    case "announced": "announcement"
    case "moved": "change of date"
    case "cancelled": "cancellation"
    case "released": "publication"
    case "corrected": "correction"
    case "withdrawn": "withdrawal"
    case "breach": "statement on a breach"
    default: event
    }
  }

  private static func detail(of entry: LedgerEntry) -> String {
    let reason = entry.text("reason") ?? "no reason given"
    switch entry.event {
    case "announced": return "Announced for \(entry.text("date") ?? "no date")."
    case "moved":
      return "Moved from \(entry.text("from") ?? "?") to \(entry.text("to") ?? "?"): \(reason)"
    case "cancelled": return "Cancelled: \(reason)"
    case "released": return "Published for the first time."
    case "corrected":
      return CorrectionNote(entry.fields["note"])?.sentences ?? "Published in a corrected version."
    case "withdrawn": return "Withdrawn: \(reason)"
    case "breach": return entry.text("statement") ?? "A breach was stated."
    default: return "\(entry.event) in the public log."
    }
  }
}

extension LedgerEntry {
  fileprivate func text(_ field: String) -> String? {
    if case .string(let text)? = fields[field] { text } else { nil }
  }

  fileprivate func number(_ field: String) -> Int? {
    if case .integer(let number)? = fields[field] { number } else { nil }
  }
}
