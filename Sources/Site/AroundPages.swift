import Editions
import Notation
package import Publications

extension Site {
  /// Where the catalogue stands, from the root of the site.
  package static let cataloguePath = Catalogue.path

  /// `/catalogue.json` and its schema; none where the archive cannot say what is out.
  package func catalogueFiles(_ content: PublishedContent) -> [EditionFile] {
    guard let contents = content.versions else { return [] }
    let schema = StandardTemplates.files["schemas/\(Catalogue.schemaPath)"] ?? []
    return [
      EditionFile(
        path: Catalogue.path, bytes: Catalogue(self, content.editions, contents).bytes),
      // What the program writes is the program's own: no template changes it.
      EditionFile(path: Catalogue.schemaPath, bytes: schema),
    ]
  }

  /// `/sitemap.xml` of the editions and of the other pages of the site, and `/robots.txt` that leads
  /// to it.
  ///
  /// None where the series has no address, or the archive cannot say what is out. Robots ask for
  /// their file at the root of a host alone (RFC 9309, section 2.3).
  package func robotFiles(
    _ content: PublishedContent, around files: [EditionFile]
  ) -> [EditionFile] {
    guard content.versions != nil, let address = programme.series.address else { return [] }
    var result = Sitemap(self, content).files(around: files)
    if address.path == "/" {
      let robots = "User-agent: *\nAllow: /\n\nSitemap: \(address)sitemap.xml\n"
      result.append(EditionFile(path: "robots.txt", bytes: Array(robots.utf8)))
    }
    return result
  }

  /// `/404.html`: what a web server shows where there is no page.
  ///
  /// It stands at any depth, so its links begin at the host: below the address of the series, or at
  /// `/` where none was given.
  package func notFoundPage() throws -> EditionFile {
    let root = programme.series.address?.path ?? "/"
    return try page(
      "not-found-page", Templates.notFoundPage, path: "404.html", root: root,
      title: texts.string("not-found.title"), texts: "not-found."
    ) { _ in }
  }

  /// `/about/`: the standing pages, and where everything is that no release brings, for people and for
  /// programs.
  package func aboutPages(listing pages: [StandingEntry]) throws -> [EditionFile] {
    var resources = ["feed.atom", "calendar.ics", Catalogue.path, Catalogue.schemaPath, "log/"]
    // Made where the series has an address.
    if programme.series.address != nil { resources.append("sitemap.xml") }
    return [
      try page(
        "about-page", Templates.aboutPage, path: "about/index.html", root: "../",
        title: texts.string("about.title"), texts: "about."
      ) { writer throws(TextTableError) in
        if listsStandingPages {
          for page in pages {
            writer.element("standing", [("href", "\(page.name)/")], page.title)
          }
        }
        for resource in resources {
          let kind = resource.prefix { $0 != "/" }
          writer.open("resource", [("href", "../\(resource)"), ("kind", String(kind))])
          writer.close()
        }
      }
    ]
  }

  /// Whether `/about/` has a place for the standing pages: templates of earlier versions, as an archive
  /// has them, have none.
  package var listsStandingPages: Bool {
    templates.files["schemas/source.xsd"]?.firstRange(of: Array("\"standing\"".utf8)) != nil
  }

  /// Whether a file of the public tree is made from what is archived, and not where the archive cannot
  /// be read.
  package static func isMadeFromArchive(_ path: String) -> Bool {
    [Catalogue.path, Catalogue.schemaPath, "robots.txt"].contains(path)
      || ["organisations/", "pre-release/", "sitemap"].contains { path.hasPrefix($0) }
  }

  /// The style sheet of the pages of this site.
  package var style: EditionFile {
    EditionFile(path: "assets/\(styleName)", bytes: templates.files[Templates.styleSheet] ?? [])
  }
}
