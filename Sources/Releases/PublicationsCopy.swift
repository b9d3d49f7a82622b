import Archive
import Diagnostics
import Editions
import Intake
package import Schedule
import Storage

/// What a copy of a folder of publications is read by, where nothing else of the workspace is at
/// hand: whoever keeps an archive has no schedule, register or templates beside it.
///
/// Series, address, zone and calendar are those of the newest archived schedule. Nothing is written
/// in a copy.
package struct PublicationsCopy: Sendable {
  /// The folder with archive and log.
  let publications: String
  /// The version whose archived schedule and templates stand in; nil where none can be used.
  package private(set) var source: (edition: Month, version: Int)?
  /// That schedule as it was read.
  private(set) var schedule: [UInt8]?

  /// The copy that a folder is, or holds as `publications`; nil where it is none.
  init?(in folder: String) throws {
    guard let place = try ["\(folder)/publications", folder].first(where: Self.isPublications)
    else { return nil }
    publications = place
    try findSchedule(in: OCFLStore("\(place)/archive"))
  }

  /// Refuses an output inside a folder of publications, part of which is public.
  static func refuseInside(_ output: String) throws {
    var place = output
    while try Files.resolved(place) == nil, place != place.parentPath { place = place.parentPath }
    guard var folder = try Files.resolved(place) else { return }
    while true {
      if try isPublications(folder) {
        throw ReleaseError(
          .usage,
          "\(output.quoted) is inside \(folder), part of which is public; analyses are private. Name "
            + "a place elsewhere with --output")
      }
      if folder == "/" { return }
      folder = folder.parentPath
    }
  }

  /// Whether a folder has what one of publications has: the log, or the archive beside it.
  private static func isPublications(_ folder: String) throws -> Bool {
    guard let place = try Files.resolved(folder), try Files.kind(of: place) == .directory
    else { return false }
    return try Files.kind(of: "\(folder)/log.jsonl") == .file
      || Files.kind(of: "\(folder)/archive/0=ocfl_1.1") == .file
  }

  /// The newest archived schedule that can be used.
  ///
  /// A correction of an old edition may have brought it. What is damaged is passed over; `verify` says
  /// so.
  private mutating func findSchedule(in store: OCFLStore) throws {
    guard try Files.kind(of: store.root) == .directory else { return }
    var versions: [(created: String, edition: Month, number: Int)] = []
    for edition in try store.objects().compactMap({ Month($0) }) {
      guard let inventory = try? store.inventory(of: edition.description) else { continue }
      for (index, version) in inventory.versions.enumerated() {
        versions.append((version.created, edition, index + 1))
      }
    }
    for version in versions.sorted(by: { ($0.created, $0.number) > ($1.created, $1.number) }) {
      let file = "inputs/\(Workspace.scheduleFile)"
      guard
        let bytes = try? store.read(
          file, of: version.edition.description, version: "v\(version.number)"),
        Workspace.readProgramme(bytes).0 != nil
      else { continue }
      source = (version.edition, version.number)
      schedule = bytes
      return
    }
  }

  /// The name of the version that stands in: `2014-07`, or `2013-10 version 2`.
  package var sourceText: String? {
    source.map { "\($0.edition)" + ($0.version == 1 ? "" : " version \($0.version)") }
  }

  /// The folder, for people.
  package var folder: String { publications }

  /// What a reader is told before anything else.
  package var sentence: String {
    let copy = "\(publications) is a copy without \(Workspace.scheduleFile)"
    guard let sourceText else {
      return "\(copy), and no archived edition in it has a schedule that can be used"
    }
    return "\(copy): series, address, zone and calendar are those archived with \(sourceText)"
  }

  /// The pages that are archived with the schedule; none where there is none.
  func pages() throws -> [InputFile] {
    guard let source else { return [] }
    let reader = try OCFLVersionReader(
      source.edition.description, version: "v\(source.version)",
      in: OCFLStore("\(publications)/archive"))
    return try reader.pageFiles()
  }

  /// The templates that are archived with the schedule; none where there is none.
  func templates() throws -> [String: [UInt8]] {
    guard let source else { return [:] }
    return try OCFLVersionReader(
      source.edition.description, version: "v\(source.version)",
      in: OCFLStore("\(publications)/archive")
    ).files(in: Workspace.templatesFolder)
  }
}

extension Workspace {
  /// A workspace, or a copy of its publications alone, for what only reads.
  ///
  /// The folder is the one that holds `publications`, or that folder itself. Throws a
  /// ``ReleaseError`` that says what to name where it is neither.
  package init(reading folder: String) throws {
    guard try Files.kind(of: "\(folder)/\(Self.scheduleFile)") == nil,
      try Files.kind(of: "\(folder)/\(Rehearsal.file)") == nil,
      let copy = try PublicationsCopy(in: folder)
    else {
      try self.init(folder)
      return
    }
    self.init(copy, in: folder)
  }

  /// What is at the folder instead of a workspace, for the error that there is none.
  static func whatElse(at folder: String) -> String {
    if (try? Files.kind(of: "\(folder)/0=ocfl_1.1")) == .file {
      return "it is an archive alone; name the folder that holds it and log.jsonl with --workspace"
    }
    if let copy = try? PublicationsCopy(in: folder) {
      return "\(copy.publications) is a copy of publications alone, which `verify`, `log`, "
        + "`rebuild`, `history`, `compare`, `as-of`, `export` and `repair` without --apply read; "
        + "everything else needs the workspace"
    }
    return "name one with --workspace, or make one with `ninethirty init`"
  }

  /// Refuses to write in a copy: what it says is to stay what was copied.
  func refuseInCopy(_ verb: String) throws {
    guard copy != nil else { return }
    throw ReleaseError(
      .usage,
      "\(publications) is a copy without \(Self.scheduleFile), and nothing is written in one: "
        + "`ninethirty \(verb)` in the workspace itself, or copy again what is damaged here")
  }
}
