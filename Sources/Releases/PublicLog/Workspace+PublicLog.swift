import Editions
import Ledger
import Notation
import Schedule
import Site
import Storage
import Transparency

/// The log as outsiders get it: with a signed checkpoint, keys, tiles and proofs.
extension Workspace {
  /// What the second switch brings of the log.
  struct PublicLogFiles {
    var files: [PublicFile]
    /// Partial tiles that full ones have made superfluous.
    var superfluous: [String] = []
    /// What its page says of it.
    var facts: LogFacts
    var notes: [String] = []
  }

  /// The log as it is, signed where its key is at hand.
  ///
  /// Nothing about the key is an error here: without it the log comes out, the checkpoint stays as
  /// it is, and a note says so.
  func publicLog(_ history: History, at now: Instant) throws -> PublicLogFiles {
    let bytes = try Files.read(log, limit: Self.fileLimit)
    var result = PublicLogFiles(
      files: [PublicFile("\(PublicLog.folder)/log.jsonl", .bytes(bytes))],
      facts: LogFacts(lines: history.log.count, publications: history.log.logPublications))
    // A rehearsal would sign another log under the same name.
    guard rehearsal == nil, !history.log.isEmpty else { return result }
    do {
      let content = LogContent(bytes)
      let keys = try LogKeys(history.log)
      if try isCheckpointNoFile() {
        result.notes.append(
          "what stood in the place of the public checkpoint was no file; it is made anew")
      }
      let note = try signedCheckpoint(of: content, keys, history, at: now)
      let signed = try PublicLog(content: content, entries: history.log, keys: keys, note: note)
      result.files += try signed.files()
      result.superfluous = try superfluousTiles(size: content.tree.size)
      result.facts.signed = LogFacts.Signed(
        origin: signed.checkpoint.origin, size: signed.checkpoint.size,
        root: "\(signed.checkpoint.root)")
    } catch let error as ReleaseError {
      result.notes.append(Self.notSigned(error))
    } catch let error as TransparencyError {
      result.notes.append(Self.notSigned(error))
    } catch let error as StorageError where isOfLogKey(error) {
      result.notes.append(Self.notSigned(error))
    }
    return result
  }

  /// Whether it is the file of the key that cannot be read; any other fault of the disk is one, and
  /// the next run signs.
  private func isOfLogKey(_ error: StorageError) -> Bool {
    guard let place = try? logKeyPlace().path else { return false }
    return error.path.hasPrefix(place)
  }

  private static func notSigned(_ error: any Error) -> String {
    "the log is public, but its newest lines are not signed: \(error)"
  }

  /// Names the key of this machine as the first of the log, where the log has none yet.
  ///
  /// Nothing about the key is an error here either: ``publicLog(_:at:)`` says what is wrong.
  func introduceLogKey(at now: Instant) throws {
    guard rehearsal == nil else { return }
    let history = try History(self)
    guard !history.log.isEmpty, !history.log.contains(where: { $0.event == LogKeys.event }),
      let key = (try? logKeys())?.first, let programme = try? programme()
    else { return }
    let verifier = try key.verifier(name: logOrigin(try LogKeys([]), programme))
    let change = LogKeys.Change(line: 0, key: verifier, cause: .first, reason: nil)
    try record(LogKeys.event, of: nil, change.fields(replacing: nil), in: logLedger, at: now)
  }

  // MARK: The checkpoint

  /// The public checkpoint, if a key of the log has signed it; nil where there is none.
  ///
  /// Throws a ``ReleaseError`` where it cannot be read: nobody can tell then what was signed.
  func publicCheckpoint(_ keys: LogKeys) throws -> (note: SignedNote, checkpoint: Checkpoint)? {
    guard let tree = try trees.current() else { return nil }
    let path = "\(tree.path)/\(PublicLog.checkpointFile)"
    do {
      // What is no file is damaged as well.
      guard try Files.kind(of: path) == .file else { return nil }
      let note = try SignedNote(Files.read(path, limit: SignedNote.longest))
      try note.verified(by: keys.changes.map(\.key))
      return (note, try Checkpoint(text: note.text))
    } catch is TransparencyError {
      return nil  // Damaged: it is made anew, like any file of the log that is not as it should be.
    } catch let error as StorageError {
      guard error.code != .tooLarge else { return nil }
      throw ReleaseError(.unreadable, "the public checkpoint cannot be read: \(error)")
    }
  }

  /// Whether something else than a file stands in the place of the public checkpoint.
  private func isCheckpointNoFile() throws -> Bool {
    guard let tree = try trees.current() else { return false }
    let kind = try Files.kind(of: "\(tree.path)/\(PublicLog.checkpointFile)")
    return kind != nil && kind != .file
  }

  /// The checkpoint of the whole log: the public one, or one that is signed now.
  ///
  /// Throws a ``ReleaseError`` where it cannot be signed: `noKey`, or `altered` where the log is not
  /// the one whose checkpoints were signed before.
  private func signedCheckpoint(
    of content: LogContent, _ keys: LogKeys, _ history: History, at now: Instant
  ) throws -> SignedNote {
    let place = try logKeyPlace().path
    guard let change = keys.changes.last else {
      _ = try logKeys()  // Says where one is there and not fit for use.
      throw ReleaseError(
        .noKey,
        "there is no key of the log at \(place); make it with `ninethirty key new`, or name the one that"
          + " there is with NINETHIRTY_LOG_KEY_FILE")
    }
    let checkpoint = Checkpoint(origin: change.key.name, content.tree)
    let standing = try publicCheckpoint(keys)
    let before = try keyToVouch(for: keys, in: content)
    if before == nil, let note = try publishedNote(of: checkpoint, keys) { return note }
    try refuseAnotherLog(content, history)
    if let standing { try refuseLog(content, against: standing, keys) }
    var signers = try logKeys().filter { try $0.verifier(name: change.key.name) == change.key }
    guard !signers.isEmpty else {
      throw ReleaseError(
        .noKey,
        "the key \(change.key) of the log is not at \(place); bring it there, or replace it with "
          + "`ninethirty key rotate`")
    }
    if let before {
      let other = try logKeys().filter { try $0.verifier(name: before.name) == before }
      guard !other.isEmpty || !history.hasSigned(content.tree.size) else {
        throw ReleaseError(
          .noKey,
          "the checkpoint of \(content.tree.size) lines was signed by two keys when one took over from"
            + " the other, and the key \(before) is not at \(place): bring it there, or put the public"
            + " tree back from a copy with `ninethirty repair --from COPY --apply`")
      }
      signers += other
    }
    try record(
      "checkpoint", of: nil,
      ["root": .string("\(checkpoint.root)"), "size": .integer(checkpoint.size)],
      in: journalLedger, at: now)
    return try checkpoint.signed(by: signers)
  }

  /// The key before the present one, where that was to vouch for it and nothing that is public says so.
  ///
  /// The first checkpoint that covers a rotation has two signatures: without it readers who know the key
  /// before cannot follow.
  private func keyToVouch(for keys: LogKeys, in content: LogContent) throws -> VerifierKey? {
    guard let change = keys.changes.last, change.cause == .rotated else { return nil }
    let before = keys.changes[keys.changes.count - 2].key
    guard let tree = try treeIfReadable() else { return before }
    let notes = try LogVerification.newestNotes(inTree: tree.path)
    return keys.isVouched(change, by: before, in: notes, of: content) ? nil : before
  }

  /// The signed checkpoint of these lines as it is public, under either of its names; the one with more
  /// signatures where they differ.
  private func publishedNote(of checkpoint: Checkpoint, _ keys: LogKeys) throws -> SignedNote? {
    guard let tree = try treeIfReadable(), let key = keys.current else { return nil }
    let places = [
      PublicLog.checkpointFile, "\(PublicLog.folder)/checkpoints/\(checkpoint.size)",
    ]
    let notes = try places.compactMap { try LogVerification.note(at: "\(tree.path)/\($0)") }
      .filter { note in
        note.text == checkpoint.text && (try? note.verified(by: [key])) != nil
          // A line that somebody added does not become ours by being laid again.
          && note.signatures.allSatisfy { line in
            keys.changes.contains {
              $0.key.name == line.name && $0.key.identifier == line.identifier
            }
          }
      }
    return notes.max { $0.signatures.count < $1.signatures.count }
  }

  /// A log never signs two checkpoints of which one is not the beginning of the other (C2SP
  /// tlog-checkpoint, Signatures): readers would have proof that it deceives.
  private func refuseAnotherLog(_ content: LogContent, _ history: History) throws {
    for entry in history.journal where entry.event == "checkpoint" {
      guard case .integer(let size)? = entry.fields["size"],
        case .string(let root)? = entry.fields["root"]
      else { continue }
      guard size <= content.tree.size, "\(content.tree.root(size: size))" == root else {
        throw ReleaseError(
          .altered,
          "the log does not begin with the \(size) lines whose checkpoint was signed on "
            + "\(entry.instant); nothing is signed. Restore the log from a copy, such as the "
            + "published one")
      }
    }
  }

  /// The same by what readers have: a journal that is lost says nothing of what was signed.
  private func refuseLog(
    _ content: LogContent, against standing: (note: SignedNote, checkpoint: Checkpoint),
    _ keys: LogKeys
  ) throws {
    // What other hands signed with a key of ours is no word of ours.
    guard (try? standing.note.verified(by: keys.uncompromised)) != nil else { return }
    do throws(TransparencyError) {
      try content.verify(extends: standing.checkpoint)
    } catch {
      throw ReleaseError(
        .altered,
        "the public checkpoint is of another log than this one: \(error.reason); nothing is signed. "
          + "`ninethirty verify` says what is at fault; restore the log from a copy, such as the "
          + "published one")
    }
  }

  private func superfluousTiles(size: Int) throws -> [String] {
    guard let tree = try trees.current() else { return [] }
    return try TilePath.all(size: size).compactMap(\.partialFolder).flatMap { folder in
      let path = "\(PublicLog.folder)/\(folder)"
      guard try Files.exists("\(tree.path)/\(path)") else { return [String]() }
      return try Files.list("\(tree.path)/\(path)").map { "\(path)/\($0)" }
    }
  }
}

extension History {
  /// Whether a checkpoint of so many lines was signed once.
  fileprivate func hasSigned(_ size: Int) -> Bool {
    journal.contains { $0.event == "checkpoint" && $0.fields["size"] == .integer(size) }
  }
}

extension [LedgerEntry] {
  /// What the page of the log lists.
  var logPublications: [LogFacts.Publication] {
    PublicLog.publications(self).compactMap { publication in
      guard let edition = Month(publication.edition) else { return nil }
      return LogFacts.Publication(
        edition: edition, version: publication.version, event: publication.event,
        line: publication.line, proof: publication.proof)
    }
  }
}
