import Dispatch
import Synchronization

/// What a task gives to a thread that waits for it.
final class Outcome<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  /// Sets the outcome, once.
  func set(_ result: Result<Value, any Error>) {
    self.result.withLock { $0 = result }
    isThere.signal()
  }

  /// Waits until it is set, once.
  func wait() -> Result<Value, any Error> {
    isThere.wait()
    // It is set before the signal.
    return result.withLock { $0! }
  }
}
