import Foundation
import TestSupport
import Testing

/// PDFs of an edition in two languages: each is printed from its own page.
@Suite struct WelshPDFTests {
  /// In the place of Chromium: a PDF in the language of the page that it was given.
  private static let printing = """
    language=$(sed -n 's/.*<html[^>]* lang="\\([a-z]*\\)".*/\\1/p' "$page" | head -n 1)
    """ + "\n" + PDFTests.printing.replacing("/Lang (en)", with: "/Lang ('\"$language\"')")

  @Test func everyPageOfBothLanguagesHasItsPDFAndKeepsIt() throws {
    let workspace = try WelshWorkspace.make()
    try workspace.replace(
      "\"coverFrom\"", with: "\"pdf\" : true,\n  \"coverFrom\"", in: "schedule.json")
    let browser = try PDFTests.browser(workspace, Self.printing)
    let published = try PDFTests.run(PDFTests.publishing, in: workspace, browser: browser)
    try #require(published.status == 0, "\(published.output)\(published.errors)")
    let tree = PDFTests.tree
    let files = workspace.files(in: "\(tree)/2013-10").filter {
      $0.hasSuffix(".pdf") && !$0.hasPrefix("v1/")
    }
    let welsh = files.filter { $0.hasPrefix("cy/") }
    #expect(welsh.count == 8 && files.count == 16, "\(files)")
    for file in files {
      let language = file.hasPrefix("cy/") ? "cy" : "en"
      #expect(workspace.text("\(tree)/2013-10/\(file)").contains("/Lang (\(language))"), "\(file)")
      let page = file.replacing(/[a-z]*\.pdf$/, with: "index.html")
      #expect(
        workspace.text("\(tree)/2013-10/\(page)").contains(
          "<a href=\"\(file.split(separator: "/").last!)\">PDF</a>"), "\(file)")
      let twin = file.hasPrefix("cy/") ? String(file.dropFirst(3)) : "cy/\(file)"
      #expect(
        workspace.bytes("\(tree)/2013-10/\(file)") != workspace.bytes("\(tree)/2013-10/\(twin)"))
    }
    let rebuilt = try PDFTests.run([["rebuild", "2013-10"]], in: workspace, browser: browser)
    #expect(rebuilt.status == 0 && rebuilt.output.contains("16 kept as bytes"), "\(rebuilt.output)")
    let verified = try PDFTests.run([["verify"]], in: workspace, browser: browser)
    #expect(verified.status == 0, "\(verified.output)")
  }
}
