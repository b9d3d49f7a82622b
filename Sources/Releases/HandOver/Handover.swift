import Archive
import Bags
import Diagnostics
import Editions
import Ledger
import Schedule
import Storage

/// One bag that is handed over: an object of the archive in a storage root of its own, the public
/// log, and what both say of it.
struct Handover {
  let object: String
  let series: Programme
  let store: OCFLStore
  /// The files of the public log, by their paths in the payload.
  let log: [String: ContentSource]
  let history: History

  /// Where the storage root stands in the payload.
  static let archiveFolder = "archive"

  /// Writes the bag of an object that is sound.
  ///
  /// Throws a ``ReleaseError`` where it was changed while it was copied.
  func write(to path: String) throws -> ExportedBag {
    var content = BagContent()
    content.payload = try payload()
    content.info = try info()
    let premis = try PremisRecord(
      object: object, title: title, identifier: identifier, store: store, history: history)
    content.tags = { files in
      ["metadata/premis.xml": premis.bytes(files), "README.txt": readMe(files)]
    }
    let reading = try BagWriter.write(content, to: path) { folder in
      let copied = "\(folder)/data/\(Self.archiveFolder)/\(object)"
      let faults = try OCFLStore.validate(objectAt: copied).filter(\.isError)
      guard faults.isEmpty else {
        throw ReleaseError(
          .altered(by: faults),
          "\(copied) is not \(object) as it was; run the command again: "
            + faults.map(\.description).joined(separator: "; "))
      }
    }
    return ExportedBag(
      object: object, path: path, fileCount: reading.payload.count,
      byteCount: reading.payload.reduce(0) { $0 + $1.checksums.byteCount },
      warnings: reading.findings.map { "\($0.place.text): \($0.found); \($0.remedy)" })
  }

  /// The storage root with this object alone, so that any OCFL tool reads it where it stands.
  private func payload() throws -> [String: ContentSource] {
    var payload = log
    for name in ["0=ocfl_1.1", "ocfl_layout.json"] {
      payload["\(Self.archiveFolder)/\(name)"] = .file("\(store.root)/\(name)")
    }
    for entry in try Files.walk("\(store.root)/\(object)") where entry.kind == .file {
      payload["\(Self.archiveFolder)/\(object)/\(entry.path)"] =
        .file("\(store.root)/\(object)/\(entry.path)")
    }
    return payload
  }

  // MARK: - What the bag says of itself

  private var identifier: String { "\(series.series.identifier)/\(object)" }

  private var title: String {
    "\(series.series.title), \(Month(object)?.longText ?? "publication kept as it is: \(object)")"
  }

  /// The day of the newest thing that the bag tells of: never the day of today, so that the same
  /// archive, log and journal make the same bag.
  private func baggingDay() throws -> Day? {
    let created = try store.inventory(of: object).versions.last.flatMap { Instant($0.created) }
    let care = Month(object).flatMap { PremisRecord.Care.all(of: $0, history).last?.instant }
    return [history.log.last?.instant, created, care].compactMap(\.self).max()?.utcDay
  }

  private func info() throws -> BagInfo {
    let record = series.series
    var elements: [BagInfo.Element] = [.init("Source-Organization", record.producer)]
    if let address = record.contacts.lazy.compactMap(\.address).first {
      elements.append(.init("Organization-Address", address))
    }
    for contact in record.contacts {
      elements.append(.init("Contact-Name", "\(contact.role), \(contact.organisation)"))
      if let telephone = contact.telephone { elements.append(.init("Contact-Phone", telephone)) }
      if let email = contact.email { elements.append(.init("Contact-Email", email)) }
    }
    let count = try store.inventory(of: object).versions.count
    elements += [
      .init(
        "External-Description",
        "\(title): \(count) version\(count == 1 ? "" : "s") "
          + "with everything that went into \(count == 1 ? "it" : "them"). "
          + "Status: \(series.status.rawValue)."),
      .init(
        "Internal-Sender-Description",
        "Private: the inputs hold values that the published pages do not show."),
      .init("External-Identifier", identifier),
      .init("Internal-Sender-Identifier", object),
      .init("Bag-Group-Identifier", record.identifier),
      .init("Bag-Software-Agent", "ninethirty \(Build.version)"),
    ]
    if let day = try baggingDay() { elements.append(.init("Bagging-Date", day.description)) }
    return BagInfo(elements)
  }

  /// What somebody reads who finds the bag and has never heard of us.
  private func readMe(_ files: [BagFile]) -> [UInt8] {
    var text = """
      This folder is a bag (RFC 8493). To see that nothing in it has changed since it was made:

          sha512sum --check --quiet tagmanifest-sha512.txt manifest-sha512.txt

      data/archive/         an OCFL 1.1 storage root (ocfl.io) with one object and all its versions;
                            inventory.json says which file belongs to which version
      data/log/             the public log of the series; each line has the SHA-256 of the one before
      metadata/premis.xml   the files, the versions and what happened to them, as PREMIS 3.0
      bag-info.txt          who made it, of what

      It is private: the inputs hold values that the published pages do not show.

      """
    let script = "data/\(Self.archiveFolder)/\(object)/v1/content/rebuild.sh"
    if files.contains(where: { $0.path == script }) {
      text += """

        The folder of a version has only what was new in it. This lays a version together, holds every file
        against inventory.json, and makes its pages again, with xsltproc and xmllint alone (REBUILD.txt
        beside it says how):

            sh \(script) \((try? store.inventory(of: object).head) ?? "v1")

        """
    }
    let clashes = BagReader.clashes(files.map(\.path))
    if !clashes.isEmpty {
      text += """

        UNPACK IT ON A FILE SYSTEM THAT KNOWS CAPITALS. These names differ in nothing else from others,
        and a file system of Windows or macOS keeps one file of each two:

        """
      for path in clashes { text += "    \(path)\n" }
    }
    return Array(text.utf8)
  }
}
