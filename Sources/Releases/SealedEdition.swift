import Diagnostics
import Editions
import Notation
package import Schedule
import Storage

/// The seal of an edition: which bytes, for which instant, by whom.
///
/// It stands as `seal.json` in the sealed folder; the journal holds its digest.
package struct EditionSeal: Sendable, Hashable {
  package let edition: Month
  /// The instant before which the edition is not released.
  package let instant: Instant
  package let zone: Zone
  package let sealedAt: Instant
  package let sealedBy: String
  /// The editions that were out when it was sealed; the front page was made for them.
  package let follows: [Month]
  /// SHA-512 of every file by its path in the sealed folder.
  package let files: [String: String]
  /// The digest of the whole edition.
  package let digest: String

  /// Whether no later edition was out when it was sealed.
  var isNewest: Bool { follows.allSatisfy { $0 < edition } }

  static let format = "ninethirty-seal/1"
  static let file = "seal.json"

  var json: CanonicalJSON {
    .object([
      "digest": .string(digest), "edition": .string(edition.description),
      "files": .object(files.mapValues { .string($0) }),
      "follows": .array(follows.map { .string($0.description) }), "format": .string(Self.format),
      "instant": .string(instant.description), "sealedAt": .string(sealedAt.description),
      "sealedBy": .string(sealedBy), "zone": .string(zone.identifier),
    ])
  }
}

extension EditionSeal {
  /// Reads the seal of a sealed folder.
  ///
  /// Throws a ``ReleaseError`` for a file that is not a seal, a ``StorageError`` where there is
  /// none.
  init(folder: String) throws {
    let path = "\(folder)/\(Self.file)"
    let bytes = try Files.read(path, limit: 256 * 1024 * 1024)
    let (seal, findings) = JSONReader.readObject(bytes, file: path, Self.read)
    guard let seal, !findings.hasErrors else {
      throw ReleaseError(
        .altered, "\(path) is not a seal: \(findings.first?.found ?? "a value is missing")")
    }
    self = seal
  }

  private static func read(_ object: ObjectReader) -> EditionSeal? {
    _ = object.choice("format", of: [format])
    let edition = object.string("edition").flatMap { Month($0) }
    let instant = object.string("instant").flatMap { Instant($0) }
    let zone = object.string("zone").flatMap { Zone($0) }
    let sealedAt = object.string("sealedAt").flatMap { Instant($0) }
    let sealedBy = object.string("sealedBy")
    let follows = object.array("follows") { $0.string().flatMap { Month($0) } }
    let digest = object.string("digest")
    let files = object.object("files") { members -> [String: String]? in
      var files: [String: String] = [:]
      for member in members.object.members { files[member.key] = members.string(member.key) }
      return files
    }
    guard let edition, let instant, let zone, let sealedAt, let sealedBy, let follows,
      let digest, let files
    else { return nil }
    return EditionSeal(
      edition: edition, instant: instant, zone: zone, sealedAt: sealedAt, sealedBy: sealedBy,
      follows: follows, files: files, digest: digest)
  }

  /// Holds the sealed folder against the seal: every file there, no other, every digest right.
  ///
  /// Throws a ``ReleaseError`` that names every file that is not as it was sealed.
  func verify(folder: String) throws {
    var faults: [String] = []
    if EditionContent.digest(of: files) != digest {
      faults.append("seal.json: the list was altered")
    }
    var seen: Set<String> = []
    for entry in try Files.walk(folder) where entry.kind != .directory {
      guard entry.path != Self.file else { continue }
      seen.insert(entry.path)
      guard let expected = files[entry.path] else {
        faults.append("\(entry.path): not part of the seal")
        continue
      }
      let isSame =
        try entry.kind == .file && SHA512Sum(ofFile: "\(folder)/\(entry.path)").hex == expected
      if !isSame { faults.append("\(entry.path): altered") }
    }
    for path in files.keys.sorted() where !seen.contains(path) {
      faults.append("\(path): missing")
    }
    guard faults.isEmpty else {
      throw ReleaseError(
        .altered,
        "the sealed edition \(edition) is not what was sealed; nothing is released. "
          + faults.joined(separator: "; ") + ". Find out who changed it, then seal it again")
    }
  }
}
