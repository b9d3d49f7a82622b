import Foundation
import TestSupport
import Testing

/// PDFs after their release: kept, checked, corrected, withdrawn.
///
/// A program that writes the same for the same page stands in the place of Chromium.
@Suite struct PDFArchiveTests {
  private let tree = PDFTests.tree
  private let workspace: TestWorkspace
  private let browser: String

  /// A workspace whose first edition is out with PDFs.
  private static let published: Result<TestWorkspace, any Error> = Result {
    let workspace = try PDFTests.workspace()
    let result = try PDFTests.run(
      PDFTests.publishing, in: workspace, browser: try PDFTests.browser(workspace))
    try #require(result.status == 0, "\(result.errors)")
    return workspace
  }

  init() throws {
    workspace = try TestWorkspace(copyOf: Self.published.get())
    browser = try PDFTests.browser(workspace)
  }

  private func run(_ steps: [String]...) throws -> Binary.Result {
    try PDFTests.run(steps, in: workspace, browser: browser)
  }

  /// Changes one byte of a file in the workspace.
  private func flip(_ path: String) throws {
    var bytes = try #require(workspace.bytes(path))
    bytes[bytes.count / 2] ^= 1
    // The file may have other names: they keep what they have.
    try FileManager.default.removeItem(atPath: "\(workspace.path)/\(path)")
    try bytes.write(to: URL(filePath: "\(workspace.path)/\(path)"))
  }

  @Test func theyStandBesideTheirPagesAndInTheCatalogue() throws {
    let files = workspace.files(in: tree).filter { $0.hasSuffix(".pdf") }
    let own = files.filter { $0.hasPrefix("2013-10/") && !$0.contains("/v1/") }
    #expect(own.count == 8 && own.contains("2013-10/bulletin.pdf"), "\(files)")
    for file in own {
      let page = workspace.text("\(tree)/\(file.replacing(/[a-z]*\.pdf/, with: "index.html"))")
      #expect(page.contains("<a href=\"\(file.split(separator: "/").last!)\">PDF</a>"), "\(file)")
      let rest = file.dropFirst("2013-10/".count)
      for other in ["2013-10/v1/", "latest/"] {
        #expect(workspace.bytes("\(tree)/\(other)\(rest)") == workspace.bytes("\(tree)/\(file)"))
      }
      #expect(
        workspace.text("\(tree)/catalogue.json").contains(
          "2013-10/v1/\(rest)\",\"bytes\""), "\(file)")
      #expect(workspace.text("\(tree)/\(file)").contains("(D:20131010083000+00'00')"))
    }
    #expect(workspace.text("\(tree)/catalogue.json").contains("\"mediaType\":\"application/pdf\""))
    #expect(!workspace.text("\(tree)/sitemap.xml").contains(".pdf"))
    #expect(!workspace.text("\(tree)/log/index.html").contains(".pdf"))
  }

  @Test func aRebuildKeepsThemAndFindsOneThatWasAltered() throws {
    let kept = "39 of 47 files identical, 8 kept as bytes and checked by digest"
    let rebuilt = try run(["rebuild", "2013-10", "--inputs"])
    #expect(rebuilt.status == 0 && rebuilt.output.contains(kept), "\(rebuilt.output)")
    #expect(rebuilt.output.contains("identical from the inputs, 8 kept"), "\(rebuilt.output)")
    let json = try run(["rebuild", "2013-10", "--json"])
    let root = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(root?["identical"] as? Bool == true)
    let file = (root?["files"] as? [[String: Any]])?.first {
      $0["path"] as? String == "\(PDFTests.report)/report.pdf"
    }
    #expect(file?["verdict"] as? String == "kept")
    #expect(file?["reason"] as? String == "kept as bytes: its digest is that of the archive")
    let archived = try #require(
      workspace.files(in: "publications/archive").first {
        $0.hasSuffix("renditions/\(PDFTests.report)/report.pdf")
      })
    try flip("publications/archive/\(archived)")
    for arguments in [["rebuild", "2013-10"], ["rebuild", "2013-10", "--inputs"]] {
      let altered = try run(arguments)
      #expect(altered.status == 76, "\(altered.output)\(altered.errors)")
      #expect(altered.output.contains("failed  \(PDFTests.report)/report.pdf"), "\(altered.output)")
    }
    let verified = try run(["verify"])
    #expect(verified.status == 76 && verified.output.contains("report.pdf"), "\(verified.output)")
  }

  @Test func verifyFindsAFlippedBitInThePublicTree() throws {
    #expect(try run(["verify"]).status == 0)
    try flip("\(tree)/2013-10/bulletin.pdf")
    let verified = try run(["verify"])
    #expect(
      verified.status == 76 && verified.output.contains("2013-10/bulletin.pdf"),
      "\(verified.output)")
    #expect(try run(["repair", "--apply"], ["verify"]).status == 0)
  }

  @Test func aCorrectionPrintsAnewAndLeavesANoticeWhereAReportWent() throws {
    let before = try #require(workspace.bytes("\(tree)/2013-10/bulletin.pdf"))
    let name = "Oskeld Court Chaplaincy"
    try workspace.replace(
      name, with: "Oskeld Chaplaincy", in: "analyses/2013-10/A-2013-0003.json")
    try workspace.write(
      workspace.text("requests.csv").replacing(name, with: "Oskeld Chaplaincy"), to: "requests.csv")
    #expect(try run(["correct", "2013-10"] + CorrectionTests.note).status == 0)
    // Without them the old ones would stay at their addresses.
    try workspace.replace("\"pdf\": true", with: "\"pdf\": false", in: "schedule.json")
    let without = try run(["check", "2013-10"])
    #expect(without.status == 65 && without.output.contains("[correction.pdf-off]"))
    #expect(without.output.contains("PDFs at 7 addresses"), "\(without.output)")
    try workspace.replace("\"pdf\": false", with: "\"pdf\": true", in: "schedule.json")
    #expect(try run(["check", "2013-10"]).status == 0)
    let result = try PDFTests.run(PDFTests.publishing, in: workspace, browser: browser)
    #expect(result.status == 0, "\(result.errors)")
    #expect(workspace.bytes("\(tree)/2013-10/v1/bulletin.pdf") == before)
    #expect(workspace.bytes("\(tree)/2013-10/bulletin.pdf") != before)
    #expect(
      workspace.bytes("\(tree)/2013-10/v2/bulletin.pdf")
        == workspace.bytes("\(tree)/2013-10/bulletin.pdf"))
    try expectNotice(at: "2013-10/\(PDFTests.report)/report.pdf", "no longer part of the edition")
    #expect(
      workspace.text("\(tree)/2013-10/v1/\(PDFTests.report)/report.pdf").contains("/Outlines"))
    let rebuilt = try run(["rebuild", "2013-10"])
    #expect(rebuilt.status == 0 && rebuilt.output.contains(", 8 kept"), "\(rebuilt.output)")
    #expect(try run(["verify"]).status == 0)
    let diff = try run(["compare", "2013-10", "--versions", "1", "2"])
    #expect(!diff.output.contains(".pdf"), "\(diff.output)")
  }

  /// A withdrawal waits for nothing: no program has to be installed for it.
  @Test func aWithdrawnEditionLeavesANoticeInPlaceOfEveryPDF() throws {
    let addresses = workspace.files(in: tree).filter { $0.hasSuffix(".pdf") }
    let reason = "Figures of “others” – tŷ gwydd."
    let result = try PDFTests.run(
      [["withdraw", "2013-10", "--reason", reason, "--by", "a.example"]], in: workspace,
      browser: "/nowhere/chromium")
    #expect(result.status == 0, "\(result.errors)")
    #expect(addresses.count == 24)
    for address in addresses { try expectNotice(at: address, reason, isRead: false) }
    try expectNotice(at: "2013-10/v1/bulletin.pdf", reason)
    // Every form of it is made from its source again: nothing of it is kept.
    let rebuilt = try run(["rebuild", "2013-10"])
    #expect(rebuilt.status == 0 && !rebuilt.output.contains("kept"), "\(rebuilt.output)")
    #expect(try run(["verify"]).status == 0)
  }

  /// That a PDF is a notice with these words, and that others can read it.
  private func expectNotice(at address: String, _ words: String, isRead: Bool = true) throws {
    let bytes = try #require(workspace.bytes("\(tree)/\(address)"))
    let words = words.utf16.map { String(format: "%04X", $0) }.joined()
    #expect(bytes.range(of: Data(words.utf8)) != nil, "\(address)")
    guard isRead, PDFTests.canRead else { return }
    let script = """
      import pypdf, sys
      r = pypdf.PdfReader(sys.argv[1], strict=True)
      root = r.trailer['/Root']
      assert root['/MarkInfo']['/Marked'] and root['/Lang'] == 'en' and 'Withdrawn' in r.metadata.title, root
      assert root['/StructTreeRoot']['/K']['/K'][0]['/S'] == '/P', root
      text = ' '.join(p.extract_text() for p in r.pages)
      assert 'withdrawn' in text.lower(), text
      """
    let read = try Tool.run(
      Tool.find("python3")!, ["-c", script, "\(workspace.path)/\(tree)/\(address)"])
    #expect(read.status == 0, "\(address): \(read.errors)")
  }
}
