import Diagnostics
import Ledger
import Schedule
import Storage
import Transparency

/// What a repair of the public tree does with the checkpoints of the log: only its key signs one.
extension Repairer {
  /// Leaves every valid checkpoint that stands where it is, and puts none in the place of a longer
  /// one: readers have it.
  func keepCheckpoints(
    of present: PublicTrees.Tree?, in others: inout [String: RepairPlan.PublicTarget],
    _ modified: Instant
  ) throws {
    guard let present else { return }
    let recorded = SiteRecord(history.journal, present: present.number).digests
    let isSigned = whyNothingIsSigned() == nil
    // Where the log or its keys are broken, that is said already.
    for (path, size) in (try? workspace.validPublicCheckpoints()) ?? [:] {
      if let planned = others[path], lines(coveredBy: planned) ?? 0 >= size { continue }
      // The newest one with a line that somebody added: the key signs it again as it was.
      let isKnown = recorded["\(PublicLog.folder)/checkpoints/\(size)"] != nil
      if isSigned, isKnown, size == history.log.count { continue }
      others[path] = .init(
        path: path, source: .file("\(present.path)/\(path)"), modified: modified)
    }
  }

  /// Files of the log of earlier sizes as they were, made anew: tiles from its lines, checkpoints with
  /// the keys that are at hand.
  ///
  /// The journal has the digest of what was laid, so nothing comes back but the same bytes: a
  /// signature of ours is the same each time (RFC 8032, section 5.1.6).
  func remadeLogFiles(
    in recorded: [String: String], but isThere: (String) -> Bool
  ) throws -> [(path: String, bytes: [UInt8])] {
    let wanted = recorded.keys.sorted().filter { isEarlier($0) && !isThere($0) }
    guard !wanted.isEmpty else { return [] }
    let content = LogContent(try Files.read(workspace.log, limit: Workspace.fileLimit))
    return wanted.compactMap { path in
      let made = tile(at: path, of: content).map { [$0] } ?? checkpoints(at: path, of: content)
      return made.first { SHA256Sum(of: $0).hex == recorded[path] }.map { (path, $0) }
    }
  }

  /// Whether it is a tile, or the checkpoint of an earlier size.
  private func isEarlier(_ path: String) -> Bool {
    path.hasPrefix("\(PublicLog.folder)/tile/")
      || path.hasPrefix("\(PublicLog.folder)/checkpoints/")
        && path.lastPathPart != "\(history.log.count)"
  }

  private func tile(at path: String, of content: LogContent) -> [UInt8]? {
    guard let tile = TilePath(String(path.dropFirst(PublicLog.folder.utf8.count + 1))) else {
      return nil
    }
    let end = tile.index * TilePath.fullWidth + tile.width
    guard end <= TilePath.count(of: tile.content, size: content.tree.size) else { return nil }
    return Tiles.bytes(of: tile, in: content.tree, entries: content.entries)
  }

  /// The checkpoint of a size, signed by each key at hand, and by each two.
  private func checkpoints(at path: String, of content: LogContent) -> [[UInt8]] {
    guard let size = Int(path.lastPathPart), (1...content.tree.size).contains(size),
      path == "\(PublicLog.folder)/checkpoints/\(size)",
      let origin = (try? LogKeys(history.log))?.origin, let keys = try? workspace.logKeys()
    else { return [] }
    let checkpoint = Checkpoint(origin: origin, content.first(size).tree)
    let pairs = keys.indices.flatMap { one in
      keys.indices.filter { $0 != one }.map { [keys[one], keys[$0]] }
    }
    return (keys.map { [$0] } + pairs).compactMap { try? checkpoint.signed(by: $0).bytes }
  }

  /// Names the files of the log of earlier sizes that nothing at hand brings back.
  mutating func sayLostLogFiles(
    _ recorded: [String: String], _ targets: [String: RepairPlan.PublicTarget]
  ) {
    for path in recorded.keys.sorted() where isEarlier(path) && targets[path] == nil {
      plan.impossible.append(
        "\(workspace.shown(workspace.publicTree))/\(path): "
          + (path.contains("/checkpoints/")
            ? "only the key that signed it makes it anew; bring it back for that"
            : "the log does not make the bytes that were laid")
          + ", or name a copy of the public tree with --from")
    }
  }

  /// Whether a fault is that such a file is missing: no new tree brings it back.
  func isLost(
    _ fault: VerificationFault, _ present: PublicTrees.Tree?,
    _ targets: [String: RepairPlan.PublicTarget]
  ) -> Bool {
    guard let present, fault.finding.id == "verify.public.missing" else { return false }
    let folder = workspace.shown(present.path) + "/"
    let path = String(fault.finding.place.file.dropFirst(folder.utf8.count))
    return fault.finding.place.file.hasPrefix(folder) && isEarlier(path) && targets[path] == nil
  }

  /// How many lines a file that is to be laid covers; nil for one that is no checkpoint.
  private func lines(coveredBy target: RepairPlan.PublicTarget) -> Int? {
    guard case .file(let path) = target.source,
      let bytes = try? Files.read(path, limit: SignedNote.longest),
      let note = try? SignedNote(bytes)
    else { return nil }
    return try? Checkpoint(text: note.text).size
  }

  /// The faults that a new tree puts right; what waits for a key that is not at hand is said to be
  /// impossible.
  mutating func faultsThatNeedNoKey(
    _ faults: [VerificationFault], _ present: PublicTrees.Tree?,
    _ targets: [String: RepairPlan.PublicTarget]
  ) -> [VerificationFault] {
    guard targets[PublicLog.checkpointFile] == nil, let cause = whyNothingIsSigned() else {
      return faults
    }
    plan.impossible.append(
      "\(workspace.shown(workspace.publicTree))/\(PublicLog.checkpointFile): \(cause); only with it a"
        + " checkpoint is made anew, and proofs and tiles with that: bring it there, or name a copy of"
        + " the public tree with --from")
    guard let present else { return faults }
    let folder = workspace.shown(present.path) + "/"
    return faults.filter { fault in
      let file = fault.finding.place.file
      guard file.hasPrefix(folder) else { return true }
      let path = String(file.dropFirst(folder.utf8.count))
      guard Verifier.isOfLog(path), path != Verifier.logPage, targets[path] == nil else {
        return true
      }
      // What stands there and nothing asks for is left out of a new tree without any key.
      return path != PublicLog.checkpointFile
        && (try? Files.exists("\(present.path)/\(path)")) == true
    }
  }

  /// Why the log cannot be signed; nil where it can, or never was.
  private func whyNothingIsSigned() -> String? {
    do {
      guard let current = try LogKeys(history.log).current else { return nil }
      let keys = try workspace.logKeys()
      if try keys.contains(where: { try $0.verifier(name: current.name) == current }) { return nil }
      return "the key \(current) of the log is not at \(try workspace.logKeyPlace().path)"
    } catch {
      return "\(error)"
    }
  }
}
