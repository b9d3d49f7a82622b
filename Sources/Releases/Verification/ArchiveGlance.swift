import Archive
import Diagnostics
import Schedule
import Storage

/// A quick look at the archive, for verbs that do not read all of it: is there a sound inventory of
/// each edition that came out, with all its versions?
extension Workspace {
  /// What is lost or damaged of the editions that are out, a sentence each; the sealed file of a
  /// release that is not archived yet stands for its version.
  ///
  /// One inventory an edition is read and held against its digest; no other file is.
  func archiveLosses(_ history: History) -> [(edition: Month, text: String)] {
    let store = OCFLStore(archive)
    return history.released.compactMap { month in
      let newest = history.latestRelease(of: month)?.version ?? 0
      do {
        let kept = try versionsArchived(of: month, in: store)
        guard kept < newest, try kept < versionsToArchive(of: month, history).lowerBound else {
          return nil
        }
        return (
          month,
          kept == 0
            ? "is out, and the archive has lost it"
            : "is out in version \(newest), and the archive has lost what comes after version \(kept)"
        )
      } catch {
        return (month, "is damaged in the archive: \("\(error)".split(separator: "\n")[0])")
      }
    }
  }

  /// The versions that are out and lie sealed still, since the archive did not take them.
  func notArchived(_ history: History) -> [History.Release] {
    let store = OCFLStore(archive)
    return history.released.flatMap { month -> [History.Release] in
      // What cannot be read is among the losses.
      guard let kept = try? versionsArchived(of: month, in: store),
        let possible = try? versionsToArchive(of: month, history), possible.contains(kept)
      else { return [] }
      return history.releases.filter { $0.edition == month && $0.version > kept }
    }
  }

  /// Nothing is sealed beside an archive that has lost what was published.
  ///
  /// Throws a ``ReleaseError`` that names every edition.
  func refuseLossyArchive(_ history: History, to verb: String) throws {
    let losses = archiveLosses(history)
    guard !losses.isEmpty else { return }
    let list = losses.map { "edition \($0.edition) \($0.text)" }.joined(separator: "; ")
    throw ReleaseError(
      losses.contains { StorageError.isOfDisk($0.text) } ? .unreadable : .altered,
      "cannot \(verb): \(list). `ninethirty verify` says all that is wrong, `ninethirty repair"
        + " --from COPY` puts it back", refusal: "archive")
  }

  /// Where the archive cannot exchange an object for its next version in one step, nothing is sealed
  /// that could not be corrected.
  ///
  /// Throws a ``ReleaseError``, or a ``Storage/StorageError`` where it cannot be tried.
  func requireExchange() throws {
    guard try !FileSystem.exchangesNames(in: publications) else { return }
    throw ReleaseError(
      .altered,
      "the file system of \(publications) cannot exchange two names in one step (RENAME_EXCHANGE), "
        + "which a new version in the archive needs; keep the workspace on ext4, xfs or btrfs",
      refusal: "file-system")
  }
}
