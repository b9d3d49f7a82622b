import Foundation
import TestSupport
import Testing

/// Large and repeated work: what is done again, what is said on the way, and in how many pages a
/// bulletin stands.
@Suite struct LargeWorkTests {
  private func inode(_ workspace: TestWorkspace, _ page: String) throws -> Int {
    let path = "\(workspace.path)/publications/drafts/2013-11/\(page)"
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return attributes[.systemFileNumber] as! Int
  }

  @Test func aSecondDraftMakesOnlyWhatChanged() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.run("draft", "2013-11").status == 0)
    let files = workspace.files(in: "publications/drafts/2013-11")
    let before = try files.map { try inode(workspace, $0) }
    try workspace.replace(
      "Help with visits", with: "Help with the visits", in: "analyses/2013-11/A-2013-0008.json")
    #expect(try workspace.run("draft", "2013-11").status == 0)
    let after = try files.map { try inode(workspace, $0) }
    let reports = zip(files, zip(before, after)).filter { $0.0.hasPrefix("reports/") }
    let madeAgain = reports.filter { $0.1.0 != $0.1.1 }.map(\.0)
    #expect(madeAgain.count == 3, "page, XML and CSV: \(madeAgain)")
    #expect(madeAgain.allSatisfy { $0.contains("a-2013-0008/") }, "\(madeAgain)")

    let fresh = try TestWorkspace()
    try fresh.replace(
      "Help with visits", with: "Help with the visits", in: "analyses/2013-11/A-2013-0008.json")
    #expect(try fresh.run("draft", "2013-11").status == 0)
    for file in files {
      let path = "publications/drafts/2013-11/\(file)"
      #expect(workspace.bytes(path) == fresh.bytes(path), "\(file)")
    }
  }

  /// What was found in a finished page is lost with it where the page is taken over.
  @Test func aSecondDraftSaysWhatTheFirstSaid() throws {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "Help with visits", with: "0.123456789 visits", in: "analyses/2013-11/A-2013-0008.json")
    for _ in 0..<3 {
      let draft = try workspace.run("draft", "2013-11")
      #expect(draft.status == 0)
      #expect(draft.output.contains("[contamination.figure]"), "\(draft.output)")
    }
  }

  @Test(arguments: ["templates/text.en.xml", "schedule.json"])
  func aDraftAfterAChangeForAllMakesAllAnew(file: String) throws {
    let workspace = try TestWorkspace()
    try FileManager.default.copyItem(
      atPath: TestWorkspace.repository + "/templates", toPath: workspace.path + "/templates")
    #expect(try workspace.run("draft", "2013-11").status == 0)
    let old = file == "schedule.json" ? "020 7946 0130" : "Skip to main content"
    try workspace.replace(
      old, with: file == "schedule.json" ? "020 7946 0131" : "Straight to the content", in: file)
    #expect(try workspace.run("draft", "2013-11").status == 0)
    let pages = workspace.files(in: "publications/drafts/2013-11").filter {
      $0.hasPrefix("reports/") && $0.hasSuffix("index.html")
    }
    let new = file == "schedule.json" ? "020 7946 0131" : "Straight to the content"
    for page in pages {
      #expect(workspace.text("publications/drafts/2013-11/\(page)").contains(new), "\(page)")
    }
  }

  @Test func aPageRemovedFromADraftIsMadeAgain() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.run("draft", "2013-11").status == 0)
    let folder = "\(workspace.path)/publications/drafts/2013-11"
    let files = workspace.files(in: "publications/drafts/2013-11")
    let page = try #require(files.first { $0.hasPrefix("reports/") })
    try FileManager.default.removeItem(atPath: "\(folder)/\(page)")
    #expect(try workspace.run("draft", "2013-11").status == 0)
    #expect(workspace.files(in: "publications/drafts/2013-11") == files)
  }

  @Test func statusSeesWhatChangedSinceTheDraft() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    #expect(try workspace.run("draft", "2013-11").status == 0)
    #expect(try workspace.run("status").output.contains("input      no error"))
    let file = "analyses/2013-11/A-2013-0008.json"
    let right = workspace.text(file)
    try workspace.replace("\"reoffenders\": 15", with: "\"reoffenders\": 16", in: file)
    #expect(try workspace.run("status").output.contains("figures.identity") == false)
    #expect(try workspace.run("status").output.contains("blocked    by"))
    try workspace.write(right, to: file)
    #expect(try workspace.run("status").output.contains("input      no error"))
  }

  @Test func progressIsSaidOnATerminalAndNotInAPipe() throws {
    guard let script = Tool.find("script"), let strace = Tool.find("strace") else { return }
    let folder = TemporaryFolder()
    let sample = folder.path + "/sample"
    #expect(try Binary.run("sample", sample, "--reports", "120").status == 0)
    let edition = try #require(
      FileManager.default.contentsOfDirectory(atPath: sample + "/analyses").sorted().last)
    let command = "'\(Binary.path)' check \(edition) --workspace '\(sample)'"
    // Each file takes its time to open, so that the work is long on a machine of any speed.
    let slowly =
      "'\(strace)' -f -qq -o /dev/null -e trace=openat -e inject=openat:delay_enter=20000"
    let onTerminal = try Tool.run(script, ["-qec", "\(slowly) \(command)", "/dev/null"])
    #expect(onTerminal.output.contains("reading and rendering analyses: "))
    #expect(onTerminal.output.contains(" still"))
    let inPipe = try Tool.run("/bin/sh", ["-c", command])
    #expect(!inPipe.output.contains("still") && inPipe.errors == "")
  }
}
