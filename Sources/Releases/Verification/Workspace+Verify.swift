import Archive
import Diagnostics
import Notation
package import Schedule
import Storage

extension Workspace {
  /// Holds everything against everything; nothing is written.
  ///
  /// No lock is taken: whoever verifies for an hour would keep a release from its instant, and a disk
  /// may be read-only. Where anything is found and somebody wrote meanwhile, all is looked through
  /// again, and what is not found each time was a step of that work.
  ///
  /// Throws a ``ReleaseError`` with the code `notFound` where the edition is neither out nor
  /// archived and `busy` where a release does not come to its end, and a ``Storage/StorageError`` where
  /// a folder cannot be looked into.
  package func verify(
    _ scope: VerificationScope = VerificationScope(),
    progress: any ProgressObserver = SilentProgress()
  ) throws -> VerificationReport {
    var common: VerificationReport?
    var steady: String?
    for _ in 0..<Self.mostRounds {
      let (before, stamp) = (holder, try writersStamp())
      let outcome = Result { () throws -> VerificationReport in
        var verifier = Verifier(self, scope, progress)
        return try verifier.verify()
      }
      let isUnchanged = try stamp == writersStamp()
      if isUnchanged, before == nil, holder == nil { return try outcome.get() }
      // A folder may go while it is looked into.
      if let found = try? outcome.get() {
        let both = common.map { found.found(in: $0) } ?? found
        // A release that waits for its instant holds the lock and changes nothing.
        let isSteady = isUnchanged && stamp == steady && common != nil
        if try both.faults.isEmpty || isSteady && !isReleaseUnderWay { return both }
        common = both
      }
      steady = stamp
      waitForWriters()
    }
    throw ReleaseError(
      .busy,
      "\(holder ?? "somebody") is at work in \(publications), and what was found may be a step of that; "
        + "verify it when that has ended")
  }

  /// How often a workspace is looked through that others write in.
  private static let mostRounds = 20

  /// Who holds the workspace's lock; nil where nobody does.
  private var holder: String? { WorkspaceLock.holder(of: lockFile) }

  /// What changes with every command that writes: the lock says who has it.
  private func writersStamp() throws -> String {
    try Files.stamp(
      of: [".lock", "journal.jsonl", "log.jsonl", "public"].map { "\(publications)/\($0)" })
  }

  /// Whether something came out that is about to be archived.
  private var isReleaseUnderWay: Bool {
    get throws {
      guard holder != nil, let history = try? History(self) else { return false }
      return try history.released.contains { month in
        let newest = history.latestRelease(of: month)?.version ?? 0
        // A damaged object has no version that counts, and is no reason to wait for it.
        let kept = (try? versionsArchived(of: month, in: OCFLStore(archive))) ?? newest
        return try kept < newest && versionsToArchive(of: month, history).contains(kept)
      }
    }
  }

  /// Waits for whoever writes, some seconds at most.
  private func waitForWriters() {
    for _ in 0..<60 where holder != nil { SystemClock.pause(milliseconds: 50) }
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
    try refuseInCopy("verify --record")
    guard !report.isOfNoEdition else {
      throw ReleaseError(
        .notFound, "no edition is from then on, so there is nothing that could be recorded")
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
