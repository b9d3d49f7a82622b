import Glibc

/// The test of a difference between two groups, from their values and standard errors.
///
/// With p₁, p₂ the values and s₁, s₂ their standard errors: the difference is p₁ − p₂, its standard
/// error √(s₁² + s₂²). Welch's t has (s₁² + s₂²)² ÷ (s₁⁴/(n₁ − 1) + s₂⁴/(n₂ − 1)) degrees of
/// freedom (Welch 1947), n₂ being the effective size of the weighted control group.
package struct DifferenceTest: Sendable {
  /// Treatment minus control.
  package let difference: Double
  package let standardError: Double
  private let method: DifferenceResult.Method
  /// Welch's degrees of freedom.
  package let degreesOfFreedom: Double

  /// Nil where a value, a standard error, a size or the method is not known exactly, where a group
  /// has no more than one person, or where neither group varies.
  package init?(_ outcome: Outcome) {
    let treatment = outcome.treatment.estimate
    let control = outcome.control.estimate
    guard let method = outcome.difference.method.value,
      let t = treatment.value.exactValue, let c = control.value.exactValue,
      let st = treatment.standardError.exactValue, let sc = control.standardError.exactValue,
      let nt = outcome.treatment.people.exactValue, nt > 1,
      let nc = outcome.control.effectivePeople.exactValue, nc > 1
    else { return nil }
    let standardError = hypot(st, sc)
    guard standardError > 0, standardError.isFinite, (t - c).isFinite else { return nil }
    self.method = method
    self.standardError = standardError
    difference = t - c
    // The same formula in the groups' shares of the variance: no power of a standard error can
    // overflow or vanish.
    let (wt, wc) = (st / standardError, sc / standardError)
    degreesOfFreedom = 1 / (wt * wt * wt * wt / (nt - 1) + wc * wc * wc * wc / (nc - 1))
  }

  /// The two-sided p-value of the difference.
  package var pValue: Double {
    let statistic = difference / standardError
    return switch method {
    case .welchT: StudentT.twoSidedP(statistic, degreesOfFreedom: degreesOfFreedom)
    case .normal: Normal.twoSidedP(statistic)
    }
  }

  /// How many standard errors an interval of level 1 − significance reaches to each side.
  package func critical(significance: Double) -> Double {
    method.critical(significance: significance, degreesOfFreedom: degreesOfFreedom)
  }

  /// The source of the method, for messages.
  package var source: String { method.source }
}

extension DifferenceResult.Method {
  /// The critical value of a two-sided test at this level.
  package func critical(significance: Double, degreesOfFreedom: Double) -> Double {
    switch self {
    case .welchT: StudentT.critical(twoSidedP: significance, degreesOfFreedom: degreesOfFreedom)
    case .normal: Normal.critical(twoSidedP: significance)
    }
  }

  /// Where the method comes from, for messages.
  package var source: String {
    switch self {
    case .welchT: "Welch's t test (Welch 1947)"
    case .normal: "normal approximation"
    }
  }
}
