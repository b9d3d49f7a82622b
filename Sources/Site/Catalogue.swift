import Editions
import Notation
import Publications
import Schedule

/// `/catalogue.json`: every release and what it consists of, for programs (docs/format.md section
/// 8d).
struct Catalogue {
  static let path = "catalogue.json"
  static let schemaPath = "catalogue.schema.json"
  static let format = "ninethirty-catalogue/1"

  private let site: Site
  private let editions: [PublishedEdition]
  private let contents: [Month: [VersionContent]]

  init(_ site: Site, _ editions: [PublishedEdition], _ contents: [VersionContent]) {
    self.site = site
    self.editions = editions
    self.contents = Dictionary(grouping: contents, by: \.edition)
  }

  var bytes: [UInt8] { json.bytes + [0x0A] }

  private var json: CanonicalJSON {
    .object([
      "asAt": .string(site.now.description),
      "editions": .array(editions.sorted { $0.edition < $1.edition }.map(json)),
      "format": .string(Self.format), "schema": address(Self.schemaPath), "series": series,
    ])
  }

  private var series: CanonicalJSON {
    let series = site.programme.series
    var members: [String: CanonicalJSON] = [
      "calendar": address("calendar.ics"), "coverage": .string(series.coverage),
      "feed": address("feed.atom"), "identifier": .string(series.identifier),
      "label": .string(series.label), "language": .string(site.texts.language),
      "licence": .string(series.licence), "log": address("log/log.jsonl"),
      "producer": .string(series.producer),
      "status": .string(site.programme.status.rawValue), "title": .string(series.title),
    ]
    members["address"] = series.address.map { .string($0.description) }
    members["source"] = series.source.map { .string($0) }
    return .object(members)
  }

  /// An address of the public tree; relative to the catalogue where the series has none.
  private func address(_ path: String) -> CanonicalJSON { .string(site.address(path)) }

  private func json(_ edition: PublishedEdition) -> CanonicalJSON {
    .object([
      "address": address("\(edition.edition)/"), "edition": .string(edition.edition.description),
      "label": .string(site.title(of: edition.edition)),
      "state": .string(edition.withdrawal == nil ? "published" : "withdrawn"),
      "versions": .array(edition.versions.map { json($0, of: edition) }),
    ])
  }

  private func json(_ version: PublishedVersion, of edition: PublishedEdition) -> CanonicalJSON {
    // A withdrawal has no address of its own: it stands at all of them, in place of what was there.
    let isGone = edition.withdrawal != nil && !version.isWithdrawal
    let content = contents[edition.edition]?.first { $0.number == version.number }
    let folder =
      version.isWithdrawal ? "\(edition.edition)/" : "\(edition.edition)/v\(version.number)/"
    var members: [String: CanonicalJSON] = [
      "address": address(folder),
      "files": .array(isGone ? [] : (content?.files ?? []).map(json)),
      "instant": .string(version.instant.description), "number": .integer(version.number),
    ]
    switch version.change {
    case .first: members["kind"] = .string("release")
    case .correction(let note):
      members["kind"] = .string("correction")
      members["note"] = .object([
        "changed": .string(note.changed), "effect": .string(note.effect),
        "kind": .string(note.kind.rawValue), "wrong": .string(note.wrong),
      ])
    case .withdrawal(let reason):
      members["kind"] = .string("withdrawal")
      members["reason"] = .string(reason)
    }
    return .object(members)
  }

  private func json(_ file: PublishedFile) -> CanonicalJSON {
    .object([
      "address": address(file.path), "bytes": .integer(file.byteCount),
      "mediaType": .string(MediaType.of(file.path)), "sha512": .string(file.digest),
    ])
  }
}

/// Media types by the ends of names (IANA, media types).
enum MediaType {
  private static let types = [
    "atom": "application/atom+xml", "css": "text/css", "csv": "text/csv",
    "html": "text/html", "ics": "text/calendar", "json": "application/json",
    "jsonl": "application/jsonl", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf", "svg": "image/svg+xml", "txt": "text/plain",
    "xml": "application/xml", "xsd": "application/xml", "zip": "application/zip",
  ]

  /// That of a file; `application/octet-stream` for one of another kind (RFC 2046, 4.5.1).
  static func of(_ path: String) -> String {
    if let sdmx = EditionFile.sdmxMediaType(path) { return sdmx }
    let name = path.split(separator: "/").last ?? ""
    let end = name.split(separator: ".").dropFirst().last.map(String.init) ?? ""
    return types[end] ?? "application/octet-stream"
  }
}
