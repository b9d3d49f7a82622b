import Archive
import Diagnostics
import Editions
import Schedule
import Site
import Storage

/// What stands around the editions in the new public tree.
extension Repairer {
  /// Calendar, feed, log and the like: as they stand, where they are sound, else as they are made
  /// now, or as archived pages and templates make them.
  ///
  /// Returns the paths of those that nothing at hand brings back, and whether something stands there.
  mutating func addOthers(
    to targets: inout [RepairPlan.PublicTarget], _ present: PublicTrees.Tree?
  ) throws -> [String: Bool] {
    let known = Set(targets.map(\.path))
    let newest = history.calendar.newest ?? Instant(milliseconds: 0)
    let record = SiteRecord(history.journal, present: present?.number)
    let recorded = record.digests
    var others: [String: RepairPlan.PublicTarget] = [:]
    // As it will be: a link that leads nowhere is set aside before anything is made.
    var workspace = workspace
    workspace.leavesStrayTreeOut = true
    for file in try workspace.siteFilesIfMade(history.calendar) ?? []
    where !known.contains(file.path) {
      others[file.path] = .init(path: file.path, source: file.source, modified: newest)
    }
    let (sound, damaged) =
      try present.map { try standing(in: $0, but: known, record) } ?? ([:], [:])
    others.merge(sound) { $1 }
    let isThere = { others[$0] != nil || known.contains($0) }
    for (path, source) in try standing(in: recorded, but: isThere) {
      others[path] = .init(path: path, source: .file(source), modified: newest)
    }
    for (path, bytes) in try remadeLogFiles(in: recorded, but: { others[$0] != nil }) {
      others[path] = .init(path: path, source: .bytes(bytes), modified: newest)
    }
    try keepCheckpoints(of: present, in: &others, newest)
    try bringVouchers(to: &others, newest)
    try leaveUnvouched(in: &others, present, newest)
    sayLostLogFiles(recorded, others)
    // These are made by the switch that follows every repair of the tree, and of the archive.
    let isMadeAfter = { (path: String) in
      path.hasPrefix("log/") || Site.isMadeFromArchive(path)
    }
    let isLeft = { (path: String) in
      others[path] == nil && !known.contains(path) && !isMadeAfter(path)
    }
    for (path, bytes) in workspace.archivedSiteFiles(
      recorded.filter { isLeft($0.key) }, by: history)
    {
      others[path] = .init(path: path, source: .bytes(bytes), modified: newest)
    }
    var lost: [String: Bool] = [:]
    for path in recorded.keys.filter(isLeft) {
      // A repair takes nothing away that it cannot bring back.
      lost[path] = damaged[path] != nil
      others[path] = damaged[path]
    }
    let log = try Files.read(workspace.log, limit: Workspace.fileLimit)
    others[SiteRecord.log] = .init(path: SiteRecord.log, source: .bytes(log), modified: newest)
    targets += others.keys.sorted().map { others[$0]! }
    return lost
  }

  /// What stands around the editions in a tree: what is as it was laid, and what is not and can be
  /// read.
  private func standing(
    in tree: PublicTrees.Tree, but editions: Set<String>, _ record: SiteRecord
  ) throws -> (sound: [String: RepairPlan.PublicTarget], damaged: [String: RepairPlan.PublicTarget])
  {
    var sound: [String: RepairPlan.PublicTarget] = [:]
    var damaged: [String: RepairPlan.PublicTarget] = [:]
    for entry in try Files.survey(tree.path).found
    where entry.kind == .file && !editions.contains(entry.path) {
      let path = "\(tree.path)/\(entry.path)"
      let target = RepairPlan.PublicTarget(
        path: entry.path, source: .file(path), modified: entry.modified)
      // What the disk does not give back cannot be laid again.
      let digest = try? SHA256Sum(ofFile: path).hex
      let recorded = record.digests[entry.path]
      let isStyle =
        entry.path.hasPrefix("assets/") && verifier.isKnown(entry.path, at: path, record)
      if recorded == digest || recorded == nil && isStyle {
        sound[entry.path] = target
      } else if digest != nil {
        damaged[entry.path] = target
      }
    }
    return (sound, damaged)
  }

  /// Names what nothing at hand brings back.
  mutating func sayLost(_ paths: [String], _ what: String = "") {
    plan.impossible += paths.map {
      "\(workspace.shown(workspace.publicTree))/\($0): nothing at hand has its bytes\(what); name a copy"
        + " with --from"
    }
  }

  /// Whether a fault is of one of these paths: no new tree puts it right.
  func isOf(
    _ fault: VerificationFault, _ paths: [String: Bool], in present: PublicTrees.Tree?
  ) -> Bool {
    guard let present else { return false }
    let folder = workspace.shown(present.path) + "/"
    return fault.finding.place.file.hasPrefix(folder)
      && paths[String(fault.finding.place.file.dropFirst(folder.utf8.count))] != nil
  }

  /// Files that were public and are not made from log and schedule: from trees that were, and from
  /// the named copies.
  ///
  /// A signed checkpoint is one that cannot be made again.
  private func standing(
    in recorded: [String: String], but isThere: (String) -> Bool
  ) throws -> [(path: String, source: String)] {
    let wanted = recorded.keys.sorted().filter { !isThere($0) }
    guard !wanted.isEmpty else { return [] }
    let trees = try workspace.trees.all().filter(workspace.trees.isExposed).reversed().map(\.path)
    var named: [String: [String]] = [:]
    for copy in copies {
      for entry in try Files.survey(copy).found where entry.kind == .file {
        named[entry.path.lastPathPart, default: []].append("\(copy)/\(entry.path)")
      }
    }
    // Editions have the style sheet of their day under the same name.
    let sheets = good.places.values.filter { $0.hasSuffix(".css") }.sorted()
    return wanted.compactMap { path in
      let candidates =
        trees.map { "\($0)/\(path)" } + sheets.filter { $0.hasSuffix("/\(path)") }
        + (named[path.lastPathPart] ?? []).filter { $0.hasSuffix("/\(path)") }
      return candidates.first { (try? SHA256Sum(ofFile: $0).hex) == recorded[path] }
        .map { (path, $0) }
    }
  }
}
