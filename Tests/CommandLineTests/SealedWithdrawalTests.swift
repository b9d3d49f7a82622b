import Foundation
import Releases
import Schedule
import Storage
import TestSupport
import Testing

/// A withdrawal that was agreed to and whose process ended before the switch: what may be done with
/// the edition until it is finished or stopped.
@Suite(.enabled(if: AnnouncementCrashTests.canTrace, "strace is not installed or may not trace"))
struct SealedWithdrawalTests {
  private static let agreement =
    ["withdraw", "2013-10", "--agree", "--by", "b.example"] + SignOffTests.override

  /// An edition that is out, its withdrawal proposed, agreed to, sealed, and not released.
  private static let agreed = Result {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.listPeople()
    try workspace.succeed(
      "withdraw", "2013-10", "--reason", WithdrawalTests.reason, "--by", "a.example")
    try killBeforeItsSwitch(agreement, workspace)
    return workspace
  }

  /// The end of a process that has sealed the withdrawal.
  private static func killBeforeItsSwitch(_ verb: [String], _ workspace: TestWorkspace) throws {
    _ = try Tool.run(
      Tool.find("strace")!,
      [
        "-f", "-o", "/dev/null", "-P", "\(workspace.path)/publications/.public-next", "-e",
        "trace=symlink,symlinkat", "-e", "inject=symlink,symlinkat:signal=KILL:when=1",
        Binary.path,
      ] + verb + ["--workspace", workspace.path])
    try #require(FileManager.default.fileExists(atPath: workspace.sealedFile("2013-10")))
    try #require(!workspace.text("publications/log.jsonl").contains("withdrawn"))
  }

  private func agreed() throws -> TestWorkspace {
    try TestWorkspace(copyOf: try Self.agreed.get())
  }

  private func isWithdrawn(_ workspace: TestWorkspace) -> Bool {
    workspace.text("publications/log.jsonl").contains("\"event\":\"withdrawn\"")
      && workspace.text("publications/public/2013-10/index.html").contains("was withdrawn on")
  }

  @Test func nobodyProposesGivesUpCorrectsOrSealsBehindIt() throws {
    let workspace = try agreed()
    let journal = workspace.text("publications/journal.jsonl")
    for step in [
      ["withdraw", "2013-10", "--reason", "A better reason.", "--by", "a.example"],
      ["withdraw", "2013-10", "--abandon", "--reason", "It was right.", "--by", "a.example"],
      ["withdraw", "2013-10", "--abandon", "--reason", "It was right.", "--by", "c.example"],
      ["correct", "2013-10"] + CorrectionTests.note,
      ["seal", "2013-10", "--by", "b.example", "--reason", "Another one."],
    ] {
      let result = try workspace.run(step)
      #expect(result.status == 64, "\(step): \(result)")
      #expect(
        result.errors.contains("the withdrawal of 2013-10 was decided and is sealed"),
        "\(step): \(result.errors)")
      #expect(result.errors.contains("`ninethirty unseal 2013-10` stops it"))
    }
    #expect(workspace.bytes("analyses/2013-10/correction.json") == nil)
    let after = workspace.text("publications/journal.jsonl").dropFirst(journal.count)
    for event in ["withdrawal-abandoned", "withdrawal-proposed", "correcting", "\"sealed\""] {
      #expect(!after.contains(event), "\(event)")
    }
    let stranger = try workspace.run(
      "withdraw", "2013-10", "--abandon", "--reason", "Why not.", "--by", "z.example")
    #expect(stranger.status == 64 && stranger.errors.contains("not the id of anybody"))
    let status = try workspace.run("status").output
    #expect(
      status.contains("URGENT  2013-10 has version 2 sealed")
        && status.contains("`ninethirty release 2013-10` today"), "\(status)")
    #expect(!isWithdrawn(workspace))
  }

  @Test func aReleaseFinishesItWithTheReasonThatWasAgreedTo() throws {
    let workspace = try agreed()
    try workspace.succeed("release", "2013-10")
    #expect(isWithdrawn(workspace))
    let page = workspace.text("publications/public/2013-10/index.html")
    #expect(page.contains(WithdrawalTests.reason))
    #expect(workspace.files(in: "publications/sealed").isEmpty)
    try workspace.succeed("rebuild", "2013-10")
  }

  /// Who agrees once more signs the same reason.
  @Test func anAgreementThatIsMadeAgainFinishesItToo() throws {
    let workspace = try agreed()
    try workspace.succeed(Self.agreement)
    #expect(isWithdrawn(workspace))
    let log = workspace.text("publications/log.jsonl")
    #expect(log.components(separatedBy: "\"event\":\"withdrawn\"").count == 2)
  }

  @Test func afterUnsealItCanBeGivenUpOrCorrected() throws {
    let workspace = try agreed()
    try workspace.succeed(
      "unseal", "2013-10", "--reason", "They are the right people.", "--by", "c.example")
    // The proposal stands until it is given up.
    #expect(try workspace.run("status").output.contains("proposed by a.example"))
    try workspace.succeed(
      "withdraw", "2013-10", "--abandon", "--reason", "It was right.", "--by", "c.example")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    let release = try workspace.run("release", "2013-10")
    #expect(release.status == 64 && release.errors.contains("a correction of it stands open"))
    #expect(!isWithdrawn(workspace))
  }

  // MARK: Beside another edition

  /// An edition whose withdrawal is sealed, and a later one that is sealed too; by two people or one.
  private func besideAnother(byTwo: Bool) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    let proposal = [
      "withdraw", "2013-10", "--reason", WithdrawalTests.reason, "--by", "a.example",
    ]
    if byTwo {
      try workspace.listPeople()
      try workspace.succeed(proposal)
    }
    try Self.killBeforeItsSwitch(byTwo ? Self.agreement : proposal, workspace)
    return workspace
  }

  /// What is said to do then does it.
  @Test(arguments: [false, true])
  func aWithdrawalThatIsOvertakenIsUnsealedAndMadeAgain(byTwo: Bool) throws {
    let workspace = try besideAnother(byTwo: byTwo)
    let other = try workspace.run("release", "2013-11")
    #expect(other.status == 0, "\(other)")
    let way =
      "`ninethirty unseal 2013-10 --reason …`, then take the edition back with "
      + "`ninethirty withdraw 2013-10 \(byTwo ? "--agree" : "--reason …")`"
    #expect(other.output.contains(way), "\(other.output)")
    for step in [["release", "2013-10"], ["seal", "2013-10", "--by", "b.example"]] {
      let refused = try workspace.run(step)
      #expect(refused.status == 64 && refused.errors.contains(way), "\(step): \(refused)")
      #expect(!refused.errors.contains("seal it again"), "\(step): \(refused)")
    }
    #expect(try workspace.run("status").output.contains(way))
    try workspace.succeed(
      "unseal", "2013-10", "--reason", "It was overtaken.", "--by", "b.example")
    try workspace.succeed(
      byTwo
        ? Self.agreement
        : ["withdraw", "2013-10", "--reason", WithdrawalTests.reason, "--by", "a.example"])
    #expect(isWithdrawn(workspace))
  }

  @Test func aWatchFinishesItBeforeAnyOther() throws {
    let workspace = try besideAnother(byTwo: false)
    let clock = SimulatedClock(SystemClock().now())
    clock.at(clock.now().adding(seconds: 30)) { $0.stop() }
    var lines: [String] = []
    var watch = Watch(try workspace.opened, clock: clock) { lines.append($0.line) }
    #expect(try watch.run() == nil)
    #expect(isWithdrawn(workspace), "\(lines)")
    #expect(lines.contains { $0.hasPrefix("released 2013-10") }, "\(lines)")
  }
}
