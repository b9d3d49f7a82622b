import Foundation
import TestSupport
import Testing

/// Wrong use and bad input: a clear error, the right exit code, no half-written file.
@Suite struct WrongUseTests {
  private func expectNothingWritten(_ workspace: TestWorkspace) {
    // What `status` keeps of its checks is no draft.
    let drafts = workspace.files(in: "publications/drafts")
    #expect(!drafts.contains { !$0.hasSuffix(".checked.json") }, "\(drafts)")
    #expect(workspace.files(in: "publications/sealed").isEmpty)
    #expect(workspace.bytes("publications/log.jsonl") == nil)
  }

  @Test func aFolderThatIsNoWorkspaceIsNamed() throws {
    let result = try Binary.run("status", "--workspace", "/nonexistent")
    #expect(result.status == 66)
    #expect(result.errors.contains("/nonexistent") && result.errors.contains("ninethirty init"))
  }

  @Test(arguments: [
    ["check", "November"], ["check"], ["seal", "2013-10"], ["fly"], ["check", "2013-13"],
  ])
  func aWrongCommandLineIsUsage(arguments: [String]) throws {
    #expect(try Tool.run(Binary.path, arguments).status == 64)
  }

  @Test func inputWithErrorsIsNeitherDraftedNorSealed() throws {
    let workspace = try TestWorkspace()
    try workspace.replace("\"reportsToDate\": 7", with: "\"reportsToDate\": 8", in: "schedule.json")
    let check = try workspace.run("check", "2013-10")
    #expect(check.status == 65)
    #expect(
      check.output.contains("reports to date: 7 computed") && check.output.contains("8 expected"))
    #expect(try workspace.run("status").output.contains("8 expected"))
    #expect(try workspace.run("draft", "2013-10").status == 65)
    let seal = try workspace.run("seal", "2013-10", "--by", "test")
    #expect(seal.status == 65 && seal.output.contains("totals.disagree"))
    expectNothingWritten(workspace)
  }

  @Test func findingsComeAsJSONToo() throws {
    let workspace = try TestWorkspace()
    try workspace.write("{", to: "schedule.json")
    let result = try workspace.run("check", "2013-10", "--json")
    #expect(result.status == 65)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let findings = try #require(report["findings"] as? [[String: Any]])
    for key in ["id", "severity", "file", "found", "rule", "remedy"] {
      #expect(findings.allSatisfy { $0[key] is String })
    }
  }

  @Test func aTemplateWithASyntaxErrorIsAFindingWithFileAndLine() throws {
    let workspace = try TestWorkspace("")
    try workspace.replace(
      "<xsl:template match=\"s:say\">", with: "<xsl:template match=\"s:say[\">",
      in: "templates/report.html.xsl")
    let result = try workspace.run("check", "2014-07")
    #expect(result.status == 65)
    #expect(result.output.contains(/templates\/report\.html\.xsl:\d+/), "\(result.output)")
  }

  @Test func aStringThatTheTableLacksIsAFindingThatNamesIt() throws {
    let workspace = try TestWorkspace("")
    try workspace.replace(
      "id=\"say.can.lower\"", with: "id=\"say.can.lwoer\"", in: "templates/text.en.xml")
    let result = try workspace.run("check", "2014-07")
    #expect(result.status == 65 && result.output.contains("say.can.lower"), "\(result.output)")
  }

  @Test func aPlaceholderThatDoesNotExistIsAFindingWithItsLine() throws {
    let workspace = try TestWorkspace("")
    try workspace.replace(
      "and {most} percentage", with: "and {moost} percentage", in: "templates/text.en.xml")
    let result = try workspace.run("check", "2014-07")
    #expect(result.status == 65 && result.output.contains("{moost}"), "\(result.output)")
    #expect(result.output.contains(/templates\/text\.en\.xml:\d+/))
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "<img src=\"http://example.org/x.png\" alt=\"\"/>",
    "<p onclick=\"x()\">x</p>",
  ])
  func aPageWithAScriptOrARequestElsewhereIsRefused(intrusion: String) throws {
    let workspace = try TestWorkspace("")
    try workspace.replace(
      "<xsl:apply-templates select=\"s:say\"/>",
      with: intrusion + "<xsl:apply-templates select=\"s:say\"/>",
      in: "templates/report.html.xsl")
    let result = try workspace.run("check", "2014-07")
    #expect(
      result.status == 65
        && result.output.contains(
          /templates\/report\.html\.xsl:\d+: error: .*template\.foreign-request/),
      "\(result.output)")
  }

  @Test func aMissingTemplateIsNamed() throws {
    let workspace = try TestWorkspace("")
    try FileManager.default.removeItem(atPath: workspace.path + "/templates/report.xml.xsl")
    let result = try workspace.run("check", "2014-07")
    #expect(result.status == 65 && result.output.contains("templates/report.xml.xsl"))
  }

  /// The tests may run as root, for whom no folder is unwritable: a file stands where the folder
  /// would be.
  @Test func aFolderThatCannotBeWrittenIsAClearError() throws {
    let workspace = try TestWorkspace()
    try FileManager.default.removeItem(atPath: workspace.path + "/publications")
    try workspace.write("in the way", to: "publications")
    let result = try workspace.run("draft", "2013-10")
    #expect(result.status == 73 && result.errors.contains("publications"))
    #expect(workspace.text("publications") == "in the way")
  }

  @Test func aPublicFolderThatIsNotOursIsNotTouched() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let place = try workspace.makeFolder("publications/public")
    try workspace.write("mine", to: "publications/public/index.html")
    let result = try workspace.run("release", "2013-10")
    #expect(result.status == 73 && result.errors.contains("public"), "\(result.errors)")
    #expect(try String(contentsOfFile: place + "/index.html", encoding: .utf8) == "mine")
    #expect(workspace.bytes("publications/log.jsonl") == nil)
  }

  @Test func nothingInANameOrDescriptionBreaksOutOfItsPage() throws {
    let workspace = try TestWorkspace()
    let file = try #require(workspace.files(in: "analyses/2013-10").first { $0.hasSuffix(".json") })
    let text = workspace.text("analyses/2013-10/\(file)")
    var root = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    var service = try #require(root["service"] as? [String: Any])
    service["description"] = "</p></section><script>alert('x')</script> & \" ' ]]> <!-- {braces}"
    service["name"] = "<b>Bold</b> & <i>slanted</i>"
    root["service"] = service
    try JSONSerialization.data(withJSONObject: root).write(
      to: URL(filePath: "\(workspace.path)/analyses/2013-10/\(file)"))
    let draft = try workspace.run("draft", "2013-10")
    #expect(draft.status == 0, "\(draft.output)")
    for page in workspace.files(in: "publications/drafts/2013-10") where page.hasSuffix(".html") {
      let html = workspace.text("publications/drafts/2013-10/\(page)")
      #expect(!html.contains("<script") && !html.contains("<b>"), "\(page)")
    }
  }

  @Test func aSymbolicLinkWhereAnAnalysisIsExpectedIsAFinding() throws {
    let workspace = try TestWorkspace()
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path + "/analyses/2013-10/link.json", withDestinationPath: "/etc/hostname")
    let result = try workspace.run("check", "2013-10")
    #expect(result.status == 65 && result.output.contains("link.json"), "\(result.output)")
  }

  @Test func initDoesNotTouchAFolderThatIsNotEmpty() throws {
    let workspace = try TestWorkspace()
    let result = try Binary.run("init", workspace.path)
    #expect(result.status == 73 && result.errors.contains("not empty"))
  }

  @Test func everyVerbHasHelpWithAnExample() throws {
    for verb in [
      "check", "draft", "seal", "release", "status", "log", "calendar", "rebuild", "init",
    ] {
      let help = try Binary.run("help", verb)
      #expect(help.status == 0 && help.output.contains("  ninethirty \(verb)"), "\(help.output)")
    }
  }

  @Test func outputToAClosedPipeEndsQuietly() throws {
    let workspace = try TestWorkspace()
    let result = try Tool.run(
      "/bin/bash",
      ["-c", "'\(Binary.path)' calendar --from 2013-10 --workspace '\(workspace.path)' | true"])
    #expect(result.status == 0 && result.errors.isEmpty)
  }
}
