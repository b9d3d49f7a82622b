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
}
