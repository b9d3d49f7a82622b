import Diagnostics

/// What `bag-info.txt` says about a bag: labels and values, in their order, each label any number of
/// times.
package struct BagInfo: Sendable, Hashable {
  /// One label with its value.
  package struct Element: Sendable, Hashable {
    package let label: String
    package let value: String
    /// Where it stands, counted from 1; 0 for one that was not read.
    let line: Int

    package init(_ label: String, _ value: String) {
      self.init(label, value, line: 0)
    }

    init(_ label: String, _ value: String, line: Int) {
      (self.label, self.value, self.line) = (label, value, line)
    }
  }

  package var elements: [Element] = []

  package init(_ elements: [Element] = []) { self.elements = elements }

  /// The values of a label, capitals or not, in their order.
  package func values(of label: String) -> [String] {
    elements.filter { $0.label.lowercased() == label.lowercased() }.map(\.value)
  }

  /// Reads the text of the file; a line that begins with white space goes on with the one before.
  static func read(_ text: String, file: String, version: BagVersion) -> (BagInfo, [Finding]) {
    var info = BagInfo()
    var findings: [Finding] = []
    for line in BagLine.lines(of: text) where !line.text.isBlank {
      if line.text.beginsBlank, let last = info.elements.popLast() {
        let value = last.value + " " + line.text.withoutBlankEnds
        info.elements.append(Element(last.label, value.withoutBlankEnds, line: last.line))
        continue
      }
      let (element, fault) = element(line, version)
      if let element { info.elements.append(element) }
      if let fault {
        findings.append(
          .bag(
            "info-line", file, line: line.number, "\(fault): \(line.text.quoted)",
            rule:
              "a line is a label, a colon, a space and a value, or begins with a space and goes "
              + "on with the one before",
            section: "2.2.2"))
      }
    }
    return (info, findings)
  }

  /// A line's label and value, and what is wrong with it.
  private static func element(
    _ line: BagLine, _ version: BagVersion
  ) -> (Element?, fault: String?) {
    guard let colon = line.text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      return (nil, "there is no colon")
    }
    let label = String(line.text[..<colon])
    let rest = line.text[line.text.utf8.index(after: colon)...]
    let trimmed = label.withoutBlankEnds
    guard !trimmed.isEmpty else { return (nil, "there is no label") }
    let element = Element(trimmed, String(rest).withoutBlankEnds, line: line.number)
    // Before 1.0 there may be any white space about the colon.
    guard version.isStrict else { return (element, nil) }
    if trimmed != label { return (element, "the label begins or ends with a space") }
    guard String(rest).beginsBlank else {
      return (element, "there is no space behind the colon")
    }
    return (element, nil)
  }

  /// The bytes of the file: one line an element, white space in values as single spaces.
  var bytes: [UInt8] {
    elements.flatMap { element in
      let words = element.value.split { $0.isWhitespace || $0.isNewline }
      return Array("\(element.label): \(words.joined(separator: " "))\n".utf8)
    }
  }
}

/// The size of a payload as bags say it: its bytes and the count of its files.
package struct PayloadOxum: Sendable, Hashable, CustomStringConvertible {
  static let label = "Payload-Oxum"

  package let byteCount: Int
  package let fileCount: Int

  init(byteCount: Int, fileCount: Int) {
    (self.byteCount, self.fileCount) = (byteCount, fileCount)
  }

  /// Nil for a text that is not two numbers with a full stop between them.
  init?(_ text: String) {
    guard let match = text.wholeMatch(of: /([0-9]+)\.([0-9]+)/), let bytes = Int(match.1),
      let files = Int(match.2)
    else { return nil }
    self.init(byteCount: bytes, fileCount: files)
  }

  package var description: String { "\(byteCount).\(fileCount)" }
}
