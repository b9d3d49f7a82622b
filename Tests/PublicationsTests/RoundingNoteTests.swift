import Foundation
import Statistics
import Testing

@testable import Publications

/// Where printed parts do not add up, the report says why.
@Suite struct RoundingNoteTests {
  private static let edition = Result { try IllustrativePages() }

  @Test(arguments: [
    (1, 1.044, 1.846, -0.802, true), (1, 1.04, 1.84, -0.8, false), (0, 0.314, 0.356, -0.042, true),
    (0, 0.31, 0.36, -0.05, false),
  ])
  func aDifferenceThatItsPartsDoNotGiveIsExplained(
    outcome: Int, treatment: Double, control: Double, difference: Double, isExplained: Bool
  ) throws {
    let edition = try Self.edition.get()
    var analysis = edition.analyses[0]
    analysis.outcomes = [analysis.outcomes[0], analysis.outcomes[1]]
    analysis.outcomes[0].treatment.reoffenders = nil
    // The other outcome adds up.
    for (index, values) in [
      (1 - outcome, (0.5, 0.6, -0.1)), (outcome, (treatment, control, difference)),
    ] {
      analysis.outcomes[index].treatment.estimate.value = .exact(values.0, decimals: 17)
      analysis.outcomes[index].control.estimate.value = .exact(values.1, decimals: 17)
      analysis.outcomes[index].difference.value = .exact(values.2, decimals: 17)
    }
    let page = try #require(edition.pages.report(analysis).renditions.first)
    let text = String(decoding: page.bytes, as: UTF8.self)
    #expect(text.contains("worked out before rounding") == isExplained)
  }
}
