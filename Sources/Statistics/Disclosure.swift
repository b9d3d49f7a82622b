/// Which figures of a table must not be shown because they give a small group away.
package enum Disclosure {
  /// Whether a count tells of so few people that it must not be shown.
  ///
  /// Nobody (0) is no small group: it says that the step lost no one.
  package static func isSmall(_ count: Double, threshold: Int) -> Bool {
    count > 0 && count < Double(threshold)
  }

  /// Which steps of the attrition must not show how many people are left and how many were lost.
  ///
  /// A loss of a few people is not shown (primary). It could be worked out from the people before
  /// and after it, so the number left after that step is not shown either, and with it the loss
  /// of the next step (secondary): only the sum of the two losses can be known. At the last step
  /// the number analysed is always printed, so the number before it is hidden instead.
  package static func suppressedSteps(
    _ steps: [AttritionStep], threshold: Int
  ) -> (people: Set<Int>, lost: Set<Int>) {
    var people: Set<Int> = []
    var lost: Set<Int> = []
    for index in steps.indices.dropFirst() {
      guard let before = steps[index - 1].people.exactValue,
        let after = steps[index].people.exactValue,
        isSmall(before - after, threshold: threshold)
      else { continue }
      lost.insert(index)
      let hidden = index == steps.count - 1 ? index - 1 : index
      people.insert(hidden)
      if hidden > 0 { lost.insert(hidden) }
      if hidden + 1 < steps.count { lost.insert(hidden + 1) }
    }
    return (people, lost)
  }

  /// Whether an outcome's treatment figures must not be shown: so few people with the outcome, or
  /// so few without it, that the rate would give them away.
  package static func isSuppressed(_ outcome: Outcome, threshold: Int) -> Bool {
    guard outcome.measure.unit == .proportion,
      let with = outcome.treatment.reoffenders?.exactValue,
      let people = outcome.treatment.people.exactValue
    else { return false }
    return isSmall(with, threshold: threshold) || isSmall(people - with, threshold: threshold)
  }
}
