package import Statistics

/// Small made-up analyses, of which only the counts matter.
package struct DisclosureSample: Sendable {
  package var steps: [Int] = []
  package var people = 100
  package var reoffenders = 40
  package var controlPeople = 400
  package var controlReoffenders = 160
  /// Counts of the treatment group in an own measure of everybody analysed.
  package var own: Int?
  /// Offences in the year; nil for no such outcome.
  package var offences: Int?
  package var hasTime = false
  /// Heading, name, people with it, people with it before matching.
  package var rows: [(group: String, count: Int, before: Int?, set: String?)] = []

  package init(
    steps: [Int] = [], people: Int = 100, reoffenders: Int = 40, controlPeople: Int = 400,
    controlReoffenders: Int = 160, own: Int? = nil, offences: Int? = nil, hasTime: Bool = false,
    rows: [(group: String, count: Int, before: Int?, set: String?)] = []
  ) {
    self.steps = steps
    self.people = people
    self.reoffenders = reoffenders
    self.controlPeople = controlPeople
    self.controlReoffenders = controlReoffenders
    self.own = own
    self.offences = offences
    self.hasTime = hasTime
    self.rows = rows
  }

  package var analysis: Analysis {
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
  package static func whole(_ count: Int) -> Quantity { .exact(Double(count), decimals: 0) }
}

extension Thresholds {
  package static func disclosing(_ threshold: Int, _ everyone: EveryoneRule = .hiddenInOutcomes)
    -> Self
  {
    Thresholds(
      minimumCohort: Threshold(60, source: "t"), minimumReoffenders: Threshold(30, source: "t"),
      minimumExpected: Threshold(10, source: "t"), significance: Threshold(0.05, source: "t"),
      disclosure: Threshold(threshold, source: "t"),
      everyone: Threshold(everyone, source: "t"), nearBalance: Threshold(0.05, source: "t"),
      poorBalance: Threshold(0.1, source: "t"), cohortWindows: [])
  }
}

extension DisclosureSample {
  /// A report of any size, small groups in it often.
  package init(random: inout SplitMix) {
    self.init()
    steps = [Int.random(in: 20...60, using: &random)]
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      steps.append(max(1, steps.last! - Int.random(in: 0...8, using: &random)))
    }
    people = steps.last!
    reoffenders = Int.random(in: 0...people, using: &random)
    own = Int.random(in: 0...reoffenders, using: &random)
    offences = reoffenders == 0 ? 0 : reoffenders + Int.random(in: 0...9, using: &random)
    hasTime = true
    controlPeople = Int.random(in: 1...80, using: &random)
    controlReoffenders = Int.random(in: 0...controlPeople, using: &random)
    var left = people
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let count = Int.random(in: 0...min(left, 12), using: &random)
      rows.append(("Offence", count, nil, nil))
      left -= count
    }
    if Bool.random(using: &random) { rows.append(("Offence", left, nil, nil)) }
    rows.append(("About the person", Int.random(in: 0...people, using: &random), nil, nil))
  }
}

/// A small generator with a printed seed, so that a failure can be repeated.
package struct SplitMix: RandomNumberGenerator {
  package var state: UInt64
  package init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
