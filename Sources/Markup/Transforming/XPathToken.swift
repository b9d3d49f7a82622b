/// A token of an XPath 1.0 expression or an XSLT pattern (XPath 1.0, 3.7 "Lexical Structure").
enum XPathToken: Hashable {
  /// A name followed by `(` that is no node type.
  case function(prefix: String?, name: String)
  /// `$name`.
  case variable(String)
  /// A name test; the name is `*` in `p:*`.
  case name(prefix: String?, name: String)
  /// `comment`, `text`, `processing-instruction` or `node` before `(`.
  case nodeType(String)
  /// A name before `::`.
  case axis(String)
  /// A string without its quotes.
  case literal(String)
  case number(String)
  /// `and`, `or`, `div`, `mod`, `*`, `/`, `//`, `|`, `+`, `-` or a comparison.
  case op(String)
  /// `(`, `)`, `[`, `]`, `.`, `..`, `@`, `,`, `::` or the name test `*`.
  case symbol(String)
}

extension XPathToken {
  /// The tokens of an expression, up to the first character that can start none.
  ///
  /// The syntax is left to libxml2; this tells names from strings and functions from names.
  static func tokens(of expression: String) -> [XPathToken] {
    var scanner = XPathScanner(expression)
    return scanner.tokens()
  }
}

/// The state of splitting an expression.
private struct XPathScanner {
  private let bytes: [UInt8]
  private var position = 0
  private var found: [XPathToken] = []

  init(_ expression: String) { bytes = Array(expression.utf8) }

  mutating func tokens() -> [XPathToken] {
    skipSpace()
    while position < bytes.count, let token = next() {
      found.append(token)
      skipSpace()
    }
    return found
  }

  private mutating func next() -> XPathToken? {
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return literal(quote: byte)
    case UInt8(ascii: "$"):
      position += 1
      let (prefix, name) = qualifiedName()
      return name.isEmpty ? nil : .variable(prefix.map { "\($0):\(name)" } ?? name)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
    case UInt8(ascii: "."):
      return isDigit(at: position + 1) ? number() : mark()
    case _ where Self.startsName(byte): return word()
    default: return mark()
    }
  }

  private mutating func literal(quote: UInt8) -> XPathToken? {
    guard let end = bytes[(position + 1)...].firstIndex(of: quote) else { return nil }
    defer { position = end + 1 }
    return .literal(text(position + 1..<end))
  }

  private mutating func number() -> XPathToken {
    let start = position
    while isDigit(at: position) || byte(at: position) == UInt8(ascii: ".") { position += 1 }
    return .number(text(start..<position))
  }

  /// A name, of which the tokens around it say what it is.
  private mutating func word() -> XPathToken {
    if isAfterOperand {
      let name = plainName()
      return .op(name)
    }
    let (prefix, name) = qualifiedName()
    skipSpace()
    if byte(at: position) == UInt8(ascii: ":"), byte(at: position + 1) == UInt8(ascii: ":") {
      return .axis(name)
    }
    guard byte(at: position) == UInt8(ascii: "(") else { return .name(prefix: prefix, name: name) }
    let isNodeType = prefix == nil && Self.nodeTypes.contains(name)
    return isNodeType ? .nodeType(name) : .function(prefix: prefix, name: name)
  }

  private mutating func mark() -> XPathToken? {
    for pair in ["//", "::", "..", "!=", "<=", ">="] where starts(with: pair) {
      position += 2
      return Self.operators.contains(pair) ? .op(pair) : .symbol(pair)
    }
    let mark = text(position..<position + 1)
    if mark == "*" {
      defer { position += 1 }
      return isAfterOperand ? .op(mark) : .symbol(mark)
    }
    guard Self.operators.contains(mark) || "()[].@,".contains(mark) else { return nil }
    position += 1
    return Self.operators.contains(mark) ? .op(mark) : .symbol(mark)
  }

  /// Whether a `*` multiplies here and a name is an operator's: if there is a token before it and
  /// that is none of `@`, `::`, `(`, `[`, `,` and the operators.
  private var isAfterOperand: Bool {
    switch found.last {
    case nil, .op, .axis: false
    case .symbol(let symbol): !["@", "::", "(", "[", ","].contains(symbol)
    default: true
    }
  }
}

// MARK: Characters

extension XPathScanner {
  private static let nodeTypes: Set<String> = ["comment", "text", "processing-instruction", "node"]
  private static let operators: Set<String> = [
    "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=",
  ]

  private mutating func skipSpace() {
    while let byte = byte(at: position), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func plainName() -> String {
    let start = position
    while let byte = byte(at: position), Self.continuesName(byte) { position += 1 }
    return text(start..<position)
  }

  private mutating func qualifiedName() -> (prefix: String?, name: String) {
    let name = plainName()
    guard byte(at: position) == UInt8(ascii: ":"), let next = byte(at: position + 1) else {
      return (nil, name)
    }
    if next == UInt8(ascii: "*") {
      position += 2
      return (name, "*")
    }
    guard Self.startsName(next) else { return (nil, name) }
    position += 1
    return (name, plainName())
  }

  private func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private func isDigit(at index: Int) -> Bool {
    byte(at: index).map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  private func starts(with pair: String) -> Bool { bytes[position...].starts(with: pair.utf8) }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// Bytes beyond ASCII count as letters: libxml2 refuses those that are none.
  private static func startsName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }

  private static func continuesName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: startsName(byte)
    }
  }
}
