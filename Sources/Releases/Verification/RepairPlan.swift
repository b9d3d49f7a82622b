import Archive
package import Notation
import Schedule
import Storage

/// What `repair` would do, or did.
package struct RepairPlan: Sendable {
  /// One file, or one thing about many, that is put right.
  package struct Step: Sendable, Hashable {
    /// What is made good, by its path.
    package let target: String
    /// What is done and from what, in lower case.
    package let what: String

    package var line: String { "\(target): \(what)" }
  }

  /// An object of the archive that is made anew beside the storage root and exchanged.
  struct Object: Sendable {
    let name: String
    let inventory: OCFLInventory
    /// A file for each content path.
    let sources: [String: String]
    /// SHA-512 of the inventory, where the journal has it: of what was imported.
    let imported: String?
    /// Content paths that nothing at hand has: they stay as they stand.
    var lost: Set<String> = []
    /// What is put right, by its path in the object, and the named copies that it comes from.
    var mended: [String] = []
    var copies: [String] = []
  }

  /// A file of the new public tree.
  struct PublicTarget: Sendable {
    let path: String
    let source: ContentSource
    let modified: Instant
    /// Whether the source is a file that the repair of the archive makes before.
    var isRemade = false
  }

  package internal(set) var steps: [Step] = []
  /// What nothing at hand can put right, a sentence each.
  package internal(set) var impossible: [String] = []
  /// What somebody should look at after the repair, a sentence each.
  package internal(set) var notes: [String] = []
  /// The errors that were found, and after a repair those that are left.
  package internal(set) var faults: [VerificationFault] = []
  var objects: [Object] = []
  /// Whether the storage root says anew what it is.
  var declaresRoot = false
  /// Files that the repair would do away with; each is kept as a copy.
  var kept: [String] = []
  /// What has no place in the archive and is moved out of it.
  var moved: [String] = []
  /// Whether a torn last line of log or journal is set aside.
  var cutsLedgers = false
  /// Every file of a new public tree; nil where the present one stays.
  var tree: [PublicTarget]?
  /// The log that is put in the place of the log: the published one, that of its tiles, or a copy.
  var log: FoundLog?

  package var isEmpty: Bool { steps.isEmpty && impossible.isEmpty && faults.isEmpty }

  /// The plan for programs; `remaining` are the faults that are left after it was carried out.
  package func json(remaining: [VerificationFault]) -> CanonicalJSON {
    .object([
      "impossible": .array(impossible.map { .string($0) }),
      "notes": .array(notes.map { .string($0) }),
      "remaining": .array(remaining.map(\.json)),
      "steps": .array(
        steps.map { .object(["target": .string($0.target), "what": .string($0.what)]) }),
    ])
  }
}

/// Good copies by the digest of their bytes: where a file comes from does not matter, as long as it
/// has the right SHA-512.
struct GoodCopies {
  /// SHA-512 in hexadecimal, and a file that had it when it was read.
  private(set) var places: [String: String] = [:]

  /// Reads every file below a folder, on all cores, and keeps those that are not known yet.
  ///
  /// What lies below one of the paths `leaving` is left out: it will not be there.
  /// - Returns: what the disk did not let itself be looked at, each with its cause.
  mutating func add(
    filesBelow folder: String, leaving: [String] = [], progress: any ProgressObserver
  ) throws -> [(path: String, cause: String)] {
    let (found, unreadable) = try Files.survey(folder)
    func isLeft(_ path: String) -> Bool {
      !leaving.contains { path == $0 || path.hasPrefix($0 + "/") }
    }
    let files = found.filter { $0.kind == .file }.map { "\(folder)/\($0.path)" }.filter(isLeft)
    add(files, progress, "reading \(folder.lastPathPart)")
    return unreadable.map { ("\(folder)/\($0.path)", $0.cause) }
      .filter { isLeft($0.path) && StorageError.isOfDisk($0.cause) }
  }

  mutating func add(_ files: [String], _ progress: any ProgressObserver, _ work: String) {
    let batch = 512
    for start in stride(from: 0, to: files.count, by: batch) {
      let part = Array(files[start..<min(start + batch, files.count)])
      let outcomes = Verifier.digests(ofAll: part)
      for (file, outcome) in zip(part, outcomes) {
        if case .digest(let digest) = outcome, places[digest] == nil { places[digest] = file }
      }
      progress.advance(work, done: min(start + batch, files.count), of: files.count)
    }
  }
}

extension Verifier {
  /// SHA-512 of every one of these files, on all cores.
  static func digests(ofAll files: [String]) -> [OCFLReading.Outcome] {
    digests(of: files, "sha512") { _ in true }
  }
}
