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
  /// In which search engines read what else a page is called in another language.
  private static let linkNamespace = "http://www.w3.org/1999/xhtml"

  /// None where the series has no address: the protocol asks for whole ones.
  func files(around others: [EditionFile]) -> [EditionFile] {
    guard let address = site.programme.series.address else { return [] }
    let pages = pages(around: others).sorted { $0.key < $1.key }
    let languages = Self.languages(of: pages.map(\.key))
    return Self.files(
      pages.map { Page(path: $0.key, changed: $0.value, languages: languages[$0.key] ?? []) },
      below: address)
  }

  /// For each page that is there in several languages all of them, its own among them.
  static func languages(of pages: [String]) -> [String: [Translation]] {
    let translations = Dictionary(grouping: pages.map(Translation.init), by: \.english)
    return translations.values.filter { $0.count > 1 }.reduce(into: [:]) { languages, same in
      let sorted = same.sorted { $0.language.folder < $1.language.folder }
      for page in same { languages[page.path] = sorted }
    }
  }

  /// A page, and which language it is in.
  struct Translation: Equatable {
    let path: String
    let language: Language
    /// The path of the page that says the same in English: without the folder of the language, which
    /// stands behind that of the edition.
    let english: String

    init(_ path: String) {
      let edition = Month(String(path.prefix { $0 != "/" })).map { "\($0)/" } ?? ""
      let page = path.dropFirst(edition.utf8.count)
      self.path = path
      language = edition.isEmpty ? .english : Language(ofPage: "\(page)index.html")
      english = edition + page.dropFirst(language.folder.utf8.count)
    }
  }

  /// A page, and when it last changed.
  struct Page {
    var path: String
    var changed: Instant
    /// The languages in which it is there, where they are several.
    var languages: [Translation] = []
  }

  /// The files that list these pages: one, or one that lists parts of at most `limit`.
  static func files(
    _ pages: [Page], below address: SiteAddress, limit: Int = limit
  ) -> [EditionFile] {
    guard pages.count > limit else { return [file("sitemap.xml", pages, below: address)] }
    var parts: [EditionFile] = []
    var list: [Page] = []
    for start in stride(from: 0, to: pages.count, by: limit) {
      let part = Array(pages[start..<min(start + limit, pages.count)])
      let path = "sitemap-\(parts.count + 1).xml"
      parts.append(file(path, part, below: address))
      list.append(Page(path: path, changed: part.map(\.changed).max()!))
    }
    return [file("sitemap.xml", list, below: address, isIndex: true)] + parts
  }

  private static func file(
    _ path: String, _ pages: [Page], below address: SiteAddress, isIndex: Bool = false
  ) -> EditionFile {
    var xml = XMLWriter()
    let isTranslated = pages.contains { !$0.languages.isEmpty }
    xml.open(
      isIndex ? "sitemapindex" : "urlset",
      [("xmlns", namespace)] + (isTranslated ? [("xmlns:xhtml", linkNamespace)] : []))
    for page in pages {
      xml.open(isIndex ? "sitemap" : "url")
      xml.element("loc", text: address.description + page.path)
      xml.element("lastmod", text: page.changed.description)
      for same in page.languages {
        xml.open(
          "xhtml:link",
          [
            ("href", address.description + same.path), ("hreflang", same.language.rawValue),
            ("rel", "alternate"),
          ])
        xml.close()
      }
      xml.close()
    }
    xml.close()
    let head = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
    return EditionFile(path: path, bytes: head + xml.finish() + [0x0A])
  }

  /// The address of each page, and when it last changed.
  ///
  /// A page around the editions changes with the releases; calendar and log with every line. When
  /// people changed one of their own pages nothing says: it may have been with any line.
  private func pages(around others: [EditionFile]) -> [String: Instant] {
    let contents = Dictionary(grouping: content.versions ?? [], by: \.edition)
    let newest = content.editions.flatMap(\.versions).map(\.instant).max() ?? site.now
    var ages: [String: Instant] = [:]
    var pages = ["calendar/": site.now, "log/": site.now]
    if !content.editions.isEmpty { pages[""] = newest }
    for file in others where file.path.hasSuffix("/index.html") {
      let page = Self.folder(of: file.path)
      pages[page] = pages[page] ?? (Site.isStanding(file.path) ? site.now : newest)
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
