import Archive
import Diagnostics
import Publications
package import Schedule
import Storage
import Synchronization

/// Which version of an edition is meant.
package enum VersionChoice: Sendable, Hashable {
  case newest
  case number(Int)
  /// As it was first published.
  case published
  /// As it was corrected the last time.
  case corrected
}

extension Workspace {
  /// Makes an archived version again, from its archived source documents and templates alone, and
  /// compares every rendition with what is archived.
  ///
  /// With `fromInputs` the source documents are made anew from the archived inputs too: promised
  /// for the version of ninethirty that made them, and tried by that alone. `output` is a folder
  /// that is made for the renditions. A source or a rendition that the archive has lost, or has with
  /// other bytes, is a verdict on its file. Throws a ``ReleaseError`` where the edition is not archived,
  /// or an error that names what else is damaged: seal, recipes, templates.
  package func rebuild(
    _ month: Month, version choice: VersionChoice = .newest, fromInputs: Bool = false,
    output: String? = nil, progress: any ProgressObserver = SilentProgress()
  ) throws -> RebuildReport {
    if let output {
      try refusePublicPlace(
        output, because: "nothing stands there but what was published", naming: " with --output")
    }
    let store = OCFLStore(archive)
    if try !store.contains(month.description), [.newest, .published, .number(1)].contains(choice),
      let object = try keptObject(of: month, in: store)
    {
      return try checkKept(object, month, in: store)
    }
    let version = try archivedVersion(choice, of: month)
    let archived = try ArchivedVersion(month, version, in: self)
    let files = try archived.rebuild(into: output, progress: progress)
    var report = RebuildReport(
      edition: month, version: version, files: files,
      fromInputs: try fromInputs ? rebuildFromInputs(archived, progress: progress) : nil)
    report.disowned = try disowned(month, version, in: store)
    return report
  }

  /// What the log says otherwise of an archived version, a sentence each; none where no log is here.
  private func disowned(_ month: Month, _ version: Int, in store: OCFLStore) throws -> [String] {
    let history = try History(self)
    guard
      let release = history.releases.first(where: { $0.edition == month && $0.version == version })
    else {
      return history.log.isEmpty
        ? [] : ["the log does not say that version \(version) of \(month) came out"]
    }
    let log = ObjectAgainstLog(
      month: month, releases: history.releases.filter { $0.edition == month }, store: store)
    return try log.faults(of: release)
  }

  /// The number of a version that the archive has.
  func archivedVersion(_ choice: VersionChoice, of month: Month) throws -> Int {
    let store = OCFLStore(archive)
    guard try store.contains(month.description) else {
      try refuseLostKept(month)
      if let object = try keptObject(of: month, in: store) {
        throw ReleaseError(
          .notFound,
          "\(month) is kept as it came, \(object), in one version: ninethirty did not make it, and "
            + "there is no other version to hold it against")
      }
      throw ReleaseError(
        .notFound, "edition \(month) is not in the archive; it comes there with its release")
    }
    let newest = try versionsArchived(of: month, in: store)
    switch choice {
    case .newest: return newest
    case .published: return 1
    case .number(let number):
      guard (1...newest).contains(number) else {
        throw ReleaseError(
          .notFound,
          "the archive has no version \(number) of \(month); it has "
            + (newest == 1 ? "version 1" : "versions 1 to \(newest)"))
      }
      return number
    case .corrected:
      let history = try History(self)
      try refuseMissingLog(history)
      let corrections = history.releases.filter {
        $0.edition == month && $0.change.note != nil && $0.version <= newest
      }
      guard let last = corrections.last else {
        throw ReleaseError(.notFound, "edition \(month) was never corrected")
      }
      return last.version
    }
  }
}

/// A version as the archive has it, read file by file.
struct ArchivedVersion: Sendable {
  let edition: Month
  let number: Int
  let reader: OCFLVersionReader
  private let templates: Templates
  private let recipes: [Recipe]

  /// Throws a ``ReleaseError`` where the archive's templates or recipes cannot be used.
  init(_ month: Month, _ number: Int, in workspace: Workspace) throws {
    edition = month
    self.number = number
    reader = try OCFLVersionReader(
      month.description, version: "v\(number)", in: OCFLStore(workspace.archive))
    // An object that was copied under another name would come out identical as what it is not.
    let seal = try OpenSeal(try reader.read(EditionSeal.file) ?? []).seal
    guard seal.edition == month, seal.version == number else {
      throw ReleaseError(
        .altered,
        "the archive has version \(seal.version) of \(seal.edition) in the place of version \(number) "
          + "of \(month), by its \(EditionSeal.file); `ninethirty verify` says more")
    }
    recipes = try Recipes(try reader.read(Recipes.file) ?? [], file: Recipes.file).recipes
    let (loaded, findings) = Templates.load(try reader.files(in: "templates"), isReviewed: false)
    guard let loaded else {
      throw ReleaseError(
        .altered, "the archived templates do not load: \(findings.first?.found ?? "")")
    }
    templates = loaded
  }

  /// The verdict on every rendition, on all cores; what was made is written into a new folder
  /// where one is named.
  fileprivate func rebuild(
    into output: String?, progress: any ProgressObserver
  ) throws -> [RebuildReport.FileVerdict] {
    guard let output else { return try verdicts(progress) { _, _ in } }
    var verdicts: [RebuildReport.FileVerdict] = []
    try Directory.replace(at: output) { building in
      let writer = TreeWriter(building, fileMode: 0o644, folderMode: 0o755)
      verdicts = try self.verdicts(progress) { path, bytes in try writer.write(bytes, to: path) }
    }
    return verdicts
  }

  private func verdicts(
    _ progress: any ProgressObserver, _ take: @Sendable (String, [UInt8]) throws -> Void
  ) throws -> [RebuildReport.FileVerdict] {
    defer { progress.finish() }
    let made = Set(recipes.map(\.path))
    let copied = reader.state.keys.compactMap { path -> String? in
      guard path.hasPrefix("renditions/") else { return nil }
      let page = String(path.dropFirst("renditions/".utf8.count))
      return made.contains(page) ? nil : page
    }.sorted()
    let total = recipes.count + copied.count
    let verdicts = Mutex<[RebuildReport.FileVerdict]>([])
    let done = Atomic<Int>(0)
    try inParallel(total) { index in
      let verdict =
        index < recipes.count
        ? try self.verdict(recipes[index], take)
        : try self.verdict(copy: copied[index - recipes.count], take)
      verdicts.withLock { $0.append(verdict) }
      progress.advance(
        "making the pages again", done: done.add(1, ordering: .relaxed).newValue, of: total)
    }
    return verdicts.withLock { $0 }.sorted { $0.path < $1.path }
  }

  private func verdict(
    _ recipe: Recipe, _ take: (String, [UInt8]) throws -> Void
  ) throws -> RebuildReport.FileVerdict {
    let source: [UInt8]
    do {
      source = try reader.needed("sources/\(recipe.source)")
    } catch let lack as OCFLVersionReader.Lack {
      return .init(failed: recipe.path, lack.reason)
    }
    let rebuilt: [UInt8]
    do {
      rebuilt = try recipe.render(source, with: templates)
    } catch {
      return .init(failed: recipe.path, "\(error)")
    }
    return try verdict(recipe.path, made: rebuilt, take)
  }

  /// What was made, held against the archived file; where that is lost, against its digest: the archive
  /// has the way to its own mending then.
  private func verdict(
    _ path: String, made: [UInt8], _ take: (String, [UInt8]) throws -> Void
  ) throws -> RebuildReport.FileVerdict {
    let name = "renditions/\(path)"
    let archived: [UInt8]
    do {
      archived = try reader.needed(name)
    } catch let lack as OCFLVersionReader.Lack {
      guard reader.state[name] == SHA512Sum(of: made).hex else {
        return .init(failed: path, lack.reason)
      }
      try take(path, made)
      return .init(remade: path, lack.reason)
    }
    try take(path, made)
    return .init(path, rebuilt: made, archived: archived)
  }

  /// A file that is no rendering but a copy of a template, style sheet or schema; or a PDF, which no
  /// recipe gives.
  private func verdict(
    copy path: String, _ take: (String, [UInt8]) throws -> Void
  ) throws -> RebuildReport.FileVerdict {
    if path.hasSuffix(".pdf") { return try reader.keptVerdict(path, at: "renditions/\(path)") }
    let name = path.lastPathPart
    let isStyle = name == Preparation.styleName(templates.files)
    guard let original = templates.files[isStyle ? Templates.styleSheet : "schemas/\(name)"]
    else { return .init(failed: path, "no archived template is its original") }
    return try verdict(path, made: original, take)
  }
}

extension OCFLVersionReader {
  /// Why a file of a version is not to be had, in lower case: the verdicts on the others stand.
  struct Lack: Error {
    let reason: String

    init(_ path: String, _ error: ArchiveError) { reason = "\(path): \(error.reason)" }
    fileprivate init(_ path: String) { reason = "the archive lacks \(path)" }
  }

  /// A file that the version is to have.
  ///
  /// Throws a ``Lack`` where it is lost or has other bytes, and a ``Storage/StorageError`` where the
  /// disk does not answer, which says nothing of it.
  func needed(_ path: String) throws -> [UInt8] {
    do {
      guard let bytes = try read(path) else { throw Lack(path) }
      return bytes
    } catch let error as ArchiveError {
      throw Lack(path, error)
    }
  }

  /// The verdict on a file that nobody makes again: whether its bytes are those of the archive.
  func keptVerdict(_ shown: String, at path: String) throws -> RebuildReport.FileVerdict {
    do {
      _ = try needed(path)
      return .init(kept: shown)
    } catch let lack as Lack {
      return .init(failed: shown, lack.reason)
    }
  }

  /// The files in a folder of the version by their paths in it.
  func files(in folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in state.keys.sorted() where path.hasPrefix("\(folder)/") {
      files[String(path.dropFirst(folder.utf8.count + 1))] = try read(path)
    }
    return files
  }
}
