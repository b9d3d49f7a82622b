import Foundation
import TestSupport
import Testing

/// The validator of ocfl-py, which others wrote: `NINETHIRTY_OCFL`, or on the path.
private let ocflValidator =
  ProcessInfo.processInfo.environment["NINETHIRTY_OCFL"] ?? Tool.find("ocfl-validate.py")

/// A correction that is killed on its way out, at one system call after the other.
@Suite struct CorrectionCrashTests {
  private static let onlyWhereTracing: Comment = "strace is not installed or may not trace"

  private func sealedCorrection() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    for step in [["correct", "2013-10"] + CorrectionTests.note, ["seal", "2013-10", "--by", "b"]] {
      let result = try Tool.run(Binary.path, step + ["--workspace", workspace.path])
      try #require(result.status == 0, "\(result.errors)")
    }
    return workspace
  }

  /// Whether version 2 is what readers get; every page that is looked at says the same.
  private func showsCorrection(_ workspace: TestWorkspace, _ note: Comment) -> Bool {
    let root = "publications/public/2013-10"
    let isNew = workspace.files(in: root).contains("v2/index.html")
    for page in ["index.html", "\(CorrectionTests.report)/index.html"] {
      #expect(workspace.text("\(root)/\(page)").contains("Version 2") == isNew, note)
    }
    let latest = workspace.text("publications/public/latest/index.html")
    #expect(latest.contains("Version 2") == isNew, note)
    return isNew
  }

  @Test(.enabled(if: AnnouncementCrashTests.canTrace, onlyWhereTracing))
  func aCorrectionThatIsKilledAnywhereIsFinishedOrNotBegun() throws {
    let base = try sealedCorrection()
    let first = base.bytes("publications/public/2013-10/v1/index.html")
    var interrupted = 0
    let injections =
      (1...3).map { "rename:signal=KILL:when=\($0)" }
      + [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20].map { "fsync:signal=KILL:when=\($0)" }
    for injection in injections {
      let workspace = try TestWorkspace(copyOf: base)
      let call = injection.prefix { $0 != ":" }
      let stopped = try Tool.run(
        Tool.find("strace")!,
        [
          "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(injection)", Binary.path,
          "release", "2013-10", "--workspace", workspace.path,
        ])
      let isNew = showsCorrection(workspace, "\(injection)")
      let isLogged = workspace.text("publications/log.jsonl").contains("\"corrected\"")
      if isNew, !isLogged { interrupted += 1 }
      #expect(isNew || !isLogged, "\(injection): the log tells of what nobody can see")
      let again = try workspace.run("release", "2013-10")
      #expect(again.status == 0, "\(injection): \(stopped.errors) \(again.errors)")
      #expect(showsCorrection(workspace, "\(injection)"))
      let log = workspace.text("publications/log.jsonl")
      #expect(log.ranges(of: "\"event\":\"corrected\"").count == 1, "\(injection)")
      #expect(workspace.bytes("publications/public/2013-10/v1/index.html") == first)
      let rebuilt = try workspace.run("rebuild", "2013-10", "--version", "2")
      #expect(rebuilt.status == 0, "\(injection): \(rebuilt.output)\(rebuilt.errors)")
      #expect(!workspace.files(in: "publications/sealed").contains { $0.hasSuffix(".age") })
    }
    #expect(interrupted > 0, "no kill fell between the switch and the log")
  }

  /// The version before is read to say what changed, and to see what both together tell of a small
  /// group: that is not left out where the disk does not answer, nor is it a mistake in a template.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, onlyWhereTracing), arguments: [1, 2])
  func aVersionBeforeThatCannotBeReadIsTheDisks(number: Int) throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    let archived = "publications/archive/2013-10/v1/content/sources"
    let report = try #require(
      workspace.files(in: archived).first { $0.contains("reports/") && $0.contains("a-2013-0002") })
    let sealing = try Tool.run(
      Tool.find("strace")!,
      ["-f", "-qq", "-o", "/dev/null", "-P", "\(workspace.path)/\(archived)/\(report)"]
        + ["-e", "trace=openat", "-e", "inject=openat:error=EIO:when=\(number)", Binary.path]
        + ["seal", "2013-10", "--by", "b", "--workspace", workspace.path])
    #expect(sealing.status == 74, "\(sealing.output)\(sealing.errors)")
    #expect(sealing.errors.contains("\(report)”: input/output error"), "\(sealing.errors)")
    #expect(workspace.files(in: "publications/sealed").allSatisfy { !$0.hasSuffix(".age") })
    try workspace.succeed("seal", "2013-10", "--by", "b")
  }

  /// The archive of an edition with three versions is valid for ocfl-py.
  @Test(.enabled(if: ocflValidator != nil, "ocfl-py is not installed"))
  func theArchiveOfACorrectedEditionIsValidForOthers() throws {
    let workspace = try sealedCorrection()
    for verb in [
      ["release", "2013-10"],
      ["withdraw", "2013-10", "--reason", "It was wrong.", "--by", "a.example"],
    ] {
      let result = try Tool.run(Binary.path, verb + ["--workspace", workspace.path])
      #expect(result.status == 0, "\(result.errors)")
    }
    let archive = workspace.path + "/publications/archive"
    let result = try Tool.run(
      ocflValidator!, [archive, archive + "/2013-10"])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(workspace.files(in: "publications/archive/2013-10").contains("v3/inventory.json"))
  }
}
