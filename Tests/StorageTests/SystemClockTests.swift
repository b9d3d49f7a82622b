import Foundation
import Schedule
import Storage
import TestSupport
import Testing

/// The real clock and its timer.
@Suite struct SystemClockTests {
  /// In nanoseconds: the clock is read after every wait and must have reached the instant.
  @Test func aWaitNeverEndsBeforeItsInstant() throws {
    for milliseconds in [1, 2, 3, 5, 20] as [Int64] {
      for _ in 0..<10 {
        let instant = Instant(milliseconds: SystemClock().now().milliseconds + milliseconds)
        #expect(try SystemClock().wait(until: instant) == .reached)
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        #expect(now >= instant.milliseconds * 1_000_000)
      }
    }
  }

  @Test func anInstantThatHasComeIsNotWaitedFor() throws {
    let now = SystemClock().now()
    #expect(try SystemClock().wait(until: now) == .reached)
    #expect(try SystemClock().wait(until: Instant(milliseconds: 0)) == .reached)
  }

  /// What the kernel says is asked, not assumed: `adjtimex` is asked by another program too.
  @Test func theSynchronisationIsWhatTheKernelSays() throws {
    guard let python = Tool.find("python3") else { return }
    let script = """
      import ctypes, struct
      state = ctypes.create_string_buffer(512)
      verdict = ctypes.CDLL(None).adjtimex(state)
      status = struct.unpack_from("i", state.raw, 40)[0]
      print(verdict != 5 and not status & 0x40)
      """
    let result = try Tool.run(python, ["-c", script])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == (SystemClock().synchronisation.isSynchronised ? "True\n" : "False\n"))
  }
}
