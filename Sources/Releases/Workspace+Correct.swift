import Diagnostics
import Archive
package import Editions
package import Intake
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// Opens a correction of an edition that is out: writes its `correction.json`, and a line of the
  /// journal.
  ///
  /// Nothing public changes. While the correction stands, `check`, `draft`, `seal` and `release` are
  /// of the next version. One that stood is replaced.
  /// - Returns: the correction.
  /// - Throws: a ``ReleaseError`` where the edition is not out, or withdrawn, or what was given is
  ///   not usable; then nothing is written.
  package func correct(
    _ month: Month, note: CorrectionNote, planned: WallTime?, by person: String, clock: any Clock
  ) throws -> Correction {
    let lock = try lock("correct \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    _ = try finishInterruptedReleases(at: now)
    let history = try History(self)
    guard let release = history.latestRelease(of: month) else {
      throw ReleaseError(
        .wrongState,
        "edition \(month) is not out; what is not out is changed where it stands and sealed again")
    }
    try refuseWithdrawn(release, to: "corrected")
    _ = try finish(release, at: now)
    try checkListed(person, to: "correct", month, at: now)
    let rule = try programme().schedule.rule
    let correction = Correction(
      edition: month, version: release.version + 1, note: note, planned: planned, person: person,
      opened: rule.zone.wallTime(of: now).day)
    let file = "analyses/\(month)/\(Correction.fileName)"
    // Held to the rules of the file that a person might write: texts, date, all at once.
    let findings =
      Correction.read(correction.bytes, file: file).findings
      + correction.findings(for: month, published: release.version, rule: rule, file: file)
    guard !findings.hasErrors else {
      throw ReleaseError(
        .findings, "the correction of \(month) cannot be opened so; nothing was written",
        findings: findings)
    }
    try Files.makeDirectory(path("analyses/\(month)"))
    try Files.write(correction.bytes, to: path(file))
    try record(
      "correcting", of: month, by: person,
      ["kind": .string(note.kind.rawValue), "version": .integer(correction.version)],
      in: journalLedger, at: now)
    return correction
  }

  func refuseWithdrawn(_ release: History.Release, to participle: String) throws {
    guard release.change.withdrawalReason != nil else { return }
    throw ReleaseError(
      .wrongState,
      "edition \(release.edition) was withdrawn at \(release.actual); it is not \(participle)")
  }

  /// Refuses to seal what is out, unless a correction of it stands.
  func requireCorrection(of month: Month, _ history: History) throws {
    guard let release = history.latestRelease(of: month) else { return }
    try refuseWithdrawn(release, to: "sealed again")
    let file = path("analyses/\(month)/\(Correction.fileName)")
    if try Files.exists(file) {
      let bytes = try Files.readInput(file, limit: Self.analysisLimit)
      // What is wrong with the file is said by the checks, which are about to run.
      guard let correction = Correction.read(bytes, file: file).correction,
        correction.version == release.version
      else { return }
    }
    throw ReleaseError(
      .wrongState,
      "edition \(month) is out; what is published is not sealed again. Where it is wrong, open a "
        + "correction with `ninethirty correct \(month)`")
  }

  /// Whether the next version of an edition that is out is sealed and waits for its release.
  func isNextVersionSealed(of month: Month, _ history: History) throws -> Bool {
    guard let seal = history.standingSeal(of: month), try Files.exists(sealedFile(month)) else {
      return false
    }
    return seal.version > history.latestRelease(of: month)?.version ?? 0
  }
}
