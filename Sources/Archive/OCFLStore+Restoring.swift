import Storage

extension OCFLInventory {
  /// The inventory in a file, its digest not looked at; nil where it is none, or not a sound one.
  ///
  /// Throws a ``Storage/StorageError`` where the file cannot be read.
  package static func read(_ path: String) throws -> OCFLInventory? {
    guard try Files.kind(of: path) == .file else { return nil }
    var reader = OCFLInventoryReader(path: path)
    let inventory = reader.read(try Files.read(path, limit: 1 << 28))
    return reader.faults.contains(where: \.isError) ? nil : inventory
  }

  /// What the inventory said when its first `count` versions were there: a version only adds.
  func first(_ count: Int) -> OCFLInventory {
    let versions = Array(versions.prefix(count))
    let folders = Set(versions.map(\.name))
    let used = Set(versions.flatMap(\.state.values))
    var manifest: [String: [String]] = [:]
    for digest in used {
      manifest[digest] = self.manifest[digest]?.filter { path in
        path.split(separator: "/").first.map { folders.contains(String($0)) } ?? false
      }
    }
    return OCFLInventory(
      id: id, digestAlgorithm: digestAlgorithm, head: versions.last?.name ?? head,
      contentDirectory: contentDirectory, manifest: manifest, versions: versions, fixity: [:])
  }
}

extension OCFLStore {
  /// Puts an object in place that is made of good copies, in one step: the one that stood there, if
  /// any, goes.
  ///
  /// The sources are a file for each content path of the inventory; each is held against its digest
  /// while it is copied. The whole is validated before it is put in place, and `check` has a last
  /// look at its folder. Where anything is wrong nothing is changed.
  ///
  /// What is `lost` has no source: it stays as it stands in the object, damaged or not there at all,
  /// and is the one thing that may be wrong with the new one.
  /// - Throws: an ``ArchiveError`` or a ``Storage/StorageError``, or what `check` throws.
  package func restore(
    _ id: String, as inventory: OCFLInventory, from sources: [String: String],
    lost: Set<String> = [], check: (_ folder: String) throws -> Void
  ) throws {
    guard isName(id), inventory.id == id, inventory.digestAlgorithm == "sha512" else {
      throw ArchiveError(
        .badName, path(of: id), "the inventory is none of an object \(id.quotedID) of ours")
    }
    try makeRoot()
    try Files.remove(tree: staging)  // What a crash left.
    try Directory.replace(
      at: path(of: id), mode: 0o700, replacing: contains(id), staging: staging
    ) { building in
      try lay(inventory, from: sources, lost: lost, in: building)
      let faults = try Self.validate(objectAt: building)
        .filter { $0.isError && !lost.contains($0.path) }
      guard faults.isEmpty else {
        throw ArchiveError(
          .invalid, path(of: id), "the object came out wrong; the archive is as it was",
          faults: faults)
      }
      try check(building)
    }
  }

  private func lay(
    _ inventory: OCFLInventory, from sources: [String: String], lost: Set<String>,
    in building: String
  ) throws {
    try Files.writeNew(
      Array("ocfl_object_1.1\n".utf8), to: building + "/0=ocfl_object_1.1", mode: 0o600)
    for (digest, paths) in inventory.manifest.sorted(by: { $0.key < $1.key }) {
      for content in paths {
        if lost.contains(content) {
          try keep(content, of: inventory.id, in: building)
          continue
        }
        guard let source = sources[content], let sum = SHA512Sum(hex: digest) else {
          throw ArchiveError(
            .notFound, path(of: inventory.id), "nothing has the bytes of \(content)")
        }
        let target = building + "/" + content
        try Files.makeDirectory(target.parentPath, mode: 0o700)
        try ContentSource.file(source).place(at: target, mode: 0o600, expecting: sum)
      }
    }
    for count in 1...inventory.versions.count {
      let own = inventory.first(count)
      try Files.makeDirectory(building + "/" + own.head, mode: 0o700)
      try write(own, in: building + "/" + own.head)
    }
    try write(inventory.first(inventory.versions.count), in: building)
  }

  /// Takes a damaged file over as it is: some of its bytes may be all that there is.
  private func keep(_ content: String, of id: String, in building: String) throws {
    let present = "\(path(of: id))/\(content)"
    guard try Files.kind(of: present) == .file else { return }
    let target = "\(building)/\(content)"
    try Files.makeDirectory(target.parentPath, mode: 0o700)
    try ContentSource.file(present)
      .place(at: target, mode: 0o600, expecting: SHA512Sum(ofFile: present))
  }

  private func write(_ inventory: OCFLInventory, in folder: String) throws {
    let bytes = inventory.bytes
    let sidecar = Array("\(SHA512Sum(of: bytes).hex)  inventory.json\n".utf8)
    try Files.writeNew(bytes, to: folder + "/inventory.json", mode: 0o600)
    try Files.writeNew(sidecar, to: folder + "/inventory.json.sha512", mode: 0o600)
  }
}

extension String {
  fileprivate var quotedID: String { "\u{201C}\(self)\u{201D}" }
}
