import Archive
import Diagnostics
import Editions
import Intake
import Publications
import Schedule
import Site
import Storage

/// What the standing pages of a site are made from.
struct StandingSources: Sendable {
  /// Those that nothing is wrong with.
  var pages: [StandingPage] = []
  /// Why others cannot be used, by their names.
  var faults: [String: String] = [:]
  /// Whether readers get them, so that what is new in them must not tell of what is under embargo.
  var isForReaders = false
  /// The edition that comes out in the same switch.
  var coming: Month?

  /// What the files of a workspace, or of an archive, give.
  init(_ files: [InputFile], isForReaders: Bool = false, coming: Month? = nil) {
    let (pages, findings) = StandingPageReader.read(files)
    self.pages = pages
    for finding in findings where finding.severity == .error {
      guard let name = finding.place.file.pageName, faults[name] == nil else { continue }
      let line = finding.place.line.map { ":\($0)" } ?? ""
      faults[name] = "\(finding.place.file)\(line): \(finding.found)"
    }
    for page in pages where PrivateKeyText.isIn("\(page.name) \(page.source)") {
      faults[page.name] = "a page below pages/: \(PrivateKeyText.found); \(PrivateKeyText.remedy)"
    }
    self.pages.removeAll { faults[$0.name] != nil }
    self.isForReaders = isForReaders
    self.coming = coming
  }
}

/// The standing pages as they are made for one site.
struct MadePages {
  var files: [EditionFile] = []
  /// What `/about/` lists.
  var entries: [Site.StandingEntry] = []
  /// The addresses of pages that stay as they stand.
  var kept: Set<String> = []
  var notes: [String] = []
}

/// The pages that people write to stand around the editions. They come out of the workspace with every
/// switch, as the schedule does.
extension Workspace {
  /// The pages of the workspace as the next switch takes them.
  func standingSources(coming: Month? = nil) throws -> StandingSources {
    let (files, findings) = try pageFiles()
    // A copy is only read.
    var sources = StandingSources(files, isForReaders: copy == nil, coming: coming)
    for finding in findings where finding.severity == .error {
      guard let name = finding.place.file.pageName else { continue }
      sources.faults[name] = "\(finding.place.file): \(finding.found)"
    }
    return sources
  }

  /// Makes the standing pages of a site.
  ///
  /// A page that has errors, or tells of what is under embargo, is not taken, and that is said: no
  /// release waits for it. What stands at its address stays; where nothing stands there yet, the
  /// standard page does, if there is one.
  func standingPages(
    _ sources: StandingSources, _ site: Site, _ history: History
  ) throws -> MadePages {
    var sources = sources
    if sources.isForReaders { try refuseNew(&sources, site, history) }
    var made = MadePages()
    for name in sources.faults.keys.sorted() {
      let path = Site.standingPath(name)
      let isThere = try stands(path)
      if isThere { made.kept.insert(path) }
      made.notes.append(
        "\(sources.faults[name]!); the page is not published, "
          + (isThere ? "and \(path) stays as it is" : "and nothing of it is public"))
    }
    for (entry, file) in try site.standingPages(sources.pages) where !made.kept.contains(file.path)
    {
      made.entries.append(entry)
      made.files.append(file)
    }
    return made
  }

  /// Takes out the pages that are new or changed and tell what is under embargo.
  private func refuseNew(
    _ sources: inout StandingSources, _ site: Site, _ history: History
  ) throws {
    let written = Set(sources.pages.map(\.name))
    guard !written.isEmpty else { return }
    let new = try Set(
      site.standingPages(sources.pages).filter { entry, file in
        try written.contains(entry.name) && !stands(file.path, with: file.bytes)
      }.map(\.entry.name))
    let pages = sources.pages.filter { new.contains($0.name) }
    guard !pages.isEmpty else { return }
    let reasons = embargoed(pages, history, except: sources.coming)
    sources.faults.merge(reasons) { $1 }
    sources.pages.removeAll { reasons[$0.name] != nil }
  }

  /// Whether something stands at an address of the public tree, with these bytes where some are given.
  func stands(_ path: String, with bytes: [UInt8]? = nil) throws -> Bool {
    guard let tree = try trees.current(), try Files.exists("\(tree.path)/\(path)") else {
      return false
    }
    guard let bytes else { return true }
    return try SHA512Sum(ofFile: "\(tree.path)/\(path)") == SHA512Sum(of: bytes)
  }

  /// The front page and the standing pages as a preview shows them, marked as drafts, and their style;
  /// none where templates or schedule cannot be used.
  ///
  /// Nothing is searched in them: whoever sees a preview sees drafts.
  func draftedPages(_ templates: Templates?, of month: Month) throws -> [EditionFile] {
    guard let site = try draftedSite(templates, of: month) else { return [] }
    let sources = StandingSources(try pageFiles().files)
    let written = try site.standingPages(sources.pages).filter { entry, _ in
      sources.faults[entry.name] == nil
    }
    // Why there is no front page is a finding of the checks.
    return [try? site.frontPage(translations: draftedTranslations(of: month))].compactMap(\.self)
      + written.map(\.file) + [site.style]
  }

  /// The languages beside English of the editions that are out, and of a drafted one.
  func draftedTranslations(of month: Month) throws -> [Month: [Language]] {
    var result: [Month: [Language]] = [:]
    // What stands says it at once; a preview must not read the whole archive.
    for edition in Set(try History(self).releases.map(\.edition)) {
      result[edition] = try Language.allCases.filter {
        try $0 != .english && stands("\(edition)/\($0.folder)index.html")
      }
    }
    result[month] = try programme().languages.filter { $0 != .english }
    return result
  }

  /// What stands around the editions when a drafted one is out; nil where templates or schedule cannot be
  /// used.
  func draftedSite(_ templates: Templates?, of month: Month) throws -> Site? {
    guard let templates, let programme = try? programme() else { return nil }
    let folder =
      templates.has(Templates.standingPage) && templates.makesFrontPage ? templates : .standard
    var calendar = try History(self).calendar
    if calendar[month]?.state.isOut != true,
      let scheduled = try? scheduledEdition(month, in: programme)
    {
      calendar = calendar.adding(
        PublicFact(
          edition: month, instant: scheduled.instant, what: .released(scheduled: scheduled.instant))
      )
    }
    return Site(
      draftOf: programme, calendar, templates: folder,
      styleName: Preparation.styleName(folder.files))
  }

  // MARK: Embargo

  /// Why these pages cannot be published, by their names: what is under embargo in them; for all of
  /// them, that it could not be searched for.
  ///
  /// What comes out in the same switch, `own`, is no longer under embargo then.
  private func embargoed(
    _ pages: [StandingPage], _ history: History, except own: Month?
  ) -> [String: String] {
    var reasons: [String: String] = [:]
    do {
      let report = try leakReport([], history, typed: pages.map(searched), except: own)
      reasons = leaks(report, among: pages)
      for page in pages where reasons[page.name] == nil {
        do {
          try refuseUnsearched(report, of: page.file)
          try refuseOrganisations(in: page.source + "\n" + page.text, of: page.file, history)
        } catch let error as ReleaseError {
          reasons[page.name] = error.reason
        }
      }
    } catch {
      // What was not searched for is not known to be harmless, and no switch waits for a page.
      for page in pages where reasons[page.name] == nil {
        reasons[page.name] =
          "\(page.file) could not be searched for what is under embargo: \(error)"
      }
    }
    return reasons
  }

  /// A page as it is searched: as it is written, and the words without the marks that part them.
  private func searched(_ page: StandingPage) -> (text: String, name: String) {
    ("\(page.source)\n\(page.text)", page.file)
  }

  private func leaks(
    _ report: LeakCheckReport, among pages: [StandingPage]
  ) -> [String: String] {
    var reasons: [String: String] = [:]
    for page in pages {
      let found = report.leaks.first {
        $0.place == page.file && !isPublicName($0, at: Site.standingPath(page.name))
      }
      guard let leak = found else { continue }
      // Behind the file itself stand its words once more.
      let lines = page.source.utf8.count { $0 == 0x0A } + 1
      let line = leak.line.flatMap { $0 <= lines ? ":\($0)" : nil } ?? ""
      reasons[page.name] =
        "\(page.file)\(line) tells what is under embargo (\(leak.kind.rawValue) of \(leak.edition))"
    }
    return reasons
  }

  /// Refuses to seal an edition while a page tells what is under embargo with another one.
  ///
  /// Throws a ``ReleaseError``. Inputs of other editions that have errors are no hindrance here: a
  /// switch searches for them again.
  func refuseEmbargoedPages(_ history: History, sealing month: Month) throws {
    let pages = try standingSources().pages
    guard !pages.isEmpty else { return }
    let report = try leakReport([], history, typed: pages.map(searched), except: month)
    guard let first = leaks(report, among: pages).min(by: { $0.key < $1.key }) else { return }
    throw ReleaseError(
      .embargoed, "\(first.value), and it is published with the next switch; say it otherwise")
  }
}

extension OCFLVersionReader {
  /// The pages that are archived with the version.
  func pageFiles() throws -> [InputFile] {
    let folder = "inputs/\(StandingPage.folder)"
    return try files(in: folder).sorted { $0.key < $1.key }.map { name, bytes in
      InputFile(path: "\(StandingPage.folder)/\(name)", bytes: bytes)
    }
  }
}

extension String {
  /// The name of the page that a file of a workspace is.
  var pageName: String? {
    guard hasPrefix("\(StandingPage.folder)/"), hasSuffix(".md") else { return nil }
    return String(dropFirst(StandingPage.folder.utf8.count + 1).dropLast(3))
  }
}
