import Editions
import Publications
import Schedule
import Testing

@testable import Site

/// sitemaps.org, protocol 0.9.
@Suite struct SitemapTests {
  private static let address = SiteAddress("https://statistics.example.org/lab")!

  private func pages(_ count: Int) -> [Sitemap.Page] {
    (0..<count).map {
      Sitemap.Page(path: "p\($0)/", changed: Instant(milliseconds: Int64($0) * 1000))
    }
  }

  private func texts(_ files: [EditionFile]) -> [String] {
    files.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test func fewPagesStandInOneFileWithWholeAddresses() {
    let files = Sitemap.files(pages(2), below: Self.address, limit: 2)
    #expect(files.map(\.path) == ["sitemap.xml"])
    #expect(
      texts(files)[0] == """
        <?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\
        <url><loc>https://statistics.example.org/lab/p0/</loc>\
        <lastmod>1970-01-01T00:00:00.000Z</lastmod></url>\
        <url><loc>https://statistics.example.org/lab/p1/</loc>\
        <lastmod>1970-01-01T00:00:01.000Z</lastmod></url></urlset>

        """)
  }

  @Test func morePagesThanAFileMayListAreParted() {
    let files = Sitemap.files(pages(5), below: Self.address, limit: 2)
    #expect(
      files.map(\.path) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"])
    let all = texts(files)
    #expect(all[0].contains("<sitemapindex ") && !all[0].contains("<url>"))
    #expect(
      all[0].contains(
        "<loc>https://statistics.example.org/lab/sitemap-2.xml</loc>"
          + "<lastmod>1970-01-01T00:00:03.000Z</lastmod>"))
    #expect(all.dropFirst().map { $0.matches(of: /<url>/).count } == [2, 2, 1])
  }

  @Test func aPageInTwoLanguagesNamesBothAndAnyOtherNone() {
    let languages = Sitemap.languages(of: [
      "", "2013-10/", "2013-10/cy/", "2013-10/cy/reports/a/", "2013-10/reports/a/",
      "2013-11/reports/cy/", "calendar/", "organisations/cy/",
    ])
    #expect(languages.count == 4)
    #expect(languages["2013-10/"]?.map(\.path) == ["2013-10/", "2013-10/cy/"])
    #expect(languages["2013-10/cy/reports/a/"]?.map(\.language) == [.english, .welsh])
    let page = Sitemap.Page(
      path: "2013-10/", changed: Instant(milliseconds: 0), languages: languages["2013-10/"]!)
    #expect(
      texts(Sitemap.files([page], below: Self.address))[0].hasSuffix(
        """
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
        xmlns:xhtml="http://www.w3.org/1999/xhtml">\
        <url><loc>https://statistics.example.org/lab/2013-10/</loc>\
        <lastmod>1970-01-01T00:00:00.000Z</lastmod>\
        <xhtml:link href="https://statistics.example.org/lab/2013-10/" hreflang="en" \
        rel="alternate"></xhtml:link>\
        <xhtml:link href="https://statistics.example.org/lab/2013-10/cy/" hreflang="cy" \
        rel="alternate"></xhtml:link></url></urlset>

        """))
  }

  @Test func everyKindOfFileHasItsMediaType() {
    #expect(MediaType.of("2013-10/v1/index.html") == "text/html")
    #expect(MediaType.of("2013-10/v1/data.metadata.json") == "application/json")
    #expect(MediaType.of("2013-10/v1/assets/style-0.css") == "text/css")
    #expect(MediaType.of("2013-10/v1.xml/README") == "application/octet-stream")
  }
}
