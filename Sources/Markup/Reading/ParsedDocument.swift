/// A document that is read once and used several times: validated, and transformed by several
/// stylesheets.
///
/// It stays on the thread that read it, and nothing changes it: a stylesheet that strips white
/// space gets a copy.
package final class ParsedDocument {
  /// The name of the file, for messages.
  package let file: String
  let document: Document
  let byteCount: Int

  /// Reads a document in UTF-8.
  ///
  /// Throws a ``MarkupError`` as ``Markup/parse(_:named:)`` does.
  package init(_ bytes: [UInt8], named file: String) throws {
    self.file = file
    byteCount = bytes.count
    document = try Document(bytes, named: file)
  }
}
