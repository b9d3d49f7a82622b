import Diagnostics
import Editions
import Schedule

/// The dates of the schedule held against those that the public was told.
///
/// There is one date for an edition: whoever changes it changes what was announced, and says so
/// (Code of Practice T3.2).
struct AnnouncementCheck {
  let record: ProgrammeRecord
  let announcements: PublicCalendar

  /// What differs, of every edition that was announced and is not out.
  var findings: [Finding] {
    announcements.editions.filter { !$0.state.isOut }.flatMap { edition -> [Finding] in
      // A date that cannot be worked out, or an edition outside the series, that was announced:
      // nothing in the schedule stands for it.
      guard let scheduled = (try? record.programme.schedule.entry(for: edition.edition)) ?? nil
      else { return [missing(edition)] }
      return [state(edition, scheduled) ?? date(edition, scheduled)].compactMap(\.self)
    }
  }

  private func missing(_ edition: AnnouncedEdition) -> Finding {
    finding(
      "cancelled", of: edition.edition,
      found: "the edition \(edition.edition) was announced, and the series has no such edition now",
      remedy: "restore the rule, then cancel it with `ninethirty cancel \(edition.edition)`")
  }

  /// Where one of the two says that the edition is cancelled.
  private func state(_ edition: AnnouncedEdition, _ scheduled: ScheduledEdition) -> Finding? {
    let month = edition.edition
    guard scheduled.isCancelled != (edition.state == .cancelled) else {
      // Both say cancelled: the date is of no account.
      return nil
    }
    return finding(
      "cancelled", of: month,
      found: scheduled.isCancelled
        ? "the edition \(month) is cancelled in the schedule, and the public was not told"
        : "the public was told that the edition \(month) is cancelled; the schedule has a date for it",
      remedy: scheduled.isCancelled
        ? "run `ninethirty cancel \(month)`, or take the exception out"
        : "cancel it in the schedule too; what was cancelled in public stays cancelled")
  }

  private func date(_ edition: AnnouncedEdition, _ scheduled: ScheduledEdition) -> Finding? {
    let month = edition.edition
    guard edition.state != .cancelled, let announced = edition.date else { return nil }
    let date = announced.samePrecision(scheduled.wallTime)
    guard date != announced else { return zone(edition, scheduled) }
    return finding(
      "date", of: month,
      found: "the schedule puts the edition \(month) on \(date.longText); "
        + "\(announced.longText) was announced",
      remedy:
        "say it with `ninethirty move \(month) --to \(scheduled.wallTime) --reason …`, or take "
        + "the change out of the schedule")
  }

  /// The same day and time in another time zone is another instant.
  private func zone(_ edition: AnnouncedEdition, _ scheduled: ScheduledEdition) -> Finding? {
    guard let promised = edition.promised, promised != scheduled.instant else { return nil }
    let zone = record.programme.schedule.rule.zone
    return finding(
      "date", of: edition.edition,
      found:
        "the schedule puts the edition \(edition.edition) at \(scheduled.instant), its time in "
        + "\(zone.identifier); \(promised) was announced",
      remedy: "put the time zone back: the public was told the time in it")
  }

  private func finding(
    _ id: String, of month: Month, found: String, remedy: String
  ) -> Finding {
    let exception = record.programme.schedule.exceptions.firstIndex { $0.edition == month }
    return Finding(
      "announcement.\(id)",
      at: record.place(exception.map { "$.exceptions[\($0)]" } ?? "$.rule"), found: found,
      rule: "the date that was announced holds, until a change is announced with its reason",
      source: "Code of Practice T3.2", remedy: remedy)
  }
}
