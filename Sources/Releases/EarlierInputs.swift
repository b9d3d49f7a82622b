import Archive
import Diagnostics
import Editions
import Intake
import Notation
import Schedule
import Storage

/// The analyses of earlier editions that an edition repeats: the archive has them with those editions, so
/// that a new version names them and does not keep them again.
///
/// Without it every edition would hold all before it, and the archive would grow with their square.
struct EarlierInputs: Sendable, Equatable {
  static let file = "earlier.json"
  static let format = "ninethirty-earlier/1"

  /// The analyses of one edition, as one of its versions has them.
  struct Part: Sendable, Equatable {
    let edition: Month
    let version: Int
    /// SHA-512 in hexadecimal by path in the edition.
    let digests: [String: String]

    /// SHA-512 of the canonical JSON of `digests`.
    var digest: String { FileDigests(digests).digest }
  }

  /// In the order of their editions.
  let parts: [Part]

  init(parts: [Part]) { self.parts = parts }

  /// Reads what ``bytes`` wrote.
  ///
  /// Throws a ``ReleaseError`` for a file that is not of this form.
  init(_ bytes: [UInt8], file: String) throws {
    let (parts, findings) = JSONReader.readObject(bytes, file: file) { object in
      _ = object.choice("format", of: [Self.format])
      return object.array("editions") { $0.object(Self.part) }
    }
    guard let parts, !findings.hasErrors else {
      throw ReleaseError(
        .altered,
        "\(file) does not name analyses of earlier editions: "
          + (findings.first?.found ?? "no content"))
    }
    self.parts = parts
  }

  private static func part(_ object: ObjectReader) -> Part? {
    let edition = object.string("edition").flatMap { Month($0) }
    let files = object.object("files") { members -> [String: String]? in
      var files: [String: String] = [:]
      for member in members.object.members { files[member.key] = members.string(member.key) }
      return files
    }
    let version = object.integer("version", in: 1...Int.max)
    guard let edition, let files, let version else { return nil }
    return Part(edition: edition, version: version, digests: files)
  }

  /// The file: one line of canonical JSON.
  var bytes: [UInt8] {
    let editions = parts.map { part in
      CanonicalJSON.object([
        "edition": .string(part.edition.description),
        "files": .object(part.digests.mapValues { .string($0) }),
        "version": .integer(part.version),
      ])
    }
    return CanonicalDocument.bytes(
      .object(["editions": .array(editions), "format": .string(Self.format)]))
  }

  /// SHA-512 of all that is named, by path in the edition.
  var digests: [String: String] {
    parts.reduce(into: [:]) { $0.merge($1.digests) { first, _ in first } }
  }
}

// MARK: In the archive

extension EarlierInputs.Part {
  /// Why the analyses of an earlier edition are not there as they were read.
  struct Lack: Error {
    let edition: Month
    let reason: String
  }

  /// The version that has the files.
  ///
  /// Throws a ``Lack`` where the archive does not have it, or has others in it.
  func reader(in store: OCFLStore) throws -> OCFLVersionReader {
    let reader: OCFLVersionReader
    do {
      reader = try OCFLVersionReader(edition.description, version: "v\(version)", in: store)
    } catch let error as ArchiveError {
      throw Lack(edition: edition, reason: "\(error)")
    }
    guard reader.analyses(of: edition) == digests else {
      throw Lack(
        edition: edition,
        reason:
          "version \(version) of \(edition) in the archive does not have the analyses that were"
          + " read")
    }
    return reader
  }
}

extension OCFLVersionReader {
  /// The analyses that an edition was made of, by their path in a version, with their digests.
  func analyses(of month: Month) -> [String: String] { Self.analyses(in: state, of: month) }

  /// The same of the files of any version, with their digests.
  static func analyses(in state: [String: String], of month: Month) -> [String: String] {
    state.filter {
      $0.key.hasPrefix("inputs/analyses/\(month)/") && EditionIntake.isAnalysis($0.key)
    }
  }

  /// The analyses of earlier editions that this version names; nil where it keeps all that it was made of
  /// itself, as those of earlier versions of ninethirty do.
  ///
  /// Throws a ``ReleaseError`` for a file that does not name them.
  func earlierInputs() throws -> EarlierInputs? {
    try read(EarlierInputs.file).map {
      try EarlierInputs($0, file: EarlierInputs.file)
    }
  }

  /// SHA-512 of every input and template that this version was made of, by its path in the edition: those
  /// that it keeps, and those that it names.
  func allInputs() throws -> [String: String] {
    state.filter { Submission.covers($0.key) }
      .merging(try earlierInputs()?.digests ?? [:]) { own, _ in own }
  }
}

extension Workspace {
  /// The analyses of earlier editions as they are out and archived: what a seal of `month` need not keep
  /// again.
  func archivedAnalyses(before month: Month, _ history: History) throws -> [ArchivedAnalyses] {
    let store = OCFLStore(archive)
    return try history.released.filter { $0 < month }.compactMap { edition in
      guard try store.contains(edition.description) else { return nil }
      let kept = try store.inventory(of: edition.description).versions.count
      let release = history.releases.last {
        $0.edition == edition && !$0.isWithdrawal && $0.version <= kept
      }
      guard let release else { return nil }
      let reader = try OCFLVersionReader(
        edition.description, version: "v\(release.version)", in: store)
      let digests = reader.analyses(of: edition)
      return digests.isEmpty
        ? nil
        : ArchivedAnalyses(
          edition: edition, version: release.version, reader: reader, digests: digests)
    }
  }
}

/// The analyses of an edition that is out, as the archive has them.
struct ArchivedAnalyses: Sendable {
  let edition: Month
  let version: Int
  let reader: OCFLVersionReader
  /// By their path in the edition.
  let digests: [String: String]

  var part: EarlierInputs.Part {
    .init(edition: edition, version: version, digests: digests)
  }
}
