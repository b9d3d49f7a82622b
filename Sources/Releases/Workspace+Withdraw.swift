import Diagnostics
import Editions
import Ledger
import Notation
package import Schedule
import Storage

/// What `withdraw` did.
package enum WithdrawalOutcome: Sendable {
  /// Somebody proposed it, and another person has to agree; nothing public has changed.
  case proposed
  /// The edition was taken back. The schedule was the archived one where `schedule.json` could not
  /// be used.
  case withdrawn(Workspace.ReleaseOutcome, usesArchivedSchedule: Bool)
}

extension Workspace {
  /// Takes an edition back, or, where four eyes are enforced as for a seal, proposes it.
  ///
  /// - Throws: a ``ReleaseError`` where the edition is not out or withdrawn already, or where the
  ///   next version is sealed.
  package func withdraw(
    _ month: Month, reason: String, by person: String, sshKey: String?, clock: any Clock
  ) throws -> WithdrawalOutcome {
    let lock = try lock("withdraw \(month)")
    defer { withExtendedLifetime(lock) {} }
    let begun = try beginWithdrawal(of: month, at: clock.now())
    let reason = try PublicReason(reason, option: "--reason").text
    try begun.workspace.refuseEmbargoed(
      reason, of: "--reason", begun.history, mustBeSearched: Self.mustBeSearched)
    guard let people = try begun.workspace.signatories(begun.status) else {
      try SealAuthority(sshKey: sshKey).refuseWithoutPeople()
      return try carryOut(begun, reason: reason, by: person, clock: clock)
    }
    let now = begun.now
    let proposer = try listed(person, in: people, to: "withdraw", month, at: now)
    try checkUser(of: proposer, to: "withdraw", month, at: now)
    // It would come out all the same, with the reason that was agreed to.
    try refuseSealedVersion(of: month, begun.history)
    if let standing = begun.history.withdrawalProposal(of: month) {
      throw ReleaseError(
        .wrongState,
        "\(standing.person) proposed it on \(standing.instant), because: \(standing.reason) Another "
          + "person agrees with --agree, or it is given up with --abandon --reason REASON first")
    }
    let statement = WithdrawalProposal.statement(
      month, version: begun.release.version + 1, by: proposer.id, reason: reason, at: now)
    try Files.makeDirectory(drafts, mode: 0o700)
    let signature = try sign(statement, as: proposer, keyFile: sshKey)
    var fields: [String: CanonicalJSON] = [
      "reason": .string(reason), "system": SystemUser.running.json,
      "version": .integer(statement.version),
    ]
    fields["signature"] = signature.map { .string($0) }
    try record(
      "withdrawal-proposed", of: month, by: proposer.id, fields, in: journalLedger, at: now)
    return .proposed
  }

  /// Agrees to the withdrawal that somebody else proposed, and takes the edition back.
  ///
  /// What is agreed to is shown before anything is signed or sealed.
  /// - Throws: a ``ReleaseError`` as ``withdraw(_:reason:by:sshKey:clock:)``, and where nothing was
  ///   proposed, or by the same person or user of the system, unless there is a reason for that.
  package func agreeToWithdraw(
    _ month: Month, by person: String, authority: SealAuthority, clock: any Clock,
    showing show: (WithdrawalProposal) -> Void = { _ in }
  ) throws -> WithdrawalOutcome {
    let lock = try lock("withdraw \(month)")
    defer { withExtendedLifetime(lock) {} }
    let begun = try beginWithdrawal(of: month, at: clock.now())
    guard let people = try begun.workspace.signatories(begun.status) else {
      throw ReleaseError(
        .wrongState,
        "people.json lists nobody, so nobody has to agree; "
          + "`ninethirty withdraw \(month) --reason REASON --by NAME` takes the edition back")
    }
    let second = try listed(person, in: people, to: "withdraw", month, at: begun.now)
    let state = begun.history.proposalState(of: month)
    guard case .standing(let proposal) = state else {
      try refused(
        month, to: "withdraw", "not-proposed", state.fault(of: month)!, at: begun.now)
    }
    show(proposal)
    let first = try proposer(of: proposal, in: people, at: begun.now)
    // What is under embargo may have changed since it was proposed.
    try begun.workspace.refuseEmbargoed(
      proposal.reason, of: "the proposal", begun.history, mustBeSearched: Self.mustBeSearched)
    try Files.makeDirectory(drafts, mode: 0o700)
    try checkSignature(proposal.signature, of: proposal.statement, by: first, at: begun.now)
    let objections = FourEyes(people, proposal: proposal.entry)
      .objections(to: second, as: .running)
    try pass(
      objections, to: .agree, by: second, authority.overrideReason, month, at: begun.now)
    let agreement = Agreement(
      proposal: proposal, people: people, person: second, sshKey: authority.sshKey)
    return try carryOut(
      begun, reason: proposal.reason, by: second.id, agreement, clock: clock)
  }

  /// Who proposed to take an edition back.
  ///
  /// Whoever agrees has typed their own id alone: of somebody who is no longer listed they are told
  /// what to do.
  private func proposer(
    of proposal: WithdrawalProposal, in people: People, at now: Instant
  ) throws -> Person {
    if let person = people[proposal.person] { return person }
    let month = proposal.edition
    try refused(
      month, to: "withdraw", "not-listed",
      "\(proposal.person.quoted), who proposed it on \(proposal.instant), is no longer in people.json; "
        + "give the proposal up with `ninethirty withdraw \(month) --abandon --reason REASON --by ID`, "
        + "and propose it anew",
      at: now)
  }

  /// Gives a proposal to withdraw an edition up.
  ///
  /// Throws a ``ReleaseError`` where none stands.
  package func abandonWithdrawal(
    of month: Month, reason: String, by person: String, clock: any Clock
  ) throws {
    let lock = try lock("withdraw \(month)")
    defer { withExtendedLifetime(lock) {} }
    let begun = try beginWithdrawal(of: month, at: clock.now())
    let state = begun.history.proposalState(of: month)
    guard case .standing(let proposal) = state else {
      throw ReleaseError(
        .wrongState, "there is no proposal to give up: \(state.fault(of: month)!)")
    }
    try checkListed(person, to: "withdraw", month, at: begun.now)
    try refuseSealedVersion(of: month, begun.history)
    try record(
      "withdrawal-abandoned", of: month, by: person,
      ["reason": .string(reason), "version": .integer(proposal.version)], in: journalLedger,
      at: begun.now)
  }

  /// Whether a reason is refused where nobody can tell whether it tells what is under embargo.
  private static let mustBeSearched = SealKind.withdrawal.holdUps.contains(.embargoSearch)

  /// An edition that is out and may be taken back.
  private struct Begun {
    /// By a schedule that can be used.
    let workspace: Workspace
    let status: Programme.Status
    let history: History
    let release: History.Release
    let now: Instant
  }

  private func beginWithdrawal(of month: Month, at now: Instant) throws -> Begun {
    try recoverLedgers(at: now)
    let known = try History(self)
    // Of an edition that is not out it is said what is the matter, whatever the schedule says.
    let workspace =
      try known.openIntent == nil && known.latestRelease(of: month) == nil
      ? self : withUsableSchedule(for: month, known)
    let (history, release) = try workspace.beginAfterRelease(
      month, toBe: "withdrawn twice", otherwise: ", so there is nothing to withdraw",
      // The notice takes the place of every page, of those that are missing too; and wrong figures are
      // not left public for an archive that has to be mended.
      mustBeWhole: false, at: now)
    try refuseSealedVersion(of: month, unless: .withdrawal, history)
    return Begun(
      workspace: workspace, status: try workspace.programme().status, history: history,
      release: release, now: now)
  }

  /// Seals the notice and releases it at once.
  private func carryOut(
    _ begun: Begun, reason: String, by person: String, _ agreement: Agreement? = nil,
    clock: any Clock
  ) throws -> WithdrawalOutcome {
    let month = begun.release.edition
    let workspace = begun.workspace
    let recipients = try workspace.sealingRecipients()
    _ = try workspace.key()
    try requireRoom(toSeal: month)
    try Files.makeDirectory(sealed, mode: 0o700)
    let unfinished = unfinishedSealedFile(month)
    try Files.remove(tree: unfinished)
    var fields: [String: CanonicalJSON] = ["version": .integer(begun.release.version + 1)]
    fields["proposedBy"] = agreement.map { .string($0.proposal.person) }
    try workspace.record(
      "withdrawing", of: month, by: person, fields, in: journalLedger, at: begun.now)
    var made: EditionSeal?
    let digest = try SealedFile.make(at: unfinished, for: recipients) { writer in
      made = try workspace.putWithdrawal(
        WithdrawalOrder(
          after: begun.release, reason: reason, person: person, instant: begun.now,
          agreement: agreement), begun.history, into: writer)
    }
    try workspace.keepWaiting(begun.release, begun.history)
    try workspace.keep(made!, digest: digest.hex, for: recipients, at: begun.now)
    let outcome = try workspace.releaseLocked(month, lateBecause: nil, clock: clock)
    return .withdrawn(outcome, usesArchivedSchedule: workspace.archivedSchedule != nil)
  }
}
