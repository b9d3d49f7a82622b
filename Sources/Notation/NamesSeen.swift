/// Finds names that stand twice in an object, for all the objects that are open at once.
///
/// Most objects have few members, for which a dictionary costs more than it saves: their names
/// are told apart by a mark of eight bytes, so that hardly a pair of them is compared in full.
struct NamesSeen {
  /// The marks of the names of all open objects, the outermost first.
  private var marks: [UInt64] = []
  /// The lines of the names of open objects with many members, by where their marks begin.
  private var lines: [Int: [String: Int]] = [:]

  /// How many members are compared one by one.
  private static let few = 16

  /// Begins an object; the number is for the other functions.
  func begin() -> Int { marks.count }

  /// Ends the object that began last.
  mutating func end(_ start: Int) {
    if marks.count - start > Self.few { lines[start] = nil }
    marks.removeSubrange(start...)
  }

  /// The line where a new member's name stood before among the others; nil for a new one.
  ///
  /// `mark` is that of its bytes.
  mutating func line(
    of member: JSONObject.Member, mark: UInt64, among others: [JSONObject.Member], since start: Int
  ) -> Int? {
    defer { marks.append(mark) }
    guard others.count >= Self.few else {
      for index in others.indices {
        let other = marks[start + index]
        guard other == mark || other == Self.unmarked || mark == Self.unmarked else { continue }
        if others[index].key == member.key { return others[index].keyLine }
      }
      return nil
    }
    if lines[start] == nil {
      lines[start] = Dictionary(
        others.lazy.map { ($0.key, $0.keyLine) }, uniquingKeysWith: { first, _ in first })
    }
    if let line = lines[start]![member.key] { return line }
    lines[start]![member.key] = member.keyLine
    return nil
  }

  /// The mark of a name that has characters beyond ASCII, or escapes.
  ///
  /// Such a name can be equal to one of other bytes (é, and e with an accent of its own), so it is
  /// compared with all others.
  private static let unmarked = UInt64.max

  /// A number that is the same for equal names, from the bytes that stand for the name.
  static func mark(of range: Range<Int>, in bytes: FileBytes) -> UInt64 {
    var mark = UInt64(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      var eight =
        bytes.word(at: index) ?? bytes[index...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      let rest = range.upperBound - index
      if rest < 8 { eight &= (1 << (8 * UInt64(rest))) - 1 }
      if eight.marksBeyondASCII | eight.marks(of: UInt8(ascii: "\\")) != 0 { return unmarked }
      // FNV-1a's step with its prime; the highest bit stays free for the other mark.
      mark = (mark ^ eight) &* 0x100_0000_01B3
      index += 8
    }
    return mark >> 1
  }
}
