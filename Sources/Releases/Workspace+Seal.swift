import Editions
import Intake
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// Checks an edition, renders it without the draft mark and fixes every byte in one encrypted
  /// file; then its draft is removed.
  ///
  /// An edition that was sealed before is sealed anew, with a reason; one that is out is not.
  /// Throws a ``ReleaseError`` where the input has errors; then nothing is written.
  package func seal(
    _ month: Month, by person: String, authority: SealAuthority = SealAuthority(),
    clock: any Clock, progress: any ProgressObserver = SilentProgress()
  ) throws -> Sealing {
    let lock = try lock("seal \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    _ = try finishInterruptedReleases(at: now)
    let history = try History(self)
    try refuseLossyArchive(history, to: "seal edition \(month)")
    try requireExchange()
    try refuseFaultyPreRelease(to: "seal edition \(month)", sealing: month)
    // Two people decided it: whoever thinks otherwise says so with `unseal`.
    if history.unreleasedSeal(of: month)?.kind == .withdrawal {
      try refuseSealedVersion(of: month, history)
    }
    try requireCorrection(of: month, history)
    try refuseSharedInstant(sealing: month, history)
    let reasons = try sealReasons(for: month, authority, history)
    try refuseEmbargoedPages(history, sealing: month)
    try refuseEmbargoedSite(history, except: month)
    let recipients = try sealingRecipients()
    try requireRoom(toSeal: month)
    // What prints is looked for before the long work. A schedule that cannot be read is said by the checks.
    let printing =
      try (try? programme())?.makesPDF == true ? PagePrinting(in: self, progress: progress) : nil
    try Files.makeDirectory(sealed, mode: 0o700)
    let unfinished = unfinishedSealedFile(month)
    try Files.remove(tree: unfinished)
    var made: EditionSeal?
    let digest = try SealedFile.make(at: unfinished, for: recipients) { writer in
      made = try build(
        month, by: person, authority, at: now, history, printing, into: writer, progress)
    }
    let seal = made!
    if let release = history.latestRelease(of: month) { try keepWaiting(release, history) }
    try keep(seal, digest: digest.hex, for: recipients, reasons, at: now)
    try removeDraft(of: month)
    return Sealing(
      seal: seal, digest: digest.hex, recipientCount: recipients.count,
      warnings: try preReleaseWarnings(of: seal, history) + copyWarnings(of: seal, at: now)
        + [unknownRecipients(recipients, history)].compactMap(\.self))
  }

  /// Notes a seal in the journal and puts its finished file in its place.
  ///
  /// `reasons` are those that a rule asked for, as fields of the entry.
  func keep(
    _ seal: EditionSeal, digest: String, for recipients: [String],
    _ reasons: [String: CanonicalJSON] = [:], at now: Instant
  ) throws {
    // The journal first: a crash before this line leaves the seal that stood, a crash after it a
    // file that the next run puts in its place.
    var fields: [String: CanonicalJSON] = [
      "digest": .string(digest), "follows": .array(seal.follows.map { .string($0.description) }),
      "instant": .string(seal.instant.description),
      "recipients": .array(recipients.map { .string(Recipients.digest(of: $0)) }),
      "version": .integer(seal.version),
    ]
    fields["kind"] = seal.change.kind.journalled.map { .string($0) }
    fields["status"] = seal.status.map { .string($0.rawValue) }
    if !seal.withdrawn.isEmpty {
      fields["withdrawn"] = .array(seal.withdrawn.map { .string($0.description) })
    }
    fields.merge(reasons) { field, _ in field }
    try record("sealed", of: seal.edition, by: seal.sealedBy, fields, in: journalLedger, at: now)
    try Files.rename(unfinishedSealedFile(seal.edition), to: sealedFile(seal.edition))
    try Files.syncFolder(sealed)
  }

  /// What `seal` made.
  package struct Sealing: Sendable {
    package let seal: EditionSeal
    /// The SHA-512 of the sealed file.
    package let digest: String
    package let recipientCount: Int
    /// What the one who sealed it has to know, a sentence each.
    package let warnings: [String]
  }

  /// Puts everything of an edition into the sealed file, its seal last.
  ///
  /// `inputs/` holds what people wrote as it was read, `earlier.json` names the analyses of earlier editions
  /// that the archive has, `templates/` the templates, `sources/` the
  /// source documents, `renditions/` every file that becomes public; `recipes.json` says how each
  /// rendition is made, `findings.json` what the checks said, `build.json` what made it all; the
  /// files of ``RebuildKit`` make the pages again without this program.
  /// Nothing in these depends on the time or the machine: the same inputs give the same bytes. Only
  /// PDFs do, where `printing` prints them.
  private func build(
    _ month: Month, by person: String, _ authority: SealAuthority, at now: Instant,
    _ history: History, _ printing: PagePrinting?, into writer: SealedFile.Writer,
    _ progress: any ProgressObserver
  ) throws -> EditionSeal {
    let printable = printing.map { _ in PrintablePages() }
    let sink = SealSink(
      writer, printable: printable, archived: try archivedAnalyses(before: month, history))
    let preparation = try Preparation(
      month, in: self, isDraft: false, released: history.released, sink: sink, progress: progress,
      day: try programme().schedule.rule.zone.wallTime(of: now).day)
    let edition = try preparation.ready(to: "seal", warningsNeedReasons: true)
    try refuseBeforeEarlier(edition, history)
    let correction = preparation.plan.isCorrection ? preparation.correction : nil
    if correction == nil { try refuseEarlier(edition.scheduled, history) }
    let zone = edition.programme.schedule.rule.zone
    // A planned revision keeps to its date; an error is corrected as soon as it is signed off.
    let instant =
      try correction.map { try $0.planned.map(zone.instant) ?? now } ?? edition.scheduled.instant
    if let printable, let printing {
      try printing.print(printable, of: edition, at: instant, into: sink)
    }
    try sink.putEarlierInputs()
    try sink.putRebuildKit()
    try signOff(
      month, by: person, authority, edition.programme.status, history, into: sink, at: now)
    let files = sink.files
    var seal = EditionSeal(
      edition: month, version: preparation.plan.number,
      change: correction.map { .correction($0.note) } ?? .first,
      instant: instant, zone: zone, sealedAt: now, sealedBy: person,
      follows: history.released.filter { $0 != month },
      withdrawn: history.withdrawals.keys.sorted(), fileCount: files.count, digest: files.digest,
      executable: RunningProgram.digest?.hex)
    try writer.put(EditionSeal.file, seal.bytes(files))
    seal.status = edition.programme.status
    return seal
  }

  /// Results of an edition that is not out must not come out with a later one.
  private func refuseBeforeEarlier(_ edition: Edition, _ history: History) throws {
    let month = edition.month
    let waiting = try embargo(history).scheduled.sorted().filter { earlier in
      let isCancelled = edition.programme.schedule.exceptions.contains {
        $0.edition == earlier && $0.change == .cancelled
      }
      return earlier < month && !isCancelled
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
        + "\(scheduled.instant) use `ninethirty move`, which announces "
        + "the new date")
  }
}
