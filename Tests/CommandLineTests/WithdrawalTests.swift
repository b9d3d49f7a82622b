import Foundation
import Notation
@testable import Releases
import Schedule
import Storage
import TestSupport
import Testing

/// Withdrawals, and the duty of organisations to publish, through the real binary.
@Suite struct WithdrawalTests {
  static let reason = "The figures are of other people."

  private func withdraw(_ workspace: TestWorkspace) throws -> Binary.Result {
    try workspace.run(
      "withdraw", "2013-11", "--reason", Self.reason, "--by", "a.example")
  }

  private func published() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    for edition in ["2013-10", "2013-11"] { try workspace.publish(edition) }
    return workspace
  }

  @Test func everyAddressOfAWithdrawnEditionSaysSoAndHoldsNothingElse() throws {
    let workspace = try published()
    let root = "publications/public"
    let folders = ["2013-11", "latest"]
    let before = folders.flatMap { folder in
      workspace.files(in: "\(root)/\(folder)").map { "\(folder)/\($0)" }
    }
    let other = workspace.bytes("\(root)/2013-10/index.html")
    let result = try withdraw(workspace)
    #expect(result.status == 0, "\(result.errors)")
    for file in before where !file.contains("/assets/") {
      let text = workspace.text("\(root)/\(file)")
      #expect(text.contains("was withdrawn on") && text.contains("of other people."), "\(file)")
      #expect(!text.contains("<figure") && !text.contains("data-figure"), "\(file)")
    }
    #expect(workspace.bytes("\(root)/2013-10/index.html") == other)
    #expect(workspace.text("\(root)/index.html").contains("class=\"withdrawn\">withdrawn on"))
    #expect(workspace.text("\(root)/log/log.jsonl").contains("\"event\":\"withdrawn\""))
    // The archive keeps what was published, and the notice is a version like any other.
    for version in ["1", "2"] {
      let rebuilt = try workspace.run("rebuild", "2013-11", "--version", version)
      #expect(rebuilt.status == 0, "\(rebuilt.output)")
    }
    let obligations = try workspace.run("obligations", "--json")
    #expect(!obligations.output.contains("2013-11"))
  }

  @Test func aWithdrawnEditionIsNotCorrectedSealedOrWithdrawnAgain() throws {
    let workspace = try published()
    #expect(try withdraw(workspace).status == 0)
    for verb in [
      ["seal", "2013-11", "--by", "test"],
      [
        "correct", "2013-11", "--wrong", "a", "--changed", "b", "--effect", "c", "--by",
        "a.example",
      ],
      ["withdraw", "2013-11", "--reason", "a", "--by", "a.example"],
    ] {
      let result = try Tool.run(Binary.path, verb + ["--workspace", workspace.path])
      #expect(result.status == 64 && result.errors.contains("was withdrawn at"), "\(result)")
      #expect(result.errors.contains("comes out with a later edition"), "\(result)")
    }
  }

  @Test func statusSaysWithdrawnAndWhenTheEditionFirstCameOut() throws {
    let workspace = try published()
    #expect(try withdraw(workspace).status == 0)
    let line = try workspace.run("status").output.split(separator: "\n")
      .first { $0.hasPrefix("2013-11  ") }
    #expect(line?.contains("    withdrawn     ") == true, "\(line ?? "")")
    #expect(line?.contains("; withdrawn at ") == true, "\(line ?? "")")
    let json = try workspace.run("status", "--json").output
    #expect(json.contains("\"state\":\"withdrawn\",\"version\":2"), "\(json)")
  }

  /// R7: the organisation publishes its report within four months of our publication.
  @Test func obligationsAreDueMetOrOverdue() throws {
    let workspace = try published()
    let list = try workspace.run("obligations")
    #expect(list.status == 0 && list.output.contains("0 overdue, 30 due, 0 met, 0 met late"))
    func met(_ report: String, url: String, on day: String) throws -> Binary.Result {
      try workspace.run(
        "obligations", "met", "2013-11", report, "--url", url, "--on", day, "--by", "a.example")
    }
    let today = workspace.text("publications/log.jsonl").split(separator: "\"instant\":\"")
      .last.map { String($0.prefix(10)) }!
    let wrong = try met("A-2013-0020", url: "a.example", on: "2013-11-20")
    #expect(wrong.status == 64 && wrong.errors.contains("is no address of a page"))
    #expect(wrong.errors.contains("is before"), "every fault at once")
    let named = try met("A-2013-0020", url: "https://user:word@a.example/r", on: today)
    #expect(named.status == 64 && !named.errors.contains("word@"), "\(named.errors)")
    #expect(try met("A-2013-9999", url: "https://a.example/r", on: today).status != 0)
    let right = try met("A-2013-0020", url: "https://a.example/r", on: today)
    #expect(right.status == 0, "\(right.errors)")
    #expect(try workspace.run("obligations").output.contains("29 due, 1 met"))
    let json = try workspace.run("obligations", "--json").output
    #expect(json.contains("\"evidence\":{\"by\":\"a.example\""))
    #expect(!workspace.text("publications/log.jsonl").contains("a.example"), "it is the house's")
    // What was noted of the wrong report is taken back; the journal keeps both.
    func unmet(_ report: String) throws -> Binary.Result {
      try workspace.run(
        "obligations", "unmet", "2013-11", report, "--reason", "The page is another's.", "--by",
        "a.example")
    }
    let back = try unmet("A-2013-0020")
    #expect(back.status == 0 && back.output.contains("taken back"), "\(back)")
    #expect(try workspace.run("obligations").output.contains("30 due, 0 met"))
    let again = try unmet("A-2013-0020")
    #expect(again.status == 64 && again.errors.contains("nothing to take back"), "\(again)")
    #expect(try met("A-2013-0020", url: "https://a.example/q", on: today).status == 0)
    #expect(try workspace.run("obligations").output.contains("29 due, 1 met"))
  }

  /// R7: after four months `status` counts those that nobody has seen.
  @Test func statusCountsObligationsThatAreOverdue() throws {
    let test = try TestWorkspace()
    try test.publish("2013-10")
    let workspace = try Workspace(test.path)
    let now = SystemClock().now()
    func warnings(afterDays days: Int64) throws -> [StatusWarning] {
      try workspace.status(clock: FixedClock(now.adding(hours: Int(24 * days)))).warnings
        .filter { $0.kind == .obligationsOverdue }
    }
    #expect(try warnings(afterDays: 100).isEmpty)
    let late = try warnings(afterDays: 130)
    #expect(late.first?.text.hasPrefix("7 reports were not published") == true, "\(late)")
    // What was noted counts, also in lines of the journal that do not name the page yet.
    let today = try workspace.obligations(clock: FixedClock(now)).today
    _ = try workspace.noteObligation(
      Month("2013-10")!, report: "A-2013-0003", url: "https://a.example/r", on: today, by: "test",
      clock: FixedClock(now))
    #expect(
      try warnings(afterDays: 130).first?.text.hasPrefix("6 reports were not published") == true)
    try workspace.record(
      "obligation-met", of: Month("2013-10")!, by: "test",
      [
        "analysis": .string("A-2013-0005"), "day": .string(today.description),
        "url": .string("https://a.example/s"),
      ], in: workspace.journalLedger, at: now)
    #expect(
      try warnings(afterDays: 130).first?.text.hasPrefix("5 reports were not published") == true)
  }
}
