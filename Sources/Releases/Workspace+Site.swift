import Diagnostics
import Editions
import Ledger
import Notation
import Publications
import Schedule
import Site
import Storage

/// What stands around the editions in the public tree: calendar, feed, log.
extension Workspace {
  /// Brings calendar, feed and log to the public tree, in a switch that changes no byte of an
  /// edition; makes the tree where there is none yet.
  ///
  /// Nothing is switched where nothing has changed.
  func publishSite(at now: Instant) throws -> Finished {
    try introduceLogKey(at: now)
    let history = try History(self)
    guard let newest = history.calendar.newest else { return Finished() }
    let publicLog = try publicLog(history, at: now)
    let site = try siteFiles(history.calendar, log: publicLog.facts)
    let (files, notes) = (site.files + publicLog.files, site.notes + publicLog.notes)
    guard try !areAllPublic(files) else { return Finished(notes: notes) }
    let tree = try trees.lay(files, removing: publicLog.superfluous, modified: newest)
    // A tree that an interrupted release had laid may have had the same number: this line tells
    // the two apart.
    try record(
      "switching", of: nil,
      try siteChanges(files, removing: publicLog.superfluous, history, tree: tree, at: now),
      in: journalLedger, at: now)
    try trees.expose(tree)
    try trees.switch(to: tree)
    try trees.prune()
    return Finished(done: ["brought the log and the calendar to the public tree"], notes: notes)
  }

  /// The files of the site as they are when an edition is out too: what a release lays beside it,
  /// so that one switch brings both.
  func siteFiles(with seal: EditionSeal) throws -> [PublicFile] {
    let history = try History(self)
    let fact = PublicFact(
      edition: seal.edition, instant: seal.instant,
      what: seal.change.publicFact(version: seal.version, scheduled: seal.instant))
    return try siteFiles(history.calendar.adding(fact), with: seal).files
  }

  /// The pre-release access of the editions that are out; nil where the archive is damaged, which
  /// must not hold log and calendar up.
  ///
  /// Throws a ``StorageError`` where the disk does not answer: the next run makes the pages then.
  private func readableAccess(_ history: History) throws -> [PublishedAccess]? {
    do {
      return try publishedAccess(history)
    } catch let error as StorageError {
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
    _ calendar: PublicCalendar, with seal: EditionSeal? = nil, log: LogFacts? = nil
  ) throws -> (files: [PublicFile], notes: [String]) {
    let history = try History(self)
    // The archive must not hold a release up: the pages that are there stay until its log follows.
    let accesses =
      seal == nil ? try readableAccess(history) : try? publishedAccess(history)
    let basis = SiteBasis(
      calendar: calendar, history: history, coming: seal, log: log, accesses: accesses,
      programme: try programme(), templates: try templateFolder().files)
    return try siteFiles(basis)
  }

  /// The files of the site; nil where templates or records cannot make them any more.
  ///
  /// Throws a ``StorageError`` where the disk does not answer: that says nothing of either.
  func siteFilesIfMade(_ calendar: PublicCalendar) throws -> [PublicFile]? {
    do {
      return try siteFiles(calendar).files
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
    var coming: EditionSeal?
    /// What stands on the page of the log; nil where it is not made.
    var log: LogFacts?
    /// The pre-release access of the editions that are out; for nil its pages stay as they are.
    var accesses: [PublishedAccess]?
    var programme: Programme
    /// The templates as they are, or were.
    var templates: [String: [UInt8]]
  }

  /// The files of the site, made from this alone and from the archive.
  func siteFiles(_ basis: SiteBasis) throws -> (files: [PublicFile], notes: [String]) {
    let (programme, calendar, accesses) = (basis.programme, basis.calendar, basis.accesses)
    let versions = try publishedEditions(basis.history, and: basis.coming)
    func site(_ templates: Templates) -> Site? {
      let style = Preparation.styleName(templates.files)
      return Site(programme, calendar, templates: templates, styleName: style)
    }
    func make(_ templates: Templates) throws -> [PublicFile] {
      var files = try site(templates)?.files(accesses, versions: versions) ?? []
      if let log = basis.log,
        let page = site(templates.has(Templates.logPage) ? templates : .standard)
      {
        // A folder of templates may have none for this page: it has the standard style then.
        for file in try page.logFiles(log) where !files.contains(where: { $0.path == file.path }) {
          files.append(file)
        }
      }
      return files.map { PublicFile($0.path, .bytes($0.bytes)) }
    }
    var notes: [String] = []
    if accesses == nil {
      notes = ["left the pages of pre-release access as they are: the archive cannot be read"]
    }
    let folder = basis.templates
    let needed = Templates.siteStylesheetNames.filter { $0 != Templates.logPage }
    if needed.allSatisfy({ folder[$0] != nil }) {
      do {
        let (templates, findings) = Templates.load(folder, isReviewed: false)
        if let templates { return (try make(templates), notes) }
        notes.append(standardNote(findings.first?.found))
      } catch let error as StorageError {
        throw error
      } catch {
        notes.append(standardNote("\(error)"))
      }
    }
    return (try make(.standard), notes)
  }

  private func standardNote(_ reason: String?) -> String {
    "made the calendar with the standard templates, because those of the workspace cannot: "
      + (reason ?? "they do not load")
  }

  /// Whether the public tree has each of these files with the same bytes.
  private func areAllPublic(_ files: [PublicFile]) throws -> Bool {
    guard let tree = try trees.current() else { return false }
    return try files.allSatisfy { file in
      let path = "\(tree.path)/\(file.path)"
      return try Files.exists(path)
        && SHA512Sum(ofFile: path) == (try file.digest ?? file.source.digest())
    }
  }
}

extension Templates {
  /// The templates that the program brings.
  fileprivate static var standard: Templates {
    guard let standard = load(StandardTemplates.files, isReviewed: false).templates
    else { preconditionFailure("the program's own templates do not load") }
    return standard
  }
}
