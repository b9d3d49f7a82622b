import CSystem
import Glibc

/// The signals by which a long-running process is asked to end: SIGTERM, SIGINT and,
/// where it is not ignored, SIGHUP.
///
/// From the making of this object on they no longer end the process; a wait by
/// ``SystemClock`` ends instead, and the process can put its things in order. They stay pending:
/// every later wait ends at once too.
package final class StopSignals: Sendable {
  let number: Int32

  /// Takes the signals over; to be made on the main thread before it starts others, which inherit
  /// that.
  package init() throws(StorageError) {
    number = try check(csystem_stop_signals(), "take over", "the signals that end it")
  }

  deinit { close(number) }

  /// Whether one has come.
  package var haveCome: Bool {
    var waiting = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) == 1
  }
}
