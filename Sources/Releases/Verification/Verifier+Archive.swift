import Archive
import Diagnostics
import Editions
import Publications
import Schedule
import Storage
import Synchronization

/// The storage root and its objects: their form, and the digest of every file.
extension Verifier {
  static let archiveRules = "docs/format.md section 13"

  mutating func checkArchive() throws {
    let store = OCFLStore(workspace.archive)
    guard try Files.kind(of: workspace.archive) == .directory else {
      if try Files.exists(workspace.archive) {
        note(
          "verify.archive.link", workspace.archive, "something else than a folder stands there",
          rule: "the archive is a folder, not a link to one", source: Self.archiveRules,
          remedy: "put the archive itself there")
      }
      return
    }
    try checkRoot(store)
    let names = try store.objects().filter { name in
      guard let month = Month(name) ?? KeptPublication.edition(ofObject: name) else {
        return scope.isWhole
      }
      return isWanted(month) || scope.isWhole
    }
    try noteImportsWithoutJournal(
      names.filter { KeptPublication.edition(ofObject: $0) != nil })
    for edition in try inspect(names, in: store) {
      fileCount += edition.fileCount
      note(edition, at: store.root)
      if let month = Month(edition.name) {
        archived[month] = edition
      } else if KeptPublication.edition(ofObject: edition.name) != nil {
        checkImported(edition)
      } else {
        note(
          "verify.archive.extra", "\(store.root)/\(edition.name)",
          "the object \(edition.name.quoted) is no edition",
          rule: "the archive has one object for each edition", source: Self.archiveRules,
          remedy: "find out who put it there; move it to an archive of its own")
      }
    }
    try checkEarlierInputs(store)
  }

  /// The analyses of earlier editions that versions name: the archive must have them with those.
  private mutating func checkEarlierInputs(_ store: OCFLStore) throws {
    for (month, edition) in archived.sorted(by: { $0.key < $1.key }) {
      for version in edition.versions {
        let lacking = try version.earlier.filter { try !has($0, store) }
        let named = lacking.prefix(3).map { "version \($0.version) of \($0.edition)" }
        let more = lacking.count > 3 ? " and \(lacking.count - 3) more" : ""
        let found =
          version.earlierFault
          ?? (lacking.isEmpty
            ? nil
            : "it names the analyses of \(named.joined(separator: ", "))\(more), and the archive does"
              + " not have them so")
        guard let found else { continue }
        note(
          "verify.archive.earlier",
          "\(store.root)/\(month)/v\(version.number)/content/\(EarlierInputs.file)", found,
          rule: "the archive has every analysis that a bulletin was made of",
          source: Self.archiveRules,
          remedy:
            "put those editions back from a copy of the archive; the pages of this one can be "
            + "made again without them", edition: month, version: version.number,
          repair: Self.copyOfArchive)
      }
    }
  }

  /// Whether the archive has the analyses that a version names; an edition that was not looked through is
  /// read for it.
  private func has(_ earlier: ArchivedEdition.Earlier, _ store: OCFLStore) throws -> Bool {
    if let edition = archived[earlier.edition] {
      return edition.versions.contains {
        $0.number == earlier.version && $0.analyses == earlier.digest
      }
    }
    do {
      let reader = try OCFLVersionReader(
        earlier.edition.description, version: "v\(earlier.version)", in: store)
      return FileDigests(reader.analyses(of: earlier.edition)).digest == earlier.digest
    } catch is ArchiveError {
      return false
    }
  }

  /// Looks through objects, on all cores.
  private func inspect(_ names: [String], in store: OCFLStore) throws -> [ArchivedEdition] {
    let found = Mutex<[String: ArchivedEdition]>([:])
    let verifier = self
    try inParallel(names.count) { index in
      let edition = try ArchivedEdition(
        names[index], at: "\(store.root)/\(names[index])",
        reading: OCFLReading { verifier.digests(of: $0, $1) })
      let done = found.withLock { found in
        found[names[index]] = edition
        return found.count
      }
      verifier.progress.advance("reading the archive", done: done, of: names.count)
    }
    let editions = found.withLock { $0 }
    return names.compactMap { editions[$0] }
  }

  private mutating func checkRoot(_ store: OCFLStore) throws {
    for fault in try store.validateRoot() { note(fault, in: store.root, edition: nil) }
    if try Files.kind(of: "\(store.root)/extensions") == .directory {
      noteForeign("\(store.root)/extensions", edition: nil)
    }
    for name in try Files.list(store.root)
    where try Files.kind(of: "\(store.root)/\(name)") == .file
      && !["0=ocfl_1.1", "ocfl_layout.json"].contains(name)
      && !store.isUnfinishedDeclaration(name)
    {
      note(
        "verify.archive.extra", "\(store.root)/\(name)", "the file has no place in the archive",
        rule: "the storage root holds its declarations and one folder for each edition",
        source: Self.archiveRules, remedy: "find out who put it there", repair: Self.setAside)
    }
    if try FileSystem.ignoresCase(at: "\(store.root)/0=ocfl_1.1") {
      note(
        "verify.archive.case", severity: .warning, store.root,
        "the file system does not tell upper case from lower case",
        rule: "names of files are bytes; two that differ in case are two files",
        source: Self.archiveRules,
        remedy:
          "move the archive to a file system that tells them apart, such as ext4, xfs or btrfs")
    }
    if try Files.mode(of: store.root) & 0o077 != 0 {
      note(
        "verify.archive.mode", severity: .warning, store.root, "others may enter the archive",
        rule: "the archive holds unsuppressed values and is closed: mode 0700",
        source: Self.archiveRules, remedy: "run `chmod 700` on it; modes get lost in some copies")
    }
  }

  private mutating func note(_ edition: ArchivedEdition, at root: String) {
    let month = Month(edition.name)
    let folder = "\(root)/\(edition.name)"
    for fault in edition.faults { note(fault, in: folder, edition: month) }
    for inner in edition.foreignFolders { noteForeign("\(folder)/\(inner)", edition: month) }
    if let id = edition.id, id != edition.name {
      note(
        "verify.archive.inventory", "\(folder)/inventory.json",
        "the inventory is the one of \(id.quoted)", rule: "an object stands under its own name",
        source: Self.archiveRules, remedy: "put the object back from a copy of the archive",
        edition: month, repair: Self.copyOfArchive)
    }
    if edition.openToOthers > 0 {
      note(
        "verify.archive.mode", severity: .warning, folder,
        "others may read \(edition.openToOthers) of its files and folders",
        rule: "the archive is closed: files have mode 0600, folders 0700",
        source: Self.archiveRules,
        remedy: "run `chmod -R go= \(workspace.shown(folder))`; modes get lost in some copies",
        edition: month)
    }
    for path in edition.clashes {
      note(
        "verify.archive.case", severity: .warning, "\(folder)/\(path)",
        "another file of the object has the same name in other case",
        rule: "an object can be copied to a file system that does not tell case apart",
        source: Self.archiveRules, remedy: "keep the archive on ext4, xfs or btrfs", edition: month)
    }
  }

  /// A folder that OCFL allows, that nothing of ours makes, and of which no inventory says what is in
  /// it: anything could be put there.
  private mutating func noteForeign(_ folder: String, edition: Month?) {
    let files = ((try? Files.survey(folder).found) ?? []).filter { $0.kind != .directory }
    let count = "\(files.count) file\(files.count == 1 ? "" : "s")"
    note(
      "verify.archive.extra", folder,
      "a folder that ninethirty never makes; no inventory says what is in it: "
        + (files.first.map { "\(count), such as \($0.path.quoted)" } ?? "nothing now"),
      rule:
        "an object of ours has its inventory and what that names, and the storage root its objects",
      source: Self.archiveRules, remedy: "find out who put it there", edition: edition,
      repair: Self.setAside)
  }

  /// A fault by OCFL's own code, under the name of ours that says what it means.
  private mutating func note(_ fault: OCFLFault, in folder: String, edition: Month?) {
    let path = fault.path.isEmpty ? folder : "\(folder)/\(fault.path)"
    // That our identifiers are no URIs is how the layout 0002 lets a folder bear the edition's name.
    // The folders that OCFL leaves to others have a finding of their own.
    guard !["W002", "W005", "W013", "W016", "E112"].contains(fault.code) else { return }
    let check = Self.check(for: fault)
    // A content path begins with the version that brought the file.
    let version = fault.path.split(separator: "/").first.flatMap { part in
      part.hasPrefix("v") ? Int(part.dropFirst()) : nil
    }
    // OCFL leaves it open whether versions keep inventories of their own; ours do, and they say the same.
    let isError = fault.isError || ["W010", "W011"].contains(fault.code)
    let severity: Severity = isError ? severity(ofError: fault) : .note
    note(
      check, severity: severity, path, "\(fault.found) (OCFL \(fault.code))",
      rule: "an object is as OCFL 1.1 and its inventory say", source: Self.archiveRules,
      remedy: isError ? "see what `ninethirty repair` can put back" : "nothing has to be done",
      edition: edition, version: version, repair: isError ? repairHint(fault, check) : nil)
  }

  /// Whoever copies an archive to save room may have made links of files that are the same elsewhere.
  private func severity(ofError fault: OCFLFault) -> Severity {
    workspace.copy != nil && fault.found.hasPrefix(OwnForm.hardLink) ? .warning : .error
  }

  private static func check(for fault: OCFLFault) -> String {
    switch fault.code {
    case "E092", "E093":
      fault.found.hasPrefix("the file is missing")
        ? "verify.archive.missing" : "verify.archive.altered"
    case "E001", "E015", "E023", "E024", "E072", "E073": "verify.archive.extra"
    case "E090": "verify.archive.link"
    case "E058", "E060", "E061", "E063", "E064", "W010", "W011": "verify.archive.inventory"
    default: "verify.archive.form"
    }
  }

  private func repairHint(_ fault: OCFLFault, _ check: String) -> String {
    // What says that a folder is an object or a storage root of ours, and how that is laid out.
    if ["E003", "E007", "E069", "E070", "E080"].contains(fault.code) { return Self.always }
    return check == "verify.archive.extra" ? Self.setAside : Self.copyOfArchive
  }
}
