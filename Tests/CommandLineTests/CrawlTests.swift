import Foundation
import TestSupport
import Testing

/// A copy of a site as a web archive makes it: with scripts off, by the links of its pages alone, from
/// the front page.
struct Crawl {
  private(set) var reached: Set<String> = []
  /// Links to what is not there, be it a file or a place in a page, each with its page.
  private(set) var broken: [String] = []
  let files: Set<String>

  /// Follows every link of a public tree to itself.
  init(_ root: String) throws {
    let place = URL(filePath: root).resolvingSymlinksInPath().path
    let found = FileManager.default.enumerator(atPath: place)?.allObjects as? [String] ?? []
    files = Set(
      found.filter { name in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: "\(place)/\(name)", isDirectory: &isFolder)
          && !isFolder.boolValue
      })
    var ids: [String: Set<String>] = [:]
    var waiting = ["index.html"]
    while let page = waiting.popLast() {
      guard reached.insert(page).inserted, page.hasSuffix(".html") else { continue }
      let text = try String(contentsOfFile: "\(place)/\(page)", encoding: .utf8)
      for (target, fragment) in Self.links(text, on: page) {
        guard files.contains(target) else {
          broken.append("\(page): \(target)")
          continue
        }
        waiting.append(target)
        guard let fragment else { continue }
        if ids[target] == nil {
          let text = try String(contentsOfFile: "\(place)/\(target)", encoding: .utf8)
          ids[target] = Set(text.matches(of: /\bid="([^"]*)"/).map { String($0.output.1) })
        }
        if !ids[target]!.contains(fragment) { broken.append("\(page): \(target)#\(fragment)") }
      }
    }
  }

  /// The paths in the tree to which a page leads, and the places in them; addresses elsewhere are left
  /// out.
  private static func links(
    _ text: String, on page: String
  ) -> [(target: String, fragment: String?)] {
    let base = URL(string: "http://site.invalid/\(page)")!
    return text.matches(
      of: /<(?:a|link|img|source|object|iframe)\b[^>]*?\b(?:href|src|data)="([^"]*)"/
    )
    .compactMap { match in
      let link = String(match.output.1).replacing("&amp;", with: "&")
      guard let address = URL(string: link, relativeTo: base)?.absoluteURL,
        address.host == "site.invalid"
      else { return nil }
      let path = String(address.path(percentEncoded: false).dropFirst())
      return (
        path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path,
        address.fragment(percentEncoded: false)
      )
    }
  }
}

/// The UK Government Web Archive takes what links lead to: so they lead to everything.
@Suite struct CrawlTests {
  @Test func everyPublicFileIsReachedByLinksFromTheFrontPage() throws {
    let office = try PublicLogWorkspace()
    for edition in ["2013-10", "2013-11"] { try office.publish(edition) }
    try check(office.root)
    // A correction brings a second version of every file, a withdrawal takes reports out of the lists.
    try office.workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let opened = try office.run(["correct", "2013-10"] + CorrectionTests.note)
    try #require(opened.status == 0, "\(opened.errors)")
    try office.publish("2013-10")
    try check(office.root)
    try office.succeed(
      "withdraw", "2013-11", "--reason", "The figures were those of another group.", "--by",
      "a.example")
    let crawl = try check(office.root)
    for file in [
      "2013-11/v1/assets/report.xsd", "log/tile/entries/000.p/5", "log/checkpoints/2", "log/key",
      "latest/index.html", "feed.atom", "calendar.ics",
    ] {
      #expect(crawl.reached.contains(file), "\(file)")
    }
    #expect(try office.run(["verify"]).status == 0)
    // The site as it stood is as complete.
    let past = office.workspace.folder.path + "/past"
    let laid = try office.run(["as-of", "2999-01-01T00:00Z", past])
    try #require(laid.status == 0, "\(laid.errors)")
    try check(past)
  }

  @Test func everyFileOfASiteInTwoLanguagesIsReachedAndEveryPlaceIsThere() throws {
    let workspace = try WelshWorkspace.make()
    for edition in ["2013-10", "2013-11"] { try workspace.publish(edition) }
    let crawl = try check("\(workspace.path)/publications/public")
    let welsh = crawl.reached.filter { $0.contains("/cy/") && $0.hasSuffix(".html") }
    #expect(welsh.count > 20, "\(welsh.sorted())")
    // What is found is found on Welsh pages too.
    let page = "publications/public/2013-10/cy/index.html"
    try workspace.replace("href=\"#section-data\"", with: "href=\"#section-dara\"", in: page)
    let broken = try Crawl("\(workspace.path)/publications/public").broken
    #expect(broken == ["2013-10/cy/index.html: 2013-10/cy/index.html#section-dara"])
  }

  @discardableResult
  private func check(_ root: String) throws -> Crawl {
    let crawl = try Crawl(root)
    #expect(crawl.files.count > 50)
    #expect(crawl.files.subtracting(crawl.reached).sorted() == [])
    #expect(crawl.broken == [])
    return crawl
  }
}
