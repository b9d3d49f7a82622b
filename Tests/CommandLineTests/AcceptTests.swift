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

  // MARK: Several warnings of one check in one file

  private func recorded(_ workspace: TestWorkspace) -> Int {
    workspace.text("analyses/2013-11/reasons.json").components(separatedBy: "\"check\"").count - 1
  }

  /// Two rows of a CSV file whose same column is warned of.
  private func table() throws -> (workspace: TestWorkspace, file: String) {
    let workspace = try workspace()
    try workspace.replace(
      "Help with visits", with: "Help with alcohol, visits",
      in: "analyses/2013-11/A-2013-0008.json")
    return (workspace, try workspace.keepAsTable("2013-11"))
  }

  @Test func twoWarningsOfOneCheckInOneTableArePassedAtOnce() throws {
    let (workspace, file) = try table()
    #expect(try workspace.run("check", "2013-11").output.contains("0 errors, 2 warnings\n"))
    let accepted = try accept(
      workspace, "--check", "acceptance.case-by-case", "--file", file, "--reason", "Agreed")
    #expect(accepted.output.split(separator: "\n").count == 2, "\(accepted.output)")
    #expect(recorded(workspace) == 2)
    let checked = try workspace.run("check", "2013-11")
    #expect(checked.output.contains("0 errors, 0 warnings"), "\(checked.output)")
  }

  @Test func twoWarningsOfOneCheckInOneTableArePassedOneByOne() throws {
    let (workspace, file) = try table()
    let lines = try workspace.run("check", "2013-11").output
      .matches(of: /all\.csv:(\d+)/).map { String($0.output.1) }
    try #require(Set(lines).count == 2, "\(lines)")
    for (count, line) in lines.enumerated() {
      let accepted = try accept(
        workspace, "--check", "acceptance.case-by-case", "--file", file, "--line", line,
        "--reason", "Agreed on line \(line)")
      #expect(accepted.status == 0, "\(accepted.errors)")
      #expect(recorded(workspace) == count + 1)
      let checked = try workspace.run("check", "2013-11")
      let left = 1 - count
      #expect(
        checked.output.contains("0 errors, \(left) warning\(left == 1 ? "" : "s")"),
        "\(checked.output)")
    }
    let nothing = try accept(
      workspace, "--check", "acceptance.case-by-case", "--file", file, "--line", "1",
      "--reason", "Agreed")
    #expect(nothing.status == 66, "\(nothing.errors)")
  }

  /// A value that changed needs a new reason, and the old one goes; that of the other row stays.
  @Test func aNewReasonReplacesTheStaleOneAndNoOther() throws {
    let (workspace, file) = try table()
    let options = ["--check", "acceptance.case-by-case", "--file", file, "--reason", "Agreed"]
    let all = ["accept", "2013-11", "--workspace", workspace.path, "--by", "J. Example"] + options
    try #require(try Tool.run(Binary.path, all).status == 0)
    try workspace.replace("drug tests", with: "methadone, tests", in: file)
    #expect(try workspace.run("check", "2013-11").output.contains("[reasons.stale]"))
    try #require(try Tool.run(Binary.path, all).status == 0)
    #expect(recorded(workspace) == 2)
    #expect(try workspace.run("check", "2013-11").output.contains("0 errors, 0 warnings"))
  }

  @Test(arguments: [false, true])
  func twoWarningsOfOneCheckInOneAnalysisArePassed(oneByOne: Bool) throws {
    let workspace = try TestWorkspace()
    for reason in ["No record could be matched", "A characteristic that is needed"] {
      let text = workspace.text(file)
      let start = try #require(text.range(of: "\"\(reason)"))
      let end = try #require(text.range(of: "\n", range: start.lowerBound..<text.endIndex))
      try workspace.write(
        text.replacingCharacters(
          in: start.lowerBound..<end.lowerBound, with: "{\"unknown\": \"Nobody knows.\"}"),
        to: file)
    }
    let check = try workspace.run("check", "2013-11").output
    let paths = check.matches(of: /(\$\.attrition\[\d+\]\S*): warning/).map { String($0.output.1) }
    #expect(check.contains("0 errors, 2 warnings"), "\(check)")
    let options = ["--check", "acceptance.undeclared-loss", "--file", file, "--reason", "Agreed"]
    let all = ["accept", "2013-11", "--workspace", workspace.path, "--by", "J. Example"] + options
    for more in oneByOne ? paths.map({ ["--path", $0] }) : [[]] {
      let accepted = try Tool.run(Binary.path, all + more)
      #expect(accepted.status == 0, "\(accepted.errors)")
    }
    #expect(recorded(workspace) == 2)
    #expect(try workspace.run("check", "2013-11").output.contains("0 errors, 0 warnings"))
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
