package import Schedule
import Storage

/// The machine's clock, as far ahead as makes it reach `instant` in so many milliseconds.
///
/// It waits with the real timer: what is tested by it is what releases.
package struct ShiftedClock: WaitingClock {
  private let clock = SystemClock()
  private let offset: Int64
  package var synchronisation = ClockSynchronisation(isSynchronised: true)

  package init(reaching instant: Instant, inMilliseconds wait: Int64) {
    offset = instant.milliseconds - clock.now().milliseconds - wait
  }

  /// The instant of the machine's clock at which this one reaches an instant.
  package func realInstant(of instant: Instant) -> Instant {
    Instant(milliseconds: instant.milliseconds - offset)
  }

  package func now() -> Instant {
    Instant(milliseconds: clock.now().milliseconds + offset)
  }

  package func wait(until instant: Instant) throws -> Waking {
    try clock.wait(until: realInstant(of: instant))
  }
}
