/// A place of a report where a count of people stands, or figures that give it away.
package enum DisclosureCell: Hashable, Sendable {
  /// The people left after a step of the attrition, from 0.
  case step(Int)
  /// The people lost at a step of the attrition, from 1.
  case lost(Int)
  /// The people whom an outcome of the treatment group is taken over.
  case people(outcome: Int)
  /// The treatment group's result: how many people have the outcome, or how many offences.
  case treatment(outcome: Int)
  case controlPeople(outcome: Int)
  case control(outcome: Int)
  /// A row of the table of characteristics, both groups, before and after matching.
  case characteristic(Int)
  /// What the table of characteristics says of the treatment group before matching.
  case beforeMatching
  /// Printed nowhere, but a difference of counts that are: those without the outcome, say.
  case implied(String)
}

/// Counts of people as a reader meets them: what each is, which are shown, how they add up.
///
/// It answers what a reader can work out. Every relation is a sum of parts that are not negative,
/// and the tables of a report hang together as a tree, so bounds passed along the sums until
/// nothing changes are the exact ones.
package struct DisclosureTable: Sendable {
  package struct Count: Sendable, Hashable {
    package var cell: DisclosureCell
    package var number: Int
    /// Whether it must not be known: a small group, or a group of which all is told.
    package var isSensitive: Bool
  }

  /// One count that others add up to.
  package struct Sum: Sendable, Hashable {
    package var total: DisclosureCell
    package var parts: [DisclosureCell]
  }

  package private(set) var counts: [Count] = []
  package private(set) var sums: [Sum] = []
  private var indices: [DisclosureCell: Int] = [:]

  package init() {}

  /// Adds a count; of one cell the first stays, sensitive where either is.
  package mutating func add(_ cell: DisclosureCell, _ number: Int, isSensitive: Bool) {
    if let index = indices[cell] {
      counts[index].isSensitive = counts[index].isSensitive || isSensitive
    } else {
      indices[cell] = counts.count
      counts.append(Count(cell: cell, number: number, isSensitive: isSensitive))
    }
  }

  /// Says that the parts add up to the total; all of them must have been added.
  package mutating func relate(_ total: DisclosureCell, to parts: [DisclosureCell]) {
    precondition(([total] + parts).allSatisfy { indices[$0] != nil })
    sums.append(Sum(total: total, parts: parts))
  }

  package func number(_ cell: DisclosureCell) -> Int? { indices[cell].map { counts[$0].number } }

  /// What stands for a count that nothing bounds from above.
  package static let unbounded = 1 << 40

  /// The least and the most that each count can be, for a reader who sees those that are shown.
  package func bounds(
    shown: (DisclosureCell) -> Bool
  ) -> [DisclosureCell: ClosedRange<Int>] {
    var ranges = counts.map { count in
      shown(count.cell) ? count.number...count.number : 0...Self.unbounded
    }
    var isChanging = true
    while isChanging {
      isChanging = false
      for sum in sums { if narrow(sum, &ranges) { isChanging = true } }
    }
    return Dictionary(uniqueKeysWithValues: zip(counts.map(\.cell), ranges))
  }

  /// Narrows the bounds of a sum's cells by one another; says whether anything changed.
  private func narrow(_ sum: Sum, _ ranges: inout [ClosedRange<Int>]) -> Bool {
    let before = ranges
    let total = indices[sum.total]!
    let parts = sum.parts.map { indices[$0]! }
    func limit(_ index: Int, _ low: Int, _ high: Int) {
      let range = ranges[index]
      ranges[index] = max(range.lowerBound, low)...max(low, min(range.upperBound, high))
    }
    let least = parts.reduce(0) { $0 + ranges[$1].lowerBound }
    let most = parts.reduce(0) { min(Self.unbounded, $0 + ranges[$1].upperBound) }
    limit(total, least, most)
    for part in parts {
      let others = parts.filter { $0 != part }
      let othersLeast = others.reduce(0) { $0 + ranges[$1].lowerBound }
      let othersMost = others.reduce(0) { min(Self.unbounded, $0 + ranges[$1].upperBound) }
      limit(
        part, ranges[total].lowerBound - othersMost, ranges[total].upperBound - othersLeast)
    }
    return ranges != before
  }

  /// The sensitive counts that a reader can work out too closely, in the order of the table.
  ///
  /// A count is protected where, as far as can be worked out, it could be any small number (at
  /// most 1 from below) and need not be small at all (the threshold or more from above).
  package func exposed(
    threshold: Int, shown: (DisclosureCell) -> Bool
  ) -> [(count: Count, range: ClosedRange<Int>)] {
    let bounds = bounds(shown: shown)
    return counts.compactMap { count in
      guard count.isSensitive, let range = bounds[count.cell],
        range.lowerBound > 1 || range.upperBound < threshold
      else { return nil }
      return (count, range)
    }
  }
}
