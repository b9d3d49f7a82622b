import Diagnostics
import Intake
import Testing

/// The figures of an analysis are recomputed from their parts and held against the analyst's.
@Suite struct FigureCheckTests {
  private func errors(
    after change: (inout Illustrative, String) throws -> Void
  ) throws -> [Finding] {
    var input = try Illustrative()
    let path = input.analysis()
    try change(&input, path)
    return input.gather().findings.filter { $0.place.file == path }
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
    #expect(found.contains { $0.id == "figures.identity" && $0.severity == .error })
  }

  @Test func boundsOutOfOrderAreAnError() throws {
    let found = try errors { input, path in
      let keys: [Any] = ["outcomes", 0, "difference", "interval"]
      let low = try number(input, keys + ["low"], path)
      let high = try number(input, keys + ["high"], path)
      try input.set(["low": high, "high": low], at: keys, in: path)
    }
    #expect(found.contains { $0.id == "figures.interval.order" })
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
    #expect(found.contains { $0.id == "figures.recomputed" && $0.severity == .error })
    #expect(found.contains { $0.id == "figures.significance" })
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
}
