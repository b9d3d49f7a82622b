import CCommonMark
package import Diagnostics
package import Editions

/// Reads the statisticians' commentary: CommonMark without raw HTML.
package enum CommentaryReader {
  /// The blocks of the commentary and all findings.
  package static func read(
    _ bytes: [UInt8], file: String
  ) -> (blocks: [Block], findings: [Finding]) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return (
        [],
        [
          Finding(
            "intake.commentary.encoding", at: Place(file), found: "the file is not UTF-8",
            rule: "text is UTF-8", source: "docs/format.md", remedy: "save the file as UTF-8")
        ]
      )
    }
    var conversion = Conversion(file: file)
    conversion.checkCharacters(text)
    let document = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let document else { return ([], conversion.findings) }
    defer { cmark_node_free(document) }
    let blocks = conversion.blocks(of: document)
    return (blocks, conversion.findings)
  }
}

/// Turns cmark's tree into our own values in one pass; nothing of it outlives the pass.
private struct Conversion {
  let file: String
  var findings: [Finding] = []

  mutating func checkCharacters(_ text: String) {
    findings += CommentaryCheck.findings(text, file: file)
  }

  private mutating func refuse(
    _ id: String, _ node: OpaquePointer, found: String, rule: String, remedy: String
  ) {
    findings.append(
      Finding(
        "intake.commentary.\(id)",
        at: Place(file, line: line(of: node)), found: found, rule: rule,
        source: "docs/format.md section 3", remedy: remedy))
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
    if !(2...3).contains(level) {
      refuse(
        "heading", node, found: "a heading of level \(level)",
        rule: "headings of the commentary have level 2 or 3: it stands inside a page",
        remedy: "begin the line with ## or ###")
    }
    return .heading(level: level, inlines(of: node))
  }

  private mutating func refuseHTML(_ node: OpaquePointer) {
    refuse(
      "html", node, found: "raw HTML: \(literal(node).quoted)",
      rule: "the commentary has no raw HTML",
      remedy: "write it in CommonMark, or put it between ` to show it as it stands")
  }

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
        "image", node, found: "an image", rule: "the commentary has no images",
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
    let scheme = destination.prefix { $0 != ":" && $0 != "/" && $0 != "#" && $0 != "?" }
    let hasScheme = destination.dropFirst(scheme.count).first == ":"
    let allowed = ["https", "http", "mailto"]
    if hasScheme && !allowed.contains(scheme.lowercased()) || destination.hasPrefix("//")
      || destination.isEmpty
    {
      refuse(
        "link", node, found: "a link to \(destination.quoted)",
        rule: "links go to https:, http:, mailto: or a page of the release",
        remedy: "correct or remove the link")
    }
    return .link(destination: destination, content)
  }
}
