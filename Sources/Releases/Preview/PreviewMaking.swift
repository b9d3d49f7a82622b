import Diagnostics
import Intake
import Publications
import Schedule
import Site
import Storage

/// Puts together what a preview shows from what was made this time and what is left of before.
struct PreviewMaking {
  let month: Month
  /// What was made, and what the next time may take over.
  private(set) var memory: PreviewSink.Memory
  private let before: PreviewSink.Memory
  /// Whether nothing is in error, so that the bulletin was made too.
  private let isComplete: Bool
  private var stale: Set<String> = []

  init(
    _ month: Month, memory: PreviewSink.Memory, before: PreviewSink.Memory, isComplete: Bool
  ) {
    self.month = month
    self.memory = memory
    self.before = before
    self.isComplete = isComplete
  }

  /// Keeps the last good page where there is no new one because something is wrong.
  mutating func keepStale(_ findings: [Finding]) {
    keepReports(findings)
    for (address, bytes) in before.pages where memory.pages[address] == nil {
      if let slug = address.reportSlug(in: month) {
        guard memory.reports[slug] != nil else { continue }
      } else if isComplete, !address.isStyle(in: month) {
        continue
      }
      memory.pages[address] = bytes
      // An older style sheet is only there for older pages.
      if !address.isStyle(in: month) { stale.insert(address) }
    }
  }

  /// A report whose file is still there but gives no report now stays: what is wrong is shown on it.
  private mutating func keepReports(_ findings: [Finding]) {
    let broken = Set(findings.filter { $0.severity == .error }.map(\.place.file))
    let giving = Set(memory.reports.values.map(\.report.file))
    for (slug, kept) in before.reports where memory.reports[slug] == nil {
      let file = kept.report.file
      guard memory.inputs[file] != nil else { continue }
      let isTable = EditionIntake.isTable(file)
      if !memory.canRender || broken.contains(file) && (isTable || !giving.contains(file)) {
        // Its page is that of what was read then, such as the templates: it is made anew next time.
        memory.reports[slug] = kept
        memory.reports[slug]?.input = nil
      }
    }
  }

  /// What is shown of it.
  func snapshot(_ findings: [Finding], after shown: PreviewSnapshot) -> PreviewSnapshot {
    var snapshot = PreviewSnapshot(month)
    snapshot.pages = Dictionary(
      uniqueKeysWithValues: memory.pages.map { address, bytes in
        (address, .init(bytes: bytes, isStale: stale.contains(address)))
      })
    snapshot.reports = memory.reports.values.map(\.report).sorted { a, b in
      (a.file, a.line ?? 0, a.slug) < (b.file, b.line ?? 0, b.slug)
    }
    let reports = Dictionary(grouping: snapshot.reports, by: \.file)
    snapshot.findings = findings.map { ($0, address(of: $0.place, reports, in: snapshot)) }
    snapshot.changedPages = memory.pages.filter { $0.value != shown.pages[$0.key]?.bytes }
      .map(\.key).sorted()
    let paths = Set(memory.inputs.keys).union(before.inputs.keys)
    if shown.count > 0 {
      snapshot.changedInputs = paths.filter { memory.inputs[$0] != before.inputs[$0] }.sorted()
    }
    return snapshot
  }

  /// The page that a place concerns; nil where it is all of them, or none.
  private func address(
    of place: Place, _ reportsByFile: [String: [DraftedReport]], in snapshot: PreviewSnapshot
  ) -> String? {
    if let page = page(named: place.file, in: snapshot) { return page }
    if let name = place.file.pageName { return Site.standingPath(name) }
    let reports = reportsByFile[place.file] ?? []
    // A row of a table begins where the next one has not begun.
    let report =
      place.line.flatMap { line in reports.last { ($0.line ?? 0) <= line } } ?? reports.first
    if EditionIntake.isTable(place.file), place.line == nil { return nil }
    if let report { return snapshot.address(of: report) }
    let folder = "analyses/\(month)/"
    let ofBulletin =
      [
        Workspace.scheduleFile, Workspace.registerFile, folder + Correction.fileName,
      ] + CommentaryReader.fileNames.map { folder + $0 }
    return ofBulletin.contains(place.file) ? snapshot.bulletin : nil
  }

  /// A finding in finished bytes names them by their path in the edition: page, rendition or source.
  private func page(named file: String, in snapshot: PreviewSnapshot) -> String? {
    let reports = "\(Language(ofPage: file).folder)reports/"
    if file.hasPrefix(reports) {
      var slug = String(file.dropFirst(reports.utf8.count).prefix { $0 != "/" })
      if slug.hasSuffix(".xml") { slug.removeLast(4) }
      return "\(month)/\(reports)\(slug)/index.html"
    }
    let folder = file.contains("/") ? file.parentPath + "/" : ""
    let page = "\(month)/\(folder)index.html"
    guard ["index.html", "bulletin.xml"].contains(file.lastPathPart) else { return nil }
    return snapshot.pages[page] != nil ? page : snapshot.bulletin
  }
}

extension String {
  /// Whether this is the address of what pages look like, of the edition or of the pages around it.
  fileprivate func isStyle(in month: Month) -> Bool {
    hasPrefix("\(month)/assets/") || hasPrefix("assets/")
  }
}
