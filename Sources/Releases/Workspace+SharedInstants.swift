import Editions
import Intake
import Schedule

/// One switch brings one version: no two come out at one instant, whether they are editions or planned
/// revisions of editions that are out.
///
/// Of two that share one, the second would follow late, and was made without the first.
extension Workspace {
  /// The planned revisions that are sealed or stand open, each with its instant.
  ///
  /// What cannot be read as a correction is a finding of the checks of its edition.
  func plannedRevisions(_ history: History, in zone: Zone) -> [Month: Instant] {
    let seals = history.unreleasedSeals
    var instants: [Month: Instant] = [:]
    for month in history.released {
      if let seal = seals[month] {
        if seal.kind == .planned { instants[month] = seal.instant }
      } else if let release = history.latestRelease(of: month), !release.isWithdrawal,
        let open = try? openCorrection(of: month, after: release)
      {
        instants[month] = open.planned.flatMap { try? zone.instant(of: $0) }
      }
    }
    return instants
  }

  /// The other edition of which a planned revision comes out at an instant; nil where none does.
  func plannedRevision(
    at instant: Instant, otherThan month: Month, _ history: History, in zone: Zone
  ) -> Month? {
    plannedRevisions(history, in: zone).filter { $0.key != month && $0.value == instant }.keys.min()
  }

  /// Refuses to seal an edition that is not out for the instant of a planned revision.
  ///
  /// A schedule that cannot be read is said by the checks.
  func refuseSharedInstant(sealing month: Month, _ history: History) throws {
    guard history.latestRelease(of: month) == nil, let programme = try? programme(),
      let scheduled = try? scheduledEdition(month, in: programme), !scheduled.isCancelled
    else { return }
    try refuseSharedInstant(
      scheduled.instant, of: month, to: "edition \(month) is not sealed", history,
      in: programme.schedule.rule.zone)
  }

  /// Refuses the instant of a planned revision to an edition that is not out.
  ///
  /// Throws a ``ReleaseError``; `action` is what is not done.
  func refuseSharedInstant(
    _ instant: Instant, of month: Month, to action: String, _ history: History, in zone: Zone
  ) throws {
    guard let other = plannedRevision(at: instant, otherThan: month, history, in: zone) else {
      return
    }
    let isSealed = history.unreleasedSeal(of: other) != nil
    throw ReleaseError(
      .wrongState,
      "\(action): a planned revision of \(other) \(isSealed ? "is sealed" : "stands open") for the same "
        + "instant, \(instant), and one switch brings one version. Give the revision another working day: "
        + (isSealed ? "`ninethirty unseal \(other) --reason …`, then " : "")
        + "`ninethirty correct \(other) … --planned … --replace`")
  }
}
