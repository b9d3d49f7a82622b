import Archive
import Diagnostics
import Editions
import Ledger
import Notation
import Publications
import Schedule
import Storage
import Synchronization

/// Holds everything of a workspace against everything: archive, log, journal, public tree, schedule
/// and sealed editions.
///
/// Nothing is written. Every part says what it finds, also where another part is broken.
struct Verifier {
  let workspace: Workspace
  let scope: VerificationScope
  let progress: any ProgressObserver
  /// Which files are read.
  var sample: FileSample
  var faults: [VerificationFault] = []
  /// What the log and the journal say, as far as they can be read.
  var history = History(log: [], journal: [])
  /// The archived editions by month, as they were found.
  var archived: [Month: ArchivedEdition] = [:]
  var fileCount = 0
  /// What could not be held against anything, because it is not here; a sentence each.
  var unchecked: [String] = []
  /// The lines of the log of which the journal has lost what it knew.
  var lostLines: Set<Int> = []
  /// What every public address must have, once the archive was looked through.
  var expected = PublishedTree([], [:])
  /// The public tree, and what is there of it.
  var tree: (path: String, files: Set<String>)?
  /// The log that stands in for one that is gone, empty, broken or cut: the published one.
  var logInstead: String?
  /// How many files were read.
  let reads = Count()

  init(_ workspace: Workspace, _ scope: VerificationScope, _ progress: any ProgressObserver) {
    self.workspace = workspace
    self.scope = scope
    self.progress = progress
    sample = FileSample(seed: scope.seed)
  }

  /// All that is wrong.
  ///
  /// Throws a ``Storage/StorageError`` where a folder of the workspace cannot be looked into.
  mutating func verify() throws -> VerificationReport {
    defer { progress.finish() }
    try checkRecords()
    try holdJournalAgainstTraces()
    try chooseFiles()
    try checkArchive()
    try checkReleases()
    try refuseUnknownEdition()
    try checkPublicTree()
    checkSchedule()
    try checkSealed()
    try checkModes()
    proveWaysBack()
    noteDisk()
    return VerificationReport(
      scope: scope, faults: faults.sorted { $0.finding < $1.finding },
      editionNames: archived.keys.sorted().map(\.description),
      versions: archived.values.reduce(0) { $0 + $1.versions.count }, files: fileCount,
      filesRead: reads.value, logLines: history.log.count, unchecked: unchecked)
  }

  /// Nothing is called sound where the disk did not answer, also where something else stood in for it.
  private mutating func noteDisk() {
    let said = Set(
      faults.filter { $0.finding.severity == .error }.map(\.finding.place.file))
    for path in DiskFailures.paths
    where path.hasPrefix(workspace.path("")) && !said.contains(workspace.shown(path)) {
      note(
        "verify.disk", path, "the disk did not give it: input/output error",
        rule: "what could not be read is not called sound",
        remedy: "check the disk and the kernel's log, then verify again")
    }
  }

  /// Whether an edition is among those that are looked at.
  func isWanted(_ month: Month) -> Bool {
    if let edition = scope.edition, edition != month { return false }
    switch scope.since {
    case nil: return true
    case .edition(let first): return month >= first
    case .day(let day):
      return history.releases.contains { $0.edition == month && $0.actual.utcDay >= day }
    }
  }

  // MARK: Saying

  /// Notes a fault of one file or one fact.
  mutating func note(
    _ id: String, severity: Severity = .error, _ file: String, line: Int? = nil, _ found: String,
    rule: String, source: String? = nil, remedy: String, edition: Month? = nil,
    version: Int? = nil, sound: VerificationFault.Evidence? = nil, repair: String? = nil
  ) {
    let finding = Finding(
      id, severity, at: Place(workspace.shown(file), line: line), found: found, rule: rule,
      source: source, remedy: remedy)
    faults.append(
      VerificationFault(
        finding: finding, edition: edition, version: version,
        sound: sound ?? edition.flatMap { evidence(of: $0, version: version) }, repair: repair))
  }

  /// The last instant at which a version of an edition was surely sound: a verification of it that
  /// was recorded, or when it came out.
  func evidence(of month: Month, version: Int?) -> VerificationFault.Evidence? {
    let releases = history.releases.filter { $0.edition == month }
    let release =
      version.flatMap { number in releases.last { $0.version == number } }
      ?? releases.last
    guard let release else { return nil }
    if let verified = history.lastVerification(of: month), verified > release.actual {
      return .init(instant: verified, what: "it was verified")
    }
    return .init(instant: release.actual, what: "version \(release.version) came out")
  }

  // MARK: Reading

  /// The whole sample, where it is a number of files: all of them are listed before.
  private mutating func chooseFiles() throws {
    switch scope.sample {
    case nil: return
    case .percent(let share): sample.choose(percent: share)
    case .count(let count):
      var files: [String] = []
      for folder in [workspace.archive, workspace.publicTree] where try Files.exists(folder) {
        // The link to the public tree is followed; what cannot be listed is said where it is read.
        let place =
          (try? workspace.treeToRead()?.path).flatMap { path in
            folder == workspace.publicTree ? path : nil
          } ?? folder
        guard try Files.kind(of: place) == .directory else { continue }
        // A file with several names is read under the first of them.
        var seen: Set<UInt64> = []
        files += try Files.survey(place).found
          .filter { $0.kind == .file && seen.insert($0.identity).inserted }
          .map(\.path).filter { folder != workspace.archive || Self.isContent($0) }
          .map { "\(place)/\($0)" }
      }
      sample.choose(count: count, of: files)
    }
  }

  /// Whether a path of the archive is that of something archived: declarations and inventories are looked
  /// at in every run, and are none of the sample.
  private static func isContent(_ path: String) -> Bool {
    let parts = path.split(separator: "/", maxSplits: 3)
    return parts.count == 4 && parts[2] == "content"
  }

  /// Digests on all cores, of the files of the sample.
  func digests(of files: [String], _ algorithm: String) -> [OCFLReading.Outcome] {
    let sample = sample
    let outcomes = Self.digests(of: files, algorithm) { sample.contains($0) }
    reads.add(outcomes.count { $0 != .notRead })
    return outcomes
  }

  static func digests(
    of files: [String], _ algorithm: String, where isWanted: @Sendable (String) -> Bool
  ) -> [OCFLReading.Outcome] {
    let outcomes = Mutex([OCFLReading.Outcome](repeating: .notRead, count: files.count))
    // The work throws nothing: what cannot be read is an outcome.
    try? inParallel(files.count) { index in
      guard isWanted(files[index]) else { return }
      let outcome = OCFLReading.outcome(of: files[index], algorithm)
      outcomes.withLock { $0[index] = outcome }
    }
    return outcomes.withLock { $0 }
  }
}

/// A number that many threads add to.
final class Count: Sendable {
  private let number = Mutex(0)

  func add(_ more: Int) { number.withLock { $0 += more } }
  var value: Int { number.withLock { $0 } }
}

extension History {
  /// When an edition was last verified whole and found sound, by the journal; nil is for everything.
  func lastVerification(of month: Month?) -> Instant? {
    journal.last { entry in
      guard entry.event == "verified" else { return false }
      guard let named = entry.fields["editions"] else { return true }
      guard case .array(let editions) = named else { return false }
      return month.map { editions.contains(.string($0.description)) } ?? false
    }?.instant
  }
}

extension Workspace {
  /// The public tree for whoever only reads: a copy may have it as a folder in the link's place.
  ///
  /// Throws as ``Storage/PublicTrees/current()`` does.
  func treeToRead() throws -> PublicTrees.Tree? {
    copy == nil ? try trees.current() : try trees.readable()
  }

  /// A path as findings name it: inside the workspace.
  func shown(_ path: String) -> String {
    path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.utf8.count + 1)) : path
  }
}
