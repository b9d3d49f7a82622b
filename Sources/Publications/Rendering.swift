package import Diagnostics
import Dispatch
package import Editions
import Markup
package import Schedule
import Statistics
import Synchronization

/// A file of an edition: its path inside the edition's folder and its bytes.
package struct EditionFile: Sendable, Hashable {
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
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
    let result = try templates.apply(
      stylesheet, to: source, named: self.source, parameters: parameters)
    return isHTML ? HTML.serialise(canonical: result) : result
  }
}

/// An edition, composed and rendered: everything that will be public of it, and what it was made
/// from.
package struct RenderedEdition: Sendable {
  /// Source documents by path: `bulletin.xml`, `reports/<slug>.xml`.
  package let sources: [EditionFile]
  package let recipes: [Recipe]
  /// Every file of the edition's folder, by path.
  package let files: [EditionFile]
  package let findings: [Finding]

  /// Composes and renders an edition.
  ///
  /// As a draft, every page is marked. The style sheet is published under `styleName`. The front
  /// page is made for the editions that are out before this one, `released`. Findings call the
  /// folder of templates `templatesFolder`.
  package init(
    _ edition: Edition, templates: Templates, isDraft: Bool, styleName: String,
    released: [Month], templatesFolder: String = "templates"
  ) {
    let composition = Composition(edition, texts: templates.texts, isDraft: isDraft)
    let out = Set(released).union([edition.month]).sorted()
    // The front page and the bulletin, then a report for each analysis.
    let made = inParallel(edition.analyses.count + 2) { index in
      let maker = { (kind: PageKind, source: String) in
        PageMaker(
          kind: kind, source: source, templates: templates, styleName: styleName,
          folder: templatesFolder)
      }
      switch index {
      case 0: return maker(.series, "series.xml").make { try composition.series(released: out) }
      case 1: return maker(.bulletin, "bulletin.xml").make { try composition.bulletin() }
      default:
        let analysis = edition.analyses[index - 2]
        return maker(.report, "reports/\(analysis.slug).xml").make {
          try composition.report(analysis)
        }
      }
    }
    sources = made.compactMap(\.source)
    recipes = made.flatMap(\.recipes)
    let assets = Self.assets(templates, styleName: styleName)
    files = (made.flatMap(\.renditions) + assets).sorted { $0.path < $1.path }
    // A mistake in a template shows in every page that it makes: say it once.
    var seen: Set<Finding> = []
    findings = made.flatMap(\.findings).filter { seen.insert($0).inserted }.sorted()
  }

  private static func assets(_ templates: Templates, styleName: String) -> [EditionFile] {
    [EditionFile(path: "assets/\(styleName)", bytes: templates.files[Templates.styleSheet]!)]
      + Templates.renditionSchemaFiles.map { name in
        EditionFile(path: "assets/\(name)", bytes: templates.files["schemas/\(name)"]!)
      }
  }
}

/// Composes, renders and checks one page.
private struct PageMaker: Sendable {
  struct Result: Sendable {
    var source: EditionFile?
    var recipes: [Recipe] = []
    var renditions: [EditionFile] = []
    var findings: [Finding] = []
  }

  let kind: PageKind
  let source: String
  let templates: Templates
  let styleName: String
  let folder: String

  func make(_ compose: () throws -> [UInt8]) -> Result {
    var result = Result()
    do {
      let bytes = try compose()
      result.source = EditionFile(path: source, bytes: bytes)
      result.findings += problems(templates.problems(inSource: bytes, named: source), "source")
      result.recipes = recipes
      for recipe in recipes {
        let rendition = try recipe.render(bytes, with: templates)
        result.renditions.append(EditionFile(path: recipe.path, bytes: rendition))
      }
      result.findings += check(result.renditions)
    } catch let error as MarkupError {
      result.findings += error.findings(folder: folder)
    } catch let error as TextTableError {
      result.findings.append(error.finding(folder: folder))
    } catch {
      result.findings.append(
        finding("rendering", Place(folder), found: "\(error)", remedy: "correct the templates"))
    }
    return result
  }

  private var recipes: [Recipe] {
    func recipe(_ path: String, isHTML: Bool, root: String? = nil) -> Recipe {
      var parameters = isHTML ? ["style": styleName] : [:]
      if let root { parameters["root"] = root }
      return Recipe(
        kind: kind, path: path, source: source,
        stylesheet: "\(kind.rawValue).\(isHTML ? "html" : "xml").xsl", parameters: parameters,
        isHTML: isHTML)
    }
    switch kind {
    case .series: return [recipe("site/index.html", isHTML: true)]
    case .bulletin:
      return [
        recipe("index.html", isHTML: true, root: "../"),
        recipe("v1/index.html", isHTML: true, root: "../../"),
        recipe("bulletin.xml", isHTML: false),
      ]
    case .report:
      let base = String(source.dropLast(4))
      return [
        recipe("\(base)/index.html", isHTML: true), recipe("\(base)/report.xml", isHTML: false),
      ]
    }
  }

  private func check(_ renditions: [EditionFile]) -> [Finding] {
    var findings: [Finding] = []
    for rendition in renditions where rendition.path.hasSuffix(".xml") {
      findings += problems(
        templates.problems(inRendition: rendition.bytes, kind: kind, named: rendition.path),
        "rendition")
      for page in renditions where page.path.hasSuffix(".html") {
        findings += RenditionAgreement.findings(html: page, xml: rendition)
      }
    }
    return findings
  }

  private func problems(_ problems: [MarkupProblem], _ what: String) -> [Finding] {
    problems.map { problem in
      finding(
        "\(what)-schema",
        Place(problem.file, line: problem.line, column: problem.column, path: problem.path),
        found: problem.message,
        remedy: what == "source"
          ? "correct the input that the message names; without one this is a fault of ninethirty"
          : "correct \(kind.rawValue).xml.xsl or the schema in templates/schemas")
    }
  }

  private func finding(_ id: String, _ place: Place, found: String, remedy: String) -> Finding {
    Finding(
      "template.\(id)", at: place, found: found,
      rule: "every document is valid by its schema before it is sealed",
      source: "design section 7", remedy: remedy)
  }
}

/// The results of a piece of work for each index, made on all cores, in order.
func inParallel<Value: Sendable>(
  _ count: Int, _ work: @Sendable (Int) -> Value
) -> [Value] {
  let results = Mutex([Value?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let value = work(index)
    results.withLock { $0[index] = value }
  }
  return results.withLock { $0.map { $0! } }
}
