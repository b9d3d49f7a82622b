/// Which figures of a report must not be shown because they give a small group away.
///
/// A count is hidden where it tells of fewer people than the threshold, or of all but so few
/// (primary), and with it as many others as it takes that it cannot be worked out (secondary). The
/// rules and their reasons are in `docs/decisions/0010-disclosure.md`; ``tables(of:thresholds:)``
/// says what a reader can work out, and the tests hold one against the other.
package enum Disclosure {
  /// Whether a count tells of so few people that it must not be shown.
  ///
  /// Nobody (0) is no small group: it says that the step lost no one.
  package static func isSmall(_ count: Double, threshold: Int) -> Bool {
    count > 0 && count < Double(threshold)
  }

  static func isSmall(_ count: Int, threshold: Int) -> Bool { count > 0 && count < threshold }

  /// Runs of neighbours that are hidden together, so that each sensitive one is in a run that
  /// protects it.
  ///
  /// A run begins at a sensitive one and takes in what comes after it, at the end what comes
  /// before it. It goes by place and by nothing else: a run that sought the smallest neighbour
  /// would tell a reader who knows the rule that it is the smallest. The last run may be all there
  /// is without protecting anything.
  static func blocks(
    around sensitive: [Int], in all: [Int], protects: ([Int]) -> Bool
  ) -> [[Int]] {
    var blocks: [[Int]] = []
    for one in sensitive where !blocks.contains(where: { $0.contains(one) }) {
      guard var first = all.firstIndex(of: one) else { continue }
      var last = first
      while !protects(Array(all[first...last])) {
        if last + 1 < all.count { last += 1 } else if first > 0 { first -= 1 } else { break }
      }
      blocks.append(Array(all[first...last]))
    }
    return blocks
  }

  /// Everything of a report that must not be shown.
  package static func hiddenCells(
    of analysis: Analysis, thresholds: Thresholds
  ) -> Set<DisclosureCell> {
    guard thresholds.disclosure.value > 1 else { return [] }
    var hidden: Set<DisclosureCell> = []
    if case .known(let steps) = analysis.attrition {
      hidden = Attrition(steps, threshold: thresholds.disclosure.value).hidden
    }
    for (index, outcome) in analysis.outcomes.enumerated() {
      let result = self.result(outcome, primary: analysis.primary, thresholds: thresholds)
      if result.hidesPeople { hidden.insert(.people(outcome: index)) }
      if result.hidesTreatment { hidden.insert(.treatment(outcome: index)) }
      if result.hidesControlPeople { hidden.insert(.controlPeople(outcome: index)) }
      if result.hidesControl { hidden.insert(.control(outcome: index)) }
    }
    if let balance = Balance(analysis, thresholds: thresholds, hidden: hidden) {
      hidden.formUnion(balance.hidden)
    }
    return hidden
  }

  /// The counts of a report, how they add up, and which must not be known.
  ///
  /// The first table has attrition, outcomes and characteristics; each further one has a set of
  /// characteristics that may be the categories of one.
  package static func tables(
    of analysis: Analysis, thresholds: Thresholds
  ) -> [DisclosureTable] {
    guard thresholds.disclosure.value > 1 else { return [] }
    var table = DisclosureTable()
    if case .known(let steps) = analysis.attrition {
      Attrition(steps, threshold: thresholds.disclosure.value).add(to: &table)
    }
    addOutcomes(of: analysis, thresholds: thresholds, to: &table)
    let balance = Balance(analysis, thresholds: thresholds, hidden: [])
    balance?.add(to: &table)
    return [table] + (balance?.setTables ?? [])
  }
}

extension Quantity {
  /// A count that readers may know: the analyst's own, or one that a source has printed.
  var count: Int? {
    switch self {
    case .exact(let value, _): value.magnitude < 1e12 ? Int(value.rounded()) : nil
    case .published(let numeral): numeral.decimals == 0 ? Int(numeral.text) : nil
    case .unknown: nil
    }
  }

  /// Whether a source has printed it: to hide it now would protect nobody.
  var isPublished: Bool {
    if case .published = self { true } else { false }
  }
}
