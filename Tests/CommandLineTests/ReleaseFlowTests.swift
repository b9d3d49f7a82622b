import Foundation
import TestSupport
import Testing

/// A month, the whole way, through the real binary on real files.
@Suite struct ReleaseFlowTests {
  @Test func aMonthGoesFromAFolderOfAnalysesToPublishedPages() throws {
    let workspace = try TestWorkspace()
    for edition in ["2013-10", "2013-11"] {
      #expect(try workspace.run("check", edition).status == 0)
      #expect(try workspace.run("draft", edition).status == 0)
      try workspace.publish(edition)
      let rebuilt = try workspace.run("rebuild", edition)
      #expect(rebuilt.status == 0, "\(rebuilt.output)")
    }
    let files = workspace.files(in: "publications/public")
    #expect(files.count { $0.hasPrefix("2013-11/reports/") && $0.hasSuffix(".html") } == 23)
    #expect(files.count { $0.hasPrefix("2013-11/reports/") && $0.hasSuffix(".xml") } == 23)
    for page in ["index.html", "2013-10/index.html", "2013-11/bulletin.xml", "log/log.jsonl"] {
      #expect(files.contains(page))
    }
  }

  @Test func theEditionStandsUnderItsMonthAsPublishedAndAsTheLatest() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let first = workspace.files(in: "publications/public/2013-10/v1")
    try workspace.publish("2013-11")
    #expect(workspace.files(in: "publications/public/2013-10/v1") == first)
    let root = "publications/public"
    for file in workspace.files(in: "\(root)/2013-11/v1") {
      let asIs = workspace.bytes("\(root)/2013-11/\(file)")
      #expect(workspace.bytes("\(root)/latest/\(file)") == asIs)
      // Only the bulletin links outwards, from one folder deeper.
      if file != "index.html" { #expect(workspace.bytes("\(root)/2013-11/v1/\(file)") == asIs) }
    }
    let latest = workspace.files(in: "\(root)/latest").filter { $0.hasPrefix("reports/") }
    #expect(latest.count == 3 * 23, "pages of the edition before are gone from /latest/")
  }

  @Test func aSecondReleaseSaysThatItIsOutAndChangesNothing() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let log = workspace.bytes("publications/log.jsonl")
    let again = try workspace.run("release", "2013-10")
    #expect(again.status == 0 && again.output.contains("nothing changed"))
    #expect(workspace.bytes("publications/log.jsonl") == log)
    let seal = try workspace.run("seal", "2013-10", "--by", "test")
    #expect(seal.status == 64 && seal.errors.contains("is out"))
  }

  @Test func everyPageOfADraftIsMarkedAndNoSealedPageIs() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.run("draft", "2013-10").status == 0)
    for file in workspace.files(in: "publications/drafts") {
      let text = workspace.text("publications/drafts/\(file)")
      if file.hasSuffix(".html") { #expect(text.contains("Draft: not for publication"), "\(file)") }
      if file.hasSuffix(".sdmx.xml") {
        #expect(text.contains("<mes:Test>true</mes:Test>"), "\(file)")
      } else if file.hasSuffix(".xml") {
        #expect(text.contains("draft=\"yes\""), "\(file)")
      }
      if file.hasSuffix(".csv") { #expect(text.contains("\ndraft,"), "\(file)") }
      if file.hasSuffix(".ods") { #expect(text.contains("Draft: "), "\(file)") }
      if file.hasSuffix(".txt") { #expect(text.contains("Draft: not for"), "\(file)") }
    }
    #expect(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let sealed = try workspace.open("2013-10") + "/renditions"
    #expect(workspace.files(in: sealed).count > 10)
    for file in workspace.files(in: sealed) {
      // The parts of the spreadsheet are stored as they are, so words stand in it as in a text.
      let bytes = try Data(contentsOf: URL(filePath: "\(sealed)/\(file)"))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("Draft: ") && !text.contains("draft=\"yes\""), "\(file)")
      #expect(!text.contains("\ndraft,"), "\(file)")
    }
  }

  @Test(arguments: ["2013-10", "2013-11", "2014-01", "2014-06", "2014-07"])
  func theRealEditionsAreReconstructionsOnEveryPage(edition: String) throws {
    let workspace = try TestWorkspace("")
    let draft = try workspace.run("draft", edition)
    #expect(draft.status == 0, "\(draft.output)")
    for file in workspace.files(in: "publications/drafts") where file.hasSuffix(".html") {
      #expect(
        workspace.text("publications/drafts/\(file)").contains("Reconstruction: not an official"))
    }
  }

  /// The published figure is 52, 58, 73, 87, 87 requests and 7, 23, 10, 0, 1 reports.
  @Test(arguments: [
    ("2013-10", "52", "7"), ("2013-11", "58", "23"), ("2014-01", "73", "10"),
    ("2014-06", "87", "0"), ("2014-07", "87", "1"),
  ])
  func theBulletinStatesThePublishedTotals(edition: String, requests: String, reports: String)
    throws
  {
    let workspace = try TestWorkspace("")
    _ = try workspace.run("draft", edition)
    let xml = workspace.text("publications/drafts/\(edition)/bulletin.xml")
    #expect(xml.contains("id=\"requests-to-date\" unit=\"requests\" value=\"\(requests)\""))
    #expect(xml.contains("id=\"reports-this-month\" unit=\"reports\" value=\"\(reports)\""))
  }

  @Test func anEditionWithNoNewReportStillMakesABulletin() throws {
    let workspace = try TestWorkspace("")
    _ = try workspace.run("draft", "2014-06")
    #expect(
      workspace.text("publications/drafts/2014-06/index.html").contains(
        "No new report is published"))
  }

  @Test func theUpdateOf15November2013StandsInTheHistory() throws {
    let workspace = try TestWorkspace("")
    _ = try workspace.run("draft", "2013-11")
    let page = workspace.text("publications/drafts/2013-11/index.html")
    #expect(page.contains("<time datetime=\"2013-11-15\">15 November 2013</time>"))
  }

  @Test func thePeriodIsComputedAndEndsOnADayThatExists() throws {
    let workspace = try TestWorkspace("")
    _ = try workspace.run("draft", "2013-10")
    let page = workspace.text("publications/drafts/2013-10/index.html")
    #expect(page.contains("2 April 2013 to 30 September 2013"))
  }

  @Test func workingChanceKeepsTheDecimalOfItsBoundNearZero() throws {
    let workspace = try TestWorkspace("")
    _ = try workspace.run("draft", "2014-07")
    let reports = workspace.files(in: "publications/drafts/2014-07/reports")
    let page = try #require(reports.first { $0.hasSuffix(".html") })
    let text = workspace.text("publications/drafts/2014-07/reports/\(page)")
      .replacing(/<[^>]*>/, with: "")
    #expect(text.contains("by between 0.2 and 13 percentage points"))
  }

  @Test func tablesAreAlphabeticalAndNeverRanked() throws {
    let workspace = try TestWorkspace()
    _ = try workspace.run("draft", "2013-11")
    let xml = workspace.text("publications/drafts/2013-11/bulletin.xml")
    let month = xml.components(separatedBy: "<reports scope=\"to-date\">")[0]
    let names = month.matches(of: /<entry [^>]*><organisation[^>]*>([^<]*)</).map {
      String($0.output.1)
    }
    #expect(names.count == 23)
    #expect(names == names.sorted { $0.lowercased() < $1.lowercased() })
  }

  @Test func twoOrganisationsOfOneNameGetTwoPages() throws {
    let workspace = try TestWorkspace()
    _ = try workspace.run("draft", "2013-11")
    let pages = workspace.files(in: "publications/drafts/2013-11/reports")
      .filter { $0.hasPrefix("mossbrigg-community-trust-") && $0.hasSuffix(".html") }
    #expect(pages.count == 2)
  }

  @Test func statusLogAndCalendarSpeakToPeopleAndPrograms() throws {
    let workspace = try TestWorkspace()
    let before = try workspace.run("status")
    #expect(before.status == 0 && before.output.contains("next       2013-10"))
    try workspace.publish("2013-10")
    let status = try workspace.run("status", "--json")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
    #expect(report["next"] as? String == "2013-11")
    let log = try workspace.run("log")
    #expect(log.output.contains("released") && log.output.contains("chain verified"))
    let calendar = try workspace.run("calendar", "--from", "2013-10")
    #expect(calendar.output.contains("Thursday 14 November 2013, 9:30am"))
  }

  @Test func nothingIsLateThatIsNotOfficial() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    #expect(try workspace.run("status").output.contains("an illustration is never late"))
  }
}
