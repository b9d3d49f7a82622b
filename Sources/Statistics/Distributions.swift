import Glibc

/// The normal distribution.
package enum Normal {
  /// The probability that a standard normal variable is larger in size than `|z|`.
  package static func twoSidedP(_ z: Double) -> Double { erfc(z.magnitude / 2.0.squareRoot()) }

  /// The value that a standard normal variable exceeds in size with this probability, 0 < p < 1.
  package static func critical(twoSidedP p: Double) -> Double {
    precondition(p > 0 && p < 1)
    // Newton's method on log(2(1 - Φ(z))) - log p: the function is concave and steep where the
    // probability is small, so a few steps from below are enough.
    var z = p > 0.5 ? 0.1 : (-2 * log(p / 2)).squareRoot() * 0.8
    for _ in 0..<60 {
      let tail = twoSidedP(z)
      let density = 2 * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      let step = (log(tail) - log(p)) * tail / density
      z += step
      if step.magnitude < 1e-14 * max(1, z.magnitude) { break }
    }
    return z
  }
}

/// Student's t distribution.
package enum StudentT {
  /// The probability that a t variable with these degrees of freedom is larger in size than `|t|`.
  ///
  /// It is the regularised incomplete beta function I_x(ν/2, 1/2) at x = ν/(ν + t²)
  /// (Abramowitz and Stegun 26.7.1).
  package static func twoSidedP(_ t: Double, degreesOfFreedom ν: Double) -> Double {
    precondition(ν > 0)
    guard t.isFinite else { return 0 }
    if ν > 1e8 { return Normal.twoSidedP(t) }
    return incompleteBeta(ν / (ν + t * t), ν / 2, 0.5, complement: t * t / (ν + t * t))
  }

  /// The value that a t variable exceeds in size with this probability, 0 < p < 1.
  package static func critical(twoSidedP p: Double, degreesOfFreedom ν: Double) -> Double {
    precondition(p > 0 && p < 1 && ν > 0)
    // Between a bound that is too low and one that is too high: Newton's step where it stays
    // between them, halving where it does not.
    var low = 0.0
    var high = 2.0
    while twoSidedP(high, degreesOfFreedom: ν) > p { (low, high) = (high, high * 4) }
    let logConstant = lgamma((ν + 1) / 2) - lgamma(ν / 2) - 0.5 * log(ν * Double.pi)
    var t = min(max(Normal.critical(twoSidedP: p), low), high)
    for _ in 0..<200 {
      let error = twoSidedP(t, degreesOfFreedom: ν) - p
      if error > 0 { low = t } else { high = t }
      let density = 2 * exp(logConstant - (ν + 1) / 2 * log1p(t * t / ν))
      var next = t + error / density
      if !(next > low && next < high) { next = (low + high) / 2 }
      if (next - t).magnitude <= 1e-14 * max(1, t) { return next }
      t = next
    }
    return t
  }

  /// I_x(a, b), with 1 - x given too so that nothing is lost where x is near 1.
  private static func incompleteBeta(
    _ x: Double, _ a: Double, _ b: Double, complement y: Double
  ) -> Double {
    if x <= 0 { return 0 }
    if y <= 0 { return 1 }
    let logFront = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(y)
    // The continued fraction converges quickly on this side (Press et al., 6.4).
    if x < (a + 1) / (a + b + 2) {
      return exp(logFront) * continuedFraction(x, a, b) / a
    }
    return 1 - exp(logFront) * continuedFraction(y, b, a) / b
  }

  /// The continued fraction of the incomplete beta function by Lentz's method.
  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (d.magnitude < tiny ? tiny : d)
    var result = d
    for m in 1...10_000 {
      let m = Double(m)
      for numerator in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 + numerator * d
        d = 1 / (d.magnitude < tiny ? tiny : d)
        c = 1 + numerator / c
        if c.magnitude < tiny { c = tiny }
        result *= d * c
      }
      if (d * c - 1).magnitude < 1e-15 { break }
    }
    return result
  }
}
