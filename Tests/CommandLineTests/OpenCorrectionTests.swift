import Foundation
import Releases
import Schedule
import Storage
import TestSupport
import Testing

/// A correction that stands open is replaced or given up on purpose, through the real binary.
@Suite struct OpenCorrectionTests {
  private func published() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    return workspace
  }

  private func correctOneFigure(of workspace: TestWorkspace) throws {
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
  }

  @Test func anOpenCorrectionIsNotReplacedUnasked() throws {
    let workspace = try published()
    let file = "analyses/2013-10/correction.json"
    try correctOneFigure(of: workspace)
    let first = workspace.bytes(file)
    let again =
      ["correct", "2013-10", "--wrong", "Another error.", "--changed", "A rate."]
      + ["--effect", "None.", "--by", "b.example"]
    let refused = try workspace.run(again)
    #expect(refused.status == 64 && workspace.bytes(file) == first, "\(refused)")
    for text in [
      "version 2", "by a.example", "was that of another group", "--replace", "--abandon",
    ] {
      #expect(refused.errors.contains(text), "\(refused.errors)")
    }
    try workspace.succeed(again + ["--replace"])
    #expect(workspace.text(file).contains("Another error."))
    #expect(workspace.text("publications/journal.jsonl").contains("\"replaced\":true"))
    // One that cannot be read is no reason to lose it.
    try workspace.write("{", to: file)
    let broken = try workspace.run(again)
    #expect(broken.status == 64 && broken.errors.contains("which has errors"))
    try workspace.succeed(again + ["--replace"])
    // What is sealed has a note already.
    try workspace.succeed(["seal", "2013-10", "--by", "test"])
    for more in [again + ["--replace"], abandoning] {
      let sealed = try workspace.run(more)
      #expect(sealed.status == 64 && sealed.errors.contains("unseal 2013-10"), "\(sealed)")
    }
  }

  private var abandoning: [String] {
    ["correct", "2013-10", "--abandon", "--reason", "It was right.", "--by", "a.example"]
  }

  @Test func anOpenCorrectionIsGivenUp() throws {
    let workspace = try published()
    let file = "analyses/2013-10/correction.json"
    let clean = try workspace.run("check", "2013-10").output
    let none = try workspace.run(abandoning)
    #expect(none.status == 64 && none.errors.contains("no correction of 2013-10 stands open"))
    try correctOneFigure(of: workspace)
    try workspace.succeed(["draft", "2013-10"])
    let given = try workspace.run(abandoning)
    #expect(given.status == 0, "\(given.errors)")
    #expect(given.output.contains("bring it back: analyses/2013-10/A-2013-0002.json was changed"))
    #expect(workspace.bytes(file) == nil)
    #expect(workspace.files(in: "publications/drafts").isEmpty)
    let journal = workspace.text("publications/journal.jsonl")
    #expect(journal.contains("\"event\":\"correction-abandoned\""))
    #expect(journal.contains("It was right."))
    try workspace.replace(
      "7612.5", with: CorrectionTests.figure, in: "analyses/2013-10/A-2013-0002.json")
    #expect(try workspace.run("check", "2013-10").output == clean)
    // Behind a correction that came out, its file comes back.
    try correctOneFigure(of: workspace)
    try workspace.publish("2013-10")
    let published = workspace.bytes(file)
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    #expect(workspace.bytes(file) != published)
    let second = try workspace.run(abandoning)
    #expect(second.status == 0 && !second.output.contains("bring it back"), "\(second)")
    #expect(workspace.bytes(file) == published)
  }

  /// Killed at one removal after the other: the correction stands and `status` says so, or it is
  /// gone with its draft; giving it up again finishes it.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, "strace is not installed or may not trace"))
  func aCorrectionWhoseGivingUpIsKilledIsFinishedOrSaid() throws {
    let base = try published()
    try correctOneFigure(of: base)
    try base.succeed(["draft", "2013-10"])
    let file = "analyses/2013-10/correction.json"
    var stood = 0
    for number in [1, 2, 5, 40, 46, 47, 48, 49, 50, 51, 52] {
      let workspace = try TestWorkspace(copyOf: base)
      _ = try Tool.run(
        Tool.find("strace")!,
        [
          "-f", "-o", "/dev/null", "-e", "trace=unlinkat", "-e",
          "inject=unlinkat:signal=KILL:when=\(number)", Binary.path,
        ] + abandoning + ["--workspace", workspace.path])
      let journal = workspace.text("publications/journal.jsonl")
      guard journal.contains("correction-abandoned") else { continue }
      let status = try workspace.run("status")
      let isSaid = status.output.contains("2013-10 has a correction that was given up on")
      #expect(status.status == 0 && isSaid == (workspace.bytes(file) != nil), "\(number)")
      if isSaid {
        stood += 1
        try workspace.succeed(abandoning)
        #expect(try !workspace.run("status").output.contains("given up on"), "\(number)")
      }
      #expect(workspace.bytes(file) == nil, "\(number)")
      // What `status` keeps of its checks is of the edition that is next.
      let left = workspace.files(in: "publications/drafts").filter { $0.hasPrefix("2013-10") }
      #expect(left.isEmpty, "\(number): \(left)")
    }
    #expect(stood > 0, "nothing was killed before the correction was gone")
  }

  @Test func aCorrectionIsOpenedOrGivenUpNotBoth() throws {
    let workspace = try published()
    for (more, reason) in [
      (CorrectionTests.note + ["--abandon", "--reason", "a"], "--abandon takes"),
      (CorrectionTests.note + ["--reason", "a"], "--reason belongs to --abandon"),
      (["--by", "a.example"], "--wrong needs a text"),
      (["--abandon", "--by", "a"], "--reason needs"),
    ] {
      let result = try workspace.run(["correct", "2013-10"] + more)
      #expect(result.status == 64 && result.errors.contains(reason), "\(result)")
    }
  }

  /// Whoever runs `release` then believes that the correction comes out.
  @Test func whatIsOutIsNotReleasedAnewWhileItsCorrectionStandsOpen() throws {
    let workspace = try published()
    #expect(try workspace.run("release", "2013-10").output.contains("2013-10 is out since 20"))
    try correctOneFigure(of: workspace)
    for more in [[], ["--wait"]] {
      let result = try workspace.run(["release", "2013-10"] + more)
      #expect(result.status == 64, "\(result)")
      for text in ["a correction of it stands open", "version 2", "ninethirty seal 2013-10"] {
        #expect(result.errors.contains(text), "\(result.errors)")
      }
    }
    try workspace.publish("2013-10")
    try workspace.succeed("release", "2013-10")
    try workspace.succeed([
      "withdraw", "2013-10", "--reason", "It is of other people.", "--by", "a.example",
    ])
    let withdrawn = try workspace.run("release", "2013-10")
    #expect(withdrawn.status == 0 && withdrawn.output.contains("2013-10 was withdrawn at 20"))
  }

  /// A withdrawal that overtakes a correction leaves it to be given up.
  @Test func anOpenCorrectionOfAWithdrawnEditionIsGivenUp() throws {
    let workspace = try published()
    let file = "analyses/2013-10/A-2013-0002.json"
    let published = workspace.text(file)
    try correctOneFigure(of: workspace)
    try workspace.succeed(
      "withdraw", "2013-10", "--reason", "It is of other people.", "--by", "a.example")
    let given = try workspace.run(abandoning)
    #expect(given.status == 0, "\(given)")
    #expect((given.output + given.errors).contains("A-2013-0002.json"), "\(given)")
    #expect(workspace.bytes("analyses/2013-10/correction.json") == nil)
    try workspace.write(published, to: file)
    try workspace.succeed("check", "2013-11")
    let again = try workspace.run(abandoning)
    #expect(again.status == 64, "\(again)")
  }

  @Test func anOpenCorrectionIsSaidUntilItIsSealedAndUrgentAtItsDate() throws {
    let workspace = try published()
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(
      ["correct", "2013-10", "--planned", "2099-01-15T09:30"] + CorrectionTests.note)
    func said(_ time: String) throws -> StatusWarning? {
      let clock = FixedClock(Instant("\(time)T12:00:00.000Z")!)
      return try workspace.opened.status(clock: clock).warnings
        .first { $0.kind == .correctionOpen }
    }
    #expect(try said("2098-12-01")?.isUrgent == false)
    let near = try #require(try said("2099-01-14"))
    #expect(near.isUrgent && near.text.contains("a planned revision for 2099-01-15"), "\(near)")
    #expect(near.text.contains("before its date"), "\(near)")
    // What goes to a terminal or a monitor does not say what was wrong.
    let wrong = CorrectionTests.note[CorrectionTests.note.firstIndex(of: "--wrong")! + 1]
    #expect(workspace.text("analyses/2013-10/correction.json").contains(wrong))
    #expect(!"\(near)".contains(wrong), "\(near)")
    // What is not official is never late.
    let gone = try #require(try said("2099-01-16"))
    #expect(!gone.isUrgent && gone.text.contains("its date went by"), "\(gone)")
    try workspace.replace("\"illustrative\"", with: "\"official\"", in: "schedule.json")
    #expect(try said("2099-01-16")?.isUrgent == true)
    try workspace.replace("\"official\"", with: "\"illustrative\"", in: "schedule.json")
    try workspace.succeed("seal", "2013-10", "--by", "test")
    #expect(try said("2099-01-14") == nil)
    try workspace.succeed("unseal", "2013-10", "--reason", "It was early.", "--by", "a.example")
    #expect(try said("2099-01-14") != nil)
    // Status says that it cannot be read, and what else there is.
    try workspace.write("{", to: "analyses/2013-10/correction.json")
    #expect(try said("2099-01-14")?.text.contains("which has errors") == true)
    try workspace.succeed(abandoning)
    #expect(try said("2099-01-14") == nil)
  }

  /// Other editions are made from what is out, while the revision is prepared and while it waits.
  @Test func aRevisionInPreparationDoesNotStopTheMonthlyEdition() throws {
    let workspace = try published()
    let file = "analyses/2013-10/A-2013-0002.json"
    let published = workspace.bytes(file)
    try workspace.replace(CorrectionTests.figure, with: "7612.5", in: file)
    let changed = try workspace.run("check", "2013-11")
    #expect(changed.status == 65, "nobody said that it is a correction")
    #expect(changed.output.contains("[records.changed-after-release]"), "\(changed.output)")
    try workspace.succeed(
      ["correct", "2013-10", "--planned", "2099-01-15T09:30"] + CorrectionTests.note)
    for sealed in [false, true] {
      if sealed { try workspace.succeed("seal", "2013-10", "--by", "test") }
      let check = try workspace.run("check", "2013-11")
      #expect(check.status == 0, "\(sealed) \(check.output)")
      #expect(check.output.contains("[records.correction-open]"), "\(check.output)")
      #expect(check.output.contains("as version 1 has them"), "\(check.output)")
    }
    // Nothing that is half written there stops it.
    try workspace.write("{", to: "analyses/2013-10/A-2013-0003.json")
    try workspace.publish("2013-11")
    let earlier = workspace.text("publications/archive/2013-11/v1/content/earlier.json")
    let digest = SHA512Sum(of: Array(try #require(published))).hex
    #expect(earlier.contains("\"inputs/\(file)\":\"\(digest)\""))
    try workspace.succeed("verify")
    let rebuilt = try workspace.run("rebuild", "2013-11", "--inputs")
    #expect(rebuilt.status == 0, "\(rebuilt)")
    #expect(rebuilt.output.contains("identical from the inputs"), "\(rebuilt)")
  }
}
