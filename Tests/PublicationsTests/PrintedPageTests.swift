import Publications
import Testing

/// What a page is turned into before it is printed, and what is asked of the PDF.
@Suite struct PrintedPageTests {
  private func prepared(_ body: String, title: String = "T", at address: String?) -> String {
    let page =
      "<html><head><title>\(title)</title><link href=\"../../assets/style-1.css\" rel=\"stylesheet\"/>"
      + "</head><body>\(body)</body></html>"
    return String(
      decoding: PrintedPage.prepare(Array(page.utf8), style: "style-1.css", at: address),
      as: UTF8.self)
  }

  @Test(arguments: [
    ("#notes", "#notes"), ("mailto:a@example.org", "mailto:a@example.org"),
    ("https://example.com/a", "https://example.com/a"),
    ("report.xml", "https://example.org/data/2013-10/reports/a/report.xml"),
    ("../../", "https://example.org/data/2013-10/"),
    ("../../../", "https://example.org/data/"),
    ("../../../../../../x", "https://example.org/x"),
    ("./b/#c", "https://example.org/data/2013-10/reports/a/b/#c"),
    ("/latest/", "https://example.org/latest/"),
    ("?a=1&amp;b=2", "https://example.org/data/2013-10/reports/a/?a=1&amp;b=2"),
  ])
  func linksLeadToWhereThePageStandsInTheWeb(link: String, target: String) {
    let text = prepared(
      "<a class=\"x\" href=\"\(link)\" title=\"a &gt; href=&quot;b&quot;\">y</a>",
      at: "https://example.org/data/2013-10/reports/a/")
    #expect(
      text.contains(
        "<a class=\"x\" href=\"\(target)\" title=\"a &gt; href=&quot;b&quot;\">y</a>"), "\(text)")
    #expect(text.contains("<link href=\"style.css\" rel=\"stylesheet\"/>"))
  }

  @Test func withoutAnAddressOnlyWhatLeadsSomewhereStaysALink() {
    let text = prepared(
      "<a href=\"a.xml\">1</a> \"said\" <a href=\"#b\">2</a> href=\"c\"<a href=\"mailto:d@e.f\">3</a>",
      at: nil)
    #expect(
      text.contains(
        "<a>1</a> \"said\" <a href=\"#b\">2</a> href=\"c\"<a href=\"mailto:d@e.f\">3</a>"),
      "\(text)")
  }

  /// A title that would end its rule, or the style, is text all the same.
  @Test func theTitleAboveEachSheetIsText() {
    let text = prepared("", title: "A &lt;/style&gt; \"b\" \\ &amp; c}", at: nil)
    #expect(
      text.contains("content:\"A \\3c /style\\3e  \\22 b\\22  \\5c  \\26  c}\";"), "\(text)")
  }

  @Test(arguments: [
    ("", "the file is empty"), ("<html>", "the file is no PDF"),
    ("%PDF-1.4", "the PDF is cut short"),
    ("%PDF-1.4 /Lang %%EOF", "the PDF has no tags and no bookmarks"),
    ("%PDF-1.4 /MarkInfo /StructTreeRoot /Outlines %%EOF", "the PDF has no language"),
  ])
  func aPDFThatLacksSomethingIsNamed(bytes: String, fault: String) {
    #expect(PDFShape.fault(of: Array(bytes.utf8)) == fault)
  }

  @Test func aDateOfAnotherLengthStays() {
    let bytes = Array("/CreationDate (D:2013) /ModDate (D:20990101000000+00'00')".utf8)
    let dated = PDFShape.dated(bytes, "D:20131010083000+00'00'")
    #expect(
      String(decoding: dated, as: UTF8.self)
        == "/CreationDate (D:2013) /ModDate (D:20131010083000+00'00')")
    #expect(PDFShape.dated([], "D:").isEmpty)
  }
}
