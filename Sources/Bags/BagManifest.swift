import Diagnostics
import Storage

/// A manifest of the payload or of the tag files: which checksum each file has.
struct BagManifest: Sendable {
  /// One line.
  struct Entry: Sendable, Hashable {
    let line: Int
    /// In lower-case hexadecimal digits.
    let checksum: String
    let path: BagPath
  }

  /// The name of its file.
  let file: String
  let isTag: Bool
  let algorithm: ChecksumAlgorithm
  /// Every line that can be used, paths with a fault left out.
  private(set) var entries: [Entry] = []

  /// What the name of a file at the top of a bag says: nil for one that is no manifest.
  ///
  /// The algorithm is a text, for it may be one that is not known.
  static func named(_ file: String) -> (algorithm: String, isTag: Bool)? {
    guard let match = file.wholeMatch(of: /(tag)?manifest-([^\/]+)\.txt/) else { return nil }
    return (String(match.2), match.1 != nil)
  }

  /// The algorithm that a manifest's name names, in the spellings that are about: `sha-256`.
  static func algorithm(_ name: String) -> ChecksumAlgorithm? {
    ChecksumAlgorithm(rawValue: name.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  /// Reads the text of a manifest.
  static func read(
    _ text: String, file: String, isTag: Bool, algorithm: ChecksumAlgorithm, version: BagVersion
  ) -> (BagManifest, [Finding]) {
    var manifest = BagManifest(file: file, isTag: isTag, algorithm: algorithm)
    var findings: [Finding] = []
    for line in BagLine.lines(of: text) {
      guard let (checksum, name) = split(line.text, algorithm) else {
        findings.append(manifest.badLine(line))
        continue
      }
      let path = BagPath(name, isTag: isTag, version: version)
      if let form = path.form { findings.append(manifest.badForm(path, form, line.number)) }
      if let fault = path.fault {
        findings.append(manifest.badPath(path, fault, line.number))
      } else {
        manifest.entries.append(Entry(line: line.number, checksum: checksum, path: path))
      }
    }
    return (manifest, findings)
  }

  private init(file: String, isTag: Bool, algorithm: ChecksumAlgorithm) {
    self.file = file
    self.isTag = isTag
    self.algorithm = algorithm
  }

  /// A checksum of the right length, spaces or tabs, and the rest of the line.
  private static func split(
    _ line: String, _ algorithm: ChecksumAlgorithm
  ) -> (checksum: String, path: String)? {
    let digits = line.utf8.prefix { byte in
      (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }
    let rest = line.utf8[digits.endIndex...]
    let path = rest.drop { $0 == 0x20 || $0 == 0x09 }
    guard digits.count == algorithm.digitCount, path.count < rest.count, !path.isEmpty else {
      return nil
    }
    return (String(Substring(digits)).lowercased(), String(Substring(path)))
  }

  private func badLine(_ line: BagLine) -> Finding {
    let isBlank = line.text.isBlank
    return .bag(
      "manifest-line", severity: isBlank ? .warning : .error, file, line: line.number,
      isBlank ? "the line is blank" : "the line is \(line.text.quoted)",
      rule:
        "a line is a checksum of \(algorithm.digitCount) hexadecimal digits, a space and a path",
      section: "2.1.3")
  }

  private func badForm(_ path: BagPath, _ form: String, _ line: Int) -> Finding {
    .bag(
      "path-form", severity: .warning, file, line: line, "the path \(path.written.quoted): \(form)",
      rule: "a path is written from the bag's folder on, \u{201C}data/…\u{201D}; LF, CR and % are "
        + "%0A, %0D and %25 in it and nothing else is encoded",
      section: "2.1.3", remedy: "nothing, if the file that is meant is the right one")
  }

  private func badPath(_ path: BagPath, _ fault: String, _ line: Int) -> Finding {
    .bag(
      "path", file, line: line, "the path \(path.written.quoted): \(fault)",
      rule: isTag
        ? "a tag manifest lists files of the bag outside its payload"
        : "a manifest lists files of the payload and no others",
      section: isTag ? "2.2.1" : "2.1.3")
  }
}
