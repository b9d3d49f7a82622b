import Editions
import Publications

extension Site {
  /// A page that stands around the editions: what every one of them begins and ends with, and in
  /// between what `body` writes.
  ///
  /// `name` is its root element, `root` the way from the page to the root of the site, `texts` what the
  /// ids of its own strings begin with, and `title` is nil for the front page.
  func page(
    _ name: String, _ stylesheet: String, path: String, root: String, title: String?,
    texts prefix: String, _ body: (inout SourceWriter) throws(TextTableError) -> Void
  ) throws -> EditionFile {
    var writer = SourceWriter(texts: texts)
    writer.open(
      name,
      [
        ("xmlns", SourceWriter.namespace), ("draft", isDraft ? "yes" : "no"), ("format", "1"),
        ("language", texts.language), ("root", root), ("status", programme.status.rawValue),
      ])
    try writer.strings(["page.", prefix], level: programme.intervalLevel)
    try writer.series(programme)
    writer.element("title", programme.series.title + (title.map { ": \($0)" } ?? ""))
    try writer.notices(programme, isDraft: isDraft)
    // Before the first release there is nothing on the front page to go back to.
    if isAnythingOut, title != nil {
      writer.open("home", [("href", root)])
      writer.close()
    }
    try body(&writer)
    try writer.contacts(programme)
    writer.close()
    return try templates.sitePage(
      stylesheet, source: writer.finish(), path: path, style: styleName)
  }

  /// Whether an edition came out.
  var isAnythingOut: Bool { calendar.editions.contains(where: \.state.isOut) }
}
