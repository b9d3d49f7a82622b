import Diagnostics
import Editions
import Intake
import Ledger
import Notation
import Schedule
import Storage

/// A change of one edition's date: a move or a cancellation.
///
/// It concerns two files, the schedule and the log. Its intent goes to the journal first, then the
/// schedule is written, then the log: where the machine stops in between, the schedule says less
/// than the public was told at worst for the time until the next command, which finishes the
/// change from the intent. An edition that was brought forward does not come out early by that:
/// the later of the sealed and the scheduled instant holds.
struct DateChange {
  enum Kind: String {
    case moved, cancelled
  }

  let edition: Month
  let kind: Kind
  /// What the public knew before; nil where it knew nothing.
  let from: AnnouncedDate?
  /// The new time; nil for a cancellation.
  let to: WallTime?
  let reason: String
  /// Why it is brought forward to less than four weeks ahead.
  var shortNotice: String?
  /// Why it is not 09:30 on a weekday.
  let exemption: String?
  /// Whether the public is told.
  let isPublic: Bool

  /// The exception that the schedule gets.
  func exception(announced: Day) -> ScheduleException {
    ScheduleException(
      edition: edition, change: to.map { .moved(to: $0) } ?? .cancelled, reason: reason,
      announced: announced)
  }

  /// Whether the schedule has it.
  func isIn(_ schedule: ReleaseSchedule) -> Bool {
    guard let entry = (try? schedule.entry(for: edition)) ?? nil else { return false }
    return to.map { !entry.isCancelled && entry.wallTime == $0 } ?? entry.isCancelled
  }

  /// What the log says of it.
  func fields(_ programme: Programme) -> [String: CanonicalJSON] {
    var fields: [String: CanonicalJSON] = [
      "reason": .string(reason),
      "title": .string("\(programme.series.title): \(edition.longText)"),
    ]
    guard let from else { return fields }
    guard let to else {
      fields["was"] = .string(from.description)
      return fields
    }
    let date = from.samePrecision(to)
    fields["from"] = .string(from.description)
    fields["to"] = .string(date.description)
    if case .exact = date, let instant = try? programme.schedule.rule.zone.instant(of: to) {
      fields["instant"] = .string(instant.description)
      fields["zone"] = .string(programme.schedule.rule.zone.identifier)
      // Of a month nobody knows the time yet: it is said when the date is confirmed.
      fields["exemption"] = exemption.map { .string($0) }
      fields["shortNotice"] = shortNotice.map { .string($0) }
    }
    return fields
  }
}

// MARK: The intent in the journal

extension DateChange {
  static let event = "changing-date"

  /// The intent; `logged` is the number of lines of the log before it.
  func intent(logged: Int) -> [String: CanonicalJSON] {
    var fields: [String: CanonicalJSON] = [
      "change": .string(kind.rawValue), "logged": .integer(logged), "public": .bool(isPublic),
      "reason": .string(reason),
    ]
    fields["from"] = from.map { .string($0.description) }
    fields["to"] = to.map { .string($0.description) }
    fields["exemption"] = exemption.map { .string($0) }
    fields["shortNotice"] = shortNotice.map { .string($0) }
    return fields
  }

  /// The change that this line of the journal meant.
  init?(intent: LedgerEntry) {
    func text(_ name: String) -> String? {
      if case .string(let text)? = intent.fields[name] { text } else { nil }
    }
    guard intent.event == Self.event, let edition = intent.edition.flatMap({ Month($0) }),
      let kind = text("change").flatMap({ Kind(rawValue: $0) }), let reason = text("reason"),
      case .bool(let isPublic)? = intent.fields["public"]
    else { return nil }
    self.init(
      edition: edition, kind: kind, from: text("from").flatMap { AnnouncedDate($0) },
      to: text("to").flatMap { WallTime($0) }, reason: reason, shortNotice: text("shortNotice"),
      exemption: text("exemption"), isPublic: isPublic)
  }
}

extension Workspace {
  /// Changes the date: the intent, the schedule, the log.
  func carryOut(
    _ change: DateChange, by person: String, _ history: History, _ programme: Programme,
    at now: Instant
  ) throws {
    let file = path(Self.scheduleFile)
    let bytes = try Files.read(file, limit: Self.fileLimit)
    var edited: [UInt8]?
    if !change.isIn(programme.schedule) {
      let today = programme.schedule.rule.zone.wallTime(of: now).day
      let (made, findings) = ScheduleEditing.setting(
        change.exception(announced: today), in: bytes, file: Self.scheduleFile)
      guard let made, !findings.hasErrors else {
        throw ReleaseError(
          .findings, "schedule.json cannot have this change; nothing was changed",
          findings: findings)
      }
      edited = made
    }
    try record(
      DateChange.event, of: change.edition, by: person, change.intent(logged: history.log.count),
      in: journalLedger, at: now)
    if let edited { try Files.write(edited, to: file, mode: try Files.mode(of: file) & 0o777) }
    guard change.isPublic else { return }
    try record(
      change.kind.rawValue, of: change.edition, change.fields(programme), in: logLedger, at: now)
  }

  /// Finishes a change of date that stopped between the schedule and the log, or lets go of one
  /// that stopped before the schedule was written.
  ///
  /// - Returns: what was done, a sentence each.
  func finishInterruptedDates(at now: Instant) throws -> [String] {
    let history = try History(self)
    guard
      let intent = history.journal.last(where: {
        $0.event == DateChange.event || $0.event == "date-kept"
      }), let change = DateChange(intent: intent), change.isPublic,
      case .integer(let logged)? = intent.fields["logged"],
      !history.log.dropFirst(logged).contains(where: {
        $0.event == change.kind.rawValue && $0.edition == change.edition.description
      })
    else { return [] }
    let programme = try self.programme()
    guard change.isIn(programme.schedule) else {
      try record("date-kept", of: change.edition, [:], in: journalLedger, at: now)
      return [
        "a change of the date of \(change.edition) stopped before the schedule was written; the "
          + "date is as it was, and the change can be made again"
      ]
    }
    try record(
      change.kind.rawValue, of: change.edition, change.fields(programme), in: logLedger, at: now)
    return [
      "finished the change of the date of \(change.edition), which stopped before it was announced"
    ] + (try publishSiteIfWhole(at: now).sentences)
  }
}
