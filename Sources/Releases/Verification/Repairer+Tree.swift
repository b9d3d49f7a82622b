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
    let unreachable = try addAddresses(to: &targets)
    let lost = try addOthers(to: &targets, present)
    sayLost(unreachable + lost.keys.sorted().filter { lost[$0] == false })
    sayLost(lost.keys.sorted().filter { lost[$0] == true }, "; it is left as it stands")
    // A page that people wrote holds no edition up.
    guard unreachable.isEmpty else { return }
    let byPath = Dictionary(targets.map { ($0.path, $0) }) { first, _ in first }
    let mended = try faultsThatNeedNoKey(
      sayUnvouched(faults, present, byPath), present, byPath
    ).filter { !isLost($0, present, byPath) && !isOf($0, lost, in: present) }
    guard !mended.isEmpty else { return }
    plan.tree = targets
    for path in Set(mended.map(\.finding.place.file)).sorted() {
      plan.steps.append(.init(target: path, what: step(path, in: present, byPath)))
    }
    if let stray { try planLink(insteadOf: stray) }
    if let present { try keepPublishedLog(of: present) }
    // The tree that was is removed some switches later.
    let overwritten = [
      "verify.log.checkpoint", "verify.log.published", "verify.public.altered",
      "verify.public.extra", "verify.public.link",
    ]
    for fault in faults
    where overwritten.contains(fault.finding.id) && !isOf(fault, lost, in: present) {
      let file = "\(workspace.folder)/\(fault.finding.place.file)"
      guard let present, file.hasPrefix(present.path + "/"), !plan.kept.contains(file),
        try !isBehindAnother(file, in: present.path),
        let kind = try Files.kind(of: file),
        kind != .directory || fault.finding.id == "verify.public.extra"
      else { continue }
      plan.kept.append(file)
    }
  }

  /// The published log goes where the log has other lines: it is the evidence of what readers had.
  private mutating func keepPublishedLog(of present: PublicTrees.Tree) throws {
    let path = "\(present.path)/\(SiteRecord.log)"
    guard try Files.kind(of: path) == .file, try !isBehindAnother(path, in: present.path) else {
      return
    }
    let own = try Files.read(workspace.log, limit: Workspace.fileLimit)
    // What the disk does not give back is named where copies are made.
    let published = try? Files.read(path, limit: Workspace.fileLimit)
    if published.map({ !own.starts(with: $0) }) ?? true { plan.kept.append(path) }
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
    case .file(let source)? where workspace.shown(source) == path:
      return "lay it again as it stands, with what belongs around it"
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
}
