import Diagnostics
import Editions
import Schedule
import Statistics

/// Checks one analysis: that its figures hang together and that its conclusion follows.
struct AnalysisCheck {
  let record: AnalysisRecord
  let programme: Programme
  private(set) var findings: [Finding] = []

  init(_ record: AnalysisRecord, programme: Programme) {
    self.record = record
    self.programme = programme
    run()
  }

  private var analysis: Analysis { record.analysis }
  private var thresholds: Thresholds { programme.thresholds }

  private mutating func run() {
    recomputed()
    attrition()
    for (index, outcome) in analysis.outcomes.enumerated() {
      bounds(outcome, path: "$.outcomes[\(index)]")
      conclusion(outcome, path: "$.outcomes[\(index)]")
      groupSizes(outcome, path: "$.outcomes[\(index)]")
    }
    sizes()
  }

  private mutating func report(
    _ id: String, _ severity: Severity = .error, at path: String, found: String, rule: String,
    source: String? = nil, remedy: String
  ) {
    findings.append(
      Finding(
        "figures.\(id)", severity, at: record.place(path), found: found, rule: rule,
        source: source, remedy: remedy))
  }

  // MARK: Recomputation

  private mutating func recomputed() {
    let disagreements = Recomputation.disagreements(
      in: analysis, significance: thresholds.significance.value)
    for disagreement in disagreements {
      let id = disagreement.kind == .identity ? "identity" : "recomputed"
      report(
        id, disagreement.kind == .method ? .warning : .error, at: disagreement.path,
        found: "\(disagreement.name) is \(disagreement.stated), its parts give "
          + "\(disagreement.recomputed)",
        rule: disagreement.formula, source: disagreement.source,
        remedy: disagreement.kind == .identity
          ? "correct the number or its parts; write values unrounded"
          : "correct the number, its standard errors or the method that is named")
    }
  }

  // MARK: Attrition

  private mutating func attrition() {
    guard case .known(let steps) = analysis.attrition else { return }
    for index in steps.indices.dropFirst() {
      guard let before = steps[index - 1].people.exactValue,
        let after = steps[index].people.exactValue, after > before
      else { continue }
      report(
        "attrition.grows", at: "$.attrition[\(index)].people",
        found: "\(Int(after)) people after the step, \(Int(before)) before it",
        rule: "no step of the attrition has more people than the one before it",
        source: "domain notes 3a", remedy: "correct the numbers or the order of the steps")
    }
    if let last = steps.last!.people.exactValue,
      let analysed = analysis.primary.treatment.people.exactValue, last != analysed
    {
      report(
        "attrition.end", at: "$.attrition[\(steps.count - 1)].people",
        found: "the attrition ends at \(Int(last)) people, the analysis has \(Int(analysed))",
        rule: "the last step is the number of people analysed", source: "domain notes 3a",
        remedy: "correct one of the numbers")
    }
    let minimum = thresholds.minimumCohort
    if let submitted = steps[0].people.exactValue, submitted < Double(minimum.value) {
      report(
        "cohort.minimum", at: "$.attrition[0].people",
        found: "\(Int(submitted)) people were submitted",
        rule: "R1: a cohort has at least \(minimum.value) people", source: minimum.source,
        remedy: "reject the request with the reason minimum-cohort, or correct the number")
    }
  }

  // MARK: Intervals and conclusion

  private mutating func bounds(_ outcome: Outcome, path: String) {
    let unit = outcome.measure.unit
    for (interval, value, place, name) in [
      (
        outcome.treatment.estimate.interval, outcome.treatment.estimate.value,
        "\(path).treatment.interval", "the treatment group's value"
      ),
      (
        outcome.control.estimate.interval, outcome.control.estimate.value,
        "\(path).control.interval", "the control group's value"
      ),
      (
        outcome.difference.interval, outcome.difference.value, "\(path).difference.interval",
        "the difference"
      ),
    ] {
      guard let low = interval.low.bestValue(in: unit), let high = interval.high.bestValue(in: unit)
      else { continue }
      if low > high {
        report(
          "interval.order", at: place,
          found: "the low bound \(low) is above the high bound \(high)",
          rule: "the low bound of an interval is not above the high one",
          source: "domain notes 3c", remedy: "exchange or correct the bounds")
      } else if let value = value.bestValue(in: unit), value < low || value > high {
        report(
          "interval.around", at: place,
          found: "\(name) \(value) lies outside its interval, \(low) to \(high)",
          rule: "an interval lies around its estimate", source: "domain notes 3c",
          remedy: "correct the interval or the value")
      }
    }
  }

  private mutating func conclusion(_ outcome: Outcome, path: String) {
    let difference = outcome.difference
    let direction = outcome.directionOfInterval
    if let direction, let stated = outcome.conclusion.value, direction != stated {
      report(
        "conclusion", at: path + ".conclusion",
        found: "the conclusion is \(stated.rawValue.quoted), the interval of the difference gives "
          + direction.rawValue.quoted,
        rule: "lower with an interval wholly below 0, higher wholly above, else inconclusive",
        source: "domain notes 3c", remedy: "correct the conclusion or the interval")
    }
    // A bound of exactly 0 lies on the line itself: either reading is right.
    let touchesZero = [difference.interval.low, difference.interval.high].contains {
      $0.exactValue == 0
    }
    if let direction, !touchesZero, let p = difference.pValue.exactValue,
      (p <= thresholds.significance.value) != (direction != .inconclusive)
    {
      report(
        "significance", at: path + ".difference.pValue",
        found: "the p-value is \(p), the interval of the difference "
          + (direction == .inconclusive ? "includes 0" : "leaves 0 out"),
        rule: "a p-value of at most \(thresholds.significance.value) goes with an interval "
          + "without 0",
        source: thresholds.significance.source, remedy: "correct the p-value or the interval")
    }
  }

  private mutating func groupSizes(_ outcome: Outcome, path: String) {
    if let effective = outcome.control.effectivePeople.exactValue,
      let people = outcome.control.people.exactValue, effective > people * (1 + 1e-9)
    {
      report(
        "control.effective", at: path + ".control.effectivePeople",
        found: "an effective size of \(effective) out of \(Int(people)) people",
        rule:
          "weights make a group smaller in effect, never larger: (\u{2211}w)\u{00B2}/\u{2211}w\u{00B2} \u{2264} n",
        source: "Kish 1965", remedy: "correct the effective size or the number of people")
    }
    if let with = outcome.treatment.reoffenders?.exactValue,
      let people = outcome.treatment.people.exactValue, with > people
    {
      report(
        "treatment.reoffenders", at: path + ".treatment.reoffenders",
        found: "\(Int(with)) people with the outcome out of \(Int(people))",
        rule: "a part is not larger than the whole", remedy: "correct one of the numbers")
    }
  }

  // MARK: Sizes that must agree

  private mutating func sizes() {
    let primary = analysis.primary
    if case .known(let matching) = analysis.matching,
      let people = matching.controlPeople.exactValue,
      let control = primary.control.people.exactValue, people != control
    {
      report(
        "control.people", at: "$.matching.controlPeople",
        found: "the matched control group has \(Int(people)) people, the outcome \(Int(control))",
        rule: "the control group of the one-year proven rate is the matched group",
        remedy: "correct one of the numbers")
    }
    for (index, outcome) in analysis.outcomes.enumerated()
    where outcome.measure == .timeToFirstReoffence {
      guard let people = outcome.treatment.people.exactValue,
        let reoffenders = primary.treatment.reoffenders?.exactValue, people != reoffenders
      else { continue }
      report(
        "time.people", at: "$.outcomes[\(index)].treatment.people",
        found: "the time is taken over \(Int(people)) people, \(Int(reoffenders)) re-offended",
        rule: "the time to the first re-offence is taken over those who re-offended",
        source: "domain notes 3c", remedy: "correct one of the numbers")
    }
  }
}
