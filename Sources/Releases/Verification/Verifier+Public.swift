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
    guard try !isLogLost() else {
      unchecked.append(
        "the public tree: the log alone says what was published, and it is lost; put it back first")
      return
    }
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
    // What cannot be read may have something in it, and is said already.
    let unreadable = survey.unreadable.map(\.path)
    let filled = (survey.found.map(\.path) + unreadable).map(\.parentPath)
    checkFolders(found, filled: Set(filled + unreadable), in: tree)
    let files = found.filter { $0.kind == .file }
    fileCount += files.count
    let digests = try digests(of: files, in: tree)
    checkAddresses(files, digests, in: tree)
    noteUnknownPages()
    try checkOthers(files, digests, in: tree)
    checkLogFiles(in: tree)
    checkTimes(files, in: tree)
  }

  /// Nobody can say what the pages of an edition should be whose object is lost or forged.
  private mutating func noteUnknownPages() {
    // What waits for the archive is read out of the archive, object by object.
    guard !expected.unknown.isEmpty, (try? Files.exists(workspace.archive)) == true else { return }
    let waiting = Set(workspace.notArchived(history).map(\.edition))
    for month in expected.unknown.subtracting(waiting).sorted() where isWanted(month) {
      unchecked.append(
        "the public pages of \(month): the archive does not have what came out, so neither what is missing"
          + " of them nor what was altered is told; bring its object back")
    }
  }

  /// The present tree; nil, with a finding where something should be out.
  private mutating func currentTree() -> PublicTrees.Tree? {
    do {
      if workspace.copy != nil, try !Files.exists(workspace.trees.treesFolder) {
        let isLink = try Files.kind(of: workspace.publicTree) == .link
        if try isLink || !Files.exists(workspace.publicTree) {
          unchecked.append(
            "the public tree: " + (isLink ? "the folder .trees" : "public") + " is not here")
          return nil
        }
      }
      if let target = try workspace.trees.strayTarget() {
        note(
          "verify.public.link", workspace.publicTree,
          "it points to \(target.quoted), and no tree of .trees is there",
          rule: "public is a link to the newest tree", source: Self.publicRules,
          remedy:
            "`ninethirty repair` lays a tree from the archive and points it there; find out who"
            + " changed it", repair: "the archive")
        return nil
      }
      if let tree = try workspace.treeToRead() {
        noteFollowedLink(tree)
        return tree
      }
      let count = history.released.count
      guard try count > 0 || workspace.hasLostPublicTree(history) else { return nil }
      note(
        "verify.public.link", workspace.publicTree,
        count > 0
          ? "\(count) edition\(count == 1 ? " is" : "s are") out, and there is no public tree"
          : "a public tree was laid, with calendar and log, and none is there",
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

  /// Some media have no links, and some ways of copying follow them: the bytes are the same.
  private mutating func noteFollowedLink(_ tree: PublicTrees.Tree) {
    guard tree.path == workspace.publicTree else { return }
    note(
      "verify.public.link", severity: .warning, tree.path,
      "it is a folder: whoever made this copy followed the link",
      rule: "public is a link to the newest tree", source: Self.publicRules,
      remedy: "the files were looked at all the same; `cp -a` and `rsync -a` keep links")
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
    var modes: [(path: String, mode: UInt32, isFile: Bool)] = []
    if let mode = try? Files.mode(of: tree.path), mode & 0o005 != 0o005 || mode & 0o7022 != 0 {
      modes.append((tree.path, mode, false))
    }
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
        guard entry.mode & needed != needed || entry.mode & 0o7022 != 0 else { continue }
        modes.append((path, entry.mode, entry.kind == .file))
      }
    }
    noteModes(modes)
  }

  /// One finding each; in a copy, which nobody serves and whose medium may know no modes, one for all.
  private mutating func noteModes(_ modes: [(path: String, mode: UInt32, isFile: Bool)]) {
    let rule = "everybody can read the public tree, and nobody else can change it"
    func found(_ mode: UInt32) -> String { "it has mode \(String(mode & 0o7777, radix: 8))" }
    guard workspace.copy == nil else {
      guard let first = modes.first else { return }
      return note(
        "verify.public.mode", severity: .warning, first.path,
        found(first.mode)
          + (modes.count == 1
            ? "" : ", and \(modes.count - 1) more have others than they were given"),
        rule: rule, source: Self.publicRules,
        remedy: "modes get lost in some copies; before it is served: `chmod -R u=rwX,go=rX` on it")
    }
    for (path, mode, isFile) in modes {
      note(
        "verify.public.mode", path, found(mode), rule: rule, source: Self.publicRules,
        remedy: "run `chmod \(isFile ? "644" : "755")` on it, or `ninethirty repair`",
        repair: "the archive")
    }
  }

  /// A folder with nothing in it: a tree is laid of files, and makes no other folders than theirs.
  private mutating func checkFolders(
    _ found: [Files.Survey], filled: Set<String>, in tree: PublicTrees.Tree
  ) {
    for entry in found where entry.kind == .directory && !filled.contains(entry.path) {
      note(
        "verify.public.extra", "\(tree.path)/\(entry.path)", "the folder is empty",
        rule: "the public tree holds what was published and nothing else", source: Self.publicRules,
        remedy: "find out who put it there", repair: Self.setAside)
    }
  }

  private mutating func checkAddresses(
    _ files: [Files.Survey], _ digests: [OCFLReading.Outcome],
    in tree: PublicTrees.Tree
  ) {
    let differentSizes = differentSizes(files)
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
      case .notRead?:
        if let sizes = differentSizes[path] {
          say(
            "verify.public.altered",
            "it has \(sizes.here) bytes, and the archive \(sizes.archived) under the same digest")
        }
      case .unreadable(let cause)?: say("verify.public.altered", "it cannot be read: \(cause)")
      case .digest(let digest)?:
        if digest != address.digest {
          say("verify.public.altered", "its SHA-512 is \(digest.prefix(16))…")
        }
      }
    }
  }

  /// The files that have another size than what the archive has of them; where the bytes are not read,
  /// that tells that one of the two was changed.
  private func differentSizes(_ files: [Files.Survey]) -> [String: (here: Int, archived: Int)] {
    var sizes: [String: (here: Int, archived: Int)] = [:]
    for file in files {
      guard let address = expected.addresses[file.path], let place = address.place,
        let archived = archived[address.edition]?.sizes[place], archived != file.size
      else { continue }
      sizes[file.path] = (file.size, archived)
    }
    return sizes
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
