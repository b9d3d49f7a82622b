import Diagnostics
import Ledger
import Notation
import Schedule
import Storage
import Transparency

/// The checkpoints by which readers follow a change of keys: two keys sign one when one takes over from
/// the other, and without it nobody who knows the first can follow.
extension Repairer {
  /// Puts such a checkpoint back from a copy, for each change that has none: where a tree was laid without
  /// it, the journal has no digest of it.
  func bringVouchers(
    to others: inout [String: RepairPlan.PublicTarget], _ modified: Instant
  ) throws {
    for (change, keys, content) in try unvouched(by: others) {
      guard let before = keys.key(before: change) else { continue }
      for place in try checkpointsOfCopies() {
        guard let note = try LogVerification.note(at: place),
          keys.isVouched(change, by: before, in: [note], of: content),
          let size = try? Checkpoint(text: note.text).size
        else { continue }
        let path = "\(PublicLog.folder)/checkpoints/\(size)"
        others[path] = .init(path: path, source: .file(place), modified: modified)
        break
      }
    }
  }

  /// Leaves what is signed as it stands, where the two keys are not at hand to sign it again.
  func leaveUnvouched(
    in others: inout [String: RepairPlan.PublicTarget], _ present: PublicTrees.Tree?,
    _ modified: Instant
  ) throws {
    guard let present, try !lostVouchers(others).isEmpty else { return }
    for file in try Files.survey(present.path).found
    where file.kind == .file && others[file.path] == nil && isSigned(file.path) {
      others[file.path] = .init(
        path: file.path, source: .file("\(present.path)/\(file.path)"), modified: modified)
    }
  }

  /// Names the changes for which no checkpoint of both keys will stand; the faults without those that
  /// follow from it.
  mutating func sayUnvouched(
    _ faults: [VerificationFault], _ present: PublicTrees.Tree?,
    _ targets: [String: RepairPlan.PublicTarget]
  ) throws -> [VerificationFault] {
    let lost = try lostVouchers(targets)
    guard !lost.isEmpty else { return faults }
    plan.impossible += lost.map { change in
      "\(workspace.shown(workspace.publicTree))/\(PublicLog.folder)/checkpoints: the checkpoint that the key of"
        + " line \(change.line) and the one before it signed is lost; name a copy of the public tree with"
        + " --from, or bring both keys back"
    }
    guard let present else { return faults }
    let folder = workspace.shown(present.path) + "/"
    return faults.filter { fault in
      let file = fault.finding.place.file
      guard file.hasPrefix(folder) else { return true }
      let path = String(file.dropFirst(folder.utf8.count))
      return !isSigned(path) && path != "\(PublicLog.folder)/checkpoints"
    }
  }

  /// Whether a file has the signature of a checkpoint in it.
  private func isSigned(_ path: String) -> Bool {
    path == PublicLog.checkpointFile
      || ["checkpoints", "proofs"].contains { path.hasPrefix("\(PublicLog.folder)/\($0)/") }
  }

  /// The changes of keys without such a checkpoint that nothing at hand signs again: that of the newest is,
  /// where both keys are there.
  private func lostVouchers(
    _ targets: [String: RepairPlan.PublicTarget]
  ) throws -> [LogKeys.Change] {
    let atHand = (try? workspace.logKeys()) ?? []
    return try unvouched(by: targets).filter { change, keys, _ in
      guard change == keys.changes.last, let before = keys.key(before: change) else { return true }
      return ![before, change.key].allSatisfy { key in
        atHand.contains { (try? $0.verifier(name: key.name)) == key }
      }
    }.map(\.0)
  }

  /// The changes that none of the checkpoints to be laid vouches for; those only whose lines are signed.
  private func unvouched(
    by targets: [String: RepairPlan.PublicTarget]
  ) throws -> [(LogKeys.Change, LogKeys, LogContent)] {
    guard let keys = try? LogKeys(history.log),
      keys.changes.contains(where: { $0.cause == .rotated })
    else { return [] }
    let content = LogContent(try Files.read(workspace.log, limit: Workspace.fileLimit))
    let notes = try targets.values.filter { $0.path.hasPrefix("\(PublicLog.folder)/checkpoint") }
      .compactMap { try note(of: $0) }
    let stated = history.journalLosses.last?.sequence ?? 0
    return keys.unvouched(by: notes, of: content).filter { change in
      change.line > stated && history.journal.contains { $0.signedSize ?? 0 >= change.line }
    }.map { ($0, keys, content) }
  }

  private func checkpointsOfCopies() throws -> [String] {
    try copies.flatMap { copy in
      try Files.survey(copy).found
        .filter { $0.kind == .file && "/\($0.path)".contains("/checkpoint") }
        .map { "\(copy)/\($0.path)" }.sorted()
    }
  }

  private func note(of target: RepairPlan.PublicTarget) throws -> SignedNote? {
    switch target.source {
    case .file(let path): try LogVerification.note(at: path)
    case .bytes(let bytes): try? SignedNote(bytes)
    }
  }
}

extension LogKeys {
  /// The key that signed until a change.
  fileprivate func key(before change: Change) -> VerifierKey? {
    changes.last { $0.line < change.line }?.key
  }
}

extension LedgerEntry {
  /// How many lines the checkpoint covers whose signing the entry is about; nil for another entry.
  fileprivate var signedSize: Int? {
    guard event == "checkpoint", case .integer(let size)? = fields["size"] else { return nil }
    return size
  }
}
