import Schedule
import Storage

/// What `status` warns of editions that are out.
extension Workspace {
  /// Corrections that are sealed: that of an error goes out on the day of its seal or not at all.
  func waitingVersions(_ history: History) throws -> [StatusWarning] {
    try history.released.compactMap { month in
      guard try isNextVersionSealed(of: month, history),
        let seal = history.standingSeal(of: month)
      else { return nil }
      return StatusWarning(
        kind: .versionWaiting, edition: month, isUrgent: seal.goesOutAtOnce,
        text: "has version \(seal.version) sealed, for \(seal.instant)",
        remedy: seal.goesOutAtOnce
          ? "`ninethirty release \(month)` today; its pages name the day of the seal"
          : "`ninethirty watch` releases it then")
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
