import Editions
import Ledger
import Notation
import Schedule

/// What the public was told of the date of an edition that is not out, as far as it binds its release.
///
/// It comes from the public log alone: an older `schedule.json` does not take it back.
struct PublicWord: Sendable, Hashable {
  /// The date that holds; nil where none was told, and where the edition is out.
  var date: AnnouncedDate?
  /// The instant before which nobody expects the edition: that of a day and time, or the first of the
  /// month that was told.
  var instant: Instant?
  /// Whether the public was told that it does not come out.
  var isCancelled = false

  /// The instant that was promised; nil where a month was told, or nothing.
  var promised: Instant? {
    if case .exact? = date { instant } else { nil }
  }

  /// Whether the schedule has it cancelled, and the public was told a date.
  func isContradicted(by scheduled: ScheduledEdition) -> Bool {
    scheduled.isCancelled && date != nil
  }

  /// Whether the schedule has another date than the public was told, read as precisely, or the same in
  /// another time zone.
  func differs(from scheduled: ScheduledEdition) -> Bool {
    guard let date else { return false }
    return date.samePrecision(scheduled.wallTime) != date
      || promised.map { $0 != scheduled.instant } ?? false
  }
}

extension History {
  /// What the public was told of an edition that is not out.
  func publicWord(of edition: Month, in zone: Zone) -> PublicWord {
    guard let told = calendar[edition], !told.state.isOut else { return PublicWord() }
    guard told.state != .cancelled else { return PublicWord(isCancelled: true) }
    var wallTime: WallTime?
    switch told.date {
    case .exact(let time): wallTime = time
    case .month(let month): wallTime = WallTime(month.firstDay, hour: 0, minute: 0)
    case nil: break
    }
    // The line has its instant; in another zone, by the schedule of today, the same time is another one. A
    // time that the clocks skip was never announced: the schedule could not have it.
    return PublicWord(
      date: told.date, instant: told.promised ?? wallTime.flatMap { try? zone.instant(of: $0) })
  }
}

/// When a sealed version may come out: by its seal, the schedule and what the public was told.
struct ReleaseTerms: Sendable {
  let seal: StandingSeal
  let scheduled: ScheduledEdition
  let told: PublicWord
  /// Whether the schedule no more has its edition among those that are made here.
  let isDropped: Bool

  /// The instant before which it is not released.
  var instant: Instant {
    earliestRelease(scheduled, sealedFor: seal.instant, announcedFor: told.instant)
  }

  /// The instant from which on it is late: the one that the public was told, whatever it was sealed
  /// for (Code of Practice T3.6).
  var promised: Instant { told.promised ?? instant }

  /// Whether the public was told a later date than its pages print.
  var isToldLater: Bool { told.instant.map { $0 > seal.instant } ?? false }

  /// Whether it will be refused at its instant as things stand.
  var isRefused: Bool {
    scheduled.isCancelled || told.isCancelled || isToldLater || isDropped
      || seal.isOvertaken(by: scheduled)
  }

  /// Whether nobody waits for it: it is cancelled, and who was told of it was told of that.
  ///
  /// What is out cannot be cancelled: a version of it that is sealed is waited for.
  var isCancelled: Bool {
    seal.kind.followsSchedule && scheduled.isCancelled && !told.isContradicted(by: scheduled)
  }

  /// Whether it may be made public at this instant.
  func permits(at now: Instant) -> Bool {
    !told.isCancelled
      && mayRelease(
        scheduled, sealedFor: seal.instant, announcedFor: told.instant, now: now)
  }
}

extension Workspace {
  /// The terms of a seal by the schedule and the public log as they stand.
  func terms(
    of seal: StandingSeal, _ programme: Programme, _ history: History
  ) throws -> ReleaseTerms {
    // A version of what is out keeps to its seal: nothing further was promised.
    let told =
      seal.kind.followsSchedule
      ? history.publicWord(of: seal.edition, in: programme.schedule.rule.zone) : PublicWord()
    return ReleaseTerms(
      seal: seal, scheduled: try scheduledEdition(seal.edition, in: programme), told: told,
      isDropped: seal.isDropped(from: programme))
  }

  /// Refuses what is cancelled, in the schedule or in public, and what was sealed for another date
  /// than that on which it would come out: its pages print it.
  func refuseOtherDate(_ terms: ReleaseTerms, _ zone: Zone, at now: Instant) throws {
    try refuseCancelled(terms, at: now)
    try refuseMoved(terms, at: now)
    try refuseOnAnotherDay(terms.seal, zone, at: now)
  }

  func refuseCancelled(_ terms: ReleaseTerms, at now: Instant) throws {
    let month = terms.seal.edition
    guard !terms.isDropped else {
      throw ReleaseError(
        .wrongState,
        "edition \(month) \(terms.seal.droppedText); it is not released: \(terms.seal.droppedRemedy)"
      )
    }
    guard !terms.scheduled.isCancelled || terms.seal.kind.followsSchedule else {
      throw ReleaseError(
        .wrongState,
        "edition \(month) is out, and schedule.json has it cancelled: version \(terms.seal.version) of it "
          + "is not released. \(terms.seal.wayPastCancellation)")
    }
    try refuseCancelled(terms.scheduled, terms.told, "it is not released")
    guard terms.told.isCancelled else { return }
    try recordOnce(
      "refused", of: month,
      [
        "instant": .string(terms.scheduled.instant.description),
        "reason": .string("cancelled-in-public"),
      ], at: now)
    throw ReleaseError(
      .wrongState,
      "the public was told that edition \(month) is cancelled, and schedule.json has a date for it: it "
        + "is not released. What was cancelled in public stays cancelled: say so in the schedule too, "
        + "with `ninethirty cancel \(month) --reason …`")
  }

  /// An edition that was moved to a later time after it was sealed, in the schedule or in public: its
  /// pages print a date on which it did not come out.
  ///
  /// One that was brought forward keeps to its seal, the latest of the three: its pages are right.
  func refuseMoved(_ terms: ReleaseTerms, at now: Instant) throws {
    let (seal, scheduled) = (terms.seal, terms.scheduled)
    if seal.isOvertaken(by: scheduled) {
      try recordOnce(
        "refused", of: seal.edition,
        ["instant": .string(scheduled.instant.description), "reason": .string("moved")], at: now)
      throw ReleaseError(
        .wrongState,
        "edition \(seal.edition) was sealed for \(seal.instant) and has been moved to "
          + "\(scheduled.instant) since: its pages print the date that was. Seal it again: "
          + wayToSealAgain(seal.edition))
    }
    guard terms.isToldLater, let date = terms.told.date, let instant = terms.told.instant else {
      return
    }
    try recordOnce(
      "refused", of: seal.edition,
      ["instant": .string(instant.description), "reason": .string("announced-later")], at: now)
    throw ReleaseError(
      .wrongState,
      "edition \(seal.edition) was sealed for \(seal.instant), and the public was told "
        + "\(date.longText): it is not released before that, and its pages print another date; "
        + wayToOneDate(scheduled))
  }

  /// What to do where the schedule has an edition cancelled for which readers wait.
  func wayToOneWord(_ month: Month) -> String {
    "tell the public with `ninethirty cancel \(month) --reason …`, or take the exception out of "
      + "schedule.json if it is to come out"
  }

  /// What to do where the schedule has another date than the public was told.
  func wayToOneDate(_ scheduled: ScheduledEdition) -> String {
    "put the date back in schedule.json and seal the edition again, or tell the public of the new one "
      + "with `ninethirty move \(scheduled.edition) --to \(scheduled.wallTime) --reason …`"
  }
}
