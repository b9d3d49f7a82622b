import Archive
import Editions
import Ledger
import Notation
import Publications
import Schedule
import Site
import Storage

/// What stood around the editions at an instant: calendar, feed, pages of history and of pre-release
/// access, the log, style sheets.
///
/// It follows from the log up to then, by the schedule and the templates that are archived with the
/// newest release of then; a title that was told since stands in the log. Before the first release
/// nothing is archived: those of that release and those of the workspace are tried, and the journal,
/// which has the digest of every such file that was laid, says which of them made what readers saw.
/// What none of them makes is left out then, because it would show what nobody knew.
struct PastSurroundings {
  private(set) var files: [PublicFile] = []
  /// What could not be had as it was.
  private(set) var notes: [String] = []

  private let workspace: Workspace
  private let past: History
  private let log: Workspace.PublicLogFiles
  /// The addresses of the editions.
  private let editions: Set<String>
  /// SHA-256 in hexadecimal of what had been laid by then, by its path; nil where the journal does not
  /// say it.
  private let laid: [String: String]?

  /// Throws a ``ReleaseError`` or an ``Archive/ArchiveError`` where log and archive do not say it.
  init(
    of past: History, _ log: Workspace.PublicLogFiles, at instant: Instant,
    besides tree: PublishedTree, in workspace: Workspace, _ present: History
  ) throws {
    (self.past, self.log, self.workspace) = (past, log, workspace)
    editions = Set(tree.addresses.keys)
    laid = Self.laid(by: instant, past, present.journal)
    if past.releases.isEmpty {
      try makeBeforeTheFirst(present.releases.first)
    } else {
      try make(besides: tree)
    }
    if present.journal.isEmpty, let newest = past.releases.last {
      notes.append(
        "calendar, feed and the pages around the editions are by the schedule and templates archived "
          + "with \(newest.edition); without the journal nothing says whether those were changed "
          + "before the next release")
    }
  }

  /// A line of the log is on disk before the switch that shows it: in between, and without a journal,
  /// nothing can be said.
  private static func laid(
    by instant: Instant, _ past: History, _ journal: [LedgerEntry]
  ) -> [String: String]? {
    let entries = journal.filter { $0.instant <= instant }
    guard let switched = entries.last(where: { $0.event == "switching" })?.instant,
      let told = past.log.map(\.instant).max(), told <= switched
    else { return nil }
    let digests = SiteRecord(entries).digests
    return digests.isEmpty ? nil : digests
  }

  // MARK: From the first release on

  private mutating func make(besides tree: PublishedTree) throws {
    let store = OCFLStore(workspace.archive)
    var source: SiteSource?
    for release in past.releases {
      let version = try OCFLVersionReader(
        release.edition.description, version: "v\(release.version)", in: store)
      source = try SiteSource(version, before: source) ?? source
      guard let source else { continue }
      files.append(
        PublicFile(
          "assets/\(Preparation.styleName(source.templates))",
          .bytes(source.templates[Templates.styleSheet] ?? [])))
    }
    try add(source ?? SiteSource(workspace))
    let made = Set(files.map(\.path))
    let other =
      try differing.map(\.path)
      + (laid ?? [:]).keys.filter { !made.contains($0) && tree.addresses[$0] == nil }
    // What is missing of the log's own files is said where they are made.
    let said = other.filter { log.notes.isEmpty || !$0.hasPrefix("\(PublicLog.folder)/") }.sorted()
    guard let first = said.first else { return }
    notes.append(
      "\(said.count) file\(said.count == 1 ? " is" : "s are") not as laid then, "
        + "\(said.count == 1 ? "" : "the first ")\(first): schedule, templates or program were "
        + "changed between two releases, and the archive has those of a release")
  }

  // MARK: Before the first release

  private mutating func makeBeforeTheFirst(_ first: History.Release?) throws {
    let candidates = try candidates(first)
    guard laid != nil else {
      try add(candidates[0].source)
      notes.append(
        "nothing was out by then and nothing archived: titles, contacts and layout are those of "
          + "\(candidates[0].name), dates those of the log")
      return
    }
    let start = self
    var best: (made: Self, differing: [PublicFile])?
    for candidate in candidates {
      var made = start
      try made.add(candidate.source)
      let differing = try made.differing
      if best.map({ differing.count < $0.differing.count }) ?? true { best = (made, differing) }
    }
    guard let (made, differing) = best else { return }
    self = made
    let out = Set(differing.map(\.path))
    files.removeAll { out.contains($0.path) }
    let said = out.filter { laid?[$0] != nil }.sorted()
    guard let one = said.first else { return }
    let names = candidates.map(\.name)
    notes.append(
      "left out \(one)\(said.count == 1 ? "" : " and \(said.count - 1) more"): "
        + (names.count == 1
          ? "\(names[0]) does not make" : "neither \(names.joined(separator: " nor ")) makes")
        + " what was laid then, and might tell what nobody knew")
  }

  /// What the pages may have been made with, the nearest first; never empty.
  private func candidates(_ first: History.Release?) throws -> [(name: String, source: SiteSource)]
  {
    var candidates: [(String, SiteSource)] = []
    // An archive that lacks it leaves the workspace.
    if let first,
      let version = try? OCFLVersionReader(
        first.edition.description, version: "v\(first.version)", in: OCFLStore(workspace.archive)),
      let source = try? SiteSource(version, before: nil)
    {
      candidates.append(("the first release, \(first.edition)", source))
    }
    do {
      candidates.append(("the workspace of today", try SiteSource(workspace)))
    } catch  where !candidates.isEmpty {
      // A schedule that cannot be used is no reason to go without the archived one.
    }
    return candidates
  }

  // MARK: Making

  /// The title of the series as the newest line of the log since the newest release told it; nil where
  /// none did.
  private var toldTitle: String? {
    for entry in past.log.reversed() {
      if ["released", "corrected", "withdrawn"].contains(entry.event) { return nil }
      guard case .string(let title)? = entry.fields["title"],
        let month = entry.edition.flatMap({ Month($0) }), title.hasSuffix(": \(month.longText)")
      else { continue }
      return String(title.dropLast(": \(month.longText)".count))
    }
    return nil
  }

  private mutating func add(_ source: SiteSource) throws {
    var programme = source.programme
    if let toldTitle { programme.series.title = toldTitle }
    let basis = Workspace.SiteBasis(
      calendar: past.calendar, history: past, log: log.facts,
      standing: editions.union((files + log.files).map(\.path)),
      // Its pages stay away where the archive does not say who had access.
      accesses: try? workspace.publishedAccess(past), programme: programme,
      templates: source.templates, pages: source.pages)
    let (site, notes) = try workspace.siteFiles(basis)
    files += site + log.files
    self.notes += notes
  }

  /// The files that were laid with other bytes, or were not there; none where nobody knows.
  private var differing: [PublicFile] {
    get throws {
      guard let laid else { return [] }
      return try files.filter { file in
        try file.path != SiteRecord.log && laid[file.path] != SiteRecord.digest(of: file)
      }
    }
  }
}
