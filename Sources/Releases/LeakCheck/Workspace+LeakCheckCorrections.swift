import Archive
import Editions
import Intake
import Schedule
import Storage

/// What a correction says that is not out yet is under embargo too.
extension Workspace {
  /// Whether a correction of an edition that is out stands, or its next version is sealed.
  func isCorrectionUnderEmbargo(of month: Month, _ history: History) throws -> Bool {
    guard let release = history.latestRelease(of: month), history.withdrawals[month] == nil else {
      return false
    }
    if history.unreleasedSeal(of: month) != nil { return true }
    let file = path("analyses/\(month)/\(Correction.fileName)")
    guard try Files.exists(file) else { return false }
    // One that cannot be read may be about to lead to the next version: it is searched for.
    let bytes = try Files.readInput(file, limit: Self.analysisLimit)
    guard let correction = Correction.read(bytes, file: file).correction else { return true }
    return correction.version > release.version
  }

  /// SHA-512 of every file of every archived version: inputs, pages and what they were made of.
  ///
  /// Where the inventory is not sound, or nothing is archived, the seals say the same: those that lie there,
  /// or in the sealed file that waits for the archive.
  func archivedDigests(of month: Month, _ history: History) throws -> Set<String> {
    do {
      let versions = try OCFLStore(archive).inventory(of: month.description).versions
      return Set(versions.flatMap(\.state.values))
    } catch is ArchiveError {
      let releases = history.releases.filter { $0.edition == month }
      return Set(releases.compactMap { sealOfPublished($0, history) }.flatMap(\.files.values))
    }
  }

  /// The seal of a version that is out, from the archive or from the sealed file that waits for it; nil
  /// where neither has it.
  private func sealOfPublished(_ release: History.Release, _ history: History) -> OpenSeal? {
    if let open = archivedSeal(release) { return open }
    guard let file = try? waitingFile(of: release, history),
      let seal = try? releasedSeal(release, file, history)
    else { return nil }
    return try? openSealed(seal, at: file, history) { _, _ in }
  }

  /// The seal of a version as it lies in the archive; nil where it is not the one that came out.
  func archivedSeal(_ release: History.Release) -> OpenSeal? {
    let file = "\(archive)/\(release.edition)/v\(release.version)/content/\(EditionSeal.file)"
    guard let bytes = try? Files.read(file, limit: Self.fileLimit), let open = try? OpenSeal(bytes),
      open.isOf(release), FileDigests(open.files).digest == release.digest
    else { return nil }
    return open
  }

  /// The note of a correction: it is published with the next version and not before.
  func addCorrection(of month: Month, to material: inout EmbargoedMaterial) throws {
    let file = path("analyses/\(month)/\(Correction.fileName)")
    guard try Files.exists(file) else { return }
    add(
      correction: try Files.readInput(file, limit: Self.analysisLimit), file: file, of: month,
      to: &material)
  }

  func add(
    correction bytes: [UInt8], file: String, of month: Month,
    to material: inout EmbargoedMaterial
  ) {
    guard material.add(file: bytes, of: month) else { return }
    guard let correction = Correction.read(bytes, file: file).correction else {
      material.notSearched.append("\(file): it has errors; nothing of it was searched for")
      return
    }
    for text in [correction.note.wrong, correction.note.changed, correction.note.effect] {
      material.addSentences(text, month)
    }
  }
}
