import Site

/// A version that is about to come out: its seal, and what it brings.
struct ComingVersion {
  let seal: EditionSeal
  /// Nil where its reports do not say what they are about.
  let content: VersionContent?
  /// Whether it brings a front page, as what earlier versions of ninethirty sealed does.
  let bringsFrontPage: Bool
}

/// What a version brings, gathered while its files pass by.
struct ContentCollector {
  private var byteCounts: [String: Int] = [:]
  private var reports: [ReportFacts] = []
  private var isComplete = true

  /// Takes note of a file of the sealed edition.
  mutating func take(_ path: String, _ bytes: [UInt8]) {
    if path.hasPrefix("renditions/") { byteCounts[path] = bytes.count }
    guard let slug = ReportFacts.slug(ofSource: path) else { return }
    // What is out of form is made up for when the version is archived; no release waits for it.
    if let facts = try? ReportFacts(slug: slug, source: bytes) {
      reports.append(facts)
    } else {
      isComplete = false
    }
  }

  /// The version, once all its files have passed.
  func version(_ open: OpenSeal) -> ComingVersion {
    let layout = PublicLayout(open.seal)
    let files = layout.lastingAddresses(in: open).map { address, file in
      PublishedFile(
        path: address, byteCount: byteCounts[file] ?? 0, digest: open.files[file] ?? "")
    }
    let content = VersionContent(
      edition: open.seal.edition, number: open.seal.version,
      files: files.sorted { $0.path < $1.path },
      reports: reports.sorted { $0.slug < $1.slug })
    return ComingVersion(
      seal: open.seal, content: isComplete ? content : nil,
      bringsFrontPage: PublicLayout.bringsFrontPage(open.files))
  }
}
