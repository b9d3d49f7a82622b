package import Editions

extension SourceWriter {
  /// The statisticians' commentary, or a page that they wrote.
  package mutating func blocks(_ blocks: [Block]) {
    for block in blocks { write(block) }
  }

  private mutating func write(_ block: Block) {
    switch block {
    case .heading(let level, let inlines):
      open("heading", [("level", String(level))])
      self.inlines(inlines)
      close()
    case .paragraph(let inlines):
      open("paragraph")
      self.inlines(inlines)
      close()
    case .list(let isNumbered, let items):
      open("list", [("kind", isNumbered ? "number" : "bullet")])
      for item in items {
        open("item")
        blocks(item)
        close()
      }
      close()
    case .quotation(let content):
      open("quotation")
      blocks(content)
      close()
    case .preformatted(let text): element("preformatted", text)
    case .rule:
      open("rule")
      close()
    }
  }

  private mutating func inlines(_ inlines: [Inline]) {
    for inline in inlines { write(inline) }
  }

  private mutating func write(_ inline: Inline) {
    switch inline {
    case .text(let text): self.text(text)
    case .emphasis(let content): wrap("emphasis", [], content)
    case .strong(let content): wrap("strong", [], content)
    case .code(let text): element("code", text)
    case .link(let destination, let content): wrap("link", [("href", destination)], content)
    case .lineBreak:
      open("break")
      close()
    }
  }

  private mutating func wrap(
    _ name: String, _ attributes: [(String, String)], _ content: [Inline]
  ) {
    open(name, attributes)
    inlines(content)
    close()
  }
}
