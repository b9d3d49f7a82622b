import Editions
import Ledger
import Notation
import Schedule
import Storage

/// Whether an edition may come out now.
extension Workspace {
  /// Refuses before the instant, by a clock that is not synchronised, and where a missed instant
  /// is held; notes the miss.
  ///
  /// - Returns: what was missed, as a sentence, or nothing.
  func permit(
    _ seal: EditionSeal, _ history: History, lateBecause: String?, clock: any Clock
  ) throws -> [String] {
    try permit(seal, clock: clock)
    return try noteMissed(seal, history, lateBecause: lateBecause, at: clock.now())
  }

  /// Refuses before the instant, the later of the sealed and the scheduled one, and by a clock
  /// that is not synchronised.
  func permit(_ seal: EditionSeal, clock: any Clock) throws {
    let programme = try programme()
    let scheduled = try scheduledEdition(seal.edition, in: programme)
    guard !scheduled.isCancelled else {
      throw ReleaseError(.wrongState, "edition \(seal.edition) is cancelled; it is not released")
    }
    let now = clock.now()
    let instant = earliestRelease(scheduled, sealedFor: seal.instant)
    guard mayRelease(scheduled, sealedFor: seal.instant, now: now) else {
      try refuse(seal.edition, instant, because: "embargoed", at: now)
      let zone = seal.zone.text(of: instant)
      throw ReleaseError(
        .embargoed,
        "edition \(seal.edition) is under embargo for \(durationText(from: now, to: instant)) more: "
          + "until \(zone), \(instant) in UTC; run `release` again then")
    }
    try permitClock(clock, for: seal.edition, at: instant, programme)
  }

  /// Refuses to release official statistics by a clock that says it is not synchronised, unless
  /// the schedule allows it with a reason.
  ///
  /// It is not asked more than a day after the instant.
  func permitClock(
    _ clock: any Clock, for month: Month, at instant: Instant, _ programme: Programme
  ) throws {
    let now = clock.now()
    guard programme.status == .official, ReleasePolicy.dependsOnClock(instant, now: now),
      !clock.synchronisation.isSynchronised
    else { return }
    if let reason = programme.release.unsynchronisedAllowed {
      return try recordOnce(
        "unsynchronised", of: month,
        ["instant": .string(instant.description), "reason": .string(reason)], at: now)
    }
    try refuse(month, instant, because: "unsynchronised", at: now)
    throw ReleaseError(
      .clock,
      "edition \(month) is not released: the system's clock says that it is not synchronised, so "
        + "nobody knows whether \(instant) has come. Mend the time service (`timedatectl`, "
        + "`chronyc tracking`), or allow it with a reason: "
        + "\"clock\": {\"unsynchronisedAllowed\": …} in schedule.json")
  }

  /// Notes that the instant of official statistics went by while nobody released, and holds the
  /// edition where the schedule says so.
  ///
  /// - Returns: what was missed, as a sentence, or nothing.
  func noteMissed(
    _ seal: EditionSeal, _ history: History, lateBecause: String?, at now: Instant
  ) throws -> [String] {
    let programme = try programme()
    let scheduled = try scheduledEdition(seal.edition, in: programme)
    let instant = earliestRelease(scheduled, sealedFor: seal.instant)
    guard programme.status == .official, ReleasePolicy.isMissed(instant, now: now) else {
      return []
    }
    let late = durationText(from: instant, to: now)
    let policy = programme.release.missed
    try recordOnce(
      "missed", of: seal.edition,
      ["instant": .string(instant.description), "policy": .string(policy.rawValue)], at: now)
    if let lateBecause {
      try record(
        "late", of: seal.edition,
        ["instant": .string(instant.description), "reason": .string(lateBecause)],
        in: journalLedger, at: now)
    } else if policy == .hold {
      throw ReleaseError(
        .held,
        "edition \(seal.edition) missed its instant \(instant) by \(late), and the schedule holds "
          + "what was missed; release it with "
          + "`ninethirty release \(seal.edition) --late-because REASON`")
    }
    return ["missed the instant \(instant) of \(seal.edition) by \(late)"]
  }

  /// Notes a refusal in the journal, unless it is what the journal says last of the edition.
  func refuse(_ month: Month, _ instant: Instant, because reason: String, at now: Instant) throws {
    try recordOnce(
      "refused", of: month,
      ["instant": .string(instant.description), "reason": .string(reason)], at: now)
  }

  /// Adds a line to the journal, unless the newest of its event and edition says the same.
  ///
  /// A process that asks every few seconds must not fill the journal.
  private func recordOnce(
    _ event: String, of month: Month, _ fields: [String: CanonicalJSON], at now: Instant
  ) throws {
    let newest = try journalLedger.read().entries.last { $0.edition == month.description }
    if newest?.event == event, newest?.fields == fields { return }
    try record(event, of: month, fields, in: journalLedger, at: now)
  }

  /// The edition's date by the schedule as it stands now.
  func scheduledEdition(_ month: Month) throws -> ScheduledEdition {
    try scheduledEdition(month, in: try programme())
  }

  func scheduledEdition(_ month: Month, in programme: Programme) throws -> ScheduledEdition {
    do throws(ZoneFault) {
      if let entry = try programme.schedule.entry(for: month) { return entry }
    } catch {}
    throw ReleaseError(.notFound, "the schedule has no edition \(month)")
  }
}
