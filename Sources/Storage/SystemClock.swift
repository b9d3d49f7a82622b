import CSystem
import Glibc
package import Schedule

/// The machine's real-time clock, in whole milliseconds.
package struct SystemClock: WaitingClock {
  private let stop: StopSignals?

  /// The clock of the machine; a signal of these ends a wait by it.
  package init(stoppedBy stop: StopSignals? = nil) { self.stop = stop }

  /// The present instant by `CLOCK_REALTIME`, rounded down.
  package func now() -> Instant {
    let (milliseconds, _) = Self.nanoseconds().quotientAndRemainder(dividingBy: 1_000_000)
    return Instant(milliseconds: milliseconds)
  }

  /// What the kernel says by `adjtimex(2)`; where it refuses to say, the clock counts as not
  /// synchronised.
  package var synchronisation: ClockSynchronisation {
    var largestError: Int64 = 0
    let verdict = csystem_clock_state(&largestError)
    return ClockSynchronisation(
      isSynchronised: verdict == 1, largestErrorMicroseconds: verdict == 1 ? largestError : nil)
  }

  /// How long before the instant the timer wakes us; what is left is passed reading the clock.
  ///
  /// A timer wakes some hundredths of a millisecond late on an idle machine and a millisecond or
  /// two late on a busy one.
  private static let margin: Int64 = 20_000_000

  /// Waits with a timer on the real-time clock that is cancelled when the clock is set.
  ///
  /// Throws a ``StorageError`` where the system has no timer for us.
  package func wait(until instant: Instant) throws -> Waking {
    let goal = instant.milliseconds * 1_000_000
    if Self.nanoseconds() >= goal { return .reached }
    let timer = try RealTimeTimer()
    while true {
      let offset = Self.offset()
      let rest = goal - Self.nanoseconds()
      if rest <= 0 { return .reached }
      if rest <= Self.margin { continue }
      switch try timer.wait(until: goal - Self.margin, or: stop) {
      case .fired: continue
      case .stopped: return .stopped
      case .cancelled:
        return .clockWasSet(byMilliseconds: (Self.offset() - offset) / 1_000_000)
      }
    }
  }

  /// Lets some milliseconds pass, by the clock that nobody sets; a signal may end it sooner.
  package static func pause(milliseconds: Int) {
    var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    nanosleep(&time, nil)
  }

  /// Nanoseconds since 1970.
  static func nanoseconds(_ clock: clockid_t = CLOCK_REALTIME) -> Int64 {
    var time = timespec()
    // Fails only for an unknown clock or a bad pointer (clock_gettime(2)).
    precondition(clock_gettime(clock, &time) == 0, "no such clock")
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// How far the clock is from the one that nobody sets: it changes when the clock is set.
  private static func offset() -> Int64 { nanoseconds() - nanoseconds(CLOCK_BOOTTIME) }
}

/// A timer on the real-time clock.
private struct RealTimeTimer: ~Copyable {
  enum Waking { case fired, cancelled, stopped }

  private let number: Int32

  init() throws(StorageError) {
    number = try check(csystem_timer(), "make a timer on", "the real-time clock")
  }

  deinit { close(number) }

  /// Waits for a moment in nanoseconds since 1970.
  func wait(until moment: Int64, or stop: StopSignals?) throws(StorageError) -> Waking {
    let (seconds, nanoseconds) = moment.quotientAndRemainder(dividingBy: 1_000_000_000)
    try check(
      csystem_set_timer(number, seconds, nanoseconds), "set a timer on", "the real-time clock")
    while true {
      var waiting = [pollfd(fd: number, events: Int16(POLLIN), revents: 0)]
      if let stop { waiting.append(pollfd(fd: stop.number, events: Int16(POLLIN), revents: 0)) }
      let count = poll(&waiting, nfds_t(waiting.count), -1)
      if count == -1, errno == EINTR { continue }
      try check(count, "wait for", "the real-time clock")
      if waiting.count > 1, waiting[1].revents != 0 { return .stopped }
      let fired = csystem_timer_fired(number)
      if fired == -1, errno == ECANCELED { return .cancelled }
      if try check(fired, "wait for", "the real-time clock") == 1 { return .fired }
    }
  }
}
