import Editions
import Ledger
import Notation
import Schedule
import Storage

/// What `status` warns of editions that are out.
extension Workspace {
  /// Corrections that are sealed: that of an error goes out on the day of its seal or not at all.
  ///
  /// One whose sealed file is not what was sealed does not go out; that is said of it elsewhere.
  func waitingVersions(
    _ editions: [StatusReport.EditionStatus], _ programme: Programme, _ history: History,
    at now: Instant
  ) -> [StatusWarning] {
    let broken = Set(editions.filter { $0.sealFault != nil }.map(\.edition))
    let seals = history.unreleasedSeals
    let zone = programme.schedule.rule.zone
    return history.released.compactMap { month in
      guard let seal = seals[month], !broken.contains(month) else { return nil }
      if (try? programme.schedule.entry(for: month))??.isCancelled == true,
        seal.kind.holdUps.contains(.schedule)
      {
        return StatusWarning(
          kind: .versionWaiting, edition: month, isUrgent: true,
          text:
            "has version \(seal.version) sealed, for \(seal.instant), and schedule.json has the "
            + "edition, which is out, cancelled: it is not released",
          remedy: seal.wayPastCancellation.prefix(1).lowercased()
            + seal.wayPastCancellation.dropFirst())
      }
      if seal.isOfAnotherDay(zone, than: now) {
        return StatusWarning(
          kind: .versionWaiting, edition: month, isUrgent: true,
          text:
            "has version \(seal.version) sealed, whose pages name another day than today as that "
            + "of its release, \(zone.wallTime(of: seal.instant).day.longText): it is not released",
          remedy: wayOnAnotherDay(seal))
      }
      // It says of itself that it has to be sealed again.
      let isOvertaken = !isOfWhatIsOut(seal, history)
      if let warning = missedRevision(seal, programme, isOvertaken: isOvertaken, at: now) {
        return warning
      }
      if isOvertaken { return nil }
      return StatusWarning(
        kind: .versionWaiting, edition: month, isUrgent: seal.kind.goesOutAtOnce,
        text: "has version \(seal.version) sealed, for \(seal.instant)",
        remedy: seal.kind.goesOutAtOnce
          ? "`ninethirty release \(month)` today; its pages name the day of the seal"
          : "`ninethirty watch` releases it then")
    }
  }

  /// A planned revision that is sealed and did not come out at its date.
  private func missedRevision(
    _ seal: StandingSeal, _ programme: Programme, isOvertaken: Bool, at now: Instant
  ) -> StatusWarning? {
    guard seal.kind == .planned, ReleasePolicy.isMissed(seal.instant, now: now),
      isOvertaken || programme.status == .official
    else { return nil }
    return StatusWarning(
      kind: .overdue, edition: seal.edition, isUrgent: true,
      text: "has version \(seal.version) sealed, which missed its instant \(seal.instant) by "
        + durationText(from: seal.instant, to: now),
      remedy: isOvertaken
        ? "seal it again: \(wayToSealAgain(seal.edition))"
        : "run `ninethirty release \(seal.edition)`")
  }

  /// Corrections that stand open and are not sealed; one with a date is urgent from two days before
  /// it on, and past it in official statistics: nothing else would tell that it missed it.
  func openCorrections(
    _ programme: Programme, _ history: History, at now: Instant
  ) throws -> [StatusWarning] {
    let seals = history.unreleasedSeals
    return try history.released.compactMap { month in
      guard seals[month] == nil, let release = history.latestRelease(of: month),
        givingUp(of: month, after: release, history) == nil
      else { return nil }
      do {
        guard let open = try openCorrection(of: month, after: release) else { return nil }
        return release.isWithdrawal
          ? overtakenByWithdrawal(open, month) : warning(of: open, month, programme, at: now)
      } catch let error as StorageError {
        return StatusWarning(
          kind: .correctionOpen, edition: month, isUrgent: false,
          text: "has a correction that cannot be read: \(error)",
          remedy: "nobody knows whether it is open")
      }
    }
  }

  private func warning(
    of open: OpenCorrection, _ month: Month, _ programme: Programme, at now: Instant
  ) -> StatusWarning {
    // A date that the clocks skip is a finding of the checks.
    let planned = open.planned.flatMap { try? programme.schedule.rule.zone.instant(of: $0) }
    let days = planned.map { daysBefore($0, now: now) }
    let isUrgent = days.map { days in
      days > 0 ? days <= WarningTimes.sealed : programme.status == .official
    }
    let still = planned.map { planned in
      now < planned
        ? " \(durationText(from: now, to: planned)) before its date"
        : ", and its date went by \(durationText(from: planned, to: now)) ago"
    }
    return StatusWarning(
      kind: .correctionOpen, edition: month, isUrgent: isUrgent ?? false,
      text: "has a correction that is not sealed\(still ?? ""): \(open.text)",
      remedy: "seal it with `ninethirty seal \(month)`, or give it up with "
        + "`ninethirty correct \(month) --abandon`; what is not sealed does not come out")
  }

  private func overtakenByWithdrawal(_ open: OpenCorrection, _ month: Month) -> StatusWarning {
    StatusWarning(
      kind: .correctionOpen, edition: month, isUrgent: false,
      text:
        "was withdrawn while a correction of it stood open, which never comes out: \(open.text)",
      remedy: "give it up with `ninethirty correct \(month) --abandon --reason REASON --by ID`")
  }

  /// Planned revisions at the instant of an edition, or of another planned revision: only somebody who
  /// writes dates past `correct` and `move` brings them there.
  func sharedInstants(
    _ programme: Programme, _ history: History, at now: Instant
  ) -> [StatusWarning] {
    let revisions = plannedRevisions(history, in: programme.schedule.rule.zone)
    return revisions.sorted { $0.key < $1.key }.compactMap { month, instant in
      guard now < instant else { return nil }
      let edition = programme.schedule.next(after: Instant(milliseconds: instant.milliseconds - 1))
      let isEdition = edition?.instant == instant
      let other = revisions.filter { $0.key > month && $0.value == instant }.keys.min()
      guard isEdition || other != nil else { return nil }
      let what = isEdition ? "edition \(edition!.edition)" : "the planned revision of \(other!)"
      return StatusWarning(
        kind: .sameInstant, edition: month,
        isUrgent: daysBefore(instant, now: now) <= WarningTimes.sealed,
        text:
          "has a planned revision at \(instant), at which \(what) comes out too: the second of the two "
          + "would be late, and made without the first",
        remedy:
          "give one of them another working day: `ninethirty correct \(month) … --planned … --replace`"
          + (isEdition ? ", or `ninethirty move \(edition!.edition)`" : ""))
    }
  }

  /// The line of the journal by which the next version of an edition was given up, if that is the
  /// last that it says of it.
  private func givingUp(
    of month: Month, after release: History.Release, _ history: History
  ) -> LedgerEntry? {
    let newest = history.journal.last {
      $0.edition == month.description && ["correcting", "correction-abandoned"].contains($0.event)
    }
    guard let newest, newest.event == "correction-abandoned",
      newest.fields["version"] == .integer(release.openVersion)
    else { return nil }
    return newest
  }

  /// Corrections that stand although the journal says last that they were given up: that was
  /// interrupted, or somebody wrote the file anew.
  func correctionsGivenUp(_ history: History) throws -> [StatusWarning] {
    try history.released.compactMap { month in
      guard let release = history.latestRelease(of: month),
        let newest = givingUp(of: month, after: release, history),
        try openCorrection(of: month, after: release) != nil
      else { return nil }
      return StatusWarning(
        kind: .correctionGivenUp, edition: month, isUrgent: false,
        text: "has a correction that was given up on \(newest.instant) and stands all the same",
        remedy:
          "give it up again with `ninethirty correct \(month) --abandon`, or open it anew with "
          + "--replace")
    }
  }

  /// Late releases of which no report was drafted, because a crash or a disk came between.
  func lateReportsOwed(_ history: History) -> [StatusWarning] {
    history.lateReportsOwed.map { release in
      StatusWarning(
        kind: .lateReportOwed, edition: release.edition, isUrgent: true,
        text: "came out late, at \(release.actual), and no breach report of that was drafted",
        remedy:
          "run `ninethirty breach \(release.edition) --kind late`, complete the report and send it")
    }
  }

  /// Organisations that have not published their report within four months.
  func overdueObligations(clock: any Clock) throws -> [StatusWarning] {
    let count: Int
    do {
      count = try overdueObligationCount(clock: clock)
    } catch let error as StorageError where error.code == .io {
      throw error
    } catch {
      // Everything else that has to be known before a release is said all the same.
      return [
        StatusWarning(
          kind: .archiveDamaged, edition: nil, isUrgent: true,
          text: "the archive does not say which reports organisations have to publish: "
            + "\("\(error)".split(separator: "\n")[0])",
          remedy: "see `ninethirty verify`, and put it back with `ninethirty repair --from COPY`")
      ]
    }
    guard count > 0 else { return [] }
    return [
      StatusWarning(
        kind: .obligationsOverdue, edition: nil, isUrgent: false,
        text: "\(count) report\(count == 1 ? " was" : "s were") not published by the organisation "
          + "within four months, as far as the journal knows",
        remedy: "see `ninethirty obligations --overdue`, and note what was")
    ]
  }
}
