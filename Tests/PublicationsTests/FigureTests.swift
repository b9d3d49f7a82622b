import Statistics
import Testing

@testable import Publications

/// How numbers are printed (domain notes 3c).
@Suite struct FigureTests {
  private func exact(_ value: Double) -> Quantity { .exact(value, decimals: 6) }

  @Test func ratesAreWholePerCentAndCarryTheirUnroundedValue() {
    let figure = Figure.number("r", .proportion, exact(0.3056), decimals: 0)
    #expect(figure.printed == "31%" && figure.value == "0.3056")
  }

  @Test func frequencyHasTwoDecimalsAndDaysNone() {
    #expect(Figure.number("f", .perPerson, exact(1.2345), decimals: 2).printed == "1.23")
    #expect(Figure.number("d", .days, exact(160.5), decimals: 0).printed == "161")
    #expect(Figure.people("n", exact(7203)).printed == "7,203")
  }

  @Test func minusZeroIsPrintedAsZero() {
    #expect(Figure.number("d", .percentagePoints, exact(-0.0003), decimals: 0).printed == "0")
  }

  @Test(arguments: [
    (0.55, "0.55"), (0.0004, "less than 0.001"), (0.004, "less than 0.01"),
    (0.999, "more than 0.99"),
    (0.0504, "just over 0.05"), (0.0496, "just under 0.05"), (0.0521, "0.052"), (0.0478, "0.048"),
    (0.05, "0.05"),
    (0.0500001, "just over 0.05"), (0.0499999, "just under 0.05"), (0, "less than 0.001"),
  ])
  func aPValueNearTheLineShowsOnWhichSideItIs(p: Double, printed: String) {
    let figure = Figure.pValue("p", exact(p), significance: 0.05)
    #expect(figure.printed == printed)
  }

  /// Working Chance, July 2014: "0.2 to 13".
  @Test func aBoundOfASignificantResultThatRoundsToZeroTakesADecimal() {
    let figures = IntervalFigures(
      difference: Interval(low: exact(-0.1295), high: exact(-0.002)), of: .proportion, prefix: "d")
    #expect(figures.printed == "-13 to -0.2")
    let smaller = IntervalFigures(
      difference: Interval(low: exact(0.0004), high: exact(0.05)), of: .proportion, prefix: "d")
    #expect(smaller.printed == "0.04 to 5")
  }

  @Test func aBoundOfAnInconclusiveResultIsAWholeNumber() {
    let figures = IntervalFigures(
      difference: Interval(low: exact(-0.1295), high: exact(0.002)), of: .proportion, prefix: "d")
    #expect(figures.printed == "-13 to 0")
  }

  @Test func aPublishedFigureKeepsItsPrintedRoundingAndHasNoValue() throws {
    let numeral = try #require(PublishedNumeral("-0.2", source: "page"))
    let figure = Figure.number("d", .percentagePoints, .published(numeral), decimals: 0)
    #expect(figure.printed == "-0.2" && figure.value == nil && figure.published == "-0.2")
  }

  @Test func whatIsNotKnownIsXWithItsReason() {
    let figure = Figure.number("d", .days, .unknown(reason: "lost"), decimals: 0)
    #expect(figure.printed == "[x]" && figure.note == "lost" && figure.shorthand == "x")
  }

  @Test func aResultOfSoFewPeopleThatItGivesThemAwayShowsNothing() {
    let estimate = Estimate(
      value: exact(0.02), standardError: exact(0.014),
      interval: Interval(low: exact(0), high: exact(0.05)))
    let outcome = Outcome(
      measure: .oneYearProvenRate,
      treatment: TreatmentResult(people: exact(100), reoffenders: exact(2), estimate: estimate),
      control: ControlResult(people: exact(900), effectivePeople: exact(800), estimate: estimate),
      difference: DifferenceResult(
        value: exact(0), interval: Interval(low: exact(-0.03), high: exact(0.03)),
        pValue: exact(0.9), method: .known(.welchT)),
      conclusion: .known(.inconclusive))
    let figures = ResultFigures(
      outcome, primary: outcome, thresholds: thresholds, prefix: "rate")
    #expect(figures.isSuppressed)
    for figure in [
      figures.treatmentValue, figures.treatmentInterval.low, figures.treatmentInterval.high,
      figures.difference, figures.differenceInterval.low, figures.differenceInterval.high,
      figures.pValue,
    ] {
      #expect(figure.printed == "[c]" && figure.value == nil)
    }
    #expect(figures.treatmentPeople.printed == "100" && figures.controlValue.printed == "2%")
  }

  private let thresholds = Thresholds(
    minimumCohort: Threshold(60, source: "t"), minimumReoffenders: Threshold(30, source: "t"),
    minimumExpected: Threshold(10, source: "t"), significance: Threshold(0.05, source: "t"),
    disclosure: Threshold(3, source: "t"), nearBalance: Threshold(0.05, source: "t"),
    poorBalance: Threshold(0.1, source: "t"), cohortWindows: [])
}
