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
      let programme = try workspace.programme()
      let terms = try workspace.terms(of: seal, programme, history)
      let instant = terms.instant
      try workspace.refuseOtherDate(terms, programme.schedule.rule.zone, at: clock.now())
      guard clock.now() >= instant.adding(seconds: -Self.lead) else {
        return .wait(clock.now().adding(seconds: 1))
      }
      try workspace.permitClock(clock, for: seal, at: instant, programme)
      let missed = try workspace.noteMissed(terms, lateBecause: lateBecause, clock: clock)
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
      let warming = Instant(milliseconds: instant.milliseconds - Self.warmingMilliseconds)
      var isWarm = false
      Memory.settle()
      while true {
        let now = clock.now()
        if now < instant.adding(seconds: -Self.lead - Self.pause) {
          return .later("the clock was set back to \(now)")
        }
        let goal = isWarm || now >= warming ? instant : warming
        if try !sleep(until: min(goal, now.adding(seconds: 5))) { return .stopped }
        let stamp = try workspace.datesStamp()
        if stamp != armed.datesStamp {
          try readDates(of: &armed, at: stamp)
          guard armed.terms.instant == instant, !armed.terms.isRefused else {
            return .later(dateNow(armed.terms, unlike: instant))
          }
        }
        // The last question before the switch is the one of the clock.
        guard clock.now() >= instant else {
          if clock.now() >= warming, !isWarm {
            warmUp(armed)
            isWarm = true
          }
          continue
        }
        // What names its day as that of its release may have been made ready on the day before.
        if armed.standing.kind.goesOutAtOnce {
          try workspace.refuseOnAnotherDay(
            armed.standing, armed.programme.schedule.rule.zone, at: clock.now())
        }
        try workspace.permitClock(clock, for: armed.standing, at: instant, armed.programme)
        if armed.terms.permits(at: clock.now()) {
          return .now(missed: try missed ?? sleptThrough(armed, instant))
        }
      }
    } catch {
      try workspace.disarm(armed, because: "\(error)", at: clock.now())
      throw error
    }
  }

  /// How long before the instant everything that it needs is brought into memory.
  private static let warmingMilliseconds: Int64 = 200

  /// Goes the way of the switch once with nothing at its end: a process that slept for days has to
  /// fetch its code and the directories from disk, which would make it milliseconds late.
  private func warmUp(_ armed: Workspace.ArmedRelease) {
    // Nothing depends on it: what fails here fails at the instant again, where it is dealt with.
    try? workspace.trees.warm(armed.tree)
    Memory.settle()
    _ = (clock.synchronisation, armed.terms.permits(at: clock.now()))
  }

  /// Reads schedule and public log again, which were written since the release was made ready.
  private func readDates(of armed: inout Workspace.ArmedRelease, at stamp: String) throws {
    armed.programme = try workspace.programme()
    armed.terms = try workspace.terms(of: armed.standing, armed.programme, History(workspace))
    armed.datesStamp = stamp
    try workspace.refuseCancelled(armed.terms, at: clock.now())
  }

  /// Why an armed release is taken back, for a sentence.
  private func dateNow(_ terms: ReleaseTerms, unlike instant: Instant) -> String {
    terms.instant != instant
      ? "the schedule now says \(terms.instant)" : "the public was told another date"
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
    return try workspace.noteMissed(armed.terms, lateBecause: lateBecause, clock: clock)
  }
}
