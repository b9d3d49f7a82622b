import Foundation
import TestSupport
import Testing

/// Something is taken back whatever is wrong with the files: by what was archived.
@Suite struct WithdrawalBrokenInputTests {
  private static let withdrawal = [
    "withdraw", "2013-11", "--reason", WithdrawalTests.reason, "--by", "a.example",
  ]

  private func published() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    for edition in ["2013-10", "2013-11"] { try workspace.publish(edition) }
    return workspace
  }

  private func expectWithdrawn(_ workspace: TestWorkspace, _ note: Comment) throws {
    let root = "publications/public"
    for page in ["2013-11/index.html", "2013-11/v1/index.html", "latest/index.html"] {
      #expect(workspace.text("\(root)/\(page)").contains("was withdrawn on"), note)
    }
    #expect(workspace.text("\(root)/index.html").contains("withdrawn on"), note)
    #expect(workspace.text("\(root)/feed.atom").contains("/2013-11/withdrawn</id>"), note)
    let log = workspace.text("\(root)/log/log.jsonl")
    #expect(log.contains("\"event\":\"withdrawn\""), note)
    try workspace.succeed("rebuild", "2013-11")
    #expect(workspace.files(in: "publications/archive/2013-11").contains("v2/inventory.json"), note)
    #expect(workspace.files(in: "publications/sealed").isEmpty, note)
  }

  enum Damage: String, CaseIterable {
    case schedule, editionGone, editionCancelled, register, analyses, templates, everything
  }

  private func damage(_ workspace: TestWorkspace, _ damage: Damage) throws {
    switch damage {
    case .schedule: try workspace.write("{", to: "schedule.json")
    case .editionGone:
      try workspace.replace("\"2013-11\": {", with: "\"2014-09\": {", in: "schedule.json")
    case .editionCancelled:
      try workspace.replace("\"exceptions\": []", with: Self.cancelled, in: "schedule.json")
    case .register: try workspace.write("\u{0}", to: "requests.csv")
    case .analyses:
      try workspace.write("nonsense", to: "analyses/2013-11/A-2013-0020.json")
    case .templates:
      try FileManager.default.createDirectory(
        atPath: "\(workspace.path)/templates", withIntermediateDirectories: true)
      try workspace.write("<broken", to: "templates/withdrawn.html.xsl")
    case .everything:
      for one in Damage.allCases
      where ![.everything, .editionGone, .editionCancelled].contains(one) {
        try self.damage(workspace, one)
      }
    }
  }

  private static let cancelled = """
    "exceptions": [{"edition": "2013-11", "action": "cancelled", "announced": "2013-11-01", \
    "reason": "A mistake."}]
    """

  @Test(arguments: Damage.allCases)
  func anEditionIsTakenBackByWhatWasArchived(damage: Damage) throws {
    let workspace = try published()
    try self.damage(workspace, damage)
    let result = try workspace.run(Self.withdrawal)
    #expect(result.status == 0, "\(damage): \(result.output)\(result.errors)")
    let isOfSchedule = [.schedule, .editionGone, .editionCancelled, .everything].contains(damage)
    #expect(result.output.contains("schedule.json cannot be used") == isOfSchedule, "\(result)")
    try expectWithdrawn(workspace, "\(damage)")
  }

  /// A version that the archive could not take has its schedule in its sealed file.
  @Test func anEditionThatWaitsForTheArchiveIsTakenBackByWhatWasSealed() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("seal", "2013-10", "--by", "test")
    try FileManager.default.createDirectory(
      atPath: "\(workspace.path)/publications/archive", withIntermediateDirectories: true)
    try workspace.write("x", to: "publications/archive/notes.txt")
    let released = try workspace.run("release", "2013-10")
    #expect(released.status != 0 && released.errors.contains("is not archived yet"), "\(released)")
    try workspace.write("{", to: "schedule.json")
    let result = try workspace.run([
      "withdraw", "2013-10", "--reason", WithdrawalTests.reason, "--by", "a.example",
    ])
    #expect(result.status == 0, "\(result)")
    let page = workspace.text("publications/public/2013-10/index.html")
    #expect(page.contains("was withdrawn on"))
  }

  /// The key is found by the identifier of the series, which stands in the schedule.
  @Test func theKeyAtItsUsualPlaceIsFoundWithoutASchedule() throws {
    let workspace = try published()
    try workspace.write("{", to: "schedule.json")
    let settings = "\(workspace.folder.path)/settings"
    try FileManager.default.createDirectory(
      atPath: "\(settings)/ninethirty", withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: TestWorkspace.key.path, toPath: "\(settings)/ninethirty/illustrative-data-lab.key")
    let result = try Tool.run(
      "/usr/bin/env",
      ["-u", "NINETHIRTY_KEY_FILE", "XDG_CONFIG_HOME=\(settings)", Binary.path] + Self.withdrawal
        + ["--workspace", workspace.path])
    #expect(result.status == 0, "\(result.errors)")
    try expectWithdrawn(workspace, "the key at its usual place")
  }

  /// The notice is sealed, the switch was not made: `release` finishes it, schedule or not.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, "strace is not installed or may not trace"))
  func aWithdrawalThatIsKilledIsFinishedWithoutASchedule() throws {
    let base = try published()
    try base.write("{", to: "schedule.json")
    var unlogged = 0
    for place in ["publications/.public-next", "publications/log.jsonl", "publications/archive"] {
      let workspace = try TestWorkspace(copyOf: base)
      let call = place.hasSuffix("next") ? "symlink,symlinkat" : "write,openat,mkdir,mkdirat"
      _ = try Tool.run(
        Tool.find("strace")!,
        [
          "-f", "-o", "/dev/null", "-P", "\(workspace.path)/\(place)", "-e", "trace=\(call)", "-e",
          "inject=\(call):signal=KILL:when=1", Binary.path,
        ] + Self.withdrawal + ["--workspace", workspace.path])
      if !workspace.text("publications/log.jsonl").contains("withdrawn") { unlogged += 1 }
      let again = try workspace.run("release", "2013-11")
      let withdrawn = again.status == 0 ? again : try workspace.run(Self.withdrawal)
      #expect(withdrawn.status == 0, "\(place): \(again.errors) \(withdrawn.errors)")
      if try workspace.run(Self.withdrawal).status != 0 {
        try expectWithdrawn(workspace, "\(place)")
      }
    }
    #expect(unlogged > 0, "nothing was killed before the log")
  }

  @Test func whereNothingCanBeUsedItSaysWhy() throws {
    let workspace = try published()
    try workspace.write("{", to: "schedule.json")
    for edition in ["2013-10", "2013-11"] {
      try FileManager.default.removeItem(
        atPath: "\(workspace.path)/publications/archive/\(edition)")
    }
    let result = try workspace.run(Self.withdrawal)
    #expect(result.status == 65 && result.errors.contains("nor that of an archived edition"))
    #expect(result.output.contains("schedule.json"), "\(result.output)")
  }
}
