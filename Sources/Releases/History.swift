package import Editions
package import Ledger
package import Notation
package import Schedule
import Storage

/// What the log and the journal of a workspace say, verified.
package struct History: Sendable {
  /// The public log: released editions and what happened to them.
  package let log: [LedgerEntry]
  /// The private journal: drafting, sealing, refusals.
  package let journal: [LedgerEntry]

  /// Reads and verifies both files; an absent file is an empty one.
  ///
  /// Throws a ``LedgerError`` where a chain is broken.
  package init(_ workspace: Workspace) throws {
    log = try workspace.logLedger.read().entries
    journal = try workspace.journalLedger.read().entries
    try verifyLogAgainstJournal(workspace)
  }

  /// The chain cannot show that the last line was changed, or that lines at the end are missing:
  /// the journal can, because it holds the digest of every line of the log.
  private func verifyLogAgainstJournal(_ workspace: Workspace) throws {
    for entry in journal where entry.event == "logged" {
      guard case .integer(let sequence)? = entry.fields["sequence"],
        case .string(let digest)? = entry.fields["line"]
      else { continue }
      let isThere = log.indices.contains(sequence - 1)
      guard isThere, log[sequence - 1].digest == digest else {
        throw ReleaseError(
          .altered,
          "\(workspace.log) is not what the journal recorded on \(entry.instant): line \(sequence) "
            + (isThere ? "was changed" : "is missing")
            + "; nothing is written. Restore the log from a copy, such as the published one")
      }
    }
  }

  /// What happened with one edition.
  package struct Release: Sendable, Hashable {
    package let edition: Month
    /// The instant that was announced.
    package let scheduled: Instant
    /// The instant of the switch.
    package let actual: Instant
    package let delayMilliseconds: Int
    /// The digest of the sealed edition.
    package let digest: String
  }

  /// The editions that are out, in the order of their release.
  package var releases: [Release] {
    log.compactMap { entry in
      guard entry.event == "released", let edition = entry.edition.flatMap({ Month($0) }),
        case .string(let scheduled) = entry.fields["scheduled"],
        case .string(let actual) = entry.fields["actual"],
        case .integer(let delay) = entry.fields["delayMilliseconds"],
        case .string(let digest) = entry.fields["digest"],
        let scheduled = Instant(scheduled), let actual = Instant(actual)
      else { return nil }
      return Release(
        edition: edition, scheduled: scheduled, actual: actual, delayMilliseconds: delay,
        digest: digest)
    }
  }

  package var released: [Month] { releases.map(\.edition).sorted() }

  /// What publicness depends on.
  package var record: PublicationRecord { PublicationRecord(released: Set(released)) }

  /// The intent of a release that was neither carried out nor taken back: its process ended in
  /// between, or is about to release.
  var openIntent: LedgerEntry? {
    let newest = journal.last { ["releasing", "disarmed"].contains($0.event) }
    guard let newest, newest.event == "releasing",
      let month = newest.edition.flatMap({ Month($0) }), !isPublic(month, record: record)
    else { return nil }
    return newest
  }

  /// The newest journal entry of an event for an edition.
  package func latest(_ event: String, of edition: Month) -> LedgerEntry? {
    journal.last { $0.event == event && $0.edition == edition.description }
  }
}

extension LedgerEntry {
  /// The entry as JSON for programs, as it stands in its file.
  package var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "event": .string(event), "fields": .object(fields),
      "instant": .string(instant.description), "previous": .string(previous),
      "sequence": .integer(sequence),
    ]
    members["edition"] = edition.map { .string($0) }
    members["actor"] = actor.map { .string($0) }
    return .object(members)
  }
}
