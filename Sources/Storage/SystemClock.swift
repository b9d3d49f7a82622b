import Glibc
package import Schedule

/// The machine's real-time clock, in whole milliseconds.
package struct SystemClock: Clock {
  package init() {}

  /// The present instant by `CLOCK_REALTIME`, rounded down.
  package func now() -> Instant {
    var time = timespec()
    // Fails only for an unknown clock or a bad pointer (clock_gettime(2)).
    precondition(clock_gettime(CLOCK_REALTIME, &time) == 0, "no real-time clock")
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
