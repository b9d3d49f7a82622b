import Ledger
import Notation
package import Schedule

/// How far the sign-off of the next edition is, which withdrawals wait for a second person, and
/// where four eyes were overridden, from the journal.
package struct SignOffStatus: Sendable {
  /// Who submitted an edition, and when.
  package struct Submitted: Sendable {
    package let person: String
    package let instant: Instant
  }

  /// Where one person, or one user of the system, did both.
  package struct Override: Sendable {
    package let edition: String
    package let person: String
    package let instant: Instant
    package let reason: String
    /// What would have stood in the way.
    package let overridden: [String]
  }

  /// The last submission of the next edition, if it was not sealed since.
  package let submitted: Submitted?
  /// Every one of the journal, oldest first.
  package let overrides: [Override]
  /// What one person proposed and nobody agreed to, by edition.
  package let withdrawals: [WithdrawalProposal]

  init() { (submitted, overrides, withdrawals) = (nil, [], []) }

  init(_ next: Month?, in history: History) {
    let last = next.flatMap { month in
      history.journal.last {
        $0.edition == month.description && ["submitted", "sealed"].contains($0.event)
      }
    }
    submitted = last.flatMap { entry in
      guard entry.event == "submitted", let person = entry.actor else { return nil }
      return Submitted(person: person, instant: entry.instant)
    }
    overrides = history.journal.compactMap(Override.init)
    withdrawals = history.withdrawalProposals
  }

  /// The status for programs.
  var json: CanonicalJSON {
    .object([
      "overrides": .array(overrides.map(\.json)),
      "submitted": submitted.map {
        .object(["instant": .string($0.instant.description), "person": .string($0.person)])
      } ?? .null,
      "withdrawals": .array(
        withdrawals.map { proposal in
          .object([
            "edition": .string(proposal.edition.description),
            "instant": .string(proposal.instant.description), "person": .string(proposal.person),
            "reason": .string(proposal.reason),
          ])
        }),
    ])
  }
}

extension SignOffStatus.Override {
  fileprivate init?(_ entry: LedgerEntry) {
    guard entry.event == "override", entry.fields["rule"] == .string("four-eyes"),
      let edition = entry.edition, let person = entry.actor,
      case .string(let reason)? = entry.fields["reason"],
      case .array(let overridden)? = entry.fields["overridden"]
    else { return nil }
    self.init(
      edition: edition, person: person, instant: entry.instant, reason: reason,
      overridden: overridden.map { if case .string(let text) = $0 { text } else { $0.text } })
  }

  fileprivate var json: CanonicalJSON {
    .object([
      "edition": .string(edition), "instant": .string(instant.description),
      "overridden": .array(overridden.map { .string($0) }), "person": .string(person),
      "reason": .string(reason),
    ])
  }
}
