import Diagnostics
import Editions
import Ledger
package import Schedule
import Storage

/// Waits for the instants of sealed editions and releases each at its own.
///
/// What it waits for is read anew from schedule, journal and sealed files at every waking, at
/// least once a minute: nothing is kept in memory that a crash could lose or a change outdate. The
/// workspace's lock is taken only when a release is made ready, at most ten minutes before its
/// instant; of two processes the second finds it held, and then finds the edition out.
package struct Watch {
  /// How long before its instant a release is made ready.
  package static let lead: Int64 = 600
  /// The longest time between two readings of the schedule.
  static let pause: Int64 = 60

  let workspace: Workspace
  let clock: any WaitingClock
  /// The one edition to wait for; nil for the whole calendar.
  let only: Month?
  let lateBecause: String?
  private let observe: (WatchEvent) -> Void
  private var lastSaid = ""
  /// What was said last of what stands in the way of an edition, or of the whole.
  private var complaints: [Month?: String] = [:]
  /// Editions that were refused, until when nobody asks again: one that somebody has to mend does
  /// not keep the others waiting.
  private var resting: [Month: Instant] = [:]
  /// What was said last of why an edition that is out could not be archived.
  private var unfinished: [Month: String] = [:]
  /// Seals for which the key was tried: it runs another program, and is worth that once each.
  var keyTried: Set<StandingSeal> = []

  /// A watch over a workspace's calendar, or over one edition alone.
  package init(
    _ workspace: Workspace, only: Month? = nil, lateBecause: String? = nil,
    clock: any WaitingClock, observe: @escaping (WatchEvent) -> Void
  ) {
    self.workspace = workspace
    self.only = only
    self.lateBecause = lateBecause
    self.clock = clock
    self.observe = observe
  }

  /// Runs until the clock's wait is stopped, or the one edition is out.
  ///
  /// A watch over the whole calendar reports what stands in the way and tries again; a watch over
  /// one edition throws it.
  /// - Returns: the release of the one edition; nil where the watch was asked to end.
  package mutating func run() throws -> Workspace.ReleaseOutcome? {
    try finishInterrupted()
    while true {
      let step: Step
      do {
        step = try next()
      } catch  where only == nil {
        complain(nil, error)
        step = .wait(clock.now().adding(seconds: Self.pause))
      }
      switch step {
      case .out(let outcome):
        complaints.removeAll()
        say(.released(outcome))
        if only != nil { return outcome }
      case .stopped:
        say(.stopped)
        return nil
      case .again: continue
      case .wait(let instant):
        if try !sleep(until: instant) {
          say(.stopped)
          return nil
        }
      }
    }
  }

  /// What comes next.
  enum Step {
    case out(Workspace.ReleaseOutcome)
    case wait(Instant)
    case again
    case stopped
  }

  /// Says it, unless it was the last thing said.
  mutating func say(_ event: WatchEvent, as key: String? = nil) {
    let key = key ?? event.line
    if key == lastSaid { return }
    lastSaid = key
    observe(event)
  }

  /// Says what stands in the way, once: a refusal may name the time, which goes on.
  private mutating func complain(_ month: Month?, _ error: any Error) {
    let code = (error as? ReleaseError).map { "\($0.code)" } ?? "\(error)"
    guard complaints.updateValue(code, forKey: month) != code else { return }
    say(.obstacle(month, "\(error)"), as: "\(month?.description ?? "-") \(code)")
  }

  /// Waits; false where the process was asked to end.
  mutating func sleep(until instant: Instant) throws -> Bool {
    switch try clock.wait(until: instant) {
    case .reached: return true
    case .stopped: return false
    case .clockWasSet(let by):
      // A source of time moves the clock by parts of a second; that is no news.
      if by.magnitude >= 1000 { say(.clockWasSet(byMilliseconds: by)) }
      return true
    }
  }

  // MARK: Far from the instant

  /// What a crash left undone is finished at once, not at the next release.
  ///
  /// Where somebody else works in the workspace, that one has done it.
  private mutating func finishInterrupted() throws {
    guard only == nil else { return }  // The release itself begins with it.

    do {
      let lock = try workspace.lock("watch")
      defer { withExtendedLifetime(lock) {} }
      try workspace.recoverLedgers(at: clock.now())
      for line in try workspace.finishInterruptedReleases(at: clock.now()) { say(.repaired(line)) }
      for release in try workspace.waitingReleases() { finish(release) }
    } catch let error as StorageError where error.code == .locked {
    } catch {
      complain(nil, error)
    }
  }

  /// Archives what waits of one edition: where it is broken, the others do not wait for it.
  private mutating func finish(_ release: History.Release) {
    do {
      for line in try workspace.finish(release, at: clock.now()).sentences { say(.repaired(line)) }
      unfinished[release.edition] = nil
    } catch {
      guard unfinished.updateValue("\(error)", forKey: release.edition) != "\(error)" else {
        return
      }
      say(.obstacle(release.edition, "\(error)"))
    }
  }

  private mutating func next() throws -> Step {
    let now = clock.now()
    // An archive that could not be written after a release is written when it can be.
    if try !workspace.waitingReleases().isEmpty { try finishInterrupted() }
    // A clock that was set back must not make a rest longer.
    let longest = now.adding(seconds: Self.pause)
    resting = resting.filter { now < $0.value && $0.value <= longest }
    let isDropped = try complainOfDropped()
    guard let (month, instant, isRefused) = try upcoming() else {
      if let rest = resting.values.min() { return .wait(rest) }
      if isDropped { return .wait(now.adding(seconds: Self.pause)) }
      say(.idle(try workspace.programme().schedule.next(after: now)))
      return .wait(now.adding(seconds: Self.pause))
    }
    let arming = instant.adding(seconds: -Self.lead)
    // What will be refused at its instant is refused at once: there is time yet to seal it again.
    guard now < arming, !isRefused else { return try attempt(month) }
    complaints[month] = nil
    try complainOfKeys()
    say(.waiting(month, until: instant, arming: arming))
    return .wait(min(arming, now.adding(seconds: Self.pause)))
  }

  /// Says which sealed editions the schedule no more has; whether there are any.
  private mutating func complainOfDropped() throws -> Bool {
    guard only == nil else { return false }
    let dropped = try workspace.embargo(History(workspace)).dropped
    for seal in dropped {
      complain(
        seal.edition,
        ReleaseError(.wrongState, "\(seal.edition) \(seal.droppedText); \(seal.droppedRemedy)"))
    }
    return !dropped.isEmpty
  }

  /// The sealed edition whose instant is the earliest, and whether it will be refused at it: moved
  /// since it was sealed, cancelled in public, or its file gone; nil where none is sealed, or all that are rest.
  ///
  /// A withdrawal goes before all others: it waits for nothing, and another release would overtake it.
  ///
  /// The journal says what is sealed. This only decides when to look closer: the sealed file itself
  /// is opened and verified before anything is released. Throws where the one edition cannot be
  /// waited for.
  private func upcoming() throws -> (month: Month, instant: Instant, isRefused: Bool)? {
    let programme = try workspace.programme()
    let history = try History(workspace)
    let seals = history.unreleasedSeals
    func waiting(_ scheduled: ScheduledEdition) throws -> (Month, Instant, Bool)? {
      guard let seal = seals[scheduled.edition] else { return nil }
      let isMissing = try !Files.exists(workspace.sealedFile(scheduled.edition))
      let terms = try workspace.terms(of: seal, programme, history)
      return (scheduled.edition, terms.instant, isMissing || terms.isRefused)
    }
    // The release finds out by itself that it is out, or not sealed, and says so.
    if let only {
      let scheduled = try workspace.scheduledEdition(only, in: programme)
      return try waiting(scheduled) ?? (only, .distantPast, false)
    }
    var earliest: (month: Month, instant: Instant, isRefused: Bool)?
    for month in try workspace.embargo(history).waiting.keys.sorted() where resting[month] == nil {
      let scheduled = try workspace.scheduledEdition(month, in: programme)
      guard let seal = seals[month], let next = try waiting(scheduled),
        try !workspace.terms(of: seal, programme, history).isCancelled
      else { continue }
      if seal.kind == .withdrawal { return next }
      if earliest == nil || next.1 < earliest!.instant { earliest = next }
    }
    return earliest
  }

  // MARK: Near the instant

  /// Releases an edition whose instant is near or gone.
  private mutating func attempt(_ month: Month) throws -> Step {
    do {
      return try release(month)
    } catch let error as StorageError where error.code == .locked {
      // The other may be about to release it, or to change what will be released.
      complain(month, error)
      return .wait(clock.now().adding(seconds: 1))
    } catch let error as ReleaseError where error.code == .clock {
      complain(month, error)
      return .wait(clock.now().adding(seconds: 5))
    } catch  where only == nil {
      complain(month, error)
      // What a person has to mend takes minutes; what the disk would not do may work at once.
      resting[month] = clock.now().adding(seconds: error is ReleaseError ? Self.pause : 5)
      return .again
    }
  }
}

extension Instant {
  /// Before everything: what has no instant to wait for is tried at once.
  fileprivate static let distantPast = Instant(milliseconds: .min / 2)
}
