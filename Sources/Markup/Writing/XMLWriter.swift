/// Writes a document in Canonical XML 1.1 without libxml2.
///
/// The bytes are fixed by the W3C Recommendation and by nothing else. What it writes equals the
/// canonical form of what it writes.
///
/// The root element may declare one default namespace (`xmlns`), which all elements are then in but
/// those of XHTML (`xhtml:link`), which have the prefix that it declares (`xmlns:xhtml`). Attributes
/// are in no namespace, but for those of XML itself (`xml:lang`, `xml:space`, `xml:id`) and, where
/// the root element declares `xmlns:xsi`, those of XML Schema (`xsi:type`).
package struct XMLWriter {
  private var bytes: [UInt8] = []
  private var open: [String] = []
  private var declaresXHTML = false

  package init() {}

  /// Starts an element.
  ///
  /// - Parameters:
  ///   - name: the name, with no prefix but `xhtml:`.
  ///   - attributes: names and values in any order; each name once. Those that declare a namespace stand
  ///     on the root element only.
  /// - Precondition: the names are XML names, and the values text that XML can carry
  ///   (``Swift/String/isXMLText``).
  package mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
    let isPrefixed = name.hasPrefix("xhtml:")
    precondition(
      Self.isName(isPrefixed ? String(name.dropFirst(6)) : name),
      "\(name.debugDescription) is no name for an element")
    precondition(!open.isEmpty || bytes.isEmpty, "a second root element")
    let isRoot = open.isEmpty
    if isRoot { declaresXHTML = attributes.contains { $0.0 == "xmlns:xhtml" } }
    precondition(!isPrefixed || declaresXHTML, "a prefix that the root element does not declare")
    bytes.append(UInt8(ascii: "<"))
    bytes += name.utf8
    for (name, value) in Self.sorted(attributes, isRoot: isRoot) {
      bytes.append(UInt8(ascii: " "))
      bytes += name.utf8
      bytes += "=\"".utf8
      escape(value, isAttribute: true)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: ">"))
    open.append(name)
  }

  /// Ends the element that was started last.
  ///
  /// - Precondition: there is one.
  package mutating func close() {
    precondition(!open.isEmpty, "no element is open")
    bytes += "</".utf8
    bytes += open.removeLast().utf8
    bytes.append(UInt8(ascii: ">"))
  }

  /// Adds text to the open element.
  ///
  /// - Precondition: an element is open, and XML can carry the text.
  package mutating func text(_ text: String) {
    precondition(!open.isEmpty, "text outside the root element")
    escape(text, isAttribute: false)
  }

  /// Writes an element that holds nothing but text.
  package mutating func element(
    _ name: String, _ attributes: [(String, String)] = [], text: String = ""
  ) {
    open(name, attributes)
    self.text(text)
    close()
  }

  /// Ends the document and gives its bytes, without a line feed at the end.
  ///
  /// The writer is then as new.
  ///
  /// - Precondition: every element is closed, and there is one.
  package mutating func finish() -> [UInt8] {
    precondition(open.isEmpty, "an element is open")
    precondition(!bytes.isEmpty, "no element was written")
    defer { self = XMLWriter() }
    return bytes
  }
}

// MARK: Canonical form

extension XMLWriter {
  /// The order of Canonical XML 1.1, 2.2: the namespace declarations, attributes without namespace by
  /// name, then those of XML Schema and those of XML, whose namespaces' names sort in this order.
  private static func sorted(
    _ attributes: [(String, String)], isRoot: Bool
  ) -> [(String, String)] {
    func group(_ name: String) -> Int {
      if isDeclaration(name) { return 0 }
      return name.hasPrefix("xml:") ? 3 : name.hasPrefix("xsi:") ? 2 : 1
    }
    let sorted = attributes.sorted { a, b in
      let (first, second) = (group(a.0), group(b.0))
      // Swift compares strings by normalised form, the canonical form by code point.
      return first == second ? a.0.utf8.lexicographicallyPrecedes(b.0.utf8) : first < second
    }
    for (index, (name, value)) in sorted.enumerated() {
      let isPrefixed = name.hasPrefix("xml:") || name.hasPrefix("xsi:")
      precondition(
        isName(isPrefixed ? String(name.dropFirst(4)) : name) || isDeclaration(name),
        "\(name.debugDescription) is no name for an attribute")
      precondition(index == 0 || sorted[index - 1].0 != name, "the attribute \(name) twice")
      precondition(!isDeclaration(name) || isRoot, "a namespace declared inside the document")
      precondition(!isDeclaration(name) || value.contains(":"), "a namespace name without a scheme")
    }
    return sorted
  }

  private static func isDeclaration(_ name: String) -> Bool {
    ["xmlns", "xmlns:xhtml", "xmlns:xsi"].contains(name)
  }

  /// Adds text with the references of Canonical XML 1.1, 2.3.
  private mutating func escape(_ text: String, isAttribute: Bool) {
    precondition(text.isXMLText, "\(text.debugDescription) has a character outside XML")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">") where !isAttribute: bytes += "&gt;".utf8
      case UInt8(ascii: "\"") where isAttribute: bytes += "&quot;".utf8
      case UInt8(ascii: "\t") where isAttribute: bytes += "&#x9;".utf8
      case UInt8(ascii: "\n") where isAttribute: bytes += "&#xA;".utf8
      case UInt8(ascii: "\r"): bytes += "&#xD;".utf8
      default: bytes.append(byte)
      }
    }
  }

  /// Whether this is a name without a colon, of ASCII letters, digits, `-`, `_` and `.`.
  ///
  /// XML allows more; our vocabularies need no more.
  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first else { return false }
    func isLetter(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || (0x61...0x7A).contains(byte | 0x20)
    }
    return isLetter(first)
      && name.utf8.allSatisfy { byte in
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
      }
  }
}
