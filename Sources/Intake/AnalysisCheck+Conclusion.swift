import Diagnostics
import Statistics

extension AnalysisCheck {
  /// Conclusion, interval, difference and p-value point the same way.
  mutating func conclusion(_ outcome: Outcome, path: String) {
    let interval = path + ".difference.interval"
    guard ![interval, interval + ".low", interval + ".high"].contains(where: isNamed) else {
      return
    }
    if let direction = outcome.directionOfInterval {
      against(direction, outcome, path: path)
    } else {
      withoutInterval(outcome, path: path)
    }
  }

  private mutating func against(_ direction: Direction, _ outcome: Outcome, path: String) {
    if let stated = outcome.conclusion.value, direction != stated {
      report(
        "conclusion", at: path + ".conclusion",
        found: "the conclusion is \(stated.rawValue.quoted), the interval of the difference gives "
          + direction.rawValue.quoted,
        rule: "lower with an interval wholly below 0, higher wholly above, else inconclusive",
        source: "domain notes 3c", remedy: "correct the conclusion or the interval")
    }
    // A bound of exactly 0 lies on the line itself: either reading is right.
    let interval = outcome.difference.interval
    let touchesZero = [interval.low, interval.high].contains {
      $0.bestValue(in: outcome.measure.unit) == 0
    }
    guard !touchesZero, let (p, isSignificant) = significance(of: outcome, path: path),
      isSignificant != (direction != .inconclusive)
    else { return }
    report(
      "significance", at: path + ".difference.pValue",
      found: "the p-value is \(p), the interval of the difference "
        + (direction == .inconclusive ? "includes 0" : "leaves 0 out"),
      rule: "a p-value of at most \(thresholds.significance.value) goes with an interval "
        + "without 0",
      source: thresholds.significance.source, remedy: "correct the p-value or the interval")
  }

  /// Where no interval is known, the difference and the p-value are held against the conclusion.
  private mutating func withoutInterval(_ outcome: Outcome, path: String) {
    guard let stated = outcome.conclusion.value else { return }
    let unit = outcome.measure.unit
    let groups = outcome.treatment.estimate.value.bestValue(in: unit).flatMap { treatment in
      outcome.control.estimate.value.bestValue(in: unit).map { treatment - $0 }
    }
    if let difference = outcome.difference.value.bestValue(in: unit) ?? groups,
      !isNamed(path + ".difference.value"),
      stated == .lower && difference > 0 || stated == .higher && difference < 0
    {
      report(
        "conclusion", at: path + ".conclusion",
        found: "the conclusion is \(stated.rawValue.quoted), the difference is \(difference)",
        rule: "lower with a difference below 0, higher with one above", source: "domain notes 3c",
        remedy: "correct the conclusion or the difference")
    }
    guard let (p, isSignificant) = significance(of: outcome, path: path),
      isSignificant != (stated != .inconclusive)
    else { return }
    report(
      "significance", at: path + ".difference.pValue",
      found: "the p-value is \(p), the conclusion \(stated.rawValue.quoted)",
      rule: "a conclusion other than inconclusive has a p-value of at most "
        + "\(thresholds.significance.value)",
      source: thresholds.significance.source, remedy: "correct the p-value or the conclusion")
  }

  /// The p-value and whether it is significant; nil where it was named already, or where rounding
  /// leaves it open.
  private func significance(of outcome: Outcome, path: String) -> (p: Double, Bool)? {
    let quantity = outcome.difference.pValue
    guard !isNamed(path + ".difference.pValue"), let p = quantity.bestValue(in: .perPerson)
    else { return nil }
    let level = thresholds.significance.value
    if case .published = quantity,
      (p - level).magnitude <= quantity.rounding(in: .perPerson) * (1 + 1e-9)
    {
      return nil
    }
    return (p, p <= level)
  }
}
