package import Diagnostics
package import Editions
import Markup
package import Schedule
package import Statistics

/// One document of an edition, made: its source document, its renditions and what was found in
/// them.
package struct MadePage: Sendable {
  /// Nil where it could not be composed.
  package fileprivate(set) var source: EditionFile?
  package fileprivate(set) var recipes: [Recipe] = []
  package fileprivate(set) var renditions: [EditionFile] = []
  package fileprivate(set) var findings: [Finding] = []
}

extension MadePage {
  /// The renditions for readers: what text files hold is taken from the same source document.
  fileprivate var markup: [EditionFile] {
    renditions.filter { $0.path.hasSuffix(".html") || EditionFile.isDocument($0.path) }
  }

  /// The XML rendition.
  fileprivate var document: EditionFile? { renditions.first { EditionFile.isDocument($0.path) } }

  /// Reviews the first page for all: those beside it differ in links alone.
  mutating func reviewFirst() {
    guard let page = renditions.first(where: { $0.path.hasSuffix(".html") }) else { return }
    findings += PageReview.findings(page: page)
  }

  /// Looks for foreign requests, scripts and faults of structure in the finished HTML.
  fileprivate mutating func review() {
    // The copy that stands deeper has the same faults.
    for page in renditions where page.path.hasSuffix(".html") && !page.isPermanentCopy {
      findings += PageReview.findings(page: page)
    }
  }
}

/// Makes the pages of one version of an edition, each on its own: composes, renders, and checks the finished
/// bytes.
///
/// A report needs nothing of the other analyses, so the reports of a very large edition are made
/// one by one, on all cores, and let go.
package struct EditionPages: Sendable {
  let frame: Composition
  let templates: Templates
  let styleName: String
  let folder: String
  private let isDraft: Bool
  /// Whether a PDF is printed of each page, which then links it.
  private let isPrinted: Bool
  fileprivate let revision: Revision?
  private let standing: StandingText
  fileprivate let contamination: ContaminationIndex
  /// The standing text of the pages.
  let texts: TextTable

  /// The pages of the edition that `frame` is, whose analyses may be missing in it.
  ///
  /// As a draft, every page is marked. The style sheet is published under `styleName`. Findings
  /// call the folder of templates `templatesFolder`. `revision` is nil for the first version. A language
  /// for which there is no string table has the texts of the English one. The pages link a PDF of
  /// themselves where it `isPrinted`.
  package init(
    frame: Edition, templates: Templates, isDraft: Bool, styleName: String,
    templatesFolder: String = "templates", revision: Revision? = nil,
    language: Language = .english, isPrinted: Bool = false
  ) {
    texts = templates.texts(in: language)
    self.frame = Composition(
      frame, texts: texts, isDraft: isDraft, revision: revision,
      tellsUnclaimed: templates.tellUnclaimed)
    self.revision = revision
    self.templates = templates
    self.styleName = styleName
    self.isDraft = isDraft
    self.isPrinted = isPrinted
    folder = templatesFolder
    standing = StandingText(texts, level: self.frame.level)
    contamination = ContaminationIndex(
      frame.requests, programme: frame.programme, texts: texts)
  }

  /// The address of the site for links in what is mailed; a slash where the series has none.
  var site: String { frame.programme.series.address?.description ?? "/" }

  /// The language of the pages.
  package var language: Language { texts.pageLanguage }

  /// The report of one analysis.
  ///
  /// The structure of a page comes from its stylesheet: it is enough to review one of many.
  package func report(_ analysis: Analysis, isReviewed: Bool = false) -> MadePage {
    let source = "\(language.folder)reports/\(analysis.slug).xml"
    var page = maker(.report, source).make {
      try frame.report(analysis, previous: try revision?.document(at: source))
    }
    page.findings += contamination.findings(
      in: page.markup,
      permission: contamination.permission(for: analysis, note: revision?.versions.last?.note))
    if isReviewed { page.review() }
    if let document = page.document {
      page.findings += OwnNumbers(analysis).findings(in: document, of: analysis)
      page.findings += DisclosureAudit.findings(
        in: document, drawnFrom: page.source, of: [analysis], thresholds: frame.thresholds)
      page.findings += disclosures(in: document, since: source)
    }
    return page
  }

  /// What a reader of this version and the one before learns from both together.
  fileprivate func disclosures(in document: EditionFile, since source: String) -> [Finding] {
    // What could not be read was said when the page was composed.
    guard let revision, let earlier = (try? revision.figures(of: source)) ?? nil,
      let later = PublishedFigures(document.bytes)
    else { return [] }
    let threshold = frame.thresholds.disclosure
    return DisclosureComparison(
      earlier: earlier, later: later, threshold: Int(threshold.value), source: threshold.source
    ).findings(
      file: document.path, against: "version \(revision.number - 1)", isSameAnalysis: true)
  }

  /// Whether a page says what the version before said at its place, its update history and the
  /// marks of what was revised apart; false where that had no such page.
  package func saysTheSame(_ page: MadePage) throws -> Bool {
    guard let source = page.source, let before = try revision?.document(at: source.path) else {
      return false
    }
    return PreviousReport(before).isSame(as: source.bytes)
  }

  /// The recipes of the report with this slug, which depend on nothing else.
  package func recipes(ofReport slug: String) -> [Recipe] {
    maker(.report, "\(language.folder)reports/\(slug).xml").recipes
  }

  /// The paths of what every report has beside and with its page, which its slug alone decides.
  package func files(ofReport slug: String) -> [String] {
    recipes(ofReport: slug).map(\.path).filter { !EditionFile.isPermanentCopy($0) }
  }

  /// The bulletin's pages: one, or of a large edition several, each made when it is asked for.
  ///
  /// The analyses of the edition may be reduced.
  package func bulletin(_ edition: Edition) -> BulletinPages {
    let composition = Composition(
      edition, texts: texts, isDraft: isDraft, revision: revision,
      tellsUnclaimed: frame.tellsUnclaimed)
    return BulletinPages(
      pages: self, composition: composition, parts: composition.bulletinParts,
      permission: contamination.permission(for: edition, note: revision?.versions.last?.note))
  }

  /// The style sheet and the schemas that stand beside the pages.
  package var assets: [EditionFile] {
    [EditionFile(path: "assets/\(styleName)", bytes: templates.files[Templates.styleSheet]!)]
      + Templates.renditionSchemaFiles.map { name in
        EditionFile(path: "assets/\(name)", bytes: templates.files["schemas/\(name)"]!)
      }
  }

  func maker(_ kind: PageKind, _ source: String) -> PageMaker {
    PageMaker(
      kind: kind, source: source, version: revision?.number ?? 1, templates: templates,
      styleName: styleName, folder: folder, standing: standing, language: language,
      languages: frame.programme.languages, isPrinted: isPrinted)
  }
}

/// The pages of a bulletin, made one at a time.
package struct BulletinPages: Sendable {
  fileprivate let pages: EditionPages
  fileprivate let composition: Composition
  fileprivate let parts: [BulletinPart]
  fileprivate let permission: ContaminationIndex.Permission

  package var count: Int { parts.count }

  /// The page of this number, counted from 0.
  package func make(_ index: Int) -> MadePage {
    let source = pages.language.folder + parts[index].source
    let maker = pages.maker(.bulletin, source)
    // Data stand beside the English page, once for all languages.
    let data =
      pages.language == .english
      ? maker.data(
        of: parts[index], site: pages.site, listsPosts: !composition.listedRecipients.isEmpty) : []
    var page = maker.make(maker.recipes + data) {
      try composition.bulletin(
        parts[index], previous: try pages.revision?.figures(of: source))
    }
    page.findings += pages.contamination.findings(in: page.markup, permission: permission)
    page.review()
    if let document = page.document {
      page.findings += DisclosureAudit.findings(
        in: document, drawnFrom: page.source, of: composition.listed(parts[index]),
        thresholds: composition.thresholds)
      page.findings += pages.disclosures(in: document, since: source)
    }
    return page
  }
}

/// Composes, renders and checks one page.
struct PageMaker: Sendable {
  let kind: PageKind
  let source: String
  let version: Int
  let templates: Templates
  let styleName: String
  let folder: String
  let standing: StandingText
  let language: Language
  /// The languages in which the page stands there.
  let languages: [Language]
  /// Whether a PDF is printed of the pages of bulletin and reports.
  let isPrinted: Bool

  /// The page as these recipes make it; as those of its kind do for nil.
  func make(_ others: [Recipe]? = nil, _ compose: () throws -> [UInt8]) -> MadePage {
    var result = MadePage()
    do {
      let bytes = try compose()
      result.source = EditionFile(path: source, bytes: bytes)
      let document = try ParsedDocument(bytes, named: source)
      result.findings += problems(try templates.problems(inSource: document), "source")
      let recipes = others ?? self.recipes
      result.recipes = recipes
      for recipe in recipes {
        let rendition = try recipe.render(document, with: templates)
        result.renditions.append(EditionFile(path: recipe.path, bytes: rendition))
      }
      result.findings += try check(result.renditions)
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

  private func check(_ renditions: [EditionFile]) throws -> [Finding] {
    var findings: [Finding] = []
    for rendition in renditions where EditionFile.isDocument(rendition.path) {
      findings += problems(
        try templates.problems(inRendition: rendition.bytes, kind: kind, named: rendition.path),
        "rendition")
    }
    // However it came there: out of a link, between markup, from the string table.
    for rendition in renditions where PrivateKeyText.isIn(rendition.bytes) {
      findings.append(PrivateKeyText.finding(at: Place(rendition.path)))
    }
    let pages = renditions.filter { $0.path.hasSuffix(".html") }
    let document = renditions.first { EditionFile.isDocument($0.path) }
    // One text for many addresses is held against itself once.
    let shown = kind == .withdrawn ? Array(pages.prefix(1)) : pages
    return findings
      + RenditionAgreement(standing: standing).findings(pages: shown, xml: document)
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

extension Templates {
  /// Whether their schemas let the conclusion of a result be `not-claimed`: those of earlier versions of
  /// ninethirty did not.
  fileprivate var tellUnclaimed: Bool {
    ["schemas/source.xsd", "schemas/rendition.xsd"].allSatisfy { name in
      let schema = String(decoding: files[name] ?? [], as: UTF8.self)
      guard let start = schema.firstRange(of: "name=\"direction\"") else { return false }
      let type = schema[start.upperBound...].prefix { $0 != "\n" }
      return type.contains("\"not-claimed\"")
    }
  }
}
