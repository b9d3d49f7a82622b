import Diagnostics

/// What `bagit.txt` says: the version of the format, and how the other tag files are encoded.
struct BagDeclaration: Sendable, Hashable {
  static let file = "bagit.txt"

  let version: BagVersion
  let encoding: BagEncoding

  /// Reads the file's bytes; nil where the rest of the bag cannot be read by them.
  static func read(_ bytes: [UInt8]) -> (BagDeclaration?, [Finding]) {
    var findings: [Finding] = []
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return (nil, [fault("it is not UTF-8")])
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      findings.append(fault("it begins with a byte-order mark"))
    }
    let lines = BagLine.lines(of: text.first == "\u{FEFF}" ? String(text.dropFirst()) : text)
    if lines.count != 2 {
      findings.append(fault("it has \(lines.count) line\(lines.count == 1 ? "" : "s")"))
    }
    let version = value("BagIt-Version", lines.first, 1, &findings)
    let encoding = value(
      "Tag-File-Character-Encoding", lines.count > 1 ? lines[1] : nil, 2, &findings)
    let known = version.flatMap { BagVersion($0.text) }
    if let version, known == nil { findings.append(unknown(version.text)) }
    for value in [version, encoding] {
      guard let value, value.isLoose, known?.isStrict ?? true else { continue }
      findings.append(fault("a space stands where none may stand", line: value.line))
    }
    let decoded = encoding.flatMap { BagEncoding($0.text) }
    if let encoding, decoded == nil {
      findings.append(
        .bag(
          "encoding", file, line: 2, "the encoding \(encoding.text.quoted) is not known",
          rule: "tag files are in the encoding that the bag declares, best in UTF-8",
          section: "2.1.1", remedy: "ask for a bag whose tag files are in UTF-8"))
    }
    guard let known, let decoded else { return (nil, findings) }
    return (BagDeclaration(version: known, encoding: decoded), findings)
  }

  private struct Value {
    let text: String
    let line: Int
    /// Whether there are spaces that version 1.0 does not allow.
    let isLoose: Bool
  }

  private static func value(
    _ label: String, _ line: BagLine?, _ number: Int, _ findings: inout [Finding]
  ) -> Value? {
    let parts = line?.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let line, let parts, parts.count == 2, String(parts[0]).withoutBlankEnds == label else {
      findings.append(fault("line \(number) is not \(label.quoted) and its value", line: number))
      return nil
    }
    let value = String(parts[1]).withoutBlankEnds
    return Value(text: value, line: number, isLoose: line.text != "\(label): \(value)")
  }

  private static func fault(_ found: String, line: Int? = nil) -> Finding {
    .bag(
      "declaration", file, line: line, found,
      rule: "bagit.txt is two lines, \u{201C}BagIt-Version: 1.0\u{201D} and "
        + "\u{201C}Tag-File-Character-Encoding: UTF-8\u{201D}, without a byte-order mark",
      section: "2.1.1")
  }

  private static func unknown(_ version: String) -> Finding {
    .bag(
      "version", file, line: 1, "the version is \(version.quoted)",
      rule: "what a bag must have depends on its version; known are "
        + BagVersion.known.joined(separator: ", "),
      section: "2.1.1", remedy: "ask for a bag of version 1.0")
  }
}
