import Archive
import Diagnostics
import Publications
import Schedule
import Storage

/// What stands around the editions in the public tree, held against the journal, which has what was
/// laid, and against what log, schedule and templates make now.
extension Verifier {
  /// Calendar, feed and all else that no edition brings: as the journal recorded it, or as it is
  /// made from log and schedule now.
  mutating func checkOthers(
    _ files: [Files.Survey], _ digests: [OCFLReading.Outcome],
    in tree: PublicTrees.Tree
  ) throws {
    let record = SiteRecord(
      history.journal, present: tree.number > 0 ? tree.number : nil)
    let unrecorded = noteUnrecordedLog(record, in: tree)
    var doubtful: [(path: String, digest: String?)] = []
    var seen: Set<String> = []
    for (file, outcome) in zip(files, digests) where expected.addresses[file.path] == nil {
      seen.insert(file.path)
      if case .unreadable(let cause) = outcome {
        noteUnreadable(file.path, cause, record, in: tree)
        continue
      }
      if file.path == SiteRecord.log || expected.isUnknown(file.path) { continue }
      if unrecorded.contains(file.path) { continue }
      guard case .digest(let digest) = outcome else {
        if record.digests[file.path] == nil { doubtful.append((file.path, nil)) }
        continue
      }
      let isAsLaid = try record.digests[file.path].map {
        try SHA256Sum(ofFile: "\(tree.path)/\(file.path)").hex == $0
      }
      if isAsLaid != true { doubtful.append((file.path, digest)) }
    }
    let missing =
      scope.isWhole
      ? Set(record.digests.keys).subtracting(seen).filter {
        // A switch that the journal has lost takes partial tiles away.
        expected.addresses[$0] == nil && !(Self.isOfLog($0) && !unrecorded.isEmpty)
      } : []
    // To make all these pages takes as long as to read thousands: only where it is asked for.
    guard !doubtful.isEmpty || !missing.isEmpty else { return }
    // Templates, or records, that cannot make the pages any more leave what was recorded.
    let made = try workspace.siteFilesIfMade(history.calendar, by: history)
    if made == nil, record.digests.isEmpty { return }
    var makes: [String: String] = [:]
    for file in made ?? [] { makes[file.path] = try file.source.digest().hex }
    if workspace.copy != nil, record.digests.isEmpty {
      // Only the journal knows what was laid; the archived schedule and templates may be older.
      let others = doubtful.filter { $0.digest != nil && makes[$0.path] != nil }
        .filter { $0.digest != makes[$0.path] }.map(\.path)
      if !others.isEmpty {
        unchecked.append(
          "\(others.count) file\(others.count == 1 ? "" : "s") around the editions in the public tree ("
            + "\(Self.kinds(of: others))): the digests are in the journal, which is not here, and the "
            + "archived schedule and templates make others")
      }
      doubtful.removeAll { others.contains($0.path) }
    }
    for (path, digest) in doubtful { judge(path, digest, makes, record, in: tree) }
    for path in missing.sorted() {
      note(
        "verify.public.missing", "\(tree.path)/\(path)", "it is missing",
        rule: "every address that ever was stays", source: Self.publicRules,
        remedy: "see what `ninethirty repair` can put back",
        sound: record.evidence(of: path, history),
        repair: makes[path] != nil
          ? "log, schedule and templates"
          : Self.isOfLog(path) ? "the log and its key, or a copy of the public tree" : nil)
    }
  }

  private mutating func noteUnreadable(
    _ path: String, _ cause: String, _ record: SiteRecord, in tree: PublicTrees.Tree
  ) {
    note(
      "verify.public.altered", "\(tree.path)/\(path)", "it cannot be read: \(cause)",
      rule: "every address that ever was stays", source: Self.publicRules,
      remedy: "see what `ninethirty repair` can put back", sound: record.evidence(of: path, history)
    )
  }

  /// A file that is not as the journal says that it was laid; its digest is nil where it is not of
  /// the sample.
  private mutating func judge(
    _ path: String, _ digest: String?, _ makes: [String: String], _ record: SiteRecord,
    in tree: PublicTrees.Tree
  ) {
    let whole = "\(tree.path)/\(path)"
    guard record.digests[path] != nil || makes[path] != nil else {
      if isKnown(path, at: whole, record) { return }
      return note(
        "verify.public.extra", whole, "nothing says that it was published",
        rule: "the public tree holds what was published and nothing else",
        source: Self.publicRules,
        remedy: "find out who put it there", repair: Self.setAside)
    }
    if digest == nil || digest == makes[path] { return }
    note(
      "verify.public.altered", whole,
      "it is neither what was laid nor what log and schedule make now",
      rule: "what stands around the editions follows from log and schedule",
      source: Self.publicRules, remedy: "see what `ninethirty repair` can put back",
      sound: record.evidence(of: path, history),
      repair: makes[path] != nil ? "log, schedule and templates" : nil)
  }

  /// Whether something else than journal, log and schedule says of a file that it was published.
  func isKnown(_ path: String, at whole: String, _ record: SiteRecord) -> Bool {
    if Self.isOfLog(path) {
      // A line `key` that does not follow is said to be wrong, and says nothing of these files.
      guard let keys = try? LogKeys(history.log) else { return true }
      // Without a key nothing of this was ever made. Tiles and checkpoints are held against the log.
      return keys.current != nil
        && PublicLog.isExpected(path, by: history.log)
    }
    guard Self.isNamedByDigest(path, at: whole) else { return false }
    // Whoever can lay a file there can name it by its digest too.
    return record.digests.isEmpty || !history.journalLosses.isEmpty
      || archived.values.contains { edition in
        edition.versions.contains { version in
          version.open?.files.keys.contains("renditions/\(path)") ?? false
        }
      }
  }

  /// Whether it is a style sheet whose name is its digest: older ones stay beside the newest.
  private static func isNamedByDigest(_ name: String, at path: String) -> Bool {
    guard name.hasPrefix("assets/style-"), name.hasSuffix(".css"),
      let digest = try? SHA256Sum(ofFile: path).hex
    else { return false }
    return name == "assets/style-\(digest.prefix(12)).css"
  }

  /// What kinds of files these are and how many of each: `calendar 3, feed.atom, organisations 12`.
  private static func kinds(of paths: [String]) -> String {
    var counts: [String: Int] = [:]
    for path in paths { counts[String(path.prefix { $0 != "/" }), default: 0] += 1 }
    return counts.sorted { $0.key.precedesByBytes($1.key) }
      .map { $0.value == 1 ? $0.key : "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
