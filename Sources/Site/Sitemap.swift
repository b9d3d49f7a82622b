import Editions
import Markup
import Publications
import Schedule

/// `/sitemap.xml`: every page that is read by people, with the instant of its last change
/// (sitemaps.org, protocol 0.9).
///
/// The addresses of versions are left out, which have the same pages or older ones: a page stands
/// in it under the address at which it is always the newest.
struct Sitemap {
  private let site: Site
  private let content: PublishedContent

  /// The most pages that one file may list; more are parted, and `sitemap.xml` lists the parts.
  static let limit = 50_000

  init(_ site: Site, _ content: PublishedContent) {
    self.site = site
    self.content = content
  }

  private static let namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

  /// None where the series has no address: the protocol asks for whole ones.
  func files(around others: [EditionFile], limit: Int = limit) -> [EditionFile] {
    guard let address = site.programme.series.address else { return [] }
    let pages = pages(around: others).sorted { $0.key < $1.key }
    func file(_ path: String, _ root: String, _ entry: String, _ pages: [(String, Instant)])
      -> EditionFile
    {
      var xml = XMLWriter()
      xml.open(root, [("xmlns", Self.namespace)])
      for (path, changed) in pages {
        xml.open(entry)
        xml.element("loc", text: address.description + path)
        xml.element("lastmod", text: changed.description)
        xml.close()
      }
      xml.close()
      return EditionFile(
        path: path,
        bytes: Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8) + xml.finish() + [0x0A])
    }
    guard pages.count > limit else {
      return [file("sitemap.xml", "urlset", "url", pages.map { ($0.key, $0.value) })]
    }
    let parts = stride(from: 0, to: pages.count, by: limit).enumerated().map { number, start in
      let part = pages[start..<min(start + limit, pages.count)].map { ($0.key, $0.value) }
      return (file: file("sitemap-\(number + 1).xml", "urlset", "url", part), pages: part)
    }
    let list = parts.map { ($0.file.path, $0.pages.map(\.1).max()!) }
    return [file("sitemap.xml", "sitemapindex", "sitemap", list)] + parts.map(\.file)
  }

  /// The address of each page, and when it last changed.
  ///
  /// A page around the editions changes with the releases; calendar and log with every line.
  private func pages(around others: [EditionFile]) -> [String: Instant] {
    let contents = Dictionary(grouping: content.versions ?? [], by: \.edition)
    let newest = content.editions.flatMap(\.versions).map(\.instant).max() ?? site.now
    var ages: [String: Instant] = [:]
    var pages = ["calendar/": site.now, "log/": site.now]
    if !content.editions.isEmpty { pages[""] = newest }
    for file in others where file.path.hasSuffix("/index.html") {
      let page = Self.folder(of: file.path)
      pages[page] = pages[page] ?? newest
    }
    for edition in content.editions {
      let contents = contents[edition.edition] ?? []
      guard let changed = edition.versions.last?.instant else { continue }
      pages["history/\(edition.edition)/"] = changed
      for organisation in Set(contents.flatMap(\.reports).map(\.organisation)) {
        let page = "organisations/\(organisation)/"
        ages[page] = max(ages[page] ?? changed, changed)
      }
      pages.merge(Self.pages(of: edition, contents)) { $1 }
    }
    return pages.merging(ages) { $1 }
  }

  /// The pages of an edition at its own address: each is as old as the version that last changed
  /// its bytes.
  private static func pages(
    of edition: PublishedEdition, _ contents: [VersionContent]
  ) -> [String: Instant] {
    var digests: [String: String] = [:]
    var pages: [String: Instant] = [:]
    for version in edition.versions {
      guard let content = contents.first(where: { $0.number == version.number }) else { continue }
      var found: [String: Instant] = [:]
      for file in content.files where file.path.hasSuffix("/index.html") {
        let path = file.path.replacing("\(edition.edition)/v\(version.number)/", with: "")
        let page = folder(of: version.isWithdrawal ? file.path : "\(edition.edition)/\(path)")
        found[page] = digests[page] == file.digest ? pages[page] : version.instant
        digests[page] = file.digest
      }
      pages = found
    }
    return pages
  }

  private static func folder(of path: String) -> String {
    String(path.dropLast("index.html".utf8.count))
  }
}
