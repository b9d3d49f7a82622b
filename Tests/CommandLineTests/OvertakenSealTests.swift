import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// A sealed edition that another one has overtaken since: said by whoever overtakes it, by `status`,
/// and refused where it does not fit what is out.
@Suite struct OvertakenSealTests {
  /// October is out, November sealed.
  private func sealed() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    return workspace
  }

  private func warnings(_ workspace: TestWorkspace) throws -> [StatusWarning] {
    try workspace.opened.status(clock: FixedClock(Instant("2099-01-01T00:00:00Z")!)).warnings
      .filter { $0.kind == .sealedBeforeAnother }
  }

  private let again = ["seal", "2013-11", "--by", "test", "--reason", "It was overtaken."]

  @Test func aWithdrawalSaysWhichSealsItOvertakes() throws {
    let workspace = try sealed()
    #expect(try warnings(workspace).isEmpty)
    let withdrawn = try workspace.run(
      "withdraw", "2013-10", "--reason", WithdrawalTests.reason, "--by", "a.example")
    #expect(withdrawn.status == 0, "\(withdrawn)")
    let said = "2013-11 was sealed before another edition came out or was withdrawn"
    #expect(withdrawn.output.contains("edition \(said)"), "\(withdrawn.output)")
    #expect(withdrawn.output.contains("seal it again: `ninethirty seal 2013-11 --reason …`"))
    let status = try workspace.run("status")
    #expect(status.output.contains("URGENT  \(said)"), "\(status.output)")
    #expect(try warnings(workspace).map(\.isUrgent) == [true])
    let refused = try workspace.run("release", "2013-11")
    #expect(refused.status == 64 && refused.errors.contains("seal it again"), "\(refused)")
  }

  /// A date that was cancelled by hand and taken back.
  @Test func anotherEditionThatComesOutOvertakesASeal() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("seal", "2013-10", "--by", "test")
    let schedule = workspace.text("schedule.json")
    try workspace.replace(
      "\"exceptions\": []",
      with: "\"exceptions\": [{ \"edition\": \"2013-10\", \"action\": \"cancelled\", "
        + "\"reason\": \"test\", \"announced\": \"2013-09-01\" }]", in: "schedule.json")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    let released = try workspace.run("release", "2013-11")
    // What is cancelled never comes out: nobody has to seal it again.
    #expect(released.status == 0 && !released.output.contains("seal it again"), "\(released)")
    #expect(try warnings(workspace).isEmpty)
    try workspace.write(schedule, to: "schedule.json")
    #expect(try warnings(workspace).map(\.edition) == [Month("2013-10")])
    let refused = try workspace.run("release", "2013-10")
    #expect(refused.status == 64 && refused.errors.contains("(2013-11)"), "\(refused)")
    try workspace.succeed("seal", "2013-10", "--by", "test", "--reason", "It was overtaken.")
    #expect(try warnings(workspace).isEmpty)
    try workspace.succeed("release", "2013-10")
  }

  /// The bulletin of a later edition has the figures of those before.
  @Test func aCorrectionOvertakesTheBulletinOfALaterSeal() throws {
    let workspace = try sealed()
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    try workspace.succeed("seal", "2013-10", "--by", "test")
    #expect(try warnings(workspace).isEmpty)
    let released = try workspace.run("release", "2013-10")
    let said = "2013-11 was sealed before a correction of 2013-10 came out"
    #expect(released.status == 0 && released.output.contains("edition \(said)"), "\(released)")
    #expect(try workspace.run("status").output.contains("URGENT  \(said)"))
    try workspace.succeed(again)
    #expect(try warnings(workspace).isEmpty)
  }

  // MARK: Cancelled

  @Test func aSealedEditionThatIsCancelledSaysThatItsFileLiesThere() throws {
    let workspace = try WatchTests.sealed()
    let cancelled = try workspace.run(
      "cancel", "2098-05", "--reason", "Access to the records was stopped.", "--by", "a.example")
    #expect(cancelled.status == 0, "\(cancelled)")
    #expect(
      cancelled.output.contains("until `ninethirty unseal 2098-05 --reason …` takes it away"),
      "\(cancelled.output)")
    let status = try workspace.run("status")
    #expect(status.output.contains("2098-05    cancelled"), "\(status.output)")
    #expect(
      status.output.contains("warning  2098-05 is cancelled, and what was sealed of it on")
        && status.output.contains("`ninethirty unseal 2098-05 --reason …`"), "\(status.output)")
    #expect(
      try workspace.run("status", "--json").output.contains("\"kind\":\"sealed-and-cancelled\""))
    #expect(try workspace.run("release", "2098-05").errors.contains("is cancelled"))
    try workspace.succeed("unseal", "2098-05", "--reason", "It is cancelled.", "--by", "a.example")
    #expect(workspace.files(in: "publications/sealed").isEmpty)
    #expect(try !workspace.run("status").output.contains("was sealed of it"))
  }
}
