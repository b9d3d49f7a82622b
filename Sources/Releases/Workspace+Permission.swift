import Editions
import Ledger
import Notation
import Schedule
import Storage

/// What is done with an edition by the clock.
enum ClockAct: String {
  case release = "released"
  case handOver = "handed over"

  /// What the journal says where it is refused.
  var refusal: String {
    switch self {
    case .release: "unsynchronised"
    case .handOver: "pre-release-unsynchronised"
    }
  }
}

/// Whether an edition may come out now.
extension Workspace {
  /// Refuses before the instant, the latest of the sealed, the scheduled and the announced one, and
  /// by a clock that is not synchronised.
  ///
  /// `told` is what the public log said when it was read last: at the instant it is not read again.
  func permit(_ seal: StandingSeal, told: PublicWord, clock: any Clock) throws {
    let programme = try programme()
    let terms = ReleaseTerms(
      seal: seal, scheduled: try scheduledEdition(seal.edition, in: programme), told: told,
      isDropped: seal.isDropped(from: programme))
    let now = clock.now()
    try refuseOtherDate(terms, programme.schedule.rule.zone, at: now)
    let instant = terms.instant
    guard terms.permits(at: now) else {
      try record(
        "refused", of: seal.edition,
        ["instant": .string(instant.description), "reason": .string("embargoed")],
        in: journalLedger, at: now)
      let zone = programme.schedule.rule.zone.text(of: instant)
      throw ReleaseError(
        .embargoed,
        "edition \(seal.edition) is under embargo for \(durationText(from: now, to: instant)) more: "
          + "until \(zone), \(instant) in UTC; run `release` again then")
    }
    try permitClock(clock, for: seal, at: instant, programme)
  }

  /// The pages of a correction of error and of a withdrawal name the day on which they were signed
  /// off, because they go out at once.
  func refuseOnAnotherDay(_ seal: StandingSeal, _ zone: Zone, at now: Instant) throws {
    guard seal.isOfAnotherDay(zone, than: now) else { return }
    let (day, today) = (zone.wallTime(of: seal.instant).day, zone.wallTime(of: now).day)
    try recordOnce(
      "refused", of: seal.edition,
      ["instant": .string(seal.instant.description), "reason": .string("another-day")], at: now)
    throw ReleaseError(
      .wrongState,
      "version \(seal.version) of \(seal.edition) was signed off on \(day.longText), which its pages "
        + "give as the day on which it came out, and today is \(today.longText); "
        + wayOnAnotherDay(seal))
  }

  /// What to do with a version that goes out at once and was signed off on another day.
  func wayOnAnotherDay(_ seal: StandingSeal) -> String {
    seal.kind == .error
      ? "seal it again: \(wayToSealAgain(seal.edition))"
      : "take it back again with `ninethirty withdraw \(seal.edition)`, with --agree where two "
        + "people decide"
  }

  /// Refuses to release official statistics, or to hand them over, by a clock that says it is not
  /// synchronised, unless the schedule allows it with a reason.
  ///
  /// It is not asked more than a day after the instant. What kind of publication it is the seal says,
  /// and ``refuseOtherStatus(_:_:at:)`` asks for.
  func permitClock(
    _ clock: any Clock, for seal: StandingSeal, at instant: Instant, _ programme: Programme,
    to act: ClockAct = .release
  ) throws {
    let (month, now) = (seal.edition, clock.now())
    try refuseOtherStatus(seal, programme, at: now)
    guard seal.kind.holdUps.contains(.clock), programme.status == .official,
      ReleasePolicy.dependsOnClock(instant, now: now), !clock.synchronisation.isSynchronised
    else { return }
    if let reason = programme.release.unsynchronisedAllowed {
      try recordOnce(
        "unsynchronised", of: month,
        ["instant": .string(instant.description), "reason": .string(reason)], at: now)
      return
    }
    try recordOnce(
      "refused", of: month,
      ["instant": .string(instant.description), "reason": .string(act.refusal)], at: now)
    throw ReleaseError(
      .clock,
      "edition \(month) is not \(act.rawValue): the system's clock says that it is not synchronised, so "
        + "nobody knows whether \(instant) has come. Mend the time service (`timedatectl`, "
        + "`chronyc tracking`), or allow it with a reason: "
        + "\"clock\": {\"unsynchronisedAllowed\": …} in schedule.json")
  }

  /// Refuses what was sealed as another kind of publication than the schedule has now: its pages say what
  /// it was sealed as, and by that it was signed off; with a word in the schedule the rules of official
  /// statistics would be lifted.
  ///
  /// A withdrawal waits for nothing.
  private func refuseOtherStatus(
    _ seal: StandingSeal, _ programme: Programme, at now: Instant
  ) throws {
    guard let text = seal.otherStatus(than: programme.status), seal.kind != .withdrawal else {
      return
    }
    try recordOnce(
      "refused", of: seal.edition,
      ["instant": .string(seal.instant.description), "reason": .string("another-status")], at: now)
    throw ReleaseError(.wrongState, "edition \(seal.edition) \(text); \(seal.wayOfStatus)")
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

extension StandingSeal {
  /// What is wrong where it was sealed as another kind of publication, in lower case; nil for nothing.
  func otherStatus(than present: Programme.Status) -> String? {
    guard let status, status != present else { return nil }
    return
      "was sealed as \(status.rawValue), and schedule.json has the status \(present.rawValue) now: its "
      + "pages and its sign-off are those of what it was sealed as"
  }

  /// What to do then.
  var wayOfStatus: String {
    "put \"status\": \"\(status?.rawValue ?? "")\" back into schedule.json, or take the seal away with "
      + "`ninethirty unseal \(edition) --reason …` and seal it again"
  }

  /// Whether its pages name another day than that of this instant as the one on which they came out.
  func isOfAnotherDay(_ zone: Zone, than now: Instant) -> Bool {
    kind.goesOutAtOnce && zone.wallTime(of: instant).day != zone.wallTime(of: now).day
  }
}
