import Archive
import Diagnostics
import Ledger
import Notation
import Schedule
import Storage

/// What is archived where the log that says so is gone, and what was named and is nowhere.
extension Verifier {
  /// An archive without its log proves nothing: nobody can tell what came out, and what was added.
  ///
  /// Editions that readers have were logged, so in a workspace it is a fault. Whoever copied the
  /// archive alone is told.
  mutating func noteMissingLog() throws {
    // What stands in the place of the archive is said to be no folder.
    guard try Files.kind(of: workspace.archive) == .directory else { return }
    let editions = try OCFLStore(workspace.archive).objects().count { Month($0) != nil }
    let file = workspace.shown(workspace.log)
    // A log that is broken, or shorter than the journal knows, is said to be already.
    guard editions > 0,
      !faults.contains(where: { $0.finding.severity == .error && $0.finding.place.file == file })
    else { return }
    let isThere = try Files.exists(workspace.log)
    if workspace.copy != nil, !isThere {
      unchecked.append(
        "the archive against the log: log.jsonl is not here, and it alone says what came out and when; "
          + "whether an edition was added, or is missing, nobody can tell")
      return
    }
    note(
      "verify.log.cut-short", workspace.log,
      "\(isThere ? "the log has no line" : "there is no log"), and the archive has \(editions) edition"
        + (editions == 1 ? "" : "s"), rule: "everything in the archive of editions is in the log",
      source: Self.ledgerRules, remedy: "put the log back from a copy")
  }

  /// Whether editions are archived and no line of any log says that they came out: then every page would be
  /// called a stranger.
  func isLogLost() throws -> Bool {
    guard history.log.isEmpty, logInstead == nil,
      try Files.kind(of: workspace.archive) == .directory
    else { return false }
    return try OCFLStore(workspace.archive).objects().contains { Month($0) != nil }
  }

  /// What was imported is held against the journal, which alone has its digest.
  mutating func noteImportsWithoutJournal(_ names: [String]) throws {
    guard !names.isEmpty, history.journal.isEmpty else { return }
    // A journal that is broken, or is gone beside a log, is said to be already.
    guard !faults.contains(where: { $0.finding.id.hasPrefix("verify.journal.") }) else { return }
    let list = names.joined(separator: ", ")
    if workspace.copy != nil, try !Files.exists(workspace.journal) {
      unchecked.append(
        "\(list) against the journal, which has the digest of what was imported, is private and not here"
      )
      return
    }
    note(
      "verify.journal.missing", workspace.journal,
      "\(try Files.exists(workspace.journal) ? "the journal is empty" : "there is no journal"), and "
        + "the archive has \(list)",
      rule: "the journal has the digest of everything that was imported", source: Self.archiveRules,
      remedy: "put the journal back from a copy")
  }

  /// Refuses to call an edition sound that is nowhere.
  ///
  /// Throws a ``ReleaseError``. Where log, journal or archive are at fault, nothing is known, and
  /// that is what is said.
  func refuseUnknownEdition() throws {
    guard let month = scope.edition,
      !faults.contains(where: { $0.finding.severity == .error }),
      !history.log.contains(where: { $0.edition == month.description }),
      !history.seals.contains(where: { $0.edition == month }), archived[month] == nil
    else { return }
    let objects = [month.description, KeptPublication.object(of: month)]
    let wasImported = history.journal.contains { line in
      line.event == "imported" && objects.contains { line.fields["object"] == .string($0) }
    }
    let places =
      objects.map { "\(workspace.archive)/\($0)" }
      + [workspace.sealedFile(month), "\(workspace.publicTree)/\(month)"]
    guard !wasImported, try !places.contains(where: { try Files.exists($0) }) else { return }
    throw ReleaseError(
      .notFound,
      "\(month) is neither in the log nor in the archive, so there is nothing to verify; "
        + "`ninethirty history` lists the editions that are out")
  }
}
