import Editions
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// Takes the seal of an edition away: its sealed file is removed, and the reason logged.
  ///
  /// Throws a ``ReleaseError`` where the edition is not sealed, or out.
  package func unseal(
    _ month: Month, reason: String, by person: String, clock: any Clock
  ) throws {
    let lock = try lock("unseal \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    _ = try finishInterruptedReleases(at: now)
    let history = try History(self)
    try checkListed(person, to: "unseal", month, at: now)
    let file = sealedFile(month)
    guard let seal = history.unreleasedSeal(of: month) else {
      throw ReleaseError(
        .wrongState,
        history.latestRelease(of: month) != nil
          ? "edition \(month) is out; there is no seal to take away"
          : "edition \(month) is not sealed")
    }
    // The journal first: where a crash follows, the next run removes the file.
    try record(
      "unsealed", of: month, by: person,
      ["digest": .string(seal.digest.hex), "reason": .string(reason)], in: journalLedger, at: now)
    try Files.remove(tree: file)
    try Files.syncFolder(sealed)
  }
}
