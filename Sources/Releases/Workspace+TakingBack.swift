import Archive
import Diagnostics
import Editions
import Intake
import Publications
import Schedule
import Storage

/// What is wrong in the files of a workspace must not keep wrong figures public: an edition is
/// taken back by what was archived, where what stands there cannot be used.
extension Workspace {
  /// This workspace by a schedule that has the edition: its own, or else the newest archived one.
  ///
  /// Throws a ``ReleaseError`` with the findings of its own, where no version that is archived has
  /// one either.
  func withUsableSchedule(for month: Month, _ history: History) throws -> Workspace {
    let (own, findings) = try frame(of: month)
    guard own == nil else { return self }
    for release in history.releases.reversed() where release.change.withdrawalReason == nil {
      var workspace = self
      workspace.archivedSchedule =
        try archivedFiles(of: release)?.read("inputs/\(Self.scheduleFile)")
        ?? waitingSchedule(of: release, history)
      guard workspace.archivedSchedule != nil, try workspace.frame(of: month).edition != nil
      else { continue }
      return workspace
    }
    throw ReleaseError(
      .findings,
      "edition \(month) cannot be withdrawn: neither schedule.json nor that of an archived edition "
        + "can be used", findings: findings)
  }

  /// The schedule that a version brought which waits sealed for the archive; nil where it does not, or
  /// cannot be opened, which must not hold up either.
  private func waitingSchedule(of release: History.Release, _ history: History) -> [UInt8]? {
    guard let file = try? waitingFile(of: release, history),
      let seal = try? releasedSeal(release, file, history)
    else { return nil }
    var schedule: [UInt8]?
    let open = try? openSealed(seal, at: file, history) { path, bytes in
      if path == "inputs/\(Self.scheduleFile)" { schedule = bytes }
    }
    return open == nil ? nil : schedule
  }

  /// This workspace as ``withUsableSchedule(for:_:)`` gives it where what is released is a
  /// withdrawal; in all other cases itself.
  ///
  /// A withdrawal must not wait for a schedule to be mended.
  func takingBack(_ month: Month, at now: Instant) throws -> Workspace {
    // The fault of a schedule that cannot be used is said by whoever needs it.
    if let scheduled = try? scheduledEdition(month), !scheduled.isCancelled { return self }
    try recoverLedgers(at: now)
    let history = try History(self)
    let kind =
      history.unreleasedSeal(of: month)?.kind ?? history.latestRelease(of: month)?.change.kind
    guard let kind, !kind.holdUps.contains(.schedule) else { return self }
    return try withUsableSchedule(for: month, history)
  }

  /// The edition without anything in it.
  ///
  /// What its notice needs is the series, the zone and whom to ask: nothing else that people wrote
  /// is read.
  func frame(of month: Month) throws -> (edition: Edition?, findings: [Finding]) {
    let schedule: [UInt8]
    do {
      let file = path(Self.scheduleFile)
      schedule = try archivedSchedule ?? Files.readInput(file, limit: Self.fileLimit)
    } catch let error as StorageError {
      return (nil, [EditionIntake.unreadable(Self.scheduleFile, error)])
    }
    let files = WorkspaceFiles(
      schedule: InputFile(path: Self.scheduleFile, bytes: schedule),
      register: InputFile(path: Self.registerFile, bytes: []), analyses: [:], commentary: nil,
      findings: [])
    let intake = EditionIntake(month, from: files)
    return (intake.frame, intake.findings.filter { $0.place.file == Self.scheduleFile })
  }

  /// The templates for the notice: those of the workspace, those of what is archived, the
  /// program's own; the first that make it without an error.
  ///
  /// Throws a ``ReleaseError`` with the findings of the last where none does: then the reason
  /// itself has errors.
  func withUsableTemplates<Made>(
    _ history: History, _ make: (Templates) throws -> (made: Made, findings: [Finding])
  ) throws -> (made: Made, templates: Templates) {
    var found: [Finding] = []
    for read in try templateCandidates(history) {
      let folder = try read()
      let (loaded, findings) = Templates.load(folder.files)
      let faults = folder.findings + findings.withoutMissing(of: folder.findings)
      guard let templates = loaded, !faults.hasErrors else {
        found = faults
        continue
      }
      let (made, problems) = try make(templates)
      guard problems.hasErrors else { return (made, templates) }
      found = problems
    }
    throw ReleaseError(
      .findings, "the pages that say that an edition was withdrawn have errors", findings: found)
  }

  private func templateCandidates(_ history: History) throws -> [() throws -> TemplateFolder] {
    let archived = history.releases.last { $0.change.withdrawalReason == nil }
    return [
      { try templateFolder() },
      {
        guard let reader = try archived.flatMap(archivedFiles) else { return TemplateFolder() }
        var folder = TemplateFolder()
        for path in reader.state.keys where path.hasPrefix("templates/") {
          folder.files[String(path.dropFirst("templates/".utf8.count))] = try reader.read(path)
        }
        return folder
      },
      { TemplateFolder(files: StandardTemplates.files) },
    ]
  }

  /// What is archived of a release; nil where it cannot be read, which must not hold up either.
  private func archivedFiles(of release: History.Release) throws -> OCFLVersionReader? {
    do {
      return try VersionPlan.archived(release.edition, version: release.version, in: self)
    } catch is ArchiveError {
      return nil
    } catch let error as ReleaseError where error.code == .wrongState {
      return nil
    }
  }
}
