import Publications
import Schedule
import Storage

/// Public addresses to which no page leads: the page of the log lists them, so that whoever copies
/// the site by its links, as web archives do, gets all of it.
struct UnlistedAddresses {
  /// The editions that were taken back: their reports stand in no list any more.
  let withdrawn: Set<Month>
  /// Whether the page of the log names its checkpoint, keys and proofs.
  let isLogSigned: Bool

  /// Those of these paths of the public tree, sorted; `latest/` stands for all that is below it.
  func among(_ paths: Set<String>) -> [String] {
    let newest = paths.lazy.compactMap { Month(String($0.prefix { $0 != "/" })) }.max()
    let isLatestWithdrawn = newest.map(withdrawn.contains) ?? false
    var unlisted = paths.filter { path in
      guard path.hasPrefix("latest/") else { return !isListed(path) }
      // Its pages lead to one another, unless they are notices; to schemas none does.
      return isLatestWithdrawn ? path != "latest/index.html" : path.hasSuffix(".xsd")
    }
    if paths.contains(where: { $0.hasPrefix("latest/") }) { unlisted.insert("latest/") }
    return unlisted.sorted { $0.precedesByBytes($1) }
  }

  private func isListed(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    let name = path.lastPathPart
    if let month = parts.first.flatMap({ Month(String($0)) }), withdrawn.contains(month) {
      return parts.count == 2 && name == "index.html"
    }
    switch parts.first {
    case "log" where parts.count > 1:
      if ["log.jsonl", "index.html"].contains(path.dropFirst("log/".utf8.count)) { return true }
      return isLogSigned
        && (parts[1] == "proofs" || ["log/checkpoint", "log/key"].contains(path))
    default:
      let isEdition = parts.first.flatMap { Month(String($0)) } != nil
      return name == "index.html" || isEdition && EditionFile.isMade(path)
        || ["calendar.ics", "feed.atom"].contains(path)
    }
  }
}

extension Workspace {
  /// What was published and stands in the public tree, or will with these files of the log.
  ///
  /// A file that came there otherwise is not listed: its very address may tell what is under embargo.
  func standingPaths(with publicLog: PublicLogFiles, _ history: History) throws -> Set<String> {
    var paths = Set(publicLog.files.map(\.path))
    if let tree = try trees.current() {
      let record = SiteRecord(history.journal, present: tree.number)
      let pages = publishedPages(history.released, history)
      for entry in try Files.survey(tree.path).found
      where entry.kind == .file
        && (record.digests[entry.path] != nil || pages.stand(at: entry.path))
      {
        paths.insert(entry.path)
      }
    }
    return paths.subtracting(publicLog.superfluous)
  }
}
