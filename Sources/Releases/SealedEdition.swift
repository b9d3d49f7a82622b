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
  /// How many files were sealed.
  package let fileCount: Int
  /// The digest of the whole edition.
  package let digest: String

  /// Whether no later edition was out when it was sealed.
  var isNewest: Bool { follows.allSatisfy { $0 < edition } }

  static let format = "ninethirty-seal/1"
  static let file = "seal.json"

  /// Writes the seal of these files in canonical JSON, piece by piece: the list of files may be
  /// long.
  func write(_ files: FileDigests, to path: String) throws {
    func member(_ name: String, _ value: CanonicalJSON) -> [UInt8] {
      Array("\"\(name)\":".utf8) + value.bytes
    }
    let comma: [UInt8] = [UInt8(ascii: ",")]
    try Files.writeNew(to: path, mode: 0o600) { output in
      try output(
        Array("{".utf8) + member("digest", .string(digest)) + comma
          + member("edition", .string(edition.description)) + comma + Array("\"files\":".utf8))
      try files.write(to: output)
      let rest = [
        member("follows", .array(follows.map { .string($0.description) })),
        member("format", .string(Self.format)),
        member("instant", .string(instant.description)),
        member("sealedAt", .string(sealedAt.description)),
        member("sealedBy", .string(sealedBy)), member("zone", .string(zone.identifier)),
      ]
      try output(comma + rest.joined(separator: comma) + Array("}\n".utf8))
    }
  }
}

/// A seal and the digests that it binds, as they were read back.
struct OpenSeal {
  let seal: EditionSeal
  /// SHA-512 of every file by its path in the sealed folder.
  let files: [String: String]
}

extension OpenSeal {
  /// Reads the seal of a sealed folder.
  ///
  /// Throws a ``ReleaseError`` for a file that is not a seal, a ``StorageError`` where there is
  /// none.
  init(folder: String) throws {
    let path = "\(folder)/\(EditionSeal.file)"
    let bytes = try Files.read(path, limit: 256 * 1024 * 1024)
    let (seal, findings) = JSONReader.readObject(bytes, file: path, Self.read)
    guard let seal, !findings.hasErrors else {
      throw ReleaseError(
        .altered, "\(path) is not a seal: \(findings.first?.found ?? "a value is missing")")
    }
    self = seal
  }

  private static func read(_ object: ObjectReader) -> OpenSeal? {
    _ = object.choice("format", of: [EditionSeal.format])
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
    let seal = EditionSeal(
      edition: edition, instant: instant, zone: zone, sealedAt: sealedAt, sealedBy: sealedBy,
      follows: follows, fileCount: files.count, digest: digest)
    return OpenSeal(seal: seal, files: files)
  }

  /// Holds the sealed folder against the seal: every file there, no other, every digest right.
  ///
  /// Throws a ``ReleaseError`` that names every file that is not as it was sealed.
  func verify(folder: String) throws {
    var faults: [String] = []
    var listed = FileDigests()
    // A digest that is none makes the whole differ.
    for (path, hex) in files { SHA512Sum(hex: hex).map { listed.add(path, $0) } }
    if listed.count != files.count || listed.digest != seal.digest {
      faults.append("seal.json: the list was altered")
    }
    var seen: Set<String> = []
    for entry in try Files.walk(folder) where entry.kind != .directory {
      guard entry.path != EditionSeal.file else { continue }
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
        "the sealed edition \(seal.edition) is not what was sealed; nothing is released. "
          + faults.joined(separator: "; ") + ". Find out who changed it, then seal it again")
    }
  }
}
