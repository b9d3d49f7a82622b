import Editions
import Schedule
import Storage

/// Which editions are under embargo, and which seals wait: asked here and nowhere else.
///
/// An edition that is not out is under embargo because the schedule has it among those that are made
/// here, because it is sealed, or because analyses of it lie here: one that somebody takes out of
/// `schedule.json` is no more public for that. One that the schedule calls not held came out elsewhere.
struct Embargo: Sendable {
  /// Those that are not out and that the schedule has among the editions made here, cancelled ones too.
  let scheduled: Set<Month>
  /// Those that are not out and of which a seal stands.
  let sealed: Set<Month>
  /// Those that are not out and have a folder of analyses.
  let prepared: Set<Month>
  /// Why the folders of analyses could not be listed; nil where they could.
  let failure: (any Error)?
  /// The seals whose instant a `watch` waits for, those of corrections too.
  let waiting: [Month: StandingSeal]
  /// Seals that wait for their release although the schedule no more has their edition among those
  /// that are made here, oldest edition first: nobody waits for them.
  ///
  /// What needs no schedule is not among them.
  let dropped: [StandingSeal]

  /// All that are under embargo.
  var editions: Set<Month> { scheduled.union(sealed).union(prepared) }

  func contains(_ month: Month) -> Bool {
    scheduled.contains(month) || sealed.contains(month) || prepared.contains(month)
  }

  fileprivate init(
    _ programme: Programme, _ history: History, prepared: [Month], failure: (any Error)?
  ) {
    let record = history.record
    func isHidden(_ month: Month) -> Bool { !isPublic(month, record: record) }
    let seals = history.unreleasedSeals
    scheduled = Set(programme.plans.keys.filter { programme.isHeld($0) && isHidden($0) })
    sealed = Set(seals.keys.filter(isHidden))
    self.prepared = Set(prepared.filter { !programme.isElsewhere($0) && isHidden($0) })
    self.failure = failure
    waiting = seals.filter { programme.isHeld($0.key) }
    dropped = seals.values
      .filter { $0.isDropped(from: programme) }
      .sorted { $0.edition < $1.edition }
  }
}

extension Workspace {
  /// What is under embargo by schedule, journal and folders as they stand now.
  func embargo(_ history: History) throws -> Embargo {
    let programme = try self.programme()
    let folder = path("analyses")
    do {
      let names = try Files.exists(folder) ? Files.list(folder) : []
      return Embargo(programme, history, prepared: names.compactMap { Month($0) }, failure: nil)
    } catch {
      // The rest is known all the same; whoever needs all of it looks at the failure.
      return Embargo(programme, history, prepared: [], failure: error)
    }
  }
}
