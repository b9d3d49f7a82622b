import Foundation
import Statistics
import Testing

/// Held against independent programs: SciPy, mpmath with 60 digits, and Python's decimal.
///
/// `scripts/make-numerics.py` made the fixtures. What is reached: probabilities and quantiles to
/// 2e-13 of themselves, down to p = 1e-307 and up to the last double below 1, the normal's and
/// Student's t's alike, from 0.01 to 1e30 degrees of freedom.
@Suite struct NumericsTests {
  private static func fixture<Content: Decodable>(_ name: String) throws -> Content {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/numerics/\(name).json")
    return try JSONDecoder().decode(Content.self, from: Data(contentsOf: file))
  }

  /// Whether a number is the other within this part of it.
  private func agrees(_ number: Double, _ expected: Double, within tolerance: Double) -> Bool {
    number == expected || (number - expected).magnitude <= tolerance * expected.magnitude
  }

  // MARK: Distributions

  private struct Distributions: Decodable {
    struct Case: Decodable {
      var kind: String
      var of: Double
      var df: Double?
      var `is`: Double
      var by: String
      /// SciPy's own numbers are right to 1e-12; mpmath's to the last digit.
      var tolerance: Double { by == "scipy" ? 1e-12 : 2e-13 }
    }
    var normal: [Case]
    var studentT: [Case]
  }

  @Test func probabilitiesAreThoseOfSciPyAndMpmath() throws {
    let fixture: Distributions = try Self.fixture("distributions")
    let cases = (fixture.normal + fixture.studentT).filter { $0.kind == "p" }
    #expect(cases.count > 380)
    for known in cases {
      let p =
        known.df.map { StudentT.twoSidedP(known.of, degreesOfFreedom: $0) }
        ?? Normal.twoSidedP(known.of)
      #expect(agrees(p, known.is, within: known.tolerance), "\(known): \(p)")
    }
  }

  @Test func quantilesAreThoseOfSciPyAndMpmath() throws {
    let fixture: Distributions = try Self.fixture("distributions")
    let cases = (fixture.normal + fixture.studentT).filter { $0.kind == "critical" }
    #expect(cases.count > 90)
    for known in cases {
      let size =
        known.df.map { StudentT.critical(twoSidedP: known.of, degreesOfFreedom: $0) }
        ?? Normal.critical(twoSidedP: known.of)
      #expect(agrees(size, known.is, within: known.tolerance), "\(known): \(size)")
    }
  }

  @Test func aQuantileThatNoDoubleHoldsIsInfiniteAndNeverNaN() {
    for (p, df) in [(1e-300, 0.5), (0.05, 1e-4), (1e-300, 1e-300), (0.05, 1e-16)] {
      #expect(StudentT.critical(twoSidedP: p, degreesOfFreedom: df) == .infinity, "\(p) \(df)")
    }
    let smallest = StudentT.critical(twoSidedP: .leastNonzeroMagnitude, degreesOfFreedom: 1e6)
    #expect(smallest > 38 && smallest < 39)
  }

  @Test func probabilitiesFallAsTheStatisticGrows() {
    for df in [0.5, 1, 3, 39, 39.99, 40, 40.01, 77, 1e4, 1e9] {
      var last = 1.0
      for step in 0...4000 {
        let p = StudentT.twoSidedP(Double(step) * 0.01, degreesOfFreedom: df)
        #expect(p <= last * (1 + 1e-14) && p >= 0, "t \(step) hundredths, df \(df)")
        last = p
      }
    }
  }

  // MARK: The test of a difference

  private struct Differences: Decodable {
    struct Group: Decodable {
      var people: Double
      var value: Double
      var se: Double
    }
    struct Case: Decodable {
      var treatment: Group
      var control: Group
      var method: String
      var level: Double
      var difference: Double
      var se: Double
      var df: Double
      var p: Double
      var low: Double
      var high: Double
    }
    var tests: [Case]
  }

  private func outcome(_ known: Differences.Case) -> Outcome {
    func estimate(_ group: Differences.Group) -> Estimate {
      Estimate(
        value: .exact(group.value, decimals: 17), standardError: .exact(group.se, decimals: 17),
        interval: Interval(low: .unknown(reason: "t"), high: .unknown(reason: "t")))
    }
    return Outcome(
      measure: .oneYearProvenRate,
      treatment: TreatmentResult(
        people: .exact(known.treatment.people, decimals: 0), reoffenders: nil,
        estimate: estimate(known.treatment)),
      control: ControlResult(
        people: .unknown(reason: "t"),
        effectivePeople: .exact(known.control.people, decimals: 17),
        estimate: estimate(known.control)),
      difference: DifferenceResult(
        value: .exact(known.difference, decimals: 17),
        interval: Interval(
          low: .exact(known.low, decimals: 17), high: .exact(known.high, decimals: 17)),
        pValue: .exact(known.p, decimals: 17),
        method: .known(DifferenceResult.Method(rawValue: known.method)!)),
      conclusion: .unknown(reason: "t"))
  }

  @Test func differencesIntervalsAndPValuesAreThoseOfSciPyAndMpmath() throws {
    let fixture: Differences = try Self.fixture("differences")
    #expect(fixture.tests.count > 270)
    for known in fixture.tests {
      let test = try #require(DifferenceTest(outcome(known)))
      let half = test.critical(significance: known.level) * test.standardError
      #expect(test.difference == known.difference)
      #expect(agrees(test.standardError, known.se, within: 1e-15), "\(known)")
      #expect(agrees(test.degreesOfFreedom, known.df, within: 1e-14), "\(known)")
      // SciPy's own p-values are right to 1e-11 here.
      #expect(agrees(test.pValue, known.p, within: 1e-11), "\(known): \(test.pValue)")
      for (bound, expected) in [
        (test.difference - half, known.low), (test.difference + half, known.high),
      ] {
        let scale = max(known.difference.magnitude, half)
        #expect((bound - expected).magnitude <= 1e-12 * scale, "\(known): \(bound)")
      }
    }
  }

  @Test func groupsThatDoNotVaryOrHaveOnePersonHaveNoTest() throws {
    let fixture: Differences = try Self.fixture("differences")
    var known = fixture.tests[0]
    known.treatment.se = 0
    #expect(DifferenceTest(outcome(known)) != nil, "one group varies")
    known.control.se = 0
    #expect(DifferenceTest(outcome(known)) == nil, "neither varies")
    known = fixture.tests[0]
    known.treatment.people = 1
    #expect(DifferenceTest(outcome(known)) == nil, "one person")
    known = fixture.tests[0]
    known.control.people = 1
    #expect(DifferenceTest(outcome(known)) == nil, "an effective size of one")
    known = fixture.tests[0]
    known.control.se = 1e308
    known.treatment.se = 1.7e308
    #expect(DifferenceTest(outcome(known)) == nil, "no finite standard error")
  }

  // MARK: Rates and standardised differences

  private struct Proportions: Decodable {
    struct StandardError: Decodable {
      var people: Double
      var with: Double
      var rate: Double
      var se: Double
    }
    struct StandardisedDifference: Decodable {
      var treatment: Double
      var control: Double
      var deviation: Double
      var difference: Double
    }
    var standardErrors: [StandardError]
    var standardisedDifferences: [StandardisedDifference]
  }

  /// An analysis that states SciPy's standard error and mpmath's standardised difference.
  private func analysis(
    _ rate: Proportions.StandardError, _ balance: Proportions.StandardisedDifference
  ) -> Analysis {
    let unknown = Quantity.unknown(reason: "t")
    let none = Interval(low: unknown, high: unknown)
    let stated = Characteristic.Balance(
      treatment: .exact(balance.treatment, decimals: 17),
      control: .exact(balance.control, decimals: 17),
      standardisedDifference: .exact(balance.difference, decimals: 17))
    return Analysis(
      id: "T", request: "T", label: nil, organisation: Organisation(id: "t", name: "T"),
      service: Service(
        name: .unknown(reason: "t"), description: .unknown(reason: "t"),
        period: .unknown(reason: "t"), started: .unknown(reason: "t")),
      attrition: .unknown(reason: "t"),
      outcomes: [
        Outcome(
          measure: .oneYearProvenRate,
          treatment: TreatmentResult(
            people: .exact(rate.people, decimals: 0), reoffenders: .exact(rate.with, decimals: 0),
            estimate: Estimate(
              value: .exact(rate.rate, decimals: 17), standardError: .exact(rate.se, decimals: 17),
              interval: none)),
          control: ControlResult(
            people: unknown, effectivePeople: unknown,
            estimate: Estimate(value: unknown, standardError: unknown, interval: none)),
          difference: DifferenceResult(
            value: unknown, interval: none, pValue: unknown, method: .unknown(reason: "t")),
          conclusion: .unknown(reason: "t"))
      ],
      matching: .known(
        Matching(
          method: "t", controlPeople: unknown,
          characteristics: .known([
            Characteristic(
              group: "t", name: "t", standardDeviation: .exact(balance.deviation, decimals: 17),
              before: stated, after: stated)
          ]))),
      completed: .unknown(reason: "t"), analyst: .unknown(reason: "t"),
      qualityAssurer: .unknown(reason: "t"), sources: [])
  }

  @Test func recomputationFindsNothingInSciPysNumbersAndEverythingNextToThem() throws {
    let fixture: Proportions = try Self.fixture("proportions")
    #expect(fixture.standardErrors.count > 120)
    for (rate, balance) in zip(fixture.standardErrors, fixture.standardisedDifferences) {
      let right = Recomputation.disagreements(in: analysis(rate, balance), significance: 0.05)
      #expect(right.isEmpty, "\(rate) \(balance): \(right)")
      var wrong = (rate, balance)
      wrong.0.se *= 1.03
      wrong.1.difference = wrong.1.difference * 1.001 + 1e-5
      let found = Recomputation.disagreements(in: analysis(wrong.0, wrong.1), significance: 0.05)
      #expect(found.count == (rate.se > 1e-10 ? 3 : 2), "\(wrong): \(found)")
      for disagreement in found {
        #expect(disagreement.recomputed.isFinite)
        let expected = disagreement.path.hasSuffix("Error") ? rate.se : balance.difference
        #expect((disagreement.recomputed - expected).magnitude <= 1e-11 * expected.magnitude)
      }
    }
  }

  // MARK: Rounding

  private struct Roundings: Decodable {
    struct Case: Decodable {
      var value: Double
      var shift: Int
      var decimals: Int
      var text: String
      var grouped: String
    }
    var roundings: [Case]
  }

  @Test func roundingIsThatOfPythonsDecimal() throws {
    let fixture: Roundings = try Self.fixture("rounding")
    #expect(fixture.roundings.count > 600)
    for known in fixture.roundings {
      let text = Rounding.text(known.value, shift: known.shift, decimals: known.decimals)
      #expect(text == known.text, "\(known)")
      #expect(Rounding.grouped(text) == known.grouped, "\(known)")
    }
  }
}
