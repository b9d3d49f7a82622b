import Ledger
import Storage
import Transparency

/// A log that may be put in the place of the lost one.
struct FoundLog: Sendable {
  /// Where the entries of a log stand as tiles, below its folder (C2SP tlog-tiles).
  static let tiles = "tile/entries"

  /// The file that it is, or the folder of tiles that it was put together from.
  let place: String
  let bytes: [UInt8]

  /// The log that a file or a folder of tiles is; nil for tiles that are none.
  init?(at place: String) throws {
    self.place = place
    if try Files.kind(of: place) == .directory {
      guard let bytes = try Self.lines(ofTiles: place) else { return nil }
      self.bytes = bytes
    } else {
      bytes = try Files.read(place, limit: Workspace.fileLimit)
    }
  }

  /// Its lines; nil for one that is broken itself, which is none to go by.
  var lines: [LedgerEntry]? {
    try? Ledger(place, audience: .everybody).read(bytes).entries
  }

  /// The lines that tiles hold: full ones as far as they go without a gap, then the widest of the next.
  private static func lines(ofTiles folder: String) throws -> [UInt8]? {
    var widest: [Int: TilePath] = [:]
    for found in try Files.survey(folder).found where found.kind == .file {
      guard let tile = TilePath("\(tiles)/\(found.path)") else { continue }
      if tile.width > widest[tile.index]?.width ?? 0 { widest[tile.index] = tile }
    }
    var bytes: [UInt8] = []
    var index = 0
    while let tile = widest[index] {
      let path = folder + "\(tile)".dropFirst(tiles.utf8.count)
      let bundle = try Files.read(path, limit: Workspace.fileLimit)
      guard let entries = try? Tiles.entries(inBundle: bundle) else { return nil }
      for entry in entries { bytes += entry + [UInt8(ascii: "\n")] }
      guard tile.isFull else { break }
      index += 1
    }
    return bytes.isEmpty ? nil : bytes
  }
}

extension Verifier {
  /// The folder of the published log's entries as tiles; nil where there is none.
  func publishedTiles() throws -> String? {
    // What is wrong with the public tree itself is said where it is looked at.
    guard let tree = try? workspace.treeToRead() else { return nil }
    let folder = "\(tree.path)/\(PublicLog.folder)/\(FoundLog.tiles)"
    return try Files.kind(of: folder) == .directory ? folder : nil
  }
}
