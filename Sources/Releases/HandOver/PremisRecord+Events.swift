import Archive
import Editions
import Ledger
import Markup
import Notation
import Schedule

/// What happened, as events of PREMIS: the making of each version, the lines of the public log, and what
/// the journal says of the archived object.
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

  /// How a version came to be: its pages were made, and it was sealed.
  func writeMaking(of name: String, to writer: inout XMLWriter) {
    guard let seal = seals[name] else { return }
    let version = versionIdentifier(name)
    let what =
      seal.change.withdrawalReason == nil
      ? "Pages made from the inputs, documents and templates beside them"
      : "Notices made for every address"
    writer.open("event")
    writer.identifier("event", "making of a version", version)
    writer.element("eventType", text: "creation")
    writer.element("eventDateTime", text: seal.sealedAt.description)
    writer.open("eventDetailInformation")
    writer.element("eventDetail", text: "\(what); finished by the time of the seal.")
    writer.close()
    if let program = program(ofVersion: seal.version) {
      writer.identifier("linkingAgent", "name", program, role: "executing program")
    }
    writer.identifier("linkingObject", "ninethirty version", version)
    writer.close()
    writer.open("event")
    writer.identifier("event", "seal of a version", version)
    writer.element("eventType", text: "sealing")
    writer.element("eventDateTime", text: seal.sealedAt.description)
    writer.open("eventDetailInformation")
    writer.element(
      "eventDetail", text: "Every byte fixed, not to come out before \(seal.instant).")
    writer.close()
    writer.open("eventOutcomeInformation")
    writer.open("eventOutcomeDetail")
    writer.element(
      "eventOutcomeDetailNote",
      text: "\(seal.fileCount) files; SHA-512 of the sealed edition: \(seal.digest)".forXML)
    writer.close()
    writer.close()
    writer.identifier("linkingAgent", "name", seal.sealedBy, role: "authorizer")
    writer.identifier("linkingObject", "ninethirty version", version)
    writer.close()
  }

  /// What was done to the object since it was archived.
  func write(_ care: Care, to writer: inout XMLWriter) {
    writer.open("event")
    writer.identifier("event", "line of the journal", "\(care.line)")
    writer.element("eventType", text: care.kind.rawValue)
    writer.element("eventDateTime", text: care.instant.description)
    writer.open("eventDetailInformation")
    writer.element("eventDetail", text: care.kind.detail)
    writer.close()
    if care.kind == .fixityCheck {
      writer.open("eventOutcomeInformation")
      writer.element("eventOutcome", text: "sound")
      writer.open("eventOutcomeDetail")
      writer.element("eventOutcomeDetailNote", text: "Nothing was found wrong.")
      writer.close()
      writer.close()
    }
    if let actor = care.actor {
      writer.identifier("linkingAgent", "name", actor, role: "implementer")
    }
    writer.identifier("linkingObject", "ninethirty edition", identifier)
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
