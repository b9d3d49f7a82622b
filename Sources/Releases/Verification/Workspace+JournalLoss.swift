import Archive
import Diagnostics
import Ledger
import Notation
package import Schedule
import Storage
import Transparency

/// The written way out where lines of the journal are gone for good.
extension Workspace {
  /// States that lines of the journal are lost, with a reason, in the journal that goes on; begins one
  /// where none is left.
  ///
  /// `verify` reports the loss as a warning from then on, for good. The statement has the digest of the
  /// log's newest line, what only the lost lines knew of imports, and how many lines of the log commit
  /// to what is gone; calendar, feed and the like are laid once more, so that the journal has them.
  /// Nothing is written unless it is to `apply`. Throws a ``ReleaseError`` where nothing is lost, and
  /// where the log is at fault or a journal stands there that is not the right one.
  package func stateJournalLoss(
    _ reason: String, by person: String, apply: Bool, clock: any Clock,
    progress: any ProgressObserver = SilentProgress()
  ) throws -> RepairPlan {
    try refuseInCopy("repair --journal-lost")
    let lock = try apply ? lock("repair") : nil
    defer { withExtendedLifetime(lock) {} }
    defer { progress.finish() }
    var verifier = Verifier(self, VerificationScope(), progress)
    let errors = try verifier.verify().faults.filter { $0.finding.severity == .error }
    let history = verifier.history
    try refuseNoLoss(errors, history)
    let open = history.openCommitments(upTo: history.log.count)
    var plan = RepairPlan()
    plan.steps = [
      .init(
        target: shown(journal),
        what:
          "state that lines of it are lost, to which \(open) of the \(history.log.count) lines of"
          + " the log commit, and lay calendar, feed and the like once more")
    ]
    let others = errors.filter { !$0.finding.id.hasPrefix("verify.journal.") }
    if !others.isEmpty {
      plan.steps.append(
        .init(
          target: shown(publications),
          what:
            "repair what else is at fault (\(others.count)), as `ninethirty repair` does; what that "
            + "is can be said when the loss is stated"))
    }
    guard apply else {
      plan.faults = errors
      return plan
    }
    let now = clock.now()
    try recoverLedgers(at: now, toleratingGap: true)
    try checkListed(person, to: "state the loss of the journal", nil, at: now)
    try refuseEmbargoedSite(history)
    try record(
      JournalLoss.event, of: nil, by: person,
      [
        "commitments": .integer(open), "kept": .object(try unknownImports(history)),
        "line": .string(history.log.last?.digest ?? ""), "reason": .string(reason),
        "sequence": .integer(history.log.count), "setAside": .integer(try newestSetAside()),
        "system": SystemUser.running.json,
      ], in: journalLedger, at: now)
    // Where there is no tree, one of the site alone would be public without its editions.
    let hadTree = try others.isEmpty || treeIfReadable() != nil
    if hadTree { plan.notes = try publishSite(at: now, anew: true, searching: .nothing).notes }
    if !others.isEmpty {
      let repaired = try repairInRounds(nil, from: [], at: now, progress)
      plan.steps = [plan.steps[0]] + repaired.steps
      plan.impossible = repaired.impossible
      plan.notes += repaired.notes.filter { !plan.notes.contains($0) }
    }
    if try !hadTree && treeIfReadable() != nil {
      let notes = try publishSite(at: now, anew: true, searching: .nothing).notes
      plan.notes += notes.filter { !plan.notes.contains($0) }
    }
    if let lost = try noteOnCheckpoints(history, hadTree: hadTree) { plan.notes.append(lost) }
    var after = Verifier(self, VerificationScope(), progress)
    plan.faults = try after.verify().faults.filter { $0.finding.severity == .error }
    return plan
  }

  /// What readers may miss among the checkpoints, of which the lost journal knew which there were.
  private func noteOnCheckpoints(_ history: History, hadTree: Bool) throws -> String? {
    let back =
      "Bring the folder log/checkpoints back from a copy of the public tree if there is one: it leads "
      + "readers from an older key to the present one"
    if !hadTree, try LogKeys(history.log).current != nil {
      return
        "the public tree was lost with the journal, which knew what checkpoints of the log readers "
        + "had: the newest one alone was made again. " + back
    }
    guard let tree = try treeIfReadable() else { return nil }
    let newest = "\(tree.path)/\(PublicLog.checkpointFile)"
    let others = LogVerification.checkpoints(inTree: tree.path)
    let verification = try LogVerification(
      log: log, trusted: [],
      others: others
        + (Files.kind(of: newest) == .file
          ? [Files.read(newest, limit: SignedNote.longest)] : []))
    guard let change = verification.unvouchedRotations.first else { return nil }
    return
      "line \(change.line) of the log replaced its key, and the checkpoint that both keys signed is "
      + "not in the public tree; the lost journal knew of it. " + back
  }

  /// The way back where neither journal nor log can vouch for the other.
  static let logByHand =
    "take the published copy, public/log/log.jsonl, or another one, hold it against a checkpoint that "
    + "was kept elsewhere with `ninethirty log verify`, and copy it to publications/log.jsonl"

  private func refuseNoLoss(_ errors: [VerificationFault], _ history: History) throws {
    let journalFaults = ["verify.journal.chain", "verify.journal.rewritten"]
    // What stands beside the published log follows from it, and is made anew in the same run.
    let doubts = errors.filter {
      $0.finding.id.hasPrefix("verify.log.") && $0.finding.id != "verify.log.checkpoint"
        || journalFaults.contains($0.finding.id)
    }
    let inTheWay =
      try doubts.map { "\($0.finding.place.text): \($0.finding.found)" }
      + checkpointsOfAnotherLog(history, isVouched: false)
    guard inTheWay.isEmpty else {
      throw ReleaseError(
        .altered,
        "a statement vouches for the log as it stands, and for the journal that goes on, so both have "
          + "to be right first: "
          + inTheWay.joined(separator: "; ")
          + ". Put the log right with `ninethirty repair`, or, where the journal cannot vouch for one, "
          + "by hand: \(Self.logByHand); move a journal that is not the right one away and keep it, and "
          + "state the loss of the whole")
    }
    let lost = ["verify.journal.cut-short", "verify.journal.missing"]
    guard errors.contains(where: { lost.contains($0.finding.id) }) else {
      throw ReleaseError(
        .wrongState,
        "the journal has every line to which the log commits, or its loss was stated; there is nothing "
          + "to state")
    }
  }

  /// The inventories of what is kept as it is and of which the journal knows nothing.
  private func unknownImports(_ history: History) throws -> [String: CanonicalJSON] {
    let store = OCFLStore(archive)
    guard try Files.kind(of: store.root) == .directory else { return [:] }
    let known = Set(
      history.journal.filter { $0.event == "imported" }.compactMap { $0.fields["object"] })
    var kept: [String: CanonicalJSON] = [:]
    for name in try store.objects()
    where KeptPublication.edition(ofObject: name) != nil && !known.contains(.string(name)) {
      let inventory = "\(store.root)/\(name)/inventory.json"
      guard try Files.kind(of: inventory) == .file else { continue }
      kept[name] = .string(try SHA512Sum(ofFile: inventory).hex)
    }
    return kept
  }

  private func newestSetAside() throws -> Int {
    guard try Files.kind(of: setAside) == .directory else { return 0 }
    return try Files.list(setAside).compactMap { Int($0) }.max() ?? 0
  }
}
