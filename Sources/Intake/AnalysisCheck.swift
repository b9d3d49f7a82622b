import Diagnostics
import Editions
import Notation
import Schedule
import Statistics

/// Checks one analysis: that its figures hang together, that its conclusion follows, that it is of
/// something that is analysed, and what its texts say.
///
/// One cause gives one finding: what only follows from a value that was named already is left out.
struct AnalysisCheck {
  let record: AnalysisRecord
  let programme: Programme
  private(set) var findings: [Finding] = []
  /// The paths of values that were named: what is worked out from them is not named again.
  private var named: Set<String> = []

  init(_ record: AnalysisRecord, programme: Programme) {
    self.record = record
    self.programme = programme
    for (index, outcome) in analysis.outcomes.enumerated() {
      order(outcome, path: "$.outcomes[\(index)]")
      groupSizes(outcome, path: "$.outcomes[\(index)]")
    }
    recomputed()
    for (index, outcome) in analysis.outcomes.enumerated() {
      signs(outcome, path: "$.outcomes[\(index)]")
      bounds(outcome, path: "$.outcomes[\(index)]")
      conclusion(outcome, path: "$.outcomes[\(index)]")
    }
    sizes()
    attrition()
    characteristics()
    acceptance()
    texts()
    findings += DisclosureTextCheck.findings(record, thresholds: thresholds)
  }

  var analysis: Analysis { record.analysis }
  var thresholds: Thresholds { programme.thresholds }

  mutating func report(
    _ id: String, _ severity: Severity = .error, at path: String, found: String, rule: String,
    source: String? = nil, remedy: String
  ) {
    named.insert(path)
    findings.append(
      Finding(
        "figures.\(id)", severity, at: record.place(path), found: found, rule: rule,
        source: source, remedy: remedy))
  }

  mutating func add(_ more: [Finding]) { findings += more }

  /// Whether a value, or the object around it, was named.
  func isNamed(_ path: String) -> Bool {
    named.contains { path == $0 || path.hasPrefix($0 + ".") }
  }

  // MARK: Recomputation

  private mutating func recomputed() {
    let disagreements = Recomputation.disagreements(
      in: analysis, significance: thresholds.significance.value)
    for disagreement in disagreements where !isNamed(disagreement.path) {
      if disagreement.isTurned {
        report(
          "sign", at: disagreement.path,
          found: "\(disagreement.name) is \(disagreement.stated), its parts give "
            + "\(disagreement.recomputed): the sign is turned",
          rule: "a difference is the treatment group's value less the control group's",
          source: "docs/format.md section 3", remedy: "turn the sign")
        continue
      }
      let isIdentity = disagreement.kind == .identity
      report(
        isIdentity ? "identity" : "recomputed",
        disagreement.kind == .method ? .warning : .error, at: disagreement.path,
        found: "\(disagreement.name) is \(disagreement.stated), its parts give "
          + "\(disagreement.recomputed)",
        rule: disagreement.formula, source: disagreement.source,
        remedy: isIdentity
          ? "correct the number or its parts; write values unrounded"
          : "correct the number, its standard errors or the method that is named")
    }
  }

  // MARK: Intervals

  private func intervals(
    of outcome: Outcome, path: String
  ) -> [(interval: Interval, value: Quantity, path: String, name: String)] {
    [
      (
        outcome.treatment.estimate.interval, outcome.treatment.estimate.value,
        "\(path).treatment", "the treatment group's value"
      ),
      (
        outcome.control.estimate.interval, outcome.control.estimate.value,
        "\(path).control", "the control group's value"
      ),
      (
        outcome.difference.interval, outcome.difference.value, "\(path).difference",
        "the difference"
      ),
    ]
  }

  private mutating func order(_ outcome: Outcome, path: String) {
    let unit = outcome.measure.unit
    for (interval, _, path, _) in intervals(of: outcome, path: path) {
      guard let low = interval.low.bestValue(in: unit),
        let high = interval.high.bestValue(in: unit), low > high
      else { continue }
      report(
        "interval.order", at: "\(path).interval",
        found: "the low bound \(low) is above the high bound \(high)",
        rule: "the low bound of an interval is not above the high one",
        source: "domain notes 3c", remedy: "exchange or correct the bounds")
    }
  }

  private mutating func bounds(_ outcome: Outcome, path: String) {
    let unit = outcome.measure.unit
    for (interval, value, path, name) in intervals(of: outcome, path: path) {
      guard !isNamed("\(path).value"), !isNamed("\(path).interval.low"),
        !isNamed("\(path).interval.high"), let low = interval.low.bestValue(in: unit),
        let high = interval.high.bestValue(in: unit), let value = value.bestValue(in: unit),
        value < low || value > high
      else { continue }
      report(
        "interval.around", at: "\(path).interval",
        found: "\(name) \(value) lies outside its interval, \(low) to \(high)",
        rule: "an interval lies around its estimate", source: "domain notes 3c",
        remedy: "correct the interval or the value")
    }
  }

  /// The sign of a difference that is known only as it was printed.
  private mutating func signs(_ outcome: Outcome, path: String) {
    let unit = outcome.measure.unit
    let place = path + ".difference.value"
    let (treatment, control) = (outcome.treatment.estimate.value, outcome.control.estimate.value)
    guard !isNamed(place), !isNamed(path + ".treatment.value"),
      !isNamed(path + ".control.value"),
      let t = treatment.bestValue(in: unit), let c = control.bestValue(in: unit),
      let stated = outcome.difference.value.bestValue(in: unit)
    else { return }
    let slack =
      treatment.rounding(in: unit) + control.rounding(in: unit)
      + outcome.difference.value.rounding(in: unit)
    guard (t - c) * stated < 0, (t - c).magnitude > slack, stated.magnitude > slack else { return }
    report(
      "sign", at: place,
      found: "the difference is \(stated), the groups' values are \(t) and \(c)",
      rule: "a difference is the treatment group's value less the control group's",
      source: "docs/format.md section 3", remedy: "turn the sign")
  }
}

extension Disagreement {
  /// Whether the number is the right one with the wrong sign.
  fileprivate var isTurned: Bool {
    kind == .identity && path.hasSuffix(".difference.value") && stated * recomputed < 0
      && (stated + recomputed).magnitude <= 1e-6 * recomputed.magnitude
  }
}

extension Quantity {
  /// Half a unit of the last digit, in the unit of storage.
  func rounding(in unit: Statistics.Unit) -> Double {
    guard case .published(let numeral) = self else { return roundingError }
    var half = unit == .proportion ? 0.005 : 0.5
    for _ in 0..<min(numeral.decimals, 30) { half /= 10 }
    return half
  }
}
