import Archive
import Schedule
import Storage

/// The editions' part of the public tree, worked out from the archive: the releases laid one after
/// the other, as they were.
struct PastTree {
  /// What stands at an address.
  struct File {
    let reader: OCFLVersionReader
    /// The path in the archived version.
    let path: String
    /// The digest of its bytes.
    let digest: String
    /// When these bytes came to this address.
    let modified: Instant
  }

  /// By path in the tree.
  private(set) var files: [String: File] = [:]
  /// The seal of the release that was laid last, and its version.
  private(set) var newest: (seal: EditionSeal, reader: OCFLVersionReader)?

  /// Lays what a release brought.
  ///
  /// Throws a ``ReleaseError`` where the archive does not have the version as the log has it.
  mutating func lay(_ release: History.Release, from store: OCFLStore) throws {
    let reader = try OCFLVersionReader(
      release.edition.description, version: "v\(release.version)", in: store)
    let open = try OpenSeal(try reader.read(EditionSeal.file) ?? [])
    guard open.seal.digest == release.digest else {
      throw ReleaseError(
        .altered,
        "version \(release.version) of \(release.edition) in the archive is not the one that the "
          + "log says came out; `ninethirty verify` says more")
    }
    let layout = PublicLayout(open.seal)
    var put: [String: File] = [:]
    for path in open.files.keys {
      guard let address = layout.address(of: path), let digest = reader.state[path] else {
        continue
      }
      put[address] = file(at: address, path, digest, reader, open.seal.instant)
    }
    for (address, first) in layout.furtherAddresses(in: open) {
      guard let original = put[first] else { continue }
      put[address] = file(
        at: address, original.path, original.digest, reader, original.modified)
    }
    if open.seal.isNewest { files = files.filter { !$0.key.hasPrefix("latest/") } }
    if layout.isWithdrawal {
      let prefix = "\(release.edition)/"
      files = files.filter { !$0.key.hasPrefix(prefix) || $0.key.contains("/assets/") }
    }
    files.merge(put) { $1 }
    newest = (open.seal, reader)
  }

  /// A file that has the same bytes as what stands there stays, with its time.
  private func file(
    at address: String, _ path: String, _ digest: String, _ reader: OCFLVersionReader,
    _ instant: Instant
  ) -> File {
    if let present = files[address], present.digest == digest { return present }
    return File(reader: reader, path: path, digest: digest, modified: instant)
  }
}
