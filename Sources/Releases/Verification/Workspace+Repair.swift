import Archive
import Diagnostics
import Notation
package import Schedule
import Storage

extension Workspace {
  /// What can be put back from what: archive and public tree from each other, and from named copies.
  ///
  /// Nothing is written. Throws a ``Storage/StorageError`` where a folder cannot be looked into.
  package func repairPlan(
    of edition: Month?, from copies: [String],
    progress: any ProgressObserver = SilentProgress()
  ) throws -> RepairPlan {
    for copy in copies where try Files.kind(of: copy) != .directory {
      throw ReleaseError(.notFound, "\(copy.quoted) is no folder; name one that holds a copy")
    }
    var verifier = Verifier(self, VerificationScope(edition: edition), progress)
    let report = try verifier.verify()
    var repairer = Repairer(verifier, copies: copies)
    defer { progress.finish() }
    return try repairer.make(report.faults)
  }

  /// Puts back what can be put back; the plan says what that was.
  ///
  /// An object of the archive is made anew beside the storage root, validated, held against the log
  /// and exchanged in one step; the public tree is laid anew and switched to. The journal has a line
  /// before each of them.
  package func repair(
    _ edition: Month?, from copies: [String], clock: any Clock,
    progress: any ProgressObserver = SilentProgress()
  ) throws -> RepairPlan {
    let lock = try lock("repair")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    let first = try repairPlan(of: edition, from: copies, progress: progress)
    if let published = first.log {
      try record(
        "repaired", of: nil, ["what": .string("log")], in: journalLedger, at: now)
      try Files.write(try Files.read(published, limit: Self.fileLimit), to: log, mode: 0o644)
      return first
    }
    // A log that cannot be trusted cannot say what is right.
    guard first.impossible.isEmpty || !first.steps.isEmpty else { return first }
    try recoverLedgers(at: now)
    let history = try History(self)
    let plan = first
    for object in plan.objects { try restore(object, history, at: now) }
    if let targets = plan.tree {
      try layTree(targets, plan, at: now)
      // Whatever log, schedule and templates make otherwise by now, and what stands beside the log.
      _ = try publishSite(at: now)
    }
    return plan
  }

  private func restore(
    _ object: RepairPlan.Object, _ history: History, at now: Instant
  ) throws {
    let month = object.edition
    try record(
      "repaired", of: month,
      ["files": .integer(object.sources.count), "what": .string("archive")], in: journalLedger,
      at: now)
    try OCFLStore(archive).restore(
      month.description, as: object.inventory, from: object.sources
    ) { building in
      let made = try ArchivedEdition(month.description, at: building, reading: .whole)
      let releases = history.releases.filter { $0.edition == month }
      let fits = zip(made.versions, releases).allSatisfy { version, release in
        version.sealFaults.isEmpty && version.open?.seal.digest == release.digest
      }
      guard fits, made.versions.count == releases.count else {
        throw ReleaseError(
          .altered, "the object made for \(month) does not fit the log; the archive is as it was")
      }
    }
  }

  private func layTree(
    _ targets: [RepairPlan.PublicTarget], _ plan: RepairPlan, at now: Instant
  ) throws {
    var first: [String: String] = [:]
    let newest = targets.map(\.modified).max() ?? now
    let tree = try trees.lay(modified: newest, anew: true) { laying in
      for target in targets {
        let digest = try target.source.digest()
        // The same bytes of the same release are one file under several names.
        let key = "\(digest.hex) \(target.modified)"
        if let other = first[key] {
          try laying.put(target.path, asIn: other)
        } else {
          first[key] = target.path
          try laying.put(
            PublicFile(target.path, target.source, digest: digest), modified: target.modified)
        }
      }
    }
    let site = targets.filter { $0.path != SiteRecord.log }
    try record(
      "repaired", of: nil,
      ["files": .integer(site.count), "tree": .integer(tree.number), "what": .string("public")],
      in: journalLedger, at: now)
    try trees.expose(tree)
    try trees.switch(to: tree)
    try trees.prune()
  }
}
