import Diagnostics
package import Storage

/// A file of a bag.
package struct BagFile: Sendable, Hashable {
  /// The path inside the bag.
  package let path: String
  package let checksums: FileChecksums

  package init(path: String, checksums: FileChecksums) {
    self.path = path
    self.checksums = checksums
  }
}

/// Everything that stands in the folder of a bag, its digests worked out.
struct BagFiles {
  /// Every file by the bytes of its path: texts that are canonically equal are other names.
  private(set) var files: [[UInt8]: BagFile] = [:]
  /// Links, devices, and what could not be read.
  private(set) var findings: [Finding] = []

  /// Reads every file of the folder once.
  ///
  /// Throws a ``StorageError`` where the folder itself cannot be read.
  init(_ folder: String, payload: Set<ChecksumAlgorithm>, tags: Set<ChecksumAlgorithm>) throws {
    var files: [[UInt8]: BagFile] = [:]
    var findings: [Finding] = []
    try Files.explore(folder) { found, pieces in
      switch found {
      case .folder(let path):
        if path.contains("\u{FFFD}") { findings.append(Self.badName(path)) }
      case .link(let path, let target):
        findings.append(Self.notAFile(path, "a link to \(target.quoted)"))
      case .unreadable(let path, let cause):
        findings.append(
          cause.hasPrefix("it is a device")
            ? Self.notAFile(path, "no regular file: \(cause)")
            : .bag(
              "unreadable", path, "it cannot be read: \(cause)",
              rule: "every file of a bag is read", section: "3",
              remedy: "mend its mode or the disk, or ask for the bag again"))
      case .file(let path, _, _):
        if path.contains("\u{FFFD}") { findings.append(Self.badName(path)) }
        var stream = ChecksumStream(path.utf8.starts(with: "data/".utf8) ? payload : tags)
        try pieces { stream.add($0) }
        files[Array(path.utf8)] = BagFile(path: path, checksums: stream.checksums)
      }
      return true
    }
    (self.files, self.findings) = (files, findings)
  }

  /// The files of the payload, sorted by the bytes of their paths.
  var payload: [BagFile] {
    files.values.filter { $0.path.utf8.starts(with: "data/".utf8) }
      .sorted { $0.path.precedesByBytes($1.path) }
  }

  subscript(_ path: String) -> BagFile? { files[Array(path.utf8)] }

  /// The file that a path means: before version 1.0 names were not always encoded.
  func file(at path: BagPath, version: BagVersion) -> BagFile? {
    version.isStrict ? self[path.decoded] : self[path.literal] ?? self[path.decoded]
  }

  private static func notAFile(_ path: String, _ what: String) -> Finding {
    .bag(
      "not-a-file", path, "it is \(what)",
      rule: "a bag is files in folders: what a link points to is not part of it", section: "2",
      remedy: "ask for a bag with the file itself in the place of the link")
  }

  private static func badName(_ path: String) -> Finding {
    .bag(
      "file-name", path, "the name has bytes that are not UTF-8",
      rule: "the names of files are read as UTF-8, so that they mean the same everywhere",
      section: "5.2", remedy: "ask for a bag whose files have names in UTF-8")
  }
}
