import Diagnostics
import Ledger
import Notation
import Storage

/// The journal held against the log, whose lines commit to it (docs/format.md section 12).
extension Verifier {
  /// What the log says of the journal must be borne out by it, where it should be.
  ///
  /// In a copy of the publications alone it need not be there: it is private and stays in the house.
  /// Throws a ``Storage/StorageError``.
  mutating func holdJournalAgainstLog() throws {
    guard !history.log.isEmpty else { return }
    guard !history.journal.isEmpty else { return try noteMissingJournal() }
    noteRewrittenJournal()
    noteStatedLosses()
    let lost = lostLines
    if let first = lost.min(), let last = lost.max() {
      return noteCutJournal(
        lost.count == 1
          ? "line \(first) of the log is published and commits to the journal, and the journal ends "
            + "before it"
          : "\(lost.count) lines of the log from line \(first) to line \(last) commit to the journal, "
            + "and it knows none of them")
    }
    guard let size = try workspace.unknownCheckpoint(history) else { return }
    noteCutJournal(
      "a checkpoint of \(size) lines is published, and the journal does not know that it was signed"
    )
  }

  private mutating func noteMissingJournal() throws {
    let isThere = try Files.exists(workspace.journal)
    if workspace.copy != nil, !isThere {
      unchecked.append(
        "the log against the journal: journal.jsonl is private and not here; a checkpoint that was "
          + "kept elsewhere proves the log (`ninethirty log verify`)")
      return
    }
    let commits = history.commitments.made > 0
    note(
      "verify.journal.missing", severity: commits ? .error : .warning, workspace.journal,
      "\(isThere ? "the journal is empty" : "there is no journal"), and "
        + (commits
          ? "\(history.commitments.made) of the \(history.log.count) lines of the log commit to one"
          : "the log has \(history.log.count) lines"),
      rule: "the journal holds the digest of every line of the log, and each line commits to it",
      source: Self.ledgerRules,
      remedy: "put the journal back from a copy; without it hold the log against a kept checkpoint"
        + (commits ? ", and state its loss: `ninethirty repair --journal-lost`" : ""))
  }

  private mutating func noteRewrittenJournal() {
    guard let line = history.unborneCommitment else { return }
    note(
      "verify.journal.rewritten", workspace.journal,
      "it is not the journal to which line \(line.sequence) of the log, of \(line.instant), commits",
      rule:
        "each line of the log commits to the journal as it was, with a salt that the journal keeps",
      source: Self.ledgerRules,
      remedy: "put the journal back from a copy, and find out who rewrote it")
  }

  mutating func noteCutJournal(_ found: String) {
    note(
      "verify.journal.cut-short", workspace.journal, line: history.journal.count, found,
      rule: "the journal only grows; a crash loses its line about one line of the log at most",
      source: Self.ledgerRules,
      remedy:
        "put the journal back from a copy, and find out who cut it; where none is left, state the "
        + "loss: `ninethirty repair --journal-lost`")
  }
}
