import Foundation
import TestSupport
import Testing

/// calendar.ics and feed.atom, read by other people's programs.
///
/// Where a program is not installed the test is skipped, and says so.
@Suite struct CalendarOtherToolsTests {
  /// A workspace with every state: provisional, confirmed, moved, cancelled, published.
  private static func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "\"last\": \"2013-11\"", with: "\"last\": \"2099-12\"", in: "schedule.json")
    try workspace.publish("2013-10")
    let reason =
      "Zwei Daten, ein „Grund“; a comma, a back\\slash and a long text that has to be folded: é, ü, 統計."
    for step in [
      ["announce", "2099-01", "--provisional"], ["announce", "2099-02"], ["announce", "2099-03"],
      ["move", "2099-02", "--to", "2099-02-19T09:30", "--reason", reason],
      ["cancel", "2099-03", "--reason", reason],
    ] {
      let result = try Tool.run(
        Binary.path, step + ["--by", "a", "--workspace", workspace.path])
      try #require(result.status == 0, "\(step): \(result.errors)")
    }
    return workspace
  }

  private static func has(_ module: String) -> Bool {
    guard let python = Tool.find("python3") else { return false }
    return (try? Tool.run(python, ["-c", "import \(module)"]))?.status == 0
  }

  private func python(_ script: String, _ file: String) throws -> [String] {
    let result = try Tool.run(Tool.find("python3")!, ["-c", script, file])
    #expect(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n").map(String.init)
  }

  @Test(.enabled(if: has("icalendar"), "icalendar of PyPI is not installed"))
  func icalendarReadsEveryEventAndWritesItBack() throws {
    let workspace = try Self.workspace()
    let lines = try python(
      """
      import sys, icalendar
      text = open(sys.argv[1], "rb").read()
      assert all(len(line) <= 75 for line in text.split(b"\\r\\n"))
      calendar = icalendar.Calendar.from_ical(text)
      assert not calendar.errors and not any(e.errors for e in calendar.walk("VEVENT"))
      again = icalendar.Calendar.from_ical(calendar.to_ical())
      for event in calendar.walk("VEVENT"):
          print(event["UID"], event["STATUS"], event["SEQUENCE"], event.decoded("DTSTART"))
          print("DESCRIPTION", event["DESCRIPTION"].replace("\\n", " | "))
      """, workspace.path + "/publications/public/calendar.ics")
    #expect(lines.count == 8)
    #expect(lines[0].contains("2013-10.") && lines[0].contains("CONFIRMED 0 2013-10-10 08:30:00"))
    #expect(lines[2].contains("TENTATIVE 0 2099-01-01"))
    #expect(lines[4].contains("CONFIRMED 1 2099-02-19 09:30:00"))
    #expect(lines[5].contains("ein „Grund“; a comma, a back\\slash") && lines[5].contains("統計"))
    #expect(lines[6].contains("CANCELLED 1 2099-03-12"))
  }

  @Test(.enabled(if: has("feedparser"), "feedparser of PyPI is not installed"))
  func feedparserReadsAnEntryForEachRelease() throws {
    let workspace = try Self.workspace()
    try workspace.publish("2013-11")
    let lines = try python(
      """
      import sys, feedparser
      feed = feedparser.parse(open(sys.argv[1], "rb").read())
      assert not feed.bozo, feed.get("bozo_exception")
      assert feed.version == "atom10"
      print(feed.feed.id, feed.feed.updated, feed.feed.author)
      for entry in feed.entries:
          print(entry.id, entry.link, entry.published, entry.updated, entry.title)
      """, workspace.path + "/publications/public/feed.atom")
    #expect(lines.count == 3)
    #expect(lines[1].contains("/2013-11 2013-11/ 2013-11-14T09:30:00.000Z"), "\(lines)")
    #expect(lines[2].contains("/2013-10 2013-10/ 2013-10-10T08:30:00.000Z"), "\(lines)")
  }

  @Test func identifiersStayTheSameFromTheFirstAnnouncementOn() throws {
    let workspace = try TestWorkspace(future: "2099-01")
    try workspace.replace(
      "\"identifier\"",
      with: "\"address\": \"https://statistics.example.org/lab\",\n    \"identifier\"",
      in: "schedule.json")
    var seen: Set<String> = []
    for step in [
      ["announce", "2099-01", "--provisional"], ["announce", "2099-01"],
      ["move", "2099-01", "--to", "2099-01-15T09:30", "--reason", "Later."],
      ["cancel", "2099-01", "--reason", "Stopped."],
    ] {
      let result = try Tool.run(Binary.path, step + ["--by", "a", "--workspace", workspace.path])
      #expect(result.status == 0, "\(result.errors)")
      let text = workspace.text("publications/public/calendar.ics")
      seen.insert(String(text.firstMatch(of: /UID:([^\r]*)/)!.output.1))
    }
    #expect(seen.count == 1 && seen.first?.hasSuffix("@ninethirty.invalid") == true, "\(seen)")
    let feed = workspace.text("publications/public/feed.atom")
    #expect(feed.contains(/<id>tag:ninethirty\.invalid,\d{4}-\d{2}-\d{2}:/))
    #expect(feed.contains("href=\"https://statistics.example.org/lab/feed.atom\""))
  }

  /// Readers of a feed take an entry with another identifier for a new one.
  @Test func anAddressThatIsGivenOrChangedLaterLeavesTheIdentifiers() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    func identifiers() -> [String] {
      let feed = workspace.text("publications/public/feed.atom")
      let calendar = workspace.text("publications/public/calendar.ics")
      return feed.matches(of: /<id>([^<]*)<\/id>/).map { String($0.output.1) }
        + calendar.matches(of: /UID:([^\r]*)/).map { String($0.output.1) }
    }
    let before = identifiers()
    #expect(before.count == 3, "\(before)")
    var present = "\"identifier\""
    for host in ["statistics.example.org", "other.example.org"] {
      let address = "\"address\": \"https://\(host)/\",\n    \"identifier\""
      try workspace.replace(present, with: address, in: "schedule.json")
      present = address
      try #require(
        try workspace.run("announce", "2013-11", "--by", "a", "--provisional").status == 0)
      try #require(try workspace.run("rebuild", "2013-10").status == 0)
      let after = identifiers()
      #expect(before.allSatisfy(after.contains), "\(before) \(after)")
    }
  }

  @Test(arguments: [
    "http://statistics.example.org/", "https://", "https://localhost", "statistics.example.org",
    "https://statistics.example.org/?a=b", "https://statistics.example.org/a//b",
    "https://statistics.example.org/../x", "https://user@statistics.example.org/",
  ])
  func anAddressThatIsNoneIsAFinding(address: String) throws {
    let workspace = try TestWorkspace(future: "2099-01")
    try workspace.replace(
      "\"identifier\"", with: "\"address\": \"\(address)\",\n    \"identifier\"",
      in: "schedule.json")
    let check = try workspace.run("check", "2099-01")
    #expect(
      check.status == 65 && check.output.contains("intake.schedule.address"), "\(check.output)")
  }
}
