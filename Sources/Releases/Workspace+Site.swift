import Archive
import Diagnostics
import Editions
import Ledger
import Notation
import Publications
import Schedule
import Site
import Storage
import Synchronization

/// In what a switch that brings the site is still to be searched for what is under embargo.
enum SiteSearch {
  /// In the tree that stands, and in what is new.
  case everything
  /// In what is new: the tree that stands was searched.
  case whatIsNew
  /// In nothing: both were searched, or cannot wait for it.
  case nothing
}

/// What stands around the editions in the public tree: calendar, feed, organisations, catalogue, log.
extension Workspace {
  /// Brings calendar, feed and log to the public tree, in a switch that changes no byte of an
  /// edition; makes the tree where there is none yet.
  ///
  /// Nothing is switched where nothing has changed, unless it is laid `anew`: then the journal has
  /// every file of it again. The tree that stands is searched for what is under embargo first, which the
  /// next one would take over, and so is what is new, as far as the caller has not done so. Throws a
  /// ``ReleaseError`` with the code `altered` or `embargoed` where any is found.
  func publishSite(
    at now: Instant, anew: Bool = false, searching search: SiteSearch = .everything
  ) throws -> Finished {
    try introduceLogKey(at: now)
    let history = try History(self)
    guard let newest = history.calendar.newest else { return Finished() }
    let publicLog = try publicLog(history, at: now)
    let site = try siteFiles(
      history.calendar, log: publicLog.facts, standing: standingPaths(with: publicLog, history))
    let notes = site.notes + publicLog.notes
    let files = site.files + publicLog.files
    guard try anew || !areAllPublic(files) else { return Finished(notes: notes) }
    if search == .everything { _ = try refuseLeaks(before: nil, history, clock: FixedClock(now)) }
    // The lines of the log themselves were searched when they were written.
    if search != .nothing { try refuseEmbargoed(site.files, history) }
    let tree = try trees.lay(files, removing: publicLog.superfluous, modified: newest)
    // A tree that an interrupted release had laid may have had the same number: this line tells
    // the two apart.
    try record(
      "switching", of: nil,
      try siteChanges(files, removing: publicLog.superfluous, history, tree: tree, at: now),
      in: journalLedger, at: now)
    try trees.expose(tree)
    try trees.switch(to: tree)
    try pruneTrees(history)
    return Finished(done: ["brought the log and the calendar to the public tree"], notes: notes)
  }

  /// The same, unless the public tree lacks an edition that is out.
  ///
  /// Log and calendar would stand beside nothing. Then it says what to do.
  func publishSiteIfWhole(at now: Instant) throws -> Finished {
    do {
      try refuseNotPublic(try History(self))
    } catch let error as ReleaseError where error.code == .altered {
      return Finished(notes: ["nothing was brought to the public tree: \(error.reason)"])
    }
    return try publishSite(at: now)
  }

  /// Removes the trees that were public some switches ago, unless the archive is short of something that
  /// may stand in them alone.
  func pruneTrees(_ history: History) throws {
    guard archiveLosses(history).isEmpty, notArchived(history).isEmpty else { return }
    try trees.prune()
  }

  /// The files of the site as they are when an edition is out too: what a release lays beside it,
  /// so that one switch brings both.
  func siteFiles(with coming: ComingVersion) throws -> [PublicFile] {
    let history = try History(self)
    let seal = coming.seal
    let fact = PublicFact(
      edition: seal.edition, instant: seal.instant,
      what: seal.change.publicFact(version: seal.version, scheduled: seal.instant))
    return try siteFiles(history.calendar.adding(fact), with: coming).files
  }

  /// The pre-release access of the editions that are out; nil where the archive is damaged, which
  /// must not hold log and calendar up.
  ///
  /// Throws a ``StorageError`` where the disk does not answer: the next run makes the pages then.
  private func readableAccess(_ history: History) throws -> [PublishedAccess]? {
    do {
      return try publishedAccess(history)
    } catch let error as StorageError where error.code == .io {
      throw error
    } catch {
      return nil
    }
  }

  /// The files of the site, and what is to be said of how they were made.
  ///
  /// They are made by the templates of the workspace. Where these have none for the site, or
  /// cannot make it, the standard ones do: a mistake in a template must not hold a release up.
  /// The page of the log is among them where `log` says what stands on it.
  func siteFiles(
    _ calendar: PublicCalendar, with coming: ComingVersion? = nil, log: LogFacts? = nil,
    standing: Set<String> = [], by known: History? = nil, organisations limit: Int = .max
  ) throws -> (files: [PublicFile], notes: [String]) {
    let history = try known ?? History(self)
    // The archive must not hold a release up: the pages that are there stay until its log follows.
    let accesses =
      coming == nil ? try readableAccess(history) : try? publishedAccess(history)
    let basis = SiteBasis(
      calendar: calendar, history: history, coming: coming, log: log, standing: standing,
      accesses: accesses, programme: try programme(), templates: try templateFolder().files,
      pages: try standingSources(coming: coming?.seal.edition), organisationLimit: limit)
    return try siteFiles(basis)
  }

  /// The files of the site; nil where templates or records cannot make them any more.
  ///
  /// They follow from `known` where that is given: from what stands in for a log that is gone. Throws a ``StorageError`` where the disk does not answer: that says nothing of either.
  func siteFilesIfMade(
    _ calendar: PublicCalendar, log: LogFacts? = nil, by known: History? = nil,
    organisations limit: Int = .max
  ) throws -> [PublicFile]? {
    do {
      return try siteFiles(calendar, log: log, by: known, organisations: limit).files
    } catch let error as StorageError where error.code == .io {
      throw error
    } catch {
      return nil
    }
  }

  /// What the files of the site are made from.
  struct SiteBasis {
    var calendar: PublicCalendar
    var history: History
    /// A version that comes out in the same switch, and is not in the log yet.
    var coming: ComingVersion?
    /// What stands on the page of the log; nil where it is not made.
    var log: LogFacts?
    /// What else stands in the public tree: the page of the log lists what no other page does.
    var standing: Set<String> = []
    /// The pre-release access of the editions that are out; for nil its pages stay as they are.
    var accesses: [PublishedAccess]?
    var programme: Programme
    /// The templates as they are, or were.
    var templates: [String: [UInt8]]
    /// The pages that people wrote; nil where none are made, not even the standard ones.
    var pages: StandingSources?
    /// How many organisations have their page made: of a site that is only looked at one says as much, and
    /// what one version brought.
    var organisationLimit = Int.max
  }

  /// The files of the site, made from this alone and from the archive.
  func siteFiles(_ basis: SiteBasis) throws -> (files: [PublicFile], notes: [String]) {
    let content = try publishedContent(
      basis.history, and: basis.coming, sample: basis.organisationLimit != .max)
    var notes: [String] = []
    if basis.accesses == nil || content.versions == nil {
      let waiting = notArchived(basis.history).first?.edition
      notes = [
        "left the pages of pre-release access and of organisations, and the catalogue, as they are: "
          + (waiting.map {
            "edition \($0) is not archived yet; `ninethirty release \($0)` does that"
          }
            ?? "the archive cannot be read")
      ]
    }
    let folder = basis.templates
    let needed = Templates.siteStylesheetNames.filter { !Templates.laterSitePages.contains($0) }
    if needed.allSatisfy({ folder[$0] != nil }) {
      do {
        let (templates, findings) = Templates.ofSite(folder)
        if let templates { return try makeSite(basis, content, templates, notes) }
        notes.append(standardNote(findings.first?.found))
      } catch let error as StorageError {
        throw error
      } catch {
        notes.append(standardNote("\(error)"))
      }
    }
    return try makeSite(basis, content, .standard, notes)
  }

  /// The files of the site as these templates make them; what they have no page for is made with the
  /// standard ones, and has their style.
  private func makeSite(
    _ basis: SiteBasis, _ content: PublishedContent, _ templates: Templates, _ notes: [String]
  ) throws -> (files: [PublicFile], notes: [String]) {
    func site(_ templates: Templates) -> Site? {
      Site(
        basis.programme, basis.calendar, templates: templates,
        styleName: Preparation.styleName(templates.files))
    }
    guard let own = site(templates) else { return ([], notes) }
    var files = try own.files(basis.accesses, versions: content.editions)
    var paths = Set(files.map(\.path))
    func add(_ stylesheet: String, _ make: (Site) throws -> [EditionFile]) throws {
      guard let site = templates.has(stylesheet) ? own : site(.standard) else { return }
      for file in try make(site) + [site.style] where paths.insert(file.path).inserted {
        files.append(file)
      }
    }
    try add(Templates.organisationsPage) {
      try $0.organisationPages(content, limit: basis.organisationLimit)
    }
    var standing = MadePages()
    if let pages = basis.pages {
      try add(Templates.standingPage) { site in
        standing = try standingPages(pages, site, basis.history)
        return standing.files
      }
    }
    var listed = Set<String>()
    try add(Templates.aboutPage) { site in
      listed = site.listsStandingPages ? standing.kept.union(standing.entries.map(\.path)) : []
      // The title of a page that stays as it stands is on the list that stands.
      let stays = try !standing.kept.isEmpty && stands("about/index.html")
      return stays ? [] : try site.aboutPages(listing: standing.entries)
    }
    try add(Templates.notFoundPage) { [try $0.notFoundPage()] }
    var notes = notes
    switch makesFrontPage(basis) {
    case true?:
      if templates.has(Templates.frontPage), !templates.makesFrontPage {
        notes.append(Self.earlierFrontPage)
      }
      let made = try frontPage(
        templates.makesFrontPage ? own : nil, site(.standard)!, content.translations, &notes)
      files += made.filter { paths.insert($0.path).inserted }
    case nil:
      notes.append("left the front page as it is: the archive does not say whether it was sealed")
    case false?: break
    }
    files += own.catalogueFiles(content)
    files += own.robotFiles(content, around: files)
    if var log = basis.log {
      let unlisted = UnlistedAddresses(
        withdrawn: Set(basis.history.withdrawals.keys), isLogSigned: log.signed != nil)
      let paths = basis.standing.union(files.map(\.path))
      // A page that was taken out of the workspace stays at its address, and `/about/` lists it no more.
      let gone = paths.filter { Site.isStanding($0) && !listed.contains($0) }
      log.others = (unlisted.among(paths) + gone).sorted { $0.precedesByBytes($1) }
      try add(Templates.logPage) { try $0.logFiles(log) }
    }
    return (files.map { PublicFile($0.path, .bytes($0.bytes)) }, notes + standing.notes)
  }

  /// Whether the front page follows from the log: the newest version that is out brought none; nil where
  /// neither archive nor journal tells.
  private func makesFrontPage(_ basis: SiteBasis) -> Bool? {
    if let coming = basis.coming { return !coming.bringsFrontPage }
    guard let newest = basis.history.releases.last else { return true }
    let reader = try? OCFLVersionReader(
      newest.edition.description, version: "v\(newest.version)", in: OCFLStore(archive))
    if let reader { return !PublicLayout.bringsFrontPage(reader.state) }
    // What earlier versions sealed is not among what was laid around the editions, and none comes after
    // a page that was.
    return SiteRecord(basis.history.journal).digests[Site.frontPath] != nil ? true : nil
  }

  /// The front page with its style; a mistake in the workspace's own template leaves the other pages theirs.
  private func frontPage(
    _ own: Site?, _ standard: Site, _ translations: [Month: [Language]], _ notes: inout [String]
  ) throws -> [EditionFile] {
    if let own {
      do {
        return [try own.frontPage(translations: translations), own.style]
      } catch let error as StorageError {
        throw error
      } catch {
        notes.append(
          "made the front page with the standard template, because that of the workspace cannot: \(error)"
        )
      }
    }
    return [try standard.frontPage(translations: translations), standard.style]
  }

  private static let earlierFrontPage =
    "made the front page with the standard template, because that of the workspace is of an earlier version"
    + " of ninethirty and does not know the next release: take templates/series.html.xsl,"
    + " templates/schemas/ and the texts `series.` of templates/text.en.xml from a workspace that"
    + " `ninethirty init` makes, and change them as you had"

  private func standardNote(_ reason: String?) -> String {
    "made the calendar with the standard templates, because those of the workspace cannot: "
      + (reason ?? "they do not load")
  }

  /// Whether the public tree has each of these files with the same bytes.
  private func areAllPublic(_ files: [PublicFile]) throws -> Bool {
    guard let tree = try trees.current() else { return false }
    return try files.allSatisfy { file in
      let path = "\(tree.path)/\(file.path)"
      return try Files.kind(of: path) == .file
        && SHA512Sum(ofFile: path) == (try file.digest ?? file.source.digest())
    }
  }
}

extension Templates {
  /// The templates that the program brings.
  static let standard: Templates = {
    guard let standard = load(StandardTemplates.files, isReviewed: false).templates
    else { preconditionFailure("the program's own templates do not load") }
    return standard
  }()

  /// Those that the site was last made with: a release makes it twice.
  private static let last = Mutex<Templates?>(nil)

  /// The templates of a folder, as they make the site.
  fileprivate static func ofSite(
    _ files: [String: [UInt8]]
  ) -> (templates: Templates?, findings: [Finding]) {
    if files == StandardTemplates.files { return (standard, []) }
    if let last = last.withLock(\.self), last.files == files { return (last, []) }
    let (templates, findings) = load(files, isReviewed: false)
    if let templates { last.withLock { $0 = templates } }
    return (templates, findings)
  }
}
