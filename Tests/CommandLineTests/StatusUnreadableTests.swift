import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// One file that is no file, or has a wrong line, does not hide what else `status` knows.
@Suite struct StatusUnreadableTests {
  private static let published: TestWorkspace? = {
    do {
      let workspace = try TestWorkspace()
      try workspace.publish("2013-10")
      return workspace
    } catch {
      return nil
    }
  }()

  struct Damage: Sendable, CustomTestStringConvertible {
    let script: String
    /// What stands in a line that says what is the matter.
    let said: String
    var testDescription: String { script }
  }

  static let damages = [
    Damage(script: "echo junk >> recipients.txt", said: "recipients.txt:2"),
    Damage(script: "rm recipients.txt; mkdir recipients.txt", said: "recipients.txt"),
    Damage(script: "rm -rf drafts; echo > drafts", said: "publications/drafts”"),
    Damage(script: "rm -r archive; echo > archive", said: "publications/archive”"),
    Damage(script: "rm -rf sealed; echo > sealed", said: "publications/sealed”"),
    Damage(script: "rm -r .trees", said: "publications/public”"),
    Damage(script: "rm -f .lock; mkdir .lock", said: "than the file of ninethirty stands there"),
    Damage(script: "rm public; mkdir public", said: "not the symbolic link"),
    Damage(script: "rm -r ../analyses; echo > ../analyses", said: "not a directory"),
  ]

  @Test(arguments: damages) func theRestIsSaidAllTheSame(damage: Damage) throws {
    let workspace = try TestWorkspace(copyOf: #require(Self.published))
    let before = try workspace.run("status")
    let result = try Tool.run(
      "/bin/bash", ["-ec", damage.script], in: "\(workspace.path)/publications")
    try #require(result.status == 0, "\(result.errors)")
    let status = try workspace.run("status")
    #expect(status.status == 0 && status.errors == "", "\(status.errors)")
    let lines = status.output.split(separator: "\n")
    #expect(
      lines.contains {
        ($0.hasPrefix("URGENT") || $0.hasPrefix("   ")) && $0.contains(damage.said)
      }, "\(status.output)")
    let table = before.output.split(separator: "\n").drop { !$0.hasPrefix("edition    state") }
    #expect(Array(lines.suffix(table.count)) == Array(table), "\(status.output)")
    #expect(try workspace.run("status", "--json").status == 0)
  }

  /// It is read only when an instant is near.
  @Test(arguments: ["ln -s /etc/hosts prerelease.json", "mkdir prerelease.json"])
  func aListOfRecipientsThatIsNoFileIsSaid(script: String) throws {
    let workspace = try WatchTests.sealed()
    try workspace.giveAccess()
    let damage = "rm -f prerelease.json; \(script)"
    try #require(try Tool.run("/bin/bash", ["-ec", damage], in: workspace.path).status == 0)
    let clock = FixedClock(StatusWarningTests.instant.adding(hours: -20))
    let report = try workspace.opened.status(clock: clock)
    let said = report.warnings.filter { $0.kind == .notReadable }
    #expect(said.count == 1 && said[0].isUrgent, "\(report.warnings)")
    #expect(said.first?.text.contains("prerelease.json") == true, "\(said)")
    #expect(report.warnings.contains { $0.kind == .notAnnounced }, "\(report.warnings)")
  }
}
