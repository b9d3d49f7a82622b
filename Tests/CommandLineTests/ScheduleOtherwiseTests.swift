import Foundation
import TestSupport
import Testing

/// A schedule that was written by hand after its dates were told: who looks is told of it once.
@Suite struct ScheduleOtherwiseTests {
  private func announced() throws -> TestWorkspace {
    let workspace = try WatchTests.sealed()
    try workspace.succeed("announce", "2098-05", "--by", "a.example")
    return workspace
  }

  @Test(arguments: [
    ("\"action\": \"moved\", \"to\": \"2098-05-15T09:30\"", "the schedule has 2098-05-15"),
    ("\"action\": \"cancelled\"", "the schedule has it cancelled"),
  ])
  func verifyHoldsWhatWasAnnouncedAgainstTheSchedule(change: String, said: String) throws {
    let workspace = try announced()
    let before = try workspace.run("verify")
    #expect(before.status == 0 && !before.output.contains("verify.schedule"), "\(before)")
    try workspace.addException(change)
    let found = try workspace.run("verify")
    #expect(found.output.contains("[verify.schedule.announced]"), "\(found.output)")
    #expect(found.output.contains(said), "\(found.output)")
    // It is no damage.
    #expect(found.status == 0, "\(found.output)")
  }

  @Test func aCancellationByHandOfWhatIsSealedIsOneWarning() throws {
    let workspace = try announced()
    try workspace.addException("\"action\": \"cancelled\"")
    let status = try workspace.run("status").output
    let urgent = status.split(separator: "\n").filter { $0.hasPrefix("URGENT  2098-05") }
    #expect(urgent.count == 1, "\(status)")
    #expect(urgent.first?.contains("is cancelled in schedule.json") == true, "\(status)")
    #expect(status.contains("pre-release access  nobody gets any: it is cancelled"), "\(status)")
  }
}
