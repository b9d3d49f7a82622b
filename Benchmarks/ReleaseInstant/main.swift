import Foundation
import Releases
import Schedule
import Storage
import TestSupport

// Releases copies of a sealed workspace, one after the other, each so many milliseconds after its
// beginning, and prints for each release in nanoseconds how long after its instant a reader who
// asks without a pause first got the new tree, in milliseconds what the log says, and in nanoseconds what
// the switch itself takes, the median of two hundred from tree to tree.
//
//   release-instant WORKSPACE EDITION COUNT MILLISECONDS

/// Looks at the public link again and again and notes when it first points somewhere.
final class Reader: Sendable {
  private let done = DispatchSemaphore(value: 0)
  private let seen = Sighting()

  init(of link: String, from begin: Instant, until end: Instant) {
    Thread.detachNewThread { [done, seen] in
      _ = try? SystemClock().wait(until: begin)
      var target = [CChar](repeating: 0, count: 64)
      let last = end.milliseconds * 1_000_000
      var now: Int64 = 0
      repeat {
        let isThere = readlink(link, &target, target.count) > 0
        now = nanoseconds()
        if isThere { seen.note(now) }
      } while seen.first == nil && now < last
      done.signal()
    }
  }

  /// When the new tree was first seen, in nanoseconds since 1970; nil where it was not.
  func first() -> Int64? {
    done.wait()
    return seen.first
  }
}

/// What one thread writes and another reads.
final class Sighting: Sendable {
  private let lock = NSLock()
  nonisolated(unsafe) private var moment: Int64?  // Read and written under the lock only.
  var first: Int64? { lock.withLock { moment } }
  func note(_ now: Int64) { lock.withLock { moment = now } }
}

func nanoseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// How long the switch takes, without the waiting before it: `chmod(2)` and `rename(2)`, in nanoseconds.
func switching(in publications: String) throws -> Int64 {
  let trees = PublicTrees(in: publications)
  guard let present = try trees.current(),
    let other = try trees.all().last(where: { $0.number < present.number })
  else { fatalError("there is no tree to switch to") }
  var taken: [Int64] = []
  for number in 1...200 {
    let tree = number.isMultiple(of: 2) ? present : other
    try trees.prepare(tree)
    let begun = nanoseconds()
    try trees.turn(to: tree)
    taken.append(nanoseconds() - begun)
  }
  return taken.sorted()[taken.count / 2]
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let month = Month(arguments[2]), let count = Int(arguments[3]),
  let ahead = Int64(arguments[4])
else {
  print("usage: release-instant WORKSPACE EDITION COUNT MILLISECONDS")
  exit(64)
}
let original = arguments[1]
for number in 1...count {
  let copy = "\(original)-\(number)"
  let copied = try Tool.run("/bin/cp", ["-a", original, copy])
  guard copied.status == 0 else { fatalError(copied.errors) }
  // What the copying left to be written would be written while the release waits.
  guard try Tool.run("/bin/sync", []).status == 0 else { fatalError("nothing is synchronised") }
  let workspace = try Workspace(copy)
  let status = try workspace.status(clock: SystemClock())
  guard let instant = status.editions.first(where: { $0.edition == month })?.instant else {
    fatalError("the workspace has no edition \(month)")
  }
  let clock = ShiftedClock(reaching: instant, inMilliseconds: ahead)
  let real = clock.realInstant(of: instant)
  let reader = Reader(
    of: "\(copy)/publications/public", from: Instant(milliseconds: real.milliseconds - 3),
    until: real.adding(seconds: 60))
  var watch = Watch(workspace, only: month, clock: clock) { _ in }
  guard let release = try watch.run()?.release, let first = reader.first() else {
    fatalError("edition \(month) did not come out")
  }
  let taken = try switching(in: "\(copy)/publications")
  print("\(first - real.milliseconds * 1_000_000) \(release.delayMilliseconds) \(taken)")
  try FileManager.default.removeItem(atPath: copy)
}
