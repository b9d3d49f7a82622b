import Diagnostics
import Editions
import Intake
import Ledger
import Notation
import Publications
package import Schedule
package import Storage
import Synchronization

/// A draft that is held in memory and made again when its inputs change.
///
/// Nothing of it is written to disk, neither pages nor a line of the journal, and no lock is taken:
/// it only reads, as ``Workspace/check(_:progress:)`` does. One thread makes it; any may look at the
/// ``snapshot``.
package final class DraftPreview: Sendable {
  private let workspace: Workspace
  private let month: Month
  private let state: Mutex<State>

  private struct State {
    var memory = PreviewSink.Memory()
    var snapshot: PreviewSnapshot
  }

  /// A preview of an edition that is not sealed, with no page yet.
  ///
  /// Throws a ``ReleaseError`` where it is sealed, and a ``LedgerError`` where the journal cannot tell.
  package init(_ month: Month, in workspace: Workspace) throws {
    self.workspace = workspace
    self.month = month
    state = Mutex(State(snapshot: PreviewSnapshot(month)))
    guard try History(workspace).unreleasedSeal(of: month) == nil else {
      throw ReleaseError(
        .wrongState,
        "edition \(month) is sealed, and what is sealed is no draft; `ninethirty diff \(month) "
          + "--against seal` shows what has changed since, and `ninethirty unseal \(month)` takes the "
          + "seal away")
    }
  }

  /// The draft as it is now.
  package var snapshot: PreviewSnapshot { state.withLock { $0.snapshot } }

  /// Every place in the workspace whose change may change the draft.
  package var places: [ChangeWatch.Place] {
    let files: Set = [
      Workspace.scheduleFile, Workspace.registerFile, PeopleReader.fileName, "analyses",
      Workspace.templatesFolder, StandingPage.folder, workspace.publications.lastPathPart,
    ]
    return [
      .names(files, in: workspace.folder), .tree(workspace.path("analyses")),
      .tree(workspace.path(Workspace.templatesFolder)),
      .tree(workspace.path(StandingPage.folder)),
      .names(
        [workspace.log.lastPathPart, workspace.journal.lastPathPart], in: workspace.publications),
    ]
  }

  /// Reads what has changed and makes the draft anew from it; the page at the address `first` before
  /// the others.
  ///
  /// What is wrong with the inputs is in the snapshot afterwards, and so is a workspace that cannot be
  /// read. Throws a ``PreviewStopped`` where the process was asked to end.
  package func update(
    first: String? = nil, isStopped: @escaping @Sendable () -> Bool = { false },
    progress: any ProgressObserver = SilentProgress()
  ) throws {
    do {
      try make(first: first, isStopped: isStopped, progress: progress)
    } catch let error as PreviewStopped {
      throw error
    } catch {
      state.withLock { state in
        state.snapshot.standing = .trouble("\(error)")
        state.snapshot.count += 1
      }
    }
  }

  /// Makes the draft for the first time.
  ///
  /// Throws a ``ReleaseError`` where the workspace has no such edition, and what reading it throws.
  package func begin(
    isStopped: @escaping @Sendable () -> Bool = { false },
    progress: any ProgressObserver = SilentProgress()
  ) throws {
    try make(first: nil, isStopped: isStopped, progress: progress)
    let findings = snapshot.findings.map(\.finding)
    guard let missing = findings.first(where: { $0.id == "edition.not-planned" }) else { return }
    throw ReleaseError(
      .notFound, "cannot preview edition \(month): \(missing.found); \(missing.remedy)",
      findings: findings)
  }

  private func make(
    first: String?, isStopped: @escaping @Sendable () -> Bool, progress: any ProgressObserver
  ) throws {
    let clock = ContinuousClock()
    let began = clock.now
    guard try History(workspace).unreleasedSeal(of: month) == nil else { return close() }
    let (memory, shown) = state.withLock { ($0.memory, $0.snapshot) }
    let released = try workspace.released(before: month)
    let firstFile = first?.reportSlug(in: month).flatMap { memory.reports[$0]?.report.file }
    let sink = PreviewSink(
      month, released: released, over: memory, first: firstFile, isStopped: isStopped
    ) { [weak self] address, bytes in
      self?.state.withLock { state in
        state.snapshot.pages[address] = .init(bytes: bytes, isStale: false)
        state.snapshot.count += 1
      }
    }
    let preparation = try Preparation(
      month, in: workspace, isDraft: true, released: released, sink: sink, progress: progress)
    // Sealed while it was made: then it is shown no more.
    guard try History(workspace).unreleasedSeal(of: month) == nil else { return close() }
    var drafted = sink.memory
    for file in try workspace.draftedPages(drafted.templates?.loaded.templates, of: month) {
      drafted.pages[file.path] = file.bytes
    }
    var made = PreviewMaking(
      month, memory: drafted, before: memory, isComplete: preparation.edition != nil)
    made.keepStale(preparation.findings)
    var snapshot = made.snapshot(preparation.findings.map { located($0) }, after: shown)
    snapshot.duration = clock.now - began
    snapshot.keepNews(of: shown)
    let kept = made.memory
    state.withLock { state in
      snapshot.count = state.snapshot.count + 1
      state.memory = kept
      state.snapshot = snapshot
    }
  }

  /// Lets everything go: what is sealed is shown to nobody.
  private func close() {
    state.withLock { state in
      var closed = PreviewSnapshot(month)
      closed.standing = .sealed
      closed.count = state.snapshot.count + (state.snapshot.standing == .sealed ? 0 : 1)
      state = State(snapshot: closed)
    }
  }

  /// A finding about the text of a JSON file, with the path of what is being written there.
  private func located(_ finding: Finding) -> Finding {
    let place = finding.place
    guard place.path == nil, let line = place.line, let column = place.column,
      place.file.hasSuffix(".json"),
      // A file that is gone by now is news of its own.
      let bytes = try? Files.read(workspace.path(place.file), limit: Workspace.analysisLimit)
    else { return finding }
    var located = finding
    located.place.path = JSONPath.at(line: line, column: column, in: bytes)
    return located
  }
}
