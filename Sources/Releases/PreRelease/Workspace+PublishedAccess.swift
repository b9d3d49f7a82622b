import Archive
import Editions
import Schedule
import Site

extension Workspace {
  /// What the bulletin of every published edition says of pre-release access, oldest first.
  ///
  /// It is read from the schedule that each was sealed with, as the archive keeps it: what was said
  /// with the release stands, whatever the schedule says now. An edition that is not archived yet
  /// comes with the next switch.
  func publishedAccess(_ history: History) throws -> [PublishedAccess] {
    let store = OCFLStore(archive)
    // A correction is no new access: the first publication of each edition counts.
    let first = Dictionary(history.releases.map { ($0.edition, $0) }) { first, _ in first
    }
    return try first.values.sorted { $0.edition < $1.edition }.compactMap { release in
      guard try store.contains(release.edition.description) else { return nil }
      let schedule = try store.read(
        "inputs/\(Self.scheduleFile)", of: release.edition.description, version: "v1")
      guard let policy = Self.readProgramme(schedule).0?.schedule.preRelease else { return nil }
      return PublishedAccess(
        edition: release.edition, released: release.scheduled, policy: policy)
    }
  }
}
