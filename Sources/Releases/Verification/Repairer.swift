import Archive
import Diagnostics
import Editions
import Ledger
import Schedule
import Storage

/// Works out what can be put back from what, after a verification.
///
/// The archive is made good first, from itself, the public tree and the named copies; then the public
/// tree, from the archive as it will be.
struct Repairer {
  let verifier: Verifier
  let copies: [String]
  var plan = RepairPlan()
  /// Every good file that is at hand.
  private(set) var good = GoodCopies()
  /// The content files of every object as they will be, by name and content path.
  var archived: [String: [String: String]] = [:]
  /// What was planned or said to be impossible already: the rest is said at the end.
  var handled: Set<String> = []

  var workspace: Workspace { verifier.workspace }
  var history: History { verifier.history }

  init(_ verifier: Verifier, copies: [String]) {
    self.verifier = verifier
    self.copies = copies
  }

  /// The plan for these faults.
  ///
  /// Throws a ``Storage/StorageError`` where a folder cannot be looked into.
  mutating func make(_ faults: [VerificationFault]) throws -> RepairPlan {
    let errors = faults.filter { $0.finding.severity == .error }
    plan.faults = errors
    guard try isLogTrusted(errors) else { return plan }
    planTornLines(faults)
    let broken = Set(errors.compactMap(objectName)).sorted()
    let publicFaults = faults.filter(isPublic)
    try planRoot(broken)
    if !broken.isEmpty || !publicFaults.isEmpty { try gather() }
    for name in broken where isWanted(name) {
      try planObject(name, errors.filter { objectName(of: $0) == name })
    }
    let isLogShort = errors.contains { $0.finding.id == "verify.archive.unlogged" }
    if !publicFaults.isEmpty, isLogShort {
      plan.impossible.append(
        "\(workspace.shown(workspace.publicTree)): the archive has what the log does not know, so nobody"
          + " can say what may be public; nothing of it is touched")
    } else if !publicFaults.isEmpty, isTreeKnown || errors.contains(where: isPublic) {
      try planTree(publicFaults)
    }
    sayTheRest(errors)
    return plan
  }

  /// Every repair begins with that; where nothing else is to be done, it is the repair.
  private mutating func planTornLines(_ faults: [VerificationFault]) {
    for fault in faults where fault.finding.id == "verify.log.torn" {
      plan.cutsLedgers = true
      plan.steps.append(
        .init(
          target: fault.finding.place.file,
          what: "set the torn part of its last line aside, and record the cut"))
    }
  }

  private func isWanted(_ object: String) -> Bool {
    (Month(object) ?? KeptPublication.edition(ofObject: object)).map(verifier.isWanted) ?? false
  }

  // MARK: Good copies and the rest

  /// Every good file that is at hand.
  ///
  /// What the workspace's own disk does not give back may be sound: nothing is put in its place. A
  /// copy that gives back a part only is said, and the rest of it may do.
  private mutating func gather() throws {
    var silent: [(path: String, cause: String)] = []
    for folder in [workspace.archive, try? workspace.treeToRead()?.path].compactMap(\.self)
    where try Files.kind(of: folder) == .directory {
      silent += try good.add(
        filesBelow: folder, leaving: plan.moved, progress: verifier.progress)
    }
    guard silent.isEmpty else {
      throw ReleaseError(
        .unreadable,
        "the disk does not show everything that is to be looked at, so nothing is repaired: "
          + silent.map { "\($0.path): \($0.cause)" }.joined(separator: "; "))
    }
    // Trees that were public are kept for some switches; what the disk does not give back of them may
    // be elsewhere.
    let present = try? workspace.treeToRead()?.path
    for tree in (try? workspace.trees.all().filter(workspace.trees.isExposed)) ?? []
    where tree.path != present {
      _ = try? good.add(filesBelow: tree.path, progress: verifier.progress)
    }
    for folder in copies {
      for (path, cause) in try good.add(filesBelow: folder, progress: verifier.progress) {
        plan.impossible.append("\(path): it cannot be looked into: \(cause)")
      }
    }
  }

  /// What a repair never touches: journal, sealed files, and times and modes of the archive.
  private mutating func sayTheRest(_ errors: [VerificationFault]) {
    for fault in errors {
      let id = fault.finding.id
      // An archive with another history has other facts than the log.
      let isOfFacts =
        id == "verify.log.facts" && fault.edition.map { "\($0)" }.map(isHandled) == true
      let isSaid = isOfEarlier(fault) && !(plan.objects.isEmpty && plan.impossible.isEmpty)
      guard !isPublic(fault), !isOfFacts, !isSaid, !handled.contains(fault.finding.place.file),
        !(objectName(of: fault).map(isHandled) ?? false)
      else { continue }
      plan.impossible.append(
        "\(fault.finding.place.text): \(fault.finding.found); \(fault.finding.remedy)")
    }
  }

  /// Whether a fault is that another object lacks what this one names: mending that one mends it.
  private func isOfEarlier(_ fault: VerificationFault) -> Bool {
    fault.finding.id == "verify.archive.earlier"
  }

  private func isHandled(_ object: String) -> Bool {
    handled.contains(workspace.shown("\(workspace.archive)/\(object)"))
  }

  /// Whether the archive says what every address must have; times alone are not mended without.
  private var isTreeKnown: Bool {
    PublishedTree(history.releases, verifier.archived).unknown.isEmpty
  }

  /// Whether a new public tree puts a fault right: the published log among them, where a journal says
  /// that the log is the right one of the two.
  private func isPublic(_ fault: VerificationFault) -> Bool {
    switch fault.finding.id {
    case "verify.log.checkpoint": true
    case "verify.log.published":
      fault.finding.severity == .error && !history.journal.isEmpty
        && history.log.fits(history.journal)
    case let id: id.hasPrefix("verify.public.")
    }
  }

  /// The object of the archive that a fault is about; nil for one of the storage root or elsewhere.
  func objectName(of fault: VerificationFault) -> String? {
    let prefix = workspace.shown(workspace.archive) + "/"
    let file = fault.finding.place.file
    guard fault.finding.id.hasPrefix("verify.archive."), !isOfEarlier(fault),
      file.hasPrefix(prefix),
      let name = file.dropFirst(prefix.utf8.count).split(separator: "/").first.map(String.init),
      Month(name) ?? KeptPublication.edition(ofObject: name) != nil
    else { return nil }
    return name
  }
}
