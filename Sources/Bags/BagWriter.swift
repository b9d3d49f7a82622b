package import Diagnostics
package import Storage

/// What goes into a bag.
package struct BagContent {
  /// The files of the payload by their paths below `data/`.
  package var payload: [String: ContentSource] = [:]
  /// What `bag-info.txt` says; Payload-Oxum and Bag-Size are added.
  package var info = BagInfo()
  /// Further tag files by their paths, made when the payload's digests are known.
  package var tags: ([BagFile]) throws -> [String: [UInt8]] = { _ in [:] }

  package init() {}
}

/// A bag that was to be written and came out wrong.
package struct BagError: Error, CustomStringConvertible {
  package let path: String
  package let findings: [Finding]

  package var description: String {
    "\(path): the bag came out wrong, so it was not put in place: "
      + findings.filter { $0.severity == .error }.map { "\($0.place.text): \($0.found)" }
      .joined(separator: "; ")
  }
}

/// Writes bags of version 1.0 (RFC 8493) with SHA-512 and SHA-256.
package enum BagWriter {
  /// The checksums that are written: the one of the archive, and the one that every tool knows.
  package static let algorithms: [ChecksumAlgorithm] = [.sha256, .sha512]

  /// Writes a bag where nothing stands yet: built beside its place, read back whole, brought to disk
  /// and put there in one step.
  ///
  /// The same content makes the same bytes. Folders have mode 0700 and files 0600. `check` looks at
  /// the finished folder before it is put in place. What is only to be warned of, such as names that
  /// differ in capitals alone (RFC 8493 section 5.2), is among the findings. Throws a ``BagError`` where what was written is
  /// not valid, a ``Storage/StorageError``, or what `content` or `check` throw.
  @discardableResult
  package static func write(
    _ content: BagContent, to path: String, check: (String) throws -> Void = { _ in }
  ) throws -> BagReading {
    var reading: BagReading?
    try Directory.replace(at: path, mode: 0o700) { building in
      try write(content, in: TreeWriter(building, fileMode: 0o600, folderMode: 0o700))
      let found = try BagReader.read(building)
      guard found.verdict != .invalid else { throw BagError(path: path, findings: found.findings) }
      try check(building)
      reading = found
    }
    return reading!
  }

  private static func write(_ content: BagContent, in tree: TreeWriter) throws {
    var payload: [BagFile] = []
    for name in content.payload.keys.sorted(by: { $0.precedesByBytes($1) }) {
      let path = "data/\(name)"
      let sums = try tree.write(content.payload[name]!, to: path, summing: algorithms)
      payload.append(BagFile(path: path, checksums: sums))
    }
    var tags = try content.tags(payload)
    tags[BagDeclaration.file] = Array(
      "BagIt-Version: \(BagVersion.one)\nTag-File-Character-Encoding: UTF-8\n".utf8)
    tags[BagVersion.one.infoFile] = info(content.info, payload).bytes
    for algorithm in algorithms {
      tags["manifest-\(algorithm.rawValue).txt"] = manifest(payload, algorithm)
    }
    var written: [BagFile] = []
    for name in tags.keys.sorted(by: { $0.precedesByBytes($1) }) {
      let sums = try tree.write(.bytes(tags[name]!), to: name, summing: algorithms)
      written.append(BagFile(path: name, checksums: sums))
    }
    for algorithm in algorithms {
      try tree.write(
        manifest(written, algorithm), to: "tagmanifest-\(algorithm.rawValue).txt")
    }
  }

  private static func manifest(_ files: [BagFile], _ algorithm: ChecksumAlgorithm) -> [UInt8] {
    files.flatMap { file in
      Array("\(file.checksums.digests[algorithm]!)  \(BagPath.encode(file.path))\n".utf8)
    }
  }

  private static func info(_ info: BagInfo, _ payload: [BagFile]) -> BagInfo {
    let byteCount = payload.reduce(0) { $0 + $1.checksums.byteCount }
    let oxum = PayloadOxum(byteCount: byteCount, fileCount: payload.count)
    return BagInfo(
      info.elements + [
        .init("Bag-Size", size(byteCount)), .init(PayloadOxum.label, oxum.description),
      ])
  }

  /// `4.2 MB`, rounded up to a tenth: for people, as RFC 8493 section 2.2.2 wants it.
  private static func size(_ byteCount: Int) -> String {
    var (unit, value) = ("KB", (byteCount + 99) / 100)
    for next in ["MB", "GB", "TB"] where value >= 10_000 {
      (unit, value) = (next, (value + 999) / 1000)
    }
    return "\(value / 10).\(value % 10) \(unit)"
  }
}
