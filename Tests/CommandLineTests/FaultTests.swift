import Foundation
import TestSupport
import Testing

/// Every verb that changes what is public or kept, failed, killed and cut off from the power at single
/// steps, on the real binary.
///
/// The harnesses are in `scripts/crash`; here each runs a sample within a bound, `make faults` and
/// `make kill-loop` run them without. The seed of a sample stands in the output. What they check
/// after each fault and after the recovery: docs/decisions/0015-crash-safety.md.
@Suite(.serialized) struct FaultTests {
  private static let folder = TestWorkspace.repository + "/scripts/crash"

  /// Runs a harness on the binary of this build.
  private func run(_ harness: String, _ arguments: String...) throws -> Binary.Result {
    let python = try #require(Tool.find("python3"))
    let options = ["\(Self.folder)/\(harness).py", "--binary", Binary.path]
    // Other tests copy the scripts meanwhile: nothing comes and goes beside them.
    return try Tool.run(
      python, options + arguments, environment: ["PYTHONDONTWRITEBYTECODE": "1"])
  }

  private func expectSound(_ result: Binary.Result) {
    print(result.output)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    // A sample that hit nothing proves nothing.
    #expect(result.status != 0 || result.output.contains(" 0 failed"))
  }

  /// Whether this process may trace another one; asked once.
  private static let isTracing: Bool = {
    guard let strace = Tool.find("strace") else { return false }
    let result = try? Tool.run(
      strace, ["-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true"])
    return result?.status == 0
  }()
  private static let isRoot = getuid() == 0
  private static let onlyWhereTracing: Comment = "strace is not installed or may not trace here"
  private static let onlyForRoot: Comment = "only root mounts an image of a disk, and shuts it down"

  @Test(.enabled(if: isTracing, onlyWhereTracing))
  func everySingleFailedCallOfAReleaseLeavesAPublishedState() throws {
    expectSound(try run("faults", "--scenario", "release", "--seconds", "12"))
  }

  @Test(.enabled(if: isTracing, onlyWhereTracing))
  func everySingleFailedCallOfASealLeavesNothingInClear() throws {
    expectSound(try run("faults", "--scenario", "seal", "--seconds", "8"))
  }

  @Test(.enabled(if: isTracing, onlyWhereTracing))
  func everySingleFailedCallOfAFinishLeavesAPublishedState() throws {
    expectSound(try run("faults", "--scenario", "finish", "--seconds", "8"))
  }

  /// The next tree gets the number of one that was never public: the log must not take the one for
  /// the other.
  @Test(.enabled(if: isTracing, onlyWhereTracing))
  func anEditionThatWasOnlyArmedIsNeverLoggedAsReleased() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    #expect(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let strace = try #require(Tool.find("strace"))
    let stopped = try Tool.run(
      strace,
      ["-qq", "-o", "/dev/null", "-e", "inject=rename:error=EIO", Binary.path]
        + ["release", "2013-11", "--workspace", workspace.path])
    #expect(stopped.status == 74, "\(stopped.output)\(stopped.errors)")

    // Another switch, for the log that somebody took away; then another run.
    try FileManager.default.removeItem(
      atPath: workspace.path + "/publications/public/log/log.jsonl")
    for _ in 1...2 { #expect(try workspace.run("release", "2013-10").status == 0) }
    #expect(!workspace.text("publications/log.jsonl").contains("2013-11"))
    #expect(!workspace.files(in: "publications/public").contains { $0.hasPrefix("2013-11/") })

    #expect(try workspace.run("release", "2013-11").status == 0)
    let released = workspace.text("publications/log.jsonl").split(separator: "\n").filter {
      $0.contains("\"released\"") && $0.contains("\"edition\":\"2013-11\"")
    }
    #expect(released.count == 1)
  }

  /// Whoever looks takes no lock: stopped between journal and log, while an edition comes out, it
  /// must not take the newer one of the two for changed behind the other's back.
  @Test(.enabled(if: isTracing, onlyWhereTracing))
  func whoeverLooksWhileAnEditionComesOutSeesNoDamage() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let script = """
      cd '\(workspace.path)'
      strace -qq -o ../trace -P publications/log.jsonl -P publications/journal.jsonl \
        -P "$PWD/publications/log.jsonl" -P "$PWD/publications/journal.jsonl" \
        -e trace=close -e inject=close:signal=STOP:when=1 '\(Binary.path)' status &
      while [ -d /proc/$! ] && ! grep -q 'stopped by SIGSTOP' ../trace; do sleep 0.01; done
      '\(Binary.path)' release 2013-11
      kill -CONT $(cat /proc/$!/task/$!/children) || exit 99
      wait $!
      """
    let result = try Tool.run(try #require(Tool.find("bash")), ["-c", script])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("released 2013-11"), "\(result.output)\(result.errors)")
  }

  @Test(.enabled(if: isTracing && isRoot, onlyForRoot))
  func aPowerCutAtAnyStepLeavesAPublishedState() throws {
    let result = try run("powercut", "--scenario", "release", "--seconds", "12")
    if let reason = result.output.firstMatch(of: /skipped: (.*)/) {
      print("no power cut was tried: \(reason.1)")
      return
    }
    expectSound(result)
  }

  /// The harness finds what is not brought to disk: with every `fsync` taken away it must fail at
  /// the first cut that keeps the names, behind the switch, whichever it plays.
  @Test(.enabled(if: isTracing && isRoot, onlyForRoot))
  func thePowerCutHarnessFindsAMissingSync() throws {
    let result = try run(
      "powercut", "--scenario", "release", "--without-sync", "--call", "unlinkat", "--happening",
      "CUT-LOGFLUSH", "--seconds", "5")
    if result.output.contains("skipped: ") { return print(result.output) }
    #expect(result.status == 1 && result.output.contains("FAILED"), "\(result.output)")
  }

  /// Of some scenarios at a time: the seed, which is printed, chooses them.
  @Test func aKillAtARandomMomentLeavesReadersAPublishedState() throws {
    expectSound(try run("kills", "--some", "8", "--runs", "30", "--seconds", "20"))
  }

  @Test func aDiskThatReallyRefusesLeavesAPublishedState() throws {
    expectSound(try run("limits", "--scenario", "release", "--seconds", "8"))
    expectSound(try run("limits", "--scenario", "seal", "--seconds", "8"))
  }

  /// Announcements, corrections, withdrawals, repairs, what is handed over, keys: two of them, which
  /// the seed chooses.
  @Test(.enabled(if: isTracing, onlyWhereTracing))
  func everySingleFailedCallOfAnyOtherVerbLeavesAPublishedState() throws {
    expectSound(try run("faults", "--some", "2", "--seconds", "8"))
  }
}
