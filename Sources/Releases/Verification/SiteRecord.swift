import Ledger
import Notation
import Schedule
import Storage

/// The digests of what stands around the editions in the public tree, as the journal has them: each
/// switch that brings calendar, feed and the like notes what is new.
struct SiteRecord {
  /// SHA-256 in hexadecimal by the path in the public tree.
  private(set) var digests: [String: String] = [:]
  /// When they were laid.
  private var instants: [String: Instant] = [:]

  /// What the journal says was laid, but for switches that were not made: `present` is the number of the
  /// tree that is public, where that is known.
  ///
  /// The lines of a switch stand one after the other, on disk before it is made.
  init(_ journal: [LedgerEntry], present: Int? = nil) {
    var parts: [LedgerEntry] = []
    for (index, entry) in journal.enumerated() {
      switch entry.event {
      case "laid" where entry.fields["tree"] == nil: parts.append(entry)
      case "laid", "switching":
        if !Self.wasNotMade(entry, then: journal[(index + 1)...], present) {
          for part in parts + [entry] { note(part) }
        }
        parts = []
      default: parts = []
      }
    }
  }

  /// Whether the tree of a switch was never public.
  ///
  /// Then it gave its number to the next one, and no reader had its files. A repair begins to count anew where
  /// every tree is gone.
  private static func wasNotMade(
    _ entry: LedgerEntry, then later: ArraySlice<LedgerEntry>, _ present: Int?
  ) -> Bool {
    let next = later.first {
      ["releasing", "repaired", "switching"].contains($0.event) && $0.fields["tree"] != nil
    }
    guard let next else {
      guard let present, case .integer(let number)? = entry.fields["tree"] else { return false }
      return number > present
    }
    guard next.event != "repaired" else { return false }
    return next.fields["tree"] == entry.fields["tree"]
  }

  private mutating func note(_ entry: LedgerEntry) {
    guard case .object(let files)? = entry.fields["files"] else { return }
    for (path, digest) in files {
      guard case .string(let digest) = digest else {
        digests[path] = nil  // It was taken away.
        continue
      }
      digests[path] = digest
      instants[path] = entry.instant
    }
  }

  /// The log is held against the log itself.
  static let log = "log/log.jsonl"

  /// The last instant at which a file was surely sound.
  func evidence(of path: String, _ history: History) -> VerificationFault.Evidence? {
    guard let laid = instants[path] else { return nil }
    if let verified = history.lastVerification(of: nil), verified > laid {
      return .init(instant: verified, what: "it was verified")
    }
    return .init(instant: laid, what: "it was laid")
  }

  /// The digest of a file as the record has it.
  static func digest(of file: PublicFile) throws -> String {
    switch file.source {
    case .bytes(let bytes): SHA256Sum(of: bytes).hex
    case .file(let path): try SHA256Sum(ofFile: path).hex
    }
  }

  /// Those of the files that the journal does not have with these bytes, and what is taken away as
  /// `null`, in parts that each fit into a line.
  func changes(_ files: [PublicFile], removing: [String]) throws -> [CanonicalJSON] {
    let put = Set(files.map(\.path))
    var changes = removing.filter { digests[$0] != nil && !put.contains($0) }
      .map { ($0, CanonicalJSON.null) }
    for file in files where file.path != Self.log {
      let digest = try Self.digest(of: file)
      if digests[file.path] != digest { changes.append((file.path, .string(digest))) }
    }
    return stride(from: 0, to: changes.count, by: 200).map { start in
      .object(Dictionary(uniqueKeysWithValues: changes[start..<min(start + 200, changes.count)]))
    }
  }
}

extension Workspace {
  /// The members of the journal's line about a switch of the site: what is new in it.
  ///
  /// Where that is more than a line holds, lines of their own come before.
  func siteChanges(
    _ files: [PublicFile], removing: [String] = [], _ history: History, tree: PublicTrees.Tree,
    at now: Instant
  ) throws -> [String: CanonicalJSON] {
    let record = SiteRecord(history.journal, present: try trees.current()?.number)
    var parts = try record.changes(files, removing: removing)
    let last = parts.popLast()
    for part in parts {
      try self.record("laid", of: nil, ["files": part], in: journalLedger, at: now)
    }
    var fields: [String: CanonicalJSON] = ["tree": .integer(tree.number)]
    fields["files"] = last
    return fields
  }
}
