package import Diagnostics
import Markup
import Schedule

/// The templates of a workspace, read and compiled: stylesheets, string table, schemas.
///
/// A mistake in a template is found here, with file and line, before anything is rendered. The program's
/// own templates have none, which a test says of their bytes: of them a stylesheet or schema is compiled
/// when a page first wants it, since a run seldom wants half of them.
package struct Templates: Sendable {
  /// Every file of the folder by its path inside it, as read.
  package let files: [String: [UInt8]]
  package let texts: TextTable
  /// The string tables of other languages; of the program's own each is read when it is wanted.
  private let translations: [Language: MadeOnce<TextTable>]
  private let stylesheets: [String: MadeOnce<Stylesheet>]
  private let sourceSchema: MadeOnce<Schema>
  private let renditionSchemas: [String: MadeOnce<Schema>]
  /// The pages around the editions that they made.
  let made = PagesMade()

  /// The files without which there is no publication.
  package static let required =
    stylesheetNames + [textTable, styleSheet, "schemas/source.xsd"]
    + (renditionSchemaFiles + [withdrawnSchema]).map { "schemas/\($0)" }

  /// The schema of what stands in place of withdrawn pages; published beside those alone.
  static let withdrawnSchema = "withdrawn.xsd"

  /// Files that came with later versions of ninethirty: an archived edition may lack them.
  static let later: Set<String> = Set(
    ["withdrawn.html.xsl", "withdrawn.xml.xsl", "schemas/\(withdrawnSchema)"] + dataStylesheetNames)

  package static let stylesheetNames =
    [
      "bulletin.html.xsl", "bulletin.xml.xsl", "report.html.xsl", "report.xml.xsl",
      "withdrawn.html.xsl", "withdrawn.xml.xsl",
    ] + dataStylesheetNames
  /// The stylesheets of data beside the pages, and of what stands in its place.
  static let dataStylesheetNames = [
    "csv-metadata.json.xsl", "digest.txt.xsl", "report.csv.xsl", "requests.csv.xsl",
    "results.csv.xsl", "results.sdmx.xsl", "spreadsheet.xsl", "structure.sdmx.xsl",
    "withdrawn.ods.xsl", "withdrawn.sdmx.xsl", "withdrawn.text.xsl",
  ]
  /// Those of data that came later: a folder of templates that lacks one has no such file.
  static let laterDataStylesheetNames = [preReleaseData]
  /// That of the posts with pre-release access.
  static let preReleaseData = "pre-release.csv.xsl"
  /// The stylesheets of the pages that stand around the editions.
  ///
  /// A workspace may go without: the standard templates make these pages then.
  package static let siteStylesheetNames =
    ["calendar.html.xsl", "pre-release.html.xsl", "versions.html.xsl"] + laterSitePages
  /// Those that came with later versions of ninethirty: a folder of templates that lacks one has the
  /// standard one for that page alone.
  package static let laterSitePages = [
    aboutPage, frontPage, logPage, notFoundPage, organisationsPage, standingPage,
  ]
  /// That of the page about the series.
  package static let aboutPage = "about.html.xsl"
  /// That of the front page, which earlier versions of ninethirty sealed with each edition.
  package static let frontPage = "series.html.xsl"
  /// That of the page of the publication log.
  package static let logPage = "log.html.xsl"
  /// That of the page in the place of one that is not there.
  package static let notFoundPage = "not-found.html.xsl"
  /// That of the pages of organisations.
  package static let organisationsPage = "organisations.html.xsl"
  /// That of the pages that people write to stand around the editions.
  package static let standingPage = "page.html.xsl"
  /// The string table.
  package static let textTable = "text.en.xml"
  /// The style sheet of every page.
  package static let styleSheet = "style.css"
  /// The schemas of the XML renditions, published beside them.
  package static let renditionSchemaFiles = [
    "bulletin.xsd", "dc.xsd", "dcterms.xsd", "rendition.xsd", "report.xsd",
  ]

  /// Compiles the templates; where that fails, the findings say all that is wrong.
  ///
  /// They are reviewed too: names, texts, what no page prints. Templates that were kept with an
  /// edition are not (`isReviewed` is false): they made it, whatever the rules are now. The
  /// program's own, byte for byte, need neither review nor compiling before a page wants them.
  package static func load(
    _ files: [String: [UInt8]], folder: String = "templates", isReviewed: Bool = true
  ) -> (templates: Templates?, findings: [Finding]) {
    let areStandard = files == StandardTemplates.files
    return load(
      files, folder: folder, isReviewed: isReviewed && !areStandard, isLazy: areStandard)
  }

  /// Compiles the templates, at once or each when it is wanted, whoever's they are.
  static func load(
    _ files: [String: [UInt8]], folder: String = "templates", isReviewed: Bool, isLazy: Bool
  ) -> (templates: Templates?, findings: [Finding]) {
    var loader = TemplateLoader(
      files: files, folder: folder, isArchived: !isReviewed, isLazy: isLazy)
    if isReviewed {
      loader.findings = TemplateReview(files, folder: folder).findings
    }
    let templates = loader.load()
    return (templates, causes(among: loader.findings.sorted()))
  }

  /// Findings without those that only follow from others, each once.
  ///
  /// A mistake in a shared part shows in every stylesheet that includes it. Of stylesheets that
  /// cannot be used it is not said what they leave out or do not use.
  private static func causes(among findings: [Finding]) -> [Finding] {
    let broken: Set = ["template.invalid-stylesheet", "template.not-well-formed-XML"]
    let following: Set = [
      "template.figure-not-printed", "template.text-not-printed", "template.unreachable",
      "template.unused-file", "template.unused-text",
    ]
    let isBroken = findings.contains { broken.contains($0.id) }
    var seen: Set<Finding> = []
    return findings.filter { finding in
      !(isBroken && following.contains(finding.id)) && seen.insert(finding).inserted
    }
  }

  fileprivate init(
    files: [String: [UInt8]], texts: TextTable, translations: [Language: MadeOnce<TextTable>],
    stylesheets: [String: MadeOnce<Stylesheet>],
    sourceSchema: MadeOnce<Schema>, renditionSchemas: [String: MadeOnce<Schema>]
  ) {
    self.files = files
    self.texts = texts
    self.translations = translations
    self.stylesheets = stylesheets
    self.sourceSchema = sourceSchema
    self.renditionSchemas = renditionSchemas
  }

  /// The string table of another language, filled from the English one; nil where there is none.
  func translation(_ language: Language) -> TextTable? {
    // One that waits is the program's own, which has no mistake; any other was read before.
    translations[language].flatMap { try? $0.value }
  }

  /// The result of a stylesheet over a source document, in Canonical XML.
  ///
  /// Throws a ``MarkupError`` that names the stylesheet.
  func apply(
    _ stylesheet: String, to source: ParsedDocument, parameters: [String: String]
  ) throws -> [UInt8] {
    guard let compiled = try stylesheets[stylesheet]?.value else {
      throw RenderingError(reason: "there is no stylesheet \(stylesheet.quoted)")
    }
    return try compiled.apply(to: source, parameters: parameters)
  }

  /// What is wrong with a source document by its schema.
  ///
  /// Throws a ``MarkupError`` where the schema cannot be compiled.
  func problems(inSource document: ParsedDocument) throws -> [MarkupProblem] {
    try sourceSchema.value.validate(document)
  }

  /// What is wrong with an XML rendition by its schema.
  ///
  /// Throws a ``MarkupError`` where the schema cannot be compiled.
  func problems(
    inRendition bytes: [UInt8], kind: PageKind, named: String
  ) throws -> [MarkupProblem] {
    try renditionSchemas[kind.rawValue]?.value.validate(bytes, named: named) ?? []
  }
}

/// A page that cannot be rendered.
package struct RenderingError: Error, CustomStringConvertible {
  package let reason: String
  package var description: String { reason }
}

/// The kinds of document.
package enum PageKind: String, Sendable, Hashable {
  case bulletin, report
  /// The front page of the series, which earlier versions of ninethirty sealed with each edition.
  case series
  /// What stands in place of a withdrawn page.
  case withdrawn
}

private struct TemplateLoader {
  let files: [String: [UInt8]]
  let folder: String
  let isArchived: Bool
  /// Whether stylesheets and schemas wait until a page wants them.
  let isLazy: Bool
  var findings: [Finding] = []

  mutating func load() -> Templates? {
    for name in Templates.required where files[name] == nil {
      if isArchived, Templates.later.contains(name) { continue }
      report(
        "missing", Place("\(folder)/\(name)"), found: "the file is missing",
        remedy: "restore it; `ninethirty init` writes all templates into a new workspace")
    }
    let data = String(decoding: files["parts/data.xsl"] ?? [], as: UTF8.self)
    for name in Templates.laterDataStylesheetNames where files[name] == nil {
      guard data.contains("data/\(name.dropLast(".xsl".count))") else { continue }
      report(
        "missing", Place("\(folder)/\(name)"),
        found: "the file is missing, and parts/data.xsl links what it makes",
        remedy: "take it from a workspace that `ninethirty init` makes, or take the link out")
    }
    let texts = texts()
    let translations = texts.map { self.translations(beside: $0) } ?? [:]
    var stylesheets: [String: MadeOnce<Stylesheet>] = [:]
    for name in Templates.stylesheetNames + Templates.laterDataStylesheetNames
      + Templates.siteStylesheetNames
    where files[name] != nil {
      let files = files
      stylesheets[name] = compiled { try Stylesheet(name, files: files, isReviewed: !$0) }
    }
    let sourceSchema = schema("source.xsd")
    var renditionSchemas: [String: MadeOnce<Schema>] = [:]
    for kind in ["bulletin", "report", "withdrawn"] {
      renditionSchemas[kind] = schema("\(kind).xsd")
    }
    guard !findings.hasErrors, let texts, let sourceSchema else { return nil }
    return Templates(
      files: files, texts: texts, translations: translations, stylesheets: stylesheets,
      sourceSchema: sourceSchema,
      renditionSchemas: renditionSchemas)
  }

  private mutating func texts() -> TextTable? {
    let name = Templates.textTable
    guard let bytes = files[name] else { return nil }
    return attempt(try TextTable(bytes, named: name))
  }

  /// The string tables of other languages that are there.
  private mutating func translations(
    beside english: TextTable
  ) -> [Language: MadeOnce<TextTable>] {
    var tables: [Language: MadeOnce<TextTable>] = [:]
    for (language, name) in Templates.translatedTables {
      guard let bytes = files[name] else { continue }
      tables[language] = compiled { _ in
        try TextTable(bytes, named: name).filled(from: english)
      }
    }
    return tables
  }

  private mutating func schema(_ name: String) -> MadeOnce<Schema>? {
    guard files["schemas/\(name)"] != nil else { return nil }
    let files = files
    return compiled { _ in try Schema("schemas/\(name)", files: files) }
  }

  /// What `compile` makes, now or when it is wanted; nil where that fails now.
  ///
  /// `compile` is told whether it need look for no mistakes.
  private mutating func compiled<Value: Sendable>(
    _ compile: @escaping @Sendable (Bool) throws -> Value
  ) -> MadeOnce<Value>? {
    let isLazy = isLazy
    let later = MadeOnce { try compile(isLazy) }
    if isLazy { return later }
    return attempt(try later.value).map { _ in later }
  }

  private mutating func attempt<Value>(_ make: @autoclosure () throws -> Value) -> Value? {
    do {
      return try make()
    } catch let error as MarkupError {
      findings += error.findings(folder: folder)
    } catch let error as TextTableError {
      let finding = error.finding(folder: folder)
      // The review has said it in words of its own.
      let isSaid = findings.contains {
        $0.severity == .error && $0.place.file == finding.place.file
          && (finding.place.line == nil || $0.place.line == finding.place.line)
      }
      if !isSaid { findings.append(finding) }
    } catch {
      report("unreadable", Place(folder), found: "\(error)", remedy: "correct the template")
    }
    return nil
  }

  private mutating func report(_ id: String, _ place: Place, found: String, remedy: String) {
    findings.append(
      Finding(
        "template.\(id)", at: place, found: found,
        rule: "templates are complete and correct before anything is rendered",
        source: "design section 7", remedy: remedy))
  }
}

extension MarkupError {
  /// The problems as findings about files of a folder.
  func findings(folder: String) -> [Finding] {
    // libxslt numbers the templates of an endless recursion, a line each: they say nothing more.
    problems.filter { $0.message.wholeMatch(of: /#\d+.*/) == nil }.map { problem in
      Finding(
        "template.\(code.description.replacing(" ", with: "-"))",
        at: Place(
          "\(folder)/\(problem.file)", line: problem.line, column: problem.column,
          path: problem.path),
        found: problem.message,
        rule: "templates are complete and correct before anything is rendered",
        source: "design section 7",
        remedy: "correct the template at this place, or the string table that it names")
    }
  }
}

extension TextTableError {
  /// The error as a finding about a file of a folder.
  func finding(folder: String) -> Finding {
    Finding(
      "template.texts", at: Place("\(folder)/\(file)", line: line), found: reason,
      rule:
        "every text that a page needs is in the string table, with the placeholders that it can have",
      source: "docs/format.md section 14", remedy: "correct the string table")
  }
}
