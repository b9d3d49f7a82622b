import Archive
import Diagnostics
import Editions
import Ledger
import Notation
import Publications
package import Schedule
import Storage

/// Time travel: the public tree as it stood at an instant.
extension Workspace {
  /// What was laid out.
  package struct PastSite: Sendable {
    package let editions: Int
    package let files: Int
    /// Where a reader begins: the front page, or the calendar before there was one.
    package let start: String
    /// What could not be had as it was.
    package let notes: [String]
  }

  /// Lays the public tree out in a new folder as it stood at an instant.
  ///
  /// Editions, their versions, the front page and `latest` come from the archive byte for byte.
  /// What stands around them follows from the log up to the instant; ``PastSurroundings`` says by
  /// which schedule and templates. Throws a ``ReleaseError`` where nothing was public yet, or where
  /// the archive does not have what the log says came out.
  package func layOut(asOf instant: Instant, in folder: String) throws -> PastSite {
    try refusePublicPlace(
      folder, because: "nothing stands there but what was published", naming: "")
    let present = try History(self)
    try refuseMissingLog(present)
    let past = present.asOf(instant)
    guard !past.log.isEmpty else {
      let first = present.log.first.map { "; the first line of the log is of \($0.instant)" } ?? ""
      throw ReleaseError(.notFound, "nothing was public at \(instant)\(first)")
    }
    let tree = try publishedTree(of: past.releases)
    let log = try pastLog(present.log.prefix { $0.instant <= instant }.count, of: present)
    let around = try PastSurroundings(
      of: past, log, at: instant, besides: tree, in: self, present)
    var files: [String: ContentSource] = [:]
    for file in around.files where tree.addresses[file.path] == nil {
      files[file.path] = file.source
    }
    try write(tree, files, in: folder, newest: past.calendar.newest ?? instant)
    let start = ["index.html", "calendar/index.html", "log/index.html", "log/log.jsonl"]
      .first { tree.addresses[$0] != nil || files[$0] != nil }
    return PastSite(
      editions: past.released.count, files: tree.addresses.count + files.count, start: start ?? "",
      notes: around.notes + log.notes)
  }

  /// The tree that these releases made, by the archive.
  private func publishedTree(of releases: [History.Release]) throws -> PublishedTree {
    let store = OCFLStore(archive)
    var archived: [Month: ArchivedEdition] = [:]
    for month in Set(releases.map(\.edition)) where try store.contains(month.description) {
      // The bytes are held against their digests when they are laid.
      archived[month] = try ArchivedEdition(
        month.description, at: "\(archive)/\(month)", reading: .nothing)
    }
    let tree = PublishedTree(releases, archived)
    guard tree.unknown.isEmpty else {
      let months = tree.unknown.sorted()
      let causes = months.flatMap { month in
        (archived[month]?.versions ?? []).flatMap { version in
          version.sealFaults.map { "version \(version.number) of \(month): \($0)" }
        }
      }
      throw ReleaseError(
        .altered,
        "the archive does not have \(months.map(\.description).joined(separator: ", "))"
          + " as the log says it came out"
          + (causes.isEmpty ? "" : " (\(causes.joined(separator: "; ")))")
          + "; `ninethirty verify` says more")
    }
    return tree
  }

  private func write(
    _ tree: PublishedTree, _ around: [String: ContentSource], in folder: String, newest: Instant
  ) throws {
    let store = OCFLStore(archive)
    try Directory.replace(at: folder) { building in
      let writer = TreeWriter(building, fileMode: 0o644, folderMode: 0o755)
      let paths = tree.addresses.keys.sorted()
      try inParallel(paths.count) { index in
        let address = tree.addresses[paths[index]]!
        guard let place = address.place else {
          throw ReleaseError(
            .altered,
            "the archive lacks the bytes of \(paths[index].quoted), which version "
              + "\(address.version) of \(address.edition) published; `ninethirty verify` says more")
        }
        let bytes = try store.bytes(
          sha512: address.digest, at: place, of: address.edition.description)
        try writer.write(bytes, to: paths[index])
        try Files.setModificationTime("\(building)/\(paths[index])", address.modified)
      }
      for path in around.keys.sorted() {
        guard case .bytes(let bytes)? = around[path] else { continue }
        try writer.write(bytes, to: path)
        try Files.setModificationTime("\(building)/\(path)", newest)
      }
    }
  }
}

extension History {
  /// What the world had been told by an instant.
  ///
  /// A release was seen from its switch on, which its line in the log states; every other line from
  /// the time when it was written.
  func asOf(_ instant: Instant) -> History {
    let released = Set(
      releases.filter { $0.actual <= instant }.map { "\($0.edition) \($0.version)" })
    let seen = log.filter { entry in
      guard ["released", "corrected", "withdrawn"].contains(entry.event),
        let edition = entry.edition, case .integer(let version)? = entry.fields["version"]
      else { return entry.instant <= instant }
      return released.contains("\(edition) \(version)")
    }
    return History(log: seen, journal: [])
  }
}
