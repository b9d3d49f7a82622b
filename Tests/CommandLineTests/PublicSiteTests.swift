import Foundation
import TestSupport
import Testing

/// The whole public site around the editions: organisations, catalogue, sitemap, what is not there,
/// and the ways between all of it.
@Suite struct PublicSiteTests {
  static let tree = "publications/public"
  private static let quillanby = "\(tree)/organisations/quillanby-learning/index.html"

  private static func state(_ address: String, in workspace: TestWorkspace) throws {
    try workspace.replace(
      "\"identifier\"", with: "\"address\": \"\(address)\",\n    \"identifier\"",
      in: "schedule.json")
  }

  // MARK: Organisations

  @Test func everyReportOfAnOrganisationStandsOnItsPageInTheSwitchThatBringsIt() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let before = workspace.files(in: "\(Self.tree)/organisations")
    // What is sealed and not out names nobody.
    #expect(before.count == 8, "\(before)")
    #expect(!workspace.text("\(Self.tree)/organisations/index.html").contains("Ormsgarth"))
    #expect(workspace.text(Self.quillanby).matches(of: /<h2 id="report-/).count == 1)
    // The tree of the first of the two switches is kept: what came with the edition is in it.
    try #require(try workspace.run("release", "2013-11").status == 0)
    let trees = try FileManager.default.contentsOfDirectory(
      atPath: "\(workspace.path)/publications/.trees"
    ).sorted()
    let first = try #require(
      trees.first { workspace.bytes("publications/.trees/\($0)/2013-11/index.html") != nil })
    let page = "organisations/quillanby-learning/index.html"
    #expect(
      workspace.bytes("publications/.trees/\(first)/\(page)") == workspace.bytes(Self.quillanby))
    let text = workspace.text(Self.quillanby)
    #expect(
      text.matches(of: /<h2 id="report-(\d{4}-\d{2})/).map(\.output.1) == ["2013-11", "2013-10"])
    // What it says of each is what the report says of itself.
    for edition in ["2013-10", "2013-11"] {
      let folder = try #require(
        workspace.files(in: "\(Self.tree)/\(edition)/reports").first {
          $0.hasPrefix("quillanby") && $0.hasSuffix("index.html")
        })
      let report = workspace.text("\(Self.tree)/\(edition)/reports/\(folder)")
      let sentence = try #require(
        report.firstMatch(of: /<blockquote class="can">\s*<p[^>]*>([^<]+)</)?.output.1)
      #expect(text.contains(">\(sentence)<"), "\(edition): \(sentence)")
      #expect(text.contains("href=\"../../\(edition)/reports/\(folder.dropLast(10))\""))
    }
  }

  @Test func organisationsStandInAlphabeticalOrderWhateverTheirResults() throws {
    let workspace = try TestWorkspace()
    for edition in ["2013-10", "2013-11"] { try workspace.publish(edition) }
    let text = workspace.text("\(Self.tree)/organisations/index.html")
    let names = text.matches(of: /<th scope="row"><a href="([a-z0-9-]+)\/">([^<]+)</)
    #expect(names.count == 24)
    let shown = names.map { String($0.output.2) }
    let folded = shown.map {
      $0.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
    #expect(folded == folded.sorted(), "\(shown)")
    // Two organisations of one name have a page each, and the list tells them apart.
    #expect(shown.count { $0.hasPrefix("Mossbrigg Community Trust (") } == 2)
    #expect(Set(shown).count == shown.count, "\(shown)")
    for name in names {
      #expect(workspace.bytes("\(Self.tree)/organisations/\(name.output.1)/index.html") != nil)
    }
  }

  @Test func aCorrectedReportHasBothVersionsAndAWithdrawnOneNoResult() throws {
    let workspace = try VersionHistoryTests.workspace()
    let corrected = workspace.text(Self.quillanby)
    let versions = corrected.matches(of: /href="(..\/..\/2013-10\/v\d\/reports\/[^"]+)"/)
    #expect(versions.count == 2, "\(corrected)")
    for version in versions {
      let page = "\(Self.tree)/organisations/quillanby-learning/\(version.output.1)index.html"
      #expect(workspace.bytes(page) != nil, "\(page)")
    }
    let sentence = try #require(
      workspace.text("\(Self.tree)/2013-10/\(CorrectionTests.report)/index.html")
        .firstMatch(of: /<blockquote class="can">\s*<p[^>]*>([^<]+)</)?.output.1)
    #expect(corrected.contains(sentence))
    let pages = workspace.files(in: "\(Self.tree)/organisations")
    try VersionHistoryTests.withdraw(workspace)
    #expect(workspace.files(in: "\(Self.tree)/organisations") == pages, "an address went")
    let withdrawn = workspace.text(Self.quillanby)
    #expect(withdrawn.contains("The figures are of other people.") && !withdrawn.contains(sentence))
  }

  // MARK: Sitemap, robots, 404

  /// Both editions, the first one corrected between them, at an address of its own.
  static let published: TestWorkspace = {
    let workspace = try! TestWorkspace()
    try! state(address, in: workspace)
    try! workspace.publish("2013-10")
    try! VersionHistoryTests.correct(workspace)
    try! workspace.publish("2013-11")
    return workspace
  }()
  static let address = "https://statistics.example.org/"

  @Test func theSitemapHasEveryPageWithTheInstantOfItsLastChange() throws {
    let workspace = Self.published
    let entries = workspace.text("\(Self.tree)/sitemap.xml")
      .matches(of: /<url><loc>([^<]+)<\/loc><lastmod>([^<]+)<\/lastmod><\/url>/)
    var changed: [String: String] = [:]
    for entry in entries {
      let address = String(entry.output.1)
      #expect(address.hasPrefix(Self.address))
      changed[address.replacing(Self.address, with: "") + "index.html"] = String(entry.output.2)
    }
    // Versions stand under the address of their edition, and `latest` under that of the newest.
    let pages = workspace.files(in: Self.tree).filter { path in
      path.hasSuffix("index.html") && !path.hasPrefix("latest/") && !path.contains(/\/v\d+\//)
    }
    #expect(Set(changed.keys) == Set(pages), "\(Set(pages).symmetricDifference(changed.keys))")
    // Every page of a corrected edition has an update history, and is as old as the correction.
    let correction = try #require(changed["2013-10/index.html"])
    #expect(correction > "2026")
    for page in pages where page.hasPrefix("2013-1") {
      let isCorrected = page.hasPrefix("2013-10/")
      #expect(changed[page] == (isCorrected ? correction : "2013-11-14T09:30:00.000Z"), "\(page)")
    }
    #expect(changed["2013-11/index.html"] == "2013-11-14T09:30:00.000Z")
    #expect(
      workspace.text("\(Self.tree)/robots.txt")
        == "User-agent: *\nAllow: /\n\nSitemap: \(Self.address)sitemap.xml\n")
  }

  @Test func withoutAnAddressThereIsNoSitemapAndInAFolderNoFileForRobots() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    var files = workspace.files(in: Self.tree)
    #expect(!files.contains("sitemap.xml") && !files.contains("robots.txt"))
    #expect(!workspace.text("\(Self.tree)/about/index.html").contains("sitemap.xml"))
    #expect(workspace.text("\(Self.tree)/404.html").contains("href=\"/assets/style-"))
    try Self.state("https://statistics.example.org/lab/", in: workspace)
    try #require(
      try workspace.run("announce", "2013-11", "--by", "a", "--provisional").status == 0)
    files = workspace.files(in: Self.tree)
    #expect(files.contains("sitemap.xml") && !files.contains("robots.txt"))
    let missing = workspace.text("\(Self.tree)/404.html")
    let links = missing.matches(of: /href="([^"#]+)"/).map { String($0.output.1) }
    #expect(links.count > 8)
    #expect(links.allSatisfy { $0.hasPrefix("/lab/") || $0.hasPrefix("mailto:") }, "\(links)")
    for link in links where link.hasPrefix("/lab/") {
      let path = link.dropFirst("/lab/".count)
      let file = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
      #expect(files.contains(String(file)), "\(link)")
    }
  }

  // MARK: Templates of a workspace

  @Test func aFolderOfTemplatesWithoutTheNewPagesHasTheStandardOnesForThem() throws {
    let workspace = try TestWorkspace()
    let templates = "\(workspace.path)/templates"
    try FileManager.default.copyItem(
      atPath: "\(TestWorkspace.repository)/templates", toPath: templates)
    for page in ["about", "not-found", "organisations", "page"] {
      try FileManager.default.removeItem(atPath: "\(templates)/\(page).html.xsl")
    }
    try workspace.replace("--brand: #12436d", with: "--brand: #004400", in: "templates/style.css")
    try workspace.publish("2013-10")
    func style(_ page: String) -> Substring? {
      workspace.text("\(Self.tree)/\(page)").firstMatch(of: /assets\/(style-[0-9a-f]+\.css)/)?
        .output.1
    }
    let (own, standard) = (style("calendar/index.html"), style("organisations/index.html"))
    #expect(own != nil && standard != nil && own != standard)
    for name in [own, standard] {
      #expect(workspace.bytes("\(Self.tree)/assets/\(name ?? "")") != nil)
    }
    for page in ["404.html", "about/index.html", "about/methodology/index.html"] {
      #expect(style(page) == standard)
    }
  }

  // MARK: The way through the site

  /// From the front page by links alone, as a reader or a robot goes.
  @Test func everyPublishedFileIsReachedByLinksAndNoLinkIsBroken() throws {
    let files = Set(Self.published.files(in: Self.tree))
    let base = try #require(URL(string: Self.address))
    var seen: Set<String> = []
    var open = ["", "robots.txt"]
    while let path = open.popLast() {
      guard seen.insert(path).inserted else { continue }
      let file = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
      #expect(files.contains(file), "a link leads to \(path)")
      // An empty text is no address.
      let place = path.isEmpty ? base : try #require(URL(string: path, relativeTo: base))
      for link in links(in: file, Self.published.text("\(Self.tree)/\(file)")) {
        let target = URL(string: link, relativeTo: place)?.absoluteString ?? ""
        guard target.hasPrefix(Self.address) else { continue }
        open.append(String(target.dropFirst(Self.address.count).prefix { $0 != "#" }))
      }
    }
    let reached = Set(seen.map { $0.isEmpty || $0.hasSuffix("/") ? $0 + "index.html" : $0 })
    let left = files.subtracting(reached).filter { path in
      // Readers of the log know where these stand (C2SP tlog-tiles); 404 is shown, not linked to.
      path != "404.html" && !path.hasPrefix("log/tile/") && !path.hasPrefix("log/checkpoints/")
    }
    #expect(left.isEmpty, "\(left.sorted())")
    #expect(reached.count > 200)
  }

  private func links(in file: String, _ text: String) -> [String] {
    func all(_ pattern: Regex<(Substring, Substring)>) -> [String] {
      text.matches(of: pattern).map { String($0.output.1) }
    }
    return switch URL(filePath: file).pathExtension {
    case "html", "atom": all(/href="([^"]*)"/)
    case "xsd": all(/schemaLocation="([^"]*)"/)
    case "txt": all(/Sitemap: (\S+)/)
    case "xml" where file.hasPrefix("sitemap"): all(/<loc>([^<]*)</)
    default: []
    }
  }
}
