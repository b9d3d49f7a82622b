import Foundation
import TestSupport
import Testing

/// One archived source document is gone: the office goes on, and is told.
@Suite struct MissingSourceTests {
  private static let removed = "rm \"$source\""
  private static let linked =
    "mv \"$source\" ../kept.xml; ln -s \"$PWD/../kept.xml\" \"$source\""

  private static let corrected: TestWorkspace? = try? VersionHistoryTests.workspace()

  private static let published: TestWorkspace? = {
    guard let workspace = try? TestWorkspace(), (try? workspace.publish("2013-10")) != nil else {
      return nil
    }
    return workspace
  }()

  private func damage(_ workspace: TestWorkspace, version: Int, _ script: String) throws {
    let source =
      "source=$(grep -l . archive/2013-10/v\(version)/content/sources/reports/* | head -1); "
      + "test -n \"$source\"; "
    let result = try Tool.run(
      "/bin/bash", ["-ec", source + script], in: "\(workspace.path)/publications")
    try #require(result.status == 0, "\(result.errors)")
  }

  @Test(arguments: [removed, linked])
  func theSiteGoesOnAndSaysWhichPagesItLeaves(_ script: String) throws {
    let workspace = try TestWorkspace(copyOf: #require(Self.published))
    try damage(workspace, version: 1, script)
    let status = try workspace.run("status")
    #expect(status.status == 0 && status.output.contains("2013-10"), "\(status.errors)")
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let released = try workspace.run("release", "2013-11")
    #expect(released.status == 0, "\(released.output)\(released.errors)")
    #expect(
      (released.output + released.errors).contains("the archive cannot be read"),
      "\(released.output)\(released.errors)")
    // What readers hold editions against came out with it.
    #expect(
      workspace.bytes("publications/public/log/log.jsonl")
        == workspace.bytes("publications/log.jsonl"))
    // The readers get the notice at once; the archive adds nothing to what is damaged, and says so.
    let withdrawn = try workspace.run(
      "withdraw", "2013-10", "--reason", "The figures are of other people.", "--by", "a.example")
    #expect(withdrawn.status == 0, "\(withdrawn.output)\(withdrawn.errors)")
    #expect(withdrawn.output.contains("not archived: "), "\(withdrawn.output)")
    #expect(withdrawn.output.contains("v1/content/sources/reports/"), "\(withdrawn.output)")
    #expect(try workspace.run("status", "--json").output.contains("\"not-archived\""))
    #expect(
      workspace.text("publications/public/2013-10/index.html")
        .contains("The figures are of other people."))
    let verified = try workspace.run("verify")
    #expect(verified.status == 76 && verified.output.contains("content/sources/reports/"))
  }

  @Test(arguments: [
    removed, "rm \"$source\"; mkdir \"$source\"", "rm \"$source\"; mkfifo \"$source\"",
  ])
  func itsVersionIsNotMadeAgainAndTheHistoryIsTold(_ script: String) throws {
    let workspace = try TestWorkspace(copyOf: #require(Self.corrected))
    try damage(workspace, version: 2, script)
    let history = try workspace.run("history")
    #expect(history.status == 0 && history.output.contains("2013-10 version 2"))
    #expect(
      history.errors.contains("warning: the revised figures of version 2 of 2013-10 cannot be"),
      "\(history.errors)")
    let rebuilt = try workspace.run("rebuild", "2013-10", "--json")
    #expect(rebuilt.status == 76, "\(rebuilt.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(rebuilt.output.utf8)) as? [String: Any])
    let files = try #require(report["files"] as? [[String: Any]])
    let failed = files.filter { $0["verdict"] as? String == "failed" }
    #expect(!failed.isEmpty && failed.count < files.count && report["identical"] as? Bool == false)
    for file in failed {
      #expect((file["reason"] as? String)?.hasPrefix("sources/reports/") == true, "\(file)")
    }
    // The one before is whole.
    #expect(try workspace.run("rebuild", "2013-10", "--version", "1").status == 0)
    let compared = try workspace.run("compare", "2013-10")
    #expect(compared.status == 76, "\(compared.status)")
    #expect(compared.errors.contains("v2/content/sources/reports/"), "\(compared.errors)")
  }

  @Test func aLostInputIsAVerdictToo() throws {
    let workspace = try TestWorkspace(copyOf: #require(Self.published))
    let inputs = "\(workspace.path)/publications/archive/2013-10/v1/content/inputs"
    try FileManager.default.removeItem(atPath: "\(inputs)/requests.csv")
    let result = try workspace.run("rebuild", "2013-10", "--inputs")
    #expect(result.status == 76)
    #expect(result.output.contains("failed  inputs  inputs/requests.csv: it is missing"))
  }
}
