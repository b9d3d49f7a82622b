/// A page that stands around the editions and that people wrote: methodology, policies and the like.
package struct StandingPage: Sendable, Hashable {
  /// The name of its file and of its folder in `/about/`: a slug.
  package let name: String
  package let title: String
  package let blocks: [Block]
  /// The file as it was written.
  package let source: String

  package init(name: String, title: String, blocks: [Block], source: String) {
    self.name = name
    self.title = title
    self.blocks = blocks
    self.source = source
  }

  /// The folder of a workspace in which the pages lie.
  package static let folder = "pages"

  /// The longest name of a page, as of any slug.
  package static let nameLimit = 80

  /// The path of its file in a workspace.
  package var file: String { "\(Self.folder)/\(name).md" }

  /// The names that readers know, in the order in which they stand.
  package static let wellKnown = ["methodology", "glossary", "revisions", "accessibility"]

  /// The names of pages that every site has: who writes none of their own has the standard ones.
  package static let standardNames: Set<String> = ["glossary", "revisions", "accessibility"]

  /// Whether one name stands before another: those that readers know first, then by letters.
  package static func precedes(_ a: String, _ b: String) -> Bool {
    let places = [a, b].map { wellKnown.firstIndex(of: $0) ?? wellKnown.count }
    return places[0] == places[1] ? a.utf8.lexicographicallyPrecedes(b.utf8) : places[0] < places[1]
  }

  /// The name of the page to which a link leads that names its file; nil for any other link.
  package static func name(ofLink destination: String) -> String? {
    guard destination.hasSuffix(".md"), !destination.contains("/") else { return nil }
    return String(destination.dropLast(3))
  }

  /// What every site has, as a link of a page may name it.
  package static let places: Set<String> = [
    "/", "/about/", "/calendar.ics", "/calendar/", "/catalogue.json", "/feed.atom", "/history/",
    "/latest/", "/log/", "/organisations/", "/pre-release/",
  ]

  /// Those of ``places`` that come with the first release.
  package static let releasedPlaces: Set<String> = ["/", "/latest/"]

  /// The words of title and page without marks, a block a line.
  package var text: String {
    ([title] + blocks.map(\.plainText)).joined(separator: "\n")
  }
}

extension Block {
  /// The words without marks.
  package var plainText: String {
    switch self {
    case .heading(_, let inlines), .paragraph(let inlines): inlines.plainText
    case .list(_, let items):
      items.map { $0.map(\.plainText).joined(separator: "\n") }.joined(separator: "\n")
    case .quotation(let blocks): blocks.map(\.plainText).joined(separator: "\n")
    case .preformatted(let text): text
    case .rule: ""
    }
  }
}

extension [Inline] {
  /// The words without marks.
  package var plainText: String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .emphasis(let content), .strong(let content), .link(_, let content): content.plainText
      case .lineBreak: " "
      }
    }.joined()
  }
}
