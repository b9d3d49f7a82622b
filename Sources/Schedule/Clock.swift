/// Who can say what time it is.
///
/// The only source of "now" below the command line.
package protocol Clock: Sendable {
  /// The present instant, rounded down: an instant that it reaches has come.
  func now() -> Instant
  /// What is known of how right it is.
  var synchronisation: ClockSynchronisation { get }
}

/// A clock that one can wait by.
package protocol WaitingClock: Clock {
  /// Waits until the instant has come by this clock, or something else happens before.
  ///
  /// Never returns ``Waking/reached`` before the instant. The wait is for a time of the clock, not
  /// for a length of time: it follows a clock that is set, and a machine that sleeps.
  func wait(until instant: Instant) throws -> Waking
}

/// Why a wait has ended.
package enum Waking: Sendable, Hashable {
  /// The instant has come.
  case reached
  /// Somebody set the clock, forward by so many milliseconds, or back where negative.
  case clockWasSet(byMilliseconds: Int64)
  /// The process was asked to end.
  case stopped
}

/// Whether a clock is held to a source of time, as far as it says itself.
///
/// Nobody can find out offline that a clock which calls itself synchronised was wrong from the
/// start: its source may be wrong.
package struct ClockSynchronisation: Sendable, Hashable {
  package var isSynchronised: Bool
  /// The most that it may be wrong by, as the system reckons; nil where it does not say.
  package var largestErrorMicroseconds: Int64?

  package init(isSynchronised: Bool, largestErrorMicroseconds: Int64? = nil) {
    self.isSynchronised = isSynchronised
    self.largestErrorMicroseconds = largestErrorMicroseconds
  }
}

/// A clock that stands at one instant, and is right by definition.
package struct FixedClock: Clock {
  package let instant: Instant
  package let synchronisation: ClockSynchronisation

  package init(
    _ instant: Instant,
    synchronisation: ClockSynchronisation = ClockSynchronisation(isSynchronised: true)
  ) {
    self.instant = instant
    self.synchronisation = synchronisation
  }

  package func now() -> Instant { instant }
}
