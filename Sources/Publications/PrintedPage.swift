/// A finished page as it is given to be printed: the same words, with nothing in it that depends on the
/// folder it lies in.
///
/// Pages are written by our own writer, so that each value of an attribute stands in double quotes.
package enum PrintedPage {
  /// The name of the style sheet beside the page.
  package static let styleSheet = "style.css"

  /// The page for print.
  ///
  /// `style` is the name of its style sheet. Links to other pages lead to where those stand in the web,
  /// seen from `address`; they are no links where the series has no address (nil), for a reader of the
  /// file could not follow them. Each sheet after the first has the title of the page above it, unless the page
  /// has that in its head already.
  package static func prepare(_ page: [UInt8], style: String, at address: String?) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(page.count + 512)
    var isTag = false
    var index = 0
    while index < page.count {
      let byte = page[index]
      guard isTag, byte == UInt8(ascii: "\"") else {
        if byte == UInt8(ascii: "<") { isTag = true }
        if byte == UInt8(ascii: ">") { isTag = false }
        output.append(byte)
        index += 1
        continue
      }
      let end = page[(index + 1)...].firstIndex(of: byte) ?? page.count - 1
      let value = String(decoding: page[(index + 1)..<end], as: UTF8.self)
      if output.ends(with: Self.link) {
        output.removeLast(Self.link.count)
        if let target = target(value, style: style, at: address) {
          output += Self.link + "\"\(target)\"".utf8
        }
      } else {
        output += page[index...end]
      }
      index = end + 1
    }
    return withRunningTitle(output)
  }

  private static let link = Array(" href=".utf8)

  /// Where a link leads from a printed page; nil where nowhere.
  private static func target(_ value: String, style: String, at address: String?) -> String? {
    if value.hasPrefix("#") || hasScheme(value) { return value }
    if value.split(separator: "/").last == style[...] { return styleSheet }
    guard let address else { return nil }
    let end = value.firstIndex { $0 == "#" || $0 == "?" } ?? value.endIndex
    let path = value[..<end]
    var scheme = address.split(separator: "/", omittingEmptySubsequences: false)[...]
    let host = scheme.prefix(3)
    scheme = scheme.dropFirst(3).dropLast()
    // RFC 3986, section 5.2.4.
    var parts = path.hasPrefix("/") ? [] : Array(scheme)
    let steps = path.split(separator: "/", omittingEmptySubsequences: false)
    for step in steps.dropLast() where !step.isEmpty && step != "." {
      if step == ".." { _ = parts.popLast() } else { parts.append(step) }
    }
    parts.append(steps.last ?? "")
    return (Array(host) + parts).joined(separator: "/") + value[end...]
  }

  /// Whether an address begins with a scheme (RFC 3986, section 3.1).
  private static func hasScheme(_ value: String) -> Bool {
    guard let colon = value.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return value.utf8[..<colon].allSatisfy { byte in
      (97...122).contains(byte | 0x20) || (48...57).contains(byte) || "+-.".utf8.contains(byte)
    }
  }

  // MARK: The title above each sheet

  /// Pages of the present templates have a head of their own on every sheet, with the day.
  private static func withRunningTitle(_ page: [UInt8]) -> [UInt8] {
    guard page.firstRange(of: Array(" data-sheet=\"".utf8)) == nil,
      let open = page.firstRange(of: Array("<title>".utf8)),
      let close = page[open.upperBound...].firstRange(of: Array("</title>".utf8)),
      let head = page[close.upperBound...].firstRange(of: Array("</head>".utf8))
    else { return page }
    let title = String(decoding: page[open.upperBound..<close.lowerBound], as: UTF8.self)
    let rule =
      "<style>@page{@top-left{content:\(cssString(title));font-size:9pt}}"
      + "@page :first{@top-left{content:none}}</style>"
    return page[..<head.lowerBound] + Array(rule.utf8) + page[head.lowerBound...]
  }

  /// A text of our writer as a string of CSS: whatever could end it is a number there (CSS Syntax 3,
  /// section 4.3.7).
  private static func cssString(_ markup: String) -> String {
    let text = markup.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    return "\""
      + text.unicodeScalars.reduce(into: "") { css, scalar in
        switch scalar {
        case "\"", "\\", "<", ">", "&": css += "\\\(String(scalar.value, radix: 16)) "
        case _ where scalar.value < 0x20 || scalar.value == 0x7F: css += " "
        default: css.unicodeScalars.append(scalar)
        }
      } + "\""
  }
}

extension [UInt8] {
  fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}
