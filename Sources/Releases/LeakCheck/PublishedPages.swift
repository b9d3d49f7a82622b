import Archive
import Publications
import Schedule
import Site
import Storage
import Synchronization

/// The pages of editions that are out, for a search: what stands in one of them is no leak.
///
/// They are read from the archive. A page that this does not give back is taken from the public tree,
/// where that has the same bytes; where neither has them, the page makes nothing public, and the
/// search goes on: damage of one edition hides no leak of another, and holds none up.
struct PublishedPages: Sendable {
  /// One version of an edition, as it came out.
  struct Version: Sendable {
    let edition: Month
    let number: Int
    /// The paths of its pages, as they were sealed, with their SHA-512.
    let pages: [String: String]
    /// What reads them from the archive; nil before the version is archived.
    let archived: OCFLVersionReader?
  }

  private var versions: [Version] = []
  /// The present public tree; nil where there is none that can be used.
  let tree: String?
  /// What could not be read, a sentence each.
  private(set) var unread: [String] = []

  init(tree: String?) { self.tree = tree }

  mutating func add(
    _ month: Month, _ number: Int, _ files: [String: String], from archived: OCFLVersionReader?
  ) {
    versions.append(
      Version(
        edition: month, number: number,
        pages: files.filter { $0.key.hasPrefix("renditions/") }, archived: archived))
  }

  /// Notes that nothing is known of what an edition made public.
  mutating func note(unread what: String, _ error: any Error) {
    note(unread: "\(what): \("\(error)".split(separator: "\n").first ?? "")")
  }

  mutating func note(unread what: String) {
    if !unread.contains(what) { unread.append(what) }
  }

  /// SHA-512 of every file of every version, as it was published.
  var digests: Set<String> { Set(versions.flatMap(\.pages.values)) }

  /// Whether a version has a page that stands at this address of the public tree, or stood.
  func stand(at address: String) -> Bool {
    let rest = address.split(separator: "/", maxSplits: 1).last ?? ""
    let folder = address.prefix { $0 != "/" }
    let month = Month(String(folder))
    return versions.contains { version in
      if version.pages["renditions/\(EditionFile.seriesFolder)\(address)"] != nil { return true }
      guard month == version.edition || folder == "latest" else { return false }
      let numbered = "v\(version.number)/"
      return version.pages["renditions/\(rest)"] != nil
        || rest.hasPrefix(numbered)
          && version.pages["renditions/\(rest.dropFirst(numbered.utf8.count))"] != nil
    }
  }

  /// Which of these stand in published pages too: they are no leaks.
  ///
  /// Most are names, or sentences of an organisation that has a report already. The newest bulletin lists
  /// all names, and is looked through first; then come the pages of reports as text, what else there is as
  /// text, and all of it with packed files and base64, each only for what none before had.
  mutating func subjects(
    _ subjects: Set<LeakSearch.Hit.Subject>, in material: EmbargoedMaterial
  ) throws -> Set<LeakSearch.Hit.Subject> {
    let isOfReport = { (path: String) in path.contains("/reports/") }
    let isPage = { (path: String) in path.hasSuffix(".html") }
    let (newestFirst, asText) = (Array(versions.reversed()), LeakSearch.depth)
    let search = LeakSearch(material: material)
    var known: Set<LeakSearch.Hit.Subject> = []
    for (versions, depth, isMeant) in [
      (Array(newestFirst.prefix(1)), asText, { isPage($0) && !isOfReport($0) }),
      (newestFirst, asText, { isPage($0) && isOfReport($0) }),
      (newestFirst, asText, { !isOfReport($0) }), (newestFirst, 0, { _ in true }),
    ] as [([Version], Int, (String) -> Bool)] where !subjects.isSubset(of: known) {
      try look(for: subjects, in: versions, depth: depth, isMeant, by: search, &known)
    }
    return known
  }

  /// Adds what of these stands in the pages that are meant, until nothing is left to be found.
  private mutating func look(
    for subjects: Set<LeakSearch.Hit.Subject>, in versions: [Version], depth: Int,
    _ isMeant: (String) -> Bool, by search: LeakSearch, _ known: inout Set<LeakSearch.Hit.Subject>
  ) throws {
    let found = Mutex(known)
    var done: Set<String> = []
    for version in versions where found.withLock({ $0.count < subjects.count }) {
      let pages = version.pages.filter { isMeant($0.key) }.sorted { $0.key < $1.key }
        .filter { done.insert($0.value).inserted }
      let failures = Mutex<[String: any Error]>([:])
      let this = self
      try inParallel(pages.count) { index in
        guard found.withLock({ $0.count < subjects.count }) else { return }
        let (path, digest) = pages[index]
        var hits = search.hits(in: Array(path.utf8), named: path, notRead: { _ in })
        let (bytes, failure) = this.bytes(of: path, digest, of: version)
        hits += search.hits(in: bytes ?? [], named: path, depth: depth, notRead: { _ in })
        if let failure { failures.withLock { $0[path] = failure } }
        let here = hits.map(\.subject).filter(subjects.contains)
        found.withLock { $0.formUnion(here) }
      }
      for (path, error) in failures.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
        note(unread: "\(path) of version \(version.number) of \(version.edition)", error)
      }
    }
    known = found.withLock { $0 }
  }

  /// The bytes of a page: those of the archive, or the same from the public tree; and what the archive
  /// says where it has not got them.
  private func bytes(
    of path: String, _ digest: String, of version: Version
  ) -> (bytes: [UInt8]?, failure: (any Error)?) {
    var failure: (any Error)?
    do {
      if let bytes = try version.archived?.read(path) { return (bytes, nil) }
    } catch {
      failure = error
    }
    let bytes = standing(path, digest, of: version)
    if bytes == nil, failure == nil {
      failure = ReleaseError(.altered, "the public tree does not have it as it came out")
    }
    return (bytes, failure)
  }

  private func standing(_ path: String, _ digest: String, of version: Version) -> [UInt8]? {
    guard let tree else { return nil }
    let inner = path.dropFirst("renditions/".utf8.count)
    let addresses =
      EditionFile.isOfSeries(inner)
      ? ["\(inner.dropFirst(EditionFile.seriesFolder.utf8.count))"]
      : ["\(version.edition)/v\(version.number)/\(inner)", "\(version.edition)/\(inner)"]
    for address in addresses {
      // What cannot be read there is no copy of it.
      guard let bytes = try? Files.read("\(tree)/\(address)", limit: 1 << 30),
        SHA512Sum(of: bytes).hex == digest
      else { continue }
      return bytes
    }
    return nil
  }
}

extension Workspace {
  /// The pages of all versions of these editions.
  ///
  /// What each version has is said by its inventory; where that cannot be read by the seal in the
  /// archive, and of one that is not archived yet by its sealed file.
  func publishedPages(_ editions: [Month], _ history: History) -> PublishedPages {
    // A public tree that cannot be used gives nothing back.
    var result = PublishedPages(tree: (try? trees.current())?.path)
    let store = OCFLStore(archive)
    let readers = Mutex(
      [Result<[OCFLVersionReader], any Error>?](
        repeating: nil, count: editions.count))
    // What cannot be read is noted below.
    try? inParallel(editions.count) { index in
      let name = editions[index].description
      let found = Result {
        try store.contains(name) ? OCFLVersionReader.all(of: name, in: store) : []
      }
      readers.withLock { $0[index] = found }
    }
    for (month, found) in zip(editions, readers.withLock { $0.map { $0! } }) {
      var archived = 0
      do {
        for reader in try found.get() {
          archived += 1
          result.add(month, archived, reader.state, from: reader)
        }
      } catch {
        result.note(unread: "the archived \(month)", error)
      }
      for release in history.releases where release.edition == month && release.version > archived {
        addWithoutInventory(release, history, to: &result)
      }
    }
    return result
  }

  private func addWithoutInventory(
    _ release: History.Release, _ history: History, to result: inout PublishedPages
  ) {
    let month = release.edition
    // One that is not there, or not the one that came out, says nothing; the sealed file may.
    if let open = archivedSeal(release) {
      return result.add(month, release.version, open.files, from: nil)
    }
    do {
      guard let file = try waitingFile(of: release, history) else {
        return try addWhatStands(of: release, history, to: &result)
      }
      let seal = try releasedSeal(release, file, history)
      let open = try openSealed(seal, at: file, history) { _, _ in }
      result.add(month, release.version, open.files, from: nil)
    } catch {
      result.note(unread: "version \(release.version) of \(month), not archived yet", error)
    }
  }

  /// Where nothing else is left that says what an edition made public, the published catalogue does, if it is
  /// as the journal has it: what stands at the addresses of the edition and on that list came out.
  ///
  /// Without it nothing is known to be public: whatever stands there may be a leak.
  private func addWhatStands(
    of release: History.Release, _ history: History, to result: inout PublishedPages
  ) throws {
    let month = release.edition
    let lost = "the archive has nothing of \(month)"
    guard let folder = result.tree.map({ "\($0)/\(month)" }), try Files.exists(folder) else {
      return result.note(unread: "\(lost), nor has the public tree")
    }
    let listed = try catalogued(history, in: result.tree!)
    guard !listed.isEmpty else {
      return result.note(unread: "\(lost), and the public catalogue cannot stand in for it")
    }
    var files: [String: String] = [:]
    for file in try Files.survey(folder).found where file.kind == .file {
      let digest = try SHA512Sum(ofFile: "\(folder)/\(file.path)").hex
      if listed.contains(digest) { files["renditions/\(file.path)"] = digest }
    }
    result.add(month, release.version, files, from: nil)
    result.note(
      unread: "\(lost); what the public catalogue lists was taken for what was published")
  }

  /// SHA-512 of every file that the published catalogue lists; none where it is not as it was laid.
  private func catalogued(_ history: History, in tree: String) throws -> Set<String> {
    let bytes = try publishedCatalogue(history, in: tree) ?? []
    let words = bytes.split { !($0 &- 0x30 < 10 || $0 &- 0x61 < 6) }.filter { $0.count == 128 }
    return Set(words.map { String(decoding: $0, as: UTF8.self) })
  }

  /// The published catalogue; nil where it is not as the journal says that it was laid.
  func publishedCatalogue(_ history: History, in tree: String) throws -> [UInt8]? {
    let path = "\(tree)/\(Site.cataloguePath)"
    guard try Files.kind(of: path) == .file else { return nil }
    let bytes = try Files.read(path, limit: 1 << 30)
    let laid = SiteRecord(history.journal).digests[Site.cataloguePath]
    return SHA256Sum(of: bytes).hex == laid ? bytes : nil
  }
}
