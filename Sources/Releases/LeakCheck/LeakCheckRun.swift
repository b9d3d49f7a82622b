import Schedule
import Storage

/// One leak check: goes from place to place and collects what is found.
struct LeakCheckRun {
  let search: LeakSearch
  /// SHA-512 of files that are published as they are.
  let published: Set<String>
  /// SHA-512 of files of ours whose numbers are sizes: any of them may be a figure by chance.
  var listings: Set<String> = []
  /// SHA-256 of files that were laid around the editions, as the journal has them.
  var laid: Set<String> = []
  var outcome = LeakCheckReport()
  var found: [FileLook.Found] = []
  /// Folders of git that belong to work trees elsewhere, and were searched with them.
  private var gitFolders: Set<String> = []
  var waiting = WaitingFiles()
  /// Files that were read in this run and are published as they are: a public tree has each under
  /// several names.
  var known: Set<FileIdentity> = []
  /// Names in which nothing was found: most folders have the same few.
  var harmlessNames: Set<[UInt8]> = []

  /// Files up to this size are held in memory; larger ones go through a window of this size.
  static let window = 1 << 24
  /// How much of one window is seen again in the next.
  static let overlap = 1 << 16

  init(search: LeakSearch, published: Set<String>) {
    self.search = search
    self.published = published
  }

  /// Searches a folder, a file, or what stands behind an address.
  mutating func search(_ place: String) throws {
    outcome.searched.append(place)
    if place.hasPrefix("http://") || place.hasPrefix("https://") {
      try search(address: place)
    } else if try Files.exists(place) {
      try search(path: place)
    } else {
      outcome.notRead.append("\(place): nothing stands there")
    }
  }

  /// Searches a text that was typed.
  mutating func search(text: String, named name: String) {
    outcome.searched.append(name)
    outcome.fileCount += 1
    note(hitsIn: Array(text.utf8), at: name)
  }

  // MARK: Other places

  /// The object of a repository, packed or not, reachable or not.
  mutating func search(repository root: String) throws {
    var reader = GitObjects()
    var objects: [(name: String, bytes: [UInt8])] = []
    do {
      var run = self
      try GitObjects.read(in: root) { piece in
        objects = reader.objects(after: piece)
        for (name, bytes) in objects {
          run.outcome.fileCount += 1
          run.outcome.byteCount += bytes.count
          let digest = SHA512Sum(of: bytes).hex
          if run.published.contains(digest) {
            run.outcome.publishedCount += 1
            continue
          }
          let place = "\(root), git object \(name)"
          run.found += run.look.found(asFile: digest, at: place)
          run.note(hitsIn: bytes, at: place)
        }
      }
      self = run
      for folder in try GitObjects.foldersOutside(root) where gitFolders.insert(folder).inserted {
        try explore(folder)
      }
    } catch let error as StorageError {
      outcome.notRead.append("\(root): its git objects: \(error.cause)")
    }
  }

  private mutating func search(address: String) throws {
    do {
      let answer = try WebPage.read(address)
      let bytes = answer.bytes
      // An address can tell by itself that a report stands there.
      if answer.isPage { note(hitsIn: Self.path(of: answer.address), at: address) }
      lookAtWaiting()
      if !answer.isTelling {
        outcome.notRead.append("\(address): it answers with the status \(answer.status)")
      }
      outcome.fileCount += 1
      outcome.byteCount += bytes.count
      let digest = SHA512Sum(of: bytes).hex
      if published.contains(digest) {
        outcome.publishedCount += 1
        return
      }
      found += look.found(asFile: digest, at: address)
      note(hitsIn: bytes, at: address)
    } catch let error as StorageError {
      outcome.notRead.append("\(address): \(error.cause)")
    }
  }

  /// An address without scheme and host: that there is such a host tells nothing of an edition.
  private static func path(of address: String) -> String {
    let parts = address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return parts.count == 4 ? String(parts[3]) : ""
  }

  static func isRepository(_ folder: String) -> Bool {
    // A work tree has `.git`; a bare repository is the folder itself. In a file nothing can be
    // looked at: it is none.
    if (try? Files.exists("\(folder)/.git")) == true { return true }
    return isGitFolder(folder) && folder.lastPathPart != ".git"
  }

  static func isGitFolder(_ folder: String) -> Bool {
    // What cannot be looked at is no repository that git could read.
    ["HEAD", "objects", "refs"].allSatisfy { (try? Files.exists("\(folder)/\($0)")) == true }
  }

  // MARK: The end

  /// The report, without what stands in published editions too.
  ///
  /// Which subjects are public is asked only where anything was found.
  func report(
    _ isPublic: (Set<LeakSearch.Hit.Subject>) throws -> Set<LeakSearch.Hit.Subject>
  ) rethrows -> LeakCheckReport {
    var report = outcome
    let material = search.material
    report.editions = material.editions
    report.remarks = material.remarks
    report.notSearched = Set(material.notSearched).sorted()
    report.notRead += Set(material.notSearched + material.tooShort).sorted()
    for needle in material.needles { report.needleCounts[needle.kind, default: 0] += 1 }
    let figures = material.anchors.reduce(0) { $0 + $1.figures.count }
    if figures > 0 { report.needleCounts[.figureBesideOrganisation] = figures }
    if !material.files.isEmpty { report.needleCounts[.file] = material.files.count }
    // A name that cannot be read may be embargoed too.
    var names = PlaceMask(search: search)
    for place in found.map(\.place) + report.notRead + report.searched { names.look(at: place) }
    let subjects = Set(found.map(\.hit.subject)).union(names.subjects)
    guard !subjects.isEmpty else { return report }
    let known = try isPublic(subjects)
    names.letThrough(known)
    report.notRead = report.notRead.map { names.masked($0) }
    report.searched = report.searched.map { names.masked($0) }
    var seen: Set<String> = []
    for found in found where !known.contains(found.hit.subject) {
      let leak = leak(found, names)
      if seen.insert("\(leak.kind) \(leak.place) \(leak.text)").inserted {
        report.leaks.append(leak)
      }
    }
    return report
  }

  private func leak(_ found: FileLook.Found, _ names: PlaceMask) -> Leak {
    let material = search.material
    let maskedPlace = names.masked(found.place)
    switch found.hit.subject {
    case .needle(let number):
      let needle = material.needles[number]
      return Leak(
        kind: needle.kind, edition: needle.edition, place: found.place,
        maskedPlace: maskedPlace, line: found.line, text: needle.text)
    case .figure(let anchor, let figure):
      let anchor = material.anchors[anchor]
      return Leak(
        kind: .figureBesideOrganisation, edition: anchor.edition, place: found.place,
        maskedPlace: maskedPlace, line: found.line,
        text: "\(anchor.figures[figure].text), \(anchor.organisation)")
    case .digest(let edition):
      return Leak(
        kind: found.line == nil ? .file : .digest, edition: edition, place: found.place,
        maskedPlace: maskedPlace, line: found.line,
        text: found.line == nil ? "the file itself" : "a digest in base64")
    }
  }
}
