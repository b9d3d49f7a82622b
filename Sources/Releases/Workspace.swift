import Diagnostics
import Editions
package import Intake
package import Schedule
import Storage

/// A folder with everything of one series, and where its parts lie.
package struct Workspace: Sendable {
  /// The folder, as it was named.
  package let folder: String
  /// The file of the private key, where one was named.
  package let keyFile: String?
  /// The file of the key that signs the public log, where one was named.
  package let logKeyFile: String?
  /// Which keys the verb at work lets its user name.
  let keyOptions: KeyOptions
  /// What makes it a rehearsal; nil for a workspace whose releases are real.
  package let rehearsal: Rehearsal?
  /// The archived schedule by which an edition is taken back while schedule.json cannot be used;
  /// nil in all other cases.
  var archivedSchedule: [UInt8]?
  /// Where the archive lies for a workspace that was laid out from it; nil for its own place.
  var archiveElsewhere: String?
  /// Whether a public link that leads to no tree counts as none: for what a repair will have set aside.
  var leavesStrayTreeOut = false
  /// What the publications are read by where they are a copy alone; nil for a workspace.
  package let copy: PublicationsCopy?

  /// Throws a ``ReleaseError`` where the folder has no `schedule.json`.
  package init(
    _ folder: String, keyFile: String? = nil, logKeyFile: String? = nil,
    keyOptions: KeyOptions = []
  ) throws {
    self.folder = folder
    self.keyOptions = keyOptions
    self.keyFile = keyFile
    self.logKeyFile = logKeyFile
    rehearsal = try Rehearsal(in: folder)
    copy = nil
    guard try Files.kind(of: path(Self.scheduleFile)) != nil else {
      throw ReleaseError(
        .notFound,
        "there is no workspace in \(folder.quoted): it has no schedule.json; "
          + Self.whatElse(at: folder))
    }
  }

  /// A copy of the publications alone.
  init(_ copy: PublicationsCopy, in folder: String) {
    self.folder = folder
    self.copy = copy
    (keyFile, logKeyFile, keyOptions, rehearsal) = (nil, nil, [], nil)
    archivedSchedule = copy.schedule
  }

  package func path(_ relative: String) -> String { "\(folder)/\(relative)" }

  package static let scheduleFile = "schedule.json"
  package static let registerFile = "requests.csv"
  package static let templatesFolder = "templates"
  /// Where everything is that ninethirty makes: a rehearsal has a place of its own, so that nothing
  /// of it can reach what is real.
  package var publications: String {
    copy?.publications ?? path(rehearsal == nil ? "publications" : Rehearsal.folder)
  }
  /// Held by the one process that may write.
  var lockFile: String { "\(publications)/.lock" }
  package var drafts: String { "\(publications)/drafts" }
  package var sealed: String { "\(publications)/sealed" }
  package var archive: String { archiveElsewhere ?? "\(publications)/archive" }
  package var log: String { "\(publications)/log.jsonl" }
  package var journal: String { "\(publications)/journal.jsonl" }

  /// The longest analysis, commentary or schedule that is read: a hundred times what the largest
  /// needs.
  static let analysisLimit = 16 * 1024 * 1024

  /// The longest register that is read: enough for a register of a million requests.
  static let fileLimit = 256 * 1024 * 1024
}

// MARK: Reading

extension Workspace {
  /// Everything that people wrote for an edition; what could not be read is a finding.
  package func files(for edition: Month) throws -> WorkspaceFiles {
    var reader = InputReader(workspace: self)
    let schedule = reader.required(Self.scheduleFile)
    let register = reader.required(Self.registerFile, limit: Self.fileLimit)
    let pages = reader.pages()
    var analyses: [Month: [InputFile]] = [:]
    var commentary: InputFile?
    var reasons: InputFile?
    var correction: InputFile?
    var translatedCommentaries: [Language: InputFile] = [:]
    var corrections: [InputFile] = []
    let editions = reader.editions()
    for month in editions where month <= edition {
      let found = reader.analyses(of: month)
      corrections += [found.correction].compactMap(\.self)
      analyses[month] = found.analyses
      if month == edition {
        (commentary, reasons) = (found.commentary, found.reasons)
        correction = found.correction
        translatedCommentaries = found.translatedCommentaries
      }
    }
    var files = WorkspaceFiles(
      schedule: schedule, register: register, analyses: analyses, commentary: commentary,
      reasons: reasons, correction: correction, findings: reader.findings)
    let history = try History(self)
    files.announcements = history.calendar
    if editions.allSatisfy({ $0 <= edition }) {
      files.textsElsewhere = history.printedTexts.union(
        try corrections.flatMap { try $0.correctionTexts() })
    }
    files.pages = pages
    files.translatedCommentaries = translatedCommentaries
    return files
  }

  /// The pages that people wrote to stand around the editions, with what could not be read of them.
  func pageFiles() throws -> (files: [InputFile], findings: [Finding]) {
    if let copy { return (try copy.pages(), []) }
    var reader = InputReader(workspace: self)
    let files = reader.pages()
    return (files, reader.findings)
  }
}

extension Workspace {
  /// A file that people wrote; the error says why it cannot be read, without its path.
  fileprivate static func input(_ path: String, limit: Int) throws -> [UInt8] {
    do {
      return try Files.readInput(path, limit: limit)
    } catch let error as StorageError {
      throw UnreadableInput(cause: error.cause)
    }
  }
}

/// Why a file of a workspace cannot be read.
private struct UnreadableInput: Error, CustomStringConvertible {
  let cause: String
  var description: String { cause }
}

/// Reads the files of a workspace; a file that cannot be read is a finding, not an end.
private struct InputReader {
  let workspace: Workspace
  var findings: [Finding] = []

  /// A file; no bytes and a finding where it cannot be read.
  mutating func required(_ path: String, limit: Int = Workspace.analysisLimit) -> InputFile {
    do {
      let bytes = try Workspace.input(workspace.path(path), limit: limit)
      return InputFile(path: path, bytes: bytes)
    } catch {
      report(path, error)
      return InputFile(path: path, bytes: [])
    }
  }

  private mutating func report(_ path: String, _ error: any Error) {
    findings.append(EditionIntake.unreadable(path, error))
  }

  /// The names in a folder that do not begin with a full stop; one that misleads is a finding.
  private mutating func names(in folder: String) throws -> [String] {
    let (names, unreadable) = try Files.listing(workspace.path(folder))
    for name in unreadable {
      report("\(folder)/\(name)", UnreadableInput(cause: "its name is not UTF-8; rename it"))
    }
    let (usable, faults) = FileNames.sift(names.filter { !$0.hasPrefix(".") }, in: folder)
    findings += faults
    return usable
  }

  /// The editions that have a folder of analyses.
  mutating func editions() -> [Month] {
    let folder = workspace.path("analyses")
    do {
      guard try Files.exists(folder) else { return [] }
      return try names(in: "analyses").compactMap { name in
        let kind = try Files.kind(of: "\(folder)/\(name)")
        if kind == .link, Month(name) != nil {
          report(
            "analyses/\(name)",
            UnreadableInput(cause: "it is a symbolic link; put the folder itself in its place"))
          return nil
        }
        guard let month = Month(name), kind == .directory else {
          unexpected("analyses/\(name)", "analyses lie in one folder for each edition, YYYY-MM")
          return nil
        }
        return month
      }
    } catch {
      report("analyses", error)
      return []
    }
  }

  /// The pages of the workspace.
  mutating func pages() -> [InputFile] {
    let folder = workspace.path(StandingPage.folder)
    do {
      switch try Files.kind(of: folder) {
      case nil: return []
      case .directory: break
      case .link:
        throw UnreadableInput(cause: "it is a symbolic link; put the folder itself in its place")
      default: throw UnreadableInput(cause: "it is no folder")
      }
      return try names(in: StandingPage.folder).compactMap { name in
        let path = "\(StandingPage.folder)/\(name)"
        // What an editor keeps is no page.
        if name.hasSuffix("~") { return nil }
        guard name.hasSuffix(".md") else {
          unexpected(path, "the folder pages has *.md")
          return nil
        }
        // Where it cannot be read there is a finding already.
        let count = findings.count
        let file = required(path)
        return findings.count == count ? file : nil
      }
    } catch {
      report(StandingPage.folder, error)
      return []
    }
  }

  /// What the folder of an edition holds.
  struct EditionFolder {
    var analyses: [InputFile] = []
    var commentary: InputFile?
    var translatedCommentaries: [Language: InputFile] = [:]
    var reasons: InputFile?
    var correction: InputFile?
  }

  /// The analyses of one edition, its commentary, the reasons for its warnings, its correction.
  mutating func analyses(of month: Month) -> EditionFolder {
    let folder = "analyses/\(month)"
    var found = EditionFolder()
    // One closure for all files: there may be a hundred thousand.
    let workspace = workspace
    let readAnalysis: @Sendable (String) throws -> [UInt8] = { path in
      try Workspace.input(workspace.path(path), limit: Workspace.analysisLimit)
    }
    let readTable: @Sendable (String) throws -> [UInt8] = { path in
      try Workspace.input(workspace.path(path), limit: Workspace.fileLimit)
    }
    do {
      for name in try names(in: folder) {
        let path = "\(folder)/\(name)"
        if name == CommentaryReader.fileName(.english) {
          found.commentary = required(path)
        } else if let language = Language.allCases.first(where: {
          name == CommentaryReader.fileName($0)
        }) {
          found.translatedCommentaries[language] = required(path)
        } else if name == RecordedReasons.fileName {
          found.reasons = required(path)
        } else if name == Correction.fileName {
          found.correction = required(path)
        } else if EditionIntake.isAnalysis(name) {
          found.analyses.append(
            InputFile(path: path, reading: EditionIntake.isTable(name) ? readTable : readAnalysis))
        } else {
          unexpected(
            path, "an edition's folder has *.json, *.csv, commentary.md and commentary.cy.md")
        }
      }
    } catch {
      report(folder, error)
    }
    return found
  }

  private mutating func unexpected(_ path: String, _ rule: String) {
    findings.append(
      Finding(
        "intake.file.unexpected", .warning, at: Place(path),
        found: "the file is not one that ninethirty reads", rule: rule,
        source: "docs/format.md section 3", remedy: "rename it, or move it elsewhere"))
  }
}
