package import Schedule
import Synchronization

/// A clock whose waits take no time: it jumps to what is waited for, or to what was planned before.
package final class SimulatedClock: WaitingClock {
  /// Something that happens at an instant while somebody waits.
  package typealias Happening = @Sendable (SimulatedClock) throws -> Void

  fileprivate struct State {
    var now: Instant
    var synchronisation: ClockSynchronisation
    var plan: [(instant: Instant, happening: Happening)] = []
    var wasSetBy: Int64?
    var isStopped = false
  }

  private let state: Mutex<State>

  package init(_ now: Instant, isSynchronised: Bool = true) {
    let synchronisation = ClockSynchronisation(isSynchronised: isSynchronised)
    state = Mutex(State(now: now, synchronisation: synchronisation))
  }

  package func now() -> Instant { state.withLock { $0.now } }
  package var synchronisation: ClockSynchronisation { state.withLock { $0.synchronisation } }

  /// Plans something for the first wait that reaches this instant.
  package func at(_ instant: Instant, _ happening: @escaping Happening) {
    state.withLock { state in
      state.plan.append((instant, happening))
      state.plan.sort { $0.instant < $1.instant }
    }
  }

  /// Sets the clock, as an administrator does.
  package func set(to instant: Instant) {
    state.withLock { state in
      state.wasSetBy = instant.milliseconds - state.now.milliseconds
      state.now = instant
    }
  }

  /// Goes on to an instant while nobody runs, as for a machine that is suspended: nobody set it.
  package func sleep(until instant: Instant) {
    state.withLock { $0.now = max($0.now, instant) }
  }

  /// Says from now on that it is synchronised, or that it is not.
  package func say(isSynchronised: Bool) {
    state.withLock { $0.synchronisation.isSynchronised = isSynchronised }
  }

  /// Ends this wait and every later one, as a signal does.
  package func stop() { state.withLock { $0.isStopped = true } }

  package func wait(until instant: Instant) throws -> Waking {
    while let happening = nextHappening(until: instant) {
      try happening(self)
      if let waking = state.withLock({ $0.waking }) { return waking }
    }
    return state.withLock { state in
      if let waking = state.waking { return waking }
      state.now = max(state.now, instant)
      return .reached
    }
  }

  private func nextHappening(until instant: Instant) -> Happening? {
    state.withLock { state in
      guard let first = state.plan.first, first.instant <= instant else { return nil }
      state.plan.removeFirst()
      state.now = max(state.now, first.instant)
      return first.happening
    }
  }
}

extension SimulatedClock.State {
  /// Why a wait ends now; nil where it goes on.
  fileprivate var waking: Waking? {
    mutating get {
      if isStopped { return .stopped }
      defer { wasSetBy = nil }
      return wasSetBy.map { .clockWasSet(byMilliseconds: $0) }
    }
  }
}
