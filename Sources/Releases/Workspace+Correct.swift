import Archive
import Diagnostics
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
  /// of the next version. One that stands already is kept, unless it is to be `replacing`.
  /// - Returns: the correction.
  /// - Throws: a ``ReleaseError`` where the edition is not out, or withdrawn, or what was given is
  ///   not usable; then nothing is written.
  package func correct(
    _ month: Month, note: CorrectionNote, planned: WallTime?, by person: String,
    replacing: Bool = false, clock: any Clock
  ) throws -> Correction {
    let lock = try lock("correct \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    let (history, release) = try beginAfterRelease(
      month, toBe: "corrected",
      otherwise: "; what is not out is changed where it stands and sealed again", at: now)
    try refuseSealedVersion(of: month, history)
    let open = try openCorrection(of: month, after: release)
    if let open, !replacing {
      throw ReleaseError(
        .wrongState,
        "a correction of \(month) stands open: \(open.text)\(open.wrong.map { ": \($0)" } ?? ""). "
          + "Put another in its place with --replace, or give it up with "
          + "`ninethirty correct \(month) --abandon --reason REASON --by ID`")
    }
    try checkListed(person, to: "correct", month, at: now)
    let schedule = try programme().schedule
    let rule = schedule.rule
    let correction = Correction(
      edition: month, version: release.version + 1, note: note, planned: planned, person: person,
      opened: rule.zone.wallTime(of: now).day)
    let file = correctionFile(month)
    // Held to the rules of the file that a person might write: texts, date, all at once.
    let findings =
      Correction.read(correction.bytes, file: file).findings
      + correction.findings(
        for: month, published: release.version, schedule: schedule,
        revisions: plannedRevisions(history, in: rule.zone), file: file)
    let isPast = (try? planned.map { try rule.zone.instant(of: $0) <= now }) == true
    if let planned, isPast, try programme().status == .official {
      throw ReleaseError(
        .usage, "--planned \(planned) has passed; a planned revision has a date that lies ahead")
    }
    guard !findings.hasErrors else {
      throw ReleaseError(
        .findings, "the correction of \(month) cannot be opened so; nothing was written",
        findings: findings)
    }
    try refuseEmbargoed(
      [note.wrong, note.changed, note.effect].joined(separator: "\n"), of: "the note", history,
      own: month)
    try Files.makeDirectory(path("analyses/\(month)"))
    try Files.write(correction.bytes, to: path(file))
    var fields: [String: CanonicalJSON] = [
      "kind": .string(note.kind.rawValue), "system": SystemUser.running.json,
      "version": .integer(correction.version),
    ]
    if open != nil { fields["replaced"] = .bool(true) }
    try record("correcting", of: month, by: person, fields, in: journalLedger, at: now)
    return correction
  }

  /// Gives the open correction of an edition up: its file goes, or is again that of the version
  /// which is out, and so does the draft that was made of it.
  ///
  /// - Returns: what people wrote for the edition and is not as it is out, in words; nil where all
  ///   of it is.
  /// - Throws: a ``ReleaseError`` where none stands open, or where it is sealed.
  package func abandonCorrection(
    of month: Month, reason: String, by person: String, clock: any Clock
  ) throws -> String? {
    let lock = try lock("correct \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    let (history, release) = try beginAfterRelease(
      month, toBe: nil, otherwise: ", so no correction of it stands open", at: now)
    // Giving a correction up is no matter of a withdrawal that waits.
    try refuseSealedVersion(of: month, unless: .withdrawal, history)
    guard try openCorrection(of: month, after: release) != nil else {
      throw ReleaseError(.wrongState, "no correction of \(month) stands open")
    }
    try checkListed(person, to: "correct", month, at: now)
    // The notice of a withdrawal was made of nothing that people write.
    let last = history.releases.last { $0.edition == month && !$0.isWithdrawal }
    let archived = try VersionPlan.archived(month, version: last?.version ?? 1, in: self)
    // The journal first, then the draft: where a crash follows, the correction stands with no draft
    // or a part of one, `status` says so, and it is given up again.
    try record(
      "correction-abandoned", of: month, by: person,
      ["reason": .string(reason), "version": .integer(release.openVersion)], in: journalLedger,
      at: now)
    // The draft before the file: without the file the next run finds nothing to give up.
    try removeDraft(of: month)
    let file = correctionFile(month)
    if let bytes = try archived.read("inputs/\(file)") {
      try Files.write(bytes, to: path(file))
    } else {
      try Files.remove(tree: path(file))
      try Files.syncFolder(path("analyses/\(month)"))
    }
    let inputs = archived.state.filter { $0.key.hasPrefix("inputs/analyses/\(month)/") }
    let text = ChangedFiles.text(from: inputs, to: try presentInputs(of: month))
    return text.isEmpty ? nil : text
  }

  func correctionFile(_ month: Month) -> String { "analyses/\(month)/\(Correction.fileName)" }

  /// What people wrote for an edition as it stands now, each with its digest, by the path that it
  /// has in the archive.
  private func presentInputs(of month: Month) throws -> [String: String] {
    let files = try files(for: month)
    let own =
      [files.commentary, files.reasons, files.correction].compactMap(\.self)
      + Language.allCases.compactMap { files.translatedCommentaries[$0] }
    var digests: [String: String] = [:]
    for file in (files.analyses[month] ?? []) + own {
      digests["inputs/\(file.path)"] = SHA512Sum(of: try file.bytes()).hex
    }
    return digests
  }

  /// A correction that was opened and has not come out.
  struct OpenCorrection {
    /// Which it is, for a person.
    let text: String
    /// What was wrong, quoted: only whoever works at the correction is shown it; nil where the file has
    /// errors.
    var wrong: String? = nil
    /// When it comes out; nil for a correction of error, and where the file has errors.
    var planned: WallTime? = nil
  }

  /// The file of a correction whose version is not out; what cannot be read as one is not known to
  /// have done its work.
  func openCorrection(
    of month: Month, after release: History.Release
  ) throws -> OpenCorrection? {
    let file = correctionFile(month)
    guard try Files.exists(path(file)) else { return nil }
    let bytes = try Files.readInput(path(file), limit: Self.analysisLimit)
    guard let correction = Correction.read(bytes, file: file).correction else {
      return OpenCorrection(text: "\(file), which has errors; see `ninethirty check \(month)`")
    }
    // Where a withdrawal overtook it, it never came out.
    let isOut =
      correction.version < release.version
      || correction.version == release.version && !release.isWithdrawal
    guard correction.edition != month || !isOut else { return nil }
    let planned = correction.planned.map { "a planned revision for \($0)" } ?? "of an error"
    return OpenCorrection(
      text: "\(planned), which leads to version \(correction.version), opened by "
        + "\(correction.person) on \(correction.opened.longText)",
      wrong: correction.note.wrong.quoted,
      planned: correction.planned)
  }

  /// Refuses to seal what is out, unless a correction of it stands.
  func requireCorrection(of month: Month, _ history: History) throws {
    guard let release = history.latestRelease(of: month) else { return }
    try refuseWithdrawn(release, to: "sealed again")
    let file = path(correctionFile(month))
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
}
