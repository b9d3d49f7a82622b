/// Changes of a JSON file at one place that leave every other byte as it is.
///
/// The bytes are those that a ``JSONReader`` found sound; the values are those that it gave.
package struct JSONEditing: Sendable {
  private let bytes: [UInt8]

  /// The file as it stands.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The file with an object more at the end of a list, its members in this order.
  ///
  /// It stands on a line of its own, as deep as the elements before it; in an empty list
  /// two spaces deeper than the line of its bracket.
  package func appending(
    object members: [(name: String, value: CanonicalJSON)], to list: JSONValue
  ) -> [UInt8] {
    let start = offset(of: list)
    let text = JSONEditing.line(members)
    guard let last = list.array?.last else {
      let indent = indentation(ofLineAt: start)
      return replacing(
        start..<end(from: start),
        with: Array("[\n\(indent)  ".utf8) + text + Array("\n\(indent)]".utf8))
    }
    let lastStart = offset(of: last)
    let lastEnd = end(from: lastStart)
    return replacing(
      lastEnd..<lastEnd,
      with: Array(",\n\(indentation(ofLineAt: lastStart))".utf8) + text)
  }

  /// The file with another object in the place of this one.
  package func replacing(
    _ value: JSONValue, withObject members: [(name: String, value: CanonicalJSON)]
  ) -> [UInt8] {
    let start = offset(of: value)
    return replacing(start..<end(from: start), with: JSONEditing.line(members))
  }

  private func replacing(_ range: Range<Int>, with new: [UInt8]) -> [UInt8] {
    Array(bytes[..<range.lowerBound]) + new + Array(bytes[range.upperBound...])
  }

  /// The object on one line, with spaces as people write them.
  private static func line(_ members: [(name: String, value: CanonicalJSON)]) -> [UInt8] {
    let parts = members.map { CanonicalJSON.string($0.name).text + ": " + $0.value.text }
    return Array("{ \(parts.joined(separator: ", ")) }".utf8)
  }

  // MARK: Places

  /// The offset of a value's first byte; the reader counts columns in characters.
  private func offset(of value: JSONValue) -> Int {
    var locator = Locator(bytes, from: start)
    var (low, high) = (start, bytes.count)
    // Places rise with offsets, so the first offset that is not before the place is found by
    // halves.
    while low < high {
      let middle = (low + high) / 2
      let place = locator.locate(middle)
      if (place.line, place.column) < (value.line, value.column) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    // A character's later bytes already count as the column behind it.
    while low < bytes.count, bytes[low] & 0xC0 == 0x80 { low += 1 }
    return low
  }

  /// Where the text begins: behind a byte order mark.
  private var start: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// The offset behind the object or list that begins here.
  private func end(from start: Int) -> Int {
    var depth = 0
    var position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""): position = endOfString(from: position) - 1
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      position += 1
      if depth == 0 { return position }
    }
    return position
  }

  private func endOfString(from start: Int) -> Int {
    var position = start + 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return position + 1
  }

  /// The white space at the beginning of the line in which this offset stands.
  private func indentation(ofLineAt offset: Int) -> String {
    let line = bytes[..<offset].lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? start
    let space = bytes[line..<offset].prefix { $0 == 0x20 || $0 == 0x09 }
    return String(decoding: space, as: UTF8.self)
  }
}
