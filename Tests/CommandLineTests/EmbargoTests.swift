import Foundation
import TestSupport
import Testing

/// Nothing comes out before its instant, and nothing that is not what was sealed.
@Suite struct EmbargoTests {
  @Test func releaseBeforeTheInstantIsRefusedWithHowLongStill() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    #expect(try workspace.run("seal", "2098-05", "--by", "test").status == 0)
    let result = try workspace.run("release", "2098-05")
    #expect(result.status == 75)
    #expect(result.errors.contains("days"))
    #expect(result.errors.contains("2098-05-08 09:30:00 Europe/London"))
    #expect(result.errors.contains("2098-05-08T08:30:00.000Z in UTC"))
    #expect(workspace.bytes("publications/log.jsonl") == nil)
    #expect(!FileManager.default.fileExists(atPath: workspace.path + "/publications/public"))
    #expect(workspace.text("publications/journal.jsonl").contains("\"event\":\"refused\""))
  }

  @Test func aScheduleBroughtForwardDoesNotReleaseWhatWasSealedForLater() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    #expect(try workspace.run("seal", "2098-05", "--by", "test").status == 0)
    try workspace.replace(
      "\"exceptions\": []",
      with: """
        "exceptions": [{ "edition": "2098-05", "action": "moved", "to": "2020-01-09T09:30",
          "reason": "test", "announced": "2019-12-01" }]
        """, in: "schedule.json")
    let result = try workspace.run("release", "2098-05")
    #expect(result.status == 75, "\(result.output)\(result.errors)")
  }

  @Test func anEditionThatIsNotSealedIsNotReleased() throws {
    let workspace = try TestWorkspace()
    let result = try workspace.run("release", "2013-10")
    #expect(result.status == 64 && result.errors.contains("is not sealed"))
  }

  @Test func anEarlierDateNeedsAnAnnouncedException() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    try #require(try workspace.run("seal", "2098-05", "--by", "test").status == 0)
    try workspace.replace("\"ordinal\": 2", with: "\"ordinal\": 1", in: "schedule.json")
    let result = try workspace.run("seal", "2098-05", "--by", "test", "--reason", "Earlier.")
    #expect(
      result.status == 64 && result.errors.contains("announces the new date"), "\(result.errors)")
  }

  @Test func anEditionIsNotSealedBeforeTheOnesThatItReportsOn() throws {
    let workspace = try TestWorkspace()
    let result = try workspace.run("seal", "2013-11", "--by", "test")
    #expect(result.status == 64 && result.errors.contains("2013-10 is not out"))
  }

  @Test func publishedFiguresAreNotChangedBehindTheNextBulletin() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      "\"analyst-", with: "\"analyst-x", in: "analyses/2013-10/A-2013-0001.json")
    let result = try workspace.run("seal", "2013-11", "--by", "test")
    #expect(result.status == 65 && result.output.contains("records.changed-after-release"))
  }

  @Test func aDraftFolderThatIsALinkIsRefused() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path + "/publications/drafts", withDestinationPath: "public")
    let result = try workspace.run("draft", "2013-11")
    #expect(result.status == 73, "\(result.errors)")
    #expect(!workspace.files(in: "publications/public").contains { $0.hasPrefix("2013-11") })
  }

  @Test func anAlteredLogStopsEveryCommandThatWrites() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace("\"version\":1", with: "\"version\":2", in: "publications/log.jsonl")
    try workspace.publishFails("2013-11")
  }

  @Test func draftsAndSealedEditionsAreNotReadableByOthers() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.run("draft", "2013-10").status == 0)
    #expect(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    for folder in ["drafts", "sealed"] {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: "\(workspace.path)/publications/\(folder)")
      #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o077 } == 0)
    }
  }

  @Test func anEmbargoedEditionLeavesNoTraceInThePublicTree() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    #expect(try workspace.run("draft", "2013-11").status == 0)
    #expect(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    for file in workspace.files(in: "publications/public") {
      let text = workspace.text("publications/public/\(file)")
      #expect(!text.contains("Stavenholt Hostels"), "\(file)")
    }
    #expect(!workspace.text("publications/log.jsonl").contains("2013-11\""))
  }

  /// A crash after the switch and before the log: the world has seen the edition, so the next run
  /// logs and archives it instead of releasing it twice.
  @Test func aReleaseInterruptedAfterItsSwitchIsFinished() throws {
    let crashed = try TestWorkspace.interruptedAfterSwitch()
    let result = try crashed.run("release", "2013-10")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("interrupted after its switch"))
    #expect(try crashed.run("rebuild", "2013-10").status == 0)
    #expect(crashed.text("publications/log.jsonl").split(separator: "\n").count == 1)
  }

  @Test func anArchiveThatWasBegunAndInterruptedIsFinished() throws {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    _ = try workspace.makeFolder("publications/archive")
    try workspace.write("{}", to: "publications/archive/ocfl_layout.json")
    let result = try workspace.run("release", "2013-10")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try workspace.run("rebuild", "2013-10").status == 0)
  }

  @Test func aReleaseInterruptedBeforeItsSwitchIsBegunAnew() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let leftover = try workspace.makeFolder("publications/.trees/0001")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: leftover)
    let result = try workspace.run("release", "2013-10")
    #expect(result.status == 0, "\(result.errors)")
    #expect(workspace.files(in: "publications/public").contains("2013-10/index.html"))
  }
}

extension TestWorkspace {
  /// A workspace whose first release was switched to the public tree, and neither logged nor
  /// archived.
  static func interruptedAfterSwitch() throws -> TestWorkspace {
    let sealed = try TestWorkspace()
    try sealed.succeed("seal", "2013-10", "--by", "test")
    let released = try TestWorkspace(copyOf: sealed)
    try released.succeed("release", "2013-10")
    // The first tree is the one of the switch; log and archive come after it.
    let crashed = try TestWorkspace(copyOf: sealed)
    let manager = FileManager.default
    try manager.copyItem(
      atPath: released.path + "/publications/.trees/0001",
      toPath: try crashed.makeFolder("publications/.trees") + "/0001")
    try manager.createSymbolicLink(
      atPath: crashed.path + "/publications/public", withDestinationPath: ".trees/0001")
    let journal = released.text("publications/journal.jsonl").split(separator: "\n")
    let intent = try #require(journal.firstIndex { $0.contains("\"event\":\"releasing\"") })
    try crashed.write(
      journal[...intent].joined(separator: "\n") + "\n", to: "publications/journal.jsonl")
    return crashed
  }

  /// Makes a folder in the workspace and gives its path.
  func makeFolder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    return "\(path)/\(name)"
  }

  /// Asserts that nothing is written where the log is broken.
  fileprivate func publishFails(_ edition: String) throws {
    for step in [["draft", edition], ["seal", edition, "--by", "test"], ["release", edition]] {
      let result = try Tool.run(Binary.path, step + ["--workspace", path])
      #expect(result.status == 76, "\(step) \(result.output)\(result.errors)")
      #expect(result.errors.contains("log.jsonl"))
    }
  }
}
