import Diagnostics
import Ledger
import Storage

/// The public files of the log held against the log itself.
extension Verifier {
  /// The page about the log.
  static let logPage = "log/index.html"

  /// Whether it is of the kind that stands beside the published log, which is held against the log.
  static func isOfLog(_ path: String) -> Bool {
    [logPage, "log/key", PublicLog.checkpointFile].contains(path)
      || ["log/checkpoints/", "log/proofs/", "log/tile/"].contains { path.hasPrefix($0) }
  }

  /// The files that follow from a valid checkpoint of whose laying the journal knows nothing; none
  /// where it knows of it.
  ///
  /// The journal has each switch on disk before it is done. So such a checkpoint tells that the
  /// journal has lost its newest lines, and its older digests say nothing of these files.
  mutating func noteUnrecordedLog(
    _ record: SiteRecord, in tree: PublicTrees.Tree
  ) -> Set<String> {
    let path = "\(tree.path)/\(PublicLog.checkpointFile)"
    guard scope.isWhole, history.journal.contains(where: { $0.event == "checkpoint" }),
      let digest = try? SHA256Sum(ofFile: path).hex,
      record.digests[PublicLog.checkpointFile] != digest,
      let sound = try? workspace.soundPublicLog(by: logInstead),
      record.digests["\(PublicLog.folder)/checkpoints/\(sound.size)"] == nil
    else { return [] }
    if !faults.contains(where: { $0.finding.id == "verify.journal.cut-short" }) {
      note(
        "verify.journal.cut-short", workspace.journal, line: history.journal.count,
        "the checkpoint of \(sound.size) lines is published, and the journal ends before it was",
        rule: "each switch of the public tree is in the journal before it is done",
        source: Self.ledgerRules,
        remedy: "put the journal back from a copy, and find out who cut it")
    }
    return sound.files.union([Self.logPage])
  }

  /// Checkpoints, keys, tiles and proofs held against the log itself.
  mutating func checkLogFiles(in tree: PublicTrees.Tree) {
    // A log without a line asks for nothing.
    guard scope.isWhole, !history.log.isEmpty else { return }
    do {
      for fault in try workspace.publicLogFaults(by: logInstead) where fault.path != SiteRecord.log
      {
        noteOfLog("\(tree.path)/\(fault.path)", fault.found)
      }
    } catch let error as StorageError {
      noteOfLog(error.path, "it cannot be read: \(error.cause)")
    } catch let error as ReleaseError {
      noteUnusableKeys(error)
    } catch {
      return  // A log or a journal that is broken is said already, and proves nothing.
    }
  }

  /// The log names its keys itself: where a line does not, nothing beside it can be held against it.
  private mutating func noteUnusableKeys(_ error: ReleaseError) {
    let file = workspace.shown(workspace.log)
    guard
      !faults.contains(where: { $0.finding.severity == .error && $0.finding.place.file == file })
    else { return }
    let lines = history.log.filter { $0.event == LogKeys.event }
    let first = lines.indices.first { (try? LogKeys(Array(lines[...$0]))) == nil }
    note(
      "verify.log.facts", workspace.log, line: first.map { lines[$0].sequence }, error.reason,
      rule:
        "each line `key` follows from the one before; by them checkpoints and proofs are verified",
      source: Self.publicRules,
      remedy:
        "put the log back from a copy, and find out who changed it; checkpoints, keys, tiles and "
        + "proofs could not be held against it")
  }

  private mutating func noteOfLog(_ path: String, _ found: String) {
    let shown = workspace.shown(path)
    guard !faults.contains(where: { $0.finding.place.file == shown }) else { return }
    note(
      "verify.log.checkpoint", path, found,
      rule: "checkpoint, keys, tiles and proofs follow from the log", source: Self.publicRules,
      remedy: "see what `ninethirty repair` can put back; readers may have kept a checkpoint",
      repair: "the log, and its key for a new checkpoint")
  }
}
