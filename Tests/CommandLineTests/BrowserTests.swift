import Foundation
import TestSupport
import Testing

/// Every page in headless Chromium, on a phone and a desktop, in the light and the dark scheme, by
/// scripts/browser-check.py: axe-core, keyboard, reading order without style, width, requests.
@Suite struct BrowserTests {
  static let canRun = Tool.find("chromium") != nil && Tool.find("playwright") != nil

  private func look(at folder: String) throws -> Binary.Result {
    try Tool.run(
      Tool.find("python3")!, [TestWorkspace.repository + "/scripts/browser-check.py", folder])
  }

  @Test(.enabled(if: canRun))
  func axeCoreAndTheKeyboardFindNothingWrongInAnyPage() throws {
    // One has been corrected, one withdrawn.
    let illustrative = try VersionHistoryTests.workspace(withdrawn: true)
    let real = try TestWorkspace("")
    for edition in ["2013-10", "2013-11", "2014-01", "2014-06", "2014-07"] {
      try real.publish(edition)
    }
    let welsh = try WelshWorkspace.make()
    try welsh.publish("2013-10")
    for workspace in [illustrative, real, welsh] {
      let tree = URL(filePath: workspace.path + "/publications/public").resolvingSymlinksInPath()
      let result = try look(at: tree.path)
      #expect(result.status == 0, "\(result.output.prefix(5000))\(result.errors.prefix(3000))")
    }
  }

  @Test(.enabled(if: canRun))
  func aWordThatIsWiderThanThePageMakesNoPageWider() throws {
    let workspace = try TestWorkspace()
    let words = [
      ("Illustrative Department (made up)", String(repeating: "Llanfairpwllgwyngyll", count: 20)),
      ("Permanent Secretary", String(repeating: "x", count: 300)),
      ("Glimsford Family Links", String(repeating: "W", count: 300)),
      ("Visits and letters", String(repeating: "m", count: 300)),
    ]
    let files =
      ["schedule.json", "requests.csv"]
      + workspace.files(in: "analyses").map { "analyses/\($0)" }.filter { $0.hasSuffix(".json") }
    for file in files {
      try workspace.write(
        words.reduce(workspace.text(file)) { $0.replacing($1.0, with: $1.1) }, to: file)
    }
    try workspace.publish("2013-10")
    let tree = URL(filePath: workspace.path + "/publications/public").resolvingSymlinksInPath()
    let result = try look(at: tree.path)
    #expect(result.status == 0, "\(result.output.prefix(5000))\(result.errors.prefix(3000))")
  }

  @Test(.enabled(if: canRun))
  func theCheckOfThePagesFindsEachKindOfFault() throws {
    let result = try look(at: TestWorkspace.repository + "/Tests/Fixtures/browser")
    #expect(result.status == 1, "\(result.errors)")
    for fault in [
      "axe: color-contrast", "axe: image-alt", "keyboard: Tab goes through",
      "keyboard: the first Tab",
      "does not show that it has the focus", "no style: the page says other words",
      "no style: “A heading”",
      "requests: asks for", "requests: cannot get", "script:", "width: the page is",
    ] { #expect(result.output.contains(fault), "\(fault)\n\(result.output)") }
  }
}
