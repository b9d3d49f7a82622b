import Archive
import Diagnostics
import Editions
import Ledger
import Schedule
import Storage

/// Works out what can be put back from what, after a verification.
///
/// The archive is made good first, from itself, the public tree and the named copies; then the public
/// tree, from the archive as it will be.
struct Repairer {
  let verifier: Verifier
  let copies: [String]
  var plan = RepairPlan()
  /// Every good file that is at hand.
  private(set) var good = GoodCopies()
  /// The content files of every object as they will be, by edition and content path.
  private(set) var archived: [Month: [String: String]] = [:]

  var workspace: Workspace { verifier.workspace }
  var history: History { verifier.history }

  init(_ verifier: Verifier, copies: [String]) {
    self.verifier = verifier
    self.copies = copies
  }

  /// The plan for these faults.
  ///
  /// Throws a ``Storage/StorageError`` where a folder cannot be looked into.
  mutating func make(_ faults: [VerificationFault]) throws -> RepairPlan {
    guard try isLogTrusted(faults) else { return plan }
    let broken = Set(
      faults.filter { $0.finding.severity == .error && $0.finding.id.hasPrefix("verify.archive.") }
        .compactMap(\.edition))
    let isPublicBroken = faults.contains { $0.finding.id.hasPrefix("verify.public.") }
    if !broken.isEmpty || isPublicBroken { try gather() }
    for month in broken.sorted() where verifier.isWanted(month) {
      try planObject(month, faults.filter { $0.edition == month })
    }
    let isLogShort = faults.contains { $0.finding.id == "verify.archive.unlogged" }
    if isPublicBroken, isLogShort {
      plan.impossible.append(
        "\(workspace.shown(workspace.publicTree)): the archive has what the log does not know, so nobody"
          + " can say what may be public; nothing of it is touched")
    } else if isPublicBroken, isTreeKnown || hasPublicError(faults) {
      try planTree(faults.filter { $0.finding.id.hasPrefix("verify.public.") })
    }
    sayTheRest(faults, broken)
    return plan
  }

  /// Whether the log can say what is right; where the published one can be put in its place, that
  /// comes first, and alone.
  private mutating func isLogTrusted(_ faults: [VerificationFault]) throws -> Bool {
    let log = workspace.shown(workspace.log)
    let published = try verifier.publishedLog()
    let lines = try published.map(soundLines) ?? []
    let doubtful = faults.first { fault in
      fault.finding.severity == .error
        && [
          "verify.journal.chain", "verify.log.chain", "verify.log.cut-short",
          "verify.log.rewritten",
        ].contains(fault.finding.id)
    }
    guard let doubtful else {
      // Log and journal of an old backup fit each other; what came out since is not taken back.
      guard lines.count > history.log.count else { return true }
      plan.impossible.append(
        "\(log): the published log has \(lines.count) lines, and the log ends with line"
          + " \(history.log.count); nothing is repaired by a log that is older than what was published:"
          + " put log and journal back from a newer copy")
      return false
    }
    let isJournalSound = !faults.contains { $0.finding.id == "verify.journal.chain" }
    if isJournalSound, let published, lines.fits(history.journal),
      lines.count == history.journal.newestLoggedLine
    {
      plan.log = published
      plan.steps.append(
        .init(
          target: log,
          what:
            "put back from \(workspace.shown(published)), whose lines are those that the journal"
            + " recorded; then repair once more"))
    } else {
      plan.impossible.append(
        "\(doubtful.finding.place.text): \(doubtful.finding.found); nothing is repaired by a log or a"
          + " journal that is broken: put them back from a copy")
    }
    return false
  }

  /// The lines of a published log; one that is broken itself is none to go by.
  private func soundLines(of published: String) throws -> [LedgerEntry] {
    do {
      return try Ledger(published, audience: .everybody).read().entries
    } catch is LedgerError {
      return []
    }
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
      // An archive with another history has other facts than the log.
      let isMended = ["verify.public.", "verify.archive.", "verify.log.facts"].contains {
        id.hasPrefix($0)
      }
      if isPlanned, isMended { continue }
      plan.impossible.append(
        "\(fault.finding.place.text): \(fault.finding.found); \(fault.finding.remedy)")
    }
  }

  /// Whether the archive says what every address must have; times alone are not mended without.
  private var isTreeKnown: Bool {
    PublishedTree(history.releases, verifier.archived).unknown.isEmpty
  }

  private func hasPublicError(_ faults: [VerificationFault]) -> Bool {
    faults.contains {
      $0.finding.id.hasPrefix("verify.public.") && $0.finding.severity == .error
    }
  }

  // MARK: The archive

  private mutating func planObject(_ month: Month, _ faults: [VerificationFault]) throws {
    // What the log does not know is for people to judge: no version is ever taken away.
    let unlogged = faults.filter { $0.finding.id == "verify.archive.unlogged" }
    guard unlogged.isEmpty else {
      plan.impossible += unlogged.map { "\($0.finding.place.text): \($0.finding.found)" }
      return
    }
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
        "\(workspace.shown(folder))/\(path): nothing at hand has its bytes; name a copy with --from"
      )
    }
    archived[month] = sources
    guard lost.isEmpty else { return }
    plan.objects.append(.init(edition: month, inventory: inventory, sources: sources))
    let files = faults.filter { $0.finding.id.hasPrefix("verify.archive.") }
    for path in Set(files.map(\.finding.place.file)).sorted() {
      plan.steps.append(.init(target: path, what: step(path, in: folder, inventory, sources)))
    }
  }

  private func step(
    _ path: String, in folder: String, _ inventory: OCFLInventory, _ sources: [String: String]
  ) -> String {
    let prefix = workspace.shown(folder) + "/"
    guard path.hasPrefix(prefix) else { return "make the object anew from good copies" }
    let inner = String(path.dropFirst(prefix.utf8.count))
    if let source = sources[inner], source == "\(folder)/\(inner)" { return "keep" }
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
      return version.message == "\(release.change.message) \(month)."
        && version.user?.name == open.seal.sealedBy
        && version.created == release.actual.description
        && open.seal.digest == release.digest && FileDigests(open.files).digest == release.digest
        && open.files.allSatisfy { version.state[$0.key] == $0.value }
    }
  }
}
