import Diagnostics
import Ledger
import Storage
import Transparency

/// Something in the public tree that is not what the log asks for.
package struct PublicLogFault: Sendable, Hashable {
  /// The path below the public tree: `log/tile/0/000.p/7`.
  package let path: String
  /// What is wrong, in lower case.
  package let found: String
}

/// The public files of the log held against the log: what `verify` asks.
extension Workspace {
  /// Every file of `/log/` that is not as the log, its keys and its checkpoint make it.
  ///
  /// Nothing is written and no private key is needed. A log whose newest lines are not signed is no
  /// fault here: `status` speaks of it. Throws a ``Ledger/LedgerError`` or a ``ReleaseError`` where
  /// the log itself is altered, and a ``Storage/StorageError``.
  ///
  /// They are held against the workspace's log, or against another one that stands in for it.
  package func publicLogFaults(by other: String? = nil) throws -> [PublicLogFault] {
    try publicLogCheck(by: other)?.faults() ?? []
  }

  /// The files that follow from the public checkpoint and are as it has them; nil where there is no
  /// valid one.
  func soundPublicLog(by other: String? = nil) throws -> (size: Int, files: Set<String>)? {
    try publicLogCheck(by: other)?.sound()
  }

  /// How many lines each valid checkpoint of the public tree covers, by its path there.
  func validPublicCheckpoints() throws -> [String: Int] {
    try publicLogCheck()?.validCheckpoints() ?? [:]
  }

  private func publicLogCheck(by other: String? = nil) throws -> PublicLogCheck? {
    let path = other ?? log
    guard let tree = try treeToRead(), try Files.exists(path) else { return nil }
    let stated = try History(self).journalLosses.last?.sequence ?? 0
    return PublicLogCheck(
      root: tree.path, content: LogContent(try Files.read(path, limit: Self.fileLimit)),
      entries: other == nil
        ? try History(self).log : try Ledger(path, audience: .everybody).read().entries,
      stated: stated)
  }
}

private struct PublicLogCheck {
  let root: String
  let content: LogContent
  let entries: [LedgerEntry]
  /// Up to which line what the journal knew was stated to be lost.
  let stated: Int

  func faults() throws -> [PublicLogFault] {
    var faults = try logFaults()
    let keys = try LogKeys(entries)
    let path = PublicLog.checkpointFile
    guard let bytes = try read(path) else {
      if keys.current != nil { faults.append(PublicLogFault(path: path, found: "it is missing")) }
      return faults
    }
    do {
      var (note, checkpoint) = try verified(bytes, keys)
      if let newer = try newestCheckpoint(after: checkpoint, keys) {
        faults.append(
          PublicLogFault(
            path: path,
            found:
              "it covers \(checkpoint.size) lines, and that of \(newer.checkpoint.size) was public"
          ))
        (note, checkpoint) = newer
      }
      for file in try files(note, checkpoint) where file.path != path {
        faults += try fault(of: file)
      }
      faults += try unvouched(keys, upTo: checkpoint.size)
    } catch let error as TransparencyError {
      faults.append(PublicLogFault(path: path, found: error.reason))
    }
    return try faults + earlierCheckpoints(keys) + strayTiles()
  }

  /// The valid checkpoint with the most lines that stands under its size, if it has more than this one.
  private func newestCheckpoint(
    after checkpoint: Checkpoint, _ keys: LogKeys
  ) throws -> (note: SignedNote, checkpoint: Checkpoint)? {
    let longest = try names(in: "checkpoints").compactMap { Int($0) }.max() ?? 0
    guard longest > checkpoint.size,
      let bytes = try read("\(PublicLog.folder)/checkpoints/\(longest)"),
      let newer = try? verified(bytes, keys), newer.1.size == longest  // Else it is said below.
    else { return nil }
    return newer
  }

  /// The rotations that are public without the checkpoint of both keys.
  private func unvouched(_ keys: LogKeys, upTo size: Int) throws -> [PublicLogFault] {
    guard keys.changes.contains(where: { $0.cause == .rotated }) else { return [] }
    return keys.unvouched(by: try LogVerification.newestNotes(inTree: root), of: content)
      .filter { $0.line > stated && $0.line <= size }.map { change in
        PublicLogFault(
          path: "\(PublicLog.folder)/checkpoints",
          found:
            "none is signed by both the key of line \(change.line) and the one before it, so that"
            + " readers who know that cannot follow")
      }
  }

  /// What follows from the checkpoint and stands as it does.
  func sound() throws -> (size: Int, files: Set<String>)? {
    guard let bytes = try read(PublicLog.checkpointFile) else { return nil }
    do {
      let (note, checkpoint) = try verified(bytes, LogKeys(entries))
      let standing =
        try files(note, checkpoint).map(\.path)
        + ["checkpoints", "tile"].flatMap { folder in
          try names(in: folder).map { "\(PublicLog.folder)/\(folder)/\($0)" }
        }
      return (checkpoint.size, try Set(standing).subtracting(faults().map(\.path)))
    } catch is TransparencyError {
      return nil
    }
  }

  func validCheckpoints() throws -> [String: Int] {
    let keys = try LogKeys(entries)
    let paths =
      try [PublicLog.checkpointFile]
      + names(in: "checkpoints").map { "\(PublicLog.folder)/checkpoints/\($0)" }
    var sizes: [String: Int] = [:]
    for path in paths {
      guard let bytes = try read(path) else { continue }
      do { sizes[path] = try verified(bytes, keys).1.size } catch is TransparencyError { continue }
    }
    return sizes.filter { path, size in
      path == PublicLog.checkpointFile || path.lastPathPart == "\(size)"
    }
  }

  /// The files that the lines of a checkpoint make.
  private func files(_ note: SignedNote, _ checkpoint: Checkpoint) throws -> [PublicFile] {
    let covered = Array(entries[..<checkpoint.size])
    return try PublicLog(
      content: content.first(checkpoint.size), entries: covered, keys: LogKeys(covered),
      note: note
    ).files()
  }

  private func read(_ path: String) throws -> [UInt8]? {
    let path = "\(root)/\(path)"
    return try Files.exists(path) ? try Files.read(path, limit: Workspace.fileLimit) : nil
  }

  private func verified(
    _ bytes: [UInt8], _ keys: LogKeys
  ) throws -> (SignedNote, Checkpoint) {
    let note = try SignedNote(bytes)
    let checkpoint = try Checkpoint(text: note.text)
    guard checkpoint.origin == keys.origin else {
      throw TransparencyError(.otherLog, "it is of the log \(checkpoint.origin.quoted)")
    }
    try note.verified(by: keys.changes.map(\.key))
    try content.verify(extends: checkpoint)
    return (note, checkpoint)
  }

  private func fault(of file: PublicFile) throws -> [PublicLogFault] {
    guard let bytes = try read(file.path) else {
      return [PublicLogFault(path: file.path, found: "it is missing")]
    }
    guard try SHA512Sum(of: bytes) == file.source.digest() else {
      return [PublicLogFault(path: file.path, found: "it is not what the log makes of it")]
    }
    return []
  }

  private func logFaults() throws -> [PublicLogFault] {
    let path = "\(PublicLog.folder)/log.jsonl"
    guard let bytes = try read(path) else {
      return [PublicLogFault(path: path, found: "it is missing")]
    }
    let published = LogContent(bytes)
    for (index, line) in published.entries.enumerated()
    where !content.entries.indices.contains(index) || content.entries[index] != line {
      return [
        PublicLogFault(path: path, found: "line \(index + 1) is not that of the workspace's log")
      ]
    }
    let missing = content.entries.count - published.entries.count
    guard missing > 0 else { return [] }
    return [PublicLogFault(path: path, found: "the newest lines are missing (\(missing))")]
  }

  /// Every checkpoint that ever was public.
  private func earlierCheckpoints(_ keys: LogKeys) throws -> [PublicLogFault] {
    try names(in: "checkpoints").compactMap { name in
      let path = "\(PublicLog.folder)/checkpoints/\(name)"
      do {
        let (_, checkpoint) = try verified(try read(path) ?? [], keys)
        guard String(checkpoint.size) == name else {
          return PublicLogFault(path: path, found: "it covers \(checkpoint.size) lines")
        }
        return nil
      } catch let error as TransparencyError {
        return PublicLogFault(path: path, found: error.reason)
      }
    }
  }

  /// Tiles of other sizes than the present one, and what is no tile.
  private func strayTiles() throws -> [PublicLogFault] {
    try names(in: "tile").compactMap { name in
      let path = "\(PublicLog.folder)/tile/\(name)"
      guard let tile = TilePath("tile/\(name)") else {
        return PublicLogFault(path: path, found: "it is no tile")
      }
      let end = tile.index * TilePath.fullWidth + tile.width
      guard end <= TilePath.count(of: tile.content, size: content.tree.size) else {
        return PublicLogFault(path: path, found: "it is a tile of a longer log")
      }
      let expected = Tiles.bytes(of: tile, in: content.tree, entries: content.entries)
      guard try read(path) != expected else { return nil }
      return PublicLogFault(path: path, found: "it is not what the log makes of it")
    }
  }

  private func names(in folder: String) throws -> [String] {
    let path = "\(root)/\(PublicLog.folder)/\(folder)"
    guard try Files.exists(path) else { return [] }
    return try Files.walk(path).filter { $0.kind != .directory }.map(\.path).sorted()
  }
}
