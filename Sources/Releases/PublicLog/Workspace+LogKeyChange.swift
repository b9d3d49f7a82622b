import Ledger
package import Schedule
import Storage
import Transparency

/// Making and replacing the key of the public log.
extension Workspace {
  /// How the key of the log stands on this machine.
  package struct LogKeyReport: Sendable {
    /// Where it is looked for.
    package let path: String
    /// Whether it was made, or took the place of another, now.
    package var isNew = false
    /// The line of the key at hand; nil where there is none.
    package var publicPart: String?
    /// The line of the key that signs the log; nil where the log was never signed.
    package let signing: String?
    /// What was done or could not be done besides, a sentence each.
    package var notes: [String] = []

    /// Whether the key at hand does not sign the log, because another one does.
    package var isAnother: Bool { signing != nil && publicPart != signing }
  }

  /// The key of the log on this machine, and the one that signs.
  ///
  /// Throws a ``ReleaseError`` with the code `noKey` for a file that is not fit for use.
  package func logKeyReport() throws -> LogKeyReport {
    let keys = try LogKeys(try History(self).log)
    let origin = logOrigin(keys, try programme())
    let verifiers = try logKeys().map { try $0.verifier(name: origin) }
    let own = verifiers.first { $0 == keys.current } ?? verifiers.first
    return LogKeyReport(
      path: try logKeyPlace().path, publicPart: own?.description,
      signing: keys.current?.description)
  }

  /// Makes the key of the log where there is none, and signs what waits for it; the caller holds
  /// the lock.
  ///
  /// A log that another key signs gets no second one: it says so.
  func newLogKey(at now: Instant) throws -> LogKeyReport {
    let isSigned = try LogKeys(try History(self).log).current != nil
    let isNew = try rehearsal == nil && !isSigned && makeLogKey()
    let finished = try publishSiteIfWhole(at: now)
    var report = try logKeyReport()
    report.isNew = isNew
    report.notes = finished.sentences
    return report
  }

  /// Replaces the key of the log: a public line says so, and the checkpoint that covers it is signed
  /// by both keys, or by the new one alone where the old one was lost or compromised.
  ///
  /// A change that was interrupted is finished, and no other begun. Throws a ``ReleaseError``:
  /// `wrongState` where the log was never signed, `noKey` where the old key is to sign and is not at
  /// hand.
  package func rotateLogKey(
    _ cause: LogKeys.Cause, because reason: String?, clock: any Clock
  ) throws -> LogKeyReport {
    let reason = try reason.map { try PublicReason($0, option: "--reason").text }
    let lock = try lock("key rotate")
    defer { withExtendedLifetime(lock) {} }
    try recoverLedgers(at: clock.now())
    let repairs = try finishInterruptedReleases(at: clock.now())
    let history = try History(self)
    try refuseNotPublic(history)
    let notes =
      try refuseLeaks(before: nil, history, clock: clock) + refuseEmbargoedSite(history)
    if let reason { try refuseEmbargoed(reason, of: "--reason", history) }
    let keys = try LogKeys(history.log)
    guard rehearsal == nil, let standing = keys.changes.last else {
      throw ReleaseError(
        .wrongState, "the log was never signed; make its first key with `ninethirty key new`")
    }
    let covered = try publicCheckpoint(keys)?.checkpoint.size ?? 0
    if standing.cause == .first || covered >= standing.line {
      try settleLogKey(standing.key)
      try change(from: standing.key, cause, because: reason, at: clock.now())
    }
    let finished = try publishSite(at: clock.now(), searching: .nothing)
    return try settled(notes: repairs + notes + finished.sentences)
  }

  /// Writes the next key down, first in its own file, then in the log.
  private func change(
    from old: VerifierKey, _ cause: LogKeys.Cause, because reason: String?, at now: Instant
  ) throws {
    let isAtHand = try logKeys().contains { try $0.verifier(name: old.name) == old }
    guard cause != .rotated || isAtHand else {
      throw ReleaseError(
        .noKey,
        "the key \(old) that signs the log is not at \(try logKeyPlace().path), and it has to sign "
          + "the change; bring it there, or say with --lost or --compromised what became of it")
    }
    let next = try nextLogKey().verifier(name: old.name)
    let change = LogKeys.Change(line: 0, key: next, cause: cause, reason: reason)
    try record(LogKeys.event, of: nil, change.fields(replacing: old), in: logLedger, at: now)
  }

  /// Puts the next key in its place if the change is public, and reports.
  private func settled(notes: [String]) throws -> LogKeyReport {
    let keys = try LogKeys(try History(self).log)
    var notes = notes
    if let change = keys.changes.last,
      try publicCheckpoint(keys)?.checkpoint.size ?? 0 >= change.line
    {
      try settleLogKey(change.key)
    } else {
      notes.append("the change is not public yet; both keys are kept until it is")
    }
    var report = try logKeyReport()
    report.isNew = true
    report.notes = notes
    return report
  }
}
