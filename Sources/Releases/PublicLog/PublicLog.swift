import Ledger
import Notation
import Storage
import Transparency

/// The public files of a signed log, made from its bytes, its keys and a signed checkpoint alone.
struct PublicLog {
  let content: LogContent
  let entries: [LedgerEntry]
  let keys: LogKeys
  /// The signed checkpoint of the whole log.
  let note: SignedNote
  /// What it says.
  let checkpoint: Checkpoint

  init(
    content: LogContent, entries: [LedgerEntry], keys: LogKeys, note: SignedNote
  ) throws(TransparencyError) {
    self.content = content
    self.entries = entries
    self.keys = keys
    self.note = note
    checkpoint = try Checkpoint(text: note.text)
  }

  /// The folder of the log in the public tree.
  static let folder = "log"
  static let checkpointFile = "\(folder)/checkpoint"

  /// Checkpoint, keys, tiles and proofs by their paths in the public tree.
  ///
  /// Each checkpoint also stands under its size, for good: with the two signatures of a change of
  /// keys a reader gets from the key that he knows to the next one.
  func files() throws -> [PublicFile] {
    let tiles = TilePath.all(size: content.tree.size).map { path in
      file("\(path)", Tiles.bytes(of: path, in: content.tree, entries: content.entries))
    }
    let proofs = try Self.publications(entries).map { publication in
      let proof = try InclusionProof(of: publication.line - 1, in: content.tree, note)
      return file("proofs/\(publication.proof)", proof.bytes)
    }
    return [
      file("checkpoint", note.bytes), file("checkpoints/\(content.tree.size)", note.bytes),
      file("key", keys.file),
    ] + tiles + proofs
  }

  private func file(_ path: String, _ bytes: [UInt8]) -> PublicFile {
    PublicFile("\(Self.folder)/\(path)", .bytes(bytes))
  }

  /// A release, a correction or a withdrawal in the log.
  struct Publication {
    /// The number of its line.
    let line: Int
    let edition: String
    let version: Int
    let event: String
    /// The name of its proof: `2013-11-v1.tlog-proof`.
    var proof: String { "\(edition)-v\(version).tlog-proof" }
  }

  /// Whether a file of the log's folder is one of those that are made, by its path in the public tree:
  /// a proof is, of what came out alone.
  static func isExpected(_ path: String, by log: [LedgerEntry]) -> Bool {
    let proofs = "\(folder)/proofs/"
    guard path.hasPrefix(proofs) else { return true }
    return publications(log).contains { path == proofs + $0.proof }
  }

  /// Every release, correction and withdrawal of a log, in its order.
  static func publications(_ entries: [LedgerEntry]) -> [Publication] {
    entries.compactMap { entry in
      guard ["released", "corrected", "withdrawn"].contains(entry.event),
        let edition = entry.edition, edition.isPathInside, !edition.contains("/"),
        case .integer(let version)? = entry.fields["version"]
      else { return nil }
      return Publication(
        line: entry.sequence, edition: edition, version: version, event: entry.event)
    }
  }
}
