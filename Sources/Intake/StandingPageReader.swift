package import Diagnostics
package import Editions
import Notation

/// Reads the pages that stand around the editions: `pages/NAME.md`, CommonMark without raw HTML.
package enum StandingPageReader {
  /// The pages that nothing is wrong with, in the order in which they stand, and all findings.
  ///
  /// `standard` are the names of pages that every site has.
  package static func read(
    _ files: [InputFile], standard: Set<String> = StandingPage.standardNames
  ) -> (pages: [StandingPage], findings: [Finding]) {
    var pages: [StandingPage] = []
    var findings: [Finding] = []
    let names = standard.union(files.compactMap { name(of: $0.path) })
    for file in files {
      let (page, found) = read(file, among: names)
      findings += found
      if let page, !found.hasErrors { pages.append(page) }
    }
    return (pages.sorted { StandingPage.precedes($0.name, $1.name) }, findings)
  }

  private static func read(
    _ file: InputFile, among names: Set<String>
  ) -> (StandingPage?, [Finding]) {
    let bytes: [UInt8]
    do {
      bytes = try file.bytes()
    } catch {
      return (nil, [EditionIntake.unreadable(file.path, error)])
    }
    guard let name = name(of: file.path) else { return (nil, [wrongName(file.path)]) }
    var conversion = CommonMarkConversion(.page, file: file.path)
    let content = conversion.read(bytes) { conversion, document in
      conversion.page(of: document)
    }
    var findings = conversion.findings
    guard let content = content ?? nil else { return (nil, findings) }
    let source = String(decoding: bytes, as: UTF8.self)
    let page = StandingPage(
      name: name, title: content.title, blocks: content.blocks, source: source)
    for link in page.blocks.flatMap(\.links) {
      guard let target = StandingPage.name(ofLink: link), !names.contains(target) else { continue }
      findings.append(
        Finding(
          "intake.page.link", at: Place(file.path, line: line(of: "](\(link)", in: source)),
          found: "a link to \(link.quoted), and there is no such page",
          rule: "a link to another page names a file of pages/, or a page that every site has",
          source: "docs/format.md section 8f",
          remedy: "link to one of " + names.sorted().map { "\($0).md" }.joined(separator: ", ")))
    }
    return (page, findings)
  }

  /// The name of the page that a file of a workspace is; nil where it can be none.
  private static func name(of path: String) -> String? {
    guard path.hasPrefix("\(StandingPage.folder)/"), path.hasSuffix(".md") else { return nil }
    let name = String(path.dropFirst(StandingPage.folder.utf8.count + 1).dropLast(3))
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    let isSlug = parts.allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
    return isSlug && name.utf8.count <= StandingPage.nameLimit ? name : nil
  }

  private static func wrongName(_ path: String) -> Finding {
    Finding(
      "intake.page.name", at: Place(path), found: "the file's name cannot be that of a page",
      rule: "the name of a page is its address: a-z, 0-9 and single hyphens, at most "
        + "\(StandingPage.nameLimit) of them, and .md",
      source: "docs/format.md section 8f", remedy: "rename the file, for example to methodology.md")
  }

  /// The line in which a text first stands.
  private static func line(of text: String, in source: String) -> Int? {
    let bytes = Array(source.utf8)
    guard let place = bytes.firstRange(of: Array(text.utf8)) else { return nil }
    return bytes[..<place.lowerBound].count { $0 == 0x0A } + 1
  }
}

extension Block {
  /// Where the links of the block lead.
  fileprivate var links: [String] {
    switch self {
    case .heading(_, let inlines), .paragraph(let inlines): inlines.flatMap(\.links)
    case .list(_, let items): items.joined().flatMap(\.links)
    case .quotation(let blocks): blocks.flatMap(\.links)
    case .preformatted, .rule: []
    }
  }
}

extension Inline {
  fileprivate var links: [String] {
    switch self {
    case .text, .code, .lineBreak: []
    case .emphasis(let content), .strong(let content): content.flatMap(\.links)
    case .link(let destination, let content): [destination] + content.flatMap(\.links)
    }
  }
}
