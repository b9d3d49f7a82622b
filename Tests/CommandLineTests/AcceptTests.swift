import Foundation
import TestSupport
import Testing

/// `accept` records why a warning is let pass, and the reason is kept with the edition.
@Suite struct AcceptTests {
  private let file = "analyses/2013-11/A-2013-0029.json"

  private func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.replace("A key worker, sports", with: "A key worker, drug tests", in: file)
    return workspace
  }

  private func accept(_ workspace: TestWorkspace, _ options: String...) throws -> Binary.Result {
    try Tool.run(
      Binary.path,
      ["accept", "2013-11", "--workspace", workspace.path, "--by", "J. Example"] + options)
  }

  @Test func aWarningIsLetPassUntilItChanges() throws {
    let workspace = try workspace()
    #expect(try workspace.run("check", "2013-11").output.contains("0 errors, 1 warning\n"))
    let options = [
      "--check", "acceptance.case-by-case", "--file", file, "--reason", "Agreed on 4 November",
    ]
    let accepted = try Tool.run(
      Binary.path,
      ["accept", "2013-11", "--workspace", workspace.path, "--by", "J. Example"] + options)
    #expect(accepted.status == 0, "\(accepted.errors)")
    #expect(accepted.output.hasPrefix("accepted \(file):"))
    let checked = try workspace.run("check", "2013-11").output
    #expect(checked.contains("accepted by J. Example: Agreed on 4 November"))
    #expect(checked.contains("0 errors, 0 warnings"))
    #expect(workspace.text("analyses/2013-11/reasons.json").contains("\"drug\u{201D} may") == false)
    #expect(workspace.text("publications/journal.jsonl").contains("\"event\":\"accepted\""))

    try workspace.replace("drug tests", with: "alcohol tests", in: file)
    let changed = try workspace.run("check", "2013-11")
    #expect(changed.status == 65)
    #expect(changed.output.contains("[acceptance.case-by-case]"))
    #expect(changed.output.contains("[reasons.stale]"))
  }

  @Test func theReasonIsSealedWithTheEdition() throws {
    let workspace = try workspace()
    let accepted = try accept(
      workspace, "--check", "acceptance.case-by-case", "--file", file, "--reason", "Agreed")
    #expect(accepted.status == 0, "\(accepted.errors)")
    try workspace.publish("2013-10")
    try workspace.publish("2013-11")
    let folder = "publications/archive/2013-11/v1/content"
    #expect(workspace.bytes("\(folder)/inputs/analyses/2013-11/reasons.json") != nil)
    #expect(workspace.text("\(folder)/findings.json").contains("\"by\":\"J. Example\""))
    #expect(try workspace.run("rebuild", "2013-11").status == 0)
    #expect(try workspace.run("check", "2013-11").status == 0)
  }

  @Test func whatIsNoWarningIsRefused() throws {
    let workspace = try workspace()
    let missing = try accept(
      workspace, "--check", "wording.ranking", "--file", file, "--reason", "Agreed")
    #expect(missing.status == 66 && missing.errors.contains("there is no warning"))
    let blank = try accept(
      workspace, "--check", "acceptance.case-by-case", "--file", file, "--reason", " ")
    #expect(blank.status == 64)
    try workspace.replace("\"completed\": \"2013", with: "\"completed\": \"2014", in: file)
    let error = try accept(
      workspace, "--check", "records.completed-late", "--file", file, "--reason", "Agreed")
    #expect(error.status == 64 && error.errors.contains("no reason lets an error pass"))
    #expect(workspace.bytes("analyses/2013-11/reasons.json") == nil)
  }
}
