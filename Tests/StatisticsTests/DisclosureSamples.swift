import Statistics

/// Small made-up analyses, of which only the counts matter.
struct DisclosureSample {
  var steps: [Int] = []
  var people = 100
  var reoffenders = 40
  var controlPeople = 400
  var controlReoffenders = 160
  /// Counts of the treatment group in an own measure of everybody analysed.
  var own: Int?
  /// Offences in the year; nil for no such outcome.
  var offences: Int?
  var hasTime = false
  /// Heading, name, people with it, people with it before matching.
  var rows: [(group: String, count: Int, before: Int?, set: String?)] = []

  var analysis: Analysis {
    Analysis(
      id: "A-1", request: "R-1", label: nil, organisation: Organisation(id: "o", name: "O"),
      service: Service(
        name: .known("S"), description: .unknown(reason: "-"), period: .unknown(reason: "-"),
        started: .unknown(reason: "-")),
      attrition: steps.isEmpty
        ? .unknown(reason: "-")
        : .known(
          steps.enumerated().map { index, count in
            AttritionStep(
              label: "step \(index)", people: .whole(count),
              reason: index == 0 ? nil : .known("reason"))
          }),
      outcomes: outcomes,
      matching: .known(
        Matching(
          method: "m", controlPeople: .whole(controlPeople),
          characteristics: .known(rows.enumerated().map(characteristic)))),
      completed: .unknown(reason: "-"), analyst: .unknown(reason: "-"),
      qualityAssurer: .unknown(reason: "-"), sources: [])
  }

  private var outcomes: [Outcome] {
    let rate = Double(controlReoffenders) / Double(max(controlPeople, 1))
    var outcomes = [outcome(.oneYearProvenRate, people, reoffenders, controlPeople, rate)]
    if let own {
      outcomes.append(
        outcome(.other(id: "own", title: "Own", unit: .proportion), people, own, 400, 0.3))
    }
    if let offences {
      outcomes.append(outcome(.frequency, people, offences, controlPeople, 1.2))
    }
    if hasTime {
      outcomes.append(
        outcome(
          .timeToFirstReoffence, reoffenders, reoffenders * 150, controlReoffenders, 140))
    }
    return outcomes
  }

  private func outcome(
    _ measure: Measure, _ people: Int, _ total: Int, _ controlPeople: Int, _ control: Double
  ) -> Outcome {
    let mean = people == 0 ? 0 : Double(total) / Double(people)
    func estimate(_ value: Double) -> Estimate {
      Estimate(
        value: .exact(value, decimals: 17), standardError: .exact(0.05, decimals: 17),
        interval: Interval(
          low: .exact(max(0, value - 0.1), decimals: 17),
          high: .exact(value + 0.1, decimals: 17)))
    }
    return Outcome(
      measure: measure,
      treatment: TreatmentResult(
        people: .whole(people), reoffenders: measure.unit == .proportion ? .whole(total) : nil,
        estimate: estimate(mean)),
      control: ControlResult(
        people: .whole(controlPeople), effectivePeople: .whole(controlPeople),
        estimate: estimate(control)),
      difference: DifferenceResult(
        value: .exact(mean - control, decimals: 17),
        interval: Interval(
          low: .exact(mean - control - 0.1, decimals: 17),
          high: .exact(mean - control + 0.1, decimals: 17)),
        pValue: .exact(0.4, decimals: 2), method: .known(.welchT)),
      conclusion: .known(.inconclusive))
  }

  private func characteristic(
    _ index: Int, _ row: (group: String, count: Int, before: Int?, set: String?)
  ) -> Characteristic {
    let after = Double(row.count) / Double(people)
    let before = row.before.map { Double($0) / Double(steps.dropLast().last ?? people) } ?? after
    func balance(_ treatment: Double) -> Characteristic.Balance {
      Characteristic.Balance(
        treatment: .exact(treatment, decimals: 17), control: .exact(treatment, decimals: 17),
        standardisedDifference: .exact(0, decimals: 17))
    }
    return Characteristic(
      group: row.group, name: "row \(index)", set: row.set,
      standardDeviation: .exact(0.4, decimals: 17), before: balance(before),
      after: balance(after))
  }
}

extension Quantity {
  static func whole(_ count: Int) -> Quantity { .exact(Double(count), decimals: 0) }
}

extension Thresholds {
  static func disclosing(_ threshold: Int, _ everyone: EveryoneRule = .hiddenInOutcomes) -> Self {
    Thresholds(
      minimumCohort: Threshold(60, source: "t"), minimumReoffenders: Threshold(30, source: "t"),
      minimumExpected: Threshold(10, source: "t"), significance: Threshold(0.05, source: "t"),
      disclosure: Threshold(threshold, source: "t"),
      everyone: Threshold(everyone, source: "t"), nearBalance: Threshold(0.05, source: "t"),
      poorBalance: Threshold(0.1, source: "t"), cohortWindows: [])
  }
}
