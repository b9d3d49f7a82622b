import Storage

/// The archive: an OCFL 1.1 storage root with one object for each edition.
///
/// The root has the layout of OCFL's registered extension 0002, flat and direct: an object stands
/// in a folder that bears its name. Files are real copies, mode 0600 in folders of mode 0700.
/// Writers hold the ``Storage/WorkspaceLock``. Functions throw an ``ArchiveError``, or a
/// ``Storage/StorageError`` of the disk.
package struct OCFLStore: Sendable {
  /// The folder of the storage root.
  package let root: String

  /// The archive in this folder; nothing is read or made yet.
  package init(_ root: String) { self.root = root }

  /// Whether the archive has an object of this name.
  package func contains(_ id: String) throws -> Bool {
    guard isName(id) else { return false }
    return try Files.kind(of: path(of: id)) == .directory
  }

  /// The names of all objects, sorted by their bytes.
  package func objects() throws -> [String] {
    guard try Files.exists(root) else { return [] }
    return try Files.list(root).filter { try contains($0) }
  }

  /// What an object says about itself, its inventory's digest verified.
  package func inventory(of id: String) throws -> OCFLInventory {
    guard try contains(id) else {
      throw ArchiveError(.notFound, path(of: id), "the archive has no object of this name")
    }
    var validator = OCFLValidator(path(of: id))
    let inventory = try validator.rootInventory()
    let errors = validator.faults.filter(\.isError)
    guard errors.isEmpty, let inventory else {
      throw ArchiveError(
        .invalid, path(of: id),
        "the object's inventory is not sound; put the object back from a copy", faults: errors)
    }
    guard inventory.id == id else {
      throw ArchiveError(
        .invalid, path(of: id),
        "the inventory is the one of \u{201C}\(inventory.id)\u{201D}; an object was moved")
    }
    return inventory
  }

  /// The files of a version, the newest for nil: logical paths, each with the digest of its bytes.
  package func state(of id: String, version: String? = nil) throws -> [String: String] {
    try found(inventory(of: id), version).state
  }

  /// The bytes of one file of a version, the newest for nil, held against their digest.
  ///
  /// Throws ``ArchiveError/Code/digestMismatch`` where they are not the archived ones.
  package func read(
    _ logicalPath: String, of id: String, version: String? = nil
  ) throws -> [UInt8] {
    let inventory = try inventory(of: id)
    guard let digest = try found(inventory, version).state[logicalPath] else {
      throw ArchiveError(
        .notFound, path(of: id),
        "\(version ?? inventory.head) has no file \u{201C}\(logicalPath)\u{201D}")
    }
    return try bytes(digest, in: inventory)
  }

  /// The bytes at a content path of an object, such as `v1/content/seal.json`, held against their
  /// SHA-512; for whoever has read the inventory already.
  ///
  /// Throws ``ArchiveError/Code/digestMismatch`` where they are not the archived ones.
  package func bytes(sha512 digest: String, at place: String, of id: String) throws -> [UInt8] {
    try bytes(digest, at: place, of: id, "sha512")
  }

  /// Every file of a version, the newest for nil, each held against its digest.
  ///
  /// Throws ``ArchiveError/Code/digestMismatch`` for the first whose bytes are not the archived
  /// ones.
  package func read(_ id: String, version: String? = nil) throws -> [String: [UInt8]] {
    let inventory = try inventory(of: id)
    let state = try found(inventory, version).state
    var content: [String: [UInt8]] = [:]
    for path in state.keys.sorted() { content[path] = try bytes(state[path]!, in: inventory) }
    return content
  }

  /// Everything that is wrong with an object: its form, and the digest of every file.
  ///
  /// Reads every byte of the object. Warnings are among the faults.
  package func validate(_ id: String) throws -> [OCFLFault] {
    try Self.validate(objectAt: path(of: id))
  }

  /// Everything that is wrong with the object in this folder, whoever made it.
  package static func validate(objectAt path: String) throws -> [OCFLFault] {
    try inspect(objectAt: path).faults
  }

  /// The same, with the inventory and the files that were found; the reading works the digests out.
  package static func inspect(
    objectAt path: String, reading: OCFLReading = .whole
  ) throws -> OCFLInspection {
    var validator = OCFLValidator(path, reading: reading)
    return try validator.inspect()
  }

  // MARK: - Inside the target

  func path(of id: String) -> String { root + "/" + id }

  /// Whether an object can have this name under the flat layout, and a folder beside what OCFL
  /// keeps in a storage root itself.
  func isName(_ id: String) -> Bool {
    id.isPathInside && !id.contains("/") && id.utf8.count <= 200 && !id.hasPrefix(".")
      && !id.hasPrefix("0=") && !["extensions", "ocfl_layout.json"].contains(id)
  }

  func found(
    _ inventory: OCFLInventory, _ version: String?
  ) throws -> OCFLInventory.Version {
    guard let found = inventory.version(version) else {
      throw ArchiveError(
        .notFound, path(of: inventory.id),
        "there is no version \(version ?? inventory.head); the newest is \(inventory.head)")
    }
    return found
  }

  func bytes(_ digest: String, in inventory: OCFLInventory) throws -> [UInt8] {
    guard let place = inventory.manifest[digest]?.first else {
      throw ArchiveError(.invalid, path(of: inventory.id), "the manifest lacks \(digest)")
    }
    return try bytes(digest, at: place, of: inventory.id, inventory.digestAlgorithm)
  }

  private func bytes(
    _ digest: String, at place: String, of id: String, _ algorithm: String
  ) throws -> [UInt8] {
    let file = path(of: id) + "/" + place
    let bytes = try content(of: file)
    let actual = OCFLDigest.of(bytes, algorithm)
    guard actual == digest else {
      throw ArchiveError(
        .digestMismatch, file,
        "its bytes have the \(algorithm) \(actual.prefix(16))… and the inventory"
          + " says \(digest.prefix(16))…; put the file back from a copy of the archive")
    }
    return bytes
  }

  /// A file that is gone, or has become something else, is damage of the archive like one with other
  /// bytes; where disk or system do not give it back, nothing is known of it.
  private func content(of file: String) throws -> [UInt8] {
    let lost: [StorageError.Code] = [.notFound, .notAFile, .isALink, .notADirectory]
    do {
      return try Files.read(file, limit: 1 << 30)
    } catch let error as StorageError where lost.contains(error.code) {
      throw ArchiveError(
        .lost, file,
        (error.code == .notFound ? "it is missing" : error.cause)
          + "; put the file back from a copy of the archive")
    }
  }
}

/// Digests by the names that OCFL gives them.
enum OCFLDigest {
  static func of(_ bytes: [UInt8], _ algorithm: String) -> String {
    algorithm == "sha256" ? SHA256Sum(of: bytes).hex : SHA512Sum(of: bytes).hex
  }

  static func ofFile(_ path: String, _ algorithm: String) throws -> String {
    algorithm == "sha256" ? try SHA256Sum(ofFile: path).hex : try SHA512Sum(ofFile: path).hex
  }
}
