import Diagnostics
import Foundation
import Testing

@testable import Publications

/// A page is small: a report with all its charts has less than 60 KB, and 15 KB as it is sent.
@Suite struct PageSizeTests {
  @Test(arguments: [
    ("2013-10", "examples/illustrative"), ("2013-11", "examples/illustrative"), ("2013-11", ""),
    ("2014-01", ""), ("2014-07", ""),
  ])
  func everyReportIsSmall(month: String, folder: String) throws {
    let edition = try IllustrativePages(month, of: folder)
    for index in edition.analyses.indices {
      let page = edition.report(index).html
      let packed = try Self.gzip(page.bytes)
      #expect(page.bytes.count < 60 * 1024, "\(page.path) has \(page.bytes.count) bytes")
      #expect(packed < 15 * 1024, "\(page.path) has \(packed) bytes as it is sent")
      // One request more than the page itself: the style sheet. Nothing moves when it comes, because
      // each chart says how large it is.
      let text = String(decoding: page.bytes, as: UTF8.self)
      #expect(text.matches(of: /<link\b/).count == 1)
      #expect(text.matches(of: /<(img|script|iframe|object|video|audio|source|embed)\b/).isEmpty)
      let charts = text.matches(of: /<svg [^>]*>/).map(\.output)
      #expect(charts.allSatisfy { $0.contains(" width=\"") && $0.contains(" height=\"") })
    }
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
