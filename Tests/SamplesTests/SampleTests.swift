import Diagnostics
import Intake
import Schedule
import Statistics
import Testing

@testable import Samples

/// Whole made-up workspaces.
@Suite struct SampleTests {
  static func recipe(
    seed: UInt64 = 1, reports: Int = 40, editions: Int = 2, first: String = "2013-10"
  ) -> SampleRecipe {
    SampleRecipe(seed: seed, reports: reports, editions: editions, first: Month(first)!)
  }

  /// A file of a sample.
  struct File: Equatable {
    let path: String
    let bytes: [UInt8]
    var input: InputFile { InputFile(path: path, bytes: bytes) }
  }

  static func files(_ recipe: SampleRecipe) -> [File] {
    var files: [File] = []
    Sample(recipe).forEachFile { files.append(File(path: $0, bytes: $1)) }
    return files
  }

  static func gathering(_ month: Month, _ files: [File]) -> Gathering {
    var analyses: [Month: [InputFile]] = [:]
    for file in files where file.path.hasSuffix(".json") && file.path.hasPrefix("analyses/") {
      let edition = Month(String(file.path.dropFirst(9).prefix(7)))!
      if edition <= month { analyses[edition, default: []].append(file.input) }
    }
    return Gathering(
      month,
      from: WorkspaceFiles(
        schedule: files.first { $0.path == "schedule.json" }!.input,
        register: files.first { $0.path == "requests.csv" }!.input, analyses: analyses,
        commentary: files.first { $0.path == "analyses/\(month)/commentary.md" }?.input,
        findings: []))
  }

  // MARK: Nothing is a finding

  @Test(
    arguments: [
      (seed: 1, reports: 40, editions: 3, first: "2013-10"), (2, 1, 1, "2013-10"),
      (3, 7, 12, "2021-12"), (4, 61, 1, "1999-03"), (UInt64.max, 25, 2, "2035-01"),
    ] as [(seed: UInt64, reports: Int, editions: Int, first: String)])
  func aSampleHasNoFindingAtAnySeedAndSize(
    seed: UInt64, reports: Int, editions: Int, first: String
  ) {
    let recipe = Self.recipe(seed: seed, reports: reports, editions: editions, first: first)
    let files = Self.files(recipe)
    for edition in 0..<editions {
      let gathering = Self.gathering(recipe.first.adding(months: edition), files)
      #expect(gathering.findings.map(\.text) == [], "seed \(seed), edition \(edition)")
      #expect(gathering.edition != nil)
    }
  }

  @Test(arguments: ResultKind.allCases) func aSampleOfOneKindHasNoFinding(kind: ResultKind) {
    let seed = UInt64.random(in: 0...UInt64.max)
    var recipe = Self.recipe(seed: seed, reports: 25, editions: 1)
    let accepted = recipe.setShares([kind: 1])
    #expect(accepted)
    let gathering = Self.gathering(recipe.first, Self.files(recipe))
    #expect(gathering.findings.map(\.text) == [], "seed \(seed)")
  }

  // MARK: The same bytes

  @Test func theSameSeedGivesTheSameBytesAndAnotherSeedOthers() {
    #expect(Self.files(Self.recipe()) == Self.files(Self.recipe()))
    let (one, two) = (Self.files(Self.recipe(seed: 1)), Self.files(Self.recipe(seed: 2)))
    for (a, b) in zip(one, two) where a.path.hasSuffix(".json") && a.path != "schedule.json" {
      #expect(a.path == b.path && a.bytes != b.bytes)
    }
  }

  @Test func theBytesOfASampleAreTheSameOnEveryMachine() {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for file in Self.files(Self.recipe()) {
      for byte in file.path.utf8 + file.bytes {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
      }
    }
    // Where the generator is changed on purpose the new number is written here.
    #expect(hash == 533_694_780_801_564_306)
  }

  @Test func aLargerSampleBeginsWithTheReportsOfASmallerOne() {
    let small = Self.files(Self.recipe(reports: 30)).filter { $0.path.hasSuffix(".json") }
    let large = Self.files(Self.recipe(reports: 45)).filter { $0.path.hasSuffix(".json") }
    for file in small where file.path != "schedule.json" {
      #expect(large.contains(file), "\(file.path)")
    }
  }

  // MARK: What is asked for

  @Test func sharesAreMetAsNearlyAsWholeNumbersAllow() {
    var recipe = Self.recipe(reports: 1000)
    var accepted = recipe.setShares([.tooFew: 0.5, .suppressed: 0.1, .higher: 0])
    #expect(accepted)
    let kinds = (0..<1000).map { recipe.kind(ofReport: $0) }
    let share = { (kind: ResultKind) in Double(kinds.count { $0 == kind }) / 1000 }
    #expect((0.49...0.51).contains(share(.tooFew)))
    #expect((0.09...0.11).contains(share(.suppressed)))
    #expect(share(.higher) == 0)
    // The rest is divided as usual: 30 to 55.
    #expect((0.13...0.152).contains(share(.lower)))
    accepted = recipe.setShares([.lower: 0.6, .higher: 0.5])
    #expect(!accepted)
    accepted = recipe.setShares([.lower: -0.1])
    #expect(!accepted)
  }

  @Test(arguments: ResultKind.allCases) func aReportHasTheResultOfItsKind(kind: ResultKind) {
    var recipe = Self.recipe(seed: 11, reports: 40)
    let accepted = recipe.setShares([kind: 1])
    #expect(accepted)
    for number in 0..<40 {
      let analysis = SampleReport(number, recipe).analysis
      let primary = analysis.primary
      let cases = primary.treatment.reoffenders!.exactValue!
      let people = primary.treatment.people.exactValue!
      switch kind {
      case .lower, .higher, .inconclusive:
        #expect(primary.directionOfInterval?.rawValue == kind.rawValue)
        #expect(cases >= 30)
      case .tooFew: #expect(cases < 30)
      case .suppressed:
        let steps = analysis.attrition.value!.map { $0.people.exactValue! }
        let losses = zip(steps, steps.dropFirst()).map { $0 - $1 }
        #expect(cases < 3 || people - cases < 3 || losses.contains { $0 < 3 })
      }
    }
  }

  @Test func oneOrganisationHasTwentyReportsAndMostHaveOne() {
    let recipe = Self.recipe(reports: 200)
    var services: [String: [Int]] = [:]
    for number in 0..<200 {
      let report = SampleReport(number, recipe)
      services[report.organisation.id, default: []].append(report.service)
    }
    #expect(services.values.map(\.count).max() == 20)
    #expect(services.values.count { $0.count == 1 } > services.count / 2)
    // R5: one service of one organisation.
    for (organisation, own) in services { #expect(Set(own).count == own.count, "\(organisation)") }
  }

  @Test func theRegisterNamesTheRequestOfEachReport() {
    let recipe = Self.recipe(reports: 130, editions: 3)
    let rows = SampleRegister(recipe).rows
    #expect(Set(rows.map(\.request)).count == rows.count)
    for number in 0..<130 {
      let report = SampleReport(number, recipe)
      let row = rows.first { $0.request == report.request }
      #expect(row?.organisation == report.organisation)
    }
    let states = Set(rows.map { $0.cells[4] })
    #expect(states.isSuperset(of: ["complete", "published", "rejected", "withdrawn", "received"]))
  }
}
