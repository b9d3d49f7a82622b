import Diagnostics
import Ledger
import Notation
import Storage
import Transparency

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
    guard let size = try unknownCheckpoint() else { return }
    noteCutJournal(
      "a checkpoint of \(size) lines is published, and the journal does not know that it was signed"
    )
  }

  /// The numbers of the lines of the log that commit to the journal and of which the journal has lost
  /// what it knew.
  ///
  /// A line of the log and the journal's line about it are two writes, and a crash between them loses
  /// the second one. So a single line that the journal does not know is no fault, unless it is the
  /// last, readers have it, and the journal has nothing later. Two in a row are one.
  func findLostLines(published: String?) -> Set<Int> {
    guard let newest = history.journal.last else { return [] }
    let known = Set(history.journal.compactMap(\.loggedLine))
    let stated = history.journalLosses.last?.sequence ?? 0
    let unknown = Set(
      history.log.filter {
        $0.commitment != nil && $0.sequence > stated && !known.contains($0.sequence)
      }.map(\.sequence))
    var lost = unknown.filter { unknown.contains($0 - 1) || unknown.contains($0 + 1) }
    if let last = history.log.last, unknown.contains(last.sequence), newest.instant < last.instant,
      let published, let bytes = try? Files.read(published, limit: Workspace.fileLimit),
      LogContent(bytes).entries.count >= last.sequence
    {
      lost.insert(last.sequence)
    }
    return lost
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

  /// The size of a checkpoint that readers have and of whose signing the journal knows nothing.
  private func unknownCheckpoint() throws -> Int? {
    guard let tree = try? workspace.treeToRead() else { return nil }
    let folder = "\(tree.path)/\(PublicLog.folder)/checkpoints"
    guard try Files.kind(of: folder) == .directory else { return nil }
    let signed = Set(
      history.journal.compactMap { entry -> Int? in
        guard entry.event == "checkpoint", case .integer(let size)? = entry.fields["size"] else {
          return nil
        }
        return size
      })
    let stated = history.journalLosses.last?.sequence ?? 0
    return try Files.listing(folder).names.compactMap { Int($0) }.sorted().first { size in
      // A file that is no checkpoint of this log is said to be wrong where the files of the log are
      // looked at.
      guard size > stated, !signed.contains(size),
        let bytes = try? Files.read("\(folder)/\(size)", limit: SignedNote.longest),
        let signed = try? SignedNote(bytes), let keys = try? LogKeys(history.log),
        (try? signed.verified(by: keys.changes.map(\.key))) != nil
      else { return false }
      return true
    }
  }
}
