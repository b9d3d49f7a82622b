import Foundation
import TestSupport
import Testing

/// Drafts with PDFs, and workspaces without any.
@Suite struct PDFDraftTests {
  private func runs(_ workspace: TestWorkspace) -> Int {
    let text = try? String(contentsOfFile: "\(workspace.folder.path)/runs", encoding: .utf8)
    return text?.split(separator: "\n").count ?? 0
  }

  @Test func aDraftPrintsWhatChangedAlone() throws {
    let workspace = try PDFTests.workspace()
    let browser = try PDFTests.browser(workspace)
    let drafting = ["draft", "2013-10", "--pdf"]
    let first = try PDFTests.run([drafting], in: workspace, browser: browser)
    #expect(first.status == 0 && first.output.contains(": 46 files"), "\(first)")
    #expect(runs(workspace) == 8)
    let folder = "publications/drafts/2013-10"
    let pages = workspace.files(in: folder)
    #expect(pages.count { $0.hasSuffix(".pdf") } == 8)
    // Again: the bulletin is always made anew. A PDF that somebody removed is printed again.
    let report = "\(workspace.path)/\(folder)/\(PDFTests.report)/report.pdf"
    #expect(try PDFTests.run([drafting], in: workspace, browser: browser).status == 0)
    #expect(runs(workspace) == 9)
    try FileManager.default.removeItem(atPath: report)
    let again = try PDFTests.run([drafting], in: workspace, browser: browser)
    #expect(again.status == 0 && again.output.contains(": 46 files"), "\(again)")
    #expect(runs(workspace) == 11 && workspace.files(in: folder) == pages)
    // What is compared are pages.
    let diff = try PDFTests.run([["diff", "2013-10"]], in: workspace, browser: browser)
    #expect(diff.status == 0 && !diff.output.contains(".pdf"), "\(diff)")
  }

  /// Whoever stops the machine while PDFs are printed leaves pages in clear.
  @Test func whatACrashWhilePrintingLeavesIsUrgentAndGoesWithTheNextVerb() throws {
    let workspace = try PDFTests.workspace()
    let temporary = "\(workspace.folder.path)/temporary"
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    func run(_ verb: String..., browser: String) throws -> Binary.Result {
      try Tool.run(
        Binary.path, verb + ["--workspace", workspace.path],
        environment: ["NINETHIRTY_CHROMIUM": browser, "TMPDIR": temporary])
    }
    // While they are printed nothing is said.
    let status = "'\(Binary.path)' status --workspace '\(workspace.path)'"
    let crash = "\(status) > '\(workspace.folder.path)/said'; kill -9 $PPID"
    let browser = try PDFTests.browser(workspace, crash)
    #expect(try run("draft", "2013-10", "--pdf", browser: browser).status != 0)
    let said = try String(contentsOfFile: "\(workspace.folder.path)/said", encoding: .utf8)
    #expect(said.contains("next ") && !said.contains("in clear"), "\(said)")
    let left = "publications/sealed/.new-print"
    #expect(workspace.files(in: left).contains { $0.hasSuffix("page.html") })
    #expect(try !FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
    let urgent = try workspace.run("status")
    #expect(
      urgent.output.contains("URGENT  \(workspace.path)/\(left) has pages in clear")
        && urgent.output.contains("; remove that folder"), "\(urgent.output)")
    #expect(try workspace.run("status", "--json").output.contains("\"pages-in-clear\""))
    #expect(try run("draft", "2013-10", browser: browser).status == 0)
    #expect(workspace.bytes(left) == nil && workspace.files(in: left).isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
    #expect(try !workspace.run("status").output.contains("in clear"))
  }

  @Test func aDraftHasPDFsOnlyWhereTheEditionWill() throws {
    let workspace = try TestWorkspace()
    let browser = try PDFTests.browser(workspace)
    let refused = try PDFTests.run(
      [["draft", "2013-10", "--pdf"]], in: workspace, browser: browser)
    #expect(refused.status == 64 && refused.errors.contains("leave out --pdf"), "\(refused)")
    #expect(runs(workspace) == 0)
  }

  /// No byte of a workspace that does not ask for PDFs tells of them.
  @Test func withoutTheFieldNothingChanges() throws {
    let plain = try TestWorkspace()
    let off = try TestWorkspace()
    try off.replace("\"coverFrom\"", with: "\"pdf\": false, \"coverFrom\"", in: "schedule.json")
    var opened: [String] = []
    for workspace in [plain, off] {
      let browser = try PDFTests.browser(workspace)
      let result = try PDFTests.run(
        [["seal", "2013-10", "--by", "test"]], in: workspace, browser: browser)
      #expect(result.status == 0 && runs(workspace) == 0, "\(result.errors)")
      opened.append(try workspace.open("2013-10"))
    }
    let files = plain.files(in: opened[0])
    #expect(files == off.files(in: opened[1]))
    let own: Set = ["inputs/schedule.json", "seal.json"]
    for file in files where !own.contains(file) {
      let bytes = try opened.map { try Data(contentsOf: URL(filePath: "\($0)/\(file)")) }
      #expect(bytes[0] == bytes[1], "\(file)")
      if file.hasPrefix("renditions/") || file == "recipes.json" || file.hasPrefix("rebuild.") {
        #expect(bytes[0].range(of: Data(".pdf".utf8)) == nil, "\(file)")
      }
    }
  }

  /// Templates from before there were PDFs are found by `check`, not only by `seal`.
  @Test func templatesThatKnowOfNoPDFAreFound() throws {
    let workspace = try PDFTests.workspace()
    let templates = "\(workspace.path)/templates"
    if !FileManager.default.fileExists(atPath: templates) {
      try FileManager.default.copyItem(
        atPath: "\(TestWorkspace.repository)/templates", toPath: templates)
    }
    #expect(try workspace.run("check", "2013-10").status == 0)
    try workspace.replace("<xsl:param name=\"pdf\"/>", with: "", in: "templates/report.html.xsl")
    try workspace.replace(
      "<xsl:if test=\"$pdf\">", with: "<xsl:if test=\"$style\">", in: "templates/report.html.xsl")
    try workspace.replace("<a href=\"{$pdf}\">PDF</a>", with: "", in: "templates/report.html.xsl")
    let result = try workspace.run("check", "2013-10")
    #expect(
      result.status == 65 && result.output.contains("no global parameter “pdf”"),
      "\(result.output)")
  }

  @Test func theFieldIsTrueOrFalse() throws {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "\"coverFrom\"", with: "\"pdf\": \"yes\", \"coverFrom\"", in: "schedule.json")
    let result = try workspace.run("check", "2013-10")
    #expect(result.status == 65 && result.output.contains("$.pdf"), "\(result.output)")
  }
}
