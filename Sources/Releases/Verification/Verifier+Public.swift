import Archive
import Diagnostics
import Editions
import Publications
import Schedule
import Storage

/// The public tree held against the archive: every address, every byte, and nothing else.
extension Verifier {
  static let publicRules = "docs/format.md section 11"

  mutating func checkPublicTree() throws {
    guard let tree = currentTree() else { return }
    expected = PublishedTree(history.releases, archived)
    let survey = try Files.survey(tree.path)
    self.tree = (tree.path, Set(survey.found.filter { $0.kind == .file }.map(\.path)))
    for (path, cause) in survey.unreadable {
      note(
        "verify.public.altered", "\(tree.path)/\(path)", "it cannot be read: \(cause)",
        rule: "everything in the public tree can be read", source: Self.publicRules,
        remedy: "see what `ninethirty repair` can put back")
    }
    let found = survey.found.filter { scope.isWhole || isOfWantedEdition($0.path) }
    checkKinds(found, in: tree)
    let files = found.filter { $0.kind == .file }
    fileCount += files.count
    let digests = try digests(of: files, in: tree)
    checkAddresses(files, digests, in: tree)
    try checkOthers(files, digests, in: tree)
    checkLogFiles(in: tree)
    checkTimes(files, in: tree)
  }

  /// The present tree; nil, with a finding where something should be out.
  private mutating func currentTree() -> PublicTrees.Tree? {
    do {
      if workspace.copy != nil, try !Files.exists(workspace.trees.treesFolder) {
        let isLink = try Files.kind(of: workspace.publicTree) == .link
        // A folder in the place of the link is a fault of a copy too.
        if try isLink || !Files.exists(workspace.publicTree) {
          unchecked.append(
            "the public tree: " + (isLink ? "the folder .trees" : "public") + " is not here")
          return nil
        }
      }
      if let tree = try workspace.trees.current() { return tree }
      guard !history.released.isEmpty else { return nil }
      note(
        "verify.public.link", workspace.publicTree,
        "\(history.released.count) editions are out, and there is no public tree",
        rule: "public is a link to the newest tree", source: Self.publicRules,
        remedy: "see what `ninethirty repair` can put back", repair: "the archive")
    } catch let error as StorageError {
      note(
        "verify.public.link", workspace.publicTree, error.cause,
        rule: "public is a link to the newest tree", source: Self.publicRules,
        remedy: "put the link back: some copies follow links, or leave them out")
    } catch {
      note(
        "verify.public.link", workspace.publicTree, "\(error)",
        rule: "public is a link to the newest tree", source: Self.publicRules,
        remedy: "put the link back")
    }
    return nil
  }

  /// Whether a path lies in the folder of an edition that is looked at.
  private func isOfWantedEdition(_ path: String) -> Bool {
    path.split(separator: "/").first.flatMap { Month(String($0)) }.map(isWanted) ?? false
  }

  /// The outcome of each file, in their order; a file with several names is read once.
  private mutating func digests(
    of files: [Files.Survey], in tree: PublicTrees.Tree
  ) throws -> [OCFLReading.Outcome] {
    var firsts: [UInt64: Int] = [:]
    var unique: [String] = []
    let indices = files.map { file -> Int in
      if let index = firsts[file.identity] { return index }
      firsts[file.identity] = unique.count
      unique.append("\(tree.path)/\(file.path)")
      return unique.count - 1
    }
    let batch = 512
    var outcomes: [OCFLReading.Outcome] = []
    outcomes.reserveCapacity(unique.count)
    for start in stride(from: 0, to: unique.count, by: batch) {
      let part = Array(unique[start..<min(start + batch, unique.count)])
      outcomes += digests(of: part, "sha512")
      progress.advance("reading the public tree", done: outcomes.count, of: unique.count)
    }
    return indices.map { outcomes[$0] }
  }

  // MARK: What is there

  private mutating func checkKinds(_ found: [Files.Survey], in tree: PublicTrees.Tree) {
    for entry in found {
      let path = "\(tree.path)/\(entry.path)"
      switch entry.kind {
      case .link, .other:
        note(
          "verify.public.link", path,
          entry.kind == .link ? "it is a link" : "it is neither a file nor a folder",
          rule: "a public tree holds files and folders only", source: Self.publicRules,
          remedy: "see what `ninethirty repair` can put back", repair: "the archive")
      case .file, .directory:
        let needed: UInt32 = entry.kind == .file ? 0o444 : 0o555
        guard entry.mode & needed != needed || entry.mode & 0o022 != 0 else { continue }
        let text = String(entry.mode & 0o777, radix: 8)
        note(
          "verify.public.mode", path, "it has mode \(text)",
          rule: "everybody can read the public tree, and nobody else can change it",
          source: Self.publicRules,
          remedy:
            "run `chmod \(entry.kind == .file ? "644" : "755")` on it, or `ninethirty repair`",
          repair: "the archive")
      }
    }
    if let mode = try? Files.mode(of: tree.path), mode & 0o005 != 0o005 || mode & 0o022 != 0 {
      note(
        "verify.public.mode", tree.path, "it has mode \(String(mode & 0o777, radix: 8))",
        rule: "everybody can read the public tree, and nobody else can change it",
        source: Self.publicRules, remedy: "run `chmod 755` on it", repair: "the archive")
    }
  }

  private mutating func checkAddresses(
    _ files: [Files.Survey], _ digests: [OCFLReading.Outcome],
    in tree: PublicTrees.Tree
  ) {
    var there: [String: OCFLReading.Outcome] = [:]
    for (file, digest) in zip(files, digests) { there[file.path] = digest }
    for (path, address) in expected.addresses.sorted(by: { $0.key < $1.key })
    where (scope.isWhole || isOfWantedEdition(path)) && !expected.isUnknown(path) {
      let whole = "\(tree.path)/\(path)"
      let repair = address.place.map {
        "the archive: \(workspace.shown(workspace.archive))/\(address.edition)/\($0)"
      }
      func say(_ check: String, _ found: String) {
        note(
          check, whole, found,
          rule: "version \(address.version) of \(address.edition) published it with the SHA-512 "
            + "\(address.digest.prefix(16))…", source: Self.publicRules,
          remedy: "see what `ninethirty repair` can put back", edition: address.edition,
          version: address.version, repair: repair)
      }
      switch there[path] {
      case nil:
        // A link in its place is said to be one.
        if (try? Files.kind(of: whole)) == nil { say("verify.public.missing", "it is missing") }
      case .notRead?: continue
      case .unreadable(let cause)?: say("verify.public.altered", "it cannot be read: \(cause)")
      case .digest(let digest)?:
        if digest != address.digest {
          say("verify.public.altered", "its SHA-512 is \(digest.prefix(16))…")
        }
      }
    }
  }

  // MARK: What stands around the editions

  /// Calendar, feed and all else that no edition brings: as the journal recorded it, or as it is
  /// made from log and schedule now.
  private mutating func checkOthers(
    _ files: [Files.Survey], _ digests: [OCFLReading.Outcome],
    in tree: PublicTrees.Tree
  ) throws {
    let record = SiteRecord(history.journal)
    let unrecorded = noteUnrecordedLog(record, in: tree)
    var doubtful: [(path: String, digest: String?)] = []
    var seen: Set<String> = []
    for (file, outcome) in zip(files, digests) where expected.addresses[file.path] == nil {
      seen.insert(file.path)
      if case .unreadable(let cause) = outcome {
        noteUnreadable(file.path, cause, record, in: tree)
        continue
      }
      if file.path == SiteRecord.log || expected.isUnknown(file.path) { continue }
      if unrecorded.contains(file.path) { continue }
      guard case .digest(let digest) = outcome else {
        if record.digests[file.path] == nil { doubtful.append((file.path, nil)) }
        continue
      }
      let isAsLaid = try record.digests[file.path].map {
        try SHA256Sum(ofFile: "\(tree.path)/\(file.path)").hex == $0
      }
      if isAsLaid != true { doubtful.append((file.path, digest)) }
    }
    let missing =
      scope.isWhole
      ? Set(record.digests.keys).subtracting(seen).filter {
        // A switch that the journal has lost takes partial tiles away.
        expected.addresses[$0] == nil && !(Self.isOfLog($0) && !unrecorded.isEmpty)
      } : []
    // To make all these pages takes as long as to read thousands: only where it is asked for.
    guard !doubtful.isEmpty || !missing.isEmpty else { return }
    // Templates, or records, that cannot make the pages any more leave what was recorded.
    let made = try workspace.siteFilesIfMade(history.calendar, by: history)
    if made == nil, record.digests.isEmpty { return }
    var makes: [String: String] = [:]
    for file in made ?? [] { makes[file.path] = try file.source.digest().hex }
    if workspace.copy != nil, record.digests.isEmpty {
      // Only the journal knows what was laid; the archived schedule and templates may be older.
      let others = doubtful.filter { $0.digest != nil && makes[$0.path] != nil }
        .filter { $0.digest != makes[$0.path] }.map(\.path)
      if let first = others.first {
        unchecked.append(
          "\(first) of the public tree"
            + (others.count > 1 ? " and \(others.count - 1) more files around the editions" : "")
            + ": their digests are in the journal, which is not here, and the archived schedule and "
            + "templates make others")
      }
      doubtful.removeAll { others.contains($0.path) }
    }
    for (path, digest) in doubtful { judge(path, digest, makes, record, in: tree) }
    for path in missing.sorted() {
      note(
        "verify.public.missing", "\(tree.path)/\(path)", "it is missing",
        rule: "every address that ever was stays", source: Self.publicRules,
        remedy: "see what `ninethirty repair` can put back",
        sound: record.evidence(of: path, history),
        repair: makes[path] != nil ? "log, schedule and templates" : nil)
    }
  }

  private mutating func noteUnreadable(
    _ path: String, _ cause: String, _ record: SiteRecord, in tree: PublicTrees.Tree
  ) {
    note(
      "verify.public.altered", "\(tree.path)/\(path)", "it cannot be read: \(cause)",
      rule: "every address that ever was stays", source: Self.publicRules,
      remedy: "see what `ninethirty repair` can put back", sound: record.evidence(of: path, history)
    )
  }

  /// A file that is not as the journal says that it was laid; its digest is nil where it is not of
  /// the sample.
  private mutating func judge(
    _ path: String, _ digest: String?, _ makes: [String: String], _ record: SiteRecord,
    in tree: PublicTrees.Tree
  ) {
    let whole = "\(tree.path)/\(path)"
    guard record.digests[path] != nil || makes[path] != nil else {
      if Self.isNamedByDigest(path, at: whole) || Self.isOfLog(path) { return }
      return note(
        "verify.public.extra", whole, "nothing says that it was published",
        rule: "the public tree holds what was published and nothing else",
        source: Self.publicRules,
        remedy: "find out who put it there", repair: Self.setAside)
    }
    if digest == nil || digest == makes[path] { return }
    note(
      "verify.public.altered", whole,
      "it is neither what was laid nor what log and schedule make now",
      rule: "what stands around the editions follows from log and schedule",
      source: Self.publicRules, remedy: "see what `ninethirty repair` can put back",
      sound: record.evidence(of: path, history),
      repair: makes[path] != nil ? "log, schedule and templates" : nil)
  }

  /// Whether it is a style sheet whose name is its digest: older ones stay beside the newest.
  private static func isNamedByDigest(_ name: String, at path: String) -> Bool {
    guard name.hasPrefix("assets/style-"), name.hasSuffix(".css"),
      let digest = try? SHA256Sum(ofFile: path).hex
    else { return false }
    return name == "assets/style-\(digest.prefix(12)).css"
  }

  // MARK: Times

  /// One finding for all: whoever copies a tree without its times loses them all.
  private mutating func checkTimes(_ files: [Files.Survey], in tree: PublicTrees.Tree) {
    // An edition that is not known may have left its files under other addresses.
    guard expected.unknown.isEmpty else { return }
    let other = files.filter { file in
      expected.addresses[file.path].map { $0.modified != file.modified } ?? false
    }
    guard let first = other.first else { return }
    note(
      "verify.public.time", severity: .warning, "\(tree.path)/\(first.path)",
      other.count == 1
        ? "it has the time \(first.modified) and not that of its release"
        : "it and \(other.count - 1) more files have another time than that of their release",
      rule: "a public file has the time of its release", source: Self.publicRules,
      remedy: "bytes are not touched by it; `ninethirty repair` lays the tree with the right times",
      repair: "the archive")
  }
}
