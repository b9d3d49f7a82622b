package import Editions
package import Notation
package import Schedule

/// One line of the release calendar.
package struct CalendarEntry: Sendable {
  package let scheduled: ScheduledEdition
  /// When the rule would have put it, where an exception moved it.
  package let movedFrom: WallTime?
  /// Why the edition is not in this workspace; nil where nothing speaks against it.
  package let notHeld: String?
  /// What the public was told of it; nil where it was told nothing.
  package let told: AnnouncedEdition?

  /// What it is before the public.
  package var state: String {
    told?.state.rawValue ?? (scheduled.isCancelled ? "cancelled" : "not announced")
  }

  /// The entry for people.
  package var line: String {
    let wall = scheduled.wallTime
    let when = "\(wall.day.weekday.longText) \(wall.day.longText), \(wall.clockText)"
    var line = "\(scheduled.edition)  \(when)  (\(scheduled.instant))  \(state)"
    if let exception = scheduled.exception {
      if let movedFrom {
        line += "  moved from \(movedFrom.day.longText), \(movedFrom.clockText)"
      } else {
        line += "  CANCELLED"
      }
      line += ", announced \(exception.announced.longText): \(exception.reason)"
    }
    if let told, !told.state.isOut, told.state != .cancelled, let date = told.date,
      date.samePrecision(wall) != date
    {
      line += "  ANNOUNCED FOR \(date.longText)"
    }
    if notHeld != nil { line += "  not held in this workspace" }
    return line
  }

  /// The entry for programs.
  package var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "edition": .string(scheduled.edition.description),
      "instant": .string(scheduled.instant.description), "state": .string(state),
      "wallTime": .string(scheduled.wallTime.description),
    ]
    members["movedFrom"] = movedFrom.map { .string($0.description) }
    members["reason"] = scheduled.exception.map { .string($0.reason) }
    members["announced"] = scheduled.exception.map { .string($0.announced.description) }
    members["notHeld"] = notHeld.map { .string($0) }
    members["told"] = told?.json
    return .object(members)
  }
}

extension AnnouncedEdition {
  /// What the public was told, with every date that it was told before.
  fileprivate var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "changes": .array(
        changes.map {
          .object([
            "before": .string($0.before.description), "instant": .string($0.instant.description),
            "reason": .string($0.reason),
          ])
        }), "firstTold": .string(firstTold.description), "lastTold": .string(lastTold.description),
      "revision": .integer(revision), "state": .string(state.rawValue),
    ]
    members["date"] = date.map { .string($0.description) }
    members["exemption"] = exemption.map { .string($0) }
    members["reason"] = reason.map { .string($0) }
    members["released"] = released.map { .string($0.description) }
    members["shortNotice"] = shortNotice.map { .string($0) }
    return .object(members)
  }
}

extension Workspace {
  /// The editions of twelve months from this one on; from the present month for nil.
  package func calendar(from first: Month?, clock: any Clock) throws -> [CalendarEntry] {
    let programme = try self.programme()
    let rule = programme.schedule.rule
    let from = first?.firstDay ?? rule.zone.wallTime(of: clock.now()).day
    let until = Day(
      daysSince1970: from.monthOfYear.adding(months: 12).firstDay.daysSince1970 + from.day - 1)
    // A moved edition stands where it comes out, however far from its month that is.
    let months = Set((-12...24).map { from.monthOfYear.adding(months: $0) })
      .union(programme.schedule.exceptions.map(\.edition))
    let entries = months.flatMap { programme.schedule.entries(from: $0, months: 1) }
      .filter { $0.wallTime.day >= from && $0.wallTime.day < until }
      .sorted { $0.instant < $1.instant }
    let told = try History(self).calendar
    return entries.map { scheduled in
      let isMoved = scheduled.exception != nil && !scheduled.isCancelled
      var notHeld: String?
      if case .notHeld(let reason, _) = programme.plans[scheduled.edition] { notHeld = reason }
      return CalendarEntry(
        scheduled: scheduled, movedFrom: isMoved ? rule.wallTime(of: scheduled.edition) : nil,
        notHeld: notHeld, told: told[scheduled.edition])
    }
  }
}
