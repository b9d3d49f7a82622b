/// The HTML rendition's own part of the form of its bytes.
package enum HTML {
  /// The HTML rendition of a canonical XHTML document.
  ///
  /// It is polyglot, the same document for a parser of HTML and for one of XML: a document type
  /// goes before the canonical bytes and a line feed after them, and the void elements of HTML
  /// (`<br></br>`) are written `<br/>`, because HTML knows no end tag for them. Nothing else
  /// changes. The root element must be `html` in the namespace of XHTML; text in `script` and
  /// `style` must do without `&` and `<`, and `pre` must not start with a line feed, because HTML
  /// reads those otherwise than XML.
  ///
  /// - Parameter canonical: the document in Canonical XML 1.1, from ``Stylesheet`` or ``Markup``.
  /// - Returns: the bytes of the rendition.
  package static func serialise(canonical: [UInt8]) -> [UInt8] {
    var output = Array(documentType.utf8)
    output.reserveCapacity(canonical.count + 32)
    // Whatever needs no change is taken over in one piece.
    var copied = 0
    var position = 0
    while let start = canonical[position...].firstIndex(of: UInt8(ascii: "<")) {
      let end = tagEnd(in: canonical, from: start)
      position = end
      guard let name = voidName(canonical[start..<end]), isEndTag(of: name, in: canonical, at: end)
      else { continue }
      output += canonical[copied..<end - 1]
      output += "/>".utf8
      position = end + name.count + 3
      copied = position
    }
    output += canonical[copied...]
    output.append(UInt8(ascii: "\n"))
    return output
  }

  /// The canonical document that ``serialise(canonical:)`` made these bytes of.
  ///
  /// Nil for bytes that do not begin and end as it writes them.
  package static func canonical(ofSerialised bytes: [UInt8]) -> [UInt8]? {
    let start = Array(documentType.utf8)
    guard bytes.starts(with: start), bytes.last == UInt8(ascii: "\n") else { return nil }
    let body = Array(bytes[start.count..<bytes.count - 1])
    var output: [UInt8] = []
    output.reserveCapacity(body.count + 256)
    var copied = 0
    var position = 0
    while let start = body[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = tagEnd(in: body, from: start)
      // Canonical XML has no empty-element tags of its own.
      guard position - start > 3, body[position - 2] == UInt8(ascii: "/"),
        body[start + 1] != UInt8(ascii: "?")
      else { continue }
      let name = body[(start + 1)..<(position - 2)].prefix { $0 != UInt8(ascii: " ") }
      output += body[copied..<position - 2]
      output += [UInt8(ascii: ">")] + Array("</".utf8) + name + [UInt8(ascii: ">")]
      copied = position
    }
    return output + body[copied...]
  }

  private static let documentType = "<!DOCTYPE html>\n"

  private static func isEndTag(
    of name: ArraySlice<UInt8>, in bytes: [UInt8], at start: Int
  ) -> Bool {
    let end = start + name.count + 3
    return end <= bytes.count && bytes[start] == UInt8(ascii: "<")
      && bytes[start + 1] == UInt8(ascii: "/") && bytes[start + 2..<end - 1] == name
      && bytes[end - 1] == UInt8(ascii: ">")
  }

  /// The elements that HTML calls void (HTML Living Standard, 13.1.2 "Elements").
  private static let voidElements: Set<[UInt8]> = Set(
    [
      "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
      "wbr",
    ].map { Array($0.utf8) })

  /// The position after the `>` that ends the tag at `start`; a `>` in a value ends none.
  private static func tagEnd(in bytes: [UInt8], from start: Int) -> Int {
    // A processing instruction is no tag: its quotes need not match.
    if start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "?") {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
      return end.map { $0 + 1 } ?? bytes.count
    }
    var isQuoted = false
    for index in start..<bytes.count {
      switch bytes[index] {
      // Canonical XML quotes every value with this mark.
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ">") where !isQuoted: return index + 1
      default: break
      }
    }
    return bytes.count
  }

  /// The name in a start tag of a void element; nil for any other tag.
  private static func voidName(_ tag: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let name = tag.dropFirst().prefix(7).prefix {
      $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ">")
    }
    guard (2...6).contains(name.count), name.first != UInt8(ascii: "/") else { return nil }
    return voidElements.contains(Array(name)) ? name : nil
  }
}
