import Diagnostics
import Editions
import Intake
import Notation
import Publications
import Schedule
import Site
import Statistics
import Storage

/// Makes one edition, analysis by analysis.
struct EditionMaker: Sendable {
  let workspace: Workspace
  let files: WorkspaceFiles
  let templateFiles: [String: [UInt8]]
  let intake: EditionIntake
  let pages: EditionPages?
  /// Whether the pages link PDFs of themselves, which are printed when all pages are made.
  let isPrinted: Bool
  /// The same pages in the other languages of the series.
  let translations: [EditionPages]
  /// Which version is made.
  let plan: VersionPlan
  /// The other editions that are out.
  let released: [Month]
  let sink: any EditionSink
  let progress: any ProgressObserver
  /// Sorted, each cause once.
  private(set) var findings: [Finding]
  private(set) var edition: Edition?
  private(set) var renditionCount = 0

  init(
    _ month: Month, in workspace: Workspace, isDraft: Bool, isPrinted: Bool, released: [Month],
    sink: any EditionSink, progress: any ProgressObserver, day: Day?
  ) throws {
    self.workspace = workspace
    self.released = released.filter { $0 != month }
    self.sink = sink
    self.progress = progress
    var inputs = try workspace.files(for: month)
    let notes = try workspace.readPublishedAnalyses(into: &inputs, for: month)
    files = inputs
    let folder = try workspace.templateFolder()
    let templateFiles = folder.files
    self.templateFiles = templateFiles
    intake = EditionIntake(month, from: inputs)
    let (templates, found) = sink.templates(of: templateFiles) {
      Templates.load(templateFiles)
    }
    plan = try VersionPlan(
      month, intake.correction, schedule: intake.frame?.programme.schedule, in: workspace,
      try History(workspace), on: day)
    findings = notes + folder.findings + found.withoutMissing(of: folder.findings) + plan.findings
    findings += try workspace.readPeople().findings
    self.isPrinted = isPrinted && intake.frame?.programme.makesPDF == true
    // Where the schedule or a template is in error, the analyses are still checked.
    if let frame = intake.frame, let templates, folder.findings.isEmpty {
      let languages = frame.programme.languages
      findings += languages.flatMap { templates.findings(for: $0) }
      let revision = plan.revision
      let isPrinted = self.isPrinted
      let made = languages.map { language in
        EditionPages(
          frame: frame, templates: templates, isDraft: isDraft,
          styleName: Preparation.styleName(templateFiles), revision: revision, language: language,
          isPrinted: isPrinted)
      }
      pages = made.first
      translations = Array(made.dropFirst())
    } else {
      (pages, translations) = (nil, [])
    }
  }

  mutating func make() throws {
    sink.begin(try outset)
    let analyses = try makeReports()
    let gathering = intake.finish(
      analyses.entries, findings: analyses.findings, allRead: analyses.allRead,
      released: released)
    findings += gathering.findings + analyses.pageFindings
    findings += AnalysisFingerprint.findings(between: analyses.fingerprints)
    findings += try workspace.changesSinceRelease(
      analyses.digests, upTo: intake.month, released: released)
    findings += withdrawnEditions(in: analyses.entries)
    renditionCount = analyses.renditionCount
    edition = gathering.edition
    if let edition, let pages, !findings.hasErrors {
      let (found, count) = try makeOtherPages(
        edition, pages, isReportChanged: analyses.isChanged)
      findings += found
      renditionCount += count
      findings += try pages.findings { templates in
        // It follows from the log when the edition comes out: a mistake is found while there is time.
        _ = try workspace.draftedSite(templates, of: edition.month)?.frontPage(
          translations: workspace.draftedTranslations(of: edition.month))
      }
    }
    // A disk that did not give the version before back is no mistake in a page.
    if let failure = plan.revision?.failure as? StorageError { throw failure }
    // A mistake in a template shows in every page that it makes: say it once.
    var seen: Set<Finding> = []
    findings = findings.filter { seen.insert($0).inserted }
    findings = (intake.reasons?.applied(to: findings) ?? findings).sorted()
    if edition != nil, !findings.hasErrors { try putRecords() }
  }

  /// What is known before the analyses are read.
  private var outset: EditionOutset {
    get throws {
      var inputs: [String: SHA512Sum] = [:]
      for file in files.others { inputs[file.path] = SHA512Sum(of: try file.bytes()) }
      var context = FileDigests()
      for file in [files.schedule, files.register] { context.add(file.path, inputs[file.path]!) }
      for name in templateFiles.keys.sorted() {
        let digest = SHA512Sum(of: templateFiles[name]!)
        context.add(name, digest)
        inputs["\(Workspace.templatesFolder)/\(name)"] = digest
      }
      context.add("build", SHA512Sum(of: Build.description.bytes))
      if isPrinted { context.add("pdf", SHA512Sum(of: [])) }
      if let version = plan.revision?.versions.last {
        context.add("version", SHA512Sum(of: Array("\(version)".utf8)))
      }
      return EditionOutset(
        context: context.digest, inputs: inputs,
        fileCount: files.analyses.values.reduce(0) { $0 + $1.count }, assets: pages?.assets,
        reportFiles: { [pages, translations] slug in
          ([pages].compactMap(\.self) + translations).flatMap { $0.files(ofReport: slug) }
        })
    }
  }
}
