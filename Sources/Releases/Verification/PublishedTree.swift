import Publications
import Schedule
import Site

/// What every address of the editions must have, worked out from what is archived: the releases are
/// laid one after the other, in the order of the log, as the public tree was.
///
/// `verify` holds the public tree against it; `repair` and `as-of` lay a tree by it.
struct PublishedTree {
  /// What one address must have.
  struct Address: Hashable {
    /// SHA-512 in hexadecimal.
    let digest: String
    let edition: Month
    let version: Int
    /// Where the archive has the bytes, inside the object; nil where it has not.
    let place: String?
    /// When the bytes came to this address.
    let modified: Instant
  }

  /// By path inside the tree.
  private(set) var addresses: [String: Address] = [:]
  /// Those below `latest/`, which each newest edition lays anew.
  private var latest: [String: Address] = [:]
  /// The editions of which the archive does not say everything.
  private(set) var unknown: Set<Month> = []

  /// The tree that these releases made.
  init(_ releases: [History.Release], _ archived: [Month: ArchivedEdition]) {
    for release in releases {
      let version = archived[release.edition]?.versions.first { $0.number == release.version }
      // What another history archived was never published here.
      guard let version, let open = version.open, open.isOf(release),
        version.sealFaults.isEmpty
      else {
        unknown.insert(release.edition)
        continue
      }
      lay(open, version)
    }
    addresses.merge(latest) { first, _ in first }
    latest = [:]
  }

  /// Whether something at this path may come from an edition of which not everything is known.
  func isUnknown(_ path: String) -> Bool {
    guard !unknown.isEmpty, let first = path.split(separator: "/").first else { return false }
    guard let month = Month(String(first)) else { return true }
    return unknown.contains(month)
  }

  private mutating func lay(_ open: OpenSeal, _ version: ArchivedEdition.Version) {
    let layout = PublicLayout(open.seal)
    var put: [String: Address] = [:]
    if !PublicLayout.bringsFrontPage(open.files) { addresses[Site.frontPath] = nil }
    for (file, digest) in open.files {
      guard let path = layout.address(of: file) else { continue }
      put[path] =
        known(path, digest)
        ?? Address(
          digest: digest, edition: layout.edition, version: layout.version,
          place: version.places[digest], modified: open.seal.instant)
    }
    for (path, first) in layout.furtherAddresses(in: open) {
      // A second name of a file has the time of the file.
      put[path] = put[first].map { known(path, $0.digest) ?? $0 }
    }
    let isLatest = { (path: String) in path.hasPrefix("latest/") }
    if open.seal.isNewest { latest = put.filter { isLatest($0.key) } }
    if layout.isWithdrawal {
      let prefix = "\(layout.edition)/"
      for path in Array(addresses.keys)
      where path.hasPrefix(prefix) && !path.contains("/assets/") {
        addresses[path] = nil
      }
    }
    for (path, address) in put where !isLatest(path) { addresses[path] = address }
  }

  /// What stands at an address already, where it has the same bytes: then it stays, with its time.
  private func known(_ path: String, _ digest: String) -> Address? {
    let address = path.hasPrefix("latest/") ? latest[path] : addresses[path]
    return address?.digest == digest ? address : nil
  }
}
