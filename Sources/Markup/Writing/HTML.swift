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
    var output = Array("<!DOCTYPE html>\n".utf8)
    output.reserveCapacity(canonical.count + 32)
    var position = 0
    while position < canonical.count {
      guard canonical[position] == UInt8(ascii: "<") else {
        output.append(canonical[position])
        position += 1
        continue
      }
      let end = tagEnd(in: canonical, from: position)
      if let name = voidName(canonical[position..<end]),
        canonical[end...].starts(with: "</\(name)>".utf8)
      {
        output += canonical[position..<end - 1]
        output += "/>".utf8
        position = end + name.utf8.count + 3
      } else {
        output += canonical[position..<end]
        position = end
      }
    }
    output.append(UInt8(ascii: "\n"))
    return output
  }

  /// The elements that HTML calls void (HTML Living Standard, 13.1.2 "Elements").
  private static let voidElements: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
  ]

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
  private static func voidName(_ tag: ArraySlice<UInt8>) -> String? {
    let name = tag.dropFirst().prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ">") }
    guard name.count <= 6 else { return nil }
    let text = String(decoding: name, as: UTF8.self)
    return voidElements.contains(text) ? text : nil
  }
}
