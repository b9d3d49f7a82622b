import Archive
import Bags
import Editions
import Ledger
package import Schedule
import Storage

extension Workspace {
  /// Writes a bag for each edition into a folder: its object of the archive with all versions, the
  /// public log, and what both say as PREMIS.
  ///
  /// For nil all editions that are out, and everything that is kept as it is: what stands in the way
  /// of one leaves that one out, and the outcome says why. It changes nothing in the workspace, so a
  /// copy that can only be read will do.
  ///
  /// Throws a ``ReleaseError``, an ``ArchiveError`` of a damaged object, a ``Bags/BagError`` or a
  /// ``Storage/StorageError`` where there is nothing to hand over, where the folder will not do, and
  /// where the one edition that is named cannot be handed over.
  package func export(_ month: Month?, to folder: String) throws -> ExportOutcome {
    guard rehearsal == nil else {
      throw ReleaseError(
        .usage, "this is a rehearsal: nothing of it is real, so nothing is handed over")
    }
    let history = try History(self)
    try refuseMissingLog(history)
    let store = OCFLStore(archive)
    let objects =
      try month.map { [try exportable($0, history, store)] } ?? exportable(history, store)
    try refusePublicPlace(folder)
    var exporter = Exporter(
      folder: folder, series: try programme(), store: store, log: try publishedLog(history),
      history: history)
    var sound: [String] = []
    for object in objects {
      exporter.attempt(object) { _ throws in
        try refuseUnsound(object, history, store)
        sound.append(object)
      }
    }
    try refuseUnsearchable(history)
    let refusals = try embargoRefusals(of: sound, damaged: Set(objects).subtracting(sound), history)
    for object in sound {
      exporter.attempt(object) { exporter throws in
        try exporter.refuseExisting(object)
        if let refusal = refusals[object] { throw refusal }
        try exporter.write(object)
      }
    }
    if month != nil, let error = exporter.outcome.failure { throw error }
    return exporter.outcome
  }

  /// The object of an edition that may be handed over: it is out, or kept as it is.
  private func exportable(
    _ month: Month, _ history: History, _ store: OCFLStore
  ) throws -> String {
    guard history.latestRelease(of: month) == nil else { return month.description }
    if let object = try keptObject(of: month, in: store) { return object }
    try refuseLostKept(month)
    guard try embargo(history).contains(month) else {
      throw ReleaseError(
        .notFound,
        "edition \(month) is not out, so there is nothing to hand over; `ninethirty status` lists "
          + "what is")
    }
    throw ReleaseError(
      .embargoed,
      "edition \(month) is not out, so there is nothing to hand over: it is under embargo until its "
        + "release\(dueText(month, try programme()))")
  }

  /// `, due …`: when an edition comes out by the schedule; empty where that does not say it.
  func dueText(_ month: Month, _ programme: Programme) -> String {
    // An entry that cannot be read or is cancelled has no instant to state.
    guard let entry = try? scheduledEdition(month, in: programme), !entry.isCancelled else {
      return ""
    }
    return ", due \(programme.schedule.rule.zone.text(of: entry.instant))"
  }

  private func exportable(_ history: History, _ store: OCFLStore) throws -> [String] {
    let there = try store.objects().filter { KeptPublication.edition(ofObject: $0) != nil }
    let kept = try Set(there + lostKept().map(\.object)).sorted()
    let objects = history.released.map(\.description) + kept
    guard !objects.isEmpty else {
      throw ReleaseError(
        .notFound, "no edition is out and nothing is kept, so there is nothing to hand over")
    }
    return objects
  }

  /// An object is handed over only if it is sound, and what the log says it is.
  private func refuseUnsound(_ object: String, _ history: History, _ store: OCFLStore) throws {
    let month = Month(object)
    if let month, try !store.contains(object) {
      throw ReleaseError(
        .wrongState,
        "edition \(month) is out and not archived; `ninethirty release \(month)` finishes it")
    }
    if let kept = KeptPublication.edition(ofObject: object) {
      try refuseLostKept(kept)
      if let fault = try keptFault(object, history) { throw ReleaseError(.altered, fault) }
    }
    let damage = try store.validate(object).filter(\.isError)
    guard damage.isEmpty else {
      throw ReleaseError(
        .altered(by: damage),
        "\(store.root)/\(object) is not sound, so it is not handed over: "
          + damage.map(\.description).joined(separator: "; "))
    }
    let strange = try store.foreignFolders(of: object)
    guard strange.isEmpty else {
      throw ReleaseError(
        .altered,
        "\(store.root)/\(object) has what no inventory names, in \(strange.joined(separator: ", ")), so "
          + "it is not handed over; `ninethirty repair` sets that aside")
    }
    guard let month else { return }
    let faults = try ObjectAgainstLog(
      month: month, releases: history.releases.filter { $0.edition == month }, store: store
    ).faults()
    guard faults.isEmpty else {
      throw ReleaseError(
        .altered,
        "the archive and the log do not agree on \(month): \(faults.joined(separator: "; ")). Nothing "
          + "is handed over; put the archive or the log back from a copy")
    }
  }

  /// The public log as it is published, with everything that stands beside it and proves it.
  ///
  /// Without a public tree it is the log alone.
  private func publishedLog(_ history: History) throws -> [String: ContentSource] {
    let folder = "\(publications)/public/log"
    guard try Files.kind(of: folder) == .directory || Files.exists(publicTree) else {
      return try Files.exists(log) ? ["log/log.jsonl": .file(log)] : [:]
    }
    let own = try Files.read(log, limit: Self.fileLimit)
    let published = "\(folder)/log.jsonl"
    guard try Files.kind(of: published) == .file,
      try Files.read(published, limit: Self.fileLimit) == own
    else {
      throw ReleaseError(
        .wrongState,
        "\(folder)/log.jsonl is not \(log): the public tree is behind the log, or was changed; "
          + "`ninethirty release` of any edition that is out brings the log there")
    }
    let faults = try publicLogFaults()
    guard faults.isEmpty else {
      throw ReleaseError(
        .altered,
        "what proves the log is not as the log makes it, so nothing is handed over: "
          + faults.map { "\(publications)/public/\($0.path): \($0.found)" }.joined(separator: "; ")
          + ". `ninethirty repair` says what can be put back")
    }
    var files: [String: ContentSource] = [:]
    for entry in try Files.walk(folder) where entry.kind == .file {
      guard PublicLog.isExpected("\(PublicLog.folder)/\(entry.path)", by: history.log) else {
        throw ReleaseError(
          .altered,
          "\(folder)/\(entry.path) is no file of the log, so it is not handed over; `ninethirty verify`"
            + " says what else is not as it should be, `ninethirty repair` sets it aside")
      }
      files["log/\(entry.path)"] = .file("\(folder)/\(entry.path)")
    }
    return files
  }
}
