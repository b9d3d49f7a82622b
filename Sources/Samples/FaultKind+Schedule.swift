import Schedule
import Statistics

extension FaultKind {
  /// Control totals that the computed counts contradict.
  static let totals: [FaultKind] = [
    total("total-of-requests", "requestsToDate", "requests to date"),
    total("total-of-the-month", "reportsThisMonth", "reports this month"),
    total("total-of-reports", "reportsToDate", "reports to date"),
    total("total-not-processed", "notProcessed", "requests not processed"),
    FaultKind(
      "published-without-analysis", "records.published-without-analysis", .totals,
      "a request was published with the edition, which has no analysis for it",
      .row(column: nil) { cells, recipe in
        cells[4] = RequestState.published.rawValue
        cells[12] = "\(recipe.rule.day(of: recipe.last))"
      }),
  ]

  private static func total(_ name: String, _ member: String, _ words: String) -> FaultKind {
    FaultKind(
      name, "totals.disagree", .totals, "the control total of \(words) is one more",
      .schedule { schedule, recipe in
        let edition = recipe.last.description
        schedule.change([.name("editions"), .name(edition), "controlTotals", .name(member)]) {
          if case .literal(let digits) = $0 { $0 = .number(Int(digits)! + 1) }
        }
        return "$.editions['\(edition)'].controlTotals.\(member)"
      })
  }

  /// A schedule that contradicts itself.
  static let schedule: [FaultKind] = [
    FaultKind(
      "cover-begins-too-late", "intake.schedule.cover", .schedule,
      "the period begins after the first edition's ends",
      .schedule { schedule, recipe in
        schedule.set("coverFrom", to: .string("\(recipe.first.firstDay)"))
        return "$.coverFrom"
      }),
    FaultKind(
      "exception-of-no-edition", "intake.schedule.exception-outside", .schedule,
      "an exception is for a month after the last",
      .schedule { schedule, recipe in
        let edition = recipe.last.adding(months: 2)
        return schedule.addException(edition, moved: edition, announced: edition.previous)
          + ".edition"
      }),
    FaultKind(
      "move-announced-after-it", "intake.schedule.announced-late", .schedule,
      "a moved date was announced after it",
      .schedule { schedule, recipe in
        schedule.addException(recipe.last, moved: recipe.last, announced: recipe.last.next)
          + ".announced"
      }),
    FaultKind(
      "plan-of-no-edition", "intake.schedule.plan-outside", .schedule,
      "there are control totals for a month after the last",
      .schedule { schedule, recipe in
        schedule.change(["editions"]) { editions in
          editions[recipe.last.next.description] = editions[recipe.last.description]
        }
        return "$.editions"
      }),
    FaultKind(
      "recipient-twice", "intake.schedule.recipient-twice", .schedule,
      "a recipient of pre-release access stands twice",
      .schedule { schedule, _ in
        var count = 0
        schedule.change(["preRelease", "recipients"]) {
          count = $0.elements.count
          $0.elements.append($0.elements[0])
        }
        return "$.preRelease.recipients[\(count)]"
      }),
    FaultKind(
      "near-beyond-poor", "intake.schedule.balance", .schedule,
      "a near match is further off than a poor one",
      .schedule { schedule, _ in
        schedule.set("thresholds", "nearBalance", "value", to: .literal("0.2"))
        return "$.thresholds.nearBalance"
      }),
    FaultKind(
      "window-backwards", "intake.schedule.window", .schedule,
      "a window of cohorts ends before it begins",
      .schedule { schedule, _ in
        schedule.set("thresholds", "cohortWindows", 0, "to", to: .string("1900-12-31"))
        return "$.thresholds.cohortWindows[0]"
      }),
  ]

  /// A schedule that cannot be read.
  static let scheduleReading: [FaultKind] = [
    FaultKind(
      "access-too-long", "intake.prerelease.hours", .scheduleReading,
      "pre-release access of 25 hours",
      .schedule { schedule, _ in
        schedule.set("preRelease", "hours", to: .number(25))
        return "$.preRelease.hours"
      }),
    FaultKind(
      "no-contact", "intake.schedule.contacts", .scheduleReading, "there is no contact",
      .schedule { schedule, _ in
        schedule.set("series", "contacts", to: .array([]))
        return "$.series.contacts"
      }),
    FaultKind(
      "time-of-no-clock", "intake.schedule.time", .scheduleReading, "the time is 25:30",
      .schedule { schedule, _ in
        schedule.set("rule", "time", to: .string("25:30"))
        return "$.rule.time"
      }),
    FaultKind(
      "zone-unknown", "intake.schedule.zone", .scheduleReading, "the zone is Mars/Olympus",
      .schedule { schedule, _ in
        schedule.set("rule", "zone", to: .string("Mars/Olympus"))
        return "$.rule.zone"
      }),
    FaultKind(
      "ordinal-of-nothing", "intake.schedule.ordinal", .scheduleReading, "the ordinal is 0",
      .schedule { schedule, _ in
        schedule.set("rule", "ordinal", to: .number(0))
        return "$.rule.ordinal"
      }),
  ]
}

extension JSONText {
  /// Adds an exception for an edition and gives its path.
  fileprivate mutating func addException(_ edition: Month, moved: Month, announced: Month) -> String
  {
    var index = 0
    change(["exceptions"]) { exceptions in
      index = exceptions.elements.count
      exceptions.elements.append(
        .object([
          "edition": .string("\(edition)"), "action": .string("moved"),
          "to": .string("\(moved.firstDay.adding(days: 20))T09:30"),
          "reason": .string("The figures are late."),
          "announced": .string("\(announced.firstDay.adding(days: 21))"),
        ]))
    }
    return "$.exceptions[\(index)]"
  }
}
