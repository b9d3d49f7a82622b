import Diagnostics
import Schedule
import Statistics

extension FaultKind {
  /// Figures of one analysis that do not hang together.
  static let figures: [FaultKind] = [
    FaultKind(
      "rate-against-counts", "figures.identity", .figures, "seven more people re-offended",
      .analysis(.lower, path: "$.outcomes[0].treatment.value") { analysis in
        analysis.outcomes = [analysis.primary]
        analysis.outcomes[0].treatment.reoffenders = analysis.cases(more: 7)
      }),
    FaultKind(
      "difference-against-rates", "figures.identity", .figures,
      "the difference is 0.003 smaller than the rates give",
      .analysis(.lower, path: "$.outcomes[0].difference.value") { analysis in
        analysis.outcomes[0].difference.value.shift(by: -0.003)
      }),
    FaultKind(
      "standardised-difference", "figures.identity", .figures,
      "a standardised difference is 0.02 larger than the means give",
      .analysis(
        .inconclusive, path: "$.matching.characteristics[0].after.standardisedDifference"
      ) { analysis in
        analysis.changeCharacteristics { $0[0].after.standardisedDifference.shift(by: 0.02) }
      }),
    FaultKind(
      "p-value-of-another-method", "figures.recomputed", severity: .warning, .figures,
      "the p-value is a fifth smaller than the method gives",
      .analysis(.inconclusive, path: "$.outcomes[0].difference.pValue") { analysis in
        let p = analysis.primary.difference.pValue.exactValue!
        analysis.outcomes[0].difference.pValue = .rounded(p * 0.8)
      }),
    FaultKind(
      "bound-of-another-method", "figures.recomputed", severity: .warning, .figures,
      "the upper bound of the control group's rate is 5% of the half width too high",
      .analysis(.inconclusive, path: "$.outcomes[0].control.interval.high") { analysis in
        let estimate = analysis.primary.control.estimate
        analysis.outcomes[0].control.estimate.interval.high.shift(by: estimate.halfWidth * 0.05)
      }),
    FaultKind(
      "bound-far-off", "figures.recomputed", .figures,
      "the lower bound of the treatment group's rate is 40% of the half width too low",
      .analysis(.inconclusive, path: "$.outcomes[0].treatment.interval.low") { analysis in
        let estimate = analysis.primary.treatment.estimate
        analysis.outcomes[0].treatment.estimate.interval.low.shift(by: -estimate.halfWidth * 0.4)
      }),
    FaultKind(
      "interval-upside-down", "figures.interval.order", .figures,
      "the bounds of an interval have changed places",
      .analysis(.inconclusive, path: "$.outcomes[0].treatment.interval") { analysis in
        let interval = analysis.primary.treatment.estimate.interval
        analysis.outcomes[0].treatment.estimate.standardError = notKept
        analysis.outcomes[0].treatment.estimate.interval = Interval(
          low: interval.high, high: interval.low)
      }),
    FaultKind(
      "interval-beside-value", "figures.interval.around", .figures,
      "an interval lies above the value that it belongs to",
      .analysis(.inconclusive, path: "$.outcomes[0].control.interval") { analysis in
        let width = analysis.primary.control.estimate.halfWidth
        analysis.outcomes[0].control.estimate.standardError = notKept
        analysis.outcomes[0].control.estimate.interval.low.shift(by: width * 1.5)
        analysis.outcomes[0].control.estimate.interval.high.shift(by: width * 1.5)
      }),
    FaultKind(
      "attrition-grows", "figures.attrition.grows", .figures,
      "a step of the attrition has three people more than the one before it",
      .analysis(.inconclusive, path: "$.attrition[2].people") { analysis in
        analysis.changeAttrition { steps in
          steps[2].people = .whole(Int(steps[1].people.exactValue!) + 3)
        }
      }),
    FaultKind(
      "attrition-ends-elsewhere", "figures.attrition.end", .figures,
      "the attrition ends at nine people more than were analysed",
      .analysis(.inconclusive, path: "$.attrition[2].people") { analysis in
        analysis.changeAttrition { steps in
          let last = steps[steps.count - 1]
          steps = [steps[0], steps[1], last]
          steps[2].people = .whole(Int(last.people.exactValue!) + 9)
          steps[0].people.shift(by: 20)
          steps[1].people.shift(by: 20)
        }
      }),
    FaultKind(
      "cohort-too-small", "figures.cohort.minimum", .figures, "52 people were submitted",
      .smallAnalysis(path: "$.attrition[0].people")),
    FaultKind(
      "conclusion-against-interval", "figures.conclusion", .figures,
      "the conclusion is inconclusive where the interval is below 0",
      .analysis(.lower, path: "$.outcomes[0].conclusion") { analysis in
        analysis.outcomes[0].conclusion = .known(.inconclusive)
      }),
    FaultKind(
      "p-value-against-interval", "figures.significance", .figures,
      "the p-value is 0.2 where the interval is below 0",
      .analysis(.lower, path: "$.outcomes[0].difference.pValue") { analysis in
        analysis.outcomes[0].treatment.estimate.standardError = notKept
        analysis.outcomes[0].difference.pValue = .rounded(0.2, decimals: 2)
      }),
    FaultKind(
      "effective-size-too-large", "figures.control.effective", .figures,
      "the effective size of the control group is larger than its number of people",
      .analysis(.inconclusive, path: "$.outcomes[0].control.effectivePeople") { analysis in
        let effective = analysis.primary.control.effectivePeople.exactValue!
        analysis.outcomes = [analysis.primary]
        analysis.outcomes[0].control.people = .whole(Int(effective) - 10)
        guard case .known(var matching) = analysis.matching else { return }
        matching.controlPeople = .whole(Int(effective) - 10)
        analysis.matching = .known(matching)
      }),
    FaultKind(
      "more-cases-than-people", "figures.treatment.reoffenders", .figures,
      "more people re-offended than there are",
      .analysis(.inconclusive, path: "$.outcomes[0].treatment.reoffenders") { analysis in
        let people = Int(analysis.primary.treatment.people.exactValue!)
        analysis.outcomes = [analysis.primary]
        analysis.outcomes[0].treatment.estimate.value = notKept
        analysis.outcomes[0].treatment.reoffenders = .whole(people + 1)
      }),
    FaultKind(
      "matched-group-differs", "figures.control.people", .figures,
      "the matched group has 100 people more than the control group of the rate",
      .analysis(.inconclusive, path: "$.matching.controlPeople") { analysis in
        guard case .known(var matching) = analysis.matching else { return }
        matching.controlPeople.shift(by: 100)
        analysis.matching = .known(matching)
      }),
    FaultKind(
      "time-of-others", "figures.time.people", .figures,
      "the time to the first re-offence is taken over one person more than re-offended",
      .analysis(.inconclusive, path: "$.outcomes[2].treatment.people") { analysis in
        analysis.outcomes[2].treatment.people.shift(by: 1)
      }),
    FaultKind(
      "time-too-long", "figures.time.range", .figures,
      "the mean time to the first re-offence is 400 days",
      .analysis(.inconclusive, path: "$.outcomes[2].treatment.value") { analysis in
        analysis.outcomes[2].setTreatmentValue(400)
      }),
    FaultKind(
      "frequency-of-others", "figures.frequency.people", .figures,
      "the frequency is taken over one person more than the rate",
      .analysis(.inconclusive, path: "$.outcomes[1].treatment.people") { analysis in
        analysis.outcomes[1].treatment.people.shift(by: 1)
      }),
    FaultKind(
      "frequency-below-rate", "figures.frequency.below-rate", .figures,
      "there are fewer re-offences than people who re-offended",
      .analysis(.inconclusive, path: "$.outcomes[1].treatment.value") { analysis in
        let rate = analysis.primary.treatment.estimate.value.exactValue!
        analysis.outcomes[1].setTreatmentValue(rate * 0.8)
      }),
    FaultKind(
      "difference-turned-round", "figures.sign", .figures,
      "the difference is control minus treatment",
      .analysis(.lower, path: "$.outcomes[0].difference.value") { analysis in
        let difference = analysis.primary.difference.value.exactValue!
        analysis.outcomes[0].difference.value = .rounded(-difference)
      }),
    FaultKind(
      "step-twice", "figures.attrition.step-twice", .figures,
      "two steps of the attrition have one name",
      .analysis(.inconclusive, path: "$.attrition[2].step") { analysis in
        analysis.changeAttrition { $0[2].label = $0[1].label }
      }),
    FaultKind(
      "characteristic-twice", "figures.characteristic-twice", .figures,
      "a characteristic stands twice",
      .analysis(.inconclusive, path: "$.matching.characteristics[1].name") { analysis in
        analysis.changeCharacteristics { $0.insert($0[0], at: 1) }
      }),
    FaultKind(
      "period-outside-the-data", "acceptance.window", .figures,
      "the service ran years before the data begin",
      .analysis(.inconclusive, path: "$.service.period") { analysis in
        guard case .known(let period) = analysis.service.period else { return }
        analysis.service.period = .known(
          DayRange(from: period.from.adding(days: -9000), to: period.to))
      }),
  ]

  private static let notKept = Quantity.unknown(reason: "It was not kept.")
}

extension Quantity {
  /// Adds to an exact number and rounds the sum as the number is rounded.
  mutating func shift(by amount: Double) {
    guard case .exact(let value, let decimals) = self else { return }
    self = .rounded(value + amount, decimals: decimals)
  }
}

extension Estimate {
  fileprivate var halfWidth: Double { interval.high.exactValue! - value.exactValue! }
}

extension Outcome {
  /// Sets the treatment group's value, of which nothing else is known then.
  fileprivate mutating func setTreatmentValue(_ value: Double) {
    let notKept = Quantity.unknown(reason: "It was not kept.")
    treatment.estimate = Estimate(
      value: .rounded(value), standardError: notKept,
      interval: Interval(low: notKept, high: notKept))
    difference.value = notKept
  }
}

extension Analysis {
  fileprivate mutating func changeCharacteristics(_ body: (inout [Characteristic]) -> Void) {
    guard case .known(var matching) = matching,
      case .known(var characteristics) = matching.characteristics
    else { return }
    body(&characteristics)
    matching.characteristics = .known(characteristics)
    self.matching = .known(matching)
  }

  fileprivate func cases(more: Int) -> Quantity {
    .whole(Int(primary.treatment.reoffenders!.exactValue!) + more)
  }

  mutating func changeAttrition(_ body: (inout [AttritionStep]) -> Void) {
    guard case .known(var steps) = attrition else { return }
    body(&steps)
    attrition = .known(steps)
  }
}
