import Diagnostics
import Ledger
import Storage

/// What each fault can be repaired from, once everything has been looked at: a way back that leads to
/// something which is itself damaged is none.
extension Verifier {
  static let copyOfArchive = "a copy of the archive: `ninethirty repair --from FOLDER`"
  static let always =
    "nothing is needed: it always has the same bytes, and `ninethirty repair` writes it"
  static let setAside = "nothing is needed: `ninethirty repair` sets it aside"
  /// What stands in for the log; it is held against the journal before anybody is sent there.
  static let publishedCopy = "the published copy, /log/log.jsonl"

  mutating func proveWaysBack() {
    let ways = WaysBack(self)
    for index in faults.indices where faults[index].repair != nil {
      faults[index].repair = ways.way(for: faults[index])
    }
  }
}

private struct WaysBack {
  let verifier: Verifier
  /// The files that are damaged themselves, as findings name them.
  let broken: Set<String>
  /// The public addresses of a content path, by `2013-10/v1/content/renditions/index.html`.
  let addresses: [String: [String]]
  let isPublishedLogRight: Bool
  let areTilesRight: Bool

  init(_ verifier: Verifier) {
    self.verifier = verifier
    broken = Set(
      verifier.faults.filter { $0.finding.severity == .error }.map(\.finding.place.file))
    var addresses: [String: [String]] = [:]
    for (path, address) in verifier.expected.addresses {
      if let place = address.place {
        addresses["\(address.edition)/\(place)", default: []] += [path]
      }
    }
    self.addresses = addresses
    isPublishedLogRight = verifier.isRight(try? verifier.publishedLog())
    areTilesRight = !isPublishedLogRight && verifier.isRight(try? verifier.publishedTiles())
  }

  func way(for fault: VerificationFault) -> String? {
    let (id, path) = (fault.finding.id, fault.finding.place.file)
    if fault.repair == Verifier.publishedCopy {
      if isPublishedLogRight { return Verifier.publishedCopy }
      return areTilesRight
        ? "its published tiles, /log/\(FoundLog.tiles): `ninethirty repair`"
        : "a copy of the log whose lines are those of the journal: `ninethirty repair --from FOLDER`"
    }
    if let content = inner(path, of: verifier.workspace.archive), id.hasPrefix("verify.archive.") {
      return wayToArchived(content, id) ?? fault.repair
    }
    guard let tree = verifier.tree, let address = inner(path, of: tree.path),
      let expected = verifier.expected.addresses[address]
    else { return fault.repair }
    if let place = expected.place {
      let archived = "\(verifier.workspace.archive)/\(expected.edition)/\(place)"
      let shown = verifier.workspace.shown(archived)
      if !broken.contains(shown) { return "the archive: \(shown)" }
      let content = "\(expected.edition)/\(place)"
      if let other = soundAddress(of: content, but: address) { return other }
    }
    return Verifier.copyOfArchive
  }

  private func wayToArchived(_ content: String, _ id: String) -> String? {
    switch id {
    case "verify.archive.altered", "verify.archive.missing", "verify.archive.link":
      return soundAddress(of: content, but: nil)
    case "verify.archive.inventory":
      // Each version has the inventory of its day, the newest that of the object.
      guard let edition = content.split(separator: "/").first, content.hasSuffix("/inventory.json"),
        content.split(separator: "/").count == 2, let archived = verifier.archivedEdition(edition)
      else { return nil }
      let own = "\(edition)/v\(archived.versions.count)/inventory.json"
      let shown = verifier.workspace.shown("\(verifier.workspace.archive)/\(own)")
      return archived.versions.isEmpty || broken.contains(shown) ? nil : shown
    default: return nil
    }
  }

  /// A public address that has the bytes of an archived file and is sound.
  private func soundAddress(of content: String, but address: String?) -> String? {
    guard let tree = verifier.tree else { return nil }
    let root = verifier.workspace.shown(tree.path)
    let candidates = addresses[content]?.sorted() ?? []
    let sound = candidates.first {
      $0 != address && tree.files.contains($0) && !broken.contains("\(root)/\($0)")
        && isSound($0, in: tree.path)
    }
    if let sound { return "the public tree: \(root)/\(sound)" }
    // What was public before the newest switches.
    for older in earlierTrees {
      guard let found = candidates.first(where: { isSound($0, in: older) }) else { continue }
      return "an earlier public tree: \(verifier.workspace.shown(older))/\(found)"
    }
    return nil
  }

  /// Whether a file of a public tree has the bytes of its address: while a version is not archived, the
  /// address of the edition has those of another one.
  private func isSound(_ address: String, in tree: String) -> Bool {
    // What cannot be read is no way back.
    (try? SHA512Sum(ofFile: "\(tree)/\(address)").hex)
      == verifier.expected.addresses[address]?.digest
  }

  /// The trees that were public before the present one, the newest first.
  private var earlierTrees: [String] {
    let trees = verifier.workspace.trees
    guard let all = try? trees.all().filter(trees.isExposed) else { return [] }
    return all.map(\.path).filter { $0 != verifier.tree?.path }.reversed()
  }

  /// The path inside a folder; nil for one that is not in it.
  private func inner(_ path: String, of folder: String) -> String? {
    let prefix = verifier.workspace.shown(folder) + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.utf8.count)) : nil
  }
}

extension Verifier {
  fileprivate func archivedEdition(_ name: Substring) -> ArchivedEdition? {
    archived.values.first { $0.name == name }
  }

  /// Whether the log that readers have is whole, has every line that the journal recorded, and ends
  /// where the journal says.
  fileprivate func isRight(_ place: String?) -> Bool {
    guard let place, let lines = (try? FoundLog(at: place))?.lines, !lines.isEmpty
    else { return false }
    return lines.fits(history.journal) && lines.count >= history.journal.newestLoggedLine
  }
}
