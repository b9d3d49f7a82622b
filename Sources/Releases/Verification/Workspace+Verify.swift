import Diagnostics
import Notation
package import Schedule
import Storage

extension Workspace {
  /// Holds everything against everything; nothing is written.
  ///
  /// Throws a ``ReleaseError`` with the code `notFound` where the edition is neither out nor
  /// archived, and a ``Storage/StorageError`` where a folder cannot be looked into.
  package func verify(
    _ scope: VerificationScope = VerificationScope(),
    progress: any ProgressObserver = SilentProgress()
  ) throws -> VerificationReport {
    var verifier = Verifier(self, scope, progress)
    return try verifier.verify()
  }

  /// Notes in the journal what came of a verification that read every file, so that a later fault
  /// can be dated.
  ///
  /// Throws a ``ReleaseError`` for a verification of a sample, which proves nothing of the rest.
  package func recordVerification(
    _ report: VerificationReport, clock: any Clock
  ) throws {
    guard report.scope.sample == nil else {
      throw ReleaseError(
        .usage, "a sample proves nothing of the files that were not read; record a whole one")
    }
    let lock = try lock("verify --record")
    defer { withExtendedLifetime(lock) {} }
    var fields: [String: CanonicalJSON] = [
      "errors": .integer(report.faults.count { $0.finding.severity == .error }),
      "files": .integer(report.files),
    ]
    if !report.scope.isWhole {
      fields["editions"] = .array(report.editionNames.map { .string($0) })
    }
    try record(
      report.isSound ? "verified" : "found-faulty", of: report.scope.edition, fields,
      in: journalLedger, at: clock.now())
  }
}
