import Ledger
import Notation
import Schedule
import Storage

/// What `status` warns of editions that are out.
extension Workspace {
  /// Corrections that are sealed: that of an error goes out on the day of its seal or not at all.
  func waitingVersions(_ history: History) -> [StatusWarning] {
    let seals = history.unreleasedSeals
    return history.released.compactMap { month in
      guard let seal = seals[month] else { return nil }
      return StatusWarning(
        kind: .versionWaiting, edition: month, isUrgent: seal.kind.goesOutAtOnce,
        text: "has version \(seal.version) sealed, for \(seal.instant)",
        remedy: seal.kind.goesOutAtOnce
          ? "`ninethirty release \(month)` today; its pages name the day of the seal"
          : "`ninethirty watch` releases it then")
    }
  }

  /// Corrections that stand although the journal says last that they were given up: that was
  /// interrupted, or somebody wrote the file anew.
  func correctionsGivenUp(_ history: History) throws -> [StatusWarning] {
    try history.released.compactMap { month in
      let newest = history.journal.last {
        $0.edition == month.description
          && ["correcting", "correction-abandoned"].contains($0.event)
      }
      guard let newest, newest.event == "correction-abandoned",
        let release = history.latestRelease(of: month),
        newest.fields["version"] == .integer(release.version + 1),
        try openCorrection(of: month, after: release) != nil
      else { return nil }
      return StatusWarning(
        kind: .correctionGivenUp, edition: month, isUrgent: false,
        text: "has a correction that was given up on \(newest.instant) and stands all the same",
        remedy:
          "give it up again with `ninethirty correct \(month) --abandon`, or open it anew with "
          + "--replace")
    }
  }

  /// Organisations that have not published their report within four months.
  func overdueObligations(clock: any Clock) throws -> [StatusWarning] {
    let count = try obligations(clock: clock).count(of: .overdue)
    guard count > 0 else { return [] }
    return [
      StatusWarning(
        kind: .obligationsOverdue, edition: nil, isUrgent: false,
        text: "\(count) report\(count == 1 ? " was" : "s were") not published by the organisation "
          + "within four months, as far as the journal knows",
        remedy: "see `ninethirty obligations --overdue`, and note what was")
    ]
  }
}
