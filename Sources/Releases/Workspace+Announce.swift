package import Editions
import Ledger
import Notation
package import Schedule
import Storage

/// What a step that speaks to the public did.
package struct Announcement: Sendable, Hashable {
  package let edition: Month
  /// The date as the public knows it now; nil where it was told nothing.
  package let date: AnnouncedDate?
  /// Whether something was told that was not told before.
  package let isNew: Bool
}

extension Workspace {
  /// What `announce`, `move` and `cancel` did.
  package struct AnnouncementOutcome: Sendable {
    package let announcements: [Announcement]
    /// What was finished or done besides, a sentence each.
    package let notes: [String]
  }

  /// Announces an edition: its month as provisional, or day and time as confirmed.
  ///
  /// The date comes from the schedule, never from the command. What holds already is not said
  /// again. Throws a ``ReleaseError`` where a rule of announcing forbids it.
  package func announce(
    _ month: Month, provisional: Bool, reasons: AnnouncementReasons = AnnouncementReasons(),
    by person: String, clock: any Clock
  ) throws -> AnnouncementOutcome {
    let reasons = try reasons.publishable
    return try speaking(of: "announce \(month)", clock: clock) { history, programme, now in
      let told = [reasons.shortNotice, reasons.exemption].compactMap(\.self)
      if !told.isEmpty {
        try refuseEmbargoed(told.joined(separator: "\n"), of: "the reason", history)
      }
      let announced = try announce(
        month, provisional: provisional, reasons, by: person, history, programme, at: now)
      return [announced]
    }
  }

  /// Announces every edition of the next twelve months that was not announced yet, as provisional
  /// (Code of Practice T3.1).
  package func announceNextYear(
    by person: String, clock: any Clock
  ) throws -> AnnouncementOutcome {
    try speaking(of: "announce the next year", clock: clock) { history, programme, now in
      let zone = programme.schedule.rule.zone
      let first = zone.wallTime(of: now).day
      let months = (-12...24).map { first.monthOfYear.adding(months: $0) }
      let end = first.monthOfYear.adding(months: AnnouncementRules.monthsAhead).firstDay
        .adding(days: first.day - 1)
      let coming = Set(months).union(programme.schedule.exceptions.map(\.edition))
        .flatMap { programme.schedule.entries(from: $0, months: 1) }
        .filter { $0.instant > now && $0.wallTime.day <= end && !$0.isCancelled }
        .sorted { $0.instant < $1.instant }
      let calendar = history.calendar
      return try coming.filter { !programme.isElsewhere($0.edition) }.map { entry in
        if let known = calendar[entry.edition] {
          return Announcement(edition: entry.edition, date: known.date, isNew: false)
        }
        return try announce(
          entry.edition, provisional: true, AnnouncementReasons(), by: person, history, programme,
          at: now)
      }
    }
  }

  /// Runs a step that speaks to the public: under the lock, what an earlier run left is finished
  /// first, and calendar, feed and log are brought to the public tree at the end.
  func speaking(
    of verb: String, clock: any Clock,
    _ body: (History, Programme, Instant) throws -> [Announcement]
  ) throws -> AnnouncementOutcome {
    let lock = try lock(verb)
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    var notes = try finishInterruptedReleases(at: now)
    let history = try History(self)
    try refuseNotPublic(history)
    notes += try refuseLeaks(before: nil, history, clock: clock)
    // Before the line of the log, which cannot be taken back.
    notes += try refuseEmbargoedSite(history)
    let announcements = try body(history, try programme(), now)
    notes += try publishSite(at: now, searching: .nothing).notes
    return AnnouncementOutcome(announcements: announcements, notes: notes)
  }

  // MARK: One edition

  private func announce(
    _ month: Month, provisional: Bool, _ reasons: AnnouncementReasons, by person: String,
    _ history: History, _ programme: Programme, at now: Instant
  ) throws -> Announcement {
    try checkListed(person, to: "announce", month, at: now)
    let scheduled = try announceable(month, history, programme)
    let date: AnnouncedDate =
      provisional ? .month(scheduled.wallTime.day.monthOfYear) : .exact(scheduled.wallTime)
    if let known = history.calendar[month] {
      try permitChange(of: known, to: date, scheduled)
      if known.date == date { return Announcement(edition: month, date: date, isNew: false) }
    }
    if programme.status == .official, scheduled.instant <= now {
      throw ReleaseError(
        .wrongState,
        "the time of edition \(month), \(scheduled.instant), has passed; it can be released, or "
          + "moved with `ninethirty move \(month)`, but no longer announced")
    }
    var fields = fields(of: date, scheduled, programme)
    if !provisional {
      try confirm(scheduled, reasons, at: now).forEach { fields[$0] = .string($1) }
    }
    try record(
      "announcing", of: month, by: person,
      ["date": .string(date.description), "state": fields["state"]!], in: journalLedger, at: now)
    try record("announced", of: month, fields, in: logLedger, at: now)
    return Announcement(edition: month, date: date, isNew: true)
  }

  /// The date of an edition that can be announced: one of the series, not cancelled, not out.
  private func announceable(
    _ month: Month, _ history: History, _ programme: Programme
  ) throws -> ScheduledEdition {
    let scheduled = try scheduledEdition(month, in: programme)
    guard !isPublic(month, record: history.record) else {
      throw ReleaseError(.wrongState, "edition \(month) is out; there is nothing to announce")
    }
    if programme.isElsewhere(month) {
      throw ReleaseError(
        .wrongState,
        "edition \(month) is not held in this workspace, which cannot publish it; nothing is "
          + "announced")
    }
    let told = history.publicWord(of: month, in: programme.schedule.rule.zone)
    try refuseCancelled(scheduled, told, "nothing is announced")
    return scheduled
  }

  /// What was announced holds: a confirmed date stays one, and another date is a move.
  private func permitChange(
    of known: AnnouncedEdition, to date: AnnouncedDate, _ scheduled: ScheduledEdition
  ) throws {
    let month = known.edition
    guard known.state != .cancelled else {
      throw ReleaseError(
        .wrongState, "edition \(month) was cancelled in public; it stays cancelled")
    }
    if let announced = known.date, announced.samePrecision(scheduled.wallTime) != announced {
      throw ReleaseError(
        .wrongState,
        "\(announced.longText) was announced for edition \(month), and the schedule has "
          + "\(AnnouncedDate.exact(scheduled.wallTime).longText); say the change and its reason with "
          + "`ninethirty move \(month) --to \(scheduled.wallTime) --reason …`")
    }
    if known.state == .confirmed, case .month = date {
      throw ReleaseError(
        .wrongState,
        "the date of edition \(month) is confirmed; it never becomes provisional again. Another "
          + "date is announced with `ninethirty move \(month)`")
    }
  }

  /// Day and time are confirmed four weeks ahead, and are 09:30 on a weekday, or there is a reason.
  ///
  /// - Returns: the reasons that are needed, as fields of the log.
  private func confirm(
    _ scheduled: ScheduledEdition, _ reasons: AnnouncementReasons, at now: Instant
  ) throws -> [(String, String)] {
    let date = AnnouncedDate.exact(scheduled.wallTime).longText
    var fields: [(String, String)] = []
    // A date that has passed is nobody's notice: only what is not official gets here with one.
    if scheduled.instant > now, !AnnouncementRules.isInTime(scheduled.instant, announced: now) {
      guard let reason = reasons.shortNotice else {
        throw ReleaseError(
          .wrongState,
          "edition \(scheduled.edition) comes out on \(date), in less than "
            + "\(AnnouncementRules.daysOfNotice) days; a date is confirmed at least four weeks ahead "
            + "(Code of Practice T3.1). Say why it is not with --short-notice-because; the reason is "
            + "published")
      }
      fields.append(("shortNotice", reason))
    }
    if !AnnouncementRules.isStandardTime(scheduled.wallTime) {
      guard let reason = reasons.exemption else {
        throw ReleaseError(
          .wrongState,
          "edition \(scheduled.edition) comes out on \(date), a "
            + "\(scheduled.wallTime.day.weekday.longText); statistics come out at 09:30 on a weekday "
            + "(Code of Practice T3.6). Say which exemption was agreed with --exempt-because; it is "
            + "published")
      }
      fields.append(("exemption", reason))
    }
    return fields
  }

  /// What the log says of a date that is announced.
  func fields(
    of date: AnnouncedDate, _ scheduled: ScheduledEdition, _ programme: Programme
  ) -> [String: CanonicalJSON] {
    let title = "\(programme.series.title): \(scheduled.edition.longText)"
    var fields: [String: CanonicalJSON] = [
      "date": .string(date.description), "title": .string(title),
    ]
    switch date {
    case .month: fields["state"] = .string("provisional")
    case .exact:
      fields["state"] = .string("confirmed")
      fields["instant"] = .string(scheduled.instant.description)
      fields["zone"] = .string(programme.schedule.rule.zone.identifier)
    }
    return fields
  }
}

extension Programme {
  /// Whether the edition came out without this workspace.
  func isElsewhere(_ month: Month) -> Bool {
    if case .notHeld = plans[month] { true } else { false }
  }
}
