import Diagnostics
import Editions
import Ledger
import Notation
import Schedule
import Storage

extension Workspace {
  /// What `status` warns of, derived from schedule, log, journal, files and clock.
  func warnings(
    _ programme: Programme, _ editions: [StatusReport.EditionStatus], _ history: History,
    clock: any Clock
  ) -> [StatusWarning] {
    let now = clock.now()
    var warnings: [StatusWarning] = []
    var coming: [EditionWarnings] = []
    for status in editions where !status.state.isOut && !status.isCancelled {
      let days = daysBefore(status.instant, now: now)
      // What is not official is never late: an instant that is gone asks for nothing.
      guard days <= WarningTimes.announceSoon, days > 0 || programme.status == .official else {
        continue
      }
      coming.append(
        EditionWarnings(
          workspace: self, programme: programme, status: status, history: history, now: now))
    }
    warnings += clockWarnings(history, at: now)
    warnings += sealWarnings(editions, programme, history)
    warnings += self.warnings("whether the key opens what is sealed") {
      try keyWarnings(editions, history, at: now)
    }
    warnings += recipientsWarnings(history)
    for edition in coming { warnings += edition.all }
    warnings += preReleaseBreaches(programme, coming, history)
    warnings += editions.filter { !$0.state.isOut }.compactMap { status in
      copiesOut(
        of: status.edition, release: status.instant,
        isCancelled: status.scheduled.isCancelled || status.isCancelledInPublic,
        programme.schedule.preRelease, history, at: now
      ).map {
        StatusWarning(
          kind: .preReleaseCopiesOut, edition: status.edition, isUrgent: true, text: $0.text,
          remedy: $0.remedy)
      }
    }
    coming.removeAll { $0.days > WarningTimes.announced }
    warnings += self.warnings("whether a release was interrupted") {
      try interrupted(history).map { [$0] } ?? []
    }
    warnings += notPlanned(programme, now: now) + overdueUnplanned(programme, history, now: now)
    warnings += self.warnings("whether each place can be used") { try placeWarnings() }
    warnings += self.warnings("what the pages are made with") {
      _ = try templateFolder()
      _ = try pageFiles()
      return []
    }
    warnings += archiveWarnings(history)
    warnings += self.warnings("what readers get") { try publicTreeWarnings(history) }
    warnings += leakWarnings(history)
    warnings += waitingVersions(editions, programme, history, at: now)
    warnings += self.warnings("which corrections stand open") {
      try openCorrections(programme, history, at: now)
    }
    warnings += sharedInstants(programme, history, at: now)
    warnings += lateReportsOwed(history)
    warnings += self.warnings("which corrections were given up") {
      try correctionsGivenUp(history)
    }
    warnings += self.warnings("whose reports are overdue") {
      try overdueObligations(clock: clock)
    }
    warnings += self.warnings("whether the journal is whole") { try journalWarnings(history) }
    warnings += self.warnings("whether the log is signed") { try logWarnings(programme, history) }
    if !coming.isEmpty, let warning = unsynchronised(programme, coming, clock: clock) {
      warnings.append(warning)
    }
    return warnings
  }

  /// Breaches of the rules of pre-release access that nobody has reviewed; urgent where a list that
  /// is about to be used still grants access to who is known for one.
  private func preReleaseBreaches(
    _ programme: Programme, _ coming: [EditionWarnings], _ history: History
  ) -> [StatusWarning] {
    let ids = PreReleaseHistory(history).breaches.keys.sorted()
    guard !ids.isEmpty else { return [] }
    // A list that cannot be read is a finding of `check`.
    let read = (try? readPreRelease(programme.schedule.preRelease, history)) ?? nil
    let isRefused = read?.findings.contains { $0.id == "prerelease.breach" } ?? false
    let isNear = coming.contains { $0.days > 0 && $0.days <= WarningTimes.sealed }
    return [
      StatusWarning(
        kind: .preReleaseBreach, edition: nil, isUrgent: isRefused && isNear,
        text: "\(ids.count == 1 ? "a breach" : "breaches") of pre-release access by "
          + "\(ids.joined(separator: ", ")) \(ids.count == 1 ? "was" : "were") not reviewed"
          + (isRefused ? ": the list is in error while it has them" : ""),
        remedy: "take them off the list, or record the review with `ninethirty pre-release review`")
    ]
  }

  private func archiveWarnings(_ history: History) -> [StatusWarning] {
    archiveLosses(history).map { loss in
      StatusWarning(
        kind: .archiveDamaged, edition: loss.edition, isUrgent: true, text: loss.text,
        remedy: "see `ninethirty verify`, and put it back with `ninethirty repair --from COPY`")
    }
      + notArchived(history).map { release in
        StatusWarning(
          kind: .notArchived, edition: release.edition, isUrgent: true,
          text:
            "is out in version \(release.version) since \(release.actual), which is not archived",
          remedy: "`ninethirty release \(release.edition)` archives it; where it cannot, "
            + "`ninethirty repair` says what is wrong with the archive")
      }
  }

  /// An edition that the schedule comes to and that is not among those that are made.
  private func notPlanned(_ programme: Programme, now: Instant) -> [StatusWarning] {
    guard let next = programme.schedule.next(after: now), programme.plans[next.edition] == nil,
      daysBefore(next.instant, now: now) <= WarningTimes.announced
    else { return [] }
    return [
      StatusWarning(
        kind: .notPlanned, edition: next.edition,
        isUrgent: daysBefore(next.instant, now: now) <= WarningTimes.sealed,
        text: "is due \(next.instant) and is not among the editions",
        remedy: "add it to \"editions\" in schedule.json, or cancel it")
    ]
  }

  /// Editions of which the public was told a time that is past, and which nobody makes here: somebody
  /// took them out of the schedule.
  private func overdueUnplanned(
    _ programme: Programme, _ history: History, now: Instant
  ) -> [StatusWarning] {
    guard programme.status == .official else { return [] }
    let zone = programme.schedule.rule.zone
    return history.calendar.editions.compactMap { told in
      let month = told.edition
      guard !programme.isHeld(month), let date = told.date,
        let promised = history.publicWord(of: month, in: zone).promised,
        ReleasePolicy.isMissed(promised, now: now)
      else { return nil }
      return StatusWarning(
        kind: .overdue, edition: month, isUrgent: true,
        text: "was announced for \(date.longText) and is not out; schedule.json does not have it "
          + "among its editions",
        remedy:
          "put it back under \"editions\", and draft the report with "
          + "`ninethirty breach \(month) --kind late`")
    }
  }

  /// A clock that stands before what was done by it, until it has passed that time or somebody has
  /// said why.
  private func clockWarnings(_ history: History, at now: Instant) -> [StatusWarning] {
    guard let setBack = history.clockSetBack(at: now) else { return [] }
    return [
      StatusWarning(
        kind: .clockSetBack, edition: nil, isUrgent: true, text: setBack.text,
        remedy: ClockSetBack.remedy)
    ]
  }

  private func unsynchronised(
    _ programme: Programme, _ coming: [EditionWarnings], clock: any Clock
  ) -> StatusWarning? {
    guard programme.status == .official, !clock.synchronisation.isSynchronised else { return nil }
    let isAllowed = programme.release.unsynchronisedAllowed != nil
    return StatusWarning(
      kind: .clockUnsynchronised, edition: nil,
      isUrgent: !isAllowed && coming.contains { $0.days <= WarningTimes.urgent },
      text: "the system's clock says that it is not synchronised"
        + (isAllowed ? ", which the schedule allows" : ", and nothing is released by such a clock"),
      remedy: "see `timedatectl`, and start the time service")
  }

  /// A release that was begun and neither finished nor taken back.
  private func interrupted(_ history: History) throws -> StatusWarning? {
    guard let intent = history.openIntent, let month = intent.edition.flatMap({ Month($0) }) else {
      return nil
    }
    let isPublic = try trees.current().map { intent.fields["tree"] == .integer($0.number) } ?? false
    return StatusWarning(
      kind: .releaseInterrupted, edition: month, isUrgent: isPublic,
      text: isPublic
        ? "was switched to the public tree and is not in the log yet"
        : "is being released, or its release stopped before the switch (since \(intent.instant))",
      remedy: "unless a process is at it, run `ninethirty release \(month)`, which finishes it")
  }
}

/// Days before an instant, begun ones counted; 0 or less where it is gone.
func daysBefore(_ instant: Instant, now: Instant) -> Int {
  let rest = instant.milliseconds - now.milliseconds
  return rest <= 0 ? 0 : Int((rest + 86_399_999) / 86_400_000)
}
