import Archive
import Bags
import Ledger
import Markup
import Notation
import Publications
import Schedule
import Storage

/// What is in a bag and what happened to it, as PREMIS 3.0 (Library of Congress): objects with their
/// fixity, the events of the public log and of the object itself, and who acted.
struct PremisRecord {
  /// The object in the archive.
  let object: String
  let title: String
  /// What the edition is called outside: `series/2013-11`.
  let identifier: String
  let inventory: OCFLInventory
  /// The lines of the public log that are about the edition; none for what is kept, of which the log
  /// says nothing.
  let entries: [LedgerEntry]
  /// What the journal says was done to the object since: checked, brought back.
  let cares: [Care]
  /// Which program made each version, by the version's name.
  private let programs: [String: String]
  /// The seal of each version of an edition, by the version's name.
  let seals: [String: EditionSeal]
  /// Where the files of a publication that is kept as it is are from.
  let kept: KeptPublication?

  static let namespace = "http://www.loc.gov/premis/v3"

  init(
    object: String, title: String, identifier: String, store: OCFLStore, history: History
  ) throws {
    self.object = object
    self.title = title
    self.identifier = identifier
    entries = history.log.filter { $0.edition == object }
    cares = Month(object).map { Care.all(of: $0, history) } ?? []
    inventory = try store.inventory(of: object)
    var programs: [String: String] = [:]
    var seals: [String: EditionSeal] = [:]
    for version in inventory.versions {
      let reader = try OCFLVersionReader(object, version: version.name, in: store)
      programs[version.name] = try reader.read("build.json").flatMap(Self.program)
      seals[version.name] = try reader.read(EditionSeal.file).map { try OpenSeal($0).seal }
    }
    (self.programs, self.seals) = (programs, seals)
    let provenance = try OCFLVersionReader(object, in: store).read(KeptPublication.file)
    kept = try provenance.map { try KeptPublication($0) }
  }

  /// The document in Canonical XML, for files of the payload with their digests.
  func bytes(_ files: [BagFile]) -> [UInt8] {
    var writer = XMLWriter()
    writer.open(
      "premis",
      [
        ("xmlns", Self.namespace), ("version", "3.0"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
      ])
    writeEdition(to: &writer)
    for version in inventory.versions { write(version, to: &writer) }
    let versions = versionsByPath
    for file in files { write(file, in: versions[file.path] ?? [], to: &writer) }
    if let kept { writeIngestion(of: kept, to: &writer) }
    for version in inventory.versions { writeMaking(of: version.name, to: &writer) }
    for entry in entries { write(entry, to: &writer) }
    for care in cares { write(care, to: &writer) }
    writeAgents(to: &writer)
    writer.close()
    return writer.finish()
  }

  func versionIdentifier(_ name: String) -> String { "\(identifier)/\(name)" }

  /// The program that made a version of an edition.
  func program(ofVersion number: Int) -> String? { programs["v\(number)"] }

  // MARK: - Objects

  private func writeEdition(to writer: inout XMLWriter) {
    writer.open("object", [("xsi:type", "intellectualEntity")])
    writer.identifier("object", "ninethirty edition", identifier)
    writer.element("originalName", text: title.forXML)
    writer.close()
  }

  private func write(_ version: OCFLInventory.Version, to writer: inout XMLWriter) {
    writer.open("object", [("xsi:type", "representation")])
    writer.identifier("object", "ninethirty version", versionIdentifier(version.name))
    writer.relationship("represents", "ninethirty edition", identifier)
    writer.close()
  }

  private func write(
    _ file: BagFile, in versions: [String], to writer: inout XMLWriter
  ) {
    writer.open("object", [("xsi:type", "file")])
    writer.identifier("object", "path in the bag", file.path)
    writer.open("objectCharacteristics")
    writer.element("compositionLevel", text: "0")
    for (algorithm, name) in [(ChecksumAlgorithm.sha256, "SHA-256"), (.sha512, "SHA-512")] {
      writer.open("fixity")
      writer.element("messageDigestAlgorithm", text: name)
      writer.element("messageDigest", text: file.checksums.digests[algorithm] ?? "")
      writer.close()
    }
    writer.element("size", text: "\(file.checksums.byteCount)")
    writer.open("format")
    writer.open("formatDesignation")
    writer.element("formatName", text: Self.format(of: file.path))
    writer.close()
    writer.close()
    writer.close()
    for version in versions {
      writer.relationship("is included in", "ninethirty version", versionIdentifier(version))
    }
    writer.close()
  }

  /// The versions that each file of the payload is part of.
  private var versionsByPath: [String: [String]] {
    var versions: [String: [String]] = [:]
    for version in inventory.versions {
      for digest in Set(version.state.values) {
        for place in inventory.manifest[digest] ?? [] {
          versions["data/\(Handover.archiveFolder)/\(object)/\(place)", default: []]
            .append(version.name)
        }
      }
    }
    return versions
  }

  /// The media type by the end of the name.
  private static func format(of path: String) -> String {
    if let sdmx = EditionFile.sdmxMediaType(path) { return sdmx }
    return switch path.lastPathPart.split(separator: ".").last.map({ $0.lowercased() }) {
    case "html": "text/html"
    case "xml", "xsl", "xsd": "application/xml"
    case "json": "application/json"
    case "jsonl": "application/jsonl"
    case "csv": "text/csv"
    case "css": "text/css"
    case "md": "text/markdown"
    case "txt", "sha512": "text/plain"
    case "svg": "image/svg+xml"
    case "pdf": "application/pdf"
    case "ods": "application/vnd.oasis.opendocument.spreadsheet"
    case "xls": "application/vnd.ms-excel"
    case "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    default: "application/octet-stream"
    }
  }

  /// `ninethirty 0.1.0` by a version's `build.json`; nil where it does not say.
  private static func program(_ bytes: [UInt8]) -> String? {
    guard
      case .object(let members)? = JSONReader.read(bytes, file: "build.json").value
        .flatMap({ CanonicalJSON($0) }),
      case .string(let version)? = members["ninethirty"]
    else { return nil }
    return "ninethirty \(version)"
  }

  // MARK: - Agents

  /// Everybody who acted, and every program that made a version, each once.
  private func writeAgents(to writer: inout XMLWriter) {
    // The log names the producer, everything else a person.
    let producers = Set(entries.compactMap(\.actor))
    let people = Set(
      seals.values.map(\.sealedBy) + cares.compactMap(\.actor)
        + [kept?.importedBy].compactMap(\.self))
    for name in producers.union(people).sorted(by: { $0.precedesByBytes($1) }) {
      write(agent: name, type: producers.contains(name) ? "organization" : "person", to: &writer)
    }
    for name in Set(programs.values).sorted(by: { $0.precedesByBytes($1) }) {
      write(agent: name, type: "software", to: &writer)
    }
  }

  private func write(agent name: String, type: String, to writer: inout XMLWriter) {
    writer.open("agent")
    writer.identifier("agent", "name", name)
    writer.element("agentName", text: name.forXML)
    writer.element("agentType", text: type)
    writer.close()
  }
}

extension XMLWriter {
  /// An identifier of a thing: `objectIdentifier` with its type and value.
  mutating func identifier(_ thing: String, _ type: String, _ value: String, role: String? = nil) {
    open("\(thing)Identifier")
    element("\(thing)IdentifierType", text: type)
    element("\(thing)IdentifierValue", text: value.forXML)
    if let role { element("\(thing)Role", text: role) }
    close()
  }

  /// A structural relationship to another object.
  mutating func relationship(_ kind: String, _ type: String, _ value: String) {
    open("relationship")
    element("relationshipType", text: "structural")
    element("relationshipSubType", text: kind)
    identifier("relatedObject", type, value)
    close()
  }
}

extension String {
  /// This text with U+FFFD for what XML cannot carry: a log may quote what somebody typed.
  var forXML: String {
    isXMLText
      ? self
      : String(
        String.UnicodeScalarView(unicodeScalars.map { String($0).isXMLText ? $0 : "\u{FFFD}" }))
  }
}
