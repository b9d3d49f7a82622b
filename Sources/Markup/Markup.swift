/// XML read safely: no document type declarations, no external entities, no network, UTF-8 only.
///
/// The functions are synchronous and may be called from any thread.
package enum Markup {
  /// The largest file that is read: 64 MiB.
  ///
  /// libxml2's own limits do not bound the size of a document, only of some of its parts.
  package static let byteLimit = 64 * 1024 * 1024

  /// Reads a document into plain values.
  ///
  /// - Parameters:
  ///   - bytes: the document in UTF-8.
  ///   - file: its name for messages.
  /// - Returns: the root element.
  /// - Throws: a ``MarkupError`` with the code `notWellFormed`, `documentType`, `tooLarge` or
  ///   `encoding`.
  package static func parse(_ bytes: [UInt8], named file: String) throws -> XMLElement {
    try Document(bytes, named: file).withRoot { XMLElement($0) }
  }

  /// Reads a document, and of the children of its root only the elements with these local names: the
  /// whole is held against the rules of XML, and the rest is not copied.
  ///
  /// Throws as ``parse(_:named:)`` does.
  package static func parse(
    _ bytes: [UInt8], named file: String, keeping names: Set<String>
  ) throws -> XMLElement {
    try Document(bytes, named: file).withRoot { XMLElement($0, keeping: names) }
  }

  /// Brings a document into Canonical XML 1.1 without comments.
  ///
  /// The form is fixed by a W3C Recommendation, so that any other processor gives the same bytes:
  /// no XML declaration, no line feed at the end, empty elements opened out, attributes sorted,
  /// CDATA sections folded. White space between elements is kept.
  ///
  /// - Parameters:
  ///   - bytes: the document in UTF-8.
  ///   - file: its name for messages.
  /// - Returns: the bytes of the canonical form.
  /// - Throws: a ``MarkupError`` as ``parse(_:named:)`` does, or one with the code `notCanonical`.
  package static func canonical(_ bytes: [UInt8], named file: String) throws -> [UInt8] {
    try Document(bytes, named: file).canonical(named: file)
  }
}
