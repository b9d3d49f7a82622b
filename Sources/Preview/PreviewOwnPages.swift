import Diagnostics
import Markup
import Releases

/// The pages of the preview itself: the list of all pages and findings, and what stands where there is
/// no page.
struct PreviewOwnPages {
  private let snapshot: PreviewSnapshot
  private let links: PreviewLinks
  private let findings: [String: [Finding]]

  init(_ snapshot: PreviewSnapshot, _ links: PreviewLinks) {
    self.snapshot = snapshot
    self.links = links
    findings = Dictionary(grouping: snapshot.findings.filter { $0.address != nil }) { $0.address! }
      .mapValues { $0.map(\.finding) }
  }

  /// All pages with what was found in them, what changed, and how long it took.
  var index: [UInt8] {
    page("Preview of \(snapshot.edition)") { fragment in
      fragment.element("p", "Not for publication. Whoever has this address can read the draft.")
      lastRun(&fragment)
      pages(&fragment)
      let general = snapshot.findings.filter { $0.address == nil }.map(\.finding)
      list("Findings of no single page", general, &fragment)
      for address in findings.keys.sorted() where snapshot.pages[address] == nil {
        list("Findings of \(address), which is not there", findings[address]!, &fragment)
      }
    }
  }

  /// What stands where a page cannot be made yet.
  func missing(_ address: String) -> [UInt8] {
    page("This page cannot be made yet") { fragment in
      fragment.open("p")
      fragment.text("Something is in error. ")
      fragment.element("a", [("href", links.index)], "All pages and findings")
      fragment.close()
      list("Findings", snapshot.findings.map(\.finding), &fragment)
    }
  }

  /// What stands everywhere once the edition is sealed.
  var sealed: [UInt8] {
    page("\(snapshot.edition) is sealed") { fragment in
      fragment.element(
        "p",
        "What is sealed is no draft, and nothing more is shown of it here. The preview goes on if the "
          + "seal is taken away with ninethirty unseal \(snapshot.edition).")
    }
  }

  /// What stands where there is nothing.
  var nothing: [UInt8] {
    page("There is no such page") { fragment in
      fragment.open("p")
      fragment.element("a", [("href", links.index)], "All pages and findings")
      fragment.close()
    }
  }

  // MARK: Parts

  private func page(_ title: String, _ content: (inout Fragment) -> Void) -> [UInt8] {
    var fragment = Fragment()
    fragment.open("html", [("lang", "en"), ("xmlns", "http://www.w3.org/1999/xhtml")])
    fragment.open("head")
    fragment.element("meta", [("charset", "utf-8")], "")
    fragment.element(
      "meta", [("content", "width=device-width, initial-scale=1"), ("name", "viewport")], "")
    fragment.element("title", title)
    fragment.element("link", [("href", links.styleSheet), ("rel", "stylesheet")], "")
    fragment.close()
    fragment.open("body", [("class", "nt-own")])
    fragment.open("main")
    fragment.element("h1", title)
    fragment.element("p", [("id", "nt-news"), ("role", "status")], "")
    if case .trouble(let reason) = snapshot.standing {
      fragment.element("p", [("class", "nt-stale")], "The workspace cannot be read: \(reason)")
    }
    content(&fragment)
    fragment.close()
    fragment.close()
    fragment.close()
    return HTML.serialise(canonical: fragment.finish())
  }

  private func lastRun(_ fragment: inout Fragment) {
    let all = snapshot.findings.map(\.finding)
    let errors = all.count(of: .error).counted("error")
    fragment.element(
      "p",
      "\(errors), \(all.count(of: .warning).counted("warning")). The draft was last made in "
        + "\(snapshot.duration.milliseconds) ms.")
    guard !snapshot.changedInputs.isEmpty else { return }
    fragment.element("h2", "What changed last")
    fragment.open("ul")
    for path in snapshot.changedInputs.prefix(Self.longest) { fragment.element("li", path) }
    rest(of: snapshot.changedInputs.count, "li", &fragment)
    fragment.close()
    fragment.element(
      "p", "New or different since: \(snapshot.changedPages.count.counted("file")) of the site.")
  }

  /// So many lines of a list are shown of what a change of a template makes long.
  private static let longest = 20

  private func rest(of count: Int, _ name: String, _ fragment: inout Fragment) {
    if count > Self.longest { fragment.element(name, "and \(count - Self.longest) more") }
  }

  private func pages(_ fragment: inout Fragment) {
    let changed = Set(snapshot.changedPages)
    fragment.open("table")
    fragment.element("caption", "Pages")
    fragment.open("thead")
    fragment.open("tr")
    for title in ["Page", "Errors", "Warnings", "State"] {
      fragment.element("th", [("scope", "col")], title)
    }
    fragment.close()
    fragment.close()
    fragment.open("tbody")
    row("Front page", "index.html", changed, &fragment)
    row("Bulletin", snapshot.bulletin, changed, &fragment)
    for report in snapshot.reports {
      let address = snapshot.address(of: report)
      row("\(report.organisation) (\(report.file))", address, changed, &fragment)
    }
    for page in snapshot.standingPages {
      row("Standing page “\(page.name)”", page.address, changed, &fragment)
    }
    fragment.close()
    fragment.close()
  }

  private func row(
    _ title: String, _ address: String, _ changed: Set<String>, _ fragment: inout Fragment
  ) {
    let findings = findings[address] ?? []
    let page = snapshot.pages[address]
    fragment.open("tr")
    fragment.open("th", [("scope", "row")])
    fragment.element("a", [("href", links.page(address))], title)
    fragment.close()
    fragment.element("td", String(findings.count(of: .error)))
    fragment.element("td", String(findings.count(of: .warning)))
    let state =
      page == nil
      ? "not made yet"
      : page!.isStale ? "of earlier inputs" : changed.contains(address) ? "new" : "as before"
    fragment.element("td", state)
    fragment.close()
  }

  private func list(_ title: String, _ findings: [Finding], _ fragment: inout Fragment) {
    guard !findings.isEmpty else { return }
    fragment.element("h2", title)
    fragment.open("ul", [("class", "nt-list")])
    for finding in findings {
      fragment.open("li", [("class", "nt-\(finding.severity.rawValue)")])
      fragment.paragraphs(of: finding)
      fragment.close()
    }
    fragment.close()
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  package var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
