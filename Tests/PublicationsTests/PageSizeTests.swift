import Diagnostics
import Foundation
import Schedule
import Statistics
import Testing

@testable import Publications

/// A page is small: a report with all its charts has less than 60 KB, and 15 KB as it is sent.
@Suite struct PageSizeTests {
  static let editions = [
    ("2013-10", "examples/illustrative"), ("2013-11", "examples/illustrative"), ("2013-11", ""),
    ("2014-01", ""), ("2014-07", ""),
  ]

  /// In Welsh with nothing that people wrote translated: each such text has a mark, and notes beside it.
  @Test(arguments: editions, [Language.english, .welsh])
  func everyReportIsSmall(_ edition: (month: String, folder: String), language: Language) throws {
    let edition = try IllustrativePages(edition.month, of: edition.folder, language: language)
    for index in edition.analyses.indices {
      let page = edition.report(index).html
      let packed = try Self.gzip(page.bytes)
      #expect(page.bytes.count < 60 * 1024, "\(page.path) has \(page.bytes.count) bytes")
      #expect(packed < 15 * 1024, "\(page.path) has \(packed) bytes as it is sent")
      // One request more than the page itself: the style sheet. Nothing moves when it comes, because
      // each chart says how large it is. The ways between the languages are followed by people.
      let text = String(decoding: page.bytes, as: UTF8.self)
      let links = text.matches(of: /<link\b[^>]*>/).map(\.output)
      #expect(links.count { !$0.contains("rel=\"alternate\"") } == 1)
      #expect(links.count == (language == .english ? 1 : 3))
      #expect(text.matches(of: /<(img|script|iframe|object|video|audio|source|embed)\b/).isEmpty)
      let charts = text.matches(of: /<svg [^>]*>/).map(\.output)
      #expect(charts.allSatisfy { $0.contains(" width=\"") && $0.contains(" height=\"") })
    }
  }

  /// Texts may have any length: who writes them is told where a page grows beyond what it should have.
  @Test func aPageThatIsLargerIsNoted() throws {
    let pages = try IllustrativePages()
    func noted(_ sentences: Int) throws -> [Finding] {
      var analysis = pages.analyses[0]
      analysis.service.description = .known(
        String(repeating: "It helps people to find work. ", count: sentences))
      let made = pages.pages.report(analysis)
      #expect(made.findings.allSatisfy { $0.severity == .note }, "\(made.findings)")
      return made.findings.filter { $0.id == "rendition.large" }
    }
    #expect(try noted(1) == [])
    let large = try noted(1500)
    #expect(large.count == 1 && large[0].place.file.hasPrefix("reports/"), "\(large)")
  }

  /// What a web server sends of these bytes.
  private static func gzip(_ bytes: [UInt8]) throws -> Int {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "page.html")
    try Data(bytes).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-6", file.path]
    try process.run()
    process.waitUntilExit()
    return try Data(contentsOf: folder.appending(path: "page.html.gz")).count
  }
}
