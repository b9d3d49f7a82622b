import Diagnostics
import Ledger
import Storage

/// Whether the log can say what is right: everything else is repaired by it.
extension Repairer {
  /// Whether the log can say what is right; where the published one or a copy can be put in its
  /// place, that comes first, and alone.
  mutating func isLogTrusted(_ errors: [VerificationFault]) throws -> Bool {
    let log = workspace.shown(workspace.log)
    let published = try verifier.publishedLog()
    // A published log that is broken itself is none to go by.
    let lines = try published.flatMap { try self.lines($0) } ?? []
    let doubtful = errors.first { fault in
      [
        "verify.journal.chain", "verify.journal.cut-short", "verify.journal.rewritten",
        "verify.log.chain", "verify.log.cut-short", "verify.log.rewritten",
      ].contains(fault.finding.id)
    }
    guard let doubtful else {
      // Log and journal of an old backup fit each other; what came out since is not taken back.
      guard lines.count > history.log.count else { return try isLogUndisputed(errors) }
      plan.impossible.append(
        "\(log): the published log has \(lines.count) lines, and the log ends with line"
          + " \(history.log.count); nothing is repaired by a log that is older than what was published:"
          + " put log and journal back from a newer copy")
      return false
    }
    let isJournalSound = !errors.contains { $0.finding.id.hasPrefix("verify.journal.") }
    if isJournalSound, let right = try rightLog(published) {
      plan.log = right
      if try Files.kind(of: workspace.log) == .file { plan.kept.append(workspace.log) }
      plan.steps.append(
        .init(
          target: log,
          what:
            "put back from \(workspace.shown(right.place)), whose lines are those that the journal"
            + " recorded; then the rest"))
    } else {
      plan.impossible.append(
        "\(doubtful.finding.place.text): \(doubtful.finding.found); nothing is repaired by a log or a"
          + " journal that is broken: put them back from a copy"
          + (isJournalSound ? "" : wayWithoutJournal(errors)))
    }
    return false
  }

  /// Whether nothing that readers have speaks against the log.
  ///
  /// A log that was forged and chained anew is sound in itself. Where the journal does not vouch for the
  /// line at which the published log parts from it, or a signed checkpoint covers other lines, a repair
  /// would publish it and sign it anew: readers would have proof that the office deceives.
  private mutating func isLogUndisputed(_ errors: [VerificationFault]) throws -> Bool {
    let witness = history.log.fits(history.journal) ? history.journal.newestLoggedLine : 0
    let isVouched = witness >= history.log.count
    var disputes = errors.filter { fault in
      fault.finding.id == "verify.log.published"
        && fault.finding.place.line.map { witness < $0 } ?? false
    }.map { "\($0.finding.place.text): \($0.finding.found)" }
    disputes += try workspace.checkpointsOfAnotherLog(history, isVouched: isVouched)
    guard !disputes.isEmpty else { return true }
    plan.impossible.append(
      disputes.joined(separator: "; ") + "; nothing is repaired by a log that "
        + (isVouched
          ? "a key of it speaks against: hold it against a copy and a checkpoint that were kept elsewhere"
            + " (`ninethirty log verify`); where other hands have signed it, say so with `ninethirty key"
            + " rotate --compromised`"
          : "may not be the right one: put the journal back from a copy, and its digests decide"
            + wayWithoutJournal(errors)))
    return false
  }

  /// What remains where no copy of the journal is left.
  private func wayWithoutJournal(_ errors: [VerificationFault]) -> String {
    let isLogDoubtful = errors.contains { $0.finding.id.hasPrefix("verify.log.") }
    return "; where no copy of the journal is left, "
      + (isLogDoubtful ? "\(Workspace.logByHand), and " : "")
      + "state its loss with `ninethirty repair --journal-lost`"
  }

  /// The lines of a log; nil for one that is broken itself, which is none to go by.
  private func lines(_ path: String) throws -> [LedgerEntry]? {
    do {
      return try Ledger(path, audience: .everybody).read().entries
    } catch is LedgerError {
      return nil
    }
  }

  /// A log whose lines are those that the journal recorded, all of them: the published one, that of its
  /// tiles, or one of a copy.
  private func rightLog(_ published: String?) throws -> FoundLog? {
    var places = [published, try verifier.publishedTiles()].compactMap(\.self)
    for copy in copies {
      places += try Files.survey(copy).found.filter { found in
        found.kind == .file && found.path.lastPathPart == "log.jsonl"
          || found.kind == .directory && "/\(found.path)".hasSuffix("/\(FoundLog.tiles)")
      }.map { "\(copy)/\($0.path)" }
    }
    for place in places {
      guard let found = try FoundLog(at: place), let lines = found.lines else { continue }
      if lines.fits(history.journal), lines.count == history.journal.newestLoggedLine {
        return found
      }
    }
    return nil
  }
}
