import Statistics
import TestSupport
import Testing

/// The proof that nothing hidden can be worked out: for random small tables, every assignment of
/// whole numbers that agrees with what is shown is tried.
///
/// The attacker knows how the counts add up, and in the second part of each proof the program too:
/// an assignment for which it would have hidden something else is thrown out.
@Suite struct DisclosureProofTests {
  /// What an attacker finds out: the values that each sensitive count can have.
  struct Attack {
    var values: [String: Set<Int>] = [:]
    /// Those left when the attacker also asks what the program would have hidden.
    var informed: [String: Set<Int>] = [:]

    mutating func add(_ cell: String, _ value: Int, isInformed: Bool) {
      values[cell, default: []].insert(value)
      if isInformed { informed[cell, default: []].insert(value) }
    }
  }

  /// How many random tables of each kind are tried, and of how many it is also asked what a reader
  /// finds out who knows the program.
  static let tables = 400
  static let informedTables = 40

  static func random() -> (SplitMix, UInt64) {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("disclosure proof seed \(seed)")
    return (SplitMix(state: seed), seed)
  }

  /// Whether as many values are left as the rule demands: any small one, and one that is not.
  static func isProtected(_ values: Set<Int>, threshold: Int) -> Bool {
    Set(1..<threshold).isSubset(of: values) && values.contains { $0 >= threshold }
  }

  // MARK: Attrition

  private func attackAttrition(
    _ steps: [Int], hidden: Set<DisclosureCell>, thresholds: Thresholds, isInformed: Bool = false
  ) -> Attack {
    var attack = Attack()
    let threshold = thresholds.disclosure.value
    func search(_ chosen: [Int]) {
      let step = chosen.count
      if step > 1, !hidden.contains(.lost(step - 1)),
        chosen[step - 2] - chosen[step - 1] != steps[step - 2] - steps[step - 1]
      {
        return
      }
      guard step < steps.count else {
        let isPossible =
          isInformed && hiddenAttrition(chosen, thresholds: thresholds) == hidden
        for index in steps.indices {
          if isSmall(steps[index], threshold) {
            attack.add("people \(index)", chosen[index], isInformed: isPossible)
          }
          if index > 0, isSmall(steps[index - 1] - steps[index], threshold) {
            attack.add(
              "lost \(index)", chosen[index - 1] - chosen[index], isInformed: isPossible)
          }
        }
        return
      }
      let most = step == 0 ? steps[0] + threshold : chosen[step - 1]
      let range = hidden.contains(.step(step)) ? 0...most : steps[step]...steps[step]
      for value in range where value <= most { search(chosen + [value]) }
    }
    search([])
    return attack
  }

  private func hiddenAttrition(_ steps: [Int], thresholds: Thresholds) -> Set<DisclosureCell> {
    let sample = DisclosureSample(steps: steps, people: steps.last!)
    return Disclosure.hiddenCells(of: sample.analysis, thresholds: thresholds)
      .filter(\.isOfAttrition)
  }

  private func isSmall(_ count: Int, _ threshold: Int) -> Bool { count > 0 && count < threshold }

  private func randomSteps(_ random: inout SplitMix) -> [Int] {
    var steps = [Int.random(in: 1...18, using: &random)]
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let lost = Int.random(in: 0...min(6, steps.last! - 1), using: &random)
      steps.append(steps.last! - lost)
    }
    return steps
  }

  @Test func noLossOfTheAttritionCanBeWorkedOut() {
    var (random, seed) = Self.random()
    for number in 0..<Self.tables {
      let steps = randomSteps(&random)
      let threshold = Int.random(in: 3...5, using: &random)
      let thresholds = Thresholds.disclosing(threshold)
      let hidden = hiddenAttrition(steps, thresholds: thresholds)
      let attack = attackAttrition(
        steps, hidden: hidden, thresholds: thresholds, isInformed: number < Self.informedTables)
      for (cell, values) in attack.values {
        #expect(
          Self.isProtected(values, threshold: threshold),
          "seed \(seed), threshold \(threshold): \(steps), \(cell) is one of \(values.sorted())")
      }
      for (cell, values) in attack.informed {
        #expect(
          values.count > 1,
          "seed \(seed), threshold \(threshold): \(steps), \(cell), knowing the program, is \(values)"
        )
      }
    }
  }

  /// The proof can fail: with nothing hidden but the small counts themselves it finds leaks.
  @Test func withoutSecondarySuppressionTheProofFindsLeaks() {
    var (random, _) = Self.random()
    var leaks = 0
    for _ in 0..<200 {
      let steps = randomSteps(&random)
      let small = Set(
        steps.indices.dropFirst().filter { isSmall(steps[$0 - 1] - steps[$0], 3) }
          .map { DisclosureCell.lost($0) })
      let attack = attackAttrition(steps, hidden: small, thresholds: .disclosing(3))
      if attack.values.values.contains(where: { !Self.isProtected($0, threshold: 3) }) {
        leaks += 1
      }
    }
    #expect(leaks > 50)
  }

  // MARK: Categories

  /// A table of characteristics whose first rows are the categories of one set.
  private struct Categories {
    var people: Int
    var counts: [Int]
    /// Whether the last category is left out of the table.
    var isLastLeftOut: Bool
    var isNamed: Bool

    init(_ random: inout SplitMix) {
      let number = Int.random(in: 2...4, using: &random)
      counts = (0..<number).map { _ in Int.random(in: 0...7, using: &random) }
      counts[0] += Int.random(in: 3...12, using: &random)
      counts.shuffle(using: &random)
      people = counts.reduce(0, +)
      isLastLeftOut = number > 2 && Bool.random(using: &random)
      isNamed = Bool.random(using: &random)
    }

    func sample(_ counts: [Int]) -> DisclosureSample {
      var sample = DisclosureSample()
      sample.people = people
      sample.reoffenders = people / 2
      sample.rows = counts.prefix(isLastLeftOut ? counts.count - 1 : counts.count).map {
        ("Ethnic background", $0, nil, isNamed ? "Ethnic background" : nil)
      }
      return sample
    }
  }

  private func attack(
    _ table: Categories, hidden: Set<DisclosureCell>, thresholds: Thresholds,
    isInformed: Bool = false
  ) -> Attack {
    var attack = Attack()
    let threshold = thresholds.disclosure.value
    func search(_ chosen: [Int]) {
      let left = table.people - chosen.reduce(0, +)
      guard left >= 0 else { return }
      guard chosen.count < table.counts.count else {
        guard left == 0 else { return }
        let isPossible =
          isInformed
          && Disclosure.hiddenCells(of: table.sample(chosen).analysis, thresholds: thresholds)
            .filter(\.isCharacteristic) == hidden
        for index in table.counts.indices {
          let (count, value) = (table.counts[index], chosen[index])
          if isSmall(count, threshold) {
            attack.add("category \(index)", value, isInformed: isPossible)
          }
          if isSmall(table.people - count, threshold) {
            attack.add(
              "all but category \(index)", table.people - value, isInformed: isPossible)
          }
        }
        return
      }
      let index = chosen.count
      let isLeftOut = table.isLastLeftOut && index == table.counts.count - 1
      let isHidden = isLeftOut || hidden.contains(.characteristic(index))
      for value in isHidden ? 0...left : table.counts[index]...table.counts[index] {
        search(chosen + [value])
      }
    }
    search([])
    return attack
  }

  @Test func noCategoryOfACharacteristicCanBeWorkedOut() {
    var (random, seed) = Self.random()
    for number in 0..<Self.tables {
      let table = Categories(&random)
      let threshold = Int.random(in: 3...5, using: &random)
      // A group that is small itself has nothing shown.
      guard table.people >= threshold else { continue }
      let thresholds = Thresholds.disclosing(threshold)
      let hidden = Disclosure.hiddenCells(
        of: table.sample(table.counts).analysis, thresholds: thresholds
      ).filter(\.isCharacteristic)
      let attack = attack(
        table, hidden: hidden, thresholds: thresholds, isInformed: number < Self.informedTables)
      for (cell, values) in attack.values {
        #expect(
          Self.isProtected(values, threshold: threshold),
          "seed \(seed), threshold \(threshold): \(table), \(cell) is one of \(values.sorted())")
      }
      // Which rows are a set is guessed from the counts where the analyst does not say it; that
      // protects from arithmetic, not from a reader who repeats the guess.
      for (cell, values) in attack.informed where table.isNamed {
        #expect(
          values.count > 1,
          "seed \(seed), threshold \(threshold): \(table), \(cell), knowing the program, is \(values)"
        )
      }
    }
  }

  @Test func withoutSecondarySuppressionCategoriesLeak() {
    var (random, _) = Self.random()
    var leaks = 0
    for _ in 0..<200 {
      let table = Categories(&random)
      let small = Set(
        table.counts.indices.filter { isSmall(table.counts[$0], 3) }
          .map { DisclosureCell.characteristic($0) })
      let attack = attack(table, hidden: small, thresholds: .disclosing(3))
      if attack.values.values.contains(where: { !Self.isProtected($0, threshold: 3) }) {
        leaks += 1
      }
    }
    #expect(leaks > 20)
  }

  // MARK: Outcomes

  /// Tries every number of re-offenders, of people with another outcome (some of the re-offenders)
  /// and of offences.
  @Test func noResultOfAFewPeopleCanBeWorkedOut() {
    var (random, seed) = Self.random()
    for number in 0..<Self.tables {
      var truth = DisclosureSample()
      truth.people = Int.random(in: 5...16, using: &random)
      truth.reoffenders = Int.random(in: 0...truth.people, using: &random)
      truth.own = Int.random(in: 0...truth.reoffenders, using: &random)
      truth.offences =
        truth.reoffenders == 0 ? 0 : truth.reoffenders + Int.random(in: 0...6, using: &random)
      truth.hasTime = true
      let threshold = Int.random(in: 3...5, using: &random)
      let everyone: EveryoneRule = Bool.random(using: &random) ? .shown : .hiddenInOutcomes
      let thresholds = Thresholds.disclosing(threshold, everyone)
      let hidden = Disclosure.hiddenCells(of: truth.analysis, thresholds: thresholds)
      var attack = Attack()
      func try_(_ reoffenders: Int, _ own: Int, _ offences: Int) {
        var guess = truth
        (guess.reoffenders, guess.own, guess.offences) = (reoffenders, own, offences)
        let isInformed =
          number < Self.informedTables
          && Disclosure.hiddenCells(of: guess.analysis, thresholds: thresholds) == hidden
        for (name, count, value) in Self.counts(truth, guess) {
          let isTold = everyone == .hiddenInOutcomes && count == 0
          if isSmall(count, threshold) || isTold {
            attack.add(name, value, isInformed: isInformed)
          }
        }
      }
      let isRateShown =
        !hidden.contains(.treatment(outcome: 0))
        || !hidden.contains(.people(outcome: 3))
      for reoffenders in isRateShown ? truth.reoffenders...truth.reoffenders : 0...truth.people {
        let own = truth.own!
        let isOwnHidden = hidden.contains(.treatment(outcome: 1))
        for own in isOwnHidden ? 0...reoffenders : own...own where own <= reoffenders {
          let offences = truth.offences!
          let isFrequencyHidden = hidden.contains(.treatment(outcome: 2))
          let range = isFrequencyHidden ? reoffenders...reoffenders + 9 : offences...offences
          for offences in range where offences >= reoffenders { try_(reoffenders, own, offences) }
        }
      }
      for (cell, values) in attack.values {
        #expect(
          Self.isProtected(values, threshold: threshold),
          "seed \(seed), threshold \(threshold): \(truth), \(cell) is one of \(values.sorted())")
      }
      for (cell, values) in attack.informed {
        #expect(
          values.count > 1,
          "seed \(seed), threshold \(threshold): \(truth), \(cell), knowing the program, is \(values)"
        )
      }
    }
  }

  /// The groups that outcomes tell of: their true size and the guessed one.
  private static func counts(
    _ truth: DisclosureSample, _ guess: DisclosureSample
  ) -> [(String, Int, Int)] {
    func all(_ sample: DisclosureSample) -> [Int] {
      [
        sample.reoffenders, sample.people - sample.reoffenders, sample.own!,
        sample.reoffenders - sample.own!, sample.offences! - sample.reoffenders,
      ]
    }
    let names = [
      "re-offenders", "others", "with the own outcome", "re-offenders without it",
      "further offences",
    ]
    return zip(names, zip(all(truth), all(guess))).map { ($0, $1.0, $1.1) }
  }
}

extension DisclosureCell {
  var isOfAttrition: Bool {
    switch self {
    case .step, .lost: true
    default: false
    }
  }

  var isCharacteristic: Bool { if case .characteristic = self { true } else { false } }
}
