import Editions
import Ledger
import Storage
import Transparency

extension Workspace {
  /// What `status` says of the signature under the public log.
  func logWarnings(_ programme: Programme, _ history: History) throws -> [StatusWarning] {
    guard rehearsal == nil, !history.log.isEmpty else { return [] }
    let keys = try LogKeys(history.log)
    let covered = try publicCheckpoint(keys)?.checkpoint.size ?? 0
    let (isAtHand, reason) = logKeyState(keys)
    // Where there is no public tree, nothing can be signed before it is laid anew.
    if covered < history.log.count, try !hasLostPublicTree(history) {
      let waiting = history.log.count - covered
      return [
        StatusWarning(
          kind: .logNotSigned, edition: nil, isUrgent: true,
          text: "the public log is not signed: no checkpoint covers its newest "
            + "\(waiting == 1 ? "line" : "\(waiting) lines")" + (reason.map { "; \($0)" } ?? ""),
          remedy: isAtHand || keys.current == nil
            ? "run `ninethirty key new`, which makes the key where there is none and signs"
            : "bring the key back, then run `ninethirty key new`; or replace it with "
              + "`ninethirty key rotate`")
      ]
    }
    guard !isAtHand else { return [] }
    return [
      StatusWarning(
        kind: .logKeyNotAvailable, edition: nil, isUrgent: false,
        text: "the key that signs the public log is not at hand: the next publication will stand "
          + "unsigned" + (reason.map { "; \($0)" } ?? ""),
        remedy: "bring the key back, or replace it with `ninethirty key rotate`")
    ]
  }

  /// Whether the key that signs the log is at hand; where a key is not fit for use, why.
  private func logKeyState(_ keys: LogKeys) -> (isAtHand: Bool, reason: String?) {
    do {
      let own = try logKeys()
      guard let current = keys.current else { return (!own.isEmpty, nil) }
      return (try own.contains { try $0.verifier(name: current.name) == current }, nil)
    } catch {
      return (false, "\(error)")
    }
  }
}
