import Foundation
import Glibc
import TestSupport
import Testing

/// What a preview shows, by the real binary and over real HTTP.
@Suite struct PreviewTests {
  static let report = "2013-11/reports/glimsford-family-links-a-2013-0008/"
  static let file = "analyses/2013-11/A-2013-0008.json"

  @Test func itShowsExactlyThePagesOfADraftAndWritesNothing() throws {
    let workspace = try TestWorkspace()
    let before = workspace.files(in: "")
    let preview = try PreviewClient(workspace, "2013-11")
    var pages: [String: String] = [:]
    let list = try preview.get("/").body
    for link in list.matches(of: /href="\/[0-9a-f]{32}\/site\/([^"]*)"/) {
      // No draft on disk has the pages around the editions.
      if link.output.1.hasPrefix("about/") { continue }
      pages[String(link.output.1)] = try preview.page(String(link.output.1)).body.withoutPreview
    }
    #expect(pages.count == 25)
    let style = try #require(pages["2013-11/"]?.firstMatch(of: /assets\/style-[0-9a-f]+\.css/))
    for name in ["2013-11/\(style.output)", "2013-11/bulletin.xml", "\(Self.report)report.xml"] {
      pages[name] = try preview.page(name).body
    }
    #expect(preview.end() == 0)
    #expect(workspace.files(in: "") == before)

    #expect(try workspace.run("draft", "2013-11").status == 0)
    for (address, page) in pages {
      let name = address.isEmpty || address.hasSuffix("/") ? address + "index.html" : address
      #expect(page == workspace.text("publications/drafts/\(name)"), "\(address)")
    }
  }

  @Test func aSaveInPlaceOrByRenamingShowsAndOnlyWhatChangedIsNew() throws {
    let workspace = try TestWorkspace()
    let preview = try PreviewClient(workspace, "2013-11")
    try workspace.replace("Help with visits", with: "Help with meetings", in: Self.file)
    try preview.waitFor("the new text", at: "/site/\(Self.report)") {
      $0.body.contains("Help with meetings")
    }
    // As editors save: a new file takes the place of the old one.
    let text = workspace.text(Self.file).replacing("meetings", with: "outings")
    try workspace.write(text, to: "analyses/2013-11/.saving")
    try FileManager.default.removeItem(atPath: "\(workspace.path)/\(Self.file)")
    try FileManager.default.moveItem(
      atPath: "\(workspace.path)/analyses/2013-11/.saving", toPath: "\(workspace.path)/\(Self.file)"
    )
    try preview.waitFor("the newest text", at: "/site/\(Self.report)") {
      $0.body.contains("Help with outings")
    }

    try workspace.write("## New\n\nA sentence of its own.\n", to: "analyses/2013-11/commentary.md")
    try preview.waitFor("the commentary", at: "/site/2013-11/") {
      $0.body.contains("A sentence of its own.")
    }
    let list = try preview.get("/").body
    #expect(list.contains("<li>analyses/2013-11/commentary.md</li>"))
    #expect(list.matches(of: /<td>new<\/td>/).count == 1, "\(list)")
    #expect(preview.end(SIGINT) == 0)
  }

  @Test func analysesComeAndGoAndTemplatesMayComeLater() throws {
    let workspace = try TestWorkspace()
    let preview = try PreviewClient(workspace, "2013-11")
    let text = workspace.text(Self.file)
    try FileManager.default.removeItem(atPath: "\(workspace.path)/\(Self.file)")
    try preview.waitFor("no report", at: "/site/\(Self.report)") { $0.status == 404 }
    // The counts no longer agree: the bulletin is the last good one and says so.
    try preview.waitFor("the finding", at: "/site/2013-11/") {
      $0.body.contains("nt-stale") && $0.body.contains("totals.disagree")
        && $0.body.contains("Glimsford Family Links")
    }
    try workspace.write(text, to: Self.file)
    try preview.waitFor("the report again", at: "/site/\(Self.report)") { $0.status == 200 }

    let folder = "\(workspace.path)/templates"
    try FileManager.default.copyItem(
      atPath: "\(TestWorkspace.repository)/templates", toPath: folder)
    try workspace.replace(
      ">Skip to main content<", with: ">Skip to what matters<", in: "templates/text.en.xml")
    try preview.waitFor("the new text", at: "/site/\(Self.report)") {
      $0.body.contains("Skip to what matters")
    }
    try workspace.replace(
      "'report.heading'", with: "'report.nothing'", in: "templates/report.html.xsl")
    try preview.waitFor("the template's finding", at: "/") {
      $0.body.contains("report.nothing") && $0.body.contains("templates/report.html.xsl")
    }
    #expect(try preview.page(Self.report).body.contains("Skip to what matters"))
    #expect(preview.end() == 0)
  }

  @Test func whatIsHalfTypedKeepsTheLastGoodPageWithTheFindingBesideItsPlace() throws {
    let workspace = try TestWorkspace()
    let preview = try PreviewClient(workspace, "2013-11")
    let good = try preview.page(Self.report).body.withoutPreview
    let text = workspace.text(Self.file)
    let place = try #require(text.range(of: "\"reoffenders\": "))
    try workspace.write(text[..<place.upperBound] + ",", to: Self.file)
    let broken = try preview.waitFor("a finding", at: "/site/\(Self.report)") {
      $0.body.contains("intake.json.syntax")
    }.body
    #expect(broken.withoutPreview == good)
    #expect(broken.contains("class=\"nt-banner\" role=\"status\""))
    #expect(broken.contains("This page shows the last inputs that it could be made from"))
    // The mark stands behind the figure that was being typed, the finding behind its tables.
    #expect(
      broken.contains(
        /id="one-year-proven-rate\.treatment\.value"[^>]*>[^<]*<\/data><a aria-label="Error 1"/))
    let box = try #require(broken.range(of: "id=\"nt-finding-1\""))
    let heading = try #require(broken.range(of: "id=\"outcome-one-year-proven-rate\""))
    let next = try #require(broken.range(of: "id=\"outcome-frequency\""))
    #expect(heading.upperBound < box.lowerBound && box.upperBound < next.lowerBound)

    try workspace.write(text, to: Self.file)
    let mended = try preview.waitFor("the end of it", at: "/site/\(Self.report)") {
      !$0.body.contains("nt-box")
    }.body
    #expect(mended.withoutPreview == good)
    #expect(!mended.contains("nt-stale"))
    #expect(preview.end() == 0)
  }

  @Test func aTemplateSavedWhileAReportIsInErrorShowsOnceTheErrorIsMended() throws {
    let workspace = try TestWorkspace()
    try FileManager.default.copyItem(
      atPath: "\(TestWorkspace.repository)/templates", toPath: "\(workspace.path)/templates")
    let preview = try PreviewClient(workspace, "2013-11")
    let text = workspace.text(Self.file)
    try workspace.write(
      text.replacing("\"reoffenders\": ", with: "\"reoffenders\": ,"), to: Self.file)
    try preview.waitFor("a finding", at: "/site/\(Self.report)") {
      $0.body.contains("intake.json.syntax")
    }
    try workspace.replace(
      ">Skip to main content<", with: ">Skip to what matters<", in: "templates/text.en.xml")
    // Another report shows that the new template was read.
    try preview.waitFor(
      "the new text", at: "/site/2013-11/reports/fernmarrow-lodge-a-2013-0016/"
    ) { $0.body.contains("Skip to what matters") }
    try workspace.write(text, to: Self.file)
    let mended = try preview.waitFor("the end of it", at: "/site/\(Self.report)") {
      !$0.body.contains("nt-stale") && !$0.body.contains("nt-box")
    }.body
    #expect(mended.contains("Skip to what matters"))
    #expect(preview.end() == 0)
  }

  @Test func whatIsWrongFromTheBeginningStandsOnTheListAndWhereThePageWouldBe() throws {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "\"request\"", with: "\"<script>alert(1)</script>\": 1,\n  \"request\"", in: Self.file)
    let preview = try PreviewClient(workspace, "2013-11")
    let bulletin = try preview.page("2013-11/")
    #expect(bulletin.status == 200)
    #expect(bulletin.body.contains("This page cannot be made yet"))
    for page in [bulletin.body, try preview.get("/").body] {
      #expect(page.contains("intake.json.unknown-field"))
      #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
      #expect(!page.contains("<script>"))
    }
    // The other reports are there.
    #expect(try preview.page("2013-11/reports/pinnockshaw-debt-advice-a-2013-0009/").status == 200)
    #expect(preview.end() == 0)
  }

  @Test func newsComesWhenAPageIsAnotherAndNotBefore() throws {
    let workspace = try TestWorkspace()
    let preview = try PreviewClient(workspace, "2013-11")
    let page = try preview.page("2013-11/").body
    let tag = try #require(page.firstMatch(of: /data-tag="([0-9a-f]+)"/)).output.1
    #expect(
      try preview.get("/news?page=2013-11%2Findex.html&tag=0").body == "new")
    // The question is open while the commentary is saved.
    let path = "\(workspace.path)/analyses/2013-11/commentary.md"
    let writer = Thread {
      usleep(300_000)
      try? Data("## New\n\nAnother text.\n".utf8).write(to: URL(filePath: path))
    }
    writer.start()
    var word = "old"
    // A question that stays open for long is answered with the old state, and asked again.
    for _ in 0..<6 where word == "old" {
      word = try preview.get("/news?page=2013-11%2Findex.html&tag=\(tag)").body
    }
    #expect(word == "new")
    #expect(try preview.page("2013-11/").body.contains("Another text."))
    #expect(preview.end() == 0)
  }
}
