import Diagnostics
package import Notation
package import Schedule

/// An old publication that was put into the archive as it is: from before ninethirty, or from
/// somebody else.
///
/// It is an object of its own, `kept-` and the edition, with the files under `kept/` and this as
/// `provenance.json`. Nothing of it was made by ninethirty, so there is nothing to rebuild: it is
/// checked by its digests.
package struct KeptPublication: Sendable, Hashable {
  /// The edition as its publisher named it.
  package let edition: Month
  /// Where the files are from.
  package let source: String
  /// Why they are kept here.
  package let reason: String
  /// When it was published, as whoever imported it says: a day, a month or a year; nil where that is
  /// not known.
  package let published: String?
  package let importedBy: String
  package let importedAt: Instant
  package let fileCount: Int
  package let byteCount: Int
  /// The version of the bag that it came in; nil for a folder.
  package let bag: String?
  /// The checksums that the bag was held against; none for a folder.
  package let checksums: [String]

  static let format = "ninethirty-kept/1"
  static let file = "provenance.json"
  static let folder = "kept"

  /// How the names of these objects begin.
  static let prefix = "kept-"

  /// The name of the object.
  package var object: String { Self.object(of: edition) }

  static func object(of edition: Month) -> String { prefix + edition.description }

  /// The edition whose kept publication an object is; nil for any other object.
  static func edition(ofObject name: String) -> Month? {
    name.hasPrefix(prefix) ? Month(String(name.dropFirst(prefix.utf8.count))) : nil
  }

  /// The provenance as JSON.
  package var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "bytes": .integer(byteCount), "edition": .string(edition.description),
      "files": .integer(fileCount), "format": .string(Self.format),
      "importedAt": .string(importedAt.description), "importedBy": .string(importedBy),
      "reason": .string(reason), "source": .string(source),
    ]
    members["bag"] = bag.map { .string($0) }
    if !checksums.isEmpty { members["checksums"] = .array(checksums.map { .string($0) }) }
    members["published"] = published.map { .string($0) }
    return .object(members)
  }

  var bytes: [UInt8] { json.bytes + [UInt8(ascii: "\n")] }
}

extension KeptPublication {
  /// Reads what ``bytes`` wrote.
  ///
  /// Throws a ``ReleaseError`` for bytes that are no such file.
  init(_ bytes: [UInt8]) throws {
    let (kept, findings) = JSONReader.readObject(bytes, file: Self.file, Self.read)
    guard let kept, findings.isEmpty else {
      throw ReleaseError(
        .altered,
        "\(Self.file) is not a provenance: \(findings.first?.found ?? "a value is missing")"
      )
    }
    self = kept
  }

  /// The largest number that JSON carries everywhere.
  private static let largest = (1 << 53) - 1

  private static func read(_ object: ObjectReader) -> KeptPublication? {
    _ = object.choice("format", of: [format])
    let edition = object.string("edition").flatMap { Month($0) }
    let source = object.string("source")
    let reason = object.string("reason")
    let published = object.optionalString("published")
    let bag = object.optionalString("bag")
    let checksums = object.optionalArray("checksums") { $0.string() }
    let importedBy = object.string("importedBy")
    let importedAt = object.string("importedAt").flatMap { Instant($0) }
    let files = object.integer("files", in: 0...largest)
    let bytes = object.integer("bytes", in: 0...largest)
    guard let edition, let source, let reason, let importedBy, let importedAt, let files, let bytes
    else { return nil }
    return KeptPublication(
      edition: edition, source: source, reason: reason, published: published,
      importedBy: importedBy, importedAt: importedAt, fileCount: files, byteCount: bytes, bag: bag,
      checksums: checksums ?? [])
  }
}
