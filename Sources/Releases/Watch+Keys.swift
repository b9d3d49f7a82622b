import Editions
import Schedule

extension Watch {
  /// Says which of the editions that wait the key of this machine does not open: at the start of the
  /// wait there is time yet to seal them again, ten minutes before the instant there is not.
  mutating func complainOfKeys() throws {
    let history = try History(workspace)
    let seals = try waitedFor(history).filter { !keyTried.contains($0) }
    guard !seals.isEmpty else { return }
    let key = try workspace.keyOfThisMachine()
    for seal in seals.sorted(by: { $0.edition < $1.edition }) {
      keyTried.insert(seal)
      guard let missing = workspace.missingKey(for: seal, key, history) else { continue }
      say(.obstacle(seal.edition, "\(seal.edition) \(missing.text); \(missing.remedy)"))
    }
  }

  private func waitedFor(_ history: History) throws -> [StandingSeal] {
    if let only { return history.unreleasedSeal(of: only).map { [$0] } ?? [] }
    let waiting = try workspace.embargo(history).waiting
    return history.unreleasedSeals.values.filter { waiting[$0.edition] != nil }
  }
}
