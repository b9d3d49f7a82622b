import Archive
import Ledger
import Notation
import Publications
import Schedule
import Storage

/// Whether the public tree has what the log says: a copy may have brought the one without the other.
extension Workspace {
  /// The editions that are out by the log and whose pages are not in the public tree.
  func editionsNotPublic(_ history: History) throws -> [Month] {
    let released = history.released
    guard !released.isEmpty, let tree = try trees.current() else { return released }
    return try released.filter { try !Files.exists("\(tree.path)/\($0)/index.html") }
  }

  /// Whether a public tree was laid by the journal, and none is there.
  ///
  /// Where a crash kept it from its first readers, it has to be laid all the same: the log has lines.
  func hasLostPublicTree(_ history: History) throws -> Bool {
    try isWithoutPublicTree && history.newestTree > 0
  }

  /// Whether readers had a public tree that is not there any more.
  ///
  /// Of a switch to the first tree alone the journal does not tell whether it was done: the next step
  /// that publishes does it.
  private func hadPublicTree(_ history: History) throws -> Bool {
    try isWithoutPublicTree && history.newestTree > 1
  }

  private var isWithoutPublicTree: Bool {
    get throws { try copy == nil && Files.kind(of: publicTree) == nil }
  }

  /// Refuses to go on beside a public tree that lacks one of these editions, which are out: calendar
  /// and feed would name pages that are not there, and the next tree would be laid without them.
  ///
  /// Throws a ``ReleaseError``.
  func refuseNotPublic(_ history: History, among months: [Month]? = nil) throws {
    let missing = try editionsNotPublic(history).filter { months?.contains($0) ?? true }
    guard !missing.isEmpty else {
      guard try hadPublicTree(history) else { return }
      throw ReleaseError(
        .altered,
        "there was a public tree, and \(publicTree) is gone: the next one would lack what readers had of"
          + " the log. Put it back from a copy, or let `ninethirty repair --apply` lay it anew")
    }
    let names = missing.map(\.description).joined(separator: ", ")
    throw ReleaseError(
      .altered,
      "the log says that \(names) came out, and \(publicTree) has no pages of "
        + "\(missing.count == 1 ? "it" : "them"). `ninethirty repair --apply` lays the tree from the "
        + "archive; `ninethirty verify` says what else is not as it should be")
  }

  /// Refuses to go on from a log that is only the beginning of the public one.
  ///
  /// What was published since would be published again, with another time. Throws a
  /// ``ReleaseError``.
  func refuseOlderLog() throws {
    guard let (found, remedy) = try olderLog() else { return }
    throw ReleaseError(.altered, "\(found). \(remedy)")
  }

  /// What is to be said where the log is only the beginning of the public one, and what to do.
  ///
  /// Only a public log that is whole and goes on from this one counts.
  func olderLog() throws -> (found: String, remedy: String)? {
    guard rehearsal == nil, let tree = try trees.current() else { return nil }
    let path = "\(tree.path)/\(PublicLog.folder)/log.jsonl"
    guard try Files.kind(of: path) == .file else { return nil }
    let own = try Files.exists(log) ? Files.read(log, limit: Self.fileLimit) : []
    let published = try Files.read(path, limit: Self.fileLimit)
    guard published.count > own.count, published.starts(with: own),
      let state = try? Ledger(path, audience: .everybody).read(), state.tornBytes == 0,
      let newest = state.entries.last
    else { return nil }
    let lines = own.count { $0 == UInt8(ascii: "\n") }
    return (
      "\(log) ends with line \(lines), and the one that readers have goes on to line "
        + "\(newest.sequence), of \(newest.instant): log and journal are older than the public tree",
      "Bring back the newest copy of both, and of the archive (the log stands in \(path)); "
        + "`ninethirty verify` says what is missing"
    )
  }

  /// What readers get of the editions that are out and is not as it was published, as a sentence for
  /// whoever releases; nothing where all is well.
  ///
  /// A release takes it over as it is: it is no reason to be late. `others` are the files of the
  /// public tree that are not published as they are.
  func noteOnAltered(_ others: [String], _ history: History) throws -> [String] {
    guard let tree = try trees.current() else { return [] }
    let store = OCFLStore(archive)
    var altered = 0
    var missing = 0
    for month in history.released where try store.contains(month.description) {
      altered += others.count { $0.hasPrefix("\(publicTree)/\(month)/") }
      // An archive that cannot be read says nothing of what is missing, and holds no release up.
      guard let newest = try? store.inventory(of: month.description).versions.last else { continue }
      let prefix = "renditions/"
      for path in newest.state.keys
      where path.hasPrefix(prefix) && !EditionFile.isOfSeries(path.dropFirst(prefix.utf8.count)) {
        let file = "\(tree.path)/\(month)/\(path.dropFirst(prefix.utf8.count))"
        if try !Files.exists(file) { missing += 1 }
      }
    }
    guard altered + missing > 0 else { return [] }
    let counts = [
      altered > 0 ? "\(altered) not as published" : nil, missing > 0 ? "\(missing) missing" : nil,
    ].compactMap(\.self).joined(separator: ", ")
    return [
      "the public pages of editions that are out are not as they were published (files: \(counts)), "
        + "and the next tree takes them over; `ninethirty verify` names them, "
        + "`ninethirty repair --apply` mends them"
    ]
  }
}

extension History {
  /// The newest public tree that the journal knows; 0 where there was none.
  fileprivate var newestTree: Int {
    journal.lazy.compactMap { entry in
      guard ["laid", "repaired", "switching"].contains(entry.event),
        case .integer(let number)? = entry.fields["tree"]
      else { return nil }
      return number
    }.max() ?? 0
  }
}
