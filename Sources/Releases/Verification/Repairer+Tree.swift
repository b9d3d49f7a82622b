import Archive
import Diagnostics
import Editions
import Schedule
import Site
import Storage

/// The new public tree: every address from the archive as it will be, and what stands around the
/// editions.
extension Repairer {
  mutating func planTree(_ faults: [VerificationFault]) throws {
    guard verifier.scope.isWhole else {
      plan.impossible.append(
        "the public tree is repaired as a whole; run `ninethirty repair` for all")
      return
    }
    let present: PublicTrees.Tree?
    let stray: String?
    do {
      stray = try workspace.trees.strayTarget()
      present = stray == nil ? try workspace.treeToRead() : nil
    } catch let error as StorageError {
      plan.impossible.append("\(workspace.shown(workspace.publicTree)): \(error.cause)")
      return
    }
    // A link that is gone, or leads elsewhere, is never pointed to a tree that lies there: that may be
    // one which was laid for a release to come. What is public follows from log and archive alone.
    var targets: [RepairPlan.PublicTarget] = []
    let unreachable = try addAddresses(to: &targets) + addOthers(to: &targets, present)
    guard unreachable.isEmpty else {
      plan.impossible += unreachable.map {
        "\(workspace.shown(workspace.publicTree))/\($0): nothing at hand has its bytes; name a copy"
          + " with --from"
      }
      return
    }
    let byPath = Dictionary(targets.map { ($0.path, $0) }) { first, _ in first }
    let mended = faultsThatNeedNoKey(faults, present, byPath)
      .filter { !isLost($0, present, byPath) }
    guard !mended.isEmpty else { return }
    plan.tree = targets
    for path in Set(mended.map(\.finding.place.file)).sorted() {
      plan.steps.append(.init(target: path, what: step(path, in: present, byPath)))
    }
    if let stray { try planLink(insteadOf: stray) }
    // The tree that was is removed some switches later.
    let lost = [
      "verify.log.checkpoint", "verify.log.published", "verify.public.altered",
      "verify.public.extra", "verify.public.link",
    ]
    for fault in faults where lost.contains(fault.finding.id) {
      let file = "\(workspace.folder)/\(fault.finding.place.file)"
      guard let present, file.hasPrefix(present.path + "/"), !plan.kept.contains(file),
        try !isBehindAnother(file, in: present.path),
        let kind = try Files.kind(of: file),
        kind != .directory || fault.finding.id == "verify.public.extra"
      else { continue }
      plan.kept.append(file)
    }
  }

  /// A link that leads elsewhere is set aside as it is; what it leads to is not touched.
  private mutating func planLink(insteadOf target: String) throws {
    plan.moved.append(workspace.publicTree)
    let path = workspace.shown(workspace.publicTree)
    plan.steps.removeAll { $0.target == path }
    plan.steps.append(
      .init(
        target: path,
        what: "set the link to \(target.quoted) aside, lay a new public tree from the archive, "
          + "\(try workspace.trees.targetIfLaidAnew()), and point it there"))
  }

  private func step(
    _ path: String, in tree: PublicTrees.Tree?, _ targets: [String: RepairPlan.PublicTarget]
  ) -> String {
    guard let tree, path.hasPrefix(workspace.shown(tree.path) + "/") else {
      return "lay a new public tree from the archive"
    }
    let inner = String(path.dropFirst(workspace.shown(tree.path).utf8.count + 1))
    // All of it follows from the log, and its checkpoint is signed.
    if inner.hasPrefix("log/"), targets[inner] == nil {
      return "make anew from the log, or leave out where nothing asks for it"
    }
    switch targets[inner]?.source {
    case .file(let source)?: return "put back from \(workspace.shown(source))"
    case .bytes?: return "make anew from log, schedule and templates"
    case nil: return "set aside, and leave out of the new tree"
    }
  }

  /// The files of the editions; the paths of those whose bytes nothing has.
  private func addAddresses(to targets: inout [RepairPlan.PublicTarget]) throws -> [String] {
    let tree = PublishedTree(history.releases, verifier.archived)
    if !tree.unknown.isEmpty {
      return tree.unknown.sorted().map { "\($0) and its other addresses" }
    }
    let remade = Set(plan.objects.map(\.name))
    var lost: [String] = []
    for (path, address) in tree.addresses.sorted(by: { $0.key < $1.key }) {
      let name = "\(address.edition)"
      let planned = address.place.flatMap { archived[name]?[$0] }
      guard let source = planned ?? good.places[address.digest] else {
        lost.append(path)
        continue
      }
      // An object that is made anew has it in its place by then; where it lay before it may be gone.
      let isRemade = planned != nil && remade.contains(name)
      let file = isRemade ? "\(workspace.archive)/\(name)/\(address.place ?? "")" : source
      targets.append(
        .init(path: path, source: .file(file), modified: address.modified, isRemade: isRemade))
    }
    return lost
  }

  /// Calendar, feed, log and the like: as they stand, where they are sound, else as they are made
  /// now.
  private mutating func addOthers(
    to targets: inout [RepairPlan.PublicTarget], _ present: PublicTrees.Tree?
  ) throws -> [String] {
    let known = Set(targets.map(\.path))
    let newest = history.calendar.newest ?? Instant(milliseconds: 0)
    let record = SiteRecord(history.journal)
    let recorded = record.digests
    var others: [String: RepairPlan.PublicTarget] = [:]
    for file in try workspace.siteFilesIfMade(history.calendar) ?? []
    where !known.contains(file.path) {
      others[file.path] = .init(path: file.path, source: file.source, modified: newest)
    }
    var lost: [String] = []
    if let present {
      for entry in try Files.survey(present.path).found
      where entry.kind == .file && !known.contains(entry.path) {
        let path = "\(present.path)/\(entry.path)"
        let digest = try? SHA256Sum(ofFile: path).hex
        let isStyle =
          entry.path.hasPrefix("assets/") && verifier.isKnown(entry.path, at: path, record)
        if recorded[entry.path] == digest || recorded[entry.path] == nil && isStyle {
          others[entry.path] = .init(
            path: entry.path, source: .file(path), modified: entry.modified)
        }
      }
    }
    let isThere = { others[$0] != nil || known.contains($0) }
    for (path, source) in try standing(in: recorded, but: isThere) {
      others[path] = .init(path: path, source: .file(source), modified: newest)
    }
    for (path, bytes) in try remadeLogFiles(in: recorded, but: { others[$0] != nil }) {
      others[path] = .init(path: path, source: .bytes(bytes), modified: newest)
    }
    try keepCheckpoints(of: present, in: &others, newest)
    sayLostLogFiles(recorded, others)
    // These are made by the switch that follows every repair of the tree, and of the archive.
    let isMadeAfter = { (path: String) in
      path.hasPrefix("log/") || Site.isMadeFromArchive(path)
    }
    for path in recorded.keys
    where others[path] == nil && !known.contains(path) && !isMadeAfter(path) {
      lost.append(path)
    }
    let log = try Files.read(workspace.log, limit: Workspace.fileLimit)
    others[SiteRecord.log] = .init(path: SiteRecord.log, source: .bytes(log), modified: newest)
    targets += others.keys.sorted().map { others[$0]! }
    return lost.sorted()
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
