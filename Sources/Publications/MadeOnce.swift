import Synchronization

/// A value that takes time to make and is not always wanted: made when it is first asked for, and once.
///
/// Whoever asks while another makes it waits. A failure is not kept: who asks again, hears it again.
final class MadeOnce<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let make: @Sendable () throws -> Value

  init(_ make: @escaping @Sendable () throws -> Value) { self.make = make }

  /// The value; throws what making it throws.
  var value: Value {
    get throws {
      try made.withLock { made in
        if let made { return made }
        let value = try make()
        made = value
        return value
      }
    }
  }
}
