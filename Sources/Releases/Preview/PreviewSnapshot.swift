package import Diagnostics
import Editions
package import Schedule
import Site
import Storage

/// A draft as a preview shows it at one moment.
package struct PreviewSnapshot: Sendable {
  /// A page of the draft or a file beside it.
  package struct Page: Sendable {
    package let bytes: [UInt8]
    /// Whether it shows the last inputs that it could be made from, and those have changed since.
    package var isStale: Bool
  }

  /// What a preview can show.
  package enum Standing: Sendable, Hashable {
    case draft
    /// The edition was sealed: there is no draft of it any more.
    case sealed
    /// The workspace could not be read, and why; what was there before is still shown.
    case trouble(String)
  }

  package let edition: Month
  package internal(set) var standing = Standing.draft
  /// How often the draft was made; a reader who remembers it knows whether there is news.
  package internal(set) var count = 0
  /// Each page by its address in the site: `index.html` is the front page, `2013-11/index.html` the
  /// bulletin.
  package internal(set) var pages: [String: Page] = [:]
  /// The reports by the order of their files.
  package internal(set) var reports: [DraftedReport] = []
  /// What was found, sorted, each with the address of the page that it concerns; nil for what
  /// concerns all or none.
  package internal(set) var findings: [(finding: Finding, address: String?)] = []
  /// The inputs and templates that changed since the time before.
  package internal(set) var changedInputs: [String] = []
  /// The addresses of pages that say something else than the time before, or are new.
  package internal(set) var changedPages: [String] = []
  /// How long reading, checking and rendering took the last time.
  package internal(set) var duration = Duration.zero

  init(_ edition: Month) { self.edition = edition }

  /// Keeps what was new the time before where nothing is now: one save can be news several times.
  mutating func keepNews(of before: PreviewSnapshot) {
    guard before.count > 0, changedInputs.isEmpty, changedPages.isEmpty else { return }
    (changedInputs, changedPages) = (before.changedInputs, before.changedPages)
    duration = before.duration
  }

  /// The address of a report's page.
  package func address(of report: DraftedReport) -> String {
    "\(edition)/reports/\(report.slug)/index.html"
  }

  /// The standing pages of the site, in the order in which they are listed.
  package var standingPages: [(name: String, address: String)] {
    let found = pages.keys.filter(Site.isStanding).map { address in
      (name: address.parentPath.lastPathPart, address: address)
    }
    return found.sorted { StandingPage.precedes($0.name, $1.name) }
  }

  /// The address of the bulletin.
  package var bulletin: String { "\(edition)/index.html" }

  /// What was found that concerns a page.
  package func findings(at address: String) -> [Finding] {
    findings.filter { $0.address == address }.map(\.finding)
  }
}
