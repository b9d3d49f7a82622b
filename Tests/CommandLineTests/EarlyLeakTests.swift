import Foundation
import Schedule
import TestSupport
import Testing

/// Material of an edition that lay in the public tree before its release is told of, whatever else is
/// wrong and whoever takes it away.
@Suite struct EarlyLeakTests {
  /// An organisation of the edition 2013-11, and one of 2013-10 alone.
  private static let november = "Glimsford Family Links"
  private static let october = "Oskeld Court Chaplaincy"
  private static let page = "archive/2013-10/v1/content/renditions/index.html"

  /// October is out and November sealed; or October alone is sealed, beside a calendar for readers.
  private func workspace(released: Bool = true) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    if released {
      try workspace.publish("2013-10")
    } else {
      try workspace.succeed("announce", "2013-11", "--by", "a.example")
    }
    try workspace.succeed("seal", released ? "2013-11" : "2013-10", "--by", "test")
    return workspace
  }

  private func leak(_ text: String, in workspace: TestWorkspace) throws {
    try workspace.write("The report on \(text).", to: "publications/public/early.txt")
  }

  private func append(_ text: String, to file: String, in workspace: TestWorkspace) throws {
    try workspace.write(workspace.text(file) + text, to: file)
  }

  /// Nor does a catalogue vouch for it that somebody wrote on.
  @Test func aCatalogueThatSomebodyWroteOnVouchesForNothing() throws {
    let workspace = try workspace()
    try FileManager.default.removeItem(atPath: workspace.path + "/publications/archive")
    let page = "publications/public/2013-10/leak.html"
    try workspace.write("The report on \(Self.november).", to: page)
    let sum = try Tool.run(Tool.find("sha512sum")!, ["\(workspace.path)/\(page)"]).output
    try append(
      String(sum.prefix(128)), to: "publications/public/catalogue.json", in: workspace)
    let found = try workspace.run("leak-check")
    #expect(found.status == 65 && found.output.contains("leak.html"), "\(found.output)")
  }

  private func reports(_ workspace: TestWorkspace) -> [String] {
    workspace.files(in: "publications/breaches")
  }

  private func urgent(_ workspace: TestWorkspace) throws -> [String] {
    try workspace.run("status").output.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("URGENT") && $0.contains("in part before its release") }
  }

  // MARK: Beside damage of the archive

  /// A page that the archive does not give back makes nothing public; what readers have of it does.
  @Test(arguments: [page, "archive/2013-10/inventory.json"])
  func aDamagedArchiveHidesNoLeakAndHoldsNothingUp(file: String) throws {
    let workspace = try workspace()
    try append("x", to: "publications/\(file)", in: workspace)
    let text = workspace.folder.path + "/text.txt"
    try Data("The report on \(Self.november).".utf8).write(to: URL(filePath: text))
    let found = try workspace.run("leak-check", text)
    #expect(found.status == 65, "\(found)")
    #expect(found.output.contains("LEAK"), "\(found.output)")
    try leak(Self.november, in: workspace)
    let released = try workspace.run("release", "2013-11")
    #expect(released.output.contains("released 2013-11"), "\(released)")
    #expect(released.output.contains("2013-11-early-1.md"), "\(released.output)")
    #expect(released.output.contains("ninethirty repair"), "\(released.output)")
    #expect(reports(workspace) == ["2013-11-early-1.md"])
  }

  /// An edition that the archive lost is public all the same: its pages are no leak of those to come.
  @Test func aLostArchiveMakesNoLeakOfWhatIsPublished() throws {
    let workspace = try workspace()
    try FileManager.default.removeItem(
      atPath: workspace.path + "/publications/archive/2013-10")
    let found = try workspace.run("leak-check")
    #expect(!found.output.contains("LEAK"), "\(found.output)")
    #expect(found.output.contains("the archive has nothing of 2013-10"), "\(found.output)")
    let released = try workspace.run("release", "2013-11")
    #expect(released.output.contains("released 2013-11"), "\(released)")
    #expect(reports(workspace).isEmpty)
    #expect(try urgent(workspace).isEmpty)
  }

  /// But a page of nobody's in its folder is one, there and anywhere else.
  @Test func aLostArchiveHidesNoLeakInTheFolderOfWhatItLost() throws {
    let workspace = try workspace()
    try FileManager.default.removeItem(atPath: workspace.path + "/publications/archive")
    let text = "The report on \(Self.november)."
    try workspace.write(text, to: "publications/public/2013-10/leak.html")
    let found = try workspace.run("leak-check")
    #expect(found.status == 65 && found.output.contains("leak.html"), "\(found.output)")
    let elsewhere = workspace.folder.path + "/text.txt"
    try Data(text.utf8).write(to: URL(filePath: elsewhere))
    let other = try workspace.run("leak-check", elsewhere)
    #expect(other.status == 65 && other.output.contains("LEAK"), "\(other.output)")
    _ = try workspace.run("release", "2013-11")
    #expect(reports(workspace) == ["2013-11-early-1.md"])
  }

  /// Whatever is wrong with a correction of another edition that somebody has begun.
  @Test(arguments: [
    "mkdir analyses/2013-10/correction.json",
    "ln -s nowhere analyses/2013-10/correction.json",
    "truncate -s 200M analyses/2013-10/correction.json",
    "echo '{' > analyses/2013-10/correction.json; echo '{}' > publications/archive/2013-10/inventory.json",
    "echo '{' > analyses/2013-10/correction.json; rm publications/archive/2013-10/inventory.json",
  ])
  func aBegunCorrectionHoldsNoOtherEditionUp(_ script: String) throws {
    let workspace = try workspace()
    let done = try Tool.run("/bin/bash", ["-ec", script], in: workspace.path)
    try #require(done.status == 0, "\(done.errors)")
    let released = try workspace.run("release", "2013-11")
    #expect(released.output.contains("released 2013-11"), "\(released)")
    #expect(reports(workspace).isEmpty)
  }

  /// A report that cannot be drafted holds nothing up, and is said.
  @Test(.enabled(if: AnnouncementCrashTests.canTrace, "strace may not trace here"))
  func aReportThatCannotBeWrittenHoldsNothingUp() throws {
    let workspace = try workspace()
    try leak(Self.november, in: workspace)
    let released = try Tool.run(
      Tool.find("strace")!,
      ["-f", "-qq", "-o", "/dev/null", "-P", "\(workspace.path)/publications/breaches"]
        + ["-e", "trace=mkdir,mkdirat", "-e", "inject=mkdir,mkdirat:error=ENOSPC"]
        + [Binary.path, "release", "2013-11", "--workspace", workspace.path])
    #expect(released.output.contains("released 2013-11"), "\(released)")
    #expect(released.output.contains("could not be drafted"), "\(released)")
  }

  /// The pages of a correction that is out count as published before the archive has them.
  @Test func aCorrectionThatIsNotArchivedHoldsNoOtherEditionUp() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    try workspace.succeed("seal", "2013-10", "--by", "test")
    try append("x", to: "publications/\(Self.page)", in: workspace)
    let out = try workspace.run("release", "2013-10")
    #expect(out.status == 76 && out.errors.contains("is not archived yet"), "\(out)")
    let searched = try workspace.run("leak-check")
    #expect(searched.status == 0, "\(searched)")
  }

  /// What is out does not become a leak because its archive is gone and its correction is sealed.
  @Test func aCorrectionWhoseArchiveIsLostHoldsNoOtherEditionUp() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    try workspace.succeed("draft", "2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    try FileManager.default.removeItem(
      atPath: "\(workspace.path)/publications/archive/2013-10")
    let released = try workspace.run("release", "2013-11")
    #expect(released.output.contains("released 2013-11"), "\(released)")
    #expect(reports(workspace).isEmpty)
  }

  /// A file of the sealed edition is known by its bytes, also where nothing in it could be searched for.
  @Test func aSealedFileInThePublicTreeIsReportedBeforeItsRelease() throws {
    let workspace = try workspace()
    let other = try TestWorkspace(copyOf: workspace)
    try other.succeed("release", "2013-11")
    let bytes = try #require(other.bytes("publications/public/2013-11/data/requests.csv"))
    try bytes.write(to: URL(filePath: "\(workspace.path)/publications/public/early.csv"))
    let released = try workspace.run("release", "2013-11")
    #expect(released.output.contains("released 2013-11"), "\(released)")
    #expect(reports(workspace) == ["2013-11-early-1.md"])
  }

  /// A search goes on where the public catalogue is something else than a file, and still finds.
  @Test func aCatalogueThatCannotBeReadEndsNoSearch() throws {
    let workspace = try workspace()
    let catalogue = workspace.path + "/publications/public/catalogue.json"
    try FileManager.default.removeItem(atPath: catalogue)
    try FileManager.default.createDirectory(atPath: catalogue, withIntermediateDirectories: false)
    let clean = try workspace.run("leak-check")
    #expect(clean.status == 0, "\(clean)")
    try leak(Self.november, in: workspace)
    let found = try workspace.run("leak-check")
    #expect(found.status == 65 && found.output.contains("early.txt"), "\(found)")
  }

  /// The size of a file is no figure of whoever it is of.
  @Test func aSizeInOurCatalogueIsNoFigure() throws {
    let workspace = try workspace()
    let id = "tarrowmere-resettlement-trust"
    let catalogue = workspace.text("publications/public/catalogue.json")
    let page = try #require(catalogue.range(of: "\(id)-a-2013-0001/index.html\",\"bytes\":"))
    let size: Int = try #require(Int(catalogue[page.upperBound...].prefix { $0.isNumber }))
    let file = "analyses/2013-11/A-2013-0008.json"
    var analysis = try #require(try workspace.json(file) as? [String: Any])
    analysis["organisation"] = ["id": id, "name": "Tarrowmere Resettlement Trust"]
    var steps = try #require(analysis["attrition"] as? [[String: Any]])
    steps[0]["people"] = size
    analysis["attrition"] = steps
    try workspace.succeed("unseal", "2013-11", "--reason", "A test.", "--by", "a.example")
    try workspace.write(json: analysis, to: file)
    #expect(try workspace.run("leak-check").status == 0)
    // One that somebody has written on is a file like any other.
    try append(" ", to: "publications/public/catalogue.json", in: workspace)
    #expect(try workspace.run("leak-check").status == 65)
  }

  // MARK: Beside a leak of another edition

  @Test func aLeakIsToldOfWhereTheSearchAlsoFindsAnotherEditions() throws {
    let workspace = try workspace(released: false)
    try leak("\(Self.october) and \(Self.november)", in: workspace)
    let refused = try workspace.run("release", "2013-10")
    #expect(refused.status == 76, "\(refused)")
    #expect(refused.errors.contains("another edition"), "\(refused.errors)")
    let both = ["2013-10-early-1.md", "2013-11-early-1.md"]
    #expect(both.allSatisfy(refused.errors.contains), "\(refused.errors)")
    #expect(reports(workspace) == both)
    // The same leak is not reported again.
    _ = try workspace.run("release", "2013-10")
    #expect(reports(workspace) == both)
    #expect(try urgent(workspace).count == 2)
    try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/public/early.txt")
    try workspace.succeed("release", "2013-10")
    let status = try urgent(workspace)
    #expect(
      status.contains { $0.contains("2013-10 was readable in part before its release") },
      "\(status)")
    #expect(status.contains { $0.contains("2013-11-early-1.md") }, "\(status)")
  }

  /// A refusal for another edition's leak is none of the edition's own, whatever is drafted next.
  @Test func aLeakOfAnotherEditionIsNotHeldForOnesOwn() throws {
    let workspace = try workspace(released: false)
    try leak(Self.november, in: workspace)
    #expect(try workspace.run("release", "2013-10").status == 76)
    #expect(reports(workspace) == ["2013-11-early-1.md"])
    try workspace.succeed("breach", "2013-10", "--kind", "late")
    try workspace.succeed("breach", "2013-10", "--kind", "early")
    try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/public/early.txt")
    try workspace.succeed("release", "2013-10")
    let status = try urgent(workspace)
    #expect(status.count == 1 && status[0].contains("2013-11"), "\(status)")
    // A statement on it ends that.
    let text = workspace.folder.path + "/statement.txt"
    try Data("Part of the edition could be read early.".utf8).write(to: URL(filePath: text))
    try workspace.succeed("breach", "2013-11", "--publish", text, "--by", "test")
    #expect(try urgent(workspace).isEmpty)
  }

  // MARK: What a repair takes away

  @Test func whatARepairTakesOutOfThePublicTreeIsSearchedBefore() throws {
    let workspace = try workspace()
    try leak(Self.november, in: workspace)
    let repaired = try workspace.run("repair", "--apply")
    #expect(repaired.status == 0, "\(repaired)")
    #expect(repaired.output.contains("2013-11-early-1.md"), "\(repaired.output)")
    #expect(reports(workspace) == ["2013-11-early-1.md"])
    #expect(workspace.text("publications/journal.jsonl").contains("\"editions\":[\"2013-11\"]"))
    try workspace.succeed("release", "2013-11")
    let status = try urgent(workspace)
    #expect(
      status.contains { $0.contains("2013-11 was readable in part before its release") },
      "\(status)")
  }

  @Test func aRepairThatTakesNothingTellingAwayReportsNothing() throws {
    let workspace = try workspace()
    try workspace.write("Nothing.", to: "publications/public/other.txt")
    try workspace.succeed("repair", "--apply")
    #expect(reports(workspace).isEmpty)
    #expect(try urgent(workspace).isEmpty)
  }
}
