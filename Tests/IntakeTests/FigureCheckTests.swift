import Diagnostics
import Intake
import Testing

/// The figures of an analysis are recomputed from their parts and held against the analyst's.
@Suite struct FigureCheckTests {
  private func errors(
    in edition: String = "2013-11", after change: (inout Illustrative, String) throws -> Void
  ) throws -> [Finding] {
    var input = try Illustrative()
    let path = input.analysis(0, of: edition)
    try change(&input, path)
    return input.gather(edition).findings.filter { $0.place.file == path }
  }

  private func number(_ input: Illustrative, _ keys: [Any], _ path: String) throws -> Double {
    try #require(try input.get(keys, in: path) as? Double)
  }

  @Test func aRateThatIsNotItsCountsIsAnErrorThatNamesBoth() throws {
    let keys: [Any] = ["outcomes", 0, "treatment", "value"]
    let found = try errors { input, path in
      let rate = try number(input, keys, path)
      try input.set(rate + 0.01, at: keys, in: path)
    }
    let finding = try #require(
      found.first { $0.place.path == "$.outcomes[0].treatment.value" })
    #expect(finding.id == "figures.identity" && finding.severity == .error)
    #expect(finding.found.contains("its parts give"))
  }

  @Test func aDifferenceWithTheWrongSignIsAnError() throws {
    let keys: [Any] = ["outcomes", 0, "difference", "value"]
    let found = try errors { input, path in
      let difference = try number(input, keys, path)
      try input.set(-difference, at: keys, in: path)
    }
    #expect(found.map(\.id) == ["figures.sign"])
  }

  @Test func boundsOutOfOrderAreAnError() throws {
    let found = try errors { input, path in
      let keys: [Any] = ["outcomes", 0, "difference", "interval"]
      let low = try number(input, keys + ["low"], path)
      let high = try number(input, keys + ["high"], path)
      try input.set(["low": high, "high": low], at: keys, in: path)
    }
    #expect(found.map(\.id) == ["figures.interval.order"])
  }

  @Test func aConclusionAgainstItsIntervalIsAnError() throws {
    let keys: [Any] = ["outcomes", 0, "conclusion"]
    let found = try errors { input, path in
      let stated = try #require(try input.get(keys, in: path) as? String)
      try input.set(stated == "higher" ? "lower" : "higher", at: keys, in: path)
    }
    #expect(found.contains { $0.id == "figures.conclusion" && $0.severity == .error })
  }

  @Test func aPValueOnTheOtherSideOfTheLineIsAnError() throws {
    let keys: [Any] = ["outcomes", 0, "difference", "pValue"]
    let found = try errors { input, path in
      let p = try number(input, keys, path)
      try input.set(p <= 0.05 ? 0.2 : 0.01, at: keys, in: path)
    }
    #expect(found.map(\.id) == ["figures.recomputed"])
    #expect(found.map(\.severity) == [.error])
  }

  @Test func anIntervalOfAnotherMethodIsAWarningThatNamesBoth() throws {
    let keys: [Any] = ["outcomes", 0, "treatment", "interval", "low"]
    let found = try errors { input, path in
      let low = try number(input, keys, path)
      let value = try number(input, ["outcomes", 0, "treatment", "value"], path)
      try input.set(low - (value - low) * 0.05, at: keys, in: path)
    }
    let finding = try #require(found.first { $0.id == "figures.recomputed" })
    #expect(finding.severity == .warning)
  }

  @Test func attritionThatGrowsIsAnError() throws {
    let found = try errors { input, path in
      let people = try #require(try input.get(["attrition", 0, "people"], in: path) as? Int)
      try input.set(people + 5, at: ["attrition", 1, "people"], in: path)
    }
    #expect(found.contains { $0.id == "figures.attrition.grows" })
  }

  @Test func attritionEndsAtThePeopleAnalysed() throws {
    let found = try errors { input, path in
      let people = try #require(
        try input.get(["outcomes", 0, "treatment", "people"], in: path) as? Int)
      let steps = try #require(try input.get(["attrition"], in: path) as? [Any])
      try input.set(people - 1, at: ["attrition", steps.count - 1, "people"], in: path)
    }
    #expect(found.contains { $0.id == "figures.attrition.end" })
  }

  @Test func r1FewerThanSixtyPeopleAreNotServiced() throws {
    let found = try errors { input, path in
      try input.set(59, at: ["attrition", 0, "people"], in: path)
    }
    #expect(found.contains { $0.id == "figures.cohort.minimum" && $0.found.contains("59") })
  }

  @Test func r5AnAnalysisBelongsToTheOrganisationOfItsRequest() throws {
    let found = try errors { input, path in
      try input.set("another-trust", at: ["organisation", "id"], in: path)
    }
    #expect(found.contains { $0.id == "records.request-organisation" })
  }

  @Test func aStandardisedDifferenceIsRecomputed() throws {
    let keys: [Any] = ["matching", "characteristics", 0, "after", "standardisedDifference"]
    let found = try errors { input, path in
      let difference = try number(input, keys, path)
      try input.set(difference + 0.02, at: keys, in: path)
    }
    #expect(found.contains { $0.id == "figures.identity" })
  }

  // MARK: One cause, one finding

  @Test func aWrongStandardErrorIsNamedOnce() throws {
    let found = try errors { input, path in
      let keys: [Any] = ["outcomes", 0, "treatment", "standardError"]
      try input.set(try number(input, keys, path) * 3, at: keys, in: path)
    }
    #expect(found.map(\.place.path) == ["$.outcomes[0].treatment.standardError"])
  }

  @Test func moreReoffendersThanPeopleAreNamedOnce() throws {
    let found = try errors { input, path in
      let people = try #require(
        try input.get(["outcomes", 0, "treatment", "people"], in: path) as? Int)
      try input.set(people + 1, at: ["outcomes", 0, "treatment", "reoffenders"], in: path)
      // The other outcomes rest on the number of re-offenders.
      let outcomes = try #require(try input.get(["outcomes"], in: path) as? [Any])
      try input.set([outcomes[0]], at: ["outcomes"], in: path)
    }
    #expect(found.map(\.id) == ["figures.treatment.reoffenders"])
  }

  @Test func aWrongValueOfTheControlGroupIsNamedOnce() throws {
    let found = try errors { input, path in
      let keys: [Any] = ["outcomes", 0, "control", "value"]
      try input.set(try number(input, keys, path) + 0.02, at: keys, in: path)
    }
    #expect(found.map(\.place.path) == ["$.outcomes[0].control.value"])
  }

  @Test func aWrongNumberOfPeopleIsNamedOnce() throws {
    let found = try errors(in: "2013-10") { input, path in
      let keys: [Any] = ["outcomes", 0, "treatment", "people"]
      let people = try #require(try input.get(keys, in: path) as? Int)
      try input.set(people + 10, at: keys, in: path)
    }
    #expect(found.map(\.place.path) == ["$.outcomes[0].treatment.value"])
  }

  // MARK: Every unit

  @Test func aConclusionIsHeldAgainstItsIntervalInEveryUnit() throws {
    for index in 0..<3 {
      let keys: [Any] = ["outcomes", index, "conclusion"]
      // The first analysis of October has an outcome in every unit.
      let found = try errors(in: "2013-10") { input, path in
        let stated = try #require(try input.get(keys, in: path) as? String)
        try input.set(stated == "higher" ? "lower" : "higher", at: keys, in: path)
      }
      #expect(found.map(\.id) == ["figures.conclusion"])
      #expect(found.first?.place.path == "$.outcomes[\(index)].conclusion")
    }
  }

  @Test func withoutAnIntervalTheConclusionIsHeldAgainstDifferenceAndPValue() throws {
    func found(_ conclusion: String, p: Any) throws -> [String] {
      try errors { input, path in
        try input.set(conclusion, at: ["outcomes", 0, "conclusion"], in: path)
        try input.set(
          [
            "value": ["unknown": "x"], "interval": ["unknown": "x"], "pValue": p,
            "method": ["unknown": "x"],
          ], at: ["outcomes", 0, "difference"], in: path)
        try input.set(["unknown": "x"], at: ["outcomes", 0, "treatment"], in: path)
        let outcomes = try #require(try input.get(["outcomes"], in: path) as? [Any])
        try input.set([outcomes[0]], at: ["outcomes"], in: path)
        try input.set(["unknown": "x"], at: ["attrition"], in: path)
      }.map(\.id)
    }
    #expect(try found("lower", p: 0.2) == ["figures.significance"])
    #expect(try found("inconclusive", p: 0.01) == ["figures.significance"])
    #expect(try found("lower", p: 0.01) == [])
  }

  /// 3c: what the measures can be.
  @Test func measuresStayWithinWhatTheyCanBe() throws {
    func found(_ value: Any, at keys: [Any]) throws -> [String] {
      try errors(in: "2013-10") { input, path in try input.set(value, at: keys, in: path) }
        .map(\.id)
    }
    #expect(
      try found(412, at: ["outcomes", 2, "control", "value"]).contains("figures.time.range"))
    #expect(
      try found(0.001, at: ["outcomes", 1, "control", "value"])
        .contains("figures.frequency.below-rate"))
    #expect(
      try found(7, at: ["outcomes", 1, "treatment", "people"])
        .contains("figures.frequency.people"))
    #expect(
      try found(0, at: ["outcomes", 0, "control", "people"]).contains("figures.group.empty"))
    #expect(
      try found(-1, at: ["outcomes", 0, "treatment", "people"]) == ["intake.json.out-of-range"])
    #expect(
      try found(12.5, at: ["outcomes", 0, "treatment", "reoffenders"]) == ["intake.json.wrong-type"]
    )
    #expect(
      try found(-0.1, at: ["outcomes", 0, "control", "standardError"])
        == ["intake.json.out-of-range"])
    #expect(
      try found(1.5, at: ["outcomes", 0, "difference", "pValue"]) == ["intake.json.out-of-range"])
    #expect(
      try found(1.5, at: ["outcomes", 0, "control", "value"]) == ["intake.json.out-of-range"])
  }

  @Test(arguments: ["NaN", "Infinity", "1e999", "-"])
  func whatIsNoNumberIsRefused(text: String) throws {
    var input = try Illustrative()
    let path = input.analysis()
    input.replace(/"pValue" ?: ?[0-9.e-]+/, with: "\"pValue\": \(text)", in: path)
    #expect(input.errors().map(\.place.file) == [path])
  }

  @Test func minusZeroIsZero() throws {
    var input = try Illustrative()
    let path = input.analysis()
    input.replace(/"reoffenders" ?: ?[0-9]+/, with: "\"reoffenders\": -0", in: path)
    #expect(input.errors().contains { $0.id == "figures.identity" })
  }

  /// 3c: names are unique.
  @Test func stepsAndCharacteristicsHaveNamesOfTheirOwn() throws {
    let steps = try errors { input, path in
      try input.set("People submitted", at: ["attrition", 1, "step"], in: path)
    }
    #expect(steps.map(\.id) == ["figures.attrition.step-twice"])
    let names = try errors { input, path in
      let keys: [Any] = ["matching", "characteristics"]
      let first = try input.get(keys + [0], in: path)
      try input.set(first, at: keys + [1], in: path)
    }
    #expect(names.map(\.id) == ["figures.characteristic-twice"])
  }

  @Test func aPrintedDifferenceHasTheSignOfItsPrintedParts() throws {
    var input = try Illustrative("")
    let path = "analyses/2014-07/working-chance.json"
    func printed(_ text: String) -> [String: String] { ["published": text, "source": "test"] }
    try input.set("inconclusive", at: ["outcomes", 0, "conclusion"], in: path)
    try input.set(
      [
        "people": printed("80"), "reoffenders": ["unknown": "x"], "value": printed("31"),
        "standardError": ["unknown": "x"], "interval": ["unknown": "x"],
      ], at: ["outcomes", 0, "treatment"], in: path)
    try input.set(
      [
        "people": printed("800"), "effectivePeople": ["unknown": "x"], "value": printed("38"),
        "standardError": ["unknown": "x"], "interval": ["unknown": "x"],
      ], at: ["outcomes", 0, "control"], in: path)
    for (value, ids) in [("7", ["figures.sign"]), ("-7", []), ("-6.5", [])] {
      try input.set(
        [
          "value": printed(value), "interval": ["unknown": "x"], "pValue": ["unknown": "x"],
          "method": ["unknown": "x"],
        ], at: ["outcomes", 0, "difference"], in: path)
      #expect(input.gather("2014-07").findings.map(\.id) == ids, "\(value)")
    }
  }
}
