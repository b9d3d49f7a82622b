import Archive
import Bags
import Editions
import Ledger
package import Notation
package import Schedule
import Storage

/// A bag that was written.
package struct ExportedBag: Sendable, Hashable {
  /// The edition, or the publication that is kept as it is.
  package let object: String
  package let path: String
  /// The files of the payload.
  package let fileCount: Int
  package let byteCount: Int

  /// For programs.
  package var json: CanonicalJSON {
    .object([
      "bytes": .integer(byteCount), "files": .integer(fileCount), "object": .string(object),
      "path": .string(path),
    ])
  }
}

extension Workspace {
  /// Writes a bag for each edition into a folder: its object of the archive with all versions, the
  /// public log, and what both say as PREMIS.
  ///
  /// All editions that are out, and everything that is kept as it is, for nil. Nothing is written
  /// where one of the bags exists already, or one of the editions is not out. It changes nothing in
  /// the workspace, so a copy that can only be read will do.
  ///
  /// Throws a ``ReleaseError``, an ``ArchiveError`` of a damaged object, a ``Bags/BagError`` or a
  /// ``Storage/StorageError``.
  package func export(_ month: Month?, to folder: String) throws -> [ExportedBag] {
    guard rehearsal == nil else {
      throw ReleaseError(
        .usage, "this is a rehearsal: nothing of it is real, so nothing is handed over")
    }
    let history = try History(self)
    let store = OCFLStore(archive)
    let objects =
      try month.map { [try exportable($0, history, store)] } ?? exportable(history, store)
    try refusePublicPlace(folder)
    let programme = try self.programme()
    let paths = objects.map { "\(folder)/\(programme.series.identifier)-\($0)" }
    let existing = try paths.filter { try Files.exists($0) }
    guard existing.isEmpty else {
      throw ReleaseError(
        .exists,
        "\(existing.joined(separator: ", ")) stands there already; nothing was written. Name another "
          + "folder with --to, or move what is there away")
    }
    for object in objects { try refuseUnsound(object, history, store) }
    try refuseUnsearchable(history)
    try refuseEmbargoed(objects, history)
    let log = try publishedLog(history)
    try Files.makeDirectory(folder, mode: 0o700)
    return try zip(objects, paths).map { object, path in
      try Handover(
        object: object, series: programme, store: store, log: log, history: history
      ).write(to: path)
    }
  }

  /// The object of an edition that may be handed over: it is out, or kept as it is.
  private func exportable(
    _ month: Month, _ history: History, _ store: OCFLStore
  ) throws -> String {
    guard history.latestRelease(of: month) == nil else { return month.description }
    if let object = try keptObject(of: month, in: store) { return object }
    let isHeld = try programme().isHeld(month)
    throw ReleaseError(
      isHeld ? .embargoed : .notFound,
      "edition \(month) is not out, so there is nothing to hand over"
        + (isHeld
          ? ": it is under embargo until its release" : "; `ninethirty status` lists what is"))
  }

  private func exportable(_ history: History, _ store: OCFLStore) throws -> [String] {
    let objects =
      history.released.map(\.description) + (try keptPublications().map(\.object))
    guard !objects.isEmpty else {
      throw ReleaseError(
        .notFound, "no edition is out and nothing is kept, so there is nothing to hand over")
    }
    return objects
  }

  /// An object is handed over only if it is sound, and what the log says it is.
  private func refuseUnsound(_ object: String, _ history: History, _ store: OCFLStore) throws {
    guard let month = Month(object) else { return }
    guard try store.contains(object) else {
      throw ReleaseError(
        .wrongState,
        "edition \(month) is out and not archived; `ninethirty release \(month)` finishes it")
    }
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

  /// A bag has everything that an edition was made from: it is as private as the archive.
  func refusePublicPlace(
    _ folder: String, because reason: String = "a bag is private, for it has the inputs",
    naming option: String = " with --to"
  ) throws {
    var place = folder
    while try Files.resolved(place) == nil, place != place.parentPath { place = place.parentPath }
    guard let resolved = try Files.resolved(place), let own = try Files.resolved(publications),
      resolved == own || resolved.utf8.starts(with: "\(own)/".utf8)
    else { return }
    throw ReleaseError(
      .usage,
      "\(folder) is inside \(publications), part of which is public; \(reason). Name a folder "
        + "elsewhere\(option)")
  }

  /// The public log as it is published, with everything that stands beside it and proves it.
  ///
  /// Without a public tree it is the log alone.
  private func publishedLog(_ history: History) throws -> [String: ContentSource] {
    let folder = "\(publications)/public/log"
    guard try Files.kind(of: folder) == .directory else {
      return try Files.exists(log) ? ["log/log.jsonl": .file(log)] : [:]
    }
    let own = try Files.read(log, limit: Self.fileLimit)
    guard try Files.read("\(folder)/log.jsonl", limit: Self.fileLimit) == own else {
      throw ReleaseError(
        .wrongState,
        "\(folder)/log.jsonl is not \(log): the public tree is behind the log, or was changed; "
          + "`ninethirty release` of any edition that is out brings the log there")
    }
    var files: [String: ContentSource] = [:]
    for entry in try Files.walk(folder) where entry.kind == .file {
      files["log/\(entry.path)"] = .file("\(folder)/\(entry.path)")
    }
    return files
  }
}
