import Statistics
import TestSupport
import Testing

/// What is hidden, rule by rule (`docs/decisions/0010-disclosure.md`).
@Suite struct DisclosureTests {
  private func hidden(
    _ sample: DisclosureSample, threshold: Int = 3, _ everyone: EveryoneRule = .hiddenInOutcomes
  ) -> Set<DisclosureCell> {
    Disclosure.hiddenCells(of: sample.analysis, thresholds: .disclosing(threshold, everyone))
  }

  private func attrition(_ steps: [Int]) -> Set<DisclosureCell> {
    hidden(DisclosureSample(steps: steps, people: steps.last!)).filter(\.isOfAttrition)
  }

  // MARK: Attrition

  @Test func aLossOfAFewPeopleIsNotShownAndCannotBeWorkedOut() {
    #expect(attrition([100, 98, 60, 50]) == [.lost(1), .lost(2), .step(1)])
  }

  @Test func aSmallLastLossHidesTheStepBeforeIt() {
    #expect(attrition([100, 60, 58]) == [.lost(1), .lost(2), .step(1)])
  }

  @Test func nobodyLostIsShown() {
    #expect(attrition([100, 100, 60]).isEmpty)
  }

  @Test func whereAllLossesTogetherAreSmallTheNumberSubmittedIsNotShown() {
    #expect(attrition([100, 99, 98]) == [.step(0), .step(1), .lost(1), .lost(2)])
  }

  @Test func aNumberOfPeopleThatIsSmallItselfIsShownNowhere() {
    let cells = hidden(DisclosureSample(steps: [60, 30, 2], people: 2, reoffenders: 1))
    #expect(
      cells.isSuperset(of: [.step(0), .step(1), .step(2), .lost(1), .lost(2)]))
    #expect(cells.contains(.people(outcome: 0)))
  }

  @Test func aThresholdOfOneHidesNothing() {
    #expect(
      hidden(DisclosureSample(steps: [100, 99], people: 99, reoffenders: 1), threshold: 1).isEmpty)
  }

  @Test func aNumberThatASourceHasPrintedIsNotHidden() throws {
    var analysis = DisclosureSample(people: 97).analysis
    func printed(_ text: String) throws -> Quantity {
      .published(try #require(PublishedNumeral(text, source: "report")))
    }
    analysis.attrition = .known([
      AttritionStep(label: "a", people: try printed("98"), reason: nil),
      AttritionStep(label: "b", people: try printed("97"), reason: .known("r")),
    ])
    #expect(Disclosure.hiddenCells(of: analysis, thresholds: .disclosing(3)).isEmpty)
  }

  // MARK: Outcomes

  @Test(arguments: [0, 1, 2, 98, 99, 100])
  func aRateOfAFewOrOfAllButAFewOrOfNobodyOrEverybodyIsNotShown(reoffenders: Int) {
    #expect(hidden(DisclosureSample(reoffenders: reoffenders)) == [.treatment(outcome: 0)])
  }

  @Test(arguments: [3, 97]) func aRateOfMoreIsShown(reoffenders: Int) {
    #expect(hidden(DisclosureSample(reoffenders: reoffenders)).isEmpty)
  }

  @Test(arguments: [0, 100]) func nobodyAndEverybodyCanBeShownByASetting(reoffenders: Int) {
    #expect(hidden(DisclosureSample(reoffenders: reoffenders), .shown).isEmpty)
  }

  @Test func withTheRateEveryOtherResultIsHidden() {
    let sample = DisclosureSample(reoffenders: 2, own: 50, offences: 80, hasTime: true)
    let cells: Set<DisclosureCell> = [
      .treatment(outcome: 0), .treatment(outcome: 1), .treatment(outcome: 2),
      .treatment(outcome: 3), .people(outcome: 3),
    ]
    #expect(hidden(sample).isSuperset(of: cells))
  }

  @Test func reoffendersWithoutAFurtherOutcomeMayBeFew() {
    #expect(hidden(DisclosureSample(reoffenders: 40, own: 39)) == [.treatment(outcome: 1)])
    #expect(hidden(DisclosureSample(reoffenders: 40, own: 30)).isEmpty)
  }

  @Test func offencesThatFewCanHaveDoneMoreThanOnceOfAreNotShown() {
    #expect(
      hidden(DisclosureSample(reoffenders: 40, offences: 41)) == [.treatment(outcome: 1)])
    #expect(hidden(DisclosureSample(reoffenders: 40, offences: 60)).isEmpty)
  }

  @Test func anOutcomeTakenOverAFewPeopleFewerIsNotShown() {
    var analysis = DisclosureSample(offences: 90).analysis
    analysis.outcomes[1].treatment.people = .whole(99)
    let hidden = Disclosure.hiddenCells(of: analysis, thresholds: .disclosing(3))
    #expect(hidden == [.people(outcome: 1), .treatment(outcome: 1)])
  }

  @Test func aFewInTheControlGroupAreNotShown() {
    #expect(hidden(DisclosureSample(controlReoffenders: 2)) == [.control(outcome: 0)])
    let small = hidden(DisclosureSample(controlPeople: 2, controlReoffenders: 1))
    #expect(small.isSuperset(of: [.control(outcome: 0), .controlPeople(outcome: 0)]))
  }

  // MARK: Characteristics

  private func rows(_ counts: [Int], set: String? = nil) -> DisclosureSample {
    DisclosureSample(people: 72, rows: counts.map { ("Offence", $0, nil, set) })
  }

  @Test func onePersonWithACharacteristicIsNotShown() {
    #expect(hidden(rows([1])) == [.characteristic(0)])
    #expect(hidden(rows([71])) == [.characteristic(0)])
    #expect(hidden(rows([36])).isEmpty)
  }

  @Test func theCategoryBesideASmallOneIsHiddenWithIt() {
    #expect(hidden(rows([40, 20, 11, 1])) == [.characteristic(2), .characteristic(3)])
  }

  @Test func categoriesThatAreNoSetHideNothingElse() {
    #expect(hidden(rows([40, 60, 21, 1])) == [.characteristic(3)])
  }

  @Test func aFewInNoCategoryOfASetAreProtected() {
    #expect(hidden(rows([40, 20, 11])) == [.characteristic(2)])
  }

  @Test func aCharacteristicOfNobodyOrEverybodyIsShownUnlessASettingHidesIt() {
    let sample = DisclosureSample(people: 72, rows: [("About", 72, nil, nil)])
    #expect(hidden(sample).isEmpty)
    #expect(hidden(sample, .hidden) == [.characteristic(0)])
  }

  @Test func aFewLostInMatchingAreNotShownByTheMeansBefore() {
    let sample = DisclosureSample(
      steps: [100, 80, 72], people: 72,
      rows: [("About", 30, 31, nil), ("About", 50, 54, nil)])
    #expect(hidden(sample) == [.characteristic(0)])
  }

  @Test func whereTheNumberBeforeMatchingIsHiddenTheMeansBeforeAreToo() {
    let sample = DisclosureSample(
      steps: [100, 74, 72], people: 72, rows: [("About", 30, 31, nil)])
    #expect(hidden(sample).contains(.beforeMatching))
  }

  @Test func aMeanIsNoShareOfPeople() {
    var analysis = DisclosureSample(people: 72, rows: [("History", 1, nil, nil)]).analysis
    func characteristics(_ change: (inout Characteristic) -> Void) -> Set<DisclosureCell> {
      guard case .known(var matching) = analysis.matching,
        case .known(var list) = matching.characteristics
      else { return [] }
      change(&list[0])
      matching.characteristics = .known(list)
      analysis.matching = .known(matching)
      return Disclosure.hiddenCells(of: analysis, thresholds: .disclosing(3))
    }
    let age = Quantity.exact(71.2, decimals: 1)
    #expect(
      characteristics {
        $0.before.treatment = age
        $0.after.treatment = age
      }.isEmpty)
    // 0.99 convictions each are 71 of 72 people only if it is a share.
    let mean = Quantity.exact(71.0 / 72, decimals: 17)
    #expect(
      characteristics {
        $0.before.treatment = mean
        $0.after.treatment = mean
      } == [.characteristic(0)])
    #expect(characteristics { $0.kind = .mean }.isEmpty)
  }

  // MARK: What a reader can work out

  @Test func theTablesFindNothingExposedInWhatIsShown() {
    var (random, seed) = DisclosureProofTests.random()
    for _ in 0..<400 {
      let sample = DisclosureSample(random: &random)
      let threshold = Int.random(in: 2...6, using: &random)
      let thresholds = Thresholds.disclosing(threshold)
      let hidden = Disclosure.hiddenCells(of: sample.analysis, thresholds: thresholds)
      for table in Disclosure.tables(of: sample.analysis, thresholds: thresholds) {
        let exposed = table.exposed(threshold: threshold) { $0.isPrinted && !hidden.contains($0) }
        #expect(exposed.isEmpty, "seed \(seed), threshold \(threshold): \(sample), \(exposed)")
      }
    }
  }

  @Test func theTablesFindWhatIsExposedWhereOnlySmallCountsAreHidden() {
    let sample = DisclosureSample(
      steps: [100, 90, 88, 72], people: 72, reoffenders: 30,
      rows: [40, 20, 11, 1].map { ("Offence", $0, nil, nil) })
    let hidden: Set<DisclosureCell> = [.lost(2), .characteristic(3)]
    let exposed = Disclosure.tables(of: sample.analysis, thresholds: .disclosing(3)).flatMap {
      $0.exposed(threshold: 3) { $0.isPrinted && !hidden.contains($0) }.map(\.count.cell)
    }
    #expect(exposed.contains(.lost(2)) && exposed.contains(.characteristic(3)))
  }
}

extension DisclosureCell {
  var isPrinted: Bool { if case .implied = self { false } else { true } }
}
