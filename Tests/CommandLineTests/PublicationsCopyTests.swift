import Foundation
import TestSupport
import Testing

/// What an archivist begins with: a copied folder of publications, and nothing else of a workspace.
@Suite struct PublicationsCopyTests {
  /// Two editions and a correction of the first: all that the schedule holds is out.
  private static let published: TestWorkspace? = {
    do {
      let workspace = try TestWorkspace()
      for edition in ["2013-10", "2013-11"] { try workspace.publish(edition) }
      try workspace.publishCorrection()
      return workspace
    } catch {
      return nil
    }
  }()

  /// How the copy was made, and what it is called.
  enum Layout: String, CaseIterable, Sendable {
    /// `publications` as it stands, journal, trees and all.
    case whole
    /// Archive and log, as they are handed over.
    case archiveAndLog
    /// Archive and log in a folder of another name, which itself is given.
    case itself
  }

  private struct Copy {
    let folder = TemporaryFolder()
    let place: String
    let publications: String

    init(_ layout: Layout, of workspace: TestWorkspace) throws {
      publications = folder.path + (layout == .itself ? "/kept-in-2014" : "/publications")
      place = layout == .itself ? publications : folder.path
      let script =
        layout == .whole
        ? "cp -a \"$1\" \"$2\""
        : "mkdir \"$2\" && cp -a \"$1/archive\" \"$1/log.jsonl\" \"$2\""
      let copied = try Tool.run(
        "/bin/bash", ["-ec", script, "copy", "\(workspace.path)/publications", publications])
      try #require(copied.status == 0, "\(copied.errors)")
    }

    func run(_ arguments: String...) throws -> Binary.Result {
      try Tool.run(Binary.path, arguments + ["--workspace", place])
    }
  }

  private static let note = "schedule.json: series, address, zone and calendar are those archived"

  @Test func asOfSaysThatNothingButTheJournalKnowsTheScheduleOfThen() throws {
    let workspace = try #require(Self.published)
    let copy = try Copy(.archiveAndLog, of: workspace)
    let result = try copy.run("as-of", "2099-01-01T00:00Z", copy.folder.path + "/then")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("without the journal nothing says"), "\(result.errors)")
  }

  @Test(arguments: Layout.allCases)
  func everyVerbOfAnArchivistReadsACopyAlone(_ layout: Layout) throws {
    let workspace = try #require(Self.published)
    let copy = try Copy(layout, of: workspace)
    let before = workspace.contents(of: copy.publications)
    let out = copy.folder.path + "/out"
    let verbs: [(arguments: [String], says: String)] = [
      (["verify"], "sound as far as it is here: 2 editions, 3 versions"),
      (["verify", "--sample", "20", "--seed", "1"], "sound as far as it is here"),
      (["log"], "chain verified"),
      (["rebuild", "2013-10"], "2013-10 version 2: 46 of 46 files identical"),
      (["rebuild", "2013-10", "--as", "published"], "39 of 39 files identical"),
      (["rebuild", "2013-10", "--version", "1", "--inputs"], "identical from the inputs"),
      (["history"], "2013-10 version 2"), (["compare", "2013-10"], "7,613"),
      (["as-of", "2999-01-01T00:00Z", out + "-site"], "laid out the site"),
      (["export", "--all", "--to", out + "-bags"], "read back and valid"),
      (["repair"], "nothing is damaged"),
    ]
    for (arguments, says) in verbs {
      let result = try Tool.run(Binary.path, arguments + ["--workspace", copy.place])
      #expect(result.status == 0, "\(layout) \(arguments): \(result.output)\(result.errors)")
      #expect(result.output.contains(says), "\(layout) \(arguments): \(result.output)")
      let notes = result.errors.split(separator: "\n").filter { $0.contains(Self.note) }
      #expect(notes.count == 1, "\(layout) \(arguments): \(result.errors)")
      #expect(notes.first?.contains("2013-10 version 2") == true, "\(result.errors)")
    }
    #expect(workspace.contents(of: copy.publications) == before, "nothing was written")
    // The site is the one that readers have.
    let index = FileManager.default.contents(atPath: out + "-site/2013-11/index.html")
    #expect(index == workspace.bytes("publications/public/2013-11/index.html"))
  }

  @Test func verifySaysWhatCannotBeCheckedInACopy() throws {
    let workspace = try #require(Self.published)
    func unchecked(_ layout: Layout) throws -> [String] {
      let result = try Copy(layout, of: workspace).run("verify", "--json")
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      #expect(report["sound"] as? Bool == true, "\(result.output)")
      return try #require(report["unchecked"] as? [String])
    }
    let bare = try unchecked(.archiveAndLog)
    for part in [
      "the dates against schedule.json, which is not here", "journal.jsonl is private and not here",
      "the public tree: public is not here", "sealed editions: sealed/ is not here",
    ] {
      #expect(bare.contains { $0.contains(part) }, "\(part): \(bare)")
    }
    let whole = try unchecked(.whole)
    #expect(whole.count == 1 && whole[0].hasPrefix("the dates against"), "\(whole)")
    // A workspace has everything, and says nothing.
    let own = try workspace.run("verify", "--json")
    #expect(own.output.contains("\"unchecked\":[]"), "\(own.output)")
    #expect(own.errors.isEmpty)
  }

  /// The bytes are held against the log in a copy as anywhere.
  @Test(arguments: [Layout.whole, .itself])
  func damageInACopyIsFound(_ layout: Layout) throws {
    let copy = try Copy(layout, of: #require(Self.published))
    let page = "\(copy.publications)/archive/2013-11/v1/content/recipes.json"
    let bytes = try #require(FileManager.default.contents(atPath: page))
    try (bytes + [10]).write(to: URL(filePath: page))
    let found = try copy.run("verify")
    #expect(found.status == 76, "\(found.output)")
    #expect(found.output.contains("archive/2013-11/v1/content/recipes.json: error"))
    #expect(found.output.contains("[verify.archive.altered]"))
    let repair = try copy.run("repair")
    #expect(repair.status == 76 && repair.output.contains("cannot "), "\(repair.output)")
  }

  @Test func nothingIsWrittenInACopy() throws {
    let workspace = try #require(Self.published)
    let copy = try Copy(.whole, of: workspace)
    let before = workspace.contents(of: copy.publications)
    for (arguments, status, says) in [
      (["repair", "--apply"], 64, "nothing is written in one"),
      (["verify", "--record"], 64, "nothing is written in one"),
      (["release", "2013-10"], 66, "is a copy of publications alone, which `verify`"),
      (["status"], 66, "everything else needs the workspace"),
      (["import", copy.place, "--edition", "2000-01", "--by", "a.example"], 66, "is a copy of"),
    ] {
      let result = try Tool.run(Binary.path, arguments + ["--workspace", copy.place])
      #expect(result.status == Int32(status), "\(arguments): \(result)")
      #expect(result.errors.contains(says), "\(arguments): \(result.errors)")
    }
    #expect(workspace.contents(of: copy.publications) == before)
  }

  @Test func whatIsNoCopyIsSaidWithWhatToName() throws {
    let copy = try Copy(.archiveAndLog, of: #require(Self.published))
    let archive = try Tool.run(
      Binary.path, ["verify", "--workspace", copy.publications + "/archive"])
    #expect(archive.status == 66)
    #expect(archive.errors.contains("name the folder that holds it and log.jsonl"))
    let empty = TemporaryFolder()
    let nothing = try Tool.run(Binary.path, ["verify", "--workspace", empty.path])
    #expect(nothing.status == 66 && nothing.errors.contains("name one with --workspace"))
  }

  /// Whether the register in a bag tells of an edition to come cannot be known from a copy.
  @Test func nothingIsHandedOverFromACopyWhileAnEditionIsToCome() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let copy = try Copy(.archiveAndLog, of: workspace)
    let bags = copy.folder.path + "/bags"
    let result = try copy.run("export", "2013-10", "--to", bags)
    #expect(result.status == 75 && result.errors.contains("2013-11 is not out"), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: bags))
  }

  /// The archived schedule is of an earlier day: what was sealed since is known by the journal.
  @Test func nothingIsHandedOverFromACopyWhileASealWaitsThatItsScheduleDoesNotKnow() throws {
    let workspace = try TestWorkspace()
    let schedule = workspace.text("schedule.json")
    let end = try #require(schedule.range(of: ",\n    \"2013-11\": {"))
    try workspace.write(schedule[..<end.lowerBound] + "\n  }\n}\n", to: "schedule.json")
    try workspace.publish("2013-10")
    try workspace.write(schedule, to: "schedule.json")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    let copy = try Copy(.whole, of: workspace)
    let bags = copy.folder.path + "/bags"
    let result = try copy.run("export", "2013-10", "--to", bags)
    #expect(result.status == 75 && result.errors.contains("2013-11 is not out"), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: bags))
  }

  @Test func theArchiveOfTheRepositoryIsVerifiedFromItsPublicationsAlone() throws {
    let folder = TemporaryFolder()
    let copied = try Tool.run(
      "/bin/cp", ["-a", "\(TestWorkspace.repository)/publications", folder.path])
    try #require(copied.status == 0)
    let result = try Tool.run(Binary.path, ["verify", "--workspace", folder.path])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("sound as far as it is here: 5 editions"), "\(result.output)")
  }
}
