import Editions
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// Moves an edition to another time: in the schedule, and where it was announced in public too.
  ///
  /// The reason is always asked for, and published where the announced date changes
  /// (Code of Practice T3.2). Throws a ``ReleaseError`` where a rule forbids it; then nothing is
  /// changed.
  package func move(
    _ month: Month, to wallTime: WallTime, reason: String,
    reasons: AnnouncementReasons = AnnouncementReasons(), by person: String, clock: any Clock
  ) throws -> AnnouncementOutcome {
    let reason = try PublicReason(reason, option: "--reason").text
    let reasons = try reasons.publishable
    let exemption = reasons.exemption
    return try changingDate(of: month, verb: "move", by: person, clock: clock) {
      history, programme, scheduled, now in
      try permitMove(month, to: wallTime, exemption: exemption, programme, history, at: now)
      let zone = programme.schedule.rule.zone
      try refuseCancelled(scheduled, history.publicWord(of: month, in: zone), "it cannot be moved")
      let known = history.calendar[month]?.date
      let isTold = known.map { $0.samePrecision(wallTime) != $0 } ?? false
      guard isTold || scheduled.wallTime != wallTime else { return nil }
      let shortNotice = try shortNotice(
        of: known, to: wallTime, reasons.shortNotice, zone, month, at: now)
      return DateChange(
        edition: month, kind: .moved, from: known, to: wallTime, reason: reason,
        shortNotice: shortNotice,
        exemption: AnnouncementRules.isStandardTime(wallTime) ? nil : exemption, isPublic: isTold)
    }
  }

  /// Cancels an edition: in the schedule, and where it was announced in public too; it stays
  /// findable with its reason.
  ///
  /// Throws a ``ReleaseError`` where it is out; then nothing is changed.
  package func cancel(
    _ month: Month, reason: String, by person: String, clock: any Clock
  ) throws -> AnnouncementOutcome {
    let reason = try PublicReason(reason, option: "--reason").text
    return try changingDate(of: month, verb: "cancel", by: person, clock: clock) {
      history, _, scheduled, _ in
      let known = history.calendar[month]
      let isTold = known != nil && known?.state != .cancelled
      guard isTold || !scheduled.isCancelled else { return nil }
      return DateChange(
        edition: month, kind: .cancelled, from: known?.date, to: nil, reason: reason,
        exemption: nil, isPublic: isTold)
    }
  }

  /// Changes the date of an edition that is not out as `body` says; nothing where it gives nil.
  private func changingDate(
    of month: Month, verb: String, by person: String, clock: any Clock,
    _ body: (History, Programme, ScheduledEdition, Instant) throws -> DateChange?
  ) throws -> AnnouncementOutcome {
    var notes: [String] = []
    let outcome = try speaking(of: "\(verb) \(month)", clock: clock) { history, programme, now in
      try checkListed(person, to: verb, month, at: now)
      let scheduled = try scheduledEdition(month, in: programme)
      guard !isPublic(month, record: history.record) else {
        throw ReleaseError(
          .wrongState, "edition \(month) is out; its date is history and does not change")
      }
      if history.calendar[month]?.state == .cancelled, verb == "move" {
        throw ReleaseError(
          .wrongState, "edition \(month) was cancelled in public; it stays cancelled")
      }
      let change = try body(history, programme, scheduled, now)
      if let change {
        let told = [change.reason, change.shortNotice ?? "", change.exemption ?? ""].joined(
          separator: "\n")
        try refuseEmbargoed(told, of: "the reason", history)
        notes += try noteMissed(before: change, programme, history, at: now)
        try carryOut(change, by: person, history, programme, at: now)
        notes += sealNotes(change, programme.schedule.rule.zone, history)
        notes += copyNotes(change, programme, history, at: now)
      }
      let date = try History(self).calendar[month]?.date
      return [Announcement(edition: month, date: date, isNew: change != nil)]
    }
    return AnnouncementOutcome(
      announcements: outcome.announcements, notes: outcome.notes + notes)
  }

  /// Notes that the promised instant of official statistics had gone by when its date was changed: the
  /// new date takes nothing of that back (Code of Practice T3.6).
  ///
  /// - Returns: what was missed, and where its report is, a sentence each, or nothing.
  private func noteMissed(
    before change: DateChange, _ programme: Programme, _ history: History, at now: Instant
  ) throws -> [String] {
    let month = change.edition
    let promised = history.publicWord(of: month, in: programme.schedule.rule.zone).promised
    guard programme.status == .official, let promised, ReleasePolicy.isMissed(promised, now: now)
    else { return [] }
    try recordOnce(
      "missed", of: month,
      [
        "instant": .string(promised.description),
        "policy": .string(programme.release.missed.rawValue),
      ], at: now)
    return [
      "edition \(month) missed the instant \(promised) that was announced, by "
        + durationText(from: promised, to: now)
    ] + reportLate(month, version: 1, clock: FixedClock(now))
  }

  private func permitMove(
    _ month: Month, to wallTime: WallTime, exemption: String?, _ programme: Programme,
    _ history: History, at now: Instant
  ) throws {
    let zone = programme.schedule.rule.zone
    let instant: Instant
    do throws(ZoneFault) {
      instant = try zone.instant(of: wallTime)
    } catch {
      let what = error == .skipped ? "does not exist" : "happens twice"
      throw ReleaseError(
        .usage,
        "\(wallTime) \(what) in \(zone.identifier), where clocks change then; choose another time")
    }
    guard instant > now else {
      throw ReleaseError(
        .usage, "\(wallTime) in \(zone.identifier) has passed; a new date lies ahead")
    }
    try refuseSharedInstant(
      instant, of: month, to: "edition \(month) cannot be moved there", history, in: zone)
    guard AnnouncementRules.isStandardTime(wallTime) || exemption != nil else {
      throw ReleaseError(
        .usage,
        "\(wallTime) is a \(wallTime.day.weekday.longText); statistics come out at 09:30 on a "
          + "weekday (Code of Practice T3.6). Another time needs an agreed exemption: say which with "
          + "--exempt-because; it is published")
    }
  }

  /// The reason that a confirmed date needs which is brought forward to less than four weeks ahead: it
  /// is confirmed anew (Code of Practice T3.1).
  private func shortNotice(
    of known: AnnouncedDate?, to wallTime: WallTime, _ reason: String?, _ zone: Zone,
    _ month: Month, at now: Instant
  ) throws -> String? {
    guard case .exact(let before)? = known,
      let (instant, earlier) = try? (zone.instant(of: wallTime), zone.instant(of: before)),
      instant < earlier, !AnnouncementRules.isInTime(instant, announced: now)
    else { return nil }
    if let reason { return reason }
    throw ReleaseError(
      .wrongState,
      "edition \(month) would come out on \(AnnouncedDate.exact(wallTime).longText), before "
        + "\(AnnouncedDate.exact(before).longText), which was announced, and in less than "
        + "\(AnnouncementRules.daysOfNotice) days; a date is confirmed at least four weeks ahead "
        + "(Code of Practice T3.1). Say why it is not with --short-notice-because; the reason is "
        + "published")
  }

  /// What has to be done with copies that were handed over for the date that was.
  private func copyNotes(
    _ change: DateChange, _ programme: Programme, _ history: History, at now: Instant
  ) -> [String] {
    let schedule = programme.schedule
    guard
      let release = (change.to ?? (try? schedule.entry(for: change.edition))??.wallTime)
        .flatMap({ try? schedule.rule.zone.instant(of: $0) })
    else { return [] }
    return copiesOut(
      of: change.edition, release: release, isCancelled: change.kind == .cancelled,
      schedule.preRelease, history, at: now
    ).map { ["edition \($0.edition): \($0.text); \($0.remedy)"] } ?? []
  }

  /// What has to be done with an edition that is sealed already: its pages print the old date.
  private func sealNotes(_ change: DateChange, _ zone: Zone, _ history: History) -> [String] {
    guard let seal = history.unreleasedSeal(of: change.edition) else { return [] }
    if let to = change.to, (try? zone.instant(of: to)) == seal.instant { return [] }
    if change.kind == .cancelled {
      return [
        "edition \(change.edition) is sealed; it is not released, and its sealed file stays until "
          + "`ninethirty unseal \(change.edition) --reason …` takes it away"
      ]
    }
    return [
      "edition \(change.edition) is sealed for \(seal.instant), and its pages print that date: seal it "
        + "again. Until then it does not come out before the later of the two instants, and not at all "
        + "where that is the new one"
    ]
  }
}
