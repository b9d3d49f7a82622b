import Diagnostics
import Statistics

/// Looks in the reasons of the attrition for numbers that the table beside them hides.
enum DisclosureTextCheck {
  static func findings(_ record: AnalysisRecord, thresholds: Thresholds) -> [Finding] {
    let threshold = thresholds.disclosure.value
    guard threshold > 1, case .known(let steps) = record.analysis.attrition else { return [] }
    let hidden = Disclosure.hiddenCells(of: record.analysis, thresholds: thresholds)
    return steps.indices.dropFirst().compactMap { index in
      guard let reason = steps[index].reason?.value else { return nil }
      let lost = loss(steps[index - 1], steps[index])
      let number = numbers(in: reason).first { number in
        (1..<threshold).contains(number) || hidden.contains(.lost(index)) && number == lost
      }
      guard let number else { return nil }
      return Finding(
        "disclosure.text", .warning, at: record.place("$.attrition[\(index)].reason"),
        found: "the reason has the number \(number): \(reason.quoted)",
        rule: "a text does not say how few people something happened to, or what the table hides",
        source: thresholds.disclosure.source,
        remedy: "say it without the number, unless it counts something else than people")
    }
  }

  private static func loss(_ before: AttritionStep, _ after: AttritionStep) -> Int? {
    guard let before = before.people.exactValue, let after = after.people.exactValue else {
      return nil
    }
    return Int(before - after)
  }

  /// The whole numbers that are written in digits, those of dates and decimals left out.
  private static func numbers(in text: String) -> [Int] {
    text.split { $0.isWhitespace || "()[],;:\u{2013}\u{201C}\u{201D}".contains($0) }
      .compactMap { word in
        Int(word.hasSuffix(".") ? word.dropLast() : word)
      }
  }
}
