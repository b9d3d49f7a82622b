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
  /// No lock is needed: a line of the log is on disk before the journal names it, so the journal
  /// is read first, and whatever it names is there. Throws a ``LedgerError`` where a chain is
  /// broken.
  package init(_ workspace: Workspace) throws {
    journal = try workspace.journalLedger.read().entries
    log = try workspace.logLedger.read().entries
    try verifyLogAgainstJournal(workspace)
  }

  /// What these lines say, whatever else is wrong with the files that they are from.
  init(log: [LedgerEntry], journal: [LedgerEntry]) {
    self.log = log
    self.journal = journal
  }

  /// The chain cannot show that the last line was changed, or that lines at the end are missing:
  /// the journal can, because it holds the digest of every line of the log.
  private func verifyLogAgainstJournal(_ workspace: Workspace) throws {
    for entry in journal {
      guard let sequence = entry.witnessedLine, case .string(let digest)? = entry.fields["line"]
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
    // The journal's own chain cannot show that it was written anew from some line on.
    if let line = brokenCommitment {
      throw ReleaseError(
        .altered,
        "\(workspace.journal) is not the one that line \(line.sequence) of the log, of "
          + "\(line.instant), commits to; nothing is written. Restore the journal from a copy")
    }
  }

  /// What happened with one edition: it came out, a correction of it did, or it was withdrawn.
  package struct Release: Sendable, Hashable {
    package let edition: Month
    /// 1 for the first publication; a correction and a withdrawal count one on.
    package var version = 1
    package var change = EditionChange.first
    /// The instant that was announced.
    package let scheduled: Instant
    /// The instant of the switch.
    package let actual: Instant
    package let delayMilliseconds: Int
    /// The digest of the sealed edition.
    package let digest: String
    /// SHA-512 of its `seal.json`; nil in lines of earlier versions.
    package var seal: String? = nil

    /// Whether it took the edition back.
    package var isWithdrawal: Bool { change.withdrawalReason != nil }
    /// The version to which a correction of the edition leads, or led before it was withdrawn: the
    /// withdrawal took its number.
    var openVersion: Int { isWithdrawal ? version : version + 1 }
    /// Since when the edition stands as it does, for a sentence.
    package var standing: String {
      "\(edition) \(isWithdrawal ? "was withdrawn at" : "is out since") \(actual)"
    }
  }

  /// Every publication, in the order of the log: first versions, corrections, withdrawals.
  package var releases: [Release] { log.compactMap(Release.init) }

  /// The editions that came out, withdrawn ones too.
  package var released: [Month] { Set(releases.map(\.edition)).sorted() }

  /// The newest publication of an edition; nil for one that is not out.
  package func latestRelease(of edition: Month) -> Release? {
    releases.last { $0.edition == edition }
  }

  /// How many versions of an edition came out, a withdrawal not counted; 0 for one that is not out.
  package func versionCount(of edition: Month) -> Int {
    releases.count { $0.edition == edition && $0.change.withdrawalReason == nil }
  }

  /// The withdrawals that stand, by edition.
  package var withdrawals: [Month: Release] {
    var withdrawals: [Month: Release] = [:]
    for release in releases {
      withdrawals[release.edition] = release.change.withdrawalReason == nil ? nil : release
    }
    return withdrawals
  }

  /// What publicness depends on.
  package var record: PublicationRecord { PublicationRecord(released: Set(released)) }

  /// The intent of a release that was neither carried out nor taken back: its process ended in
  /// between, or is about to release.
  var openIntent: LedgerEntry? {
    let newest = journal.last { ["releasing", "disarmed"].contains($0.event) }
    guard let newest, newest.event == "releasing",
      let month = newest.edition.flatMap({ Month($0) }),
      (latestRelease(of: month)?.version ?? 0) < newest.version
    else { return nil }
    return newest
  }

  /// The newest journal entry of an event for an edition.
  package func latest(_ event: String, of edition: Month) -> LedgerEntry? {
    journal.last { $0.event == event && $0.edition == edition.description }
  }
}

extension History.Release {
  /// Reads a line of the log; nil for a line of another event.
  fileprivate init?(_ entry: LedgerEntry) {
    guard ["released", "corrected", "withdrawn"].contains(entry.event),
      let edition = entry.edition.flatMap({ Month($0) }),
      case .string(let scheduled)? = entry.fields["scheduled"],
      case .string(let actual)? = entry.fields["actual"],
      case .integer(let delay)? = entry.fields["delayMilliseconds"],
      case .string(let digest)? = entry.fields["digest"],
      case .integer(let version)? = entry.fields["version"],
      let scheduled = Instant(scheduled), let actual = Instant(actual)
    else { return nil }
    var reason: String?
    if case .string(let text)? = entry.fields["reason"] { reason = text }
    var seal: String?
    if case .string(let sum)? = entry.fields["seal"] { seal = sum }
    guard
      let change = EditionChange(
        version: version, note: CorrectionNote(entry.fields["note"]), withdrawalReason: reason)
    else { return nil }
    self.init(
      edition: edition, version: version, change: change, scheduled: scheduled, actual: actual,
      delayMilliseconds: delay, digest: digest, seal: seal)
  }
}

extension LedgerEntry {
  /// The version that an intent is about; those of first versions did not all say it.
  var version: Int {
    if case .integer(let version)? = fields["version"] { version } else { 1 }
  }

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
