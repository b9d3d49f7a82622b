import Editions
package import Notation
package import Schedule

/// An organisation's duty to publish its report on its own site within four months of our
/// publication (domain rule R7).
package struct Obligation: Sendable, Hashable {
  /// How it stands on a day.
  package enum State: String, Sendable, Hashable {
    /// The last day has not gone by.
    case due
    case met
    /// Published by the organisation, after the last day.
    case metLate = "met late"
    case overdue
  }

  /// What somebody found when they looked.
  package struct Evidence: Sendable, Hashable {
    package let url: String
    /// The day on which the organisation published it.
    package let day: Day
    /// Who looked.
    package let person: String

    package init(url: String, day: Day, person: String) {
      self.url = url
      self.day = day
      self.person = person
    }
  }

  package let edition: Month
  /// The identifier of the analysis.
  package let analysis: String
  /// The name of the report's page.
  package let slug: String
  package let organisation: String
  /// The day on which our report first came out, in the zone of the series.
  package let published: Day
  package let evidence: Evidence?

  package init(
    edition: Month, analysis: String, slug: String, organisation: String, published: Day,
    evidence: Evidence?
  ) {
    self.edition = edition
    self.analysis = analysis
    self.slug = slug
    self.organisation = organisation
    self.published = published
    self.evidence = evidence
  }

  /// The last day for the organisation.
  package var due: Day { Self.due(published: published) }

  /// The last day for the organisation of a report that came out on this day.
  static func due(published: Day) -> Day { published.adding(months: 4) }

  /// How it stands on this day.
  package func state(on today: Day) -> State {
    if let evidence { return evidence.day <= due ? .met : .metLate }
    return today <= due ? .due : .overdue
  }
}

extension Day {
  /// The same day so many calendar months on; the last of that month where it has no such day.
  package func adding(months: Int) -> Day {
    let month = monthOfYear.adding(months: months)
    return Day(year: month.year, month: month.month, day: min(day, month.lastDay.day))!
  }
}

/// All obligations of a workspace as they stand on a day.
package struct ObligationReport: Sendable {
  /// By due day, then by edition and page.
  package let obligations: [Obligation]
  package let today: Day

  package var overdueOnly: ObligationReport {
    ObligationReport(
      obligations: obligations.filter { $0.state(on: today) == .overdue }, today: today)
  }

  package func count(of state: Obligation.State) -> Int {
    obligations.count { $0.state(on: today) == state }
  }

  /// The report for people: a line each, and the sum.
  package var lines: [String] {
    let lines = obligations.map { obligation in
      let state = obligation.state(on: today).rawValue
      var line = state + String(repeating: " ", count: 9 - state.count)
      line += " \(obligation.due)  \(obligation.edition)  \(obligation.analysis)"
      line += "  \(obligation.organisation)"
      if let evidence = obligation.evidence { line += "  \(evidence.day) \(evidence.url)" }
      return line
    }
    let counts = [Obligation.State.overdue, .due, .met, .metLate]
      .map { "\(count(of: $0)) \($0.rawValue)" }
    return lines + [counts.joined(separator: ", ")]
  }

  /// The report for programs.
  package var json: CanonicalJSON {
    .object([
      "obligations": .array(obligations.map { $0.json(on: today) }),
      "overdue": .integer(count(of: .overdue)), "today": .string(today.description),
    ])
  }
}

extension Obligation {
  fileprivate func json(on today: Day) -> CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "analysis": .string(analysis), "due": .string(due.description),
      "edition": .string(edition.description), "organisation": .string(organisation),
      "published": .string(published.description), "report": .string(slug),
      "state": .string(state(on: today).rawValue),
    ]
    if let evidence {
      members["evidence"] = .object([
        "by": .string(evidence.person), "day": .string(evidence.day.description),
        "url": .string(evidence.url),
      ])
    }
    return .object(members)
  }
}
