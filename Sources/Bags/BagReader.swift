package import Diagnostics
package import Storage

/// What was found in the folder of a bag.
package struct BagReading: Sendable {
  /// What a bag is, on the whole.
  package enum Verdict: String, Sendable, Hashable {
    /// Complete, and every checksum is right.
    case valid
    /// Valid, but somebody should look at the warnings; notes are none.
    case warning
    /// Not complete, or something in it is not what was sent.
    case invalid
  }

  /// The version that it declares; nil where that cannot be read.
  package let version: BagVersion?
  package let info: BagInfo
  /// The files of the payload, sorted by the bytes of their paths.
  package let payload: [BagFile]
  /// The checksums that the payload was held against, the strongest last.
  package let algorithms: [ChecksumAlgorithm]
  /// Everything that is to be said of it, errors first.
  package let findings: [Finding]

  package var verdict: Verdict {
    findings.hasErrors ? .invalid : findings.count(of: .warning) == 0 ? .valid : .warning
  }
}

/// Reads bags of the versions 0.93 to 1.0 and says everything that is wrong with them.
///
/// Nothing is fetched, no link is followed, and no path of a manifest is ever opened: paths are
/// looked up among the files that the folder has.
package struct BagReader {
  let folder: String
  private(set) var findings: [Finding] = []
  private(set) var version = BagVersion.one
  private var encoding = BagEncoding.utf8

  /// The longest tag file that is read: enough for a manifest of a million files.
  static let tagLimit = 1 << 28

  /// Whether the folder says of itself that it is a bag.
  package static func isBag(_ folder: String) throws -> Bool {
    try Files.kind(of: "\(folder)/\(BagDeclaration.file)") == .file
  }

  /// Reads a bag whole: every file, every manifest.
  ///
  /// Throws a ``Storage/StorageError`` where the folder cannot be read.
  package static func read(_ folder: String) throws -> BagReading {
    var reader = BagReader(folder: folder)
    return try reader.read()
  }

  private init(folder: String) { self.folder = folder }

  private mutating func read() throws -> BagReading {
    let declared = try declaration()
    let manifests = try declared ? self.manifests() : []
    let files = try BagFiles(
      folder, payload: Set(manifests.filter { !$0.isTag }.map(\.algorithm)),
      tags: Set(manifests.filter(\.isTag).map(\.algorithm)))
    findings += files.findings
    var info = BagInfo()
    if declared {
      try checkPayloadFolder()
      check(manifests, files)
      try checkFetches(manifests, files)
      info = try self.info()
      check(info, files)
    }
    let algorithms = Set(manifests.filter { !$0.isTag }.map(\.algorithm))
    return BagReading(
      version: declared ? version : nil, info: info, payload: files.payload,
      algorithms: ChecksumAlgorithm.allCases.filter(algorithms.contains),
      findings: findings.sorted())
  }

  mutating func note(_ finding: Finding) { findings.append(finding) }

  // MARK: - Tag files

  /// Reads `bagit.txt`; false where nothing else can be read by it.
  private mutating func declaration() throws -> Bool {
    let path = "\(folder)/\(BagDeclaration.file)"
    guard try Files.kind(of: path) == .file else {
      note(
        .bag(
          "declaration", BagDeclaration.file, "the file is missing",
          rule: "a folder is a bag by its bagit.txt", section: "2.1.1"))
      return false
    }
    let (declaration, faults) = BagDeclaration.read(try Files.read(path, limit: 1 << 16))
    findings += faults
    guard let declaration else { return false }
    (version, encoding) = (declaration.version, declaration.encoding)
    return true
  }

  /// The text of a tag file in the encoding of the bag; nil where there is none.
  private mutating func text(of file: String) throws -> String? {
    guard try Files.kind(of: "\(folder)/\(file)") == .file else { return nil }
    let bytes = try Files.read("\(folder)/\(file)", limit: Self.tagLimit)
    if let text = encoding.text(of: bytes) { return text }
    note(
      .bag(
        "encoding", file, "its bytes are not in the encoding that bagit.txt declares",
        rule: "tag files are in the encoding that the bag declares", section: "2.1.1"))
    return nil
  }

  private mutating func manifests() throws -> [BagManifest] {
    var manifests: [BagManifest] = []
    for file in try Files.listing(folder).names {
      guard let (name, isTag) = BagManifest.named(file) else { continue }
      guard let algorithm = BagManifest.algorithm(name) else {
        noteUnknown(name, file)
        continue
      }
      guard let text = try text(of: file) else { continue }
      let (manifest, faults) = BagManifest.read(
        text, file: file, isTag: isTag, algorithm: algorithm, version: version)
      findings += faults
      manifests.append(manifest)
    }
    return manifests
  }

  private mutating func noteUnknown(_ algorithm: String, _ file: String) {
    let known = ChecksumAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
    note(
      .bag(
        "algorithm", file, "the checksum \(algorithm.quoted) is not known",
        rule: "a bag is valid when every checksum in it was verified; known are \(known)",
        section: "2.4", remedy: "ask for a bag with sha512 or sha256"))
  }

  private mutating func info() throws -> BagInfo {
    guard let text = try text(of: version.infoFile) else { return BagInfo() }
    let (info, faults) = BagInfo.read(text, file: version.infoFile, version: version)
    findings += faults
    return info
  }

  private mutating func checkPayloadFolder() throws {
    guard try Files.kind(of: "\(folder)/data") != .directory else { return }
    note(
      .bag(
        "payload", "data", "there is no such folder", rule: "the payload stands in the folder data",
        section: "2.1.2"))
  }

  // MARK: - What the tag files say of the payload

  private mutating func check(_ info: BagInfo, _ files: BagFiles) {
    let elements = info.elements.filter {
      $0.label.lowercased() == PayloadOxum.label.lowercased()
    }
    let payload = files.payload
    let actual = PayloadOxum(
      byteCount: payload.reduce(0) { $0 + $1.checksums.byteCount }, fileCount: payload.count)
    func fault(_ found: String, line: Int) -> Finding {
      .bag(
        "oxum", version.infoFile, line: line, found,
        rule:
          "Payload-Oxum stands once: the bytes of the payload, a full stop, the count of its files",
        section: "2.2.2")
    }
    for element in elements {
      if let said = PayloadOxum(element.value) {
        guard said != actual else { continue }
        note(
          fault(
            "it says \(said.byteCount) bytes in \(said.fileCount) files; there are "
              + "\(actual.byteCount) in \(actual.fileCount)", line: element.line))
      } else {
        note(fault("the value is \(element.value.quoted)", line: element.line))
      }
    }
    if elements.count > 1 {
      note(fault("it stands \(elements.count) times", line: elements[1].line))
    }
  }

  private mutating func checkFetches(_ manifests: [BagManifest], _ files: BagFiles) throws {
    guard let text = try text(of: BagFetch.file) else { return }
    let (fetches, faults) = BagFetch.read(text, version: version)
    findings += faults
    let listed = Set(manifests.filter { !$0.isTag }.flatMap { $0.entries.map(\.path.bytes) })
    for fetch in fetches {
      if !listed.contains(fetch.path.bytes) { note(fetch.unlisted) }
      if files.file(at: fetch.path, version: version) == nil { note(fetch.missing) }
    }
  }
}
