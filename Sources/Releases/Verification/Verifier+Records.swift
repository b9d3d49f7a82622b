import Diagnostics
import Ledger
import Notation
import Schedule
import Storage

/// The chains of log and journal, each held against the other and against the published copy.
extension Verifier {
  mutating func checkRecords() throws {
    let readable = try entries(
      of: workspace.journalLedger, "verify.journal.chain", what: "journal")
    let journal = readable ?? []
    var log = try entries(of: workspace.logLedger, "verify.log.chain", what: "log")
    let published = try publishedLog()
    if log == nil, let published,
      let entries = try? Ledger(published, audience: .everybody).read().entries
    {
      // The rest can still be held against the copy that readers have.
      log = entries
      logInstead = published
    }
    if let own = log, let published, let fitting = fittingLog(own, published, journal) {
      history = History(log: own, journal: journal)
      lostLines = history.linesLost(published: published)
      holdLogAgainstJournal()
      // What was cut or rewritten has been said; the rest is held against the right log.
      history = History(log: fitting, journal: journal)
      logInstead = published
      lostLines = history.linesLost(published: published)
      try holdJournalAgainstLog()
      return try holdLogAgainstPublished(published)
    }
    if journal.isEmpty, let own = log, let published, let longer = longerLog(own, published) {
      noteShortLog(own, longer)
      log = longer
      logInstead = published
    }
    history = History(log: log ?? [], journal: journal)
    lostLines = history.linesLost(published: published)
    if log != nil, !journal.isEmpty { holdLogAgainstJournal() }
    if history.log.isEmpty, let published,
      let entries = try? Ledger(published, audience: .everybody).read().entries
    {
      // A log that is gone or empty says nothing; what readers have came out all the same.
      history = History(log: entries, journal: journal)
      logInstead = published
      lostLines = history.linesLost(published: published)
    }
    // A journal whose chain is broken has been said to be.
    if readable != nil { try holdJournalAgainstLog() }
    if let published {
      try holdLogAgainstPublished(published)
    } else {
      try noteMissingPublishedLog()
    }
  }

  static let ledgerRules = "docs/format.md section 12"

  /// The whole lines of a log; nil, and a finding, where its chain is broken.
  private mutating func entries(
    of ledger: Ledger, _ check: String, what: String
  ) throws -> [LedgerEntry]? {
    do {
      let state = try ledger.read()
      if state.tornBytes > 0 {
        note(
          "verify.log.torn", severity: .warning, ledger.path, line: state.entries.count + 1,
          "the last line of the \(what) is torn: \(state.tornBytes) bytes without a line feed",
          rule: "a line ends with a line feed", source: Self.ledgerRules,
          remedy:
            "run any command that writes, such as `ninethirty release`: it sets the part aside"
            + " and records the cut; where the journal knows the line whole, somebody cut it, and"
            + " `ninethirty repair` puts a copy back")
      }
      return state.entries
    } catch let error as LedgerError {
      note(
        check, ledger.path, line: error.line, error.reason,
        rule: "each line holds the number and the digest that follow from the line before",
        source: Self.ledgerRules,
        remedy: "nothing is written while it is broken; put the right \(what) back from a copy, and"
          + " never edit a line", repair: what == "log" ? Self.publishedCopy : nil
      )
      return nil
    } catch let error as StorageError {
      note(
        check, ledger.path, "it cannot be read: \(error.cause)",
        rule: "the \(what) can be read", source: Self.ledgerRules,
        remedy: "put the \(what) back from a copy")
      return nil
    }
  }

  /// The published log's lines, where the journal says that they are right and the log's are not.
  private func fittingLog(
    _ own: [LedgerEntry], _ published: String, _ journal: [LedgerEntry]
  ) -> [LedgerEntry]? {
    guard !own.fits(journal),
      let entries = try? Ledger(published, audience: .everybody).read().entries,
      entries.fits(journal)
    else { return nil }
    return entries
  }

  /// The published log's lines, where the log is only their beginning.
  private func longerLog(_ own: [LedgerEntry], _ published: String) -> [LedgerEntry]? {
    guard !own.isEmpty,
      let entries = try? Ledger(published, audience: .everybody).read().entries,
      entries.count > own.count, Array(entries.prefix(own.count)) == own
    else { return nil }
    return entries
  }

  /// Without a journal the published log tells what is missing, and what came out since.
  private mutating func noteShortLog(_ own: [LedgerEntry], _ longer: [LedgerEntry]) {
    note(
      "verify.log.cut-short", workspace.log, line: own.isEmpty ? nil : own.count,
      "the log ends with line \(own.count), and the published one goes on to line \(longer.count), of "
        + "\(longer.last!.instant)",
      rule: "the log only grows", source: Self.ledgerRules,
      remedy: "put the log back from a copy, and find out who cut it", repair: Self.publishedCopy)
  }

  /// The path of the log that readers have; nil where there is none.
  func publishedLog() throws -> String? {
    // What is wrong with the public tree itself is said where it is looked at.
    guard let tree = try? workspace.treeToRead() else { return nil }
    let path = "\(tree.path)/log/log.jsonl"
    return try Files.kind(of: path) == .file ? path : nil
  }

  /// A log that was rewritten and chained anew, or cut, is sound in itself: the journal shows it.
  private mutating func holdLogAgainstJournal() {
    let log = history.log
    var known: [Int: LedgerEntry] = [:]
    for entry in history.journal {
      if let sequence = entry.witnessedLine { known[sequence] = entry }
    }
    let stated = history.journalLosses.last?.sequence ?? 0
    let missing = known.keys.filter { $0 > log.count }.sorted()
    if let first = missing.first, let last = missing.last {
      note(
        "verify.log.cut-short", workspace.log, line: log.isEmpty ? nil : log.count,
        (log.isEmpty
          ? "the log has no line" : "the log ends with line \(log.count)")
          + ", and the journal recorded line"
          + (first == last ? " \(first)" : "s \(first) to \(last)")
          + ", the last on \(known[last]!.instant)",
        rule: "the log only grows", source: Self.ledgerRules,
        remedy: "put the log back from a copy, and find out who cut it",
        repair: Self.publishedCopy)
    }
    let changed = log.filter { entry in
      guard let line = known[entry.sequence]?.fields["line"] else { return false }
      return line != .string(entry.digest)
    }
    if let first = changed.first {
      note(
        "verify.log.rewritten", workspace.log, line: first.sequence,
        "line \(first.sequence) is not the one that the journal recorded on"
          + " \(known[first.sequence]!.instant)"
          + (changed.count > 1
            ? ", nor are \(changed.count - 1) more, to line \(changed.last!.sequence)" : ""),
        rule: "what was logged is never changed; its chain can be made anew, its digests in the"
          + " journal and in kept copies not", source: Self.ledgerRules,
        remedy: "put the log back from a copy, and find out who rewrote it",
        repair: Self.publishedCopy)
    }
    // Where lines of the journal are missing, that is the fault, and not that it knows no more.
    let unknown = log.filter {
      known[$0.sequence] == nil && $0.sequence > stated && !lostLines.contains($0.sequence)
    }
    if let first = unknown.first {
      note(
        "verify.log.unwitnessed",
        severity: unknown.count == 1 && first.sequence == log.count ? .note : .warning,
        workspace.log, line: first.sequence,
        unknown.count == 1
          ? "the journal does not know line \(first.sequence)"
          : "the journal does not know \(unknown.count) lines, the first of them line \(first.sequence)",
        rule: "the journal holds the digest of every line of the log", source: Self.ledgerRules,
        remedy:
          "the last line alone may miss there after a crash; for others hold the log against a"
          + " copy that was kept elsewhere")
    }
  }

  /// The copy that readers have is the log, or the beginning of it while a switch is outstanding.
  private mutating func holdLogAgainstPublished(_ path: String) throws {
    guard try Files.exists(workspace.log) else {
      return noteLostLog("there is no log, and one is published")
    }
    let own: [UInt8]
    let published: [UInt8]
    do {
      own = try Files.read(workspace.log, limit: Workspace.fileLimit)
      published = try Files.read(path, limit: Workspace.fileLimit)
    } catch let error as StorageError {
      return note(
        "verify.log.published", error.path, "it cannot be read: \(error.cause)",
        rule: "the published log is the log", source: "docs/format.md section 11",
        remedy: "see what `ninethirty repair` can put back")
    }
    guard own != published else { return }
    guard !own.isEmpty else { return noteLostLog("the log is empty, and one is published") }
    if own.starts(with: published) {
      // A tree is laid whole: with an end of a line, and with what its checkpoint signs.
      let lines = published.count { $0 == UInt8(ascii: "\n") }
      let signed = try linesSigned(beside: path)
      guard published.last == UInt8(ascii: "\n"), lines >= signed else {
        return note(
          "verify.log.published", path,
          "it was cut: it has \(lines) whole lines"
            + (signed > lines
              ? ", and the checkpoint beside it signs \(signed)" : ""),
          rule: "the published log is the log", source: "docs/format.md section 11",
          remedy: "see what `ninethirty repair` can put back")
      }
      return note(
        "verify.log.published", severity: .warning, path,
        "the published log ends \(own.count - published.count) bytes before the log",
        rule: "the published log is the log", source: "docs/format.md section 11",
        remedy: "run the command again that was interrupted, such as `ninethirty release`")
    }
    // A log that was cut is said to be.
    let isShort = faults.contains { $0.finding.id == "verify.log.cut-short" }
    if isShort, published.starts(with: own) { return }
    let same = zip(own, published).prefix { $0 == $1 }.count
    let line = published.prefix(same).count { $0 == UInt8(ascii: "\n") } + 1
    note(
      "verify.log.published", path, line: line,
      "the published log and the log part at line \(line)",
      rule: "the published log is the log", source: "docs/format.md section 11",
      remedy: "find out which of the two was changed; the journal's digests decide")
  }

  /// The public tree has a page of the log, and the log that was laid with it is gone.
  private mutating func noteMissingPublishedLog() throws {
    guard !history.log.isEmpty, let tree = try? workspace.treeToRead(),
      try Files.kind(of: "\(tree.path)/log/index.html") == .file
    else { return }
    let path = "\(tree.path)/log/log.jsonl"
    // What stands in its place is said where the tree is looked at.
    guard try Files.kind(of: path) == nil else { return }
    note(
      "verify.log.published", path, "the file is missing", rule: "the published log is the log",
      source: "docs/format.md section 11", remedy: "see what `ninethirty repair` can put back")
  }

  /// How many lines the checkpoint says that is laid with a log (C2SP tlog-checkpoint: its second line); 0
  /// where there is none that says it.
  private func linesSigned(beside log: String) throws -> Int {
    let path = "\(log.dropLast("log.jsonl".utf8.count))checkpoint"
    guard try Files.kind(of: path) == .file,
      let bytes = try? Files.read(path, limit: Workspace.fileLimit)
    else { return 0 }
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    return lines.count > 1 ? Int(lines[1]) ?? 0 : 0
  }

  /// Unless the journal has told already how many lines are gone.
  private mutating func noteLostLog(_ found: String) {
    guard !faults.contains(where: { $0.finding.id == "verify.log.cut-short" }) else { return }
    note(
      "verify.log.cut-short", workspace.log, found, rule: "the log is kept",
      source: Self.ledgerRules, remedy: "put the log back from a copy", repair: Self.publishedCopy)
  }
}

extension [LedgerEntry] {
  /// The number of the newest line of the log that a journal recorded; 0 for none.
  var newestLoggedLine: Int {
    reduce(0) { Swift.max($0, $1.witnessedLine ?? 0) }
  }

  /// Whether a log has every line that the journal recorded, as it recorded it.
  func fits(_ journal: [LedgerEntry]) -> Bool {
    journal.allSatisfy { entry in
      guard let sequence = entry.witnessedLine else { return true }
      return indices.contains(sequence - 1)
        && entry.fields["line"] == .string(self[sequence - 1].digest)
    }
  }
}
