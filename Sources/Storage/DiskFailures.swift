import Glibc
import Synchronization

/// What the disk did not give, or not take, since the process began.
///
/// A part that goes on without a file that cannot be read does not say so each time; whoever calls
/// something sound asks here.
package enum DiskFailures {
  private static let paths = Mutex<[String]>([])
  /// More are not kept: a disk that answers nothing is known by then.
  private static let most = 1000

  /// How many there were up to now.
  package static var count: Int { paths.withLock { $0.count } }

  /// The paths since there were this many, each once, in the order of what happened.
  package static func paths(since count: Int) -> [String] {
    var seen: Set<String> = []
    return paths.withLock { $0.dropFirst(count).filter { seen.insert($0).inserted } }
  }

  static func note(_ path: String) {
    paths.withLock { if $0.count < most { $0.append(path) } }
  }
}
