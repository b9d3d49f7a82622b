import Storage

/// One version of an object, opened once and read file by file: its inventory is read and held
/// against its digest when it is opened.
package struct OCFLVersionReader: Sendable {
  private let store: OCFLStore
  private let inventory: OCFLInventory
  /// The logical paths of the version's files, each with the digest of its bytes.
  package let state: [String: String]

  /// Opens a version, such as `v2`; the newest for nil.
  ///
  /// Throws an ``ArchiveError`` where the archive has no such object or version.
  package init(_ id: String, version: String? = nil, in store: OCFLStore) throws {
    self.store = store
    inventory = try store.inventory(of: id)
    state = try store.found(inventory, version).state
  }

  private init(_ inventory: OCFLInventory, state: [String: String], in store: OCFLStore) {
    self.store = store
    self.inventory = inventory
    self.state = state
  }

  /// Every version of an object, the oldest first, for one reading of its inventory.
  ///
  /// Throws an ``ArchiveError`` where the archive has no such object.
  package static func all(of id: String, in store: OCFLStore) throws -> [OCFLVersionReader] {
    let inventory = try store.inventory(of: id)
    return inventory.versions.map { OCFLVersionReader(inventory, state: $0.state, in: store) }
  }

  /// The bytes of a file, held against their digest; nil where the version has no such file.
  ///
  /// Throws ``ArchiveError/Code/digestMismatch`` where they are not the archived ones.
  package func read(_ path: String) throws -> [UInt8]? {
    guard let digest = state[path] else { return nil }
    return try store.bytes(digest, in: inventory)
  }

  /// The size of a file as it lies in the archive, unread; nil where the version has no such file,
  /// or it is lost.
  package func byteCount(of path: String) throws -> Int? {
    guard let digest = state[path], let place = inventory.manifest[digest]?.first else {
      return nil
    }
    return try Files.size(ofFile: store.path(of: inventory.id) + "/" + place)
  }
}
