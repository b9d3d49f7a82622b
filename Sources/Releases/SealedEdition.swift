import Diagnostics
import Editions
import Notation
package import Schedule
import Storage

/// The seal of an edition: which bytes, for which instant, by whom.
///
/// It stands as `seal.json` at the end of the sealed file, as closed as the edition itself.
package struct EditionSeal: Sendable, Hashable {
  package let edition: Month
  /// 1 for the first publication; a correction and a withdrawal count one on.
  package let version: Int
  /// What the version does to the one that is out.
  package let change: EditionChange
  /// The instant before which the edition is not released.
  package let instant: Instant
  package let zone: Zone
  package let sealedAt: Instant
  package let sealedBy: String
  /// The editions that were out when it was sealed; bulletin and `latest/` were made for them.
  package let follows: [Month]
  /// The editions that were withdrawn by then, as the bulletin may say.
  package let withdrawn: [Month]
  /// How many files were sealed.
  package let fileCount: Int
  /// The digest of the whole edition.
  package let digest: String
  /// SHA-512 of the program that sealed it; nil in seals of earlier versions.
  ///
  /// It stands beside the digest and not under it: two builds of one source differ, and make the
  /// same edition.
  package var executable: String?
  /// What kind of publication it was sealed as, for the journal: its pages say it; nil for a withdrawal,
  /// and as a seal is read back.
  var status: Programme.Status?
  /// SHA-512 of `seal.json` itself, for the log: of one that was read; nil before it is written.
  var sum: String?

  /// Whether no later edition was out when it was sealed.
  var isNewest: Bool { follows.allSatisfy { $0 < edition } }

  static let format = "ninethirty-seal/1"
  static let file = "seal.json"

  /// The seal of these files in canonical JSON.
  func bytes(_ files: FileDigests) -> [UInt8] {
    func member(_ name: String, _ value: CanonicalJSON) -> [UInt8] {
      Array("\"\(name)\":".utf8) + value.bytes
    }
    let comma: [UInt8] = [UInt8(ascii: ",")]
    var bytes = Array("{".utf8) + member("digest", .string(digest)) + comma
    bytes += member("edition", .string(edition.description)) + comma
    if let executable { bytes += member("executable", .string(executable)) + comma }
    bytes += Array("\"files\":".utf8)
    files.write { bytes += $0 }
    var rest = [
      member("follows", .array(follows.map { .string($0.description) })),
      member("format", .string(Self.format)),
      member("instant", .string(instant.description)),
    ]
    if let note = change.note { rest.append(member("note", note.json)) }
    rest += [
      member("sealedAt", .string(sealedAt.description)),
      member("sealedBy", .string(sealedBy)), member("version", .integer(version)),
    ]
    if let reason = change.withdrawalReason { rest.append(member("withdrawal", .string(reason))) }
    rest += [
      member("withdrawn", .array(withdrawn.map { .string($0.description) })),
      member("zone", .string(zone.identifier)),
    ]
    return bytes + comma + rest.joined(separator: comma) + Array("}\n".utf8)
  }
}

/// A seal and the digests that it binds, as they were read back.
struct OpenSeal {
  private(set) var seal: EditionSeal
  /// SHA-512 of every file by its path in the sealed file.
  let files: [String: String]
}

extension OpenSeal {
  /// Reads a seal.
  ///
  /// Throws a ``ReleaseError`` for bytes that are no seal.
  init(_ bytes: [UInt8]) throws {
    let (seal, findings) = JSONReader.readObject(bytes, file: EditionSeal.file, Self.read)
    guard var seal, !findings.hasErrors else {
      throw ReleaseError(
        .altered,
        "\(EditionSeal.file) is not a seal: \(findings.first?.found ?? "a value is missing")",
        refusal: "altered")
    }
    seal.seal.sum = SHA512Sum(of: bytes).hex
    self = seal
  }

  /// Whether it is the seal of what the log says came out.
  ///
  /// Lines of earlier versions have the digest of the files alone, and nothing in them is of who sealed
  /// these, when and by what program.
  func isOf(_ release: History.Release) -> Bool {
    seal.digest == release.digest && (release.seal.map { $0 == seal.sum } ?? true)
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
    let version = object.integer("version", in: 1...9999)
    let withdrawn = object.array("withdrawn") { $0.string().flatMap { Month($0) } }
    let executable = object.optionalString("executable")
    let note = object.optionalObject("note", CorrectionNote.read)
    let reason = object.optionalString("withdrawal")
    guard let edition, let instant, let zone, let sealedAt, let sealedBy, let follows,
      let digest, let files, let version, let withdrawn,
      let change = EditionChange(version: version, note: note, withdrawalReason: reason)
    else { return nil }
    let seal = EditionSeal(
      edition: edition, version: version, change: change, instant: instant, zone: zone,
      sealedAt: sealedAt, sealedBy: sealedBy,
      follows: follows, withdrawn: withdrawn, fileCount: files.count, digest: digest,
      executable: executable)
    return OpenSeal(seal: seal, files: files)
  }

  /// Holds the files that came out of the sealed file against the seal: every file there, no
  /// other, every digest right.
  ///
  /// Throws a ``ReleaseError`` that counts what is not as it was sealed. It names no path: the
  /// name of a report is as much under embargo as its figures, and errors end up in logs.
  func verify(_ found: [String: SHA512Sum]) throws {
    var faults: [String] = []
    var listed = FileDigests()
    // A digest that is none makes the whole differ.
    for (path, hex) in files { SHA512Sum(hex: hex).map { listed.add(path, $0) } }
    if listed.count != files.count || listed.digest != seal.digest {
      faults.append("the list in seal.json was altered")
    }
    func fault(_ paths: [String], _ what: String) {
      let folders = Dictionary(grouping: paths) { String($0.prefix { $0 != "/" }) }
      for folder in folders.keys.sorted() {
        faults.append("\(folder): \(folders[folder]!.count) \(what)")
      }
    }
    fault(found.keys.filter { files[$0] == nil }, "not part of the seal")
    fault(
      found.filter { files[$0.key] != nil && files[$0.key] != $0.value.hex }.map(\.key), "altered")
    fault(files.keys.filter { found[$0] == nil }, "missing")
    guard faults.isEmpty else {
      throw ReleaseError(
        .altered,
        "what is in the sealed edition \(seal.edition) is not what was sealed; nothing is released."
          + " \(faults.joined(separator: "; ")). Find out who changed it, then seal it again",
        refusal: "altered")
    }
  }
}
