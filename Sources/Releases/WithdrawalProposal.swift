import Ledger
import Notation
package import Schedule
import Storage

/// That somebody wants an edition taken back, before another person agrees: an entry of the
/// journal.
///
/// Nothing public tells of it.
package struct WithdrawalProposal: Sendable, Hashable {
  package let edition: Month
  /// The version that the withdrawal would be.
  package let version: Int
  package let person: String
  package let instant: Instant
  /// What readers would be told.
  package let reason: String
  /// The signature of the statement, where the person has a key.
  let signature: String?
  let entry: LedgerEntry
}

extension WithdrawalProposal {
  init?(_ entry: LedgerEntry) {
    guard entry.event == "withdrawal-proposed",
      let edition = entry.edition.flatMap({ Month($0) }), let person = entry.actor,
      case .integer(let version)? = entry.fields["version"],
      case .string(let reason)? = entry.fields["reason"]
    else { return nil }
    (self.edition, self.version, self.person) = (edition, version, person)
    (instant, self.reason, self.entry) = (entry.instant, reason, entry)
    if case .string(let text)? = entry.fields["signature"] {
      signature = text
    } else {
      signature = nil
    }
  }

  /// What the proposer states, and what a signature is of.
  var statement: SignOffStatement {
    Self.statement(edition, version: version, by: person, reason: reason, at: instant)
  }

  /// The digest is that of a list of one file, the reason.
  static func statement(
    _ edition: Month, version: Int, by person: String, reason: String, at instant: Instant
  ) -> SignOffStatement {
    var files = FileDigests()
    files.add(reasonFile, SHA512Sum(of: Array(reason.utf8)))
    return SignOffStatement(
      act: .withdraw, edition: edition, version: version, person: person, instant: instant,
      digest: files.digest)
  }

  /// Where the reason stands in what is sealed.
  static let reasonFile = "signoff/reason.txt"
}

extension History {
  /// The proposal to withdraw an edition that stands: the newest one for the version that comes
  /// next, unless it was given up.
  func withdrawalProposal(of month: Month) -> WithdrawalProposal? {
    let newest = journal.last {
      $0.edition == month.description
        && ["withdrawal-proposed", "withdrawal-abandoned"].contains($0.event)
    }
    guard let proposal = newest.flatMap(WithdrawalProposal.init),
      let release = latestRelease(of: month), proposal.version == release.version + 1
    else { return nil }
    return proposal
  }

  /// The proposals that wait for a second person, by edition.
  package var withdrawalProposals: [WithdrawalProposal] {
    released.compactMap(withdrawalProposal)
  }
}
