import Foundation
import TestSupport
import Testing

/// What became of editions that are out: `history`, `compare`, and the pages at `/history/`.
@Suite struct VersionHistoryTests {
  /// A workspace in which an edition was published, corrected and, where wanted, withdrawn.
  static func workspace(withdrawn: Bool = false) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try correct(workspace)
    if withdrawn { try withdraw(workspace) }
    return workspace
  }

  static func correct(_ workspace: TestWorkspace) throws {
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try run(["correct", "2013-10"] + CorrectionTests.note, in: workspace)
    try workspace.publish("2013-10")
  }

  static func withdraw(_ workspace: TestWorkspace) throws {
    try run(
      [
        "withdraw", "2013-10", "--reason", "The figures are of other people.", "--by", "a.example",
      ], in: workspace)
  }

  static func run(_ arguments: [String], in workspace: TestWorkspace) throws {
    let result = try Tool.run(Binary.path, arguments + ["--workspace", workspace.path])
    try #require(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
  }

  @Test func everyVersionIsListedWithWhatChangedWhyAndHowMuch() throws {
    let workspace = try Self.workspace(withdrawn: true)
    let result = try workspace.run("history", "2013-10")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 9, "\(result.output)")
    #expect(lines[0] == "2013-10 version 1  2013-10-10T08:30:00.000Z  first published")
    // It came out years after the instant, which is not when anything was public.
    let released = try #require(
      workspace.text("publications/log.jsonl").firstMatch(
        of: /"instant":"([^"]+)".*"released"|"released".*"instant":"([^"]+)"/)
    )
    let actual = String(released.output.1 ?? released.output.2 ?? "")
    #expect(
      !actual.isEmpty && lines[1].hasPrefix("    out:     \(actual.prefix(16))"), "\(lines[1])")
    #expect(lines[2].hasSuffix("correction of an error"))
    #expect(lines[5] == "    effect:  The conclusion stands.")
    #expect(lines[6] == "    figures: 1 marked as revised, in 1 document")
    #expect(lines[7].hasPrefix("2013-10 version 3") && lines[7].hasSuffix("withdrawn"))
    let json = try JSONSerialization.jsonObject(
      with: Data(try workspace.run("history", "--json").output.utf8))
    let editions = try #require((json as? [String: Any])?["editions"] as? [[String: Any]])
    let versions = try #require(editions.first?["versions"] as? [[String: Any]])
    #expect(versions.map { $0["change"] as? String } == ["first", "error", "withdrawal"])
    #expect(versions.map { $0["actual"] != nil } == [true, false, false], "\(versions)")
    let unknown = try workspace.run("history", "2013-11")
    #expect(unknown.status == 66 && unknown.errors.contains("2013-11 is not out"))
  }

  @Test func thePagesOfHistoryComeWithTheReleaseAndChangeNoByteOfAnEdition() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let page = "publications/public/history/2013-10/index.html"
    #expect(workspace.text(page).contains("First published."))
    #expect(workspace.text("publications/public/calendar/index.html").contains("../history/"))
    try Self.correct(workspace)
    let corrected = workspace.text(page)
    #expect(corrected.contains("The conclusion stands."))
    #expect(corrected.contains("Figures that were changed: 1, in 1 of its documents."))
    #expect(corrected.contains("href=\"../../2013-10/v1/\"") && corrected.contains("/v2/\""))
    #expect(workspace.text("publications/public/history/index.html").contains(">2</td>"))
    try Self.withdraw(workspace)
    let withdrawn = workspace.text(page)
    #expect(withdrawn.contains("Withdrawn: The figures are of other people."))
    #expect(withdrawn.contains("The conclusion stands."), "what was said before stands")
    // Every page that is linked to is there.
    let links = withdrawn.matches(of: /href="([^"#:]+)"/).map { String($0.output.1) }
    #expect(links.count > 5)
    for link in links {
      let target = "\(workspace.path)/publications/public/history/2013-10/\(link)"
      #expect(FileManager.default.fileExists(atPath: target), "\(link)")
    }
  }

  @Test func twoVersionsAreComparedFigureByFigureAndWordByWord() throws {
    let workspace = try Self.workspace()
    let page = workspace.folder.path + "/changes.html"
    let result = try workspace.run("compare", "2013-10", "--versions", "1", "2", "--html", page)
    #expect(result.status == 0)
    #expect(result.output.contains("2013-10 version 2, and version 1"))
    #expect(result.output.contains("figures: 1 changed"), "\(result.output)")
    let row = try #require(result.output.split(separator: "\n").first { $0.contains("7,613") })
    #expect(row.contains("7,837") && row.contains("-225"), "\(row)")
    #expect(result.output.contains("{+"), "the update history is new text")
    #expect(!result.output.contains("v2/"), "the copies at their own address are no difference")
    let html = String(decoding: FileManager.default.contents(atPath: page) ?? Data(), as: UTF8.self)
    #expect(html.contains("Its version 2, compared with version 1. Both are"))
    #expect(html.contains("<td>7,837</td><td>7,613</td>"))
    let json = try #require(
      try JSONSerialization.jsonObject(
        with: Data(try workspace.run("compare", "2013-10", "--json").output.utf8))
        as? [String: Any])
    #expect(json["versions"] as? [Int] == [1, 2])
    // The other way round.
    let back = try workspace.run("compare", "2013-10", "--versions", "2", "1")
    #expect(back.output.contains("+225"))
  }

  @Test func versionsThatCannotBeComparedAreRefused() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    for (versions, status, message) in [
      ([], 66, "has one version"), (["--versions", "1", "2"], 66, "no version 2 of 2013-10"),
      (["--versions", "1", "1"], 64, "not with itself"),
      (["--versions", "1"], 64, "takes two numbers"),
    ] as [([String], Int32, String)] {
      let result = try Tool.run(
        Binary.path, ["compare", "2013-10", "--workspace", workspace.path] + versions)
      #expect(result.status == status && result.errors.contains(message), "\(result.errors)")
    }
  }
}
