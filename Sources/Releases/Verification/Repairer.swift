import Archive
import Diagnostics
import Editions
import Schedule
import Storage

/// Works out what can be put back from what, after a verification.
///
/// The archive is made good first, from itself, the public tree and the named copies; then the public
/// tree, from the archive as it will be.
struct Repairer {
  let verifier: Verifier
  let copies: [String]
  private(set) var plan = RepairPlan()
  private var good = GoodCopies()
  /// The content files of every object as they will be, by edition and content path.
  private var archived: [Month: [String: String]] = [:]

  private var workspace: Workspace { verifier.workspace }
  private var history: History { verifier.history }

  init(_ verifier: Verifier, copies: [String]) {
    self.verifier = verifier
    self.copies = copies
  }

  /// The plan for these faults.
  ///
  /// Throws a ``Storage/StorageError`` where a folder cannot be looked into.
  mutating func make(_ faults: [VerificationFault]) throws -> RepairPlan {
    let broken = Set(
      faults.filter { $0.finding.severity == .error && $0.finding.id.hasPrefix("verify.archive.") }
        .compactMap(\.edition))
    let isPublicBroken = faults.contains { $0.finding.id.hasPrefix("verify.public.") }
    if !broken.isEmpty || isPublicBroken { try gather() }
    for month in broken.sorted() where verifier.isWanted(month) {
      try planObject(month, faults.filter { $0.edition == month })
    }
    if isPublicBroken { try planTree(faults.filter { $0.finding.id.hasPrefix("verify.public.") }) }
    sayTheRest(faults, broken)
    return plan
  }

  /// Every good file that is at hand.
  private mutating func gather() throws {
    for folder in [workspace.archive, try? workspace.trees.current()?.path].compactMap(\.self)
    where try Files.kind(of: folder) == .directory {
      try good.add(filesBelow: folder, progress: verifier.progress)
    }
    for folder in copies { try good.add(filesBelow: folder, progress: verifier.progress) }
  }

  /// What a repair never touches: log, journal, sealed files, and times and modes of the archive.
  private mutating func sayTheRest(_ faults: [VerificationFault], _ broken: Set<Month>) {
    for fault in faults where fault.finding.severity == .error {
      let id = fault.finding.id
      let isPlanned =
        id.hasPrefix("verify.public.") || fault.edition.map(broken.contains) ?? false
      if isPlanned, id.hasPrefix("verify.public.") || id.hasPrefix("verify.archive.") { continue }
      plan.impossible.append(
        "\(fault.finding.place.text): \(fault.finding.found); \(fault.finding.remedy)")
    }
  }

  // MARK: The archive

  private mutating func planObject(_ month: Month, _ faults: [VerificationFault]) throws {
    guard let inventory = try soundInventory(of: month) else {
      plan.impossible.append(
        "\(workspace.shown(workspace.archive))/\(month): nothing at hand has an inventory that fits"
          + " the log; name a copy of the archive with --from")
      return
    }
    let folder = "\(workspace.archive)/\(month)"
    var sources: [String: String] = [:]
    var lost: [String] = []
    for (digest, paths) in inventory.manifest {
      for path in paths {
        if let source = good.places[digest] { sources[path] = source } else { lost.append(path) }
      }
    }
    for path in lost.sorted() {
      plan.impossible.append(
        "\(workspace.shown(folder))/\(path): nothing at hand has its bytes; name a copy with --from")
    }
    archived[month] = sources
    guard lost.isEmpty else { return }
    plan.objects.append(.init(edition: month, inventory: inventory, sources: sources))
    for path in Set(faults.map(\.finding.place.file)).sorted() {
      plan.steps.append(.init(target: path, what: step(path, in: folder, inventory, sources)))
    }
  }

  private func step(
    _ path: String, in folder: String, _ inventory: OCFLInventory, _ sources: [String: String]
  ) -> String {
    let prefix = workspace.shown(folder) + "/"
    guard path.hasPrefix(prefix) else { return "make the object anew from good copies" }
    let inner = String(path.dropFirst(prefix.utf8.count))
    if let source = sources[inner] { return "put back from \(workspace.shown(source))" }
    if inner.lastPathPart.hasPrefix("inventory.json") { return "write anew from a sound inventory" }
    return inventory.versions.contains { $0.name == inner }
      ? "make the version anew from good copies" : "leave out, since no inventory names it"
  }

  /// The inventory that fits the log: the object's own, that of its newest version, or a copy's.
  private func soundInventory(of month: Month) throws -> OCFLInventory? {
    let own = "\(workspace.archive)/\(month)"
    let newest = history.latestRelease(of: month)?.version ?? 1
    var candidates = ["\(own)/inventory.json", "\(own)/v\(newest)/inventory.json"]
    for copy in copies {
      candidates += try Files.survey(copy).found.map(\.path)
        .filter { $0.lastPathPart == "inventory.json" }.map { "\(copy)/\($0)" }
    }
    for path in candidates {
      if let inventory = try OCFLInventory.read(path), inventory.id == month.description,
        fits(inventory, month)
      {
        return inventory
      }
    }
    return nil
  }

  /// Whether every version of an inventory is the one that the log says came out.
  private func fits(_ inventory: OCFLInventory, _ month: Month) -> Bool {
    let releases = history.releases.filter { $0.edition == month }
    guard inventory.versions.count == releases.count, inventory.digestAlgorithm == "sha512" else {
      return false
    }
    return zip(inventory.versions, releases).allSatisfy { version, release in
      guard let digest = version.state[EditionSeal.file], let path = good.places[digest],
        let bytes = try? Files.read(path, limit: Workspace.fileLimit),
        let open = try? OpenSeal(bytes)
      else { return false }
      return open.seal.digest == release.digest && FileDigests(open.files).digest == release.digest
        && open.files.allSatisfy { version.state[$0.key] == $0.value }
    }
  }

  // MARK: The public tree

  private mutating func planTree(_ faults: [VerificationFault]) throws {
    guard verifier.scope.isWhole else {
      plan.impossible.append("the public tree is repaired as a whole; run `ninethirty repair` for all")
      return
    }
    let present: PublicTrees.Tree?
    do {
      present = try workspace.trees.current()
    } catch {
      plan.impossible.append("\(error)")
      return
    }
    if present == nil, let newest = try workspace.trees.all().last {
      plan.link = newest
      plan.steps.append(
        .init(
          target: workspace.shown(workspace.publicTree),
          what: "point it to \(workspace.shown(newest.path)) again; then repair once more"))
      return
    }
    var targets: [RepairPlan.PublicTarget] = []
    let unreachable = try addAddresses(to: &targets) + addOthers(to: &targets, present)
    guard unreachable.isEmpty else {
      plan.impossible += unreachable.map {
        "\(workspace.shown(workspace.publicTree))/\($0): nothing at hand has its bytes; name a copy"
          + " with --from"
      }
      return
    }
    plan.tree = targets
    let byPath = Dictionary(targets.map { ($0.path, $0) }) { first, _ in first }
    for path in Set(faults.map(\.finding.place.file)).sorted() {
      plan.steps.append(.init(target: path, what: step(path, in: present, byPath)))
    }
  }

  private func step(
    _ path: String, in tree: PublicTrees.Tree?, _ targets: [String: RepairPlan.PublicTarget]
  ) -> String {
    guard let tree, path.hasPrefix(workspace.shown(tree.path) + "/") else {
      return "lay a new public tree from the archive"
    }
    let inner = String(path.dropFirst(workspace.shown(tree.path).utf8.count + 1))
    switch targets[inner]?.source {
    case .file(let source)?: return "put back from \(workspace.shown(source))"
    case .bytes?: return "make anew from log, schedule and templates"
    case nil: return "leave out of the new tree"
    }
  }

  /// The files of the editions; the paths of those whose bytes nothing has.
  private func addAddresses(to targets: inout [RepairPlan.PublicTarget]) throws -> [String] {
    let tree = PublishedTree(history.releases, verifier.archived)
    if let month = tree.unknown.sorted().first {
      return ["\(month)"]
    }
    var lost: [String] = []
    for (path, address) in tree.addresses.sorted(by: { $0.key < $1.key }) {
      let planned = address.place.flatMap { archived[address.edition]?[$0] }
      guard let source = planned ?? good.places[address.digest] else {
        lost.append(path)
        continue
      }
      targets.append(.init(path: path, source: .file(source), modified: address.modified))
    }
    return lost
  }

  /// Calendar, feed, log and the like: as they stand, where they are sound, else as they are made
  /// now.
  private func addOthers(
    to targets: inout [RepairPlan.PublicTarget], _ present: PublicTrees.Tree?
  ) throws -> [String] {
    let known = Set(targets.map(\.path))
    let newest = history.calendar.newest ?? Instant(milliseconds: 0)
    let recorded = SiteRecord(history.journal).digests
    var others: [String: RepairPlan.PublicTarget] = [:]
    for file in (try? workspace.siteFiles(history.calendar).files) ?? [] where !known.contains(file.path) {
      others[file.path] = .init(path: file.path, source: file.source, modified: newest)
    }
    var lost: [String] = []
    if let present {
      for entry in try Files.survey(present.path).found
      where entry.kind == .file && !known.contains(entry.path) {
        let path = "\(present.path)/\(entry.path)"
        let digest = try? SHA256Sum(ofFile: path).hex
        let isStyle = entry.path.hasPrefix("assets/style-")
          && entry.path == "assets/style-\(digest?.prefix(12) ?? "").css"
        if recorded[entry.path] == digest || recorded[entry.path] == nil && isStyle {
          others[entry.path] = .init(
            path: entry.path, source: .file(path), modified: entry.modified)
        }
      }
    }
    for path in recorded.keys where others[path] == nil && !known.contains(path) { lost.append(path) }
    let log = try Files.read(workspace.log, limit: Workspace.fileLimit)
    others[SiteRecord.log] = .init(path: SiteRecord.log, source: .bytes(log), modified: newest)
    targets += others.keys.sorted().map { others[$0]! }
    return lost.sorted()
  }
}
