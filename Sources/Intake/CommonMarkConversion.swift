import CCommonMark
import Diagnostics
import Editions
import Schedule

/// What kind of text in CommonMark is read: both are safe to print, and each stands elsewhere.
enum CommonMarkKind: String {
  /// A section of the bulletin.
  case commentary
  /// A page of its own.
  case page

  /// What the text is called, and where its rules stand.
  var noun: String { "the \(rawValue)" }
  var source: String {
    switch self {
    case .commentary: "docs/format.md section 3"
    case .page: "docs/format.md section 8f"
    }
  }
}

/// Turns cmark's tree into our own values in one pass; nothing of it outlives the pass.
struct CommonMarkConversion {
  private let kind: CommonMarkKind
  private let file: String
  private let language: Language
  private(set) var findings: [Finding] = []
  /// The level of the heading before, in a page.
  private var lastLevel = 1

  init(_ kind: CommonMarkKind, file: String, language: Language = .english) {
    self.kind = kind
    self.file = file
    self.language = language
  }

  /// What `body` makes of the text's tree; nil, with a finding, where the file is no text.
  mutating func read<Value>(
    _ bytes: [UInt8], _ body: (inout Self, OpaquePointer) -> Value
  ) -> Value? {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      findings.append(
        Finding(
          "intake.\(kind.rawValue).encoding", at: Place(file), found: "the file is not UTF-8",
          rule: "text is UTF-8", source: "docs/format.md", remedy: "save the file as UTF-8"))
      return nil
    }
    findings += CommentaryCheck.findings(text, file: file, in: language)
    let document = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let document else { return nil }
    defer { cmark_node_free(document) }
    return body(&self, document)
  }

  private mutating func refuse(
    _ id: String, _ node: OpaquePointer, found: String, rule: String, remedy: String
  ) {
    findings.append(
      Finding(
        "intake.\(kind.rawValue).\(id)", at: Place(file, line: line(of: node)), found: found,
        rule: rule, source: kind.source, remedy: remedy))
  }

  /// The line of a node; cmark gives inline nodes none of their own in every case.
  private func line(of node: OpaquePointer) -> Int? {
    var here: OpaquePointer? = node
    while let node = here {
      let line = Int(cmark_node_get_start_line(node))
      if line > 0 { return line }
      here = cmark_node_parent(node)
    }
    return nil
  }

  private func children(of node: OpaquePointer) -> [OpaquePointer] {
    var children: [OpaquePointer] = []
    var child = cmark_node_first_child(node)
    while let here = child {
      children.append(here)
      child = cmark_node_next(here)
    }
    return children
  }

  private func literal(_ node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  // MARK: Blocks

  /// The title of a page, its one heading of level 1, and what stands below it; nil where it has none.
  mutating func page(of document: OpaquePointer) -> (title: String, blocks: [Block])? {
    var nodes = children(of: document)
    guard let first = nodes.first, cmark_node_get_type(first) == CMARK_NODE_HEADING,
      cmark_node_get_heading_level(first) == 1
    else {
      refuse(
        "title", nodes.first ?? document, found: "the page does not begin with its title",
        rule: Self.titleRule, remedy: "begin the file with a line such as # Methodology")
      _ = nodes.compactMap { block($0) }
      return nil
    }
    nodes.removeFirst()
    let inlines = inlines(of: first)
    let title = inlines.plainText
    if title.allSatisfy(\.isWhitespace) || inlines.contains(where: { !$0.isText }) {
      refuse(
        "title", first,
        found: title.allSatisfy(\.isWhitespace) ? "the title is empty" : "the title has marks",
        rule: Self.titleRule, remedy: "write the title in plain words")
    }
    let blocks = nodes.compactMap { block($0) }
    return (title, blocks)
  }

  private static let titleRule =
    "a page begins with its title, the one heading of level 1, in plain words"

  mutating func blocks(of node: OpaquePointer) -> [Block] {
    children(of: node).compactMap { block($0) }
  }

  private mutating func block(_ node: OpaquePointer) -> Block? {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_PARAGRAPH: return .paragraph(inlines(of: node))
    case CMARK_NODE_HEADING: return heading(node)
    case CMARK_NODE_BLOCK_QUOTE: return .quotation(blocks(of: node))
    case CMARK_NODE_THEMATIC_BREAK: return .rule
    case CMARK_NODE_CODE_BLOCK: return .preformatted(literal(node))
    case CMARK_NODE_LIST:
      var items: [[Block]] = []
      for item in children(of: node) { items.append(blocks(of: item)) }
      return .list(isNumbered: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST, items: items)
    default:
      refuseHTML(node)
      return nil
    }
  }

  private mutating func heading(_ node: OpaquePointer) -> Block {
    let level = Int(cmark_node_get_heading_level(node))
    let inlines = inlines(of: node)
    switch kind {
    case .commentary:
      if !(2...3).contains(level) {
        refuse(
          "heading", node, found: "a heading of level \(level)",
          rule: "headings of the commentary have level 2 or 3: it stands inside a page",
          remedy: "begin the line with ## or ###")
      }
    case .page: checkOrder(of: node, level: level, isEmpty: inlines.plainText.isBlank)
    }
    return .heading(level: level, inlines)
  }

  /// Headings lead a screen reader through a page: in order, none of them empty (WCAG 2.2, 1.3.1).
  private mutating func checkOrder(of node: OpaquePointer, level: Int, isEmpty: Bool) {
    if level == 1 {
      return refuse(
        "title", node, found: "a second heading of level 1", rule: Self.titleRule,
        remedy: "begin the line with ##, or make two pages")
    }
    let isInside = cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT
    let found =
      isEmpty
      ? "an empty heading"
      : isInside
        ? "a heading inside a list or a quotation"
        : level > 3
          ? "a heading of level \(level)"
          : level == 3 && lastLevel == 1
            ? "a heading of level 3 before any of level 2" : nil
    lastLevel = level
    guard let found else { return }
    refuse(
      "heading", node, found: found,
      rule:
        "below the title, headings have level 2, and level 3 below one of level 2; each has words",
      remedy: "begin the line with ## or ###, at the left margin")
  }

  private mutating func refuseHTML(_ node: OpaquePointer) {
    refuse(
      "html", node, found: "raw HTML: \(literal(node).quoted)",
      rule: "\(kind.noun) has no raw HTML",
      remedy: "write it in CommonMark, or put it between ` to show it as it stands")
  }

  // MARK: Inlines

  private mutating func inlines(of node: OpaquePointer) -> [Inline] {
    children(of: node).compactMap { inline($0) }
  }

  private mutating func inline(_ node: OpaquePointer) -> Inline? {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: return .text(literal(node))
    case CMARK_NODE_SOFTBREAK: return .text(" ")
    case CMARK_NODE_LINEBREAK: return .lineBreak
    case CMARK_NODE_CODE: return .code(literal(node))
    case CMARK_NODE_EMPH: return .emphasis(inlines(of: node))
    case CMARK_NODE_STRONG: return .strong(inlines(of: node))
    case CMARK_NODE_LINK: return link(node)
    case CMARK_NODE_IMAGE:
      refuse(
        "image", node, found: "an image", rule: "\(kind.noun) has no images",
        remedy: "remove it; charts are made from the figures")
      return nil
    default:
      refuseHTML(node)
      return nil
    }
  }

  private mutating func link(_ node: OpaquePointer) -> Inline {
    let destination = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
    let content = inlines(of: node)
    switch kind {
    case .commentary:
      if !destination.isForCommentary {
        refuse(
          "link", node, found: "a link to \(destination.quoted)",
          rule: "links go to https:, http:, mailto: or a #section of the same page: the bulletin "
            + "stands at several addresses, from which a way to another page is not the same",
          remedy:
            "write the whole address, beginning with https://, or #section, or remove the link")
      }
    case .page:
      if !destination.isForPage || content.plainText.isBlank {
        refuse(
          "link", node,
          found: destination.isForPage
            ? "a link to \(destination.quoted) without words" : "a link to \(destination.quoted)",
          rule: "links have words and go to https:, http:, mailto:, another file of pages/ or a "
            + "place that every site has",
          remedy: "write glossary.md for another page, or one of "
            + StandingPage.places.sorted().joined(separator: ", "))
      }
    }
    return .link(destination: destination, content)
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

  /// What stands before the first colon; nil where a path begins before one.
  private var scheme: Substring? {
    let scheme = prefix { $0 != ":" && $0 != "/" && $0 != "#" && $0 != "?" }
    return dropFirst(scheme.count).first == ":" ? scheme : nil
  }

  fileprivate var isForCommentary: Bool {
    guard let scheme else { return hasPrefix("#") && count > 1 }
    return ["https", "http", "mailto"].contains(scheme.lowercased())
  }

  /// Whether a page may link there; which other pages there are, their reader knows.
  fileprivate var isForPage: Bool {
    if let scheme {
      let rest = dropFirst(scheme.count + 1)
      switch scheme.lowercased() {
      case "https", "http": return rest.hasPrefix("//") && rest.count > 2
      case "mailto": return !rest.isEmpty
      default: return false
      }
    }
    return StandingPage.places.contains(self) || StandingPage.name(ofLink: self) != nil
  }
}

extension Inline {
  fileprivate var isText: Bool { if case .text = self { true } else { false } }
}
