import Foundation
import TestSupport
import Testing

/// A rehearsal plays the whole timeline and cannot touch the real public tree by any path, link or
/// option.
@Suite struct RehearsalTests {
  @Test func theTimelineShowsNothingBeforeTheInstantAndAllOfItAtIt() throws {
    let workspace = try TestWorkspace()
    let before = try workspace.state()
    let output = workspace.folder.path + "/kept"
    let result = try workspace.run("rehearse", "2013-10", "--output", output)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    for moment in [
      "29 days before", "drafted", "sealed", "a second before access", "pre-release access opens",
      "T-1 s", "T, ", "T+1 s", "the correction drafted", "the correction sealed",
      "the correction out",
    ] {
      #expect(result.output.contains("\n  \(moment)"), "\(moment) is not played")
    }
    // Who was withdrawn has no copy; each page of the others is marked.
    #expect(result.output.contains("a marked copy each, 2 handed over"))
    let marked = /rehearsal.recipient-[12]: ([1-9][0-9]*) pages, ([0-9]+) of them marked/
    #expect(result.output.matches(of: marked).count { $0.output.1 == $0.output.2 } == 2)
    #expect(result.output.contains("rehearsal.recipient-3: no copy"))
    #expect(result.output.contains("public                version 2 and those before"))
    for person in [
      "public", "pre-release recipient", "statistician", "release manager", "archivist",
    ] {
      #expect(result.output.contains("    " + person))
    }
    #expect(result.output.contains("release 2013-10: exit 75"))
    #expect(try workspace.state() == before, "the rehearsal changed the workspace")
    try expectClosed(output)
  }

  /// 24 hours of elapsed time lie between access and release, whatever the clock shows; and what a
  /// crash leaves, the restart makes good.
  @Test(
    arguments: [
      ("seal", nil), ("arm", ("spring", "08:30:00 Europe/London")),
      ("switch", ("autumn", "10:30:00 Europe/London")), ("log", nil), ("archive", nil),
    ] as [(String, (change: String, opens: String)?)])
  func aCrashAtAStepIsMadeGoodByTheRestart(
    step: String, clocks: (change: String, opens: String)?
  ) throws {
    let workspace = try TestWorkspace()
    let result = try Tool.run(
      Binary.path,
      ["rehearse", "2013-10", "--crash-at", step, "--workspace", workspace.path]
        + (clocks.map { ["--clock-change", $0.change] } ?? []))
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("after the crash"), "\(result.output)")
    guard let clocks else { return }
    let opening = result.output.split(separator: "\n").first {
      $0.contains("pre-release access opens")
    }
    #expect(opening?.contains(clocks.opens) == true, "\(result.output)")
  }

  /// The copy holds in clear what is under embargo, in a folder of another disk.
  @Test(arguments: ["INT", "TERM", "HUP"])
  func aRehearsalThatIsAskedToEndTakesItsCopyAway(signal: String) throws {
    let workspace = try TestWorkspace()
    let temporary = workspace.folder.path + "/temporary"
    try FileManager.default.createDirectory(
      atPath: temporary, withIntermediateDirectories: false)
    let result = try Tool.run(
      "/usr/bin/env",
      ["TMPDIR=\(temporary)", "timeout", "-s", signal, "4", Binary.path, "rehearse", "2013-10"]
        + ["--workspace", workspace.path])
    #expect(result.status != 0, "\(result.output)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
  }

  /// A process that is killed cannot take anything away: the next one does.
  @Test func theCopyOfARehearsalThatWasKilledGoesWithTheNext() throws {
    let workspace = try TestWorkspace()
    let temporary = workspace.folder.path + "/temporary"
    let manager = FileManager.default
    try manager.createDirectory(atPath: temporary, withIntermediateDirectories: false)
    func rehearse(_ signal: String) throws {
      _ = try Tool.run(
        "/usr/bin/env",
        ["TMPDIR=\(temporary)", "timeout", "-s", signal, "4", Binary.path, "rehearse", "2013-10"]
          + ["--workspace", workspace.path])
    }
    // Neither of these is a rehearsal that nobody plays.
    try manager.createDirectory(
      atPath: "\(temporary)/ninethirty-rehearsal-begun", withIntermediateDirectories: false)
    try manager.createDirectory(
      atPath: "\(temporary)/other", withIntermediateDirectories: false)
    try rehearse("KILL")
    let left = try manager.contentsOfDirectory(atPath: temporary).sorted()
    #expect(left.count == 3, "\(left)")
    try rehearse("TERM")
    #expect(
      try manager.contentsOfDirectory(atPath: temporary).sorted()
        == ["ninethirty-rehearsal-begun", "other"])
  }

  @Test func rehearsalFileDroppedIntoARealWorkspaceCannotReachItsPublicTree() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    try #require(try workspace.signOff("2098-05").status == 0)
    let before = try workspace.state(of: "publications")
    try workspace.write(
      #"{"format":"ninethirty-rehearsal/1","now":"2099-01-01T00:00:00.000Z"}"#,
      to: "rehearsal.json")
    let result = try workspace.run("release", "2098-05")
    #expect(result.status != 0, "\(result.output)")
    #expect(try workspace.state(of: "publications") == before)
    #expect(!FileManager.default.fileExists(atPath: workspace.path + "/publications/public"))
    // And a broken one stops everything, because nobody can say what was meant.
    try workspace.write("{}", to: "rehearsal.json")
    #expect(try workspace.run("status").status == 76)
    try FileManager.default.removeItem(atPath: workspace.path + "/rehearsal.json")
    #expect(try workspace.run("release", "2098-05").status == 75)
  }

  @Test(arguments: ["", "/.trees", "/archive", "/sealed"])
  func aRehearsalWhosePlacesLeadToTheRealOnesWritesNothing(place: String) throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let before = try workspace.state(of: "publications")
    let manager = FileManager.default
    try workspace.write(
      #"{"format":"ninethirty-rehearsal/1","now":"2013-12-01T00:00:00.000Z"}"#,
      to: "rehearsal.json")
    if place != "" {
      try manager.createDirectory(
        atPath: workspace.path + "/rehearsal", withIntermediateDirectories: true)
    }
    try manager.createSymbolicLink(
      atPath: workspace.path + "/rehearsal" + place,
      withDestinationPath: workspace.path + "/publications" + place)
    for verb in [
      ["draft", "2013-11"], ["release", "2013-10"], ["announce", "2013-11", "--by", "a"],
    ] {
      let result = try Tool.run(Binary.path, verb + ["--workspace", workspace.path])
      #expect(result.status != 0, "\(verb): \(result.output)")
      #expect(result.errors.contains("rehearsal"), "\(result.errors)")
    }
    #expect(try workspace.state(of: "publications") == before)
  }

  @Test func aLogThatIsAHardLinkToTheRealOneIsNotWritten() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.write(
      #"{"format":"ninethirty-rehearsal/1","now":"2013-12-01T00:00:00.000Z"}"#,
      to: "rehearsal.json")
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: workspace.path + "/rehearsal", withIntermediateDirectories: true)
    try manager.linkItem(
      atPath: workspace.path + "/publications/log.jsonl",
      toPath: workspace.path + "/rehearsal/log.jsonl")
    let before = workspace.bytes("publications/log.jsonl")
    let result = try workspace.run("announce", "2013-11", "--by", "a")
    #expect(result.status == 73 && result.errors.contains("hard link"), "\(result.errors)")
    #expect(workspace.bytes("publications/log.jsonl") == before)
  }

  @Test func theCopyLiesNeitherInTheWorkspaceNorAroundItNorInThePublicTree() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let manager = FileManager.default
    let link = workspace.folder.path + "/elsewhere"
    try manager.createSymbolicLink(
      atPath: link, withDestinationPath: workspace.path + "/publications/public")
    let before = try workspace.state()
    for place in [
      workspace.path, workspace.path + "/rehearsed", workspace.path + "/publications/public/x",
      link + "/x", workspace.folder.path, workspace.path + "/../workspace/x",
      workspace.path + "/analyses/..",
    ] {
      let result = try workspace.run("rehearse", "2013-10", "--output", place)
      #expect(result.status == 64 || result.status == 73, "\(place): \(result.output)")
    }
    #expect(try workspace.state() == before)
  }

  /// In the copy nothing is out: a correction of it there would be of a version that is not.
  @Test func anEditionIsRehearsedAfterAnEarlierOneWasCorrected() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let analysis = "analyses/2013-10/A-2013-0002.json"
    try workspace.replace(CorrectionTests.figure, with: "7612.5", in: analysis)
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    try workspace.publish("2013-10")
    let result = try workspace.run("rehearse", "2013-11")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    // A reason for a warning of a correction fits nothing where none is out.
    try workspace.publish("2013-11")
    try workspace.replace(
      "0.01977617197292339", with: "0.0248", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    for (check, file) in [
      ("correction.repeated", "correction.json"), ("figures.recomputed", "A-2013-0002.json"),
    ] {
      try workspace.succeed(
        "accept", "2013-10", "--check", check, "--file", "analyses/2013-10/\(file)", "--reason",
        "It is known.", "--by", "a.example")
    }
    try workspace.publish("2013-10")
    let accepted = try workspace.run("rehearse", "2013-11")
    #expect(accepted.status == 0, "\(accepted.output)\(accepted.errors)")
    // What stops it is said, not only how many errors there are.
    try workspace.replace("\"format\"", with: "\"former\"", in: analysis)
    let broken = try workspace.run("rehearse", "2013-11")
    let said = broken.errors + broken.output
    #expect(broken.status == 76 && said.contains("\(analysis):"), "\(said)")
    #expect(said.contains(": error: "), "\(said)")
  }

  @Test func aCancelledEditionIsRefusedAtTheStart() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed(
      "cancel", "2013-11", "--reason", "The data did not come.", "--by", "a.example")
    let result = try workspace.run("rehearse", "2013-11")
    #expect(result.status == 64 && result.errors.contains("is cancelled"), "\(result)")
    #expect(result.output.isEmpty, "\(result.output)")
  }

  @Test func linksAmongTheInputsAreNotFollowed() throws {
    let workspace = try TestWorkspace()
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path + "/analyses/elsewhere", withDestinationPath: "/etc")
    let result = try workspace.run("rehearse", "2013-10")
    #expect(
      result.status == 64 && result.errors.contains("/analyses/elsewhere"), "\(result.errors)")
  }

  /// A rehearsal is private, does not wait, and has no key of the series.
  private func expectClosed(_ output: String) throws {
    let attributes = try FileManager.default.attributesOfItem(atPath: output)
    #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o077 } == 0)
    let copy = output + "/workspace"
    #expect(!FileManager.default.fileExists(atPath: copy + "/publications"))
    for verb in [["watch"], ["release", "2013-10", "--wait"], ["rehearse", "2013-10"]] {
      let result = try Tool.run(Binary.path, verb + ["--workspace", copy])
      #expect(result.status == 64 && result.errors.contains("rehearsal"), "\(result.errors)")
    }
  }
}

extension TestWorkspace {
  /// Every file of the workspace and its bytes, links and their targets.
  func state(of folder: String = ".") throws -> [String: Data] {
    var state: [String: Data] = [:]
    let root = "\(path)/\(folder)"
    let walker = FileManager.default.enumerator(atPath: root)
    while let name = walker?.nextObject() as? String {
      let file = "\(root)/\(name)"
      if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: file) {
        state[name] = Data(target.utf8)
      } else if let bytes = FileManager.default.contents(atPath: file) {
        state[name] = bytes
      }
    }
    return state
  }

  /// Seals an edition, by whatever the kind of workspace asks for.
  func signOff(_ edition: String) throws -> Binary.Result {
    try run("seal", edition, "--by", "test")
  }
}
