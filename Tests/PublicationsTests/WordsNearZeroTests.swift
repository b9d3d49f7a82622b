import Statistics
import Testing

@testable import Publications

/// Intervals that end at 0 as it is printed: no sentence says "by as much as 0".
@Suite struct WordsNearZeroTests {
  private static let open = Result { try IllustrativePages() }

  /// The words of a report whose difference has this interval.
  private func words(_ low: Double, _ high: Double, _ kind: Direction) throws -> String {
    let edition = try Self.open.get()
    // So many that a claim can be made.
    var analysis = try #require(edition.analyses.first)
    analysis.outcomes[0].treatment.reoffenders = .exact(100, decimals: 0)
    func exact(_ value: Double) -> Quantity { .exact(value, decimals: 17) }
    analysis.outcomes[0].difference.value = exact((low + high) / 2)
    analysis.outcomes[0].difference.interval = Interval(low: exact(low), high: exact(high))
    analysis.outcomes[0].difference.pValue = exact(kind == .inconclusive ? 0.5 : 0.01)
    analysis.outcomes[0].conclusion = .known(kind)
    let page = try #require(edition.pages.report(analysis).renditions.first)
    let conclusion = try #require(
      String(decoding: page.bytes, as: UTF8.self)
        .firstMatch(of: /(?s)<div class="conclusion [a-z]*">(.*?)<\/div>/)?.1)
    return String(conclusion).replacing(/<[^>]*>/, with: "")
  }

  @Test func anInconclusiveResultIsNeverHigherOrLowerByAsMuchAsNought() throws {
    let lower = try words(-0.2, 0.0001, .inconclusive)
    #expect(
      lower.contains("lower by as much as 20 percentage points, or about the same."), "\(lower)")
    let higher = try words(-0.0001, 0.2, .inconclusive)
    #expect(
      higher.contains("higher by as much as 20 percentage points, or about the same."), "\(higher)")
    for words in [lower, higher, try words(-0.0001, 0.0001, .inconclusive)] {
      #expect(words.contains("is inconclusive") && !words.contains("as much as 0"), "\(words)")
    }
  }

  @Test func onePercentagePointIsSingularBehindOneNumberAndPluralBehindARange() throws {
    let inconclusive = try words(-0.2, 0.01, .inconclusive)
    #expect(inconclusive.contains("higher by as much as 1 percentage point."), "\(inconclusive)")
    let lower = try words(-0.01, 0.0001, .inconclusive)
    #expect(lower.contains("as much as 1 percentage point, or about the same."), "\(lower)")
    let more = try words(-0.01, 0.2, .inconclusive)
    #expect(more.contains("as much as 1 or higher by as much as 20 percentage points."), "\(more)")
    let range = try words(0.002, 0.01, .higher)
    #expect(range.contains("and 1 percentage points."), "\(range)")
  }

  @Test func aSizeNextToNoughtIsJustAboveItWhateverItsSide() throws {
    for (low, high, kind) in [(-0.2, -0.00001, Direction.lower), (0.00001, 0.2, .higher)] {
      let words = try words(low, high, kind)
      #expect(words.contains("by between just above 0 and 20 percentage points"), "\(words)")
      #expect(!words.contains("just below 0"), "\(words)")
    }
  }
}
