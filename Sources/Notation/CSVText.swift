/// Writes rows of CSV (RFC 4180): UTF-8, commas, LF, quotation marks only where they are needed.
package enum CSVText {
  /// A cell to be written.
  package struct Cell: Sendable, Hashable {
    /// The text without quotation marks; nil for an empty cell.
    package let text: String?
    /// Whether it stands in quotation marks even where CSV does not need them.
    package let isQuoted: Bool

    /// A cell with this text.
    package init(_ text: String?, isQuoted: Bool = false) {
      self.text = text
      self.isQuoted = isQuoted
    }
  }

  /// Adds one row to the bytes of a file.
  package static func append(_ cells: some Sequence<Cell>, to bytes: inout [UInt8]) {
    var isFirst = true
    for cell in cells {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      guard let text = cell.text else { continue }
      append(text, isQuoted: cell.isQuoted, to: &bytes)
    }
    bytes.append(0x0A)
  }

  private static func append(_ text: String, isQuoted: Bool, to bytes: inout [UInt8]) {
    guard isQuoted || needsQuotes(text) else {
      bytes += text.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsQuotes(_ text: String) -> Bool {
    text.isEmpty || text.hasOuterWhiteSpace
      || text.utf8.contains {
        $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
      }
  }
}
