import Glibc

/// Finished markup read piece by piece where it lies, without a tree.
///
/// It reads what this program writes, Canonical XML and the HTML made from it, fast enough to look at
/// every page of a large edition again: nothing is copied, and references such as `&amp;` stay as
/// they are (see ``Passage``). Other markup than that, such as a CDATA section, ends the reading with
/// a fault.
package struct MarkupScanner {
  /// What stands at a place.
  package enum Kind: Sendable {
    /// `<p>`: the end will come.
    case start
    /// `<br/>`.
    case empty
    /// `</p>`.
    case end
    /// Text between two tags.
    case text
    /// `<!-- … -->`.
    case comment
    /// `<!DOCTYPE … >` or `<? … ?>`.
    case declaration
  }

  /// One piece of markup.
  package struct Token {
    package let kind: Kind
    /// The name of an element, or the text of a text or a comment.
    package let content: Range<Int>
    /// What stands behind the name of a start tag.
    fileprivate(set) var rest: Range<Int>
    /// The whole piece, with its brackets.
    package let whole: Range<Int>
  }

  /// The bytes that are read.
  package let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  /// Where the markup could not be read; nil where all of it was.
  package private(set) var fault: Int?

  /// Reads these bytes, which must outlive the scanner.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next piece; nil at the end and at a ``fault``.
  package mutating func next() -> Token? {
    guard fault == nil, position < bytes.count else { return nil }
    let start = position
    guard bytes[start] == UInt8(ascii: "<") else {
      position = find(UInt8(ascii: "<"), from: start) ?? bytes.count
      return Token(
        kind: .text, content: start..<position, rest: position..<position, whole: start..<position)
    }
    let token = tag(at: start)
    if let token { position = token.whole.upperBound } else { fault = start }
    return token
  }

  /// Takes the next attribute off what is left of a start tag; nil where there is none.
  package func nextAttribute(of token: inout Token) -> (name: Range<Int>, value: Range<Int>)? {
    var start = token.rest.lowerBound
    while start < token.rest.upperBound, bytes[start] == UInt8(ascii: " ") { start += 1 }
    guard start < token.rest.upperBound,
      let equals = find(UInt8(ascii: "="), from: start), equals + 1 < token.rest.upperBound,
      bytes[equals + 1] == UInt8(ascii: "\""),
      let end = find(UInt8(ascii: "\""), from: equals + 2), end < token.rest.upperBound
    else { return nil }
    token.rest = (end + 1)..<token.rest.upperBound
    return (start..<equals, (equals + 2)..<end)
  }

  private func find(_ byte: UInt8, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, Int32(byte), bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private func tag(at start: Int) -> Token? {
    guard start + 1 < bytes.count else { return nil }
    switch bytes[start + 1] {
    case UInt8(ascii: "!"), UInt8(ascii: "?"): return declaration(at: start)
    case UInt8(ascii: "/"):
      guard let end = find(UInt8(ascii: ">"), from: start) else { return nil }
      return Token(
        kind: .end, content: (start + 2)..<end, rest: end..<end, whole: start..<(end + 1))
    default:
      guard let end = tagEnd(from: start + 1) else { return nil }
      let isEmpty = bytes[end - 1] == UInt8(ascii: "/")
      let last = isEmpty ? end - 1 : end
      var nameEnd = start + 1
      while nameEnd < last, bytes[nameEnd] > UInt8(ascii: " ") { nameEnd += 1 }
      guard nameEnd > start + 1 else { return nil }
      return Token(
        kind: isEmpty ? .empty : .start, content: (start + 1)..<nameEnd, rest: nameEnd..<last,
        whole: start..<(end + 1))
    }
  }

  /// The position of the `>` of a start tag; one inside a value ends none.
  private func tagEnd(from start: Int) -> Int? {
    var position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: ">"): return position
      case UInt8(ascii: "<"), UInt8(ascii: "'"): return nil
      case UInt8(ascii: "\""):
        guard let end = find(UInt8(ascii: "\""), from: position + 1) else { return nil }
        position = end + 1
      default: position += 1
      }
    }
    return nil
  }

  private func declaration(at start: Int) -> Token? {
    let isComment =
      start + 3 < bytes.count && bytes[start + 2] == UInt8(ascii: "-")
      && bytes[start + 3] == UInt8(ascii: "-")
    let first = isComment ? start + 4 : start + 2
    // A CDATA section would hold text that is none of the three.
    guard first < bytes.count, bytes[first] != UInt8(ascii: "[") || isComment else { return nil }
    var end = find(UInt8(ascii: ">"), from: first)
    while isComment, let here = end,
      here < first + 2 || bytes[here - 1] != UInt8(ascii: "-")
        || bytes[here - 2] != UInt8(ascii: "-")
    {
      end = find(UInt8(ascii: ">"), from: here + 1)
    }
    guard let end else { return nil }
    return Token(
      kind: isComment ? .comment : .declaration, content: first..<(isComment ? end - 2 : end),
      rest: end..<end, whole: start..<(end + 1))
  }
}
