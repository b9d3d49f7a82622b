package import Editions
package import Publications
import Statistics

/// The pages `/about/NAME/`: those that people wrote, and in place of those that every site has and
/// nobody wrote, standard ones in the words of the string table.
extension Site {
  /// A page of `/about/` as others name it.
  package struct StandingEntry: Sendable, Hashable {
    /// A slug, the folder of the page.
    package let name: String
    package let title: String

    /// The path of the page in the public tree.
    package var path: String { Site.standingPath(name) }
  }

  /// The path in the public tree of the page with this name.
  package static func standingPath(_ name: String) -> String { "about/\(name)/index.html" }

  /// Whether a path in the public tree is that of a page with a name.
  package static func isStanding(_ path: String) -> Bool {
    path.hasPrefix("about/") && path.hasSuffix("/index.html") && path != "about/index.html"
  }

  /// Every page with its file, in the order in which they are listed.
  ///
  /// Throws as ``files(_:versions:)`` does.
  package func standingPages(
    _ written: [StandingPage]
  ) throws -> [(entry: StandingEntry, file: EditionFile)] {
    let own = Dictionary(written.map { ($0.name, $0) }) { first, _ in first }
    let names = StandingPage.standardNames.union(own.keys).sorted(by: StandingPage.precedes)
    return try names.map { name in
      if let page = own[name] { return try standing(name, page.title) { write(page, &$0) } }
      guard name != "glossary" else {
        return try standing(name, texts.string("page.glossary")) { writer throws(TextTableError) in
          try writer.glossary(of: programme)
        }
      }
      return try standing(name, texts.string("page.site.\(name)")) {
        writer throws(TextTableError) in
        try standardPage(name, &writer)
      }
    }
  }

  private func standing(
    _ name: String, _ title: String,
    _ body: (inout SourceWriter) throws(TextTableError) -> Void
  ) throws -> (entry: StandingEntry, file: EditionFile) {
    let file = try page(
      "standing-page", Templates.standingPage, path: Self.standingPath(name), root: "../../",
      title: title, texts: "standing."
    ) { writer throws(TextTableError) in
      writer.open("all", [("href", "../")])
      writer.close()
      try body(&writer)
    }
    return (StandingEntry(name: name, title: title), file)
  }

  private func write(_ page: StandingPage, _ writer: inout SourceWriter) {
    writer.open("content")
    writer.blocks(page.blocks.map(resolved))
    writer.close()
  }

  /// The sections of a standard page: for each a heading and paragraphs of the string table.
  private static let standardSections = [
    "revisions": ["kinds", "errors", "marked", "kept", "withdrawn", "told"],
    "accessibility": ["made", "formats", "tested", "limits", "help"],
  ]

  private func standardPage(
    _ name: String, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    writer.open("content")
    try writer.standardParagraphs("standard.\(name)")
    for section in Self.standardSections[name] ?? [] {
      let id = "standard.\(name).\(section)"
      writer.element("heading", [("level", "2")], try texts.string("\(id).heading"))
      try writer.standardParagraphs(id)
    }
    writer.close()
  }

  // MARK: Links

  /// A block whose links lead where they are meant to from `/about/NAME/`.
  private func resolved(_ block: Block) -> Block {
    switch block {
    case .heading(let level, let inlines): .heading(level: level, inlines.flatMap(resolved))
    case .paragraph(let inlines): .paragraph(inlines.flatMap(resolved))
    case .list(let isNumbered, let items):
      .list(isNumbered: isNumbered, items: items.map { $0.map(resolved) })
    case .quotation(let blocks): .quotation(blocks.map(resolved))
    case .preformatted, .rule: block
    }
  }

  private func resolved(_ inline: Inline) -> [Inline] {
    switch inline {
    case .text, .code, .lineBreak: return [inline]
    case .emphasis(let content): return [.emphasis(content.flatMap(resolved))]
    case .strong(let content): return [.strong(content.flatMap(resolved))]
    case .link(let destination, let content):
      let content = content.flatMap(resolved)
      if let name = StandingPage.name(ofLink: destination) {
        return [.link(destination: "../\(name)/", content)]
      }
      guard destination.hasPrefix("/") else { return [.link(destination: destination, content)] }
      // Before the first release nothing stands there.
      if StandingPage.releasedPlaces.contains(destination), !isAnythingOut { return content }
      return [.link(destination: "../../\(destination.dropFirst())", content)]
    }
  }
}
