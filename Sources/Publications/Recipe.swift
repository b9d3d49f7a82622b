import Markup

/// A file of an edition: its path inside the edition's folder and its bytes.
package struct EditionFile: Sendable, Hashable {
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Whether it stands under `v1/`, `v2/` and so on: the same page, for the address of its version.
  package var isPermanentCopy: Bool { Self.isPermanentCopy(path) }

  /// Whether a path inside an edition's folder begins with the folder of a version.
  package static func isPermanentCopy(_ path: String) -> Bool {
    path.hasPrefix("v") && path.dropFirst().prefix { $0 != "/" }.allSatisfy(\.isNumber)
      && path.contains("/")
  }
}

/// How one rendition is made: from which source document, by which stylesheet, with what
/// parameters.
///
/// It is kept with the edition, so that the rendition can be made again.
package struct Recipe: Sendable, Hashable {
  package let kind: PageKind
  /// The rendition's path inside the edition's folder.
  package let path: String
  /// The source document's path inside the folder of source documents.
  package let source: String
  /// The stylesheet's path inside the folder of templates.
  package let stylesheet: String
  package let parameters: [String: String]
  /// Whether the result is written as HTML rather than as Canonical XML.
  package let isHTML: Bool

  package init(
    kind: PageKind, path: String, source: String, stylesheet: String,
    parameters: [String: String], isHTML: Bool
  ) {
    self.kind = kind
    self.path = path
    self.source = source
    self.stylesheet = stylesheet
    self.parameters = parameters
    self.isHTML = isHTML
  }

  /// Makes the rendition.
  ///
  /// Throws a ``MarkupError`` or ``RenderingError`` that names the stylesheet.
  package func render(_ source: [UInt8], with templates: Templates) throws -> [UInt8] {
    try render(try ParsedDocument(source, named: self.source), with: templates)
  }

  func render(_ source: ParsedDocument, with templates: Templates) throws -> [UInt8] {
    let result = try templates.apply(stylesheet, to: source, parameters: parameters)
    return isHTML ? HTML.serialise(canonical: result) : result
  }
}
