import Diagnostics
import Markup

extension Templates {
  /// Makes a page that stands around the editions: valid source document in, reviewed HTML out.
  ///
  /// `stylesheet` is one of ``siteStylesheetNames``, `path` the page's own in the public tree, and
  /// `style` the address of the style sheet as seen from there.
  /// Throws a ``MarkupError`` or a ``RenderingError`` where the page is not fit to be published.
  package func sitePage(
    _ stylesheet: String, source: [UInt8], path: String, style: String
  ) throws -> EditionFile {
    try made.page(.init(stylesheet: stylesheet, source: source, path: path, style: style)) {
      try newSitePage(stylesheet, source: source, path: path, style: style)
    }
  }

  private func newSitePage(
    _ stylesheet: String, source: [UInt8], path: String, style: String
  ) throws -> EditionFile {
    let name = stylesheet + ", source of " + path
    let document = try ParsedDocument(source, named: name)
    if let problem = try problems(inSource: document).first {
      throw RenderingError(
        reason: "the source document of \(path) is not valid by schemas/source.xsd: "
          + problem.message)
    }
    let result = try apply(stylesheet, to: document, parameters: ["style": style])
    let page = EditionFile(path: path, bytes: HTML.serialise(canonical: result))
    if let mistake = PageReview.findings(page: page).first(where: { $0.severity == .error }) {
      throw RenderingError(reason: "\(path), made by \(stylesheet): \(mistake.found)")
    }
    return page
  }

  /// Whether there is a stylesheet of this name.
  package func has(_ stylesheet: String) -> Bool { files[stylesheet] != nil }
}
