import Glibc

/// The normal distribution.
package enum Normal {
  /// The probability that a standard normal variable is larger in size than `|z|`.
  package static func twoSidedP(_ z: Double) -> Double { erfc(z.magnitude / 2.0.squareRoot()) }

  /// The value that a standard normal variable exceeds in size with this probability, 0 < p < 1.
  package static func critical(twoSidedP p: Double) -> Double {
    precondition(p > 0 && p < 1)
    let target = Target(twoSidedP: p)
    // Near the middle the density hardly changes; far out log p is about -z²/2.
    let density = (2 / Double.pi).squareRoot()
    let first = target.isTail ? (2 * (log(2) - log(p))).squareRoot() * 0.9 : (1 - p) / density
    return exp(
      target.solve(from: log(first)) { z in
        (
          twoSidedP(z), erf(z / 2.0.squareRoot()),
          z * density * exp(-z * z / 2)
        )
      })
  }
}

/// Student's t distribution.
///
/// With x = ν/(ν + t²), the probability of a larger size is the regularised incomplete beta
/// function I_x(ν/2, 1/2) (Abramowitz and Stegun 26.7.1).
package enum StudentT {
  /// The probability that a t variable with these degrees of freedom is larger in size than `|t|`.
  package static func twoSidedP(_ t: Double, degreesOfFreedom ν: Double) -> Double {
    shares(beyond: t, degreesOfFreedom: ν).outside
  }

  /// The value that a t variable exceeds in size with this probability, 0 < p < 1.
  ///
  /// Infinite where no double is large enough: with few degrees of freedom a small probability
  /// lies that far out.
  package static func critical(twoSidedP p: Double, degreesOfFreedom ν: Double) -> Double {
    precondition(p > 0 && p < 1 && ν > 0)
    let target = Target(twoSidedP: p)
    // Below the root in both cases: t has heavier tails than the normal distribution, and its
    // density is highest in the middle.
    let first =
      target.isTail
      ? Normal.critical(twoSidedP: p)
      : (1 - p) * (ν * Double.pi).squareRoot() / (2 * gammaRatio(ν / 2))
    return exp(
      target.solve(from: log(first)) { t in
        let shares = shares(beyond: t, degreesOfFreedom: ν)
        return (shares.outside, shares.inside, 2 * front(t, ν))
      })
  }

  /// The probabilities of a larger and of a smaller size than `|t|`, each as exact where it is
  /// small as where it is not.
  private static func shares(
    beyond t: Double, degreesOfFreedom ν: Double
  ) -> (outside: Double, inside: Double) {
    precondition(ν > 0 && !t.isNaN)
    let t = t.magnitude
    guard t.isFinite else { return (0, 1) }
    // A t variable with so many degrees of freedom is a normal one to the last digit.
    if ν > 1e30 { return (Normal.twoSidedP(t), erf(t / 2.0.squareRoot())) }
    let r = t / ν.squareRoot()
    let h = hypot(1, r)
    let (x, y) = (1 / (h * h), (r / h) * (r / h))
    let (a, b) = (ν / 2, 0.5)
    // Each continued fraction converges quickly on its own side of this value (Press et al., 6.4).
    if y <= (b + 1) / (a + b + 2) {
      let inside = front(t, ν) * continuedFraction(y, b, a) / b
      return (1 - inside, inside)
    }
    let v = log1p(r * r)
    let outside =
      a >= manyDegrees && v < 1
      ? uniformSeries(a, v) : front(t, ν) * continuedFraction(x, a, b) / a
    return (outside, 1 - outside)
  }

  /// From here on ν/2 counts as large: its gamma functions are taken from their series.
  private static let manyDegrees = 20.0

  /// I_x(a, 1/2) for large `a`, with v = −log x < 1.
  ///
  /// It is the integral of exp(−aτ) (1 − exp(−τ))^(−1/2) from v on. The second factor is
  /// exp(τ/4) τ^(−1/2) times an even series in τ, so that the integral is a sum of incomplete gamma
  /// functions Γ(2k + 1/2, Tv) ÷ T^(2k), T = a − 1/4 (after DiDonato and Morris 1992, BGRAT).
  private static func uniformSeries(_ a: Double, _ v: Double) -> Double {
    let t = a - 0.25
    let q = t * v
    // Γ(2k + 1/2, q) ÷ T^(2k) and q^(2k + 1/2) exp(−q) ÷ T^(2k), by recurrence from k = 0.
    var gamma = Double.pi.squareRoot() * erfc(q.squareRoot())
    var power = q.squareRoot() * exp(-q)
    var sum = gamma
    var s = 0.5
    for coefficient in seriesCoefficients {
      gamma = (s + 1) * (s * gamma + power) / (t * t) + power * v / t
      power *= v * v
      s += 2
      let term = coefficient * gamma
      sum += term
      if term.magnitude < 1e-17 * sum { break }
    }
    return min(1, gammaRatio(a) / t.squareRoot() * sum / Double.pi.squareRoot())
  }

  /// The coefficients of τ², τ⁴, … in (sinh(τ/2) ÷ (τ/2))^(−1/2).
  private static let seriesCoefficients: [Double] = [
    -1.0 / 48, 1.0 / 2560, -61.0 / 7_741_440, 1261.0 / 7_431_782_400,
    -3.805064191721906e-09, 8.748377596315407e-11, -2.044523359411974e-12,
    4.833351797967704e-14, -1.152434101767386e-15, 2.76605204359937e-17,
    -6.67428195089166e-19, 1.61745507718158e-20,
  ]

  /// Γ(a + 1/2) ÷ Γ(a).
  private static func gammaRatio(_ a: Double) -> Double {
    if a < manyDegrees { return tgamma(a + 0.5) / tgamma(a) }
    // From Stirling's series at T + 3/4 and T + 1/4, T = a − 1/4: the terms are
    // 2 B_n(1/4) ÷ (n (n − 1) T^(n − 1)) for odd n (DLMF 5.11.8).
    let t = a - 0.25
    let u = 1 / (t * t)
    let series =
      u
      * (1.0 / 64 + u
        * (-5.0 / 2048 + u * (61.0 / 49152 + u * (-1385.0 / 1_048_576 + u * 50521 / 20_971_520))))
    return t.squareRoot() * exp(series)
  }

  /// x^(ν/2) (1 − x)^(1/2) ÷ B(ν/2, 1/2), which is |t| times the density at t.
  private static func front(_ t: Double, _ ν: Double) -> Double {
    let r = t / ν.squareRoot()
    let h = hypot(1, r)
    let power = ν / 2 < manyDegrees ? pow(h, -ν) : exp(-ν / 2 * log1p(r * r))
    return gammaRatio(ν / 2) / Double.pi.squareRoot() * power * (r / h)
  }

  /// The continued fraction of the incomplete beta function by Lentz's method.
  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    func kept(_ value: Double) -> Double { value.magnitude < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    for m in 1...2000 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      result *= d * c
      if (d * c - 1).magnitude < 1e-16 { break }
    }
    return result
  }
}

/// The size to find: the one that is exceeded with a probability.
private struct Target {
  /// Whether the probability of a larger size is the smaller one, which is then solved for.
  let isTail: Bool
  /// The logarithm of the smaller of both probabilities.
  private let logProbability: Double

  init(twoSidedP p: Double) {
    isTail = p <= 0.5
    logProbability = log(isTail ? p : 1 - p)
  }

  /// The logarithm of the size, by Newton's method on logarithms from one that is too small.
  ///
  /// Both functions are concave in the logarithm of the size, so that the steps do not wander; a
  /// step into the region where a probability underflows is halved back. `evaluate` gives the
  /// probability of a larger and of a smaller size, and the size times the density of sizes.
  func solve(
    from start: Double, _ evaluate: (Double) -> (outside: Double, inside: Double, slope: Double)
  ) -> Double {
    var low = -Double.infinity
    var high = Double.infinity
    var next = start
    for _ in 0..<200 {
      let logSize = next
      guard logSize < 709 else { return .infinity }
      let (outside, inside, slope) = evaluate(exp(logSize))
      let probability = isTail ? outside : inside
      let gap = log(probability) - logProbability
      if (gap > 0) == isTail { low = logSize } else { high = logSize }
      let step = gap * probability / slope
      next = isTail ? logSize + step : logSize - step
      if !next.isFinite || next < low || next > high {
        next = low.isFinite && high.isFinite ? (low + high) / 2 : high.isFinite ? high - 1 : low + 1
      }
      if (next - logSize).magnitude <= 1e-15 * max(1, next.magnitude) { break }
    }
    return next
  }
}
