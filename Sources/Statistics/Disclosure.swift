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
  /// of the next step (secondary; the one before it, at the last step): only the sum of the losses
  /// can be known.
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
      // Neighbouring losses are hidden with it until their sum, which can be worked out, is not
      // small itself.
      var (first, last) = (index, index)
      func sum() -> Double {
        (steps[first - 1].people.exactValue ?? 0) - (steps[last].people.exactValue ?? 0)
      }
      repeat {
        if last + 1 < steps.count { last += 1 } else if first > 1 { first -= 1 } else { break }
      } while isSmall(sum(), threshold: threshold)
      // Where even all losses together are small, the number submitted is hidden with them.
      if isSmall(sum(), threshold: threshold) || first == last { people.insert(0) }
      lost.formUnion(first...last)
      people.formUnion(first..<last)
    }
    return (people, lost)
  }

  /// Whether an outcome's treatment figures must not be shown: so few people with the outcome, or
  /// so few without it, that the rate would give them away.
  package static func isSuppressed(_ outcome: Outcome, threshold: Int) -> Bool {
    guard outcome.measure.unit == .proportion,
      let people = outcome.treatment.people.exactValue
    else { return false }
    // Where the count is not given, people times rate give it away just as well.
    let derived = outcome.treatment.estimate.value.exactValue.map { ($0 * people).rounded() }
    guard let with = outcome.treatment.reoffenders?.exactValue ?? derived else { return false }
    return isSmall(with, threshold: threshold) || isSmall(people - with, threshold: threshold)
  }
}
