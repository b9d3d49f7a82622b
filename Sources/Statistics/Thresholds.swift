package import Schedule

/// A setting with the source of its value.
package struct Threshold<Value: Sendable & Hashable>: Sendable, Hashable {
  package var value: Value
  package var source: String

  package init(_ value: Value, source: String) {
    self.value = value
    self.source = source
  }
}

/// From a day on, cohorts of these days are accepted (acceptance rule R3).
package struct CohortWindow: Sendable, Hashable {
  package var days: DayRange
  /// The day from which this window is in force.
  package var effective: Day
  package var source: String

  package init(days: DayRange, effective: Day, source: String) {
    self.days = days
    self.effective = effective
    self.source = source
  }
}

/// Where it is told of nobody, or of everybody, that they have something in common.
package enum EveryoneRule: String, Sendable, Hashable, CaseIterable {
  /// Everywhere: no group is protected as a whole.
  case shown
  /// Not in an outcome: nobody learns of every one of the people analysed that they re-offended,
  /// or that they did not.
  case hiddenInOutcomes = "hidden-in-outcomes"
  /// Nowhere, in characteristics neither.
  case hidden
}

/// The limits that decide what is accepted, claimed and shown.
///
/// They are settings, never constants.
package struct Thresholds: Sendable, Hashable {
  /// People submitted; fewer are not serviced (R1).
  package var minimumCohort: Threshold<Int>
  /// Re-offenders in the treatment group that a claim needs.
  package var minimumReoffenders: Threshold<Int>
  /// People times rate (np) that a claim needs in each group.
  package var minimumExpected: Threshold<Double>
  /// A p-value at or below it is significant; intervals have 1 minus it as their level.
  package var significance: Threshold<Double>
  /// A count of people above 0 and below it is not shown; 0 or 1 hides nothing.
  package var disclosure: Threshold<Int>
  /// Whether nobody and everybody of a group are shown.
  package var everyone: Threshold<EveryoneRule>
  /// Standardised difference above which a match is no longer near.
  package var nearBalance: Threshold<Double>
  /// Standardised difference above which a match is poor.
  package var poorBalance: Threshold<Double>
  package var cohortWindows: [CohortWindow]

  package init(
    minimumCohort: Threshold<Int>, minimumReoffenders: Threshold<Int>,
    minimumExpected: Threshold<Double>, significance: Threshold<Double>,
    disclosure: Threshold<Int>, everyone: Threshold<EveryoneRule> = Self.standardEveryone,
    nearBalance: Threshold<Double>, poorBalance: Threshold<Double>,
    cohortWindows: [CohortWindow]
  ) {
    self.minimumCohort = minimumCohort
    self.minimumReoffenders = minimumReoffenders
    self.minimumExpected = minimumExpected
    self.significance = significance
    self.disclosure = disclosure
    self.everyone = everyone
    self.nearBalance = nearBalance
    self.poorBalance = poorBalance
    self.cohortWindows = cohortWindows
  }

  /// What holds where the schedule says nothing of ``everyone``.
  package static let standardEveryone = Threshold(
    EveryoneRule.hiddenInOutcomes,
    source: "Our setting: an outcome that all of a known group share tells of each of them.")
}
