import Editions
import Ledger
import Schedule
import Storage

/// The last ten minutes.
extension Watch {
  /// Makes a release ready, waits for its instant and carries it out, all under the workspace's
  /// lock.
  mutating func release(_ month: Month) throws -> Step {
    let lock = try workspace.lock("release \(month)")
    defer { withExtendedLifetime(lock) {} }
    switch try workspace.beginRelease(of: month, clock: clock) {
    case .out(let outcome): return .out(outcome)
    case .sealed(let seal, let history, let repairs):
      // Seal and schedule were read a moment ago; now that nobody else writes they hold.
      let instant = try workspace.instant(of: seal)
      let programme = try workspace.programme()
      try workspace.refuseOtherDate(
        seal, workspace.scheduledEdition(month, in: programme), programme.schedule.rule.zone,
        at: clock.now())
      guard clock.now() >= instant.adding(seconds: -Self.lead) else {
        return .wait(clock.now().adding(seconds: 1))
      }
      try workspace.permitClock(clock, for: seal, at: instant, programme)
      let missed = try workspace.noteMissed(seal, lateBecause: lateBecause, clock: clock)
      var armed = try workspace.recordingRefusal(of: month, clock: clock) {
        try workspace.arm(month, history, clock: clock)
      }
      say(.armed(month, instant))
      // Minutes before the instant somebody may still look at it.
      for note in armed.notes { say(.noticed(month, note)) }
      armed.notes = []
      switch try untilInstant(armed, instant, missed: missed) {
      case .now(let missed):
        return .out(
          try workspace.carryOut(armed, missed: missed, repairs: repairs, clock: clock))
      case .later(let reason):
        try workspace.disarm(armed, because: reason, at: clock.now())
        say(.disarmed(month, reason: reason))
        return .again
      case .stopped:
        try workspace.disarm(armed, because: "the process was asked to end", at: clock.now())
        return .stopped
      }
    }
  }

  private enum Verdict {
    /// With what was missed, as a sentence; nil where nothing was.
    case now(missed: String?)
    case later(String)
    case stopped
  }

  /// Waits for the instant of an armed release, looking up every few seconds.
  ///
  /// Throws only after the release was taken back.
  private mutating func untilInstant(
    _ armed: Workspace.ArmedRelease, _ instant: Instant, missed: String?
  ) throws -> Verdict {
    do {
      var armed = armed
      while true {
        let now = clock.now()
        if now < instant.adding(seconds: -Self.lead - Self.pause) {
          return .later("the clock was set back to \(now)")
        }
        if try !sleep(until: min(instant, now.adding(seconds: 5))) { return .stopped }
        let stamp = try workspace.scheduleStamp()
        if stamp != armed.scheduleStamp {
          let instantNow = try workspace.instant(of: armed.standing)
          guard instantNow == instant else {
            return .later("the schedule now says \(instantNow)")
          }
          armed.programme = try workspace.programme()
          armed.scheduleStamp = stamp
        }
        // The last question before the switch is the one of the clock.
        guard clock.now() >= instant else { continue }
        try workspace.permitClock(clock, for: armed.standing, at: instant, armed.programme)
        if try workspace.mayCarryOut(armed, now: clock.now()) {
          return .now(missed: try missed ?? sleptThrough(armed, instant))
        }
      }
    } catch {
      try workspace.disarm(armed, because: "\(error)", at: clock.now())
      throw error
    }
  }

  /// What was missed because the process or the machine slept through the instant of an armed
  /// release: it is late as if nobody had waited for it.
  ///
  /// Throws a ``ReleaseError`` with the code `held` where the schedule holds what was missed. On time
  /// it costs one reading of the clock.
  private func sleptThrough(
    _ armed: Workspace.ArmedRelease, _ instant: Instant
  ) throws -> String? {
    guard ReleasePolicy.isMissed(instant, now: clock.now()) else { return nil }
    return try workspace.noteMissed(armed.standing, lateBecause: lateBecause, clock: clock)
  }
}

extension Workspace {
  /// Whether an armed release may be carried out, by the schedule as it was last read.
  func mayCarryOut(_ armed: ArmedRelease, now: Instant) throws -> Bool {
    let scheduled = try scheduledEdition(armed.standing.edition, in: armed.programme)
    return mayRelease(scheduled, sealedFor: armed.standing.instant, now: now)
  }

  /// The instant before which a sealed edition does not come out, by the schedule as it stands.
  func instant(of seal: StandingSeal) throws -> Instant {
    let scheduled = try scheduledEdition(seal.edition)
    guard !scheduled.isCancelled else {
      throw ReleaseError(.wrongState, "edition \(seal.edition) is cancelled; it is not released")
    }
    return earliestRelease(scheduled, sealedFor: seal.instant)
  }
}
