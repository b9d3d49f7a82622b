import Archive
import Diagnostics
import Editions
import Ledger
import Storage

/// What a bag of ours brings beside the object, looked at before the object is taken.
extension Workspace {
  /// What no inventory names does not come into the archive with an object.
  func refuseForeign(_ object: String, in incoming: OCFLStore, _ path: String) throws {
    let strange = try incoming.foreignFolders(of: object)
    guard strange.isEmpty else {
      throw ReleaseError(
        .altered,
        "the object \(object) in \(path) has what no inventory names, in "
          + "\(strange.joined(separator: ", ")); nothing of it was taken. `ninethirty export` makes no such "
          + "folders: ask who changed the bag")
    }
  }

  /// What is kept as it is comes back as it was, by the inventory that the journal knows: no log says
  /// what it was.
  func refuseForged(_ object: String, in incoming: OCFLStore, _ path: String) throws {
    guard let known = try History(self).knownInventory(of: object) else { return }
    let digest = try SHA512Sum(ofFile: "\(incoming.root)/\(object)/inventory.json").hex
    guard digest != known.digest else { return }
    throw ReleaseError(
      .altered,
      "\(path) has another \(object) than the one that \(known.isStated ? "stood in" : "came into") the"
        + " archive on \(known.instant), by its inventory; nothing was taken. Look for a bag that was made"
        + " of that one, and find out who made this")
  }

  /// What is to be said where something is kept again under the name of what was lost.
  func lossFindings(_ object: String, _ path: String) throws -> [Finding] {
    guard let lost = try lostKept().first(where: { $0.object == object }) else { return [] }
    return [
      Finding(
        "bag.lost", .warning, at: Place(path), found: lost.said,
        rule:
          "what is kept is never changed; that these files are those which were lost cannot be shown",
        source: "docs/format.md section 12",
        remedy: "where a bag or a copy of the archive has it, bring that back instead: move "
          + "\(archive)/\(object) away and run `ninethirty repair --from COPY`")
    ]
  }

  /// What is to be said of folders that come with nothing in them: the archive holds files.
  func emptyFolderFindings(_ arrival: Arrival, _ path: String) throws -> [Finding] {
    let found = try Files.survey(arrival.content).found
    let filled = Set(found.map(\.path.parentPath))
    let empty = found.filter { $0.kind == .directory && !filled.contains($0.path) }.map(\.path)
    guard let first = empty.first else { return [] }
    return [
      Finding(
        "bag.empty-folders", .note, at: Place(path),
        found: empty.count == 1
          ? "the folder \(first.quoted) has nothing in it and is not kept"
          : "\(empty.count) folders, such as \(first.quoted), have nothing in them and are not kept",
        rule:
          "an archive by OCFL has files, and folders as far as files are in them (OCFL 1.1, E024)",
        remedy:
          "nothing has to be done; where it matters that they were there, say so with --reason")
    ]
  }

  /// What is to be said of the log in a bag of ours: it is this workspace's, or the beginning of it.
  ///
  /// The object is held against the log of the workspace, never against this one, so it is safe to
  /// take; but two logs that part tell of two archives that went apart, or of a forged bag.
  func logFindings(_ arrival: Arrival) throws -> [Finding] {
    let file = "log/log.jsonl"
    let brought = "\(arrival.content)/data/\(file)"
    guard try Files.kind(of: brought) == .file else { return [] }
    let own = try logLedger.read().entries
    let found: String
    do {
      let theirs = try Ledger(brought, audience: .everybody).read().entries
      if let index = zip(own, theirs).enumerated().first(where: { $1.0 != $1.1 })?.offset {
        found = "the log in the bag parts from that of this workspace at line \(index + 1)"
      } else if theirs.count > own.count {
        found =
          "the log in the bag has \(theirs.count) lines, and that of this workspace ends with line "
          + "\(own.count)"
      } else {
        return []
      }
    } catch let error as LedgerError {
      found = "the log in the bag is broken: \(error.reason)"
    }
    return [
      Finding(
        "bag.log", .warning, at: Place("data/\(file)"), found: found,
        rule: "the log in a bag of this workspace is its log, or the beginning of it",
        source: "docs/format.md section 12",
        remedy:
          "two archives went apart, or somebody changed the bag: find out which log is right; "
          + "the object itself is what the log of this workspace says came out")
    ]
  }

  /// Where two objects of one name part.
  static func parting(_ own: OCFLInventory, _ other: OCFLInventory) -> String {
    for (ours, theirs) in zip(own.versions, other.versions) where ours != theirs {
      let paths = Set(ours.state.keys).union(theirs.state.keys)
        .filter { ours.state[$0] != theirs.state[$0] }.sorted { $0.precedesByBytes($1) }
      guard let first = paths.first else { return "\(ours.name) has another time, message or user" }
      return "\(ours.name) has \(paths.count) other file\(paths.count == 1 ? "" : "s"), the first "
        + first.quoted
    }
    return "it has \(own.versions.count) versions and the bag \(other.versions.count)"
  }
}
