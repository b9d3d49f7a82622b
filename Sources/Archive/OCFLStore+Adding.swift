package import Schedule
package import Storage

/// A version that is about to be added to an object.
package struct OCFLNewVersion: Sendable {
  /// Logical paths and where their bytes come from: the whole state of the version.
  package let content: [String: ContentSource]
  package let created: Instant
  package let message: String
  package let user: OCFLUser

  /// A version with its whole content, also that which has not changed.
  package init(
    content: [String: ContentSource], created: Instant, message: String, user: OCFLUser
  ) {
    self.content = content
    self.created = created
    self.message = message
    self.user = user
  }
}

extension OCFLStore {
  /// Adds the first version of an object.
  ///
  /// Throws ``Storage/StorageError/Code/exists`` where the archive has the object already.
  package func create(
    _ id: String, content: [String: ContentSource], created: Instant, message: String,
    user: String
  ) throws {
    guard try !contains(id) else {
      throw StorageError(.exists, "archive", path(of: id), "the archive has this object already")
    }
    try add(
      OCFLNewVersion(
        content: content, created: created, message: message, user: OCFLUser(name: user)),
      to: id)
  }

  /// Adds a version, the first one or the next, and returns the object's new inventory.
  ///
  /// The complete new object is built beside the storage root, validated with all its digests,
  /// brought to disk and put in place in one step, so that a crash leaves the old object or the
  /// new one. Bytes that the object has already are not stored again. An object that is not valid
  /// gets no version: the error is ``ArchiveError/Code/invalid``.
  @discardableResult
  package func add(_ version: OCFLNewVersion, to id: String) throws -> OCFLInventory {
    guard isName(id) else {
      throw ArchiveError(.badName, path(of: id), "no object can have this name")
    }
    try makeRoot()
    try Files.remove(tree: staging)  // What a crash left.
    let previous = try contains(id) ? validInventory(of: id) : nil
    let plan = try OCFLPlan(id: id, adding: version, to: previous, at: path(of: id))
    try Directory.replace(
      at: path(of: id), mode: 0o700, replacing: previous != nil, staging: staging
    ) { building in
      if previous != nil { try copyObject(path(of: id), to: building) }
      try plan.carryOut(in: building)
      let faults = try Self.validate(objectAt: building).filter(\.isError)
      guard faults.isEmpty else {
        throw ArchiveError(
          .invalid, path(of: id), "the new version came out wrong; the archive is as it was",
          faults: faults)
      }
    }
    return plan.inventory
  }

  var staging: String {
    "\(root.parentPath)/\(Files.unfinishedPrefix)\(root.lastPathPart)"
  }

  private func validInventory(of id: String) throws -> OCFLInventory {
    let faults = try validate(id).filter(\.isError)
    guard faults.isEmpty else {
      throw ArchiveError(
        .invalid, path(of: id),
        "the object is not valid, so nothing is added to it; put it back from a copy",
        faults: faults)
    }
    return try inventory(of: id)
  }

  /// Makes the storage root, or what is missing of it.
  func makeRoot() throws {
    let declaration = root + "/0=ocfl_1.1"
    // A crash may have left the layout, or a file that was being written, without the declaration.
    let isForeign = { (name: String) in
      name != "ocfl_layout.json" && !name.hasPrefix(Files.unfinishedPrefix)
    }
    if try Files.exists(root), try !Files.exists(declaration),
      try Files.list(root).contains(where: isForeign)
    {
      throw ArchiveError(
        .notAnArchive, root, "the folder is no OCFL storage root and not empty; move it away")
    }
    try Files.makeDirectory(root, mode: 0o700)
    // The declaration comes last: with it the folder is a storage root.
    for name in Self.declarations.keys.sorted().reversed()
    where try !Files.exists("\(root)/\(name)") {
      try Files.write(Self.declarations[name]!, to: "\(root)/\(name)", mode: 0o600)
    }
  }

  /// Real copies of everything but the newest inventory, which the new version replaces.
  private func copyObject(_ object: String, to building: String) throws {
    for entry in try Files.walk(object) {
      let target = building + "/" + entry.path
      switch entry.kind {
      case .directory: try Files.makeDirectory(target, mode: 0o700)
      case .file where ["inventory.json", "inventory.json.sha512"].contains(entry.path): continue
      case .file: try Files.copy(object + "/" + entry.path, to: target, mode: 0o600)
      case .link, .other:
        throw ArchiveError(.invalid, object + "/" + entry.path, "an object holds no links")
      }
    }
  }
}

/// What a new version writes, worked out before anything is written.
private struct OCFLPlan {
  let inventory: OCFLInventory
  /// The new files: paths inside the object, sources and digests.
  private var written: [(path: String, source: ContentSource, digest: SHA512Sum)] = []

  init(
    id: String, adding version: OCFLNewVersion, to previous: OCFLInventory?, at path: String
  ) throws {
    try Self.check(Array(version.content.keys), at: path)
    guard previous?.digestAlgorithm ?? "sha512" == "sha512" else {
      throw ArchiveError(.invalid, path, "the object was made with another digest than SHA-512")
    }
    let name = "v\((previous?.versions.count ?? 0) + 1)"
    let directory = previous?.contentDirectory ?? "content"
    var manifest = previous?.manifest ?? [:]
    var state: [String: String] = [:]
    for logical in version.content.keys.sorted(by: { $0.precedesByBytes($1) }) {
      let source = version.content[logical]!
      let digest = try source.digest()
      state[logical] = digest.hex
      guard manifest[digest.hex] == nil else { continue }
      manifest[digest.hex] = ["\(name)/\(directory)/\(logical)"]
      written.append(("\(name)/\(directory)/\(logical)", source, digest))
    }
    let added = OCFLInventory.Version(
      name: name, created: version.created.description, message: version.message,
      user: version.user, state: state)
    inventory = OCFLInventory(
      id: id, digestAlgorithm: "sha512", head: name, contentDirectory: directory,
      manifest: manifest, versions: (previous?.versions ?? []) + [added], fixity: [:])
  }

  func carryOut(in building: String) throws {
    let declaration = building + "/0=ocfl_object_1.1"
    if try !Files.exists(declaration) {
      try Files.writeNew(Array("ocfl_object_1.1\n".utf8), to: declaration, mode: 0o600)
    }
    try Files.makeDirectory(building + "/" + inventory.head, mode: 0o700)
    for (path, source, digest) in written {
      let target = building + "/" + path
      try Files.makeDirectory(target.parentPath, mode: 0o700)
      try source.place(at: target, mode: 0o600, expecting: digest)
    }
    let bytes = inventory.bytes
    let sidecar = Array("\(SHA512Sum(of: bytes).hex)  inventory.json\n".utf8)
    for folder in [building, building + "/" + inventory.head] {
      try Files.writeNew(bytes, to: folder + "/inventory.json", mode: 0o600)
      try Files.writeNew(sidecar, to: folder + "/inventory.json.sha512", mode: 0o600)
    }
  }

  private static func check(_ paths: [String], at object: String) throws {
    let folders = Set(paths.flatMap(\.foldersOnTheWay))
    for path in paths.sorted() where !path.isPathInside || folders.contains(path) {
      throw ArchiveError(
        .badName, object,
        "the logical path \u{201C}\(path)\u{201D} leaves the object, or is also a folder")
    }
  }
}
