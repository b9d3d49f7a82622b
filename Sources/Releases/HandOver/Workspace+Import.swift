import Archive
import Bags
import Diagnostics
import Editions
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// Takes a bag or a folder into the archive.
  ///
  /// A bag of ours brings an edition back that the archive has lost, all its versions; each must be
  /// one that came out by this workspace's log, file for file. Anything else is kept as it is, as an
  /// object of its own with its provenance. Nothing in the archive is ever replaced.
  ///
  /// Throws a ``ReleaseError``, with every finding about a bag that is not valid; an
  /// ``Archive/ArchiveError`` or a ``Storage/StorageError``. Then the archive is as it was.
  package func importPublication(
    _ request: ImportRequest, clock: any Clock
  ) throws -> ImportOutcome {
    guard rehearsal == nil else {
      throw ReleaseError(.usage, "this is a rehearsal: what comes into it is thrown away with it")
    }
    guard try Files.exists(request.path) else {
      throw ReleaseError(.notFound, "there is nothing at \(request.path.quoted)")
    }
    try refuseOwnPlace(request.path)
    let lock = try lock("import \(request.edition)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    try checkListed(request.person, to: "import", request.edition, at: now)
    let arrival = try Arrival.take(
      request.path, to: "\(publications)/\(Files.unfinishedPrefix)import", request.limits)
    do {
      let objects = try arrival.objects()
      let outcome =
        try objects.isEmpty
        ? keep(arrival, request, at: now) : restore(arrival, objects, request, at: now)
      try Files.remove(tree: arrival.folder)
      return outcome
    } catch {
      try? Files.remove(tree: arrival.folder)  // The first failure says more than a second one.
      throw error
    }
  }

  /// A folder that has the workspace in it would be copied into its own copy without end.
  private func refuseOwnPlace(_ path: String) throws {
    guard let source = try Files.resolved(path), let own = try Files.resolved(publications),
      source == own || own.utf8.starts(with: "\(source == "/" ? "" : source)/".utf8)
        || source.utf8.starts(with: "\(own)/".utf8)
    else { return }
    throw ReleaseError(
      .usage,
      "\(path.quoted) has \(own) in it, or stands there; name a folder that came from elsewhere")
  }

  // MARK: - A bag of ours

  private func restore(
    _ arrival: Arrival, _ objects: [String], _ request: ImportRequest, at now: Instant
  ) throws -> ImportOutcome {
    let month = request.edition
    let names = [month.description, KeptPublication.object(of: month)]
    guard let object = names.first(where: objects.contains) else {
      throw ReleaseError(
        .usage,
        "\(request.path) is a bag of \(objects.joined(separator: ", ")) and not of \(month); nothing "
          + "of it was taken")
    }
    guard request.provenance == nil else {
      throw ReleaseError(
        .usage,
        "\(request.path) is a bag of ninethirty and says itself where it is from; leave out --source, "
          + "--reason and --published")
    }
    let incoming = OCFLStore("\(arrival.content)/data/\(Handover.archiveFolder)")
    let faults = try incoming.validate(object).filter(\.isError)
    guard faults.isEmpty else {
      throw ReleaseError(
        .altered(by: faults),
        "the object \(object) in \(request.path) is not sound: "
          + faults.map(\.description).joined(separator: "; "))
    }
    try refuseForeign(object, in: incoming, request.path)
    if object == month.description {
      try refuseUnreleased(month, in: incoming, request.path)
    } else {
      try refuseForged(object, in: incoming, request.path)
    }
    let said = try (arrival.bag?.findings ?? []) + logFindings(arrival)
    let inventory = try incoming.inventory(of: object)
    let store = OCFLStore(archive)
    let isThere = try store.contains(object)
    if isThere {
      try refuseDiverged(inventory, object, in: store, from: request.path)
    } else {
      try begin(object, request, at: now)
      try store.adopt(objectAt: "\(incoming.root)/\(object)", as: object)
    }
    if try isBegun(object) { try journal(object, "bag", request, inventory, at: now) }
    return ImportOutcome(
      deed: isThere ? .identical : .restored, object: object,
      versionCount: inventory.versions.count, fileCount: arrival.bag?.payload.count ?? 0,
      findings: said)
  }

  /// The archive holds nothing that is not out: the log of this workspace decides, not the bag's.
  private func refuseUnreleased(_ month: Month, in incoming: OCFLStore, _ path: String) throws {
    let releases = try History(self).releases.filter { $0.edition == month }
    guard !releases.isEmpty else {
      throw ReleaseError(
        .wrongState,
        "by the log of this workspace \(month) is not out, so \(path) is not taken into its archive; "
          + "bring back \(log) first, or import it into the workspace that published it")
    }
    let faults = try ObjectAgainstLog(month: month, releases: releases, store: incoming).faults()
    guard faults.isEmpty else {
      throw ReleaseError(
        .altered,
        "\(path) and the log of this workspace do not agree on \(month): "
          + "\(faults.joined(separator: "; ")). Nothing was taken")
    }
  }

  /// What the archive has of this name must be the same, to the last byte of its inventory.
  private func refuseDiverged(
    _ inventory: OCFLInventory, _ object: String, in store: OCFLStore, from path: String
  ) throws {
    try refuseDamaged(object, in: store)
    let own = try store.inventory(of: object)
    guard own != inventory else { return }
    throw ReleaseError(
      .altered,
      "the archive has another \(object) than \(path): \(Self.parting(own, inventory)). Two archives "
        + "went apart; nothing was changed. Find out which one the log agrees with")
  }

  private func refuseDamaged(_ object: String, in store: OCFLStore) throws {
    let faults = try store.validate(object).filter(\.isError)
    guard faults.isEmpty else {
      throw ReleaseError(
        .altered(by: faults),
        "the archive has \(object) already, and it is damaged: "
          + "\(faults.map(\.description).joined(separator: "; ")). Move \(store.root)/\(object) away "
          + "and import it again")
    }
  }

  // MARK: - Publications of others

  private func keep(
    _ arrival: Arrival, _ request: ImportRequest, at now: Instant
  ) throws -> ImportOutcome {
    let month = request.edition
    guard let provenance = request.provenance else {
      throw ReleaseError(
        .usage,
        "\(request.path) is no bag of ninethirty; to keep it as it is, say with --source where it is "
          + "from and with --reason why it is kept")
    }
    try refuseOwn(month, at: now)
    // A day, a month or a year: as texts of one length they stand in the order of time.
    if let published = provenance.published,
      published > String(now.utcDay.description.prefix(published.count))
    {
      throw ReleaseError(
        .usage, "--published \(published) has not come; what is kept was published before")
    }
    let files = try Files.walk(arrival.content).filter { $0.kind == .file }
    guard !files.isEmpty else {
      throw ReleaseError(.usage, "\(request.path) has no file; there is nothing to keep")
    }
    let kept = KeptPublication(
      edition: month, source: provenance.source, reason: provenance.reason,
      published: provenance.published, importedBy: request.person, importedAt: now,
      fileCount: files.count, byteCount: files.reduce(0) { $0 + $1.size },
      bag: arrival.bag?.version?.description,
      checksums: arrival.bag?.algorithms.map(\.rawValue) ?? [])
    var content: [String: ContentSource] = [KeptPublication.file: .bytes(kept.bytes)]
    for file in files {
      content["\(KeptPublication.folder)/\(file.path)"] = .file("\(arrival.content)/\(file.path)")
    }
    let store = OCFLStore(archive)
    let isThere = try store.contains(kept.object)
    let said =
      try (arrival.bag?.findings ?? []) + lossFindings(kept.object, request.path)
      + emptyFolderFindings(arrival, request.path)
    if isThere {
      try refuseDamaged(kept.object, in: store)
      try refuseOther(content, kept.object, in: store, from: request.path)
    } else {
      try begin(kept.object, request, at: now)
      try store.add(
        OCFLNewVersion(
          content: content, created: now, message: "Kept as it is: \(provenance.reason)",
          user: OCFLUser(name: request.person)), to: kept.object)
    }
    let inventory = try store.inventory(of: kept.object)
    if try isBegun(kept.object) {
      try journal(kept.object, arrival.bag == nil ? "folder" : "bag", request, inventory, at: now)
    }
    return ImportOutcome(
      deed: isThere ? .identical : .kept, object: kept.object,
      versionCount: inventory.versions.count, fileCount: files.count, findings: said)
  }

  /// What this workspace publishes comes to the archive with its release alone.
  private func refuseOwn(_ month: Month, at now: Instant) throws {
    let history = try History(self)
    let isNamed = history.log.contains { $0.edition == month.description }
    if try isNamed || embargo(history).contains(month) {
      throw ReleaseError(
        .wrongState,
        "\(month) is an edition of this workspace: it comes to the archive with its release. What is "
          + "kept as it is are publications from before, or of others")
    }
    guard month <= now.utcDay.monthOfYear else {
      throw ReleaseError(.usage, "\(month) has not come; what is kept was published before")
    }
  }

  private func refuseOther(
    _ content: [String: ContentSource], _ object: String, in store: OCFLStore, from path: String
  ) throws {
    var state = try store.state(of: object)
    state[KeptPublication.file] = nil
    var parting: [String] = []
    for file in content.keys where file != KeptPublication.file {
      if state.removeValue(forKey: file) != (try content[file]!.digest().hex) {
        parting.append(file)
      }
    }
    parting += state.keys
    guard !parting.isEmpty else { return }
    let first = parting.sorted { $0.precedesByBytes($1) }[0]
    throw ReleaseError(
      .altered,
      "the archive keeps \(object) already, and it is not \(path): \(parting.count) "
        + "file\(parting.count == 1 ? "" : "s") differ, the first \(first.quoted). What is kept is "
        + "never changed")
  }

  // MARK: - The journal

  /// Notes that an object is about to come into the archive: where a crash follows, the next run
  /// knows that the object which it finds there came by an import, and notes that.
  private func begin(_ object: String, _ request: ImportRequest, at now: Instant) throws {
    try record(
      "importing", of: request.edition, by: request.person, ["object": .string(object)],
      in: journalLedger, at: now)
  }

  /// Whether an import of the object was begun and is not noted as done.
  private func isBegun(_ object: String) throws -> Bool {
    let newest = try History(self).journal.last {
      ["importing", "imported"].contains($0.event) && $0.fields["object"] == .string(object)
    }
    return newest?.event == "importing"
  }

  /// Notes what came into the archive.
  ///
  /// It is no public fact: nothing was published by it, and no page tells of it.
  private func journal(
    _ object: String, _ form: String, _ request: ImportRequest, _ inventory: OCFLInventory,
    at now: Instant
  ) throws {
    let digest = try SHA512Sum(
      of: Files.read("\(archive)/\(object)/inventory.json", limit: 1 << 28)
    ).hex
    var fields: [String: CanonicalJSON] = [
      "form": .string(form), "inventory": .string(digest), "object": .string(object),
      "system": SystemUser.running.json, "versions": .integer(inventory.versions.count),
    ]
    if let provenance = request.provenance {
      fields["reason"] = .string(provenance.reason)
      fields["source"] = .string(provenance.source)
    }
    try record(
      "imported", of: request.edition, by: request.person, fields, in: journalLedger, at: now)
  }
}

extension Arrival {
  /// The objects of the archive that a bag of ours has; none for a bag or a folder of others.
  fileprivate func objects() throws -> [String] {
    let root = "\(content)/data/\(Handover.archiveFolder)"
    guard bag != nil, try Files.kind(of: "\(root)/0=ocfl_1.1") == .file else { return [] }
    return try OCFLStore(root).objects().filter {
      try Files.kind(of: "\(root)/\($0)/0=ocfl_object_1.1") == .file
    }
  }
}
