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
    let site = try siteFiles(history.calendar, try readableAccess(history), publicLog.facts)
    let (files, notes) = (site.files + publicLog.files, site.notes + publicLog.notes)
    guard try !areAllPublic(files) else { return Finished(notes: notes) }
    let tree = try trees.lay(files, removing: publicLog.superfluous, modified: newest)
    // A tree that an interrupted release had laid may have had the same number: this line tells
    // the two apart.
    try record(
      "switching", of: nil, try siteChanges(files, history, tree: tree, at: now),
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
    // The archive must not hold a release up: the pages that are there stay until its log follows.
    let accesses = try? publishedAccess(history)
    return try siteFiles(history.calendar.adding(fact), accesses).files
  }

  /// The files of the site as they are by the log, without the page of the log.
  func siteFiles(_ calendar: PublicCalendar) throws -> (files: [PublicFile], notes: [String]) {
    try siteFiles(calendar, try readableAccess(History(self)))
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
  /// cannot make it, the standard ones do: a mistake in a template must not hold a release up. For
  /// nil the pages of pre-release access stay as they are. The page of the log is among them where
  /// `log` says what stands on it.
  private func siteFiles(
    _ calendar: PublicCalendar, _ accesses: [PublishedAccess]?, _ log: LogFacts? = nil
  ) throws -> (files: [PublicFile], notes: [String]) {
    let programme = try self.programme()
    func site(_ templates: Templates) -> Site? {
      let style = Preparation.styleName(templates.files)
      return Site(programme, calendar, templates: templates, styleName: style)
    }
    func make(_ templates: Templates) throws -> [PublicFile] {
      var files = try site(templates)?.files(accesses) ?? []
      if let log, let page = site(templates.has(Templates.logPage) ? templates : .standard) {
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
    let folder = try templateFolder().files
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
