import Diagnostics
import Markup

/// Templates held against the schema of their source documents, the string table and the rules of
/// pages, before anything is rendered.
///
/// It is made for the templates of a workspace, which people change; templates that an archive
/// keeps are compiled without it, since the rules of their day are not those of today.
struct TemplateReview {
  private(set) var findings: [Finding] = []

  private let files: [String: [UInt8]]
  private let folder: String

  /// The main stylesheets, each with the root of its source documents and the beginnings of the
  /// texts that they carry.
  private static let pages: [(main: String, root: String, texts: [String])] = [
    ("bulletin.html.xsl", "bulletin", ["page.", "bulletin.", "translation."]),
    ("bulletin.html.xsl", "bulletin-part", ["page.", "bulletin.", "translation."]),
    ("bulletin.xml.xsl", "bulletin", ["page.", "bulletin."]),
    ("bulletin.xml.xsl", "bulletin-part", ["page.", "bulletin."]),
    ("report.html.xsl", "report", ["page.", "report.", "translation."]),
    ("report.xml.xsl", "report", ["page.", "report."]),
    (Templates.frontPage, "series-page", ["page.", "series."]),
    ("calendar.html.xsl", "calendar-page", ["page.", "calendar."]),
    ("log.html.xsl", "log-page", ["page.", "log."]),
    (Templates.aboutPage, "about-page", ["page.", "about."]),
    (Templates.notFoundPage, "not-found-page", ["page.", "not-found."]),
    (Templates.organisationsPage, "organisations-page", ["page.", "organisations."]),
    (Templates.standingPage, "standing-page", ["page.", "standing."]),
    ("pre-release.html.xsl", "pre-release-page", ["page.", "pre-release."]),
    ("versions.html.xsl", "versions-page", ["page.", "versions."]),
    ("withdrawn.html.xsl", "withdrawn", ["page.", "withdrawn.", "translation."]),
    ("withdrawn.xml.xsl", "withdrawn", ["page.", "withdrawn."]),
  ]

  /// The stylesheets of files that hold some of what a source document has, each with its root.
  private static let dataFiles: [(main: String, root: String, texts: [String])] = [
    ("csv-metadata.json.xsl", "bulletin", ["page.", "bulletin."]),
    ("csv-metadata.json.xsl", "bulletin-part", ["page.", "bulletin."]),
    ("digest.txt.xsl", "bulletin", ["page.", "bulletin."]),
    (Templates.preReleaseData, "bulletin", ["page.", "bulletin."]),
    ("report.csv.xsl", "report", ["page.", "report."]),
    ("requests.csv.xsl", "bulletin", ["page.", "bulletin."]),
    ("results.csv.xsl", "bulletin", ["page.", "bulletin."]),
    ("results.csv.xsl", "bulletin-part", ["page.", "bulletin."]),
    ("results.sdmx.xsl", "bulletin", ["page.", "bulletin."]),
    ("results.sdmx.xsl", "bulletin-part", ["page.", "bulletin."]),
    ("spreadsheet.xsl", "bulletin", ["page.", "bulletin."]),
    ("spreadsheet.xsl", "bulletin-part", ["page.", "bulletin."]),
    ("structure.sdmx.xsl", "bulletin", ["page.", "bulletin."]),
    ("structure.sdmx.xsl", "bulletin-part", ["page.", "bulletin."]),
    ("withdrawn.ods.xsl", "withdrawn", ["page.", "withdrawn."]),
    ("withdrawn.sdmx.xsl", "withdrawn", ["page.", "withdrawn."]),
    ("withdrawn.text.xsl", "withdrawn", ["page.", "withdrawn."]),
  ]

  /// What a page need not print: an interval in one piece, beside its two bounds.
  private static let redundant: Set<String> = ["printed"]

  /// Reviews the files of a folder of templates.
  init(_ files: [String: [UInt8]], folder: String) {
    self.files = files
    self.folder = folder
    var texts = textReview()
    let pages = pages(with: texts)
    let expected = (Self.pages + Self.dataFiles).filter {
      files[$0.main] != nil
        || !(Templates.siteStylesheetNames + Templates.laterDataStylesheetNames).contains($0.main)
    }
    let isWhole = pages.count == expected.count
    let audit = StylesheetAudit(pages, files: files, isWhole: isWhole)
    findings += audit.faults.map(finding)
    // A text that is asked for by a wrong id is used nowhere, which need not be said as well.
    if isWhole, !audit.faults.contains(where: { $0.kind == .unknownText }) {
      texts?.compare(asked: audit.askedTexts)
    }
    findings += texts?.findings ?? []
    for name in Templates.translatedTables.values.sorted() {
      var translation = textReview(name)
      translation?.compareIDs(with: texts?.ids ?? [])
      findings += translation?.findings ?? []
    }
    reviewLiterals(of: audit)
    if let style = files[Templates.styleSheet] {
      findings += CSSReview.findings(style, at: "\(folder)/\(Templates.styleSheet)")
    }
    reviewOtherFiles()
  }

  /// The review of the string table; nil where it cannot be read, which compiling says.
  private func textReview(_ name: String = Templates.textTable) -> TextReview? {
    guard let bytes = files[name], let root = try? Markup.parse(bytes, named: name) else {
      return nil
    }
    return TextReview(root, folder: folder, name: name)
  }

  /// The pages of which all is there; what is missing is a finding of its own.
  private func pages(with texts: TextReview?) -> [StylesheetAudit.Page] {
    guard let schema = files["schemas/source.xsd"], let texts else { return [] }
    var models: [String: SchemaModel] = [:]
    return (Self.pages + Self.dataFiles).compactMap { page in
      // A schema that cannot be read is a finding of compiling it.
      guard files[page.main] != nil,
        let model = models[page.root]
          ?? (try? SchemaModel(schema, named: "schemas/source.xsd", root: page.root))
      else { return nil }
      models[page.root] = model
      return StylesheetAudit.Page(
        main: page.main, model: model, texts: texts.ids(for: page.texts),
        redundant: Self.redundant,
        printsAll: !(Templates.dataStylesheetNames + Templates.laterDataStylesheetNames)
          .contains(page.main))
    }
  }

  /// Reviews what the stylesheets of pages write out themselves.
  private mutating func reviewLiterals(of audit: StylesheetAudit) {
    for name in audit.files(of: Self.pages.map(\.main).filter { $0.hasSuffix(".html.xsl") }) {
      // A stylesheet that cannot be read is a finding of compiling it.
      guard let bytes = files[name], let root = try? Markup.parse(bytes, named: name) else {
        continue
      }
      findings += StylesheetLiterals(root, at: "\(folder)/\(name)").findings
    }
  }

  /// Files that nobody reads; stylesheets that nothing includes are found by the audit.
  private mutating func reviewOtherFiles() {
    let known =
      Templates.required + Templates.siteStylesheetNames
      + Templates.translatedTables.values.sorted()
    for name in files.keys.sorted() where !known.contains(name) {
      if name.hasPrefix("schemas/") || name.hasSuffix(".xsl") || name.hasSuffix(".md") { continue }
      findings.append(
        Finding(
          "template.unused-file", .warning, at: Place("\(folder)/\(name)"),
          found: "nothing uses this file", rule: Self.unusedRule, source: "docs/templates.md",
          remedy: "correct its name, or take it out of the folder"))
    }
  }

  private static let unusedRule =
    "every file of the folder of templates is one that a page is made of"
}

// MARK: Findings

extension TemplateReview {
  private func finding(_ fault: StylesheetAudit.Fault) -> Finding {
    let (severity, rule, source, remedy) = Self.words(for: fault.kind)
    return Finding(
      "template.\(fault.kind.rawValue)", severity,
      at: Place("\(folder)/\(fault.problem.file)", line: fault.problem.line),
      found: fault.problem.message, rule: rule, source: source,
      remedy: fault.suggestion.map { "did you mean \($0.quoted)?" } ?? remedy)
  }

  private static func words(
    for kind: StylesheetAudit.Kind
  ) -> (Severity, rule: String, source: String, remedy: String) {
    let format = "docs/format.md section 6"
    return switch kind {
    case .unknownName:
      (
        .error, "a stylesheet asks only for what its source document can have", format,
        "write a name that schemas/source.xsd has at this place"
      )
    case .impossibleValue:
      (
        .error, "a stylesheet compares an attribute only with a value that it can have", format,
        "write one of these values"
      )
    case .unknownText:
      (
        .error, "a page prints the texts of its own kind and those that begin with page.",
        "docs/templates.md", "write an id that the string table has, or add the text to it"
      )
    case .arithmetic:
      (
        .error, "a stylesheet places text and works nothing out", "design section 7",
        "print a figure of the source document; processors round differently"
      )
    case .instruction:
      (
        .error, "a page tells no program what to fetch or to do", "design section 7", "take it out"
      )
    case .unreachable:
      (
        .warning, "every template is one that some page comes to", "docs/templates.md",
        "correct what should lead to it, or take it out"
      )
    case .doubled:
      (
        .error, "one template is for one thing", "XSLT 1.0, 5.5",
        "keep one of the two, or tell them apart by a condition"
      )
    case .unusedFile:
      (.warning, unusedRule, "docs/templates.md", "include it, or take it out of the folder")
    case .figureNotPrinted:
      (
        .error, "every figure of a source document is on the page and in its XML",
        "design section 1",
        "print it, or give it a template without content where it is to be left out"
      )
    case .textNotPrinted:
      (
        .warning, "what a source document says is on its page", "design section 7",
        "print it, or give it a template without content where it is to be left out"
      )
    }
  }
}
