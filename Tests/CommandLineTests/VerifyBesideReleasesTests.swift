import Foundation
import TestSupport
import Testing

/// `verify` takes no lock, and says nothing that a command at work beside it explains.
@Suite struct VerifyBesideReleasesTests {
  /// Corrections of an edition come out one after the other, while all is verified again and again.
  @Test func nothingFalseIsSaidWhileReleasesRun() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let script = """
      set -e
      for figure in 7612.5 7612.6 7612.7 7612.8; do
        python3 - "$1" $figure <<'END'
      import re, sys
      path = sys.argv[1] + "/analyses/2013-10/A-2013-0002.json"
      text = open(path).read()
      new = re.sub(r'("effectivePeople": *)[0-9.]+', r"\\g<1>" + sys.argv[2], text, count=1)
      assert new != text
      open(path, "w").write(new)
      END
        "$0" correct 2013-10 --wrong "A wrong number of people." --changed "The number." \
          --effect "The conclusion stands." --by a.example --workspace "$1"
        "$0" seal 2013-10 --by test --workspace "$1"
        "$0" release 2013-10 --workspace "$1"
      done > "$2/releases" 2>&1 &
      releases=$!
      while kill -0 $releases 2>/dev/null; do
        "$0" verify --workspace "$1" >> "$2/verified" 2>&1 || echo "exit code $?" >> "$2/verified"
      done
      wait $releases
      """
    let result = try Tool.run(
      "/bin/bash", ["-c", script, Binary.path, workspace.path, workspace.folder.path])
    let released = try String(
      contentsOfFile: "\(workspace.folder.path)/releases", encoding: .utf8)
    try #require(result.status == 0, "\(result.errors)\(released)")
    let lines = try String(contentsOfFile: "\(workspace.folder.path)/verified", encoding: .utf8)
      .split(separator: "\n")
    #expect(lines.count >= 4, "it was verified meanwhile")
    #expect(lines.allSatisfy { $0.hasPrefix("sound: 1 edition, ") }, "\(lines)")
    let last = try workspace.run("verify")
    #expect(last.output.hasPrefix("sound: 1 edition, 5 versions"), "\(last.output)")
  }

  /// A release that waits for its instant holds the lock for long: real damage is said at once.
  @Test func damageIsSaidWhileTheLockIsHeld() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let lock = "\(workspace.path)/publications/.lock"
    let script = """
      sleep 60 & holder=$!
      trap 'kill $holder' EXIT
      echo "process $holder, release 2013-11" > "$2"
      "$0" verify --workspace "$1"; echo "exit code $?"
      echo >> "$1/publications/archive/2013-10/v1/content/build.json"
      "$0" verify --workspace "$1"; echo "exit code $?"
      """
    let result = try Tool.run(
      "/bin/bash", ["-c", script, Binary.path, workspace.path, lock])
    let codes = result.output.split(separator: "\n").filter { $0.hasPrefix("exit code") }
    #expect(codes == ["exit code 0", "exit code 76"], "\(result.output)\(result.errors)")
    #expect(result.output.contains("[verify.archive.altered]"), "\(result.output)")
  }

  /// A process that was killed leaves its line in the lock.
  @Test func aLockWhoseHolderIsGoneIsNone() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.write("process 999999999, release 2013-11\n", to: "publications/.lock")
    try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/archive/2013-10")
    let result = try workspace.run("verify")
    #expect(result.status == 76 && result.output.contains("[verify.archive.missing]"), "\(result)")
  }
}
