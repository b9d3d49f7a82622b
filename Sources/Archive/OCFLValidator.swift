import Storage

/// Looks through the folder of an OCFL object for all that is wrong (OCFL 1.1, section 3).
///
/// What is not looked into: digests of a `fixity` block in another algorithm than SHA-256 and
/// SHA-512, and the content of `logs` and `extensions`.
struct OCFLValidator {
  let object: String
  let reading: OCFLReading
  private(set) var faults: [OCFLFault] = []
  private(set) var entries: [Files.Survey] = []
  /// Digests that were worked out already, by algorithm and path.
  private var sums: [String: OCFLReading.Outcome] = [:]
  /// Codes and paths of files that were found wrong already.
  private var said: Set<String> = []

  init(_ object: String, reading: OCFLReading = .whole) {
    self.object = object
    self.reading = reading
  }

  /// All faults, errors before warnings, and what was found on the way.
  ///
  /// Throws where the folder of the object does not let itself be read.
  mutating func inspect() throws -> OCFLInspection {
    guard try Files.kind(of: object) == .directory else {
      note("E003", "", "there is no folder of an object here")
      return OCFLInspection(faults: faults, inventory: nil, files: [])
    }
    let survey = try Files.survey(object)
    entries = survey.found
    for (path, cause) in survey.unreadable { note("E092", path, "it cannot be read: \(cause)") }
    for entry in entries where entry.kind == .link || entry.kind == .other {
      note(
        "E090", entry.path,
        entry.kind == .link ? "it is a link" : "it is neither a file nor a folder")
    }
    try checkDeclaration()
    let root = try inventory("inventory.json", missing: "E063")
    if let (inventory, bytes) = root {
      checkTop(inventory)
      workOutDigests(of: inventory)
      for version in inventory.versions { try check(version, of: inventory, bytes) }
      checkContentFiles(inventory)
      checkDigests(inventory, inventoryPath: "inventory.json")
      checkFixity(inventory)
    }
    return OCFLInspection(
      faults: faults.filter(\.isError) + faults.filter { !$0.isError },
      inventory: root?.inventory, files: entries)
  }

  /// The inventory at the top of the object, with its sidecar; nil where it cannot be read.
  mutating func rootInventory() throws -> OCFLInventory? {
    try inventory("inventory.json", missing: "E063", remembered: true)?.inventory
  }

  private mutating func note(_ code: String, _ path: String, _ found: String) {
    faults.append(OCFLFault(code, path, found))
  }

  // MARK: - Inventories

  private mutating func inventory(
    _ path: String, missing: String, remembered: Bool = false
  ) throws -> (inventory: OCFLInventory, bytes: [UInt8])? {
    guard try Files.kind(of: "\(object)/\(path)") == .file else {
      note(missing, path, "the inventory is missing")
      return nil
    }
    let bytes = try Files.read("\(object)/\(path)", limit: 1 << 28)
    // Who inspects reads each once, and needs the memory for other things.
    let reading =
      remembered
      ? OCFLInventoryMemo.read(bytes, path: path) : OCFLInventoryMemo.parse(bytes, path: path)
    faults += reading.faults
    guard let inventory = reading.inventory else { return nil }
    try checkSidecar(
      "\(path).\(inventory.digestAlgorithm)", of: bytes, inventory.digestAlgorithm, reading.sum)
    return (inventory, bytes)
  }

  private mutating func checkSidecar(
    _ path: String, of bytes: [UInt8], _ algorithm: String, _ sum: SHA512Sum? = nil
  ) throws {
    guard try Files.kind(of: "\(object)/\(path)") == .file else {
      return note("E058", path, "the digest file of the inventory is missing")
    }
    let text = String(decoding: try Files.read("\(object)/\(path)", limit: 4096), as: UTF8.self)
    guard let match = text.wholeMatch(of: /([0-9a-fA-F]+)[ \t]+inventory\.json\s*/) else {
      return note("E061", path, "it is not a digest, space and \u{201C}inventory.json\u{201D}")
    }
    let known = algorithm == "sha512" ? sum?.hex : nil
    if match.1.lowercased() != known ?? OCFLDigest.of(bytes, algorithm) {
      note("E060", path, "the inventory has another digest than this file says")
    }
  }

  // MARK: - The top of the object

  private mutating func checkDeclaration() throws {
    let name = "0=ocfl_object_1.1"
    guard try Files.kind(of: "\(object)/\(name)") == .file else {
      return note("E003", name, "the declaration of the object is missing")
    }
    let text = Array("ocfl_object_1.1\n".utf8)
    if try Files.read("\(object)/\(name)", limit: 4096) != text {
      note("E007", name, "it does not hold the text ocfl_object_1.1 and a line feed")
    }
  }

  private mutating func checkTop(_ inventory: OCFLInventory) {
    let files = [
      "0=ocfl_object_1.1", "inventory.json", "inventory.json.\(inventory.digestAlgorithm)",
    ]
    let folders = inventory.versions.map(\.name) + ["logs", "extensions"]
    for entry in entries {
      let parts = entry.path.split(separator: "/", maxSplits: 2)
      if parts.count == 1 {
        let known = entry.kind == .directory ? folders : files
        if !known.contains(entry.path) { note("E001", entry.path, "it has no place in an object") }
      } else if parts.count == 2, parts[0] == "extensions" {
        note("W013", entry.path, "an extension that ninethirty does not know")
      }
    }
  }

  // MARK: - Versions

  private mutating func check(
    _ version: OCFLInventory.Version, of inventory: OCFLInventory, _ rootBytes: [UInt8]
  ) throws {
    let name = version.name
    guard entries.contains(where: { $0.path == name && $0.kind == .directory }) else {
      return note("E010", name, "the version's folder is missing")
    }
    checkTop(of: name, inventory)
    let path = "\(name)/inventory.json"
    if name == inventory.head, try isSame(path, as: rootBytes) {
      // What there is to say of it was said of the one at the top; its own digest file is left.
      return try checkSidecar(
        "\(path).\(inventory.digestAlgorithm)", of: rootBytes, inventory.digestAlgorithm)
    }
    guard let (own, bytes) = try self.inventory(path, missing: "W010") else { return }
    if own.id != inventory.id { note("E037", path, "it has another id than the object") }
    if own.head != name { note("E040", path, "its head is not \(name)") }
    if own.contentDirectory != inventory.contentDirectory {
      note("E019", path, "it has another contentDirectory than the object")
    }
    if name == inventory.head {
      if bytes != (try Files.read("\(object)/inventory.json", limit: 1 << 28)) {
        note("E064", path, "it is not the same as the inventory of the object")
      }
    } else {
      workOutDigests(of: own)
      checkDigests(own, inventoryPath: path)
      compareStates(own, inventory, path: path)
    }
  }

  private mutating func checkTop(of version: String, _ inventory: OCFLInventory) {
    let own = entries.filter {
      let parts = $0.path.split(separator: "/")
      return parts.count == 2 && parts[0] == version
    }
    // A version of before may have had its inventory with the other algorithm, never with both.
    let sidecars = ["sha256", "sha512"].map { "\(version)/inventory.json.\($0)" }
      .filter { sidecar in own.contains { $0.path == sidecar } }
    let known =
      sidecars.count == 1
      ? sidecars : ["\(version)/inventory.json.\(inventory.digestAlgorithm)"]
    for entry in own {
      if entry.kind == .directory {
        if entry.path != "\(version)/\(inventory.contentDirectory)" {
          note("W002", entry.path, "a folder that is not the content folder")
        }
      } else if entry.path != "\(version)/inventory.json", !known.contains(entry.path) {
        note("E015", entry.path, "a file that has no place in a version's folder")
      }
    }
  }

  /// An older inventory must describe its versions as the newest one does.
  private mutating func compareStates(
    _ own: OCFLInventory, _ inventory: OCFLInventory, path: String
  ) {
    for version in own.versions {
      guard let now = inventory.version(version.name) else {
        note("E066", path, "it has \(version.name), which the object has not")
        continue
      }
      let same =
        version.state.count == now.state.count
        && version.state.allSatisfy { logical, digest in
          guard let other = now.state[logical] else { return false }
          let places = Set(own.manifest[digest] ?? [])
          return own.digestAlgorithm == inventory.digestAlgorithm
            ? digest == other : places.isSubset(of: inventory.manifest[other] ?? [])
        }
      if !same { note("E066", path, "it has other files in \(version.name) than the object") }
      if (version.created, version.message) != (now.created, now.message)
        || version.user != now.user
      {
        note("W011", path, "it says other things of \(version.name) than the object")
      }
    }
  }

  // MARK: - Content

  private mutating func checkContentFiles(_ inventory: OCFLInventory) {
    let known = Set(inventory.manifest.values.joined())
    let folders = inventory.versions.map { "\($0.name)/\(inventory.contentDirectory)" }
    let filled = Set(entries.map(\.path.parentPath))
    for entry in entries {
      guard let folder = folders.first(where: { ("\(entry.path)/").hasPrefix("\($0)/") }) else {
        continue
      }
      if entry.kind == .file, !known.contains(entry.path) {
        note("E023", entry.path, "the manifest does not name this file")
      } else if entry.kind == .directory, !filled.contains(entry.path) {
        note(entry.path == folder ? "W003" : "E024", entry.path, "the folder is empty")
      }
    }
  }

  /// Works the digests of all files of a manifest out at once, but for those that are known.
  private mutating func workOutDigests(of inventory: OCFLInventory) {
    workOutDigests(of: inventory.manifest.values.joined(), inventory.digestAlgorithm)
  }

  private mutating func workOutDigests(of paths: some Sequence<String>, _ algorithm: String) {
    let wanted = Set(paths)
    var paths: [String] = []
    for entry in entries where entry.kind == .file && wanted.contains(entry.path) {
      if sums["\(algorithm):\(entry.path)"] == nil { paths.append(entry.path) }
    }
    let outcomes = reading.digests(paths.map { "\(object)/\($0)" }, algorithm)
    for (path, outcome) in zip(paths, outcomes) { sums["\(algorithm):\(path)"] = outcome }
  }

  private mutating func checkDigests(_ inventory: OCFLInventory, inventoryPath: String) {
    for (digest, paths) in inventory.manifest.sorted(by: { $0.key < $1.key }) {
      for path in paths where path.isPathInside {
        check(path, digest, inventory.digestAlgorithm, "E092", inventoryPath)
      }
    }
  }

  /// The digests that an inventory gives beside those of the manifest (section 3.5.4).
  private mutating func checkFixity(_ inventory: OCFLInventory) {
    for (algorithm, lists) in inventory.fixity.sorted(by: { $0.key < $1.key })
    where ["sha256", "sha512"].contains(algorithm) {
      workOutDigests(of: lists.values.joined(), algorithm)
      for (digest, paths) in lists.sorted(by: { $0.key < $1.key }) {
        for path in paths where path.isPathInside {
          check(path, digest, algorithm, "E093", "the fixity of inventory.json")
        }
      }
    }
  }

  private mutating func check(
    _ path: String, _ digest: String, _ algorithm: String, _ code: String, _ source: String
  ) {
    let outcome = sums["\(algorithm):\(path)"]
    if outcome == .digest(digest) || outcome == .notRead { return }
    // Inventories of several versions name the same file.
    guard said.insert("\(code) \(path)").inserted else { return }
    switch outcome {
    case .notRead: return
    case .digest(let actual):
      note(
        code, path,
        "its \(algorithm) is \(actual.prefix(16))… and not \(digest.prefix(16))…, as \(source) says"
      )
    case .unreadable(let cause): note(code, path, "it cannot be read: \(cause)")
    case nil: note(code, path, "the file is missing; \(source) names it")
    }
  }

  private func isSame(_ path: String, as bytes: [UInt8]) throws -> Bool {
    guard try Files.kind(of: "\(object)/\(path)") == .file else { return false }
    return try Files.read("\(object)/\(path)", limit: 1 << 28) == bytes
  }
}
