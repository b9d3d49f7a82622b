import Publications
import Schedule
import Site

/// Where the files of a version of an edition lie in the public tree.
///
/// The edition stands under its month as it is now, under `v1/`, `v2/` and so on as each version was
/// published, and under `latest/` while it is the newest.
struct PublicLayout {
  /// The front page among the files of what earlier versions of ninethirty sealed: it stands until the next
  /// version comes out.
  private static let sealedFrontPage = "renditions/\(EditionFile.seriesFolder)\(Site.frontPath)"

  /// Whether a version with these files brings a front page of its own; else that follows from the log.
  static func bringsFrontPage(_ files: [String: some Any]) -> Bool {
    files[sealedFrontPage] != nil
  }

  let edition: Month
  let version: Int
  /// Whether all pages of the edition are taken back: then every address is among the files.
  let isWithdrawal: Bool

  init(_ seal: StandingSeal) {
    edition = seal.edition
    version = seal.version
    isWithdrawal = seal.kind == .withdrawal
  }

  init(_ seal: EditionSeal) {
    edition = seal.edition
    version = seal.version
    isWithdrawal = seal.change.withdrawalReason != nil
  }

  private static func isOfSeries(_ file: String) -> Bool {
    EditionFile.isOfSeries(file.dropFirst("renditions/".utf8.count))
  }

  /// The address of a file of the sealed edition; nil for what does not become public.
  func address(of file: String) -> String? {
    guard file.hasPrefix("renditions/") else { return nil }
    let path = String(file.dropFirst("renditions/".utf8.count))
    if EditionFile.isOfSeries(path) {
      return String(path.dropFirst(EditionFile.seriesFolder.utf8.count))
    }
    return "\(edition)/\(path)"
  }

  /// The other addresses of the same bytes, each with the first one; known once all files are.
  func furtherAddresses(in open: OpenSeal) -> [(address: String, first: String)] {
    var addresses: [(String, String)] = []
    for file in open.files.keys.sorted() {
      guard let first = address(of: file), !Self.isOfSeries(file) else { continue }
      let path = String(file.dropFirst("renditions/".utf8.count))
      guard !EditionFile.isPermanentCopy(path) else { continue }
      // What links outwards is rendered for v1/ of its own, one folder deeper.
      if !isWithdrawal, open.files["renditions/v\(version)/\(path)"] == nil {
        addresses.append(("\(edition)/v\(version)/\(path)", first))
      }
      if open.seal.isNewest { addresses.append(("latest/\(path)", first)) }
    }
    return addresses
  }

  /// Where each public file stands for good, with the file: under the number of the version; for a
  /// withdrawal, at every address that it takes.
  func lastingAddresses(in open: OpenSeal) -> [(address: String, file: String)] {
    let folder = "\(edition)/v\(version)/"
    return open.files.keys.sorted().compactMap { file in
      guard let first = address(of: file), !Self.isOfSeries(file) else { return nil }
      if isWithdrawal || first.hasPrefix(folder) { return (first, file) }
      let path = String(file.dropFirst("renditions/".utf8.count))
      guard !EditionFile.isPermanentCopy(path), open.files["renditions/v\(version)/\(path)"] == nil
      else { return nil }
      return (folder + path, file)
    }
  }
}
