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

/// What became of the newest proposal to withdraw an edition.
enum ProposalState {
  case none
  /// It waits for a second person.
  case standing(WithdrawalProposal)
  /// The version that it was of is no longer the newest: this one came out since.
  case lapsed(WithdrawalProposal, History.Release)
  /// Somebody gave it up, by this entry of the journal.
  case abandoned(WithdrawalProposal, LedgerEntry)

  /// Why nobody can agree to it or give it up, and what to do; nil for one that stands.
  func fault(of month: Month) -> String? {
    let anew = "with `ninethirty withdraw \(month) --reason REASON --by ID`"
    switch self {
    case .standing: return nil
    case .none: return "nobody has proposed it; one person does \(anew), then another agrees"
    case .lapsed(let proposal, let release):
      return
        "what \(proposal.person) proposed on \(proposal.instant) has lapsed: version "
        + "\(release.version) came out since, on \(release.actual). Look at that one; if it has to go "
        + "too, propose it anew \(anew)"
    case .abandoned(let proposal, let entry):
      var because = ""
      if case .string(let reason)? = entry.fields["reason"] { because = ", because: \(reason)" }
      return
        "what \(proposal.person) proposed on \(proposal.instant) was given up by "
        + "\(entry.actor ?? "somebody") on \(entry.instant)\(because). If it has to go all the same, "
        + "propose it anew \(anew)"
    }
  }
}

extension History {
  /// What became of the newest proposal to withdraw an edition.
  func proposalState(of month: Month) -> ProposalState {
    let entries = journal.filter {
      $0.edition == month.description
        && ["withdrawal-proposed", "withdrawal-abandoned"].contains($0.event)
    }
    guard let proposal = entries.lazy.reversed().compactMap(WithdrawalProposal.init).first else {
      return .none
    }
    if let newest = entries.last, newest.event == "withdrawal-abandoned" {
      return .abandoned(proposal, newest)
    }
    let later = releases.first { $0.edition == month && $0.version >= proposal.version }
    return later.map { .lapsed(proposal, $0) } ?? .standing(proposal)
  }

  /// The proposal to withdraw an edition that stands: the newest one for the version that comes
  /// next, unless it was given up.
  func withdrawalProposal(of month: Month) -> WithdrawalProposal? {
    if case .standing(let proposal) = proposalState(of: month) { proposal } else { nil }
  }

  /// The proposals that wait for a second person, by edition.
  package var withdrawalProposals: [WithdrawalProposal] {
    released.compactMap(withdrawalProposal)
  }
}
