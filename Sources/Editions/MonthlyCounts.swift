package import Schedule
import Statistics

/// What came in and what came out in one month.
package struct MonthlyCounts: Sendable, Hashable {
  /// A count of a month, or why there is none.
  package enum Count: Sendable, Hashable {
    case known(Int)
    /// The month lies outside of what is counted: after the cut-off, or it has no edition.
    case notApplicable
    /// Only part of the register is at hand, for this reason.
    case partial(reason: String)
    /// The register does not say of every request when it was received.
    case undated
    /// Requests of this month are in the opening balance, not in the register; from where it comes.
    case beforeRegister(source: String)
    /// The month's edition is not held, for this reason; nil where none is given.
    case notHeld(reason: String?)
  }

  package var month: Month
  /// Requests received in the month.
  package var requests: Count
  /// Reports published with the edition of the month.
  package var reports: Count
}

extension Edition {
  /// How many months are told one by one.
  private static let monthsTold = 12

  /// The months up to that of this edition, at most twelve, the oldest first.
  package var monthlyCounts: [MonthlyCounts] {
    let begin = min(programme.coverFrom.monthOfYear, programme.schedule.rule.first, month)
    let first = max(begin, month.adding(months: 1 - Self.monthsTold))
    let received = receivedByMonth
    return sequence(first: first) { $0 < month ? $0.next : nil }.map { month in
      MonthlyCounts(
        month: month, requests: requests(in: month, received), reports: reports(in: month))
    }
  }

  /// The requests of the register by the month of their receipt, up to the cut-off; nil where the
  /// day of one is not known.
  private var receivedByMonth: [Month: Int]? {
    var counts: [Month: Int] = [:]
    for request in requests where request.state(atEndOf: period.to) != nil {
      guard case .known(let day) = request.reached[.received] else { return nil }
      counts[day.monthOfYear, default: 0] += 1
    }
    return counts
  }

  private func requests(in month: Month, _ received: [Month: Int]?) -> MonthlyCounts.Count {
    if month.firstDay > period.to || month.lastDay < period.from { return .notApplicable }
    if let reason = plan.partialReason { return .partial(reason: reason) }
    guard let received else { return .undated }
    if let opening = openingBalance, opening.requests != .known(0),
      month.firstDay <= opening.asAt
    {
      return .beforeRegister(source: opening.source)
    }
    return .known(received[month] ?? 0)
  }

  private func reports(in month: Month) -> MonthlyCounts.Count {
    if month == self.month { return Self.count(statedTotals.reportsThisMonth) }
    // A time that clocks skip or repeat: intake has refused such a schedule with a finding.
    guard let entry = (try? programme.schedule.entry(for: month)) ?? nil else {
      return .notApplicable
    }
    if entry.isCancelled { return .known(0) }
    switch programme.plans[month] {
    case .held(let plan) where plan.partialReason == nil:
      return .known(earlier.first { $0.edition == month }?.analyses.count ?? 0)
    case .held(let plan): return Self.count(plan.controlTotals.reportsThisMonth)
    case .notHeld(_, .some(let reports)): return .known(reports)
    case .notHeld(let reason, nil): return .notHeld(reason: reason)
    case nil: return .notHeld(reason: nil)
    }
  }

  private static func count(_ count: Statistics.Count) -> MonthlyCounts.Count {
    switch count {
    case .known(let number): .known(number)
    case .unknown(let reason): .notHeld(reason: reason)
    }
  }
}
