import Editions
import Schedule
import Statistics
import Testing

@testable import Publications

/// A bulletin of very many reports stands on several pages.
@Suite struct BulletinPartsTests {
  private func large(_ count: Int) throws -> (IllustrativePages, Edition) {
    let pages = try IllustrativePages()
    var edition = pages.edition
    edition.earlier = []
    let month = edition.analyses
    edition.analyses = (0..<count).map { index in
      var analysis = month[index % month.count]
      analysis.id = "A-2013-\(10_000 + index)"
      return analysis
    }
    return (pages, edition)
  }

  @Test func fiveHundredReportsStandOnOnePage() throws {
    let (pages, edition) = try large(500)
    #expect(pages.pages.bulletin(edition).count == 1)
  }

  @Test func aBulletinOfMoreReportsHasEveryReportOnceInEachList() throws {
    let (pages, edition) = try large(501)
    let bulletin = pages.pages.bulletin(edition)
    // The opening, two pages of this month's reports and two of those to date.
    #expect(bulletin.count == 5)
    let opening = bulletin.make(0)
    #expect(opening.findings == [])
    let paths = (0..<5).flatMap { bulletin.make($0).renditions.map(\.path) }
    #expect(Set(paths).count == paths.count)
    #expect(paths.contains("part-5/index.html") && paths.contains("v1/part-5/index.html"))
    let page = String(decoding: opening.renditions[0].bytes, as: UTF8.self)
    for part in 2...5 { #expect(page.contains("href=\"part-\(part)/\"")) }
    var links: [String: Int] = [:]
    for part in 1..<5 {
      let made = bulletin.make(part)
      #expect(made.findings == [], "part \(part + 1)")
      let text = String(decoding: made.renditions[0].bytes, as: UTF8.self)
      for piece in text.split(separator: "href=\"../reports/").dropFirst() {
        links[String(piece.prefix { $0 != "\"" }), default: 0] += 1
      }
    }
    #expect(links.count == 501)
    #expect(links.values.allSatisfy { $0 == 2 })
  }
}
