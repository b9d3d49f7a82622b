package import Schedule
package import Statistics

/// The counts that a bulletin states, all computed from the register and the analyses.
///
/// Requests, analyses and reports are different things and are counted separately.
package struct Counts: Sendable, Hashable {
  /// Requests received from the beginning to the cut-off.
  package var requestsToDate: Count
  /// Reports of the editions before this one.
  package var reportsBefore: Count
  package var reportsThisMonth: Int
  package var reportsToDate: Count
  /// Requests that could not be processed.
  package var notProcessed: Count
  /// Requests that still wait for their report.
  package var inProgress: Count
  /// Requests of the register by state at the cut-off, those of this month's reports under
  /// `complete`; what the opening balance holds is in none of them.
  package var byState: [RequestState: Int]
  /// Requests of the register that could not be processed, by reason.
  package var byReason: [RejectionReason: Int]
}

extension Edition {
  /// Where this edition starts counting: its own opening balance, that of the nearest edition
  /// before it that has one, or the series'.
  package var openingBalance: OpeningBalance? {
    if let own = plan.openingBalance { return own }
    for past in programme.schedule.editions(before: month) {
      if case .held(let held) = programme.plans[past], let opening = held.openingBalance {
        return opening
      }
    }
    return programme.openingBalance
  }

  /// The first edition whose reports are counted on top of the opening balance.
  package var countedFrom: Month {
    if plan.openingBalance != nil { return month }
    for past in programme.schedule.editions(before: month) {
      if case .held(let held) = programme.plans[past], held.openingBalance != nil { return past }
    }
    return programme.schedule.rule.first
  }

  /// The counts of the part that is at hand, as at the cut-off.
  package var counts: Counts {
    let cutOff = period.to
    let reportedBefore = Set(earlier.flatMap { $0.analyses.map(\.request) })
    let reportedNow = Set(analyses.map(\.request))
    var byState: [RequestState: Int] = [:]
    var byReason: [RejectionReason: Int] = [:]
    for request in requests {
      var state = request.state(atEndOf: cutOff)
      if reportedBefore.contains(request.id) {
        state = .published
      } else if reportedNow.contains(request.id) {
        state = .complete
      }
      guard let state else { continue }
      byState[state, default: 0] += 1
      if state == .rejected, let reason = request.reason { byReason[reason, default: 0] += 1 }
    }
    let opening = openingBalance
    let received = byState.values.reduce(0, +)
    let counted = earlier.filter { $0.edition >= countedFrom }
    let before = counted.reduce(0) { $0 + $1.analyses.count }
    let waiting = requests.count { request in
      !reportedNow.contains(request.id) && !reportedBefore.contains(request.id)
        && request.state(atEndOf: cutOff)?.isInProgress == true
    }
    let reportsBefore = (opening?.reports ?? .known(0)) + .known(before)
    return Counts(
      requestsToDate: (opening?.requests ?? .known(0)) + .known(received),
      reportsBefore: reportsBefore, reportsThisMonth: analyses.count,
      reportsToDate: reportsBefore + .known(analyses.count),
      notProcessed: (opening?.notProcessed ?? .known(0)) + .known(byState[.rejected] ?? 0),
      inProgress: plan.partialReason == nil
        ? .known(waiting) : .unknown(reason: "Only part of the register is at hand."),
      byState: byState, byReason: byReason)
  }

  /// The counts that the bulletin states: computed ones, or for an edition of which only part is
  /// at hand the published control totals.
  package var statedTotals: ControlTotals {
    guard plan.partialReason == nil else { return plan.controlTotals }
    let counts = counts
    return ControlTotals(
      requestsToDate: counts.requestsToDate, reportsThisMonth: .known(counts.reportsThisMonth),
      reportsToDate: counts.reportsToDate, notProcessed: counts.notProcessed,
      source: plan.controlTotals.source)
  }
}
