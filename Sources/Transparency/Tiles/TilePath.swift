/// The place of a tile below the address of a log (C2SP tlog-tiles).
package struct TilePath: Sendable, Hashable, CustomStringConvertible {
  /// What a tile holds.
  package enum Content: Sendable, Hashable {
    /// Hashes of subtrees of `256^level` leaves.
    case hashes(level: Int)
    /// The entries themselves.
    case entries
  }

  package let content: Content
  /// The number of the tile in its level, from 0.
  package let index: Int
  /// How many hashes or entries it holds: 256 in a full tile.
  package let width: Int

  /// How many hashes or entries a full tile holds: a subtree of height 8.
  package static let fullWidth = 256

  /// The tile of a level with a number.
  package init(content: Content, index: Int, width: Int) {
    self.content = content
    self.index = index
    self.width = width
  }

  package var isFull: Bool { width == Self.fullWidth }

  /// `tile/0/x001/x234/067`, `tile/entries/000.p/17`.
  package var description: String {
    let level =
      switch content {
      case .hashes(let level): String(level)
      case .entries: "entries"
      }
    return "tile/\(level)/\(Self.text(index))" + (isFull ? "" : ".p/\(width)")
  }

  /// The folder of the partial tiles that a full one makes superfluous; nil for a partial tile.
  package var partialFolder: String? { isFull ? "\(self).p" : nil }

  /// Groups of three digits, all but the last behind an `x`, so that none is both file and folder.
  private static func text(_ index: Int) -> String {
    var rest = index
    var groups: [String] = []
    repeat {
      let digits = String(rest % 1000)
      groups.insert(String(repeating: "0", count: 3 - digits.count) + digits, at: 0)
      rest /= 1000
    } while rest > 0
    return groups.dropLast().map { "x\($0)/" }.joined() + groups[groups.count - 1]
  }

  /// The tile at a path; nil for a path at which none stands.
  package init?(_ path: String) {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
    guard parts.popFirst() == "tile", let level = parts.popFirst(), !parts.isEmpty else {
      return nil
    }
    var width = Self.fullWidth
    if parts.count > 1, parts[parts.endIndex - 2].hasSuffix(".p") {
      guard let partial = Int(parts.removeLast()) else { return nil }
      width = partial
      parts.append(parts.removeLast().dropLast(2))
    }
    let digits = parts.joined().filter { $0 != "x" }
    guard let index = Int(digits), index >= 0, (1...Self.fullWidth).contains(width) else {
      return nil
    }
    if level == "entries" {
      self.init(content: .entries, index: index, width: width)
    } else {
      guard let level = Int(level), (0...63).contains(level) else { return nil }
      self.init(content: .hashes(level: level), index: index, width: width)
    }
    // Zeros too many, an `x` in the wrong place, a sign: none is written so.
    guard description == path else { return nil }
  }

  /// How many tiles' contents of this kind a log of a size has in all: its entries, or the complete
  /// subtrees of a level.
  package static func count(of content: Content, size: Int) -> Int {
    guard case .hashes(let level) = content else { return size }
    return level < 8 ? size >> (8 * level) : 0
  }

  /// Every tile of a log of this size, hashes from the lowest level up, then entries.
  package static func all(size: Int) -> [TilePath] {
    var paths: [TilePath] = []
    var (level, count) = (0, size)
    while count > 0 {
      paths += tiles(.hashes(level: level), count: count)
      (level, count) = (level + 1, count / fullWidth)
    }
    return paths + tiles(.entries, count: size)
  }

  private static func tiles(_ content: Content, count: Int) -> [TilePath] {
    stride(from: 0, to: count, by: fullWidth).map {
      TilePath(content: content, index: $0 / fullWidth, width: min(fullWidth, count - $0))
    }
  }
}
