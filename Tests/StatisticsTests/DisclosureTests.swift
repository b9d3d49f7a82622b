import Statistics
import Testing

@Suite struct DisclosureTests {
  private func steps(_ people: [Int]) -> [AttritionStep] {
    people.enumerated().map { index, count in
      AttritionStep(
        label: "step \(index)", people: .exact(Double(count), decimals: 0),
        reason: index == 0 ? nil : .known("reason"))
    }
  }

  @Test func aLossOfAFewPeopleIsNotShownAndCannotBeWorkedOut() {
    let hidden = Disclosure.suppressedSteps(steps([100, 98, 60, 50]), threshold: 3)
    #expect(hidden.lost == [1, 2])
    #expect(hidden.people == [1])
  }

  @Test func aSmallLastLossHidesTheStepBeforeIt() {
    let hidden = Disclosure.suppressedSteps(steps([100, 60, 58]), threshold: 3)
    #expect(hidden.people == [1])
    #expect(hidden.lost == [1, 2])
  }

  @Test func nobodyLostIsShown() {
    let hidden = Disclosure.suppressedSteps(steps([100, 100, 60]), threshold: 3)
    #expect(hidden.lost.isEmpty && hidden.people.isEmpty)
  }

  /// Tries every number of people at every hidden step that fits what is shown, and asks whether
  /// a hidden loss can have more than one value.
  @Test func noHiddenLossCanBeWorkedOutFromWhatIsShown() {
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
    print("disclosure seed \(seed)")
    var random = SplitMix(state: seed)
    for _ in 0..<400 {
      var people = [Int.random(in: 12...30, using: &random)]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        people.append(max(5, people.last! - Int.random(in: 0...5, using: &random)))
      }
      let hidden = Disclosure.suppressedSteps(steps(people), threshold: 3)
      for index in hidden.lost where isSmall(people[index - 1] - people[index]) {
        let losses = possibleLosses(at: index, people: people, hidden: hidden)
        #expect(losses.count > 1, "seed \(seed): \(people) hides \(hidden)")
      }
    }
  }

  private func isSmall(_ loss: Int) -> Bool { loss > 0 && loss < 3 }

  private func possibleLosses(
    at index: Int, people: [Int], hidden: (people: Set<Int>, lost: Set<Int>)
  ) -> Set<Int> {
    var losses: Set<Int> = []
    func search(_ chosen: [Int]) {
      if chosen.count == people.count {
        for step in people.indices.dropFirst() where !hidden.lost.contains(step) {
          guard chosen[step - 1] - chosen[step] == people[step - 1] - people[step] else { return }
        }
        losses.insert(chosen[index - 1] - chosen[index])
        return
      }
      let step = chosen.count
      let upper = step == 0 ? 40 : chosen[step - 1]
      let range = hidden.people.contains(step) ? people.last!...upper : people[step]...people[step]
      for value in range where value <= upper { search(chosen + [value]) }
    }
    search([])
    return losses
  }
}

/// A small generator with a printed seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
