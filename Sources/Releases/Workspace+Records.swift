import Archive
import Diagnostics
import Editions
import Glibc
import Intake
package import Ledger
import Notation
import Schedule
import Storage

extension Workspace {
  /// The right to write, for the time of one verb.
  func lock(_ verb: String) throws -> WorkspaceLock {
    try guardPlaces()
    let lock = try WorkspaceLock(lockFile, verb: verb)
    try removeUnfinished()
    return lock
  }

  /// Removes what a crash left half-written; with the lock held, no other writer is at work there.
  ///
  /// Drafts are left alone: `status` keeps its record of the last check among them without a lock.
  /// What is unfinished among the sealed editions may still be finished: ``tidySealed()`` decides.
  private func removeUnfinished() throws {
    if try Files.exists(publications) { try Files.removeUnfinished(in: publications) }
    try removeUnfinishedDeclarations()
    try Files.removeUnfinished(in: folder, ofProcesses: true)
    // Reasons and corrections are written beside the analyses. Where those cannot be looked at, what
    // is left there is in nobody's way.
    let analyses = path("analyses")
    for name in (try? Files.listing(analyses).names) ?? [] where Month(name) != nil {
      _ = try? Files.removeUnfinished(in: "\(analyses)/\(name)", ofProcesses: true)
    }
  }

  /// Removes the parts of a declaration that a crash left in the root of the archive.
  ///
  /// An object is made beside it: whatever else has such a name somebody put there, perhaps as evidence.
  /// `repair` sets that aside.
  private func removeUnfinishedDeclarations() throws {
    let store = OCFLStore(archive)
    guard try Files.kind(of: archive) == .directory else { return }
    for name in try Files.listing(archive).names where try store.isUnfinishedDeclaration(name) {
      try Files.remove(tree: "\(archive)/\(name)")
    }
  }

  /// Sets a torn last line aside in both ledgers and records the cut; a broken chain stops.
  func recoverLedgers(at now: Instant, toleratingGap: Bool = false) throws {
    try notingRefusal("log", at: now) {
      try journalLedger.recover(at: now)
      try refuseTornKnownLine()
      for cut in try logLedger.recover(at: now) {
        // The cut is a line like any other: the journal knows it.
        try record(
          "logged", of: nil,
          ["line": .string(cut.digest), "sequence": .integer(cut.sequence)], in: journalLedger,
          at: now)
      }
      _ = try History(self)
    }
    if !toleratingGap { try refuseJournalWithGap(try History(self)) }
    try noteClockSetBack(at: now)
  }

  /// Refuses to set a torn line of the log aside that was whole once: the journal knows it.
  private func refuseTornKnownLine() throws {
    guard try Files.exists(log) else { return }
    let state = try logLedger.read()
    guard state.tornBytes > 0,
      let known = try journalLedger.read().entries.compactMap(\.loggedLine).max(),
      known > state.entries.count
    else { return }
    throw ReleaseError(
      .altered,
      "\(log) was cut inside line \(state.entries.count + 1), which the journal recorded whole; nothing is"
        + " written. Put the log back from a copy, such as the published one"
        + " (`ninethirty repair --apply`), and find out who cut it")
  }

  /// Adds a line to the log or the journal.
  func record(
    _ event: String, of edition: Month?, by person: String? = nil,
    _ fields: [String: CanonicalJSON], in ledger: Ledger, at now: Instant
  ) throws {
    guard !PrivateKeyText.isIn(CanonicalJSON.object(fields).text),
      !PrivateKeyText.isIn(person ?? "")
    else { throw ReleaseError(.usage, "\(PrivateKeyText.found); \(PrivateKeyText.remedy)") }
    var fields = fields
    let salt = ledger.path == log ? JournalCommitment.newSalt() : nil
    if let salt {
      let head = try journalLedger.read().head
      fields[JournalCommitment.field] = .string(JournalCommitment.digest(salt: salt, head: head))
    }
    let fact = LedgerFact(
      event, edition: edition?.description, actor: try person ?? actor(for: ledger),
      fields: fields)
    let entry = try ledger.append(fact, at: now)
    guard let salt else { return }
    // The journal keeps the digest of each line of the log, which shows a changed last line, and
    // opens what the line commits to.
    try record(
      "logged", of: edition,
      [
        "line": .string(entry.digest), JournalCommitment.saltField: .string(salt),
        "sequence": .integer(entry.sequence),
      ], in: journalLedger, at: now)
  }

  /// The publication log: public facts.
  package var logLedger: Ledger { Ledger(log, audience: .everybody) }
  /// The journal: everything else that was done, private.
  package var journalLedger: Ledger { Ledger(journal, audience: .house) }

  /// Who acts: the producer in the public log, the system's user in the private journal.
  ///
  /// In the log of a reconstruction or an illustration the producer does not act.
  private func actor(for ledger: Ledger) throws -> String {
    guard ledger.path == log else { return Self.userName }
    let programme = try self.programme()
    return programme.status == .official ? programme.series.producer : programme.status.rawValue
  }

  /// The name of the operating system's user.
  static var userName: String {
    getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "user \(geteuid())"
  }

  static func readProgramme(_ bytes: [UInt8]) -> (Programme?, [Finding]) {
    let (record, findings) = ScheduleReader.read(bytes, file: scheduleFile)
    return (record?.programme, findings)
  }
}
