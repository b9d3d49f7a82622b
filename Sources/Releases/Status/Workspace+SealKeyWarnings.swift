import Editions
import Ledger
import Schedule

/// What `status` warns of sealed editions that this machine cannot open.
extension Workspace {
  /// However far the instant is: to seal again takes people, and who comes to help looks here first.
  func keyWarnings(
    _ editions: [StatusReport.EditionStatus], _ history: History, at now: Instant
  ) throws -> [StatusWarning] {
    // A seal that is never released needs nobody who opens it.
    let seals = editions.filter { !$0.isCancelled || $0.state.isOut }.compactMap(\.seal)
    guard !seals.isEmpty else { return [] }
    let key = try keyOfThisMachine()
    return seals.compactMap { seal in
      missingKey(for: seal, key, history).map { missing in
        StatusWarning(
          kind: .keyNotAvailable, edition: seal.edition,
          isUrgent: daysBefore(seal.instant, now: now) <= WarningTimes.sealed, text: missing.text,
          remedy: missing.remedy)
      }
    }
  }

  /// Seals that a key opens which nobody named: whoever has it reads them, also once the list has it no
  /// more.
  private func sealedForUnknown(_ history: History) -> [StatusWarning] {
    let named = history.namedRecipients
    guard !named.isEmpty else { return [] }
    return history.unreleasedSeals.values.sorted { $0.edition < $1.edition }
      .filter { !Set($0.recipients ?? []).isSubset(of: named) }
      .map { seal in
        StatusWarning(
          kind: .recipientUnknown, edition: seal.edition, isUrgent: true,
          text:
            "was sealed on \(seal.sealedAt) for a key that no `key new` or `key add` of the journal "
            + "brought into \(recipientsFile): whoever has it can read the edition",
          remedy: "ask whose it was; without it, \(wayToSealAgain(seal, history))")
      }
  }

  /// The list of those for whom the next seal is made.
  func recipientsWarnings(_ history: History) -> [StatusWarning] {
    warnings("for whom an edition is sealed") {
      guard let keys = try recipients()?.keys, !keys.isEmpty else { return [] }
      var warnings = sealedForUnknown(history)
      if let text = unknownRecipients(keys, history) {
        warnings.append(
          StatusWarning(
            kind: .recipientUnknown, edition: nil, isUrgent: true, text: text,
            remedy:
              "ask whose they are; what was sealed since is sealed again without them, or they are "
              + "taken out and named with `ninethirty key add`"))
      }
      if case .success(let key) = try keyOfThisMachine(), !keys.contains(key) {
        warnings.append(
          StatusWarning(
            kind: .keyNotRecipient, edition: nil, isUrgent: false,
            text:
              "\(recipientsFile) does not name the key of this machine: what is sealed from now on "
              + "would not open here, and `seal` refuses",
            remedy: "name it with `ninethirty key new`, or the right one with \(keyNaming)"))
      }
      return warnings
    }
  }
}
