/// A derived number of an analysis that does not agree with its parts.
package struct Disagreement: Sendable, Hashable {
  /// How the number hangs together with its parts.
  package enum Kind: Sendable, Hashable {
    /// An identity that holds exactly: only rounding excuses a difference.
    case identity
    /// A value that depends on the method of estimation, computed from the analyst's own
    /// standard errors. A small difference is a question, a large one is wrong.
    case method
    /// As `method`, but so far off, or on the other side of the line of significance, that it
    /// would change what is published.
    case methodFarOff
  }

  package var kind: Kind
  /// Where it stands in the analysis: `$.outcomes[0].difference.value`.
  package var path: String
  /// What the number is, in words.
  package var name: String
  package var stated: Double
  package var recomputed: Double
  /// The formula, in words.
  package var formula: String
  /// Where the formula comes from; nil where it is arithmetic.
  package var source: String?
}

/// Recomputes every derived number of an analysis from its parts.
package struct Recomputation {
  private let analysis: Analysis
  private let level: Double
  private var found: [Disagreement] = []

  /// Every disagreement beyond rounding between the analyst's numbers and their parts.
  ///
  /// Numbers that are unknown, or known only as printed, are left out: there is nothing to
  /// recompute them from. The weights of the matched control group make the test impossible to
  /// repeat from totals alone, so intervals and p-values start from the analyst's standard errors.
  package static func disagreements(
    in analysis: Analysis, significance: Double
  ) -> [Disagreement] {
    var recomputation = Recomputation(analysis: analysis, level: significance)
    for (index, outcome) in analysis.outcomes.enumerated() {
      recomputation.check(outcome, path: "$.outcomes[\(index)]")
    }
    recomputation.checkMatching()
    return recomputation.found
  }

  private func isSound(_ paths: String...) -> Bool {
    !found.contains { paths.contains($0.path) }
  }

  private init(analysis: Analysis, level: Double) {
    self.analysis = analysis
    self.level = level
  }

  /// From the root to what is worked out from it: what follows from a number that was found wrong
  /// is not held against it as well, so that one cause is found once.
  private mutating func check(_ outcome: Outcome, path: String) {
    checkRate(outcome, path: path)
    checkStandardErrors(outcome, path: path)
    checkGroupIntervals(outcome, path: path)
    checkDifference(outcome, path: path)
  }

  // MARK: Identities

  /// rate = people with the outcome ÷ people.
  private mutating func checkRate(_ outcome: Outcome, path: String) {
    guard let reoffenders = outcome.treatment.reoffenders?.exactValue,
      let people = outcome.treatment.people.exactValue, people > 0, reoffenders <= people
    else { return }
    compare(
      outcome.treatment.estimate.value, with: reoffenders / people, kind: .identity,
      path: path + ".treatment.value", name: "the treatment group's rate",
      formula: "people with the outcome \u{00F7} people")
  }

  /// difference = treatment − control.
  private mutating func checkDifference(_ outcome: Outcome, path: String) {
    let treatment = outcome.treatment.estimate
    let control = outcome.control.estimate
    guard let t = treatment.value.exactValue, let c = control.value.exactValue,
      isSound("\(path).treatment.value", "\(path).control.value")
    else { return }
    compare(
      outcome.difference.value, with: t - c, kind: .identity, path: path + ".difference.value",
      name: "the difference", formula: "treatment group \u{2212} control group",
      slack: treatment.value.roundingError + control.value.roundingError)
    guard let test = DifferenceTest(outcome),
      isSound(
        "\(path).treatment.standardError", "\(path).control.standardError",
        "\(path).difference.value")
    else { return }
    let half = test.critical(significance: level) * test.standardError
    let formula =
      "difference \u{00B1} critical value \u{00D7} \u{221A}(SE\u{00B2} + SE\u{00B2}), "
      + "from the analyst's standard errors"
    for (bound, expected, name) in [
      (outcome.difference.interval.low, test.difference - half, "low"),
      (outcome.difference.interval.high, test.difference + half, "high"),
    ] {
      compareMethod(
        bound, with: expected, scale: half, path: "\(path).difference.interval.\(name)",
        name: "the \(name) bound of the difference", formula: formula, source: test.source)
    }
    checkPValue(outcome.difference.pValue, test, path: path + ".difference.pValue")
  }

  private mutating func checkPValue(_ stated: Quantity, _ test: DifferenceTest, path: String) {
    guard let p = stated.exactValue else { return }
    let expected = test.pValue
    let tolerance = max(0.002, 0.05 * max(p, expected)) + stated.roundingError
    let crosses = (p <= level) != (expected <= level)
    guard (p - expected).magnitude > tolerance || crosses else { return }
    // Rounding may put a p-value on the line itself; only a real gap is wrong.
    if crosses, (p - expected).magnitude <= stated.roundingError { return }
    found.append(
      Disagreement(
        kind: crosses ? .methodFarOff : .method, path: path, name: "the p-value", stated: p,
        recomputed: expected,
        formula: "two-sided, from the difference and the analyst's standard errors",
        source: test.source))
  }

  private mutating func checkMatching() {
    guard case .known(let matching) = analysis.matching,
      case .known(let characteristics) = matching.characteristics
    else { return }
    for (index, characteristic) in characteristics.enumerated() {
      let path = "$.matching.characteristics[\(index)]"
      checkBalance(characteristic.before, of: characteristic, path: path + ".before")
      checkBalance(characteristic.after, of: characteristic, path: path + ".after")
    }
  }

  /// standardised difference = (treatment − control) ÷ standard deviation.
  private mutating func checkBalance(
    _ balance: Characteristic.Balance, of characteristic: Characteristic, path: String
  ) {
    guard let deviation = characteristic.standardDeviation.exactValue, deviation > 0,
      let t = balance.treatment.exactValue, let c = balance.control.exactValue
    else { return }
    let difference = t - c
    let slack =
      (balance.treatment.roundingError + balance.control.roundingError) / deviation
      + difference.magnitude / deviation * characteristic.standardDeviation.roundingError
      / deviation
    compare(
      balance.standardisedDifference, with: difference / deviation, kind: .identity,
      path: path + ".standardisedDifference",
      name: "the standardised difference of \(characteristic.name)",
      formula: "(treatment \u{2212} control) \u{00F7} standard deviation", slack: slack)
  }

  // MARK: Values that depend on the method

  /// SE of a rate = √(p(1 − p) ÷ n), n the effective size for a weighted group.
  private mutating func checkStandardErrors(_ outcome: Outcome, path: String) {
    guard outcome.measure.unit == .proportion else { return }
    let groups = [
      ("treatment", outcome.treatment.people, outcome.treatment.estimate),
      ("control", outcome.control.effectivePeople, outcome.control.estimate),
    ]
    for (group, size, estimate) in groups {
      guard let n = size.exactValue, n > 0, let p = estimate.value.exactValue,
        (0...1).contains(p), isSound("\(path).\(group).value")
      else { continue }
      let expected = (p * (1 - p) / n).squareRoot()
      compareMethod(
        estimate.standardError, with: expected, scale: expected,
        path: "\(path).\(group).standardError", name: "the \(group) group's standard error",
        formula: "\u{221A}(rate \u{00D7} (1 \u{2212} rate) \u{00F7} people)",
        source: "variance of a binomial proportion")
    }
  }

  private mutating func checkGroupIntervals(_ outcome: Outcome, path: String) {
    let groups = [
      ("treatment", outcome.treatment.people, outcome.treatment.estimate),
      ("control", outcome.control.effectivePeople, outcome.control.estimate),
    ]
    for (group, size, estimate) in groups {
      guard let value = estimate.value.exactValue, let se = estimate.standardError.exactValue,
        let n = size.exactValue, n > 1, let method = outcome.difference.method.value,
        isSound("\(path).\(group).value", "\(path).\(group).standardError")
      else { continue }
      let half = method.critical(significance: level, degreesOfFreedom: n - 1) * se
      let ceiling = outcome.measure.unit == .proportion ? 1 : Double.infinity
      if let middle = Self.middle(of: estimate.interval, besides: value, half: half, ceiling) {
        found.append(
          Disagreement(
            kind: .methodFarOff, path: "\(path).\(group).value",
            name: "the \(group) group's value", stated: value, recomputed: middle,
            formula:
              "a value is the middle of its interval, value \u{00B1} critical value \u{00D7} "
              + "standard error", source: method.source))
        continue
      }
      for (bound, expected, name) in [
        (estimate.interval.low, max(0, value - half), "low"),
        (estimate.interval.high, min(ceiling, value + half), "high"),
      ] {
        compareMethod(
          bound, with: expected, scale: half, path: "\(path).\(group).interval.\(name)",
          name: "the \(name) bound of the \(group) group's value",
          formula: "value \u{00B1} critical value \u{00D7} standard error",
          source: method.source)
      }
    }
  }

  /// The middle of an interval that has the right width but lies around another value; nil for
  /// any other interval.
  private static func middle(
    of interval: Interval, besides value: Double, half: Double, _ ceiling: Double
  ) -> Double? {
    guard let low = interval.low.exactValue, let high = interval.high.exactValue, low > 0,
      high < ceiling, ((high - low) / 2 - half).magnitude <= 0.02 * half
    else { return nil }
    let middle = (low + high) / 2
    let slack = interval.low.roundingError + interval.high.roundingError
    return (middle - value).magnitude - slack > 0.2 * half ? middle : nil
  }

  // MARK: Comparing

  private mutating func compare(
    _ stated: Quantity, with expected: Double, kind: Disagreement.Kind, path: String,
    name: String, formula: String, slack: Double = 0
  ) {
    guard let value = stated.exactValue else { return }
    let tolerance = stated.roundingError + slack + expected.magnitude * 1e-9
    guard (value - expected).magnitude > tolerance else { return }
    found.append(
      Disagreement(
        kind: kind, path: path, name: name, stated: value, recomputed: expected,
        formula: formula, source: nil))
  }

  /// Compares with a tolerance of 2% of the scale (a half width or the value itself); beyond 20%
  /// the number is wrong rather than made by another method.
  private mutating func compareMethod(
    _ stated: Quantity, with expected: Double, scale: Double, path: String, name: String,
    formula: String, source: String?
  ) {
    guard let value = stated.exactValue else { return }
    let gap = (value - expected).magnitude - stated.roundingError
    guard gap > 0.02 * scale + 1e-12 else { return }
    found.append(
      Disagreement(
        kind: gap > 0.2 * scale ? .methodFarOff : .method, path: path, name: name,
        stated: value, recomputed: expected, formula: formula, source: source))
  }
}
