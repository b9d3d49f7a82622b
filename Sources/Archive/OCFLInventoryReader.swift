import Diagnostics
import Notation
import Storage

/// Reads `inventory.json` and says all that is wrong with it.
struct OCFLInventoryReader {
  /// The path of the file inside the object, for the faults.
  let path: String
  private(set) var faults: [OCFLFault] = []

  init(path: String) { self.path = path }

  /// The inventory that these bytes write; nil where too much of it is missing.
  mutating func read(_ bytes: [UInt8]) -> OCFLInventory? {
    let (value, findings) = JSONReader.read(bytes, file: path)
    if let finding = findings.first {
      note("E033", "it is not sound JSON: \(finding.place.text): \(finding.found)")
      return nil
    }
    guard let value, case .object(let members) = CanonicalJSON(value) else {
      note("E033", "it is no JSON object, or holds a number that is no integer")
      return nil
    }
    return read(members)
  }

  private mutating func note(_ code: String, _ found: String) {
    faults.append(OCFLFault(code, path, found))
  }

  private mutating func read(_ members: [String: CanonicalJSON]) -> OCFLInventory? {
    let known = [
      "contentDirectory", "digestAlgorithm", "fixity", "head", "id", "manifest", "type", "versions",
    ]
    for key in members.keys.sorted() where !known.contains(key) {
      note("E102", "the key \u{201C}\(key)\u{201D} is not one of an inventory")
    }
    let id = text("id", in: members, code: "E036") ?? ""
    if id.isEmpty, members["id"] != nil { note("E036", "the id is empty") }
    if !id.isEmpty, !id.contains(":") { note("W005", "the id \u{201C}\(id)\u{201D} is no URI") }
    if text("type", in: members, code: "E036") != OCFLInventory.type {
      note("E038", "the type is not \(OCFLInventory.type)")
    }
    let algorithm = digestAlgorithm(members)
    let head = text("head", in: members, code: "E036") ?? ""
    let directory = contentDirectory(members)
    let manifest = manifest(members)
    let versions = versions(members, manifest: manifest)
    if let newest = versions.last?.name, newest != head {
      note("E040", "the head is \u{201C}\(head)\u{201D} but the newest version is \(newest)")
    }
    let inventory = OCFLInventory(
      id: id, digestAlgorithm: algorithm, head: head, contentDirectory: directory,
      manifest: manifest, versions: versions, fixity: fixity(members))
    checkManifest(of: inventory)
    return versions.isEmpty ? nil : inventory
  }

  private mutating func text(
    _ key: String, in members: [String: CanonicalJSON], code: String
  ) -> String? {
    if case .string(let text) = members[key] { return text }
    note(code, "the key \u{201C}\(key)\u{201D} is missing or no text")
    return nil
  }

  private mutating func digestAlgorithm(_ members: [String: CanonicalJSON]) -> String {
    let algorithm = text("digestAlgorithm", in: members, code: "E036") ?? ""
    switch algorithm {
    case "sha512": break
    case "sha256": note("W004", "the digest algorithm is sha256 and not sha512")
    default: note("E025", "the digest algorithm \u{201C}\(algorithm)\u{201D} is not allowed")
    }
    return algorithm
  }

  private mutating func contentDirectory(_ members: [String: CanonicalJSON]) -> String {
    guard let value = members["contentDirectory"] else { return "content" }
    guard case .string(let name) = value, !name.isEmpty, !name.contains("/"), name.isPathInside
    else {
      note("E017", "the contentDirectory is not the name of a folder")
      return "content"
    }
    return name
  }

  /// A block of digests and their paths, the digests in lower case.
  private mutating func pathLists(
    _ value: CanonicalJSON?, _ name: String, code: String, repeated: String
  ) -> [String: [String]] {
    guard case .object(let members) = value else {
      note(code, "the \(name) is missing or no object")
      return [:]
    }
    var lists: [String: [String]] = [:]
    for digest in members.keys.sorted() {
      guard case .array(let values) = members[digest] else {
        note(code, "the \(name) has no list of paths for \(digest.prefix(16))…")
        continue
      }
      let paths = values.compactMap { value in
        if case .string(let path) = value { path } else { nil as String? }
      }
      if paths.count != values.count { note(code, "the \(name) holds a path that is no text") }
      if lists.updateValue(paths, forKey: digest.lowercased()) != nil {
        note(repeated, "the \(name) holds the digest \(digest.prefix(16))… twice")
      }
    }
    return lists
  }

  private mutating func manifest(_ members: [String: CanonicalJSON]) -> [String: [String]] {
    let manifest = pathLists(
      members["manifest"], "manifest", code: "E041", repeated: "E096")
    return manifest.mapValues { $0.sorted { $0.precedesByBytes($1) } }
  }

  private mutating func fixity(
    _ members: [String: CanonicalJSON]
  ) -> [String: [String: [String]]] {
    guard let value = members["fixity"] else { return [:] }
    guard case .object(let blocks) = value else {
      note("E111", "the fixity is no object")
      return [:]
    }
    var fixity: [String: [String: [String]]] = [:]
    for algorithm in blocks.keys.sorted() {
      fixity[algorithm] = pathLists(
        blocks[algorithm], "fixity", code: "E057", repeated: "E097")
    }
    return fixity
  }

  private mutating func versions(
    _ members: [String: CanonicalJSON], manifest: [String: [String]]
  ) -> [OCFLInventory.Version] {
    guard case .object(let blocks) = members["versions"] else {
      note("E043", "the versions are missing or no object")
      return []
    }
    if blocks.isEmpty { note("E008", "there is no version") }
    var names: [(OCFLVersionName, String)] = []
    for name in blocks.keys.sorted() {
      guard let parsed = OCFLVersionName(name) else {
        note("E046", "\u{201C}\(name)\u{201D} is no name of a version")
        continue
      }
      names.append((parsed, name))
    }
    names.sort { $0.0 < $1.0 }
    checkSequence(names.map(\.0))
    return names.map { version($0.1, blocks[$0.1]!, manifest: manifest) }
  }

  private mutating func checkSequence(_ names: [OCFLVersionName]) {
    if names.map(\.number) != Array(1..<(names.count + 1)) {
      note("E010", "the versions do not count from 1 without a gap")
    }
    if Set(names.map(\.padding)).count > 1 {
      note("E012", "the version numbers are not padded alike")
    }
    if names.contains(where: { $0.padding > 0 }) {
      note("W001", "the version numbers are padded with zeros")
    }
  }

  private mutating func version(
    _ name: String, _ value: CanonicalJSON, manifest: [String: [String]]
  ) -> OCFLInventory.Version {
    guard case .object(let members) = value else {
      note("E047", "the version \(name) is no object")
      return OCFLInventory.Version(name: name, created: "", message: nil, user: nil, state: [:])
    }
    for key in members.keys.sorted()
    where !["created", "message", "state", "user"].contains(key) {
      note("E102", "the key \u{201C}\(key)\u{201D} is not one of a version")
    }
    let created = text("created", in: members, code: "E048") ?? ""
    if !created.isEmpty, !created.isOCFLTime {
      note("E049", "the time \u{201C}\(created)\u{201D} of \(name) is not RFC 3339 with an offset")
    }
    let lists = pathLists(members["state"], "state of \(name)", code: "E050", repeated: "E096")
    return OCFLInventory.Version(
      name: name, created: created, message: message(name, members), user: user(name, members),
      state: state(name, lists, manifest: manifest))
  }

  private mutating func message(_ name: String, _ members: [String: CanonicalJSON]) -> String? {
    switch members["message"] {
    case .string(let message): return message
    case nil: note("W007", "\(name) has no message")
    default: note("E094", "the message of \(name) is no text")
    }
    return nil
  }

  private mutating func user(_ name: String, _ members: [String: CanonicalJSON]) -> OCFLUser? {
    guard let value = members["user"] else {
      note("W007", "\(name) has no user")
      return nil
    }
    guard case .object(let user) = value, case .string(let userName) = user["name"],
      !userName.isEmpty
    else {
      note("E054", "the user of \(name) has no name")
      return nil
    }
    guard case .string(let address) = user["address"] else {
      note("W008", "the user of \(name) has no address")
      return OCFLUser(name: userName)
    }
    if !address.contains(":") { note("W009", "the address of the user of \(name) is no URI") }
    return OCFLUser(name: userName, address: address)
  }

  private mutating func state(
    _ name: String, _ lists: [String: [String]], manifest: [String: [String]]
  ) -> [String: String] {
    var state: [String: String] = [:]
    for (digest, paths) in lists.sorted(by: { $0.key < $1.key }) {
      // The text of the manifest itself: an inventory may have a hundred thousand of them.
      var digest = digest
      if let index = manifest.index(forKey: digest) {
        digest = manifest[index].key
      } else {
        note("E050", "\(name) has the digest \(digest.prefix(16))…, which the manifest lacks")
      }
      for path in paths {
        if !path.isPathInside {
          note("E053", "\(name) has the logical path \u{201C}\(path)\u{201D}")
        }
        if state.updateValue(digest, forKey: path) != nil {
          note("E095", "\(name) has the logical path \u{201C}\(path)\u{201D} twice")
        }
      }
    }
    noteConflicts(Array(state.keys), code: "E095", "\(name) has the logical path")
    return state
  }

  /// A path that is a file and a folder at once.
  private mutating func noteConflicts(_ paths: [String], code: String, _ what: String) {
    let folders = Set(paths.flatMap(\.foldersOnTheWay))
    for path in paths.sorted() where folders.contains(path) {
      note(code, "\(what) \u{201C}\(path)\u{201D} as a file and as a folder")
    }
  }

  private mutating func checkManifest(of inventory: OCFLInventory) {
    let used = Set(inventory.versions.flatMap(\.state.values))
    for digest in inventory.manifest.keys.sorted() where !used.contains(digest) {
      note("E107", "the manifest has \(digest.prefix(16))…, which no version uses")
    }
    let paths = inventory.manifest.values.joined().sorted()
    for (path, next) in zip(paths, paths.dropFirst()) where path == next {
      note("E101", "the manifest has the path \u{201C}\(path)\u{201D} twice")
    }
    noteConflicts(paths, code: "E101", "the manifest has the path")
    for path in paths + inventory.fixityPaths where !path.isPathInside {
      note("E099", "the content path \u{201C}\(path)\u{201D} has an empty part, a dot part or a /")
    }
    for path in inventory.fixityPaths where !paths.contains(path) {
      note("E057", "the fixity names \u{201C}\(path)\u{201D}, which the manifest lacks")
    }
    for path in paths {
      let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
      if parts.count < 3 || OCFLVersionName(String(parts[0])) == nil
        || parts[1] != inventory.contentDirectory
      {
        note("E100", "the content path \u{201C}\(path)\u{201D} is in no version's content folder")
      }
    }
  }
}

extension String {
  /// Whether this is a time of RFC 3339 to the second at least, with an offset.
  fileprivate var isOCFLTime: Bool {
    wholeMatch(
      of: /\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)/) != nil
  }
}
