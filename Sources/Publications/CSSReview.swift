import Diagnostics

/// What a style sheet fetches, and whether its braces match.
///
/// It knows as much of CSS as that needs (CSS Syntax Module Level 3, section 4): comments, strings
/// and escapes.
enum CSSReview {
  /// Something that a style sheet fetches.
  struct Request: Hashable {
    var text: String
    var line: Int
    /// Whether it only names a part of the same document, such as a gradient.
    var isFragment: Bool
  }

  /// The findings about a style sheet.
  static func findings(_ bytes: [UInt8], at file: String) -> [Finding] {
    let text = String(decoding: bytes, as: UTF8.self)
    guard Array(text.utf8) == bytes else {
      return [
        finding(
          "style-form", file, nil, "the style sheet is not in UTF-8",
          rule: "every template is a text in UTF-8", remedy: "save it as UTF-8")
      ]
    }
    var findings = requests(in: text).map { request in
      finding(
        "foreign-request", file, request.line, "the style sheet fetches \(request.text.quoted)",
        rule: "a page needs no script and no request but its style sheet",
        remedy: "take it out; fonts are those of the reader's machine")
    }
    if let (line, words) = brace(in: text) {
      findings.append(
        finding(
          "style-form", file, line, words, rule: "every brace of a style sheet is closed",
          remedy: "close or open the brace: browsers leave out all that follows"))
    }
    return findings
  }

  private static func finding(
    _ id: String, _ file: String, _ line: Int?, _ found: String, rule: String, remedy: String
  ) -> Finding {
    Finding(
      "template.\(id)", at: Place(file, line: line), found: found, rule: rule,
      source: "design section 7", remedy: remedy)
  }

  /// What a piece of CSS fetches: `@import`, `url(…)` and the other functions that take an address.
  static func requests(in text: String) -> [Request] {
    var requests: [Request] = []
    for (line, code) in lines(of: text) {
      // Most lines have neither, and looking for a pattern in them is slow.
      guard code.utf8.contains(UInt8(ascii: "(")) || code.utf8.contains(UInt8(ascii: "@")) else {
        continue
      }
      let lower = code.lowercased()
      for match in lower.matches(
        of: /@import\b|(?:url|src|image|image-set|-webkit-image-set)\(\s*[^)]*\)?/)
      {
        let shown = String(match.output)
        let isFragment = shown.wholeMatch(of: /url\(\s*["']?#.*/) != nil
        requests.append(Request(text: shown, line: line, isFragment: isFragment))
      }
    }
    return requests
  }

  /// The first brace without its counterpart.
  private static func brace(in text: String) -> (line: Int, words: String)? {
    var open: [Int] = []
    for (line, code) in lines(of: text, withStrings: false) {
      for character in code {
        if character == "{" { open.append(line) }
        if character == "}", open.popLast() == nil {
          return (line, "a closing brace has no opening one")
        }
      }
    }
    return open.last.map { ($0, "the brace that opens here is never closed") }
  }

  /// The lines without comments, escapes replaced; strings are left out or kept.
  private static func lines(
    of text: String, withStrings: Bool = true
  ) -> [(line: Int, code: String)] {
    var lines: [(line: Int, code: String)] = []
    var code = ""
    var line = 1
    var quote: Unicode.Scalar?
    var isComment = false
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      index += 1
      if scalar == "\n" {
        if !code.isEmpty { lines.append((line, code)) }
        (code, line) = ("", line + 1)
      } else if isComment {
        if scalar == "*", next == "/" { (isComment, index) = (false, index + 1) }
      } else if scalar == "\\" {
        let escaped = escape(in: scalars, from: &index)
        if quote == nil || withStrings { code.unicodeScalars.append(escaped) }
      } else if let open = quote {
        if scalar == open { quote = nil }
        if withStrings { code.unicodeScalars.append(scalar) }
      } else if scalar == "/", next == "*" {
        (isComment, index) = (true, index + 1)
      } else {
        if scalar == "\"" || scalar == "'" { quote = scalar }
        if quote == nil || withStrings { code.unicodeScalars.append(scalar) }
      }
    }
    return lines + [(line, code)]
  }

  /// The character that an escape stands for (CSS Syntax, 4.3.7).
  private static func escape(
    in scalars: [Unicode.Scalar], from index: inout Int
  ) -> Unicode.Scalar {
    var digits = ""
    while index < scalars.count, digits.count < 6, scalars[index].properties.isASCIIHexDigit {
      digits.unicodeScalars.append(scalars[index])
      index += 1
    }
    guard let value = UInt32(digits, radix: 16) else {
      defer { index += 1 }
      return index < scalars.count ? scalars[index] : "\u{FFFD}"
    }
    if index < scalars.count, scalars[index] == " " { index += 1 }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}
