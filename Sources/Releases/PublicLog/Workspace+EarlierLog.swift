import Ledger
import Notation
import Storage
import Transparency

/// Files of the log of earlier sizes as they were, made anew: tiles from its lines, checkpoints with the
/// keys that are at hand.
///
/// The journal has the digest of what was laid, so nothing comes back but the same bytes: a signature of
/// ours is the same each time (RFC 8032, section 5.1.6).
extension Workspace {
  /// Those among what was recorded that are not there and can be made.
  ///
  /// Throws a ``StorageError`` where the log cannot be read.
  func remadeLogFiles(
    in recorded: [String: String], _ history: History, but isThere: (String) throws -> Bool
  ) throws -> [(path: String, bytes: [UInt8])] {
    let wanted = try recorded.keys.sorted().filter {
      try isOfEarlierLog($0, history) && !isThere($0)
    }
    guard !wanted.isEmpty else { return [] }
    let content = LogContent(try Files.read(log, limit: Self.fileLimit))
    return wanted.compactMap { path in
      let made =
        tile(at: path, of: content).map { [$0] } ?? checkpoints(at: path, of: content, history)
      return made.first { SHA256Sum(of: $0).hex == recorded[path] }.map { (path, $0) }
    }
  }

  /// Whether it is a tile, or the checkpoint of an earlier size.
  func isOfEarlierLog(_ path: String, _ history: History) -> Bool {
    path.hasPrefix("\(PublicLog.folder)/tile/")
      || path.hasPrefix("\(PublicLog.folder)/checkpoints/")
        && path.lastPathPart != "\(history.log.count)"
  }

  /// What the last switch of calendar, feed and log would have brought of the log, where it was not made:
  /// the journal has its line, and no reader had the files.
  ///
  /// The next switch brings them, for the log has grown since and does not make them any more. Tiles that a
  /// full one has made superfluous are not among them.
  func logFilesNotSwitched(_ history: History, beside files: [PublicFile]) throws -> [PublicFile] {
    let present = try trees.current()
    let recorded = history.lastSiteSwitch(notMadeBy: present?.number ?? 0)
    guard !recorded.isEmpty else { return [] }
    let paths = Set(files.map(\.path))
    let full = TilePath.all(size: history.log.count).compactMap(\.partialFolder)
      .map { "\(PublicLog.folder)/\($0)/" }
    return try remadeLogFiles(in: recorded, history) { path in
      try paths.contains(path) || full.contains { path.hasPrefix($0) }
        || present.map { try Files.exists("\($0.path)/\(path)") } ?? false
    }.map { PublicFile($0.path, .bytes($0.bytes)) }
  }

  private func tile(at path: String, of content: LogContent) -> [UInt8]? {
    guard let tile = TilePath(String(path.dropFirst(PublicLog.folder.utf8.count + 1))) else {
      return nil
    }
    let end = tile.index * TilePath.fullWidth + tile.width
    guard end <= TilePath.count(of: tile.content, size: content.tree.size) else { return nil }
    return Tiles.bytes(of: tile, in: content.tree, entries: content.entries)
  }

  /// The checkpoint of a size, signed by each key at hand, and by each two.
  private func checkpoints(
    at path: String, of content: LogContent, _ history: History
  ) -> [[UInt8]] {
    guard let size = Int(path.lastPathPart), (1...content.tree.size).contains(size),
      path == "\(PublicLog.folder)/checkpoints/\(size)",
      let origin = (try? LogKeys(history.log))?.origin, let keys = try? logKeys()
    else { return [] }
    let checkpoint = Checkpoint(origin: origin, content.first(size).tree)
    let pairs = keys.indices.flatMap { one in
      keys.indices.filter { $0 != one }.map { [keys[one], keys[$0]] }
    }
    return (keys.map { [$0] } + pairs).compactMap { try? checkpoint.signed(by: $0).bytes }
  }
}

extension History {
  /// What the journal says of the newest switch of calendar, feed and log, if that was not made: the
  /// SHA-256 of each file in hexadecimal, by its path; empty where it was.
  ///
  /// A tree that was never public gives its number to the next one.
  fileprivate func lastSiteSwitch(notMadeBy present: Int) -> [String: String] {
    guard let place = journal.lastIndex(where: { $0.event == "switching" }),
      case .integer(let number)? = journal[place].fields["tree"]
    else { return [:] }
    let isReused = journal[(place + 1)...].contains {
      ["releasing", "repaired"].contains($0.event) && $0.fields["tree"] == .integer(number)
    }
    guard isReused || present < number else { return [:] }
    let parts = journal[..<place].reversed().prefix { $0.event == "laid" }
    return SiteRecord(parts + [journal[place]]).digests
  }
}
