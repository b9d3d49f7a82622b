import Archive
import Editions
import Schedule
import Storage

/// The inventory by which an object of the archive is made anew.
extension Repairer {
  /// The inventory that fits the log, or of what is kept the journal: the object's own, that of its
  /// newest version, or a copy's.
  ///
  /// Where lines of the log do not bind `seal.json`, the object's own inventories do: a copy may give the
  /// bytes that they name, and no others.
  func soundInventory(of name: String, _ imported: String?) throws -> OCFLInventory? {
    var ownSeals: Set<String> = []
    var other: OCFLInventory?
    for (path, isOwn) in try candidates(for: name) {
      guard let inventory = try OCFLInventory.read(path), inventory.id == name else { continue }
      guard let month = Month(name), history.isOut(name) else {
        if let imported, try SHA512Sum(ofFile: path).hex == imported { return inventory }
        continue
      }
      guard fits(inventory, month), inventory.isAsWeWrite else { continue }
      let seals = unboundSeals(of: inventory, month)
      if !isOwn, !ownSeals.isEmpty, !seals.allSatisfy({ isHere($0, name, ownSeals) }) { continue }
      if inventory.manifest.keys.allSatisfy({ good.places[$0] != nil }) { return inventory }
      // Where bytes are lost, it says which.
      other = other ?? inventory
      if isOwn { ownSeals.formUnion(seals) }
    }
    return other
  }

  /// Every inventory at hand of an object of this name, the object's own first.
  private func candidates(for name: String) throws -> [(path: String, isOwn: Bool)] {
    let own = "\(workspace.archive)/\(name)"
    let newest = Month(name).flatMap { history.latestRelease(of: $0)?.version } ?? 1
    // The newest may not be archived yet.
    let mine =
      ["\(own)/inventory.json"]
      + stride(from: newest, to: 0, by: -1).map { "\(own)/v\($0)/inventory.json" }
    let theirs = try copies.flatMap { copy in
      try Files.survey(copy).found.map(\.path)
        .filter { $0.lastPathPart == "inventory.json" }.map { "\(copy)/\($0)" }
    }
    return mine.map { ($0, true) } + theirs.map { ($0, false) }
  }

  /// The digests of the seals for which no line of the log vouches.
  private func unboundSeals(of inventory: OCFLInventory, _ month: Month) -> [String] {
    let releases = history.releases.filter { $0.edition == month }
    return zip(inventory.versions, releases).filter { $1.seal == nil }
      .compactMap { version, _ in version.state[EditionSeal.file] }
  }

  /// Whether an inventory of the object's own names a seal, or the object itself has its bytes.
  private func isHere(_ seal: String, _ name: String, _ named: Set<String>) -> Bool {
    named.contains(seal)
      || good.places[seal]?.hasPrefix("\(workspace.archive)/\(name)/") == true
  }

  /// Whether every version of an inventory is the one that the log says came out.
  private func fits(_ inventory: OCFLInventory, _ month: Month) -> Bool {
    let releases = history.releases.filter { $0.edition == month }
    let counts =
      (try? workspace.versionsToArchive(of: month, history)) ?? releases.count...releases.count
    guard counts.contains(inventory.versions.count), inventory.digestAlgorithm == "sha512" else {
      return false
    }
    return zip(inventory.versions, releases).allSatisfy { version, release in
      guard let digest = version.state[EditionSeal.file],
        release.seal.map({ $0 == digest }) ?? true
      else { return false }
      let contact = contact(of: version)
      guard let path = good.places[digest] else {
        return version.faults(against: release, sealedBy: nil, contact).isEmpty
          && version.hasFiles(of: release)
      }
      guard
        let bytes = try? Files.read(path, limit: Workspace.fileLimit),
        let open = try? OpenSeal(bytes)
      else { return false }
      return version.faults(against: release, sealedBy: open.seal.sealedBy, contact).isEmpty
        && open.isOf(release) && FileDigests(open.files).digest == release.digest
        && open.files.allSatisfy { version.state[$0.key] == $0.value }
    }
  }

  /// Whom a version's own schedule names for questions.
  private func contact(of version: OCFLInventory.Version) -> SeriesContact {
    guard let digest = version.state[SeriesContact.file], let path = good.places[digest],
      let bytes = try? Files.read(path, limit: Workspace.analysisLimit)
    else { return .unknown }
    return SeriesContact(schedule: bytes)
  }
}

extension OCFLInventory {
  /// Whether every file lies where the version that brought it has it: log and seals say nothing of
  /// places, and a forged one would be made true.
  fileprivate var isAsWeWrite: Bool {
    manifest.allSatisfy { digest, paths in
      paths.allSatisfy { path in
        let parts = path.split(separator: "/", maxSplits: 2).map(String.init)
        return parts.count == 3 && parts[1] == contentDirectory
          && version(parts[0])?.state[parts[2]] == digest
      }
    }
  }
}
