import Statistics

/// The figures of a report as somebody would quote them: `37%`, `23 percentage points`, `1,724`.
enum PrintedFigures {
  /// Those that say something beside the name of their organisation: shares and differences of at
  /// least two digits, and numbers of people of at least three.
  static func distinctive(of analysis: Analysis) -> [(text: String, letters: [UInt8])] {
    var texts: [String] = []
    for outcome in analysis.outcomes {
      if outcome.measure.unit == .proportion {
        texts += shares(outcome.treatment.estimate.value) + shares(outcome.control.estimate.value)
        texts += points(outcome.difference.value)
      }
      texts += people(outcome.treatment.people) + people(outcome.control.people)
    }
    for step in analysis.attrition.value ?? [] { texts += people(step.people) }
    if let matching = analysis.matching.value { texts += people(matching.controlPeople) }
    var seen: Set<[UInt8]> = []
    return texts.map { ($0, SearchedText($0).letters) }.filter { seen.insert($0.1).inserted }
  }

  private static func shares(_ quantity: Quantity) -> [String] {
    wholePerCent(quantity).map { ["\($0)%", "\($0) per cent"] } ?? []
  }

  private static func points(_ quantity: Quantity) -> [String] {
    wholePerCent(quantity).map { ["\($0) percentage points", "\($0)%"] } ?? []
  }

  /// The whole per cents of at least two digits, without their sign.
  private static func wholePerCent(_ quantity: Quantity) -> Int? {
    guard let value = quantity.bestValue(in: .proportion), value.magnitude < 10 else { return nil }
    let number = Int((value.magnitude * 100).rounded(.toNearestOrAwayFromZero))
    return number >= 10 && number < 100 ? number : nil
  }

  /// A number of people of three digits or more that is neither round nor looks like a year.
  private static func people(_ quantity: Quantity) -> [String] {
    guard let value = quantity.bestValue(in: .days), value == value.rounded(), value >= 100,
      value < 1e9, Int(value) % 100 != 0, !(1900...2100).contains(Int(value))
    else { return [] }
    return ["\(Int(value))"]
  }
}
