import Archive
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
    /// What could not be had as it was.
    package let notes: [String]
  }

  /// Lays the public tree out in a new folder as it stood at an instant.
  ///
  /// Editions, their versions, the front page and `latest` come from the archive byte for byte.
  /// What stands around them follows from the log up to the instant, with the schedule and the
  /// templates that are archived with the newest release of then; before the first release there is
  /// none, and those of today stand in. Throws a ``ReleaseError`` where nothing was public yet.
  package func layOut(asOf instant: Instant, in folder: String) throws -> PastSite {
    try refusePublicPlace(
      folder, because: "nothing stands there but what was published", naming: "")
    let present = try History(self)
    let past = present.asOf(instant)
    let releases = past.releases
    guard !past.log.isEmpty else {
      let first = present.log.first.map { "; the first line of the log is of \($0.instant)" } ?? ""
      throw ReleaseError(.notFound, "nothing was public at \(instant)\(first)")
    }
    let store = OCFLStore(archive)
    var tree = PastTree()
    var basis = SiteBasis(
      calendar: past.calendar, history: past, accesses: try? publishedAccess(past),
      programme: try programme(), templates: try templateFolder().files)
    var styles: [PublicFile] = []
    for release in releases {
      try tree.lay(release, from: store)
      guard let reader = tree.newest?.reader else { continue }
      try update(&basis, to: reader)
      styles.append(
        PublicFile(
          "assets/\(Preparation.styleName(basis.templates))",
          .bytes(basis.templates[Templates.styleSheet] ?? [])))
    }
    var log = try pastLog(present.log.prefix { $0.instant <= instant }.count, of: present)
    log.facts.others = UnlistedAddresses(
      withdrawn: Set(past.withdrawals.keys), isLogSigned: log.facts.signed != nil
    ).among(Set(tree.files.keys).union((styles + log.files).map(\.path)))
    basis.log = log.facts
    let (site, notes) = try siteFiles(basis)
    var around: [String: ContentSource] = [:]
    for file in styles + site + log.files { around[file.path] = file.source }
    try write(tree, around, in: folder, newest: past.calendar.newest ?? instant)
    return PastSite(
      editions: past.released.count, files: tree.files.count + around.count,
      notes: notes + log.notes)
  }

  /// Takes the schedule and the templates of an archived version; a withdrawal has no schedule.
  private func update(_ basis: inout SiteBasis, to reader: OCFLVersionReader) throws {
    basis.templates = try reader.files(in: "templates")
    guard let schedule = try reader.read("inputs/\(Self.scheduleFile)"),
      let programme = Self.readProgramme(schedule).0
    else { return }
    basis.programme = programme
  }

  private func write(
    _ tree: PastTree, _ around: [String: ContentSource], in folder: String, newest: Instant
  ) throws {
    try Directory.replace(at: folder) { building in
      let writer = TreeWriter(building, fileMode: 0o644, folderMode: 0o755)
      let paths = tree.files.keys.sorted()
      try inParallel(paths.count) { index in
        let file = tree.files[paths[index]]!
        try writer.write(try file.reader.read(file.path) ?? [], to: paths[index])
        try Files.setModificationTime("\(building)/\(paths[index])", file.modified)
      }
      for path in around.keys.sorted() where tree.files[path] == nil {
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
