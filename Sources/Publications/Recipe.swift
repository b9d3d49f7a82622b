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

  /// Whether a path is that of something that is made from a source document: a page or data.
  ///
  /// A PDF is printed from its page. Style sheet and schemas are none.
  package static func isMade(_ path: String) -> Bool {
    [".html", ".xml", ".csv", ".json", ".ods", ".txt", ".pdf"].contains { path.hasSuffix($0) }
  }

  /// Whether a path is that of the XML rendition of a page: figures and texts under our own names.
  ///
  /// An SDMX-ML message is XML too, of another vocabulary: it is data.
  package static func isDocument(_ path: String) -> Bool {
    path.hasSuffix(".xml") && !isSDMX(path)
  }

  /// Whether a path is that of an SDMX-ML message.
  package static func isSDMX(_ path: String) -> Bool { path.hasSuffix(".sdmx.xml") }

  /// The media type of an SDMX-ML message by its name (SDMX Technical Standards 2.1, section 7);
  /// nil for any other file.
  ///
  /// The version goes without saying: a parameter has no place in the catalogue.
  package static func sdmxMediaType(_ path: String) -> String? {
    guard isSDMX(path) else { return nil }
    let isStructure = path.hasSuffix("structure.sdmx.xml")
    return "application/vnd.sdmx.\(isStructure ? "structure" : "genericdata")+xml"
  }

  /// Whether a path inside an edition's folder begins with the folder of a version.
  package static func isPermanentCopy(_ path: String) -> Bool {
    path.hasPrefix("v") && path.dropFirst().prefix { $0 != "/" }.allSatisfy(\.isNumber)
      && path.contains("/")
  }

  /// The folder of what earlier versions of ninethirty sealed for the whole series: its front page.
  package static let seriesFolder = "site/"

  /// Whether a path inside an edition's folder is of that.
  package static func isOfSeries(_ path: some StringProtocol) -> Bool {
    path.hasPrefix(seriesFolder)
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
  /// Whether the result is written as HTML; otherwise it is what the stylesheet gives: Canonical XML,
  /// or text where its output method is text.
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

  /// The name of the parameter by which a page is told of the PDF that is printed of it.
  static let printedName = "pdf"

  /// The path of the PDF that is printed of this page, beside it; nil where none is.
  ///
  /// Of the same page for the address of its version no other one is printed.
  package var printed: String? {
    guard let name = parameters[Self.printedName], !EditionFile.isPermanentCopy(path),
      path.hasSuffix("index.html")
    else { return nil }
    return path.dropLast("index.html".utf8.count) + name
  }

  /// What is transformed for the rendition: itself, or each part of a spreadsheet, under a path that
  /// begins with that of the spreadsheet; nothing for the PDF of a notice, whose form no stylesheet gives.
  package var transforms: [Recipe] {
    if path.hasSuffix(".pdf") { return [] }
    guard path.hasSuffix(".ods") else { return [self] }
    return OpenDocument.parts.map { part in
      Recipe(
        kind: kind, path: "\(path)/\(part)", source: source, stylesheet: stylesheet,
        parameters: parameters.merging(["part": part]) { $1 }, isHTML: false)
    }
  }

  /// Makes the rendition.
  ///
  /// Throws a ``MarkupError`` or ``RenderingError`` that names the stylesheet.
  package func render(_ source: [UInt8], with templates: Templates) throws -> [UInt8] {
    try render(try ParsedDocument(source, named: self.source), with: templates)
  }

  func render(_ source: ParsedDocument, with templates: Templates) throws -> [UInt8] {
    if path.hasSuffix(".ods") {
      return OpenDocument.spreadsheet(
        try zip(OpenDocument.parts, transforms).map { ($0, try $1.render(source, with: templates)) }
      )
    }
    if path.hasSuffix(".pdf") {
      // Title and language are for the file, not for the stylesheet.
      let form = parameters.filter { $0.key == "form" }
      return NoticePDF.bytes(
        of: try templates.apply(stylesheet, to: source, parameters: form),
        title: parameters["title"] ?? "", language: parameters["language"] ?? "")
    }
    let result = try templates.apply(stylesheet, to: source, parameters: parameters)
    return isHTML ? HTML.serialise(canonical: result) : result
  }
}
