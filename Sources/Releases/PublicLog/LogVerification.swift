import Diagnostics
package import Ledger
import Storage
package import Transparency

/// What a reader can prove of a public log with what he has kept, without a workspace and without
/// trust in whoever serves the log.
package struct LogVerification: Sendable {
  /// The lines as they are served today.
  package let content: LogContent
  /// The same, read; their chain is verified.
  package let entries: [LedgerEntry]
  /// The bytes behind the last line feed: a part of a line, which does not count.
  package let tornBytes: Int
  /// The keys that the log names.
  package let keys: LogKeys
  /// The keys that the reader trusts; empty where he named none.
  package let trusted: [VerifierKey]
  /// The checkpoints that lie beside the log: among them are those that two keys have signed when one
  /// took over from the other.
  private let notes: [SignedNote]

  /// The log at a path.
  ///
  /// What of `others` is no checkpoint proves nothing, and is passed over. Throws a
  /// ``Ledger/LedgerError`` that names the line where the chain is broken, a ``ReleaseError`` for a
  /// line `key` that does not follow, and a ``Storage/StorageError``.
  package init(log path: String, trusted: [VerifierKey], others: [[UInt8]] = []) throws {
    content = LogContent(try Files.read(path, limit: Workspace.fileLimit))
    let state = try Ledger(path, audience: .everybody).read()
    (entries, tornBytes) = (state.entries, state.tornBytes)
    keys = try LogKeys(entries)
    self.trusted = trusted
    notes = others.compactMap { try? SignedNote($0) }
  }

  /// The checkpoints of a public tree, each under its size, as far as they can be read.
  ///
  /// Whoever can write there can leave anything beside them: that holds no reader up.
  package static func checkpoints(inTree folder: String) -> [[UInt8]] {
    let place = "\(folder)/\(PublicLog.folder)/checkpoints"
    let names = (try? Files.list(place)) ?? []
    return names.sorted().map { "\(place)/\($0)" }.compactMap { path in
      guard (try? Files.kind(of: path)) == .file else { return nil }
      return try? Files.read(path, limit: SignedNote.longest)
    }
  }

  /// Every checkpoint of a public tree that is one, under its size and as the newest.
  ///
  /// Throws a ``Storage/StorageError`` where the disk does not give one.
  static func newestNotes(inTree folder: String) throws -> [SignedNote] {
    let place = "\(folder)/\(PublicLog.folder)/checkpoints"
    let names = try Files.kind(of: place) == .directory ? Files.list(place).sorted() : []
    return try (["\(folder)/\(PublicLog.checkpointFile)"] + names.map { "\(place)/\($0)" })
      .compactMap(note)
  }

  /// The checkpoint in a file; nil where there is none.
  static func note(at path: String) throws -> SignedNote? {
    guard try Files.kind(of: path) == .file else { return nil }
    do {
      return try SignedNote(Files.read(path, limit: SignedNote.longest))
    } catch is TransparencyError {
      return nil
    } catch let error as StorageError where error.code == .tooLarge {
      return nil
    }
  }

  /// What was proved of a checkpoint.
  package struct Proved: Sendable {
    package let checkpoint: Checkpoint
    /// The known keys that have signed it; empty where no key is known.
    package let signers: [VerifierKey]
  }

  /// The keys that the reader trusts and those to which they lead; those that the log names where he
  /// named none.
  private var known: [VerifierKey] {
    trusted.isEmpty ? keys.changes.map(\.key) : vouched(from: trusted, by: notes)
  }

  /// Proves that the log begins with the lines of a checkpoint that was kept, and that a key which
  /// the reader trusts, or else one that the log names, has signed it.
  ///
  /// Throws a ``Transparency/TransparencyError``.
  package func verify(kept bytes: [UInt8]) throws -> Proved {
    let note = try SignedNote(bytes)
    let checkpoint = try Checkpoint(text: note.text)
    try sameLog(checkpoint)
    let signers = known.isEmpty ? [] : try note.verified(by: known)
    try content.verify(extends: checkpoint)
    return Proved(checkpoint: checkpoint, signers: signers)
  }

  /// Proves that today's checkpoint is one of this log, not older than the kept one, and signed by a
  /// key that the reader trusts or that such a key has vouched for.
  ///
  /// Throws a ``Transparency/TransparencyError``.
  package func verify(today bytes: [UInt8], after kept: Proved?) throws -> Proved {
    let note = try SignedNote(bytes)
    let checkpoint = try Checkpoint(text: note.text)
    try sameLog(checkpoint)
    if let kept, checkpoint.size < kept.checkpoint.size {
      throw TransparencyError(
        .shortened,
        "today's checkpoint covers \(checkpoint.size) lines, and the kept one "
          + "\(kept.checkpoint.size): it is an older one")
    }
    try content.verify(extends: checkpoint)
    let first = trusted + (kept?.signers ?? [])
    guard !first.isEmpty else { return Proved(checkpoint: checkpoint, signers: []) }
    let vouched = vouched(from: first, by: notes + [note])
    let isSigned = note.signatures.contains { signature in
      vouched.contains { $0.name == signature.name && $0.identifier == signature.identifier }
    }
    if !isSigned, let error = unvouched(vouched) { throw error }
    return Proved(checkpoint: checkpoint, signers: try note.verified(by: vouched))
  }

  /// Proves that a line of the log stands where a proof says.
  ///
  /// Returns the line. Throws a ``Transparency/TransparencyError``.
  package func verify(proof bytes: [UInt8]) throws -> (line: LedgerEntry, proved: Proved) {
    let proof = try InclusionProof(bytes)
    try sameLog(proof.checkpoint)
    guard proof.index < entries.count else {
      throw TransparencyError(
        .shortened,
        "the proof is of line \(proof.index + 1), and the log has \(entries.count) lines")
    }
    let signers = try proof.verified(for: content.entries[proof.index], by: known)
    try content.verify(extends: proof.checkpoint)
    return (entries[proof.index], Proved(checkpoint: proof.checkpoint, signers: signers))
  }

  private func sameLog(_ checkpoint: Checkpoint) throws(TransparencyError) {
    guard let origin = keys.origin, origin != checkpoint.origin else { return }
    throw TransparencyError(
      .otherLog,
      "the checkpoint is of the log \(checkpoint.origin.quoted), and this log is "
        + "\(origin.quoted)")
  }

  // MARK: Keys

  /// The keys to which trust in some leads: a key vouches for the next one by signing a checkpoint
  /// that covers the line which names it.
  private func vouched(from first: [VerifierKey], by notes: [SignedNote]) -> [VerifierKey] {
    var vouched = first
    for (before, change) in zip(keys.changes, keys.changes.dropFirst())
    where change.cause == .rotated && vouched.contains(before.key) {
      if keys.isVouched(change, by: before.key, in: notes, of: content) {
        vouched.append(change.key)
      }
    }
    return vouched
  }

  /// The changes of the key from which nothing at hand leads readers of the old key to the new one,
  /// though it was in order.
  var unvouchedRotations: [LogKeys.Change] { keys.unvouched(by: notes, of: content) }

  /// Why trust does not lead to the key that signs now; nil where the log gives no reason.
  private func unvouched(_ vouched: [VerifierKey]) -> TransparencyError? {
    guard let place = keys.changes.lastIndex(where: { vouched.contains($0.key) }),
      keys.changes.indices.contains(place + 1)
    else { return nil }
    let change = keys.changes[place + 1]
    let what =
      switch change.cause {
      case .lost: "was lost"
      case .compromised: "may be in other hands"
      case .first, .rotated: "was replaced, and no checkpoint is at hand that both keys have signed"
      }
    let reason = change.reason.map { " (\($0.quoted))" } ?? ""
    return TransparencyError(
      .unknownKeys,
      "line \(change.line) of the log says that the key \(keys.changes[place].key) \(what)\(reason); "
        + "ask the producer on another way whether \(change.key) is the new one, and name it as a "
        + "key then")
  }
}
