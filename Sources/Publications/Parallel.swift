import Dispatch
import Glibc
import Synchronization

/// Does a piece of work for each index, on all cores; the first error ends it.
///
/// Each core takes the next piece when it is free. Throws that error; work that has begun is still
/// done.
package func inParallel(_ count: Int, _ work: @Sendable (Int) throws -> Void) throws {
  let failure = Mutex<(any Error)?>(nil)
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: min(count, coreCount)) { _ in
    while failure.withLock({ $0 == nil }) {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      do {
        try work(index)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
  }
  if let error = failure.withLock({ $0 }) { throw error }
}

/// How many cores there are.
private let coreCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
