package import Schedule

/// One completed analysis: what becomes one tailored report.
package struct Analysis: Sendable, Hashable {
  /// The identifier, unique for ever in the series.
  package var id: String
  /// The request in the register that it answers.
  package var request: String
  /// A statistics label of this report's own; nil where it has the series'.
  package var label: String?
  package var organisation: Organisation
  package var service: Service
  /// From people submitted to people analysed.
  package var attrition: Fact<[AttritionStep]>
  /// At least one; the first is the one-year proven rate.
  package var outcomes: [Outcome]
  package var matching: Fact<Matching>
  package var completed: Fact<Day>
  /// Who analysed; kept, never printed.
  package var analyst: Fact<String>
  /// Who assured the quality; kept, never printed.
  package var qualityAssurer: Fact<String>
  /// Where a reconstruction has its figures from.
  package var sources: [String]
  /// Its texts in other languages, as the statisticians gave them.
  package var translations: [Language: Translation] = [:]

  /// The texts of one analysis in another language.
  package struct Translation: Sendable, Hashable {
    /// The description of the service; nil where it was not translated.
    package var description: String?
    /// Names, steps, reasons and the like, each under the text that it translates.
    package var phrases: [String: String]

    package init(description: String?, phrases: [String: String]) {
      self.description = description
      self.phrases = phrases
    }
  }

  package init(
    id: String, request: String, label: String?, organisation: Organisation, service: Service,
    attrition: Fact<[AttritionStep]>, outcomes: [Outcome], matching: Fact<Matching>,
    completed: Fact<Day>, analyst: Fact<String>, qualityAssurer: Fact<String>, sources: [String]
  ) {
    self.id = id
    self.request = request
    self.label = label
    self.organisation = organisation
    self.service = service
    self.attrition = attrition
    self.outcomes = outcomes
    self.matching = matching
    self.completed = completed
    self.analyst = analyst
    self.qualityAssurer = qualityAssurer
    self.sources = sources
  }

  /// The outcome that every report has: the one-year proven re-offending rate.
  package var primary: Outcome { outcomes[0] }
}

/// An organisation that asked for analyses.
package struct Organisation: Sendable, Hashable {
  /// The slug that stands for it in the register and in addresses.
  package var id: String
  package var name: String

  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}

/// What the organisation did, in its own terms.
package struct Service: Sendable, Hashable {
  /// Where people started the service.
  package enum Setting: String, Sendable, Hashable, CaseIterable {
    case custody, community, both
  }

  package var name: Fact<String>
  /// Paragraphs parted by blank lines, plain text.
  package var description: Fact<String>
  package var period: Fact<DayRange>
  package var started: Fact<Setting>

  package init(
    name: Fact<String>, description: Fact<String>, period: Fact<DayRange>, started: Fact<Setting>
  ) {
    self.name = name
    self.description = description
    self.period = period
    self.started = started
  }
}

/// A range of days, both ends included.
package struct DayRange: Sendable, Hashable {
  package var from: Day
  package var to: Day

  package init(from: Day, to: Day) {
    self.from = from
    self.to = to
  }
}

/// One step on the way from the people submitted to the people analysed.
package struct AttritionStep: Sendable, Hashable {
  /// What the people left after this step are.
  package var label: String
  /// People left after this step.
  package var people: Quantity
  /// Why people were lost at this step; nil for the first.
  package var reason: Fact<String>?

  package init(label: String, people: Quantity, reason: Fact<String>?) {
    self.label = label
    self.people = people
    self.reason = reason
  }
}

/// What was measured.
package enum Measure: Sendable, Hashable {
  /// Share of people with a proven re-offence within one year.
  case oneYearProvenRate
  /// Proven re-offences for each person within one year.
  case frequency
  /// Days to the first proven re-offence, among those who re-offended.
  case timeToFirstReoffence
  /// A measure that the analyst names.
  case other(id: String, title: String, unit: Unit)

  /// The name in files and figure ids.
  package var id: String {
    switch self {
    case .oneYearProvenRate: "one-year-proven-rate"
    case .frequency: "frequency"
    case .timeToFirstReoffence: "time-to-first-reoffence"
    case .other(let id, _, _): id
    }
  }

  package var unit: Unit {
    switch self {
    case .oneYearProvenRate: .proportion
    case .frequency: .perPerson
    case .timeToFirstReoffence: .days
    case .other(_, _, let unit): unit
    }
  }

  /// The measures whose names are not free for an analyst's own.
  package static let standard: [Measure] = [
    .oneYearProvenRate, .frequency, .timeToFirstReoffence,
  ]
}

/// One result: a measure in both groups and the difference between them.
package struct Outcome: Sendable, Hashable {
  package var measure: Measure
  package var treatment: TreatmentResult
  package var control: ControlResult
  package var difference: DifferenceResult
  /// What the analyst concludes.
  package var conclusion: Fact<Direction>

  package init(
    measure: Measure, treatment: TreatmentResult, control: ControlResult,
    difference: DifferenceResult, conclusion: Fact<Direction>
  ) {
    self.measure = measure
    self.treatment = treatment
    self.control = control
    self.difference = difference
    self.conclusion = conclusion
  }
}

/// Two bounds in the unit of the outcome.
package struct Interval: Sendable, Hashable {
  package var low: Quantity
  package var high: Quantity

  package init(low: Quantity, high: Quantity) {
    self.low = low
    self.high = high
  }
}

/// A value with its uncertainty, in the unit of the outcome.
package struct Estimate: Sendable, Hashable {
  package var value: Quantity
  package var standardError: Quantity
  /// The 95% confidence interval.
  package var interval: Interval

  package init(value: Quantity, standardError: Quantity, interval: Interval) {
    self.value = value
    self.standardError = standardError
    self.interval = interval
  }
}

/// The treatment group's result.
package struct TreatmentResult: Sendable, Hashable {
  /// People that the measure is taken over.
  package var people: Quantity
  /// People with the outcome; nil for a measure that is no proportion.
  package var reoffenders: Quantity?
  package var estimate: Estimate

  package init(people: Quantity, reoffenders: Quantity?, estimate: Estimate) {
    self.people = people
    self.reoffenders = reoffenders
    self.estimate = estimate
  }
}

/// The matched control group's result.
package struct ControlResult: Sendable, Hashable {
  /// People in the group, unweighted.
  package var people: Quantity
  /// The effective size of the weighted group, (Σw)²/Σw².
  package var effectivePeople: Quantity
  package var estimate: Estimate

  package init(people: Quantity, effectivePeople: Quantity, estimate: Estimate) {
    self.people = people
    self.effectivePeople = effectivePeople
    self.estimate = estimate
  }
}

/// Treatment minus control, in the unit of the outcome.
package struct DifferenceResult: Sendable, Hashable {
  /// How interval and p-value were made.
  package enum Method: String, Sendable, Hashable, CaseIterable {
    /// Student's t with Welch's degrees of freedom.
    case welchT = "welch-t"
    /// The normal distribution.
    case normal
  }

  package var value: Quantity
  /// The 95% confidence interval.
  package var interval: Interval
  package var pValue: Quantity
  package var method: Fact<Method>

  package init(value: Quantity, interval: Interval, pValue: Quantity, method: Fact<Method>) {
    self.value = value
    self.interval = interval
    self.pValue = pValue
    self.method = method
  }
}

/// Which way a result points, where it points anywhere.
package enum Direction: String, Sendable, Hashable, CaseIterable {
  /// The treatment group's value is lower: for re-offending, a reduction.
  case lower
  /// The treatment group's value is higher.
  case higher
  /// No conclusion can be drawn; never a failure of the service.
  case inconclusive
}

/// How the control group was made.
package struct Matching: Sendable, Hashable {
  package var method: String
  /// People in the matched control group, unweighted.
  package var controlPeople: Quantity
  package var characteristics: Fact<[Characteristic]>

  package init(
    method: String, controlPeople: Quantity, characteristics: Fact<[Characteristic]>
  ) {
    self.method = method
    self.controlPeople = controlPeople
    self.characteristics = characteristics
  }
}

/// One characteristic that the groups were matched on.
package struct Characteristic: Sendable, Hashable {
  /// Both groups' means and their standardised difference.
  package struct Balance: Sendable, Hashable {
    package var treatment: Quantity
    package var control: Quantity
    package var standardisedDifference: Quantity

    package init(treatment: Quantity, control: Quantity, standardisedDifference: Quantity) {
      self.treatment = treatment
      self.control = control
      self.standardisedDifference = standardisedDifference
    }
  }

  /// What its means are means of.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Whether a person has it: the mean is a share of people.
    case share
    /// A number of each person, such as an age.
    case mean
  }

  /// The heading that it stands under, such as `Offence`.
  package var group: String
  package var name: String
  /// What the analyst says its means are; nil where nothing is said (see ``isShare``).
  package var kind: Kind?
  /// The set of mutually exclusive categories that it belongs to; nil where nothing is said.
  package var set: String?
  /// What the analyst divided the difference of means by.
  package var standardDeviation: Quantity
  package var before: Balance
  package var after: Balance

  package init(
    group: String, name: String, kind: Kind? = nil, set: String? = nil,
    standardDeviation: Quantity, before: Balance, after: Balance
  ) {
    self.group = group
    self.name = name
    self.kind = kind
    self.set = set
    self.standardDeviation = standardDeviation
    self.before = before
    self.after = after
  }
}

extension Characteristic {
  /// Whether its means are shares of people.
  ///
  /// Where the analyst says nothing, they are taken for shares if all that are known lie between 0
  /// and 1: to take a mean for a share hides a figure too many, the reverse gives people away.
  package var isShare: Bool {
    if let kind { return kind == .share }
    let means = [before, after].flatMap { [$0.treatment, $0.control] }.compactMap(\.exactValue)
    return means.allSatisfy { (0...1).contains($0) }
  }
}
