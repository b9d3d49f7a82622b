import Glibc
import Releases
import Synchronization

/// Says on a terminal what a long piece of work is doing, how far it is and how long it still
/// takes.
///
/// It begins after a second, and stays silent where standard error is no terminal.
final class ProgressLine: ProgressObserver {
  private struct State {
    var work = ""
    var began = ContinuousClock.now
    var shown: ContinuousClock.Instant?
    var width = 0
  }

  private let state = Mutex(State())
  private let isTerminal = isatty(STDERR_FILENO) == 1

  func advance(_ work: String, done: Int, of total: Int) {
    guard isTerminal else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if state.work != work {
        state.work = work
        state.began = now
      }
      let elapsed = now - state.began
      let last = state.shown.map { now - $0 } ?? elapsed
      // The first line after a second, then some five a second.
      guard last > (state.shown == nil ? .seconds(1) : .milliseconds(200)) else { return }
      state.shown = now
      show(Self.line(work, done: done, of: total, elapsed: elapsed), &state)
    }
  }

  func finish() {
    state.withLock { state in
      guard state.width > 0 else { return }
      show("", &state)
      write("\r")
      state.width = 0
    }
  }

  /// `rendering: 312 of 1,000, 31%, about 7 s still`.
  static func line(_ work: String, done: Int, of total: Int, elapsed: Duration) -> String {
    guard done > 0, total > 0 else { return work }
    let rest = elapsed / Double(done) * Double(total - done)
    let seconds = Int(rest.components.seconds) + 1
    let time = seconds < 90 ? "\(seconds) s" : "\((seconds + 30) / 60) min"
    return "\(work): \(done) of \(total), \(done * 100 / total)%, about \(time) still"
  }

  /// Writes the line over the one before.
  private func show(_ line: String, _ state: inout State) {
    let blank = String(repeating: " ", count: max(0, state.width - line.count))
    write("\r\(line)\(blank)")
    state.width = line.count
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    // A terminal that takes no more only misses a line of progress.
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
