import Diagnostics
import Editions
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// The schedule, or an error that says how to see what is wrong with it.
  func programme() throws -> Programme {
    if let copy, copy.schedule == nil { throw ReleaseError(.notFound, copy.sentence) }
    let bytes =
      try archivedSchedule ?? Files.read(path(Self.scheduleFile), limit: Self.fileLimit)
    let (programme, findings) = Self.readProgramme(bytes)
    guard let programme else {
      let first = findings.first { $0.severity == .error }
      throw ReleaseError(
        .findings,
        "schedule.json cannot be used; see `ninethirty check`"
          + (first.map { ": \($0.place.text): \($0.found); \($0.remedy)" } ?? ""))
    }
    return programme
  }

  /// How the workspace stands.
  package func status(clock: any Clock) throws -> StatusReport {
    let now = clock.now()
    let programme = try self.programme()
    let history = try History(self)
    let first = Dictionary(history.releases.map { ($0.edition, $0) }) { old, _ in old }
    var editions: [StatusReport.EditionStatus] = []
    let seals = history.unreleasedSeals
    var notHeld: [(edition: Month, reason: String)] = []
    for month in programme.plans.keys.sorted() {
      switch programme.plans[month]! {
      case .notHeld(let reason, _): notHeld.append((month, reason))
      case .held:
        let scheduled = try scheduledEdition(month, in: programme)
        editions.append(
          try status(
            of: scheduled, release: first[month],
            newest: history.latestRelease(of: month), seal: seals[month], programme: programme,
            history, now: now))
      }
    }
    let next = editions.first { !$0.state.isOut && !$0.isCancelled }
    // What is sealed was checked, and what the checks said went into the sealed file: checked anew
    // it would stand in the clear again.
    let isSealed = next?.state == .sealed
    let blocking = isSealed ? [] : next.map { findingsForStatus(of: $0.edition) } ?? []
    var warnings = warnings(programme, editions, history, clock: clock)
    let kept: [KeptPublication]
    do {
      kept = try keptPublications()
    } catch {
      kept = []
      warnings.append(notReadable("what the archive keeps as it is", error))
    }
    return StatusReport(
      title: programme.series.title, status: programme.status, now: now,
      zone: programme.schedule.rule.zone, editions: editions, notHeld: notHeld,
      upcoming: programme.schedule.next(after: now), next: next, blocking: blocking,
      leakCheck: history.newestLeakCheck,
      warnings: warnings, signOff: SignOffStatus(next?.edition, in: history), kept: kept)
  }

  private func status(
    of scheduled: ScheduledEdition, release: History.Release?, newest: History.Release?,
    seal: StandingSeal?, programme: Programme, _ history: History, now: Instant
  ) throws -> StatusReport.EditionStatus {
    let month = scheduled.edition
    var state = StatusReport.State.notDrafted
    if let newest {
      state = newest.change.withdrawalReason == nil ? .released : .withdrawn
    } else if seal != nil {
      state = .sealed
    } else if (try? Files.exists("\(drafts)/\(month)")) ?? false {
      // Where the folder of drafts is none, a warning says so.
      state = .drafted
    }
    // The latest of the sealed, the scheduled and the announced instant holds; the journal knows the
    // sealed one, the public log the announced one.
    let sealedInstant = state == .sealed ? seal!.instant : scheduled.instant
    let told = history.publicWord(of: month, in: programme.schedule.rule.zone)
    let instant = earliestRelease(
      scheduled, sealedFor: sealedInstant, announcedFor: told.instant)
    let policy = programme.schedule.preRelease
    let hasAccess = !policy.recipients.isEmpty && policy.hours > 0
    return StatusReport.EditionStatus(
      edition: month, scheduled: scheduled, state: state, release: release, newest: newest,
      isDue: release == nil && !told.isCancelled
        && mayRelease(
          scheduled, sealedFor: sealedInstant, announcedFor: told.instant, now: now),
      instant: instant, told: told,
      preReleaseOpens: hasAccess ? policy.opens(before: instant) : nil,
      isPreReleaseOpen: !told.isCancelled && !scheduled.isCancelled
        && policy.isOpen(at: now, release: instant),
      seal: seal, sealFault: try seal.flatMap { try sealFault(of: $0, history) })
  }

  /// `on time` or how late, in words; what is not official is never late.
  package func lateness(of release: History.Release) -> String {
    // A schedule that cannot be read has stopped whoever asks before this.
    release.lateness(try? programme().status)
  }
}
