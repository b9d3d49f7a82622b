extension Disclosure {
  /// Two counts of different analyses that both are shown and differ by a few people.
  package struct SmallDifference: Sendable, Hashable {
    /// What is counted, in words.
    package var name: String
    package var earlier: Int
    package var later: Int
  }

  /// The counts of two analyses of one service that differ by so few people that each of them,
  /// taken from the other, tells of those few.
  ///
  /// Where the earlier analysis is of the same people but one, one count less the other is that
  /// person.
  package static func smallDifferences(
    from earlier: Analysis, to later: Analysis, thresholds: Thresholds
  ) -> [SmallDifference] {
    let threshold = thresholds.disclosure.value
    guard threshold > 1 else { return [] }
    let shown = [earlier, later].map { analysis -> [String: Int] in
      let primary = analysis.primary
      let decision = result(primary, primary: primary, thresholds: thresholds)
      let treatment = TreatmentCounts(primary)
      var counts: [String: Int] = [:]
      if !decision.hidesPeople { counts["people analysed"] = treatment.people }
      if !decision.hidesTreatment { counts["people who re-offended"] = treatment.count }
      return counts
    }
    // Numbers of re-offenders that are close tell of nobody unless the groups are close too.
    guard let a = shown[0]["people analysed"], let b = shown[1]["people analysed"],
      isSmall(abs(a - b), threshold: threshold)
    else { return [] }
    return shown[1].keys.sorted().compactMap { name in
      guard let earlier = shown[0][name], let later = shown[1][name] else { return nil }
      return SmallDifference(name: name, earlier: earlier, later: later)
    }
  }
}
