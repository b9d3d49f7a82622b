import Storage

/// What a PDF says: its text is packed, and its letters are numbers of a font.
enum PDFText {
  private static let tool = ExternalTool("pdftotext", package: "poppler-utils")
  /// The most text that one PDF is read for.
  private static let limit = 1 << 28

  static func isPDF(_ bytes: [UInt8]) -> Bool {
    // Readers take a PDF whose mark stands somewhere in its beginning.
    bytes.prefix(1024).indices.contains {
      bytes[$0] == UInt8(ascii: "%") && bytes[$0...].starts(with: "%PDF-".utf8)
    }
  }

  /// The words of all pages in their order, with title and keywords.
  ///
  /// Nil where it is broken or closed by a password. Throws a ``StorageError`` where the tool is not
  /// installed.
  static func text(of bytes: [UInt8]) throws -> [UInt8]? {
    let outcome = try tool.run(
      ["-q", "-htmlmeta", "-enc", "UTF-8", "-", "-"], input: bytes, limit: limit)
    return outcome.isSuccess ? outcome.output : nil
  }
}
