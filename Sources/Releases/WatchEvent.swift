package import Schedule

/// What a waiting process tells about itself.
///
/// Nothing of an edition but its month: these lines stand in the system's log.
package enum WatchEvent: Sendable {
  /// Nothing is sealed that could be waited for; the next edition by the schedule.
  case idle(ScheduledEdition?)
  /// An edition is sealed; its release begins to be made ready at `arming`.
  case waiting(Month, until: Instant, arming: Instant)
  /// Everything is verified and laid; the switch is left.
  case armed(Month, Instant)
  /// Something that somebody has to look at, and that does not hold the release up.
  case noticed(Month, String)
  /// An armed release was taken back.
  case disarmed(Month, reason: String)
  /// An edition came out, or was out already.
  case released(Workspace.ReleaseOutcome)
  /// Something that an earlier process left undone was finished.
  case repaired(String)
  /// Somebody set the clock.
  case clockWasSet(byMilliseconds: Int64)
  /// Something stands in the way, in lower case; it is tried again.
  case obstacle(Month?, String)
  /// The process was asked to end.
  case stopped

  /// The event in one line.
  package var line: String {
    switch self {
    case .idle(nil): "nothing is sealed, and the schedule has ended"
    case .idle(let next?):
      "nothing is sealed; the next edition is \(next.edition), due \(next.instant)"
    case .waiting(let month, let instant, let arming):
      "waiting for \(month), due \(instant); it is made ready from \(arming) on"
    case .armed(let month, let instant):
      "\(month) is verified and laid beside the public tree; the switch is at \(instant)"
    case .noticed(let month, let what): "\(prefix(month, to: what))\(what)"
    case .disarmed(let month, let reason): "\(month) was taken back before its switch: \(reason)"
    case .released(let outcome) where outcome.isNew:
      "released \(outcome.release.edition) at \(outcome.release.actual), "
        + "\(outcome.release.delayMilliseconds) ms after its instant \(outcome.release.scheduled)"
    case .released(let outcome): outcome.release.standing
    case .repaired(let what): what
    case .clockWasSet(let by):
      "the clock was set \(by < 0 ? "back" : "forward") by \(by.magnitude) ms; the wait goes by the "
        + "new time"
    case .obstacle(let month, let reason):
      "\(prefix(month, to: reason))\(reason); it is tried again"
    case .stopped: "asked to end; nothing is left half done"
    }
  }

  /// The month before a reason, unless the reason names it itself.
  private func prefix(_ month: Month?, to reason: String) -> String {
    guard let month else { return "" }
    // A day of the month is no edition.
    let isNamed = reason.ranges(of: month.description).contains { range in
      !reason[range.upperBound...].hasPrefix("-")
    }
    return isNamed ? "" : "\(month): "
  }
}
