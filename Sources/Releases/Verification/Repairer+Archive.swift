import Archive
import Diagnostics
import Editions
import Ledger
import Notation
import Schedule
import Storage

/// The archive: what the storage root says of itself, and its objects.
extension Repairer {
  // MARK: The storage root

  /// What the root says of itself is always the same; what has no place in it is set aside.
  ///
  /// An object that is no edition is left where it is: it may be somebody's archive, and `verify`
  /// names it.
  mutating func planRoot(_ broken: [String]) throws {
    let store = OCFLStore(workspace.archive)
    guard verifier.scope.isWhole, try Files.kind(of: store.root) == .directory else { return }
    for fault in try store.validateRoot() where fault.isError {
      let path = "\(store.root)/\(fault.path)"
      switch fault.code {
      case "E069", "E070", "E080":
        plan.declaresRoot = true
        if let kind = try Files.kind(of: path) { kind == .file ? keep(path) : move(path) }
        add(path, "write anew: it always has the same bytes")
      case "E072", "E073", "E090":
        // The folder of an edition without its declaration is one that is made anew.
        guard !broken.contains(fault.path) else { continue }
        move(path)
        add(path, "set aside")
      default: continue
      }
    }
    let extensions = "\(store.root)/extensions"
    if try Files.kind(of: extensions) == .directory {
      move(extensions)
      add(extensions, "set aside")
    }
    for name in try Files.list(store.root)
    where try Files.kind(of: "\(store.root)/\(name)") == .file
      && !OCFLStore.declarations.keys.contains(name)
      && !store.isUnfinishedDeclaration(name)
    {
      move("\(store.root)/\(name)")
      add("\(store.root)/\(name)", "set aside")
    }
  }

  private mutating func add(_ path: String, _ what: String) {
    plan.steps.append(.init(target: workspace.shown(path), what: what))
    handled.insert(workspace.shown(path))
  }

  private mutating func keep(_ path: String) {
    if !plan.kept.contains(path) { plan.kept.append(path) }
  }

  private mutating func move(_ path: String) {
    if !plan.moved.contains(path) { plan.moved.append(path) }
  }

  // MARK: Objects

  mutating func planObject(_ name: String, _ faults: [VerificationFault]) throws {
    let folder = "\(workspace.archive)/\(name)"
    handled.insert(workspace.shown(folder))
    // What the log does not know is for people to judge: no version is ever taken away.
    let unlogged = faults.filter { $0.finding.id == "verify.archive.unlogged" }
    guard unlogged.isEmpty else {
      plan.impossible += unlogged.map { "\($0.finding.place.text): \($0.finding.found)" }
      return
    }
    let imported = history.knownInventory(of: name)?.digest
    guard let inventory = try soundInventory(of: name, imported) else {
      if try isToBeMade(name) {
        guard try Files.kind(of: folder) != nil else {
          plan.impossible.append(
            "\(workspace.shown(folder)): it waits sealed for the archive; `ninethirty release \(name)` "
              + "archives it")
          return
        }
        move(folder)
        return add(
          folder, "set aside, since it is no archived edition: `ninethirty release` archives it")
      }
      plan.impossible.append(
        "\(workspace.shown(folder)): nothing at hand has an inventory that fits the "
          + (history.isOut(name) ? "log" : "journal")
          + "; name a copy of the archive with --from")
      return
    }
    var sources: [String: String] = [:]
    var lost: [String] = []
    for (digest, paths) in inventory.manifest {
      for path in paths {
        if let source = good.places[digest] { sources[path] = source } else { lost.append(path) }
      }
    }
    for path in lost.sorted() {
      plan.impossible.append(
        "\(workspace.shown(folder))/\(path): nothing at hand has its bytes; name a copy with --from"
      )
    }
    archived[name] = sources
    let mended = lost.isEmpty ? faults : try faultsBeside(lost, faults, in: folder, sources)
    guard !mended.isEmpty else { return }
    let inner = Set(mended.map(\.finding.place.file)).compactMap { file -> String? in
      let prefix = workspace.shown(folder) + "/"
      return file.hasPrefix(prefix) ? String(file.dropFirst(prefix.utf8.count)) : nil
    }
    let used = copies.filter { copy in
      sources.contains { path, source in
        source.hasPrefix(copy + "/") && (inner.isEmpty || inner.contains { path.hasPrefix($0) })
      }
    }
    plan.objects.append(
      .init(
        name: name, inventory: inventory, sources: sources,
        imported: history.isOut(name) ? nil : imported, lost: Set(lost), mended: inner.sorted(),
        copies: used))
    try addSteps(for: mended, in: folder, inventory, sources)
  }

  /// Whether the archive need not have an edition yet that is out: it waits sealed for the archive.
  private func isToBeMade(_ name: String) throws -> Bool {
    guard let month = Month(name), history.isOut(name) else { return false }
    return try workspace.versionsToArchive(of: month, history).contains(0)
  }

  /// A step for each file that a fault names, and a copy of what stands there now.
  private mutating func addSteps(
    for faults: [VerificationFault], in folder: String, _ inventory: OCFLInventory,
    _ sources: [String: String]
  ) throws {
    // A link in the place of the folder goes, and what it leads to stays as it is.
    if let kind = try Files.kind(of: folder), kind != .directory { move(folder) }
    for path in Set(faults.map(\.finding.place.file)).sorted() {
      plan.steps.append(.init(target: path, what: step(path, in: folder, inventory, sources)))
      let file = path.hasPrefix("/") ? path : "\(workspace.folder)/\(path)"
      guard file.hasPrefix(folder + "/"), !plan.moved.contains(folder),
        try !isBehindAnother(file, in: folder)
      else { continue }
      switch try Files.kind(of: file) {
      case .file?, .link?: keep(file)
      case .directory?: try keep(within: file, of: folder, sources)
      case .other?, nil: continue
      }
    }
  }

  /// Whether something else than a folder, such as a link, stands on the way to a file.
  ///
  /// That is kept as it is: nothing can be put below it, and what a link leads to is not touched.
  func isBehindAnother(_ file: String, in folder: String) throws -> Bool {
    var place = folder
    for part in file.dropFirst(folder.utf8.count).split(separator: "/").dropLast() {
      place += "/\(part)"
      switch try Files.kind(of: place) {
      case .directory?: continue
      case nil: return false
      case .file?, .link?, .other?: return true
      }
    }
    return false
  }

  /// What a folder of an object has that its inventory does not name: files, links, and folders with
  /// nothing in them.
  private mutating func keep(
    within path: String, of object: String, _ sources: [String: String]
  ) throws {
    let found = try Files.survey(path).found
    let all = [(path, true)] + found.map { ("\(path)/\($0.path)", $0.kind == .directory) }
    for (place, isFolder) in all {
      let inner = String(place.dropFirst(object.utf8.count + 1))
      if isFolder {
        // A version's own folder is made again.
        let isNamed = sources.keys.contains { $0.hasPrefix(inner + "/") }
        let isEmpty = !all.contains { $0.0.hasPrefix(place + "/") }
        if isEmpty, !isNamed { keep(place) }
      } else if sources[inner] == nil {
        keep(place)
      }
    }
  }

  private func step(
    _ path: String, in folder: String, _ inventory: OCFLInventory, _ sources: [String: String]
  ) -> String {
    let prefix = workspace.shown(folder) + "/"
    guard path.hasPrefix(prefix) else { return "make the object anew from good copies" }
    let inner = String(path.dropFirst(prefix.utf8.count))
    if let source = sources[inner], source == "\(folder)/\(inner)" {
      return "lay its bytes anew, under this name alone"
    }
    if let source = sources[inner] { return "put back from \(workspace.shown(source))" }
    if inner.lastPathPart.hasPrefix("inventory.json") { return "write anew from a sound inventory" }
    if inner == "0=ocfl_object_1.1" { return "write anew: it always has the same bytes" }
    if sources.keys.contains(where: { $0.hasPrefix(inner + "/") }) {
      return "make the folder anew with what belongs in it"
    }
    return inventory.versions.contains { $0.name == inner }
      ? "make the version anew from good copies" : "set aside, since no inventory names it"
  }
}

extension History {
  /// Whether the log says that the edition of this name came out.
  func isOut(_ object: String) -> Bool {
    Month(object).map { latestRelease(of: $0) != nil } ?? false
  }
}

extension OCFLInventory {
  /// Whether every file lies where the version that brought it has it: log and seals say nothing of
  /// places, and a forged one would be made true.
  fileprivate var isAsWeWrite: Bool {
    manifest.allSatisfy { digest, paths in
      paths.allSatisfy { path in
        let parts = path.split(separator: "/", maxSplits: 2).map(String.init)
        return parts.count == 3 && parts[1] == contentDirectory
          && version(parts[0])?.state[parts[2]] == digest
      }
    }
  }
}
