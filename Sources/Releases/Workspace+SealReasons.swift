import Editions
import Notation
import Schedule
import Storage

/// What is sealed with a reason only, and what is said of a seal that nobody refuses.
extension Workspace {
  /// The reasons that were given for this seal, as fields of its entry in the journal.
  ///
  /// A seal that was interrupted may stand or not: a reason to replace it is kept in either case.
  /// Throws a ``ReleaseError`` that names every reason that is missing.
  func sealReasons(
    for month: Month, _ authority: SealAuthority, _ history: History
  ) throws -> [String: CanonicalJSON] {
    let unannounced = try missingAnnouncement(of: month, history)
    var faults: [String] = []
    if authority.againBecause == nil, let fault = sealThatStands(of: month, history) {
      faults.append(fault)
    }
    if authority.unannouncedBecause == nil, let unannounced { faults.append(unannounced) }
    if authority.unannouncedBecause != nil, unannounced == nil {
      faults.append("it has an announced date or needs none; leave out --unannounced-because")
    }
    guard faults.isEmpty else {
      throw ReleaseError(
        .wrongState, "cannot seal edition \(month): \(faults.joined(separator: "; and "))")
    }
    var fields: [String: CanonicalJSON] = [:]
    fields["reason"] = authority.againBecause.map { .string($0) }
    fields["unannounced"] = authority.unannouncedBecause.map { .string($0) }
    return fields
  }

  /// A seal of what is not out yet is somebody's signature: it is not replaced in silence.
  private func sealThatStands(of month: Month, _ history: History) -> String? {
    guard let seal = history.unreleasedSeal(of: month) else { return nil }
    return "a seal of \(seal.sealedAt)"
      + (seal.sealedBy.map { " by \($0)" } ?? "")
      + " stands; say with --reason why it is sealed again, or `ninethirty unseal` it"
  }

  /// Official statistics have a date that was confirmed in public, four weeks before where
  /// practicable (Code of Practice T3.1); a new version keeps to that of the first.
  private func missingAnnouncement(of month: Month, _ history: History) throws -> String? {
    guard try programme().status == .official, history.latestRelease(of: month) == nil,
      history.calendar[month]?.state != .confirmed
    else { return nil }
    return "the public was told no day and time for it (Code of Practice T3.1); run "
      + "`ninethirty announce \(month)`, or say with --unannounced-because why it comes out all the "
      + "same"
  }

  /// What to do where a seal that stands cannot be released, for a sentence: nobody seals a withdrawal
  /// with `seal`.
  func wayToSealAgain(_ seal: StandingSeal, _ history: History) -> String {
    let month = seal.edition
    guard seal.kind == .withdrawal else { return "seal it again: \(wayToSealAgain(month))" }
    // Where two people decided it, what was proposed stands.
    let option = history.withdrawalProposal(of: month) != nil ? "--agree" : "--reason …"
    return "`ninethirty unseal \(month) --reason …`, then take the edition back with "
      + "`ninethirty withdraw \(month) \(option)`"
  }

  /// How an edition whose seal stands is sealed again, for a sentence.
  ///
  /// Where two people sign off, it is drafted and submitted first: the seal took the draft away.
  func wayToSealAgain(_ month: Month) -> String {
    let seal = "`ninethirty seal \(month) --reason …`"
    // A list that cannot be read stops the seal, which says so.
    guard let people = try? people(), !people.people.isEmpty else { return seal }
    return "`ninethirty draft \(month)`, `ninethirty submit \(month) --by ID`, then \(seal) by "
      + "somebody else"
  }

  /// What the seal does not say of pre-release access.
  ///
  /// The names are a matter of the person responsible until the hours begin, so that a list that is
  /// not confirmed does not stop the seal; but nobody is to find it out when access should open.
  func preReleaseWarnings(of seal: EditionSeal, _ history: History) throws -> [String] {
    guard seal.change == .first, seal.sealedAt < seal.instant,
      let list = try readPreRelease(programme().schedule.preRelease, history)?.list,
      !list.grants.isEmpty, let reason = try unconfirmedPreRelease(of: seal.edition, history)
    else { return [] }
    let count = list.grants.count
    return [
      "the list for pre-release access, of \(count) recipient\(count == 1 ? "" : "s"), \(reason): "
        + "nobody gets access before `ninethirty pre-release confirm \(seal.edition)`"
    ]
  }

  /// What is to be done with copies that were made of an earlier seal.
  func copyWarnings(of seal: EditionSeal, at now: Instant) throws -> [String] {
    let policy = try programme().schedule.preRelease
    return copiesOut(
      of: seal.edition, release: seal.instant, isCancelled: false, policy, try History(self),
      at: now
    ).map { ["\($0.text); \($0.remedy)"] } ?? []
  }

  /// Why the names count as not confirmed for an edition; nil where they are.
  func unconfirmedPreRelease(of month: Month, _ history: History) throws -> String? {
    let isNoted = history.latest("pre-release-confirmed", of: month) != nil
    guard isNoted else { return "was not confirmed for it" }
    guard try Files.exists(preReleaseFile),
      let confirmation = PreReleaseHistory(history).confirmations[month]
    else { return nil }
    let bytes = try Files.readInput(preReleaseFile, limit: Self.analysisLimit)
    return confirmation.isOf(bytes) ? nil : "was changed after it was confirmed for it"
  }
}
