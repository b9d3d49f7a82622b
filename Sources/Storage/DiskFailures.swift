import Glibc
import Synchronization

/// What the disk did not give, or not take, since the process began.
///
/// A part that goes on without a file that cannot be read does not say so each time; whoever calls
/// something sound asks here.
package enum DiskFailures {
  private static let known = Mutex<[String]>([])
  /// More are not kept: a disk that answers nothing is known by then.
  private static let most = 1000

  /// The paths, each once, in the order of what happened.
  package static var paths: [String] { known.withLock { $0 } }

  static func note(_ path: String) {
    known.withLock { if $0.count < most, !$0.contains(path) { $0.append(path) } }
  }
}
