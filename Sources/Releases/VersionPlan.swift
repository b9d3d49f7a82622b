import Archive
import Diagnostics
import Editions
import Intake
import Publications
import Schedule

/// Which version of an edition is being made, from what went before it.
struct VersionPlan: Sendable {
  /// 1 for an edition that is not out; the next one while a correction stands.
  let number: Int
  /// Whether a correction stands that leads to this version.
  let isCorrection: Bool
  /// What the pages say of it; nil for a first version.
  let revision: Revision?
  /// The version before this one, as archived; nil for a first version.
  let previous: OCFLVersionReader?
  /// The editions that were withdrawn, each with its day in the zone of the series.
  let withdrawn: [Month: Day]
  /// What is wrong with the correction.
  let findings: [Finding]

  /// The plan for an edition; `day` is the day of signing off, nil before that.
  ///
  /// Throws a ``ReleaseError`` where the version before is not archived.
  init(
    _ month: Month, _ correction: Correction?, schedule: ReleaseSchedule?, in workspace: Workspace,
    _ history: History, on day: Day?
  ) throws {
    let rule = schedule?.rule
    let published = history.versionCount(of: month)
    let isWithdrawn = history.withdrawals[month] != nil
    withdrawn = history.withdrawals.compactMapValues { release in
      rule.map { $0.zone.wallTime(of: release.actual).day }
    }
    let file = "analyses/\(month)/\(Correction.fileName)"
    findings =
      schedule.flatMap { schedule in
        correction?.findings(
          for: month, published: published, schedule: schedule,
          revisions: workspace.plannedRevisions(history, in: schedule.rule.zone), file: file)
      } ?? []
    let standing = correction.flatMap { correction in
      correction.edition == month && correction.version == published + 1 && published > 0
        && !isWithdrawn ? correction : nil
    }
    isCorrection = standing != nil
    let number = standing?.version ?? max(published, 1)
    self.number = number
    guard number > 1, let rule else {
      (revision, previous) = (nil, nil)
      return
    }
    var versions = history.releases.compactMap { release -> Revision.Version? in
      guard release.edition == month, let note = release.change.note, release.version <= number
      else { return nil }
      return .init(
        number: release.version, day: rule.zone.wallTime(of: release.actual).day, note: note)
    }
    if let standing {
      versions.append(
        .init(
          number: number, day: standing.planned?.day ?? day ?? standing.opened,
          note: standing.note))
    }
    let reader = try Self.archived(month, version: number - 1, in: workspace)
    let pages = reader.state.keys.filter {
      $0.hasPrefix("sources/") && $0.hasSuffix("bulletin.xml")
    }.sorted().map { String($0.dropFirst("sources/".utf8.count)) }
    revision = try Revision(versions: versions, bulletinPages: pages) {
      try reader.read("sources/\($0)")
    }
    previous = reader
  }

  /// A version as the archive has it.
  static func archived(
    _ month: Month, version: Int, in workspace: Workspace
  ) throws -> OCFLVersionReader {
    let store = OCFLStore(workspace.archive)
    guard try store.contains(month.description),
      try store.inventory(of: month.description).versions.count >= version
    else {
      throw ReleaseError(
        .wrongState,
        "version \(version) of \(month) is out and not archived; `ninethirty release \(month)` "
          + "finishes it")
    }
    return try OCFLVersionReader(month.description, version: "v\(version)", in: store)
  }
}
