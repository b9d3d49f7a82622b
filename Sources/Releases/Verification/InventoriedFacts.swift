import Archive
import Diagnostics
import Editions
import Schedule
import Storage

/// Where whoever sealed a version can be asked about it, as that version's own schedule has it.
enum SeriesContact: Sendable, Hashable {
  /// The version has no schedule that can be read: nothing is held against anything.
  case unknown
  case known(String?)

  /// The schedule among the files of a version.
  static let file = "inputs/\(Workspace.scheduleFile)"

  init(schedule bytes: [UInt8]) {
    self = Workspace.readProgramme(bytes).0.map { .known(Workspace.contactAddress($0)) } ?? .unknown
  }
}

extension OCFLInventory.Version {
  /// Whether its files but the seal are those of which the log has the digest: where the seal is lost, that
  /// vouches for the rest.
  func hasFiles(of release: History.Release) -> Bool {
    FileDigests(state.filter { $0.key != EditionSeal.file }).digest == release.digest
  }

  /// What an inventory says of a version and log, seal and schedule say otherwise, a sentence each; nil
  /// where the seal is lost, which says by whom.
  func faults(
    against release: History.Release, sealedBy: String?, _ contact: SeriesContact
  ) -> [String] {
    var faults: [String] = []
    let message = "\(release.change.message) \(release.edition)."
    if created != release.actual.description {
      faults.append("it is of \(created.quoted), and came out on \(release.actual)")
    }
    if self.message != message {
      faults.append("it says \((self.message ?? "").quoted), and it was \(message.quoted)")
    }
    if let sealedBy, user?.name != sealedBy {
      faults.append("it is by \((user?.name ?? "").quoted), and was sealed by \(sealedBy.quoted)")
    }
    // Earlier versions wrote none.
    if case .known(let address) = contact, let named = user?.address, named != address {
      faults.append(
        "it names \(named.quoted) for questions, and its schedule "
          + (address ?? "").quoted)
    }
    return faults
  }
}
