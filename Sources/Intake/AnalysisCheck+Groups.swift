import Diagnostics
import Statistics

/// Sizes of groups: inside an outcome, between outcomes, and along the attrition.
extension AnalysisCheck {
  mutating func groupSizes(_ outcome: Outcome, path: String) {
    for (size, place) in [
      (outcome.treatment.people, ".treatment.people"), (outcome.control.people, ".control.people"),
      (outcome.control.effectivePeople, ".control.effectivePeople"),
    ] where size.exactValue == 0 {
      report(
        "group.empty", at: path + place, found: "the group has no one in it",
        rule: "a result is one of people", source: "domain notes 3c",
        remedy: "correct the number, or leave the outcome out")
    }
    if let effective = outcome.control.effectivePeople.exactValue,
      let people = outcome.control.people.exactValue, effective > people * (1 + 1e-9)
    {
      report(
        "control.effective", at: path + ".control.effectivePeople",
        found: "an effective size of \(effective) out of \(people.plain) people",
        rule:
          "weights make a group smaller in effect, never larger: (\u{2211}w)\u{00B2}/\u{2211}w\u{00B2} \u{2264} n",
        source: "Kish 1965", remedy: "correct the effective size or the number of people")
    }
    if let with = outcome.treatment.reoffenders?.exactValue,
      let people = outcome.treatment.people.exactValue, with > people
    {
      report(
        "treatment.reoffenders", at: path + ".treatment.reoffenders",
        found: "\(with.plain) people with the outcome out of \(people.plain)",
        rule: "a part is not larger than the whole", source: "domain notes 3c",
        remedy: "correct one of the numbers")
    }
  }

  // MARK: Sizes that must agree

  /// Whether the rate does not fit its counts: one of them is wrong, and was named there.
  private var countsAreInDoubt: Bool {
    isNamed("$.outcomes[0].treatment.value") || isNamed("$.outcomes[0].treatment.reoffenders")
  }

  mutating func sizes() {
    let primary = analysis.primary
    if case .known(let matching) = analysis.matching,
      let people = matching.controlPeople.exactValue,
      let control = primary.control.people.exactValue, people != control
    {
      report(
        "control.people", at: "$.matching.controlPeople",
        found: "the matched control group has \(people.plain) people, the outcome \(control.plain)",
        rule: "the control group of the one-year proven rate is the matched group",
        source: "domain notes 3c", remedy: "correct one of the numbers")
    }
    for (index, outcome) in analysis.outcomes.enumerated() {
      let path = "$.outcomes[\(index)]"
      switch outcome.measure {
      case .timeToFirstReoffence: time(outcome, path: path)
      case .frequency: frequency(outcome, path: path)
      default: break
      }
    }
  }

  private mutating func time(_ outcome: Outcome, path: String) {
    if let people = outcome.treatment.people.exactValue,
      let reoffenders = analysis.primary.treatment.reoffenders?.exactValue, people != reoffenders,
      !countsAreInDoubt
    {
      report(
        "time.people", at: path + ".treatment.people",
        found: "the time is taken over \(people.plain) people, \(reoffenders.plain) re-offended",
        rule: "the time to the first re-offence is taken over those who re-offended",
        source: "domain notes 3c", remedy: "correct one of the numbers")
    }
    for (value, group) in [
      (outcome.treatment.estimate.value, "treatment"), (outcome.control.estimate.value, "control"),
    ] {
      guard let days = value.bestValue(in: .days), days > 366 else { continue }
      report(
        "time.range", at: "\(path).\(group).value",
        found: "a mean of \(days) days to the first re-offence",
        rule: "the first re-offence is looked for within one year: at most 366 days",
        source: "domain notes 4", remedy: "correct the number; it is in days")
    }
  }

  private mutating func frequency(_ outcome: Outcome, path: String) {
    let primary = analysis.primary
    if let people = outcome.treatment.people.exactValue,
      let analysed = primary.treatment.people.exactValue, people != analysed, !countsAreInDoubt
    {
      report(
        "frequency.people", at: path + ".treatment.people",
        found:
          "the frequency is taken over \(people.plain) people, the rate over \(analysed.plain)",
        rule: "re-offences are counted for everyone who was analysed", source: "domain notes 3c",
        remedy: "correct one of the numbers")
    }
    for (mean, rate, group) in [
      (outcome.treatment.estimate.value, primary.treatment.estimate.value, "treatment"),
      (outcome.control.estimate.value, primary.control.estimate.value, "control"),
    ] {
      guard let offences = mean.exactValue, let share = rate.exactValue,
        offences + mean.roundingError + rate.roundingError < share
      else { continue }
      report(
        "frequency.below-rate", at: "\(path).\(group).value",
        found: "\(offences) re-offences for each person, but a share of \(share) re-offended",
        rule: "whoever re-offends does so at least once: the frequency is not below the rate",
        source: "domain notes 3c", remedy: "correct one of the numbers")
    }
  }

  // MARK: Attrition

  mutating func attrition() {
    guard case .known(let steps) = analysis.attrition else { return }
    let people = steps.map { $0.people.bestValue(in: .perPerson) }
    var labels: Set<String> = []
    for index in steps.indices {
      if !labels.insert(steps[index].label).inserted {
        report(
          "attrition.step-twice", at: "$.attrition[\(index)].step",
          found: "the step \(steps[index].label.quoted) stands twice",
          rule: "names are unique", source: "domain notes 3c",
          remedy: "name the step for the people who are left after it")
      }
      guard index > 0, let before = people[index - 1], let after = people[index], after > before
      else { continue }
      report(
        "attrition.grows", at: "$.attrition[\(index)].people",
        found: "\(after.plain) people after the step, \(before.plain) before it",
        rule: "no step of the attrition has more people than the one before it",
        source: "domain notes 3a", remedy: "correct the numbers or the order of the steps")
    }
    if let last = people[steps.count - 1],
      let analysed = analysis.primary.treatment.people.bestValue(in: .perPerson),
      last != analysed, !isNamed("$.attrition[\(steps.count - 1)].people"), !countsAreInDoubt
    {
      report(
        "attrition.end", at: "$.attrition[\(steps.count - 1)].people",
        found: "the attrition ends at \(last.plain) people, the analysis has \(analysed.plain)",
        rule: "the last step is the number of people analysed", source: "domain notes 3a",
        remedy: "correct one of the numbers")
    }
    let minimum = thresholds.minimumCohort
    if let submitted = people[0], submitted < Double(minimum.value) {
      report(
        "cohort.minimum", at: "$.attrition[0].people",
        found: "\(submitted.plain) people were submitted",
        rule: "R1: a cohort has at least \(minimum.value) people", source: minimum.source,
        remedy: "reject the request with the reason minimum-cohort, or correct the number")
    }
  }

  /// Names of characteristics are unique under their heading.
  mutating func characteristics() {
    guard case .known(let matching) = analysis.matching,
      case .known(let characteristics) = matching.characteristics
    else { return }
    var seen: Set<[String]> = []
    for (index, characteristic) in characteristics.enumerated()
    where !seen.insert([characteristic.group, characteristic.name]).inserted {
      report(
        "characteristic-twice", at: "$.matching.characteristics[\(index)].name",
        found: "\(characteristic.name.quoted) stands twice under \(characteristic.group.quoted)",
        rule: "names are unique", source: "domain notes 3c",
        remedy: "remove one of them, or name what tells them apart")
    }
  }
}

extension Double {
  /// A count without a decimal point: `1284`.
  fileprivate var plain: String {
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
