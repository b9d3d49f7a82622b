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
  /// A count above 0 and below it is not shown.
  package var disclosure: Threshold<Int>
  /// Standardised difference above which a match is no longer near.
  package var nearBalance: Threshold<Double>
  /// Standardised difference above which a match is poor.
  package var poorBalance: Threshold<Double>
  package var cohortWindows: [CohortWindow]

  package init(
    minimumCohort: Threshold<Int>, minimumReoffenders: Threshold<Int>,
    minimumExpected: Threshold<Double>, significance: Threshold<Double>,
    disclosure: Threshold<Int>, nearBalance: Threshold<Double>, poorBalance: Threshold<Double>,
    cohortWindows: [CohortWindow]
  ) {
    self.minimumCohort = minimumCohort
    self.minimumReoffenders = minimumReoffenders
    self.minimumExpected = minimumExpected
    self.significance = significance
    self.disclosure = disclosure
    self.nearBalance = nearBalance
    self.poorBalance = poorBalance
    self.cohortWindows = cohortWindows
  }
}
