package import Diagnostics
import Editions
import Ledger
import Notation
package import Schedule
import Publications
import Site
import Storage

extension Workspace {
  /// Gathers, checks and renders an edition without writing anything.
  package func check(
    _ month: Month, progress: any ProgressObserver = SilentProgress()
  ) throws -> Preparation {
    // Templates that know of no PDF are found here, although nothing is printed.
    try Preparation(
      month, in: self, isDraft: true, isPrinted: true, released: try released(before: month),
      progress: progress)
  }

  /// The editions that are out, without this one.
  func released(before month: Month) throws -> [Month] {
    try History(self).released.filter { $0 != month }
  }

  /// What `draft` made.
  package struct Draft: Sendable {
    /// The folder of the draft; `index.html` in it is the bulletin.
    package let folder: String
    package let fileCount: Int
    package let findings: [Finding]
  }

  /// Renders an edition, every page marked as a draft, into `publications/drafts/`.
  ///
  /// The person need not be named; the journal has the system's user anyway. Where it `isPrinted`, a PDF
  /// of each page lies beside it, as the sealed edition will have them. Throws a
  /// ``ReleaseError`` where the input has errors; then nothing is written.
  package func draft(
    _ month: Month, by person: String? = nil, isPrinted: Bool = false, clock: any Clock,
    progress: any ProgressObserver = SilentProgress()
  ) throws -> Draft {
    let lock = try lock("draft \(month)")
    defer { withExtendedLifetime(lock) {} }
    try recoverLedgers(at: clock.now())
    try checkListed(person, to: "draft", month, at: clock.now())
    _ = try finishInterruptedReleases(at: clock.now())
    let folder = "\(drafts)/\(month)"
    let printing = try isPrinted ? draftPrinting(progress) : nil
    try Files.makeDirectory(drafts, mode: 0o700)
    let released = try released(before: month)
    let previous = try DraftRecord(of: month, in: self)
    let stamp = try stamp
    var made: (Preparation, DraftSink)?
    try Directory.replace(at: folder, mode: 0o700, replacing: true) { building in
      let printable = printing.map { _ in PrintablePages() }
      let sink = DraftSink(building, over: folder, previous, printable: printable)
      let preparation = try Preparation(
        month, in: self, isDraft: true, isPrinted: isPrinted, released: released, sink: sink,
        progress: progress)
      let edition = try preparation.ready(to: "draft")
      if let printable, let printing {
        try printing.print(printable, of: edition, at: edition.scheduled.instant, into: sink)
      }
      made = (preparation, sink)
    }
    let (preparation, sink) = made!
    try CheckRecord.write(preparation.findings, of: month, in: self, stamp: stamp)
    try writeDraftedFrontPage(of: month)
    try sink.record.write(of: month, in: self)
    // No counts: how many reports an edition has is under embargo too.
    try record(
      "drafted", of: month, by: person, ["system": SystemUser.running.json], in: journalLedger,
      at: clock.now())
    return Draft(folder: folder, fileCount: sink.fileCount, findings: preparation.findings)
  }

  /// The front page as it will be when the edition is out, beside the drafts of all editions.
  private func writeDraftedFrontPage(of month: Month) throws {
    guard
      let site = try draftedSite(Templates.load(try templateFolder().files).templates, of: month)
    else { return }
    try Files.makeDirectory("\(drafts)/assets", mode: 0o700)
    for file in [try site.frontPage(translations: draftedTranslations(of: month)), site.style] {
      try Files.write(file.bytes, to: "\(drafts)/\(file.path)", mode: 0o600)
    }
  }

  /// What prints a draft.
  ///
  /// Throws a ``ReleaseError`` where the series has no PDFs: the draft would show what is not sealed.
  private func draftPrinting(_ progress: any ProgressObserver) throws -> PagePrinting {
    guard try programme().makesPDF else {
      throw ReleaseError(
        .usage,
        "\(Self.scheduleFile) asks for no PDFs; set \"pdf\" to true there, or leave out --pdf")
    }
    return try PagePrinting(in: self, progress: progress)
  }

  /// Removes what drafting an edition left: the pages, what they were made from, what the checks
  /// said, and the drafts' front page with the last draft.
  func removeDraft(of month: Month) throws {
    guard try Files.exists(drafts) else { return }
    let names = Set(try Files.list(drafts))
    var removed = names.intersection([
      "\(month)", "\(month).json", "\(month).checked.json", "\(month).submitted.json",
      "\(Files.unfinishedPrefix)\(month)", "\(Files.unfinishedPrefix)signature",
    ])
    if !names.subtracting(removed).contains(where: { Month($0) != nil }) {
      removed.formUnion(names.intersection(["assets", Site.frontPath]))
    }
    guard !removed.isEmpty else { return }
    for name in removed.sorted() { try Files.remove(tree: "\(drafts)/\(name)") }
    try Files.syncFolder(drafts)
  }
}
