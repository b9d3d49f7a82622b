import Archive
import Editions
import Notation
import Schedule
import Storage

/// What is out and not archived yet lies sealed until it is.
extension Workspace {
  /// Archives what came out of an edition and is not archived, one version after the other.
  ///
  /// Throws a ``ReleaseError`` that says what is out and why the archive does not have it, also where
  /// the disk is at fault.
  /// - Returns: whether there was anything to do.
  func archiveWaiting(_ newest: History.Release) throws -> Bool {
    let store = OCFLStore(archive)
    let history = try History(self)
    var version = newest
    do {
      let kept = try versionsArchived(of: newest.edition, in: store)
      let waiting = history.releases.filter { $0.edition == newest.edition && $0.version > kept }
      for release in waiting {
        version = release
        guard let file = try waitingFile(of: release, history) else { throw lost(release, newest) }
        try archiveSealed(release, file, history, in: store)
      }
      return !waiting.isEmpty
    } catch let error as ArchiveError {
      throw unarchived(
        version, .altered(by: error.faults),
        "\(error). Mend that with `ninethirty repair --apply`, from "
          + "a copy where it needs one; then", history)
    } catch let error as StorageError {
      throw unarchived(version, .unreadable, "\(error). Once that is mended,", history)
    }
  }

  /// That a version is out, and what the archive has of it.
  ///
  /// Where nothing of it waits, it was archived, and the archive was damaged since.
  private func unarchived(
    _ release: History.Release, _ code: ReleaseError.Code, _ cause: String, _ history: History
  ) -> ReleaseError {
    let isWaiting = (try? waitingFile(of: release, history)) != nil
    let edition = release.edition
    return ReleaseError(
      code,
      "version \(release.version) of \(edition) is out since \(release.actual), and "
        + (isWaiting ? "is not archived yet" : "what the archive has of it cannot be used")
        + ": \(cause) `ninethirty release \(edition)` finishes it")
  }

  /// The sealed file goes when its version is archived: where both are missing, the archive was lost.
  private func lost(_ release: History.Release, _ newest: History.Release) -> ReleaseError {
    let edition = release.edition
    let waits =
      newest.version > release.version
      ? "; version \(newest.version) waits sealed until that is back: `ninethirty release \(edition)` then"
        + " archives it" : ""
    return ReleaseError(
      .altered,
      "version \(newest.version) of \(edition) is out since \(newest.actual), and \(archive) has lost"
        + " version \(release.version) of it, of which no sealed file waits any more. Put the archive back"
        + " from a copy: `ninethirty repair --from COPY --apply`\(waits). `ninethirty verify` says what is"
        + " wrong")
  }

  /// Where the sealed file of a version that is out waits for the archive while the next one is sealed.
  func waitingFile(_ month: Month, version: Int) -> String {
    "\(sealed)/\(month)-v\(version).age"
  }

  /// The sealed file of a version that is out, which goes when the version is archived; nil where there
  /// is none.
  func waitingFile(of release: History.Release, _ history: History) throws -> String? {
    let aside = waitingFile(release.edition, version: release.version)
    if try Files.exists(aside) { return aside }
    let isNext = history.unreleasedSeal(of: release.edition) != nil
    let isNewest = history.latestRelease(of: release.edition)?.version == release.version
    let file = sealedFile(release.edition)
    return try isNewest && !isNext && Files.exists(file) ? file : nil
  }

  /// The newest release of each edition of which a version waits for the archive, or whose sealed file a
  /// crash left there.
  func waitingReleases() throws -> [History.Release] {
    guard try Files.exists(sealed) else { return [] }
    let months = Set(try Files.list(sealed).compactMap { Month(String($0.prefix(7))) })
    let history = try History(self)
    return try months.sorted().compactMap { month in
      let releases = history.releases.filter { $0.edition == month }
      let isWaiting = try releases.contains { try waitingFile(of: $0, history) != nil }
      return isWaiting ? releases.last : nil
    }
  }

  /// Keeps the sealed file of a version that could not be archived yet: the seal of the next one takes
  /// its place.
  func keepWaiting(_ release: History.Release, _ history: History) throws {
    guard let file = try waitingFile(of: release, history), file == sealedFile(release.edition)
    else { return }
    try Files.rename(file, to: waitingFile(release.edition, version: release.version))
    try Files.syncFolder(sealed)
  }

  /// How many versions of an edition a sound archive may have: all that came out, or all but the
  /// newest while these still lie sealed, because they could not be archived yet.
  func versionsToArchive(of month: Month, _ history: History) throws -> ClosedRange<Int> {
    let releases = history.releases.filter { $0.edition == month }
    let waiting = try releases.reversed().prefix(while: { try waitingFile(of: $0, history) != nil })
    return (releases.count - waiting.count)...releases.count
  }

  func versionsArchived(of month: Month, in store: OCFLStore) throws -> Int {
    guard try store.contains(month.description) else { return 0 }
    return try store.inventory(of: month.description).versions.count
  }

  /// Opens the sealed edition into a closed folder, for the archive to copy, and removes the
  /// folder again; one that a crash left is removed by the next run.
  private func archiveSealed(
    _ release: History.Release, _ file: String, _ history: History, in store: OCFLStore
  ) throws {
    let folder = openedFolder(release.edition)
    try Files.remove(tree: folder)
    try Files.makeDirectory(folder, mode: 0o700)
    do {
      let writer = TreeWriter(folder, fileMode: 0o600, folderMode: 0o700)
      let seal = try releasedSeal(release, file, history)
      let open = try openSealed(seal, at: file, history) { try writer.write($1, to: $0) }
      guard open.isOf(release) else {
        throw ReleaseError(.altered, "\(file) is not the edition that the log says is out")
      }
      var content: [String: ContentSource] = [:]
      for file in open.files.keys { content[file] = .file("\(folder)/\(file)") }
      content[EditionSeal.file] = .file("\(folder)/\(EditionSeal.file)")
      let version = OCFLNewVersion(
        content: content, created: release.actual,
        message: "\(release.change.message) \(release.edition).",
        user: OCFLUser(
          name: open.seal.sealedBy, address: try address(in: folder)))
      try store.add(version, to: release.edition.description)
      try Files.remove(tree: folder)
    } catch {
      // A removal that failed is tried once more; the first failure says more than a second one.
      try? Files.remove(tree: folder)
      throw error
    }
  }

  /// The seal of a version that is out, by the journal.
  func releasedSeal(
    _ release: History.Release, _ file: String, _ history: History
  ) throws -> StandingSeal {
    guard file != sealedFile(release.edition) else {
      return try standingSeal(of: release.edition, history)
    }
    let seals = history.seals.filter { $0.edition == release.edition }
    guard let seal = seals.last(where: { $0.version == release.version }) else {
      throw ReleaseError(.altered, "\(file) is a file of which the journal knows no seal")
    }
    return seal
  }

  /// Where whoever sealed an edition can be asked about it.
  ///
  /// It is the series' own address for questions, as the schedule had it then: nobody's own address
  /// is archived with an id.
  private func address(in folder: String) throws -> String? {
    let path = "\(folder)/\(SeriesContact.file)"
    guard try Files.kind(of: path) == .file else { return try Self.contactAddress(programme()) }
    let bytes = try Files.read(path, limit: Self.analysisLimit)
    return Self.readProgramme(bytes).0.flatMap(Self.contactAddress)
  }

  static func contactAddress(_ programme: Programme) -> String? {
    // The contact for the press comes first by custom, that for all other questions last.
    programme.series.contacts.compactMap(\.email).last.map { "mailto:\($0)" }
      ?? programme.series.address?.description
  }
}
