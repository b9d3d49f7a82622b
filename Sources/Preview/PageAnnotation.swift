import Diagnostics
import Releases

/// A page of the draft as the preview shows it: what was found stands at its top and beside the places
/// that it concerns.
///
/// The page itself is left alone but for what is put between its elements; nothing of it is written
/// anywhere.
struct PageAnnotation {
  private let snapshot: PreviewSnapshot
  private let address: String
  private let page: PreviewSnapshot.Page
  private let findings: [Finding]
  private let links: PreviewLinks

  init(
    _ snapshot: PreviewSnapshot, _ address: String, _ page: PreviewSnapshot.Page,
    _ links: PreviewLinks
  ) {
    self.snapshot = snapshot
    self.address = address
    self.page = page
    self.links = links
    findings = snapshot.findings(at: address)
  }

  /// The bytes that are served.
  var bytes: [UInt8] {
    let places = findings.map { ids(of: $0) }
    let offsets = findings.map { offset(of: $0) }
    let scan = PageScan(
      page.bytes, ids: Set(places.joined()), offsets: offsets.compactMap(\.self))
    var insertions: [(offset: Int, bytes: [UInt8])] = []
    var placed: Set<Int> = []
    for (index, finding) in findings.enumerated() {
      let spot =
        offsets[index].flatMap { scan.byteSpots[$0] }
        ?? places[index].lazy.compactMap { scan.spots[$0] }.first
      guard let spot else { continue }
      placed.insert(index)
      if let inline = spot.inline { insertions.append((inline, mark(finding, index + 1))) }
      insertions.append((spot.block, box(finding, index + 1)))
    }
    if let head = scan.headEnd { insertions.append((head, links.styleElement)) }
    if let body = scan.bodyStart { insertions.append((body, banner(placed: placed))) }
    return page.bytes.inserting(insertions)
  }

  // MARK: Places

  private func ids(of finding: Finding) -> [String] {
    guard let report = snapshot.reports.first(where: { snapshot.address(of: $0) == address }) else {
      return FindingAnchors.ids(ofBulletin: finding.place)
    }
    guard finding.place.file == report.file, let path = finding.place.path else { return [] }
    return FindingAnchors(measures: report.measures).ids(ofAnalysis: path)
  }

  /// The byte of this page that a finding about the page itself names.
  private func offset(of finding: Finding) -> Int? {
    let place = finding.place
    guard "\(snapshot.edition)/\(place.file)" == address, let line = place.line else { return nil }
    var start = page.bytes.startIndex
    for _ in 1..<max(line, 1) {
      guard let end = page.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = end + 1
    }
    var left = (place.column ?? 1) - 1
    var offset = start
    while offset < page.bytes.count, left > 0 {
      offset += 1
      if offset < page.bytes.count, page.bytes[offset] & 0xC0 != 0x80 { left -= 1 }
    }
    return offset < page.bytes.count ? offset : nil
  }

  // MARK: What is put in

  private func mark(_ finding: Finding, _ number: Int) -> [UInt8] {
    var fragment = Fragment()
    fragment.element(
      "a",
      [
        ("aria-label", "\(finding.severity.name) \(number)"),
        ("class", "nt-mark nt-\(finding.severity.rawValue)"), ("href", "#nt-finding-\(number)"),
      ], "\(number)")
    return fragment.finish()
  }

  private func box(_ finding: Finding, _ number: Int) -> [UInt8] {
    var fragment = Fragment()
    fragment.open(
      "div",
      [
        ("aria-label", "Preview: \(finding.severity.name.lowercased()) \(number)"),
        ("class", "nt-box nt-\(finding.severity.rawValue)"), ("id", "nt-finding-\(number)"),
        ("role", "note"),
      ])
    fragment.element("p", [("class", "nt-number")], "\(number)")
    fragment.paragraphs(of: finding)
    fragment.close()
    return fragment.finish()
  }

  private func banner(placed: Set<Int>) -> [UInt8] {
    var fragment = Fragment()
    fragment.open("div", [("aria-label", "Preview"), ("class", "nt-banner"), ("role", "status")])
    fragment.open("p")
    fragment.element("strong", "Preview of \(snapshot.edition)")
    fragment.text(". Not for publication. ")
    fragment.element("a", [("href", links.index)], "All pages and findings")
    fragment.element("span", [("id", "nt-news")], "")
    fragment.close()
    if case .trouble(let reason) = snapshot.standing {
      fragment.element(
        "p", [("class", "nt-stale")],
        "The workspace cannot be read, so this page is an old one: \(reason)")
    } else if page.isStale {
      let count = snapshot.findings.count { $0.finding.severity == .error }
      fragment.element(
        "p", [("class", "nt-stale")],
        "This page shows the last inputs that it could be made from. Now there "
          + "\(count == 1 ? "is" : "are") \(count.counted("error")).")
    }
    if !findings.isEmpty {
      fragment.open("ol")
      for (index, finding) in findings.enumerated() {
        fragment.open("li", [("class", "nt-\(finding.severity.rawValue)")])
        if placed.contains(index) {
          fragment.text("\(finding.severity.name): \(finding.found) (")
          fragment.element("a", [("href", "#nt-finding-\(index + 1)")], "go to the place")
          fragment.text(")")
        } else {
          fragment.paragraphs(of: finding)
        }
        fragment.close()
      }
      fragment.close()
    }
    let elsewhere = snapshot.findings.count - findings.count
    if elsewhere > 0 {
      fragment.element("p", "\(elsewhere.counted("finding")) elsewhere.")
    }
    fragment.close()
    return fragment.finish()
  }
}

extension [UInt8] {
  /// These bytes with others put in at offsets; several at one offset in the order of the list.
  func inserting(_ insertions: [(offset: Int, bytes: [UInt8])]) -> [UInt8] {
    let sorted = insertions.enumerated().sorted { a, b in
      (a.element.offset, a.offset) < (b.element.offset, b.offset)
    }
    var result: [UInt8] = []
    result.reserveCapacity(count + insertions.reduce(0) { $0 + $1.bytes.count })
    var copied = 0
    for (_, insertion) in sorted {
      result += self[copied..<insertion.offset]
      result += insertion.bytes
      copied = insertion.offset
    }
    return result + self[copied...]
  }
}
