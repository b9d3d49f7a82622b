/// What became of a file, line by line; in a markup a line begins at each tag too, because a
/// document may have none.
package struct LineDifference: Sendable, Hashable {
  /// A line that only one of the two files has.
  package struct Change: Sendable, Hashable {
    package enum Fate: String, Sendable, Hashable { case gone, new }

    package let fate: Fate
    /// Its number, from 1, in the file that has it, counted by line feeds.
    package let line: Int
    package let text: String
  }

  /// In the order of the files; what is gone before what stands in its place.
  package let changes: [Change]

  package init(from old: [UInt8], to new: [UInt8]) {
    var (old, new) = (Self.lines(old), Self.lines(new))
    // The ends that both have cost nothing to compare.
    let start = zip(old, new).prefix { $0.text == $1.text }.count
    old.removeFirst(start)
    new.removeFirst(start)
    let end = zip(old.reversed(), new.reversed()).prefix { $0.text == $1.text }.count
    old.removeLast(end)
    new.removeLast(end)
    guard old.count + new.count <= Self.limit else {
      // The first that differ stand for files that have little in common.
      changes =
        old.prefix(1).map { Change($0, .gone) } + new.prefix(1).map { Change($0, .new) }
      return
    }
    var found: [(at: Int, Change)] = []
    for change in new.map(\.text).difference(from: old.map(\.text)) {
      switch change {
      case .remove(let offset, _, _): found.append((old[offset].number, Change(old[offset], .gone)))
      case .insert(let offset, _, _): found.append((new[offset].number, Change(new[offset], .new)))
      }
    }
    changes = found.enumerated().sorted { a, b in
      a.element.at == b.element.at ? a.offset < b.offset : a.element.at < b.element.at
    }.map(\.element.1)
  }

  /// Beyond it the comparison, whose time grows with the square of what differs, would take minutes.
  private static let limit = 20_000

  fileprivate struct Line {
    let number: Int
    let text: String
  }

  private static func lines(_ bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var number = 1
    var start = 0
    func end(at position: Int) {
      guard position > start else { return }
      lines.append(
        Line(number: number, text: String(decoding: bytes[start..<position], as: UTF8.self)))
      start = position
    }
    for (position, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "<") { end(at: position) }
      guard byte == UInt8(ascii: "\n") else { continue }
      // A line feed belongs to its line: one that is missing is a difference.
      end(at: position + 1)
      number += 1
    }
    end(at: bytes.count)
    return lines
  }
}

extension LineDifference.Change {
  fileprivate init(_ line: LineDifference.Line, _ fate: Fate) {
    self.init(fate: fate, line: line.number, text: line.text)
  }
}
