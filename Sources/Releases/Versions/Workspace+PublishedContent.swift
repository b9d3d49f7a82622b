import Archive
import Markup
import Publications
import Schedule
import Site
import Storage
import Synchronization

/// What is out, file by file and report by report, from the archive.
extension Workspace {
  /// Every edition that is out, with what its versions brought, and with it a version that is about
  /// to come out.
  ///
  /// Where the archive cannot say all of it, it says nothing: what stands on the site then stays as
  /// it is. Throws a ``StorageError`` where the disk does not answer, unless a version is about to
  /// come out: the next run makes up for it.
  ///
  /// Of a site that is only looked at, the newest version with a report says as much as all: `sample`.
  func publishedContent(
    _ history: History, and coming: ComingVersion? = nil, sample: Bool = false
  ) throws -> PublishedContent {
    let editions = try publishedEditions(history, and: coming?.seal)
    if let coming, coming.content == nil {
      return PublishedContent(editions: editions, versions: nil)
    }
    do {
      var versions = try sample ? newestWithReports(history) : history.releases.map(content)
      if let content = coming?.content { versions.append(content) }
      return PublishedContent(editions: editions, versions: versions)
    } catch let error as StorageError where coming == nil && error.code == .io {
      throw error
    } catch {
      return PublishedContent(editions: editions, versions: nil)
    }
  }

  /// The newest version that has a report; none where there is no such.
  private func newestWithReports(_ history: History) throws -> [VersionContent] {
    for release in history.releases.reversed() {
      let version = try content(of: release)
      if !version.reports.isEmpty { return [version] }
    }
    return []
  }

  /// What a publication brought.
  ///
  /// Throws a ``ReleaseError`` or an ``ArchiveError`` where the archive does not have the version as
  /// the log has it.
  private func content(of release: History.Release) throws -> VersionContent {
    let reader = try OCFLVersionReader(
      release.edition.description, version: "v\(release.version)", in: OCFLStore(archive))
    let open = try OpenSeal(try reader.read(EditionSeal.file) ?? [])
    guard open.isOf(release) else {
      throw ReleaseError(
        .altered,
        "version \(release.version) of \(release.edition) in the archive is not the one that the "
          + "log says came out; `ninethirty verify` says more")
    }
    let files = try PublicLayout(open.seal).lastingAddresses(in: open).map { address, file in
      guard let byteCount = try reader.byteCount(of: file) else {
        throw ReleaseError(.altered, "the archive has lost \(file) of \(release.edition)")
      }
      return PublishedFile(path: address, byteCount: byteCount, digest: open.files[file] ?? "")
    }
    return VersionContent(
      edition: release.edition, number: release.version,
      files: files.sorted { $0.path < $1.path }, reports: try reports(in: reader))
  }

  /// What the reports of an archived version say of themselves, by the names of their pages.
  func reports(in reader: OCFLVersionReader) throws -> [ReportFacts] {
    let sources = reader.state.keys.sorted().compactMap { path in
      ReportFacts.slug(ofSource: path).map { (path: path, slug: $0) }
    }
    let found = Mutex([ReportFacts?](repeating: nil, count: sources.count))
    try inParallel(sources.count) { index in
      let (path, slug) = sources[index]
      let facts = try ReportFacts.known(slug, reader.state[path] ?? "") {
        try reader.read(path) ?? []
      }
      found.withLock { $0[index] = facts }
    }
    return found.withLock { $0.compactMap(\.self) }
  }
}

extension ReportFacts {
  /// The slug of the report that a file of an edition is the source document of; nil for another.
  static func slug(ofSource path: String) -> String? {
    let folder = "sources/reports/"
    guard path.hasPrefix(folder), path.hasSuffix(".xml") else { return nil }
    return String(path.dropFirst(folder.utf8.count).dropLast(4))
  }

  /// What this process has learned from source documents, by slug and by the SHA-512 that the archive
  /// held them against: a release makes the pages of the site twice.
  private static let learned = Mutex<[String: ReportFacts]>([:])
  private static let learnedLimit = 20_000

  /// What the source document with this digest says; it is read each time, and parsed the first time.
  fileprivate static func known(
    _ slug: String, _ digest: String, reading: () throws -> [UInt8]
  ) throws -> ReportFacts {
    let bytes = try reading()
    let key = "\(slug) \(digest)"
    if let known = learned.withLock({ $0[key] }) { return known }
    let facts = try ReportFacts(slug: slug, source: bytes)
    learned.withLock { if $0.count < learnedLimit { $0[key] = facts } }
    return facts
  }

  /// What the source document of a report says of it.
  ///
  /// Throws a ``MarkupError`` for bytes that are no XML, a ``ReleaseError`` for another document.
  init(slug: String, source: [UInt8]) throws {
    let root = try Markup.parse(
      source, named: "\(slug).xml", keeping: ["organisation", "say", "service"])
    guard let organisation = root.first("organisation"), let id = organisation.attribute("id"),
      let service = root.first("service")?.first("name")
    else {
      throw ReleaseError(
        .altered, "the source document of the report \(slug) names no organisation")
    }
    // Documents of the first versions of ninethirty say it in other places.
    let sentences = root.first("say")?.first("can")?.elements(named: "paragraph") ?? []
    self.init(
      slug: slug, analysis: root.attribute("analysis"), organisation: id,
      organisationName: organisation.text, service: service.text, outcome: sentences.map(\.text))
  }
}
