import Statistics

/// Draws the results of a made-up report, every derived number computed by the stated method.
struct SampleFigures {
  let report: SampleReport
  private var draw: Draw
  private let method: DifferenceResult.Method
  /// People analysed.
  let people: Int
  /// People who re-offended.
  let cases: Int
  let controlPeople: Int
  private let effective: Double
  /// Whether the attrition rather than the rate tells of a few people.
  let hidesLoss: Bool
  private(set) var outcomes: [Outcome] = []

  static let significance = 0.05

  init(_ report: SampleReport) {
    self.report = report
    var draw = Draw(seed: report.recipe.seed, "figures", report.number)
    let isSuppressed = report.kind == .suppressed
    let variant = isSuppressed ? draw.whole(0, 2) : 0
    hidesLoss = isSuppressed && variant == 2
    switch (report.kind, variant) {
    case _ where report.isTooSmall:
      people = 41
      cases = 14
    case (.tooFew, _):
      people = draw.whole(62, 95)
      cases = draw.whole(10, 29)
    case (.suppressed, 0):
      people = draw.whole(62, 120)
      cases = draw.whole(1, 2)
    case (.suppressed, 1):
      people = draw.whole(62, 120)
      cases = people - draw.whole(1, 2)
    default:
      people = Self.people(&draw)
      cases = Int((Double(people) * draw.between(0.3, 0.52)).rounded())
    }
    controlPeople = people * draw.whole(9, 60) + draw.whole(0, people)
    effective = (Double(controlPeople) * draw.between(0.35, 0.8) * 1e4).rounded() / 1e4
    method = draw.happens(0.85) ? .welchT : .normal
    self.draw = draw
    outcomes.append(primary())
    if !isSuppressed || hidesLoss { addFurtherOutcomes() }
  }

  /// Mostly small groups, some large.
  private static func people(_ draw: inout Draw) -> Int {
    switch draw.fraction() {
    case ..<0.6: draw.whole(130, 400)
    case ..<0.92: draw.whole(400, 1500)
    default: draw.whole(1500, 4000)
    }
  }

  // MARK: Outcomes

  private mutating func primary() -> Outcome {
    let rate = Double(cases) / Double(people)
    let control: Double
    switch report.kind {
    case .suppressed where !hidesLoss:
      control = cases < people / 2 ? draw.between(0.03, 0.08) : draw.between(0.9, 0.95)
    case .lower: control = controlRate(beside: rate, distance: draw.between(2.4, 3.6))
    case .higher: control = controlRate(beside: rate, distance: -draw.between(2.4, 3.2))
    default: control = controlRate(beside: rate, distance: draw.between(-1.1, 1.5))
    }
    return outcome(
      .oneYearProvenRate, people: people, cases: cases, value: rate,
      error: Self.error(rate, Double(people)),
      control: (controlPeople, effective, control, Self.error(control, effective)))
  }

  /// The control group's rate that lies so many standard errors of the difference above this one.
  private func controlRate(beside rate: Double, distance: Double) -> Double {
    var control = rate
    for _ in 0..<6 {
      let (a, b) = (Self.error(rate, Double(people)), Self.error(control, effective))
      control = rate + distance * (a * a + b * b).squareRoot()
    }
    return control
  }

  private static func error(_ rate: Double, _ size: Double) -> Double {
    (rate * (1 - rate) / size).squareRoot()
  }

  private mutating func addFurtherOutcomes() {
    if draw.happens(0.9) || report.isComplete { outcomes.append(frequency()) }
    if cases >= 30, draw.happens(0.8) || report.isComplete { outcomes.append(time()) }
    if cases >= 60, draw.happens(0.15) { outcomes.append(custody()) }
  }

  private mutating func frequency() -> Outcome {
    let value = (Double(cases) * draw.between(2.4, 4.2)).rounded() / Double(people)
    let control = value * draw.between(0.85, 1.25)
    let error = value * draw.between(1.6, 2.1) / Double(people).squareRoot()
    let controlError = control * draw.between(1.6, 2.1) / effective.squareRoot()
    return outcome(
      .frequency, people: people, cases: nil, value: value, error: error,
      control: (controlPeople, effective, control, controlError))
  }

  private mutating func time() -> Outcome {
    let rate = outcomes[0].control.estimate.value.exactValue!
    let value = (Double(cases) * draw.between(118, 176)).rounded() / Double(cases)
    let size = (effective * rate * 1e4).rounded() / 1e4
    let error = draw.between(84, 102) / Double(cases).squareRoot()
    let controlError = draw.between(84, 102) / size.squareRoot()
    return outcome(
      .timeToFirstReoffence, people: cases, cases: nil, value: value, error: error,
      control: (
        Int((Double(controlPeople) * rate).rounded()), size, value + draw.between(-14, 10),
        controlError
      ))
  }

  private mutating func custody() -> Outcome {
    let sentenced = Int((Double(cases) * draw.between(0.3, 0.45)).rounded())
    let rate = Double(sentenced) / Double(people)
    let control = rate * draw.between(0.85, 1.25)
    return outcome(
      .other(
        id: "custody-rate", title: "Custodial sentences within one year", unit: .proportion),
      people: people, cases: sentenced, value: rate, error: Self.error(rate, Double(people)),
      control: (controlPeople, effective, control, Self.error(control, effective)))
  }

  // MARK: One outcome

  private typealias Control = (people: Int, effective: Double, value: Double, error: Double)

  private func outcome(
    _ measure: Measure, people: Int, cases: Int?, value: Double, error: Double, control: Control
  ) -> Outcome {
    let ceiling = measure.unit == .proportion ? 1 : Double.infinity
    var outcome = Outcome(
      measure: measure,
      treatment: TreatmentResult(
        people: .whole(people), reoffenders: cases.map { .whole($0) },
        estimate: estimate(value, error, size: Double(people), ceiling: ceiling)),
      control: ControlResult(
        people: .whole(control.people),
        effectivePeople: .rounded(control.effective, decimals: 4),
        estimate: estimate(
          control.value, control.error, size: control.effective, ceiling: ceiling)),
      difference: DifferenceResult(
        value: .whole(0), interval: Interval(low: .whole(0), high: .whole(0)), pValue: .whole(0),
        method: .known(method)),
      conclusion: .known(.inconclusive))
    let test = DifferenceTest(outcome)!
    let half = test.critical(significance: Self.significance) * test.standardError
    outcome.difference = DifferenceResult(
      value: .rounded(test.difference),
      interval: Interval(
        low: .rounded(test.difference - half), high: .rounded(test.difference + half)),
      pValue: .rounded(test.pValue), method: .known(method))
    outcome.conclusion = .known(outcome.directionOfInterval!)
    return outcome
  }

  private func estimate(
    _ value: Double, _ error: Double, size: Double, ceiling: Double
  ) -> Estimate {
    let half =
      method.critical(significance: Self.significance, degreesOfFreedom: size - 1) * error
    return Estimate(
      value: .rounded(value), standardError: .rounded(error),
      interval: Interval(
        low: .rounded(max(0, value - half)), high: .rounded(min(ceiling, value + half))))
  }
}
