import Ledger
import Publications
import Schedule
import Site
import Storage
import Transparency

/// The public files of the log as they were when it had fewer lines.
extension Workspace {
  /// The log's files when it had so many lines, with the checkpoints that were signed by then.
  ///
  /// Each checkpoint stands in the public tree for good, so that no key is needed here; tiles and
  /// proofs follow from the lines. Where the public tree is not at hand the lines come alone, and a
  /// note says so; one names each checkpoint that is not one of this log.
  func pastLog(_ count: Int, of history: History) throws -> PublicLogFiles {
    let lines = try Files.read(log, limit: Self.fileLimit)
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    func bytes(_ count: Int) -> [UInt8] {
      lines.prefix(count).flatMap { $0 + [UInt8(ascii: "\n")] }
    }
    let entries = Array(history.log.prefix(count))
    var result = PublicLogFiles(
      files: [], facts: LogFacts(lines: count, publications: entries.logPublications))
    var files: [String: PublicFile] = [:]
    let (checkpoints, left) = try publishedCheckpoints(upTo: count, of: history)
    result.notes += left
    for (size, note) in checkpoints {
      let content = LogContent(bytes(size))
      let before = Array(entries.prefix(size))
      let signed = try PublicLog(
        content: content, entries: before, keys: try LogKeys(before), note: note)
      // Partial tiles go where a full one stands for them.
      let superfluous = TilePath.all(size: size).compactMap(\.partialFolder)
        .map { "\(PublicLog.folder)/\($0)/" }
      files = files.filter { file in !superfluous.contains { file.key.hasPrefix($0) } }
      for file in try signed.files() { files[file.path] = file }
      guard size == count else { continue }
      result.facts.signed = LogFacts.Signed(
        origin: signed.checkpoint.origin, size: signed.checkpoint.size,
        root: "\(signed.checkpoint.root)")
    }
    if result.facts.signed == nil, entries.contains(where: { $0.event == LogKeys.event }) {
      result.notes.append(
        "the log of then is not signed here: there is no checkpoint of its \(count) lines in "
          + "\(PublicLog.folder)/checkpoints of the public tree")
    }
    result.files =
      files.keys.sorted().map { files[$0]! }
      + [PublicFile("\(PublicLog.folder)/log.jsonl", .bytes(bytes(count)))]
    return result
  }

  /// The checkpoints in the public tree of logs of at most so many lines, by their size, and a
  /// sentence on each that does not hold: what stands there may be damaged, or somebody's own.
  private func publishedCheckpoints(
    upTo count: Int, of history: History
  ) throws -> (found: [(Int, SignedNote)], left: [String]) {
    guard let tree = try trees.readable() else { return ([], []) }
    let folder = "\(tree.path)/\(PublicLog.folder)/checkpoints"
    guard try Files.kind(of: folder) == .directory else { return ([], []) }
    let names = try Files.list(folder)
      .compactMap { name in Int(name).map { (size: $0, name: name) } }
      .filter { (0...count).contains($0.size) }.sorted { $0 < $1 }
    guard !names.isEmpty else { return ([], []) }
    let content = LogContent(try Files.read(log, limit: Self.fileLimit))
    let keys = try LogKeys(history.log)
    var result: (found: [(Int, SignedNote)], left: [String]) = ([], [])
    for (size, name) in names {
      do {
        let bytes = try Files.read("\(folder)/\(name)", limit: SignedNote.longest)
        let signed = try SignedCheckpoint(bytes, by: keys, of: content)
        guard String(signed.checkpoint.size) == name else {
          throw TransparencyError(.malformed, "it covers \(signed.checkpoint.size) lines")
        }
        result.found.append((size, signed.note))
      } catch let error as StorageError where error.code == .io {
        throw error
      } catch {
        let reason = (error as? StorageError)?.cause ?? "\(error)"
        result.left.append(
          "left out \(shown("\(folder)/\(name)")): \(reason); `ninethirty verify` says more")
      }
    }
    return result
  }
}
