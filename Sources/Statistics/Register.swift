package import Schedule

/// Where a request stands on its way, in the order of that way.
package enum RequestState: String, Sendable, Hashable, CaseIterable {
  case received, checking, rejected, matching, analysis, complete, published, withdrawn

  /// Whether the request still waits for its report.
  package var isInProgress: Bool {
    switch self {
    case .received, .checking, .matching, .analysis, .complete: true
    case .rejected, .published, .withdrawn: false
    }
  }
}

/// Why a request could not be processed (acceptance rules R1 to R6).
package enum RejectionReason: String, Sendable, Hashable, CaseIterable {
  /// The record says no more than that the minimum criteria were not met.
  case minimumCriteria = "minimum-criteria"
  /// Fewer people than the minimum (R1).
  case minimumCohort = "minimum-cohort"
  /// Name, date of birth, gender or date of the service missing (R2).
  case missingIdentifiers = "missing-identifiers"
  /// Outside the years for which there are data (R3).
  case outsideWindow = "outside-window"
  /// A group that cannot be analysed (R4).
  case excludedGroup = "excluded-group"
  /// More than one service or organisation (R5).
  case jointRequest = "joint-request"
  /// About individuals or about other organisations (R5).
  case speculative
  /// Incomplete for a systematic reason (R6).
  case incompleteData = "incomplete-data"
}

/// One request of an organisation for an analysis of one service.
package struct Request: Sendable, Hashable {
  package var id: String
  package var organisation: Organisation
  package var service: String
  /// The state now.
  package var state: RequestState
  /// Why it was rejected; nil for every other state.
  package var reason: RejectionReason?
  /// The day on which each state was reached, or that the day is not known.
  package var reached: [RequestState: Fact<Day>]

  package init(
    id: String, organisation: Organisation, service: String, state: RequestState,
    reason: RejectionReason?, reached: [RequestState: Fact<Day>]
  ) {
    self.id = id
    self.organisation = organisation
    self.service = service
    self.state = state
    self.reason = reason
    self.reached = reached
  }

  /// The state at the end of this day; nil where it had not been received.
  ///
  /// A state whose day is not known counts as reached once a later state is known to have been.
  package func state(atEndOf day: Day) -> RequestState? {
    let states = RequestState.allCases.reversed()
    var laterIsReached = false
    for state in states {
      switch reached[state] {
      case .known(let date) where date <= day: return state
      case .unknown where laterIsReached: return state
      case .known: laterIsReached = false
      default: continue
      }
    }
    return nil
  }
}

/// A count, or the reason why nobody can know it.
package typealias Count = Fact<Int>

extension Fact where Value == Int {
  /// The sum; unknown where either part is, for the first part's reason.
  package static func + (a: Self, b: Self) -> Self {
    switch (a, b) {
    case (.known(let a), .known(let b)): .known(a + b)
    case (.unknown, _): a
    case (_, .unknown): b
    }
  }

  /// The difference; unknown where either part is.
  package static func - (a: Self, b: Self) -> Self {
    switch (a, b) {
    case (.known(let a), .known(let b)): .known(a - b)
    case (.unknown, _): a
    case (_, .unknown): b
    }
  }
}
