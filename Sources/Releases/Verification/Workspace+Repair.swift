import Archive
import Diagnostics
import Ledger
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
    // Whoever names a link means what it leads to, such as `public`, which is one.
    let copies = try copies.map { copy in
      let folder = try Files.kind(of: copy) == .link ? try Files.resolved(copy) ?? copy : copy
      guard try Files.kind(of: folder) == .directory else {
        throw ReleaseError(.notFound, "\(copy.quoted) is no folder; name one that holds a copy")
      }
      return folder
    }
    var verifier = Verifier(self, VerificationScope(edition: edition), progress)
    let report = try verifier.verify()
    var repairer = Repairer(verifier, copies: copies)
    defer { progress.finish() }
    return try repairer.make(report.faults)
  }

  /// Puts back what can be put back; the plan says what that was, and which faults are left.
  ///
  /// What is right comes before what follows from it, so it is planned anew after each round, until
  /// nothing more can be done. An object of the archive is made anew beside the storage root, validated,
  /// held against the log and exchanged in one step; the public tree is laid anew and switched to. The
  /// journal has a line before each of them. What is taken away is set aside.
  package func repair(
    _ edition: Month?, from copies: [String], clock: any Clock,
    progress: any ProgressObserver = SilentProgress()
  ) throws -> RepairPlan {
    try refuseInCopy("repair --apply")
    let lock = try lock("repair")
    defer { withExtendedLifetime(lock) {} }
    return try repairInRounds(edition, from: copies, at: clock.now(), progress)
  }

  /// The rounds of a repair; the caller holds the lock.
  func repairInRounds(
    _ edition: Month?, from copies: [String], at now: Instant, _ progress: any ProgressObserver
  ) throws -> RepairPlan {
    var done: [RepairPlan.Step] = []
    var tried: Set<String> = []
    var notes: [String] = []
    var plan = try repairPlan(of: edition, from: copies, progress: progress)
    // The log, then all that it decides, then what a first repair made visible.
    for _ in 1...3 where plan.steps.contains(where: { !tried.contains(treeless($0.line)) }) {
      let before = plan
      tried.formUnion(plan.steps.map { treeless($0.line) })
      let round = try carryOut(plan, at: now)
      notes += round.notes.filter { !notes.contains($0) }
      plan = try repairPlan(of: edition, from: copies, progress: progress)
      // What is wrong as before was not done.
      let left = Set(plan.faults.map { treeless($0.finding.place.file) })
      done += round.steps.filter { !left.contains(treeless($0.target)) }
      if shape(of: plan.faults) == shape(of: before.faults) { break }
    }
    plan.steps = done
    plan.notes = notes
    return plan
  }

  /// A path in a public tree, without the tree's number: each round may lay another one.
  private func treeless(_ path: String) -> String {
    let prefix = shown(trees.treesFolder) + "/"
    guard path.hasPrefix(prefix),
      let slash = path.dropFirst(prefix.utf8.count).firstIndex(of: "/")
    else { return path }
    return shown(publicTree) + path[slash...]
  }

  /// What the faults of two rounds have in common.
  private func shape(of faults: [VerificationFault]) -> Set<String> {
    Set(
      faults.map {
        "\($0.finding.id) \(treeless($0.finding.place.file)) \($0.finding.found)"
      })
  }

  /// One round; returns what was done, and what somebody should look at.
  private func carryOut(
    _ plan: RepairPlan, at now: Instant
  ) throws -> (steps: [RepairPlan.Step], notes: [String]) {
    // A line that a crash has torn would stop the first one that is written. The log itself may be
    // what is broken, and is replaced then.
    if plan.log == nil {
      try recoverLedgers(at: now, toleratingGap: true)
    } else {
      try journalLedger.recover(at: now)
    }
    var steps = plan.steps
    let aside = try setAside(copying: plan.kept, moving: plan.moved, at: now)
    if let aside {
      steps.append(.init(target: shown(aside.folder), what: aside.what))
    }
    if let right = plan.log {
      try record("repaired", of: nil, ["what": .string("log")], in: journalLedger, at: now)
      try Files.write(right.bytes, to: log, mode: 0o644)
      return (steps, [])
    }
    let history = try History(self)
    if plan.declaresRoot {
      try record(
        "repaired", of: nil, ["what": .string("archive-root")], in: journalLedger, at: now)
      try OCFLStore(archive).declareRoot()
    }
    // A source may lie in an object that is exchanged before it is needed: its copy is the same.
    let copies = aside?.copies ?? [:]
    for object in plan.objects { try restore(object, copies, history, at: now) }
    guard let targets = plan.tree else {
      // The line about the cut is public, and its checkpoint with it.
      let isDue = try plan.cutsLedgers && plan.faults.isEmpty && trees.current() != nil
      return (steps, isDue ? try publishSite(at: now).notes : [])
    }
    let leaks = noteLeaks(takenAwayBy: plan, history, at: now)
    try layTree(targets, copies, at: now)
    // Whatever log, schedule and templates make otherwise by now, and what stands beside the log.
    do {
      return (steps, leaks + (try publishSite(at: now, searching: .whatIsNew).notes))
    } catch let error as ReleaseError where error.code == .embargoed {
      // What was put back is right all the same.
      return (steps, leaks + ["log and calendar were not brought to the public tree: \(error)"])
    }
  }

  /// What is taken out of the public tree was there for readers: where it told of an edition that is
  /// not out, somebody has to know, and the next tree does not show it any more.
  private func noteLeaks(
    takenAwayBy plan: RepairPlan, _ history: History, at now: Instant
  ) -> [String] {
    guard plan.kept.contains(where: { $0.hasPrefix(trees.treesFolder + "/") }) else { return [] }
    do {
      return try notePublicLeaks(before: nil, history, clock: FixedClock(now)).notes()
    } catch {
      // What is right is put back all the same.
      return [
        "what was set aside from the public tree was not searched for what is under embargo: "
          + "\(error); `ninethirty leak-check` searches \(setAside)"
      ]
    }
  }

  private func restore(
    _ object: RepairPlan.Object, _ copies: [String: String], _ history: History, at now: Instant
  ) throws {
    let month = Month(object.name) ?? KeptPublication.edition(ofObject: object.name)
    var fields: [String: CanonicalJSON] = [
      "files": .integer(object.sources.count), "object": .string(object.name),
      "what": .string("archive"),
    ]
    // A folder that is lost is a thousand files; the log says what they were.
    if !object.mended.isEmpty {
      fields["mended"] = .array(object.mended.prefix(100).map { .string($0) })
    }
    if !object.copies.isEmpty { fields["from"] = .array(object.copies.map { .string($0) }) }
    try record("repaired", of: month, fields, in: journalLedger, at: now)
    try OCFLStore(archive).restore(
      object.name, as: object.inventory, from: object.sources.mapValues { copies[$0] ?? $0 },
      lost: object.lost
    ) { building in
      guard try fits(object, building, history) else {
        throw ReleaseError(
          .altered,
          "the object made for \(object.name) does not fit the log; the archive is as it was")
      }
    }
  }

  /// Whether an object that was made is the one that came out, or the one that was imported.
  private func fits(
    _ object: RepairPlan.Object, _ building: String, _ history: History
  ) throws -> Bool {
    if let imported = object.imported {
      return try SHA512Sum(ofFile: "\(building)/inventory.json").hex == imported
    }
    let made = try ArchivedEdition(object.name, at: building, reading: .whole)
    guard let month = Month(object.name) else { return false }
    let releases = history.releases.filter { $0.edition == month }
    return try versionsToArchive(of: month, history).contains(made.versions.count)
      && zip(made.versions, releases).allSatisfy { version, release in
        let inventoried = object.inventory.version("v\(release.version)")
        if let path = inventoried?.state[EditionSeal.file].flatMap({ object.inventory.manifest[$0] }
        ),
          object.lost.isSuperset(of: path)
        {
          return inventoried!.hasFiles(of: release)
        }
        return version.sealFaults.isEmpty && version.open?.isOf(release) == true
      }
  }

  private func layTree(
    _ targets: [RepairPlan.PublicTarget], _ copies: [String: String], at now: Instant
  ) throws {
    var first: [String: String] = [:]
    let newest = targets.map(\.modified).max() ?? now
    let tree = try trees.lay(modified: newest, anew: true) { laying in
      for target in targets {
        var source = target.source
        if !target.isRemade, case .file(let path) = source { source = .file(copies[path] ?? path) }
        let digest = try source.digest()
        // The same bytes of the same release are one file under several names.
        let key = "\(digest.hex) \(target.modified)"
        if let other = first[key] {
          try laying.put(target.path, asIn: other)
        } else {
          first[key] = target.path
          try laying.put(
            PublicFile(target.path, source, digest: digest), modified: target.modified)
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
    try pruneTrees(try History(self))
  }
}
