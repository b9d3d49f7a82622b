import Diagnostics
import Foundation
import Intake
import Schedule
import Statistics
import Testing

@testable import Samples

/// Faults planted in samples, held against what the checks say.
@Suite struct PlantedFaultTests {
  /// What makes a finding and a planted fault the same.
  private struct Signature: Hashable, CustomStringConvertible {
    var id: String
    var severity: Severity
    var file: String
    var path: String?
    var description: String { "\(id) (\(severity)) at \(file) \(path ?? "")" }
  }

  private func check(
    _ kinds: [FaultKind], reports: Int, editions: Int = 1, seed: UInt64 = 1
  ) throws -> (planted: [String], found: [String]) {
    let recipe = SampleTests.recipe(seed: seed, reports: reports, editions: editions)
    var files: [SampleTests.File] = []
    let planted = try Sample(recipe, planting: kinds).forEachFile {
      files.append(SampleTests.File(path: $0, bytes: $1))
    }
    // Files that should not be there are found while reading the folder, and figures of others
    // while pages are made: not here.
    let inFiles = planted.filter {
      !["intake.file.unexpected", "contamination.figure"].contains($0.check)
    }
    let findings = SampleTests.gathering(recipe.last, files).findings
    return (
      inFiles.map {
        Signature(id: $0.check, severity: $0.severity, file: $0.file, path: $0.path).description
      }.sorted(),
      findings.map {
        Signature(id: $0.id, severity: $0.severity, file: $0.place.file, path: $0.place.path)
          .description
      }.sorted()
    )
  }

  @Test(arguments: FaultKind.all.map(\.name))
  func aFaultPlantedAloneIsNamedAndNothingElse(name: String) throws {
    let kind = try #require(FaultKind.named(name))
    // Few reports, so that it is quick; two of one organisation where the fault needs them.
    let (planted, found) = try check([kind], reports: name == "organisation-renamed" ? 8 : 3)
    #expect(planted == found)
  }

  @Test func allFaultsThatDoNotHideOneAnotherAreNamedInOneRun() throws {
    #expect(FaultKind.together.count >= 40)
    let (planted, found) = try check(FaultKind.together, reports: 120, seed: 9)
    #expect(planted == found)
  }

  @Test(arguments: [
    [FaultKind.Layer.figures, .records, .commentary, .totals],
    [.schedule, .commentary, .register], [.scheduleReading, .commentary, .register],
  ])
  func theFaultsOfTheOtherLayersAreNamedInARunOfTheirOwn(layers: [FaultKind.Layer]) throws {
    let kinds = FaultKind.all.filter { layers.contains($0.layer) }
    let (planted, found) = try check(kinds, reports: 90)
    #expect(planted == found)
  }

  @Test func aFaultThatNobodyCouldSeeIsRefused() {
    let recipe = SampleTests.recipe(reports: 40, editions: 1)
    let pairs = [
      ("total-of-reports", "file-empty"), ("attrition-grows", "recipient-twice"),
      ("recipient-twice", "no-contact"), ("figure-as-printed", "recipient-twice"),
    ]
    for (hidden, by) in pairs {
      let kinds = [hidden, by].map { FaultKind.named($0)! }
      #expect(throws: FaultProblem.hidden(hidden, by: by)) {
        _ = try Sample(recipe, planting: kinds)
      }
    }
    #expect(throws: FaultProblem.tooFewReports) {
      _ = try Sample(SampleTests.recipe(reports: 20), planting: FaultKind.reading)
    }
    #expect(throws: FaultProblem.noSecondReport) {
      _ = try Sample(
        SampleTests.recipe(reports: 2, editions: 1),
        planting: [FaultKind.named("organisation-renamed")!])
    }
  }

  @Test func kindsHaveNamesOfTheirOwnAndStandInTheDocumentation() throws {
    let names = FaultKind.all.map(\.name)
    #expect(Set(names).count == names.count)
    let repository = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(contentsOf: repository.appending(path: "docs/sample.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
    let expected = FaultKind.all.map { "| `\($0.name)` | `\($0.check)` | \($0.change) |" }
    #expect(rows == expected)
  }

  @Test func plantingFaultsChangesNoReportButTheirOwn() throws {
    let recipe = SampleTests.recipe(reports: 40, editions: 1)
    var whole: [String: [UInt8]] = [:]
    Sample(recipe).forEachFile { whole[$0] = $1 }
    var changed: [String] = []
    let faults = [FaultKind.named("file-empty")!, FaultKind.named("attrition-grows")!]
    let planted = try Sample(recipe, planting: faults).forEachFile {
      if whole[$0] != $1 { changed.append($0) }
    }
    #expect(changed == planted.map(\.file))
  }
}
