import Foundation
import TestSupport
import Testing

/// Adding a version to the archive costs in proportion to the edition: what the archive has of earlier
/// editions is named and not kept again.
@Suite struct EarlierInputsTests {
  private static let second = "publications/archive/2013-11/v1/content"

  private func published() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.publish("2013-11")
    return workspace
  }

  private func earlier(_ workspace: TestWorkspace) throws -> [[String: Any]] {
    let list = try #require(
      try workspace.json("\(Self.second)/earlier.json") as? [String: Any])
    #expect(list["format"] as? String == "ninethirty-earlier/1")
    return try #require(list["editions"] as? [[String: Any]])
  }

  @Test func anEditionKeepsNoAnalysisOfAnEarlierOneAndNamesEachWithItsDigest() throws {
    let workspace = try published()
    let kept = workspace.files(in: "\(Self.second)/inputs/analyses")
    #expect(!kept.isEmpty && kept.allSatisfy { $0.hasPrefix("2013-11/") }, "\(kept)")
    let part = try #require(try earlier(workspace).first)
    #expect(try earlier(workspace).count == 1)
    #expect(part["edition"] as? String == "2013-10" && part["version"] as? Int == 1)
    let named = try #require(part["files"] as? [String: String])
    let seal = try #require(
      try workspace.json("publications/archive/2013-10/v1/content/seal.json") as? [String: Any])
    let sealed = try #require(seal["files"] as? [String: String])
    let analyses = sealed.filter {
      $0.key.hasPrefix("inputs/analyses/2013-10/A-") && $0.key.hasSuffix(".json")
    }
    #expect(analyses.count == 7 && named == analyses)
    #expect(
      !workspace.files(in: "publications/archive/2013-10").contains { $0.hasSuffix("earlier.json") }
    )
    try workspace.succeed("verify")
    let rebuilt = try workspace.run("rebuild", "2013-11", "--inputs")
    #expect(rebuilt.status == 0, "\(rebuilt)")
    #expect(rebuilt.output.contains("identical from the inputs"), "\(rebuilt)")
  }

  /// What came out stays what it was made of, whatever its earlier editions say since.
  @Test func aLaterCorrectionLeavesTheNamedVersionWhereItIs() throws {
    let workspace = try published()
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(["correct", "2013-10"] + CorrectionTests.note)
    try workspace.publish("2013-10")
    #expect(try earlier(workspace).first?["version"] as? Int == 1)
    try workspace.succeed("verify")
    let rebuilt = try workspace.run("rebuild", "2013-11", "--inputs")
    #expect(rebuilt.status == 0 && rebuilt.output.contains("identical from the inputs"))
    // Between versions of one edition the same inputs are compared, kept or named.
    let compared = try workspace.run("compare", "2013-10", "--versions", "1", "2")
    #expect(compared.output.contains("inputs/analyses/2013-10/A-2013-0002.json"), "\(compared)")
  }

  @Test func anEarlierEditionThatIsGoneIsNamedAndThePagesAreMadeAgainWithoutIt() throws {
    let workspace = try published()
    try FileManager.default.removeItem(atPath: workspace.path + "/publications/archive/2013-10")
    let found = try workspace.run("verify")
    #expect(found.status != 0)
    #expect(found.output.contains("[verify.archive.earlier]"), "\(found.output)")
    #expect(found.output.contains("the analyses of version 1 of 2013-10"), "\(found.output)")
    #expect(try workspace.run("rebuild", "2013-11").status == 0)
    let rebuilt = try workspace.run("rebuild", "2013-11", "--inputs")
    #expect(rebuilt.status == 69, "\(rebuilt)")
    #expect(
      rebuilt.output.contains("it repeats the analyses of 2013-10, and this archive does not have"),
      "\(rebuilt)")
  }

  /// Before anything is sealed again, the comparison has every input on both sides.
  @Test func aDifferenceFromWhatWasSealedShowsNoAnalysisOfAnEarlierEditionAsGone() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    let same = try workspace.run("diff", "2013-11")
    #expect(!same.output.contains("inputs/analyses/2013-10"), "\(same)")
    try workspace.succeed("release", "2013-11")
    let released = try workspace.run("diff", "2013-11")
    #expect(!released.output.contains("inputs/analyses/2013-10"), "\(released)")
  }
}
