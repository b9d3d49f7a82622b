import Diagnostics
import Storage

/// The manifests against one another and against the files.
extension BagReader {
  mutating func check(_ manifests: [BagManifest], _ files: BagFiles) {
    let payload = manifests.filter { !$0.isTag }
    if payload.isEmpty {
      note(
        .bag(
          "manifest-missing", "manifest-sha512.txt", "there is no manifest of the payload",
          rule: "a bag has a manifest of its payload, manifest-<checksum>.txt", section: "2.1.3"))
    }
    checkStrength(payload)
    // What each manifest has, by the bytes of the path, each path once.
    var listed: [[[UInt8]: BagManifest.Entry]] = []
    for manifest in manifests {
      let entries = withoutRepetitions(manifest)
      listed.append(entries)
      check(manifest, entries.values.sorted { $0.line < $1.line }, files)
      if manifest.isTag { checkTagManifest(manifest, entries, manifests) }
    }
    let payloadLists = zip(manifests, listed).filter { !$0.0.isTag }.map { ($0.0, $0.1) }
    checkAgreement(payloadLists)
    checkExtras(payloadLists.map(\.1), files)
    checkClashes(files)
  }

  /// MD5 and SHA-1 are read because old bags have nothing else, and named because they prove less.
  private mutating func checkStrength(_ payload: [BagManifest]) {
    guard let first = payload.first, payload.allSatisfy(\.algorithm.isWeak) else { return }
    let names = payload.map(\.algorithm.rawValue).joined(separator: " and ")
    note(
      .bag(
        "weak-checksum", severity: .note, first.file,
        "the payload was checked with \(names) and with nothing stronger",
        rule:
          "md5 and sha1 show accidents; whoever means to can make other files with the same sum",
        section: "2.4",
        remedy: "where you do not trust the way that the bag came, ask for one with sha512"))
  }

  /// A path that a manifest has twice: with other sums it means nothing; with the same it did no
  /// harm, and was no fault, before version 1.0.
  private mutating func withoutRepetitions(
    _ manifest: BagManifest
  ) -> [[UInt8]: BagManifest.Entry] {
    var entries: [[UInt8]: BagManifest.Entry] = [:]
    for entry in manifest.entries {
      guard let first = entries[entry.path.bytes] else {
        entries[entry.path.bytes] = entry
        continue
      }
      let isSame = first.checksum == entry.checksum
      note(
        .bag(
          "listed-twice", severity: isSame && !version.isStrict ? .warning : .error, manifest.file,
          line: entry.line,
          "\(entry.path.decoded.quoted) stands in line \(first.line) already, with "
            + (isSame ? "the same checksum" : "another checksum"),
          rule: "a manifest lists every file once", section: "2.1.3"))
    }
    return entries
  }

  /// Each file that a manifest lists: there, and with the right sum.
  private mutating func check(
    _ manifest: BagManifest, _ entries: [BagManifest.Entry], _ files: BagFiles
  ) {
    var named: Set<[UInt8]> = []
    for entry in entries {
      if let file = files.file(at: entry.path, version: version) {
        named.insert(Array(file.path.utf8))
        compare(file, entry, manifest)
      }
    }
    let missing = entries.filter { files.file(at: $0.path, version: version) == nil }
    guard !missing.isEmpty else { return }
    let alike = Lookalikes(files.files.values)
    for entry in missing {
      if let (file, how) = alike.file(like: entry.path.decoded) {
        // Only where that file is the one that was listed, under whichever name.
        if file.checksums.digests[manifest.algorithm] == entry.checksum {
          note(
            otherName(
              entry, file, how, manifest.file, alsoListed: named.contains(Array(file.path.utf8))))
          continue
        }
      }
      note(
        .bag(
          "missing-file", manifest.file, line: entry.line,
          "\(entry.path.decoded.quoted) is not there",
          rule: "every file of a manifest is in the bag",
          section: "3"))
    }
  }

  private mutating func compare(
    _ file: BagFile, _ entry: BagManifest.Entry, _ manifest: BagManifest
  ) {
    guard let actual = file.checksums.digests[manifest.algorithm], actual != entry.checksum else {
      return
    }
    note(
      .bag(
        "checksum", manifest.file, line: entry.line,
        "\(file.path.quoted) has the \(manifest.algorithm.rawValue) \(actual.prefix(16))… and not "
          + "\(entry.checksum.prefix(16))…",
        rule: "every file is as it was when the bag was made", section: "3"))
  }

  private func otherName(
    _ entry: BagManifest.Entry, _ file: BagFile, _ how: Lookalikes.Way, _ manifest: String,
    alsoListed: Bool
  ) -> Finding {
    let found =
      "\(entry.path.decoded.quoted) is not there under this name"
      + (alsoListed ? ", but the same bytes as " : "; the file is ") + file.path.quoted
    switch how {
    case .unicode:
      return .bag(
        "unicode", severity: .warning, manifest, line: entry.line,
        found + ", with other code points",
        rule: "a name has one spelling in Unicode; file systems change it on the way",
        section: "5.2", remedy: "nothing, if the file is the right one")
    case .capitals:
      return .bag(
        "case", severity: .warning, manifest, line: entry.line, found + ", with other capitals",
        rule: "names differ by more than capitals: some file systems know no difference",
        section: "5.2", remedy: "nothing, if one file was meant; else ask for the other one")
    }
  }

  /// From version 1.0 on, every manifest lists every file.
  private mutating func checkAgreement(
    _ lists: [(BagManifest, [[UInt8]: BagManifest.Entry])]
  ) {
    guard lists.count > 1 else { return }
    let all = lists.reduce(into: [[UInt8]: BagManifest.Entry]()) { all, list in
      all.merge(list.1) { first, _ in first }
    }
    for (manifest, entries) in lists {
      for (path, entry) in all.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
      where entries[path] == nil {
        note(
          .bag(
            "manifests-differ", severity: version.isStrict ? .error : .warning, manifest.file,
            "it does not list \(entry.path.decoded.quoted), which another manifest does",
            rule: "every manifest of the payload lists every file of it", section: "2.1.3"))
      }
    }
  }

  private mutating func checkExtras(
    _ lists: [[[UInt8]: BagManifest.Entry]], _ files: BagFiles
  ) {
    let entries = lists.flatMap(\.values)
    var known = Set(
      entries.compactMap { files.file(at: $0.path, version: version).map { Array($0.path.utf8) } })
    // A file that is listed under another spelling of its name is not one too many.
    let alike = Lookalikes(files.files.values)
    for entry in entries where files.file(at: entry.path, version: version) == nil {
      if let (file, _) = alike.file(like: entry.path.decoded) {
        known.insert(Array(file.path.utf8))
      }
    }
    for file in files.payload where !known.contains(Array(file.path.utf8)) {
      note(
        .bag(
          "extra-file", file.path, "no manifest lists it",
          rule: "every file of the payload stands in the manifests", section: "3"))
    }
  }

  /// The paths that differ from one before them in capitals only, or in code points.
  package static func clashes(_ paths: [String]) -> [String] {
    // Keys of texts are compared by canonical equivalence.
    var seen: Set<String> = []
    return paths.filter { !seen.insert($0.lowercased()).inserted }
  }

  /// Files of the payload that another file system would take for one.
  private mutating func checkClashes(_ files: BagFiles) {
    var first: [String: BagFile] = [:]
    for file in files.payload {
      // Keys of texts are compared by canonical equivalence.
      guard let other = first.updateValue(file, forKey: file.path.lowercased()) else { continue }
      let isUnicode = file.path == other.path
      note(
        .bag(
          isUnicode ? "unicode" : "case", severity: .warning, file.path,
          "it differs from \(other.path.quoted) only in \(isUnicode ? "code points" : "capitals")",
          rule: "names differ by more: some file systems keep only one of the two", section: "5.2",
          remedy: "do not unpack the bag on such a file system"))
    }
  }

  /// A tag manifest lists every manifest of the payload and no tag manifest.
  private mutating func checkTagManifest(
    _ manifest: BagManifest, _ entries: [[UInt8]: BagManifest.Entry], _ manifests: [BagManifest]
  ) {
    func fault(_ found: String, line: Int?) -> Finding {
      .bag(
        "tag-manifest", severity: version.isStrict ? .error : .warning, manifest.file, line: line,
        found,
        rule: "a tag manifest lists every manifest of the payload, and no tag manifest",
        section: "2.2.1")
    }
    for other in manifests {
      let entry = entries[Array(other.file.utf8)]
      if other.isTag, let entry {
        note(fault("it lists \(other.file.quoted)", line: entry.line))
      } else if !other.isTag, entry == nil {
        note(fault("it does not list \(other.file.quoted)", line: nil))
      }
    }
  }
}

/// Files by names that look the same.
private struct Lookalikes {
  enum Way { case unicode, capitals }

  private var byText: [String: BagFile] = [:]
  private var byLetters: [String: BagFile] = [:]

  init(_ files: some Sequence<BagFile>) {
    for file in files.sorted(by: { $0.path.precedesByBytes($1.path) }) {
      // Texts are equal by canonical equivalence here, so the forms of Unicode fall together.
      if byText[file.path] == nil { byText[file.path] = file }
      let letters = file.path.lowercased()
      if byLetters[letters] == nil { byLetters[letters] = file }
    }
  }

  func file(like path: String) -> (BagFile, Way)? {
    if let file = byText[path] { return (file, .unicode) }
    return byLetters[path.lowercased()].map { ($0, .capitals) }
  }
}
