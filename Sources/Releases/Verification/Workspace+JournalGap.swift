import Ledger
import Notation
import Storage
import Transparency

extension History {
  /// The numbers of the lines of the log that commit to the journal and of which the journal has lost
  /// what it knew.
  ///
  /// A line of the log and the journal's line about it are two writes, and a crash between them loses
  /// the second one. So a single line that the journal does not know is no fault, unless it is the
  /// last, readers have it, and the journal has nothing later. Two in a row are one.
  func linesLost(published: String?) -> Set<Int> {
    guard let newest = journal.last else { return [] }
    let known = Set(journal.compactMap(\.loggedLine))
    let stated = journalLosses.last?.sequence ?? 0
    let unknown = Set(
      log.filter {
        $0.commitment != nil && $0.sequence > stated && !known.contains($0.sequence)
      }.map(\.sequence))
    var lost = unknown.filter { unknown.contains($0 - 1) || unknown.contains($0 + 1) }
    if let last = log.last, unknown.contains(last.sequence), newest.instant < last.instant,
      let published, let bytes = try? Files.read(published, limit: Workspace.fileLimit),
      LogContent(bytes).entries.count >= last.sequence
    {
      lost.insert(last.sequence)
    }
    return lost
  }
}

/// A journal from which lines are gone, for every verb that writes: it would go on from there as if
/// what they decided, such as that a seal was taken back, had never been.
extension Workspace {
  /// Refuses to write beside a journal that lacks what the log and the public tree say of it.
  ///
  /// A crash loses its line about one line of the log at most; what was stated to be lost is known. Lines
  /// that came after the newest of the log and the newest public tree leave no such trace. Throws a
  /// ``ReleaseError``.
  func refuseJournalWithGap(_ history: History) throws {
    guard let gap = try gap(in: history) else { return }
    throw ReleaseError(
      .altered,
      "\(gap), and nothing is written. \(Self.gapRemedy.prefix(1).uppercased())\(Self.gapRemedy.dropFirst())"
    )
  }

  /// What the journal lacks, as a sentence; nil where it lacks nothing, or is that of a copy or a rehearsal.
  private func gap(in history: History) throws -> String? {
    guard copy == nil, rehearsal == nil else { return nil }
    return try journalGap(history).map { "\(journal) \($0): lines of it are gone" }
  }

  /// The same as a warning of `status`; what is older than readers have, and the log with it, is told by that.
  func journalWarnings(_ history: History) throws -> [StatusWarning] {
    guard try olderLog() == nil, let gap = try gap(in: history) else { return [] }
    return [
      StatusWarning(
        kind: .journalCutShort, edition: nil, isUrgent: true, text: gap, remedy: Self.gapRemedy)
    ]
  }

  private static let gapRemedy =
    "put it back from a copy, and find out who cut it; where none is left, state the loss: `ninethirty "
    + "repair --journal-lost REASON --by ID --apply`"

  private func journalGap(_ history: History) throws -> String? {
    let commitments = history.commitments.made
    guard commitments > 0 else { return nil }
    guard !history.journal.isEmpty else {
      return "is empty or not there, and \(commitments) of the lines of the log commit to it"
    }
    let published = (try? treeToRead()).flatMap { $0?.path }.map { "\($0)/\(SiteRecord.log)" }
    if let first = history.linesLost(published: published).min() {
      return "does not know line \(first) of the log, which commits to it"
    }
    if let size = try unknownCheckpoint(history) {
      return "does not know that the checkpoint of \(size) lines, which is public, was signed"
    }
    return try unknownTree(history).map { "is older than the public tree: \($0)" }
  }

  /// The public tree, where its number is higher than any that the journal knows.
  func unknownTree(_ history: History) throws -> String? {
    let known = history.journal.compactMap { entry -> Int? in
      guard ["releasing", "repaired", "switching"].contains(entry.event),
        case .integer(let number)? = entry.fields["tree"]
      else { return nil }
      return number
    }.max()
    // What is wrong with the link is said where it is looked at.
    guard let known, let tree = try? trees.current(), tree.number > known else {
      return nil
    }
    return
      "\(shown(tree.path)) is public, and the newest tree that the journal knows is number "
      + "\(known)"
  }

  /// The size of a checkpoint that readers have and of whose signing the journal knows nothing.
  func unknownCheckpoint(_ history: History) throws -> Int? {
    guard let tree = try? treeToRead() else { return nil }
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
