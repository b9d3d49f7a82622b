import Storage

/// What files that were read turn out to be; values alone, so that files are looked at on all cores.
struct FileLook: Sendable {
  let search: LeakSearch
  /// SHA-512 of files that are published as they are.
  let published: Set<String>
  /// SHA-512 of files of ours whose numbers are sizes: any of them may be a figure by chance.
  var listings: Set<String> = []
  /// SHA-256 of files that were laid around the editions, and searched before: their figures are of what
  /// is out, and an organisation that has a report now and one later may have the same by chance.
  var laid: Set<String> = []

  /// Something embargoed, and where it stands.
  struct Found: Sendable {
    let hit: LeakSearch.Hit
    let place: String
    let line: Int?
  }

  /// What was found, and what could not be unpacked.
  struct Outcome: Sendable {
    var isPublished = false
    var found: [Found] = []
    var notRead: [String] = []
  }

  /// A whole file.
  func look(at bytes: [UInt8], of path: String) -> Outcome {
    let sum = SHA512Sum(of: bytes).hex
    guard !published.contains(sum) else { return Outcome(isPublished: true) }
    let hits = hits(in: bytes, at: path)
    var found = clean(hits.found, of: path, sum)
    if found.contains(where: isHarmlessWhereLaid), laid.contains(SHA256Sum(of: bytes).hex) {
      found.removeAll(where: isHarmlessWhereLaid)
    }
    return Outcome(found: self.found(asFile: sum, at: path) + found, notRead: hits.notRead)
  }

  /// What may stand in a file of ours by chance, or by intent before it became a secret: whoever is named
  /// on a page may be given access later, and the page does not tell that.
  private func isHarmlessWhereLaid(_ found: Found) -> Bool {
    if found.hit.subject.isFigureBesideName { return true }
    guard case .needle(let number) = found.hit.subject else { return false }
    return search.material.needles[number].kind == .preReleaseName
  }

  /// The file itself, where it is one under embargo.
  func found(asFile sum: String, at path: String) -> [Found] {
    guard let edition = search.material.files[sum] else { return [] }
    return [Found(hit: .init(subject: .digest(edition), offset: 0), place: path, line: nil)]
  }

  /// Of a listing, without the figures that are numbers by chance.
  func clean(_ found: [Found], of path: String, _ sum: String) -> [Found] {
    guard listings.contains(sum) else { return found }
    return found.filter { $0.place != path || !$0.hit.subject.isFigureBesideName }
  }

  /// What stands in these bytes, of which the first line has this number.
  func hits(in bytes: [UInt8], at place: String, firstLine: Int = 1) -> Outcome {
    var outcome = Outcome()
    let hits = search.hits(in: bytes, named: place, notRead: { outcome.notRead.append($0) })
    outcome.found = hits.map { hit in
      let line = firstLine + bytes[..<min(hit.offset, bytes.count)].count { $0 == 10 }
      return Found(hit: hit, place: place, line: line)
    }
    return outcome
  }

  /// What stands in a name.
  func hits(inName name: String, at place: String) -> [Found] {
    search.hits(in: Array(name.utf8), named: place, notRead: { _ in })
      .map { Found(hit: $0, place: "\(place) (its name)", line: nil) }
  }
}

/// Files that were read and wait until there are enough of them for all cores, with what was found in
/// between, in the order in which all of it was come to.
struct WaitingFiles {
  enum Step: Sendable {
    case file(path: String, bytes: [UInt8])
    /// Another name of a file that waits: its bytes are read once.
    case name(path: String, of: Int, byteCount: Int)
    case seen(FileLook.Outcome)
  }

  private(set) var steps: [Step] = []
  private(set) var byteCount = 0
  /// Where a file that waits stands among the steps.
  private var places: [FileIdentity: Int] = [:]

  mutating func add(_ path: String, _ bytes: [UInt8], _ identity: FileIdentity) {
    places[identity] = steps.count
    steps.append(.file(path: path, bytes: bytes))
    byteCount += bytes.count
  }

  mutating func add(_ seen: FileLook.Outcome) { steps.append(.seen(seen)) }

  /// Whether the file waits under another name; then this name waits with it.
  mutating func add(name path: String, of identity: FileIdentity, _ byteCount: Int) -> Bool {
    guard let place = places[identity] else { return false }
    steps.append(.name(path: path, of: place, byteCount: byteCount))
    return true
  }

  /// The identity of each file that waits, by its place among the steps.
  var identities: [Int: FileIdentity] {
    Dictionary(uniqueKeysWithValues: places.map { ($0.value, $0.key) })
  }
}
