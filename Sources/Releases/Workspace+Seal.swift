import Editions
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// Checks an edition, renders it without the draft mark and fixes every byte.
  ///
  /// An edition that was sealed before is sealed anew; one that is out is not.
  /// Throws a ``ReleaseError`` where the input has errors; then nothing is written.
  package func seal(_ month: Month, by person: String, clock: any Clock) throws -> EditionSeal {
    let lock = try lock("seal \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    _ = try finishInterruptedReleases(at: now)
    let history = try History(self)
    guard !isPublic(month, record: history.record) else {
      throw ReleaseError(
        .wrongState, "edition \(month) is out; what is published is not sealed again")
    }
    let preparation = try Preparation(
      month, in: self, isDraft: false, released: history.released)
    let (edition, rendered) = try preparation.ready(to: "seal")
    try refuseBeforeEarlier(month, preparation, history)
    let content = EditionContent(preparation, rendered)
    let digests = content.digests
    let seal = EditionSeal(
      edition: month, instant: edition.scheduled.instant,
      zone: edition.programme.schedule.rule.zone, sealedAt: now, sealedBy: person,
      follows: history.released, files: digests, digest: EditionContent.digest(of: digests))
    try refuseEarlier(edition.scheduled, history)
    try Files.makeDirectory(sealed, mode: 0o700)
    try Directory.replace(at: "\(sealed)/\(month)", mode: 0o700, replacing: true) { building in
      for (path, bytes) in content.files {
        try Files.makeDirectory("\(building)/\(path)".parentPath, mode: 0o700)
        try Files.writeNew(bytes, to: "\(building)/\(path)", mode: 0o600)
      }
      try Files.writeNew(
        EditionContent.document(seal.json), to: "\(building)/\(EditionSeal.file)", mode: 0o600)
    }
    try record(
      "sealed", of: month, by: person,
      [
        "digest": .string(seal.digest), "files": .integer(digests.count),
        "instant": .string(seal.instant.description),
        "seal": .string(SHA512Sum(of: EditionContent.document(seal.json)).hex),
      ], in: journalLedger, at: now)
    return seal
  }

  /// Results of an edition that is not out must not come out with a later one.
  private func refuseBeforeEarlier(_ month: Month, _ preparation: Preparation, _ history: History)
    throws
  {
    guard let edition = preparation.edition else { return }
    let waiting = edition.programme.plans.keys.sorted().filter { earlier in
      guard earlier < month, edition.programme.isHeld(earlier) else { return false }
      let isCancelled = edition.programme.schedule.exceptions.contains {
        $0.edition == earlier && $0.change == .cancelled
      }
      return !isCancelled && !isPublic(earlier, record: history.record)
    }
    guard let first = waiting.first else { return }
    throw ReleaseError(
      .wrongState,
      "edition \(month) reports on all editions before it, and \(first) is not out; "
        + "release \(first) first, or cancel it in the schedule")
  }

  /// A date earlier than the one that was sealed needs an announced exception
  /// (Code of Practice T3.2).
  private func refuseEarlier(_ scheduled: ScheduledEdition, _ history: History) throws {
    guard
      case .string(let text)? = history.latest("sealed", of: scheduled.edition)?.fields["instant"],
      let sealed = Instant(text), scheduled.instant < sealed, scheduled.exception == nil
    else { return }
    throw ReleaseError(
      .wrongState,
      "edition \(scheduled.edition) was sealed for \(sealed); to bring it forward to "
        + "\(scheduled.instant) add an exception with its reason and the day of its announcement "
        + "to schedule.json")
  }
}
