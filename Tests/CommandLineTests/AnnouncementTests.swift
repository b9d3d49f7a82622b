import Editions
import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// Announcing, moving and cancelling: each rule under the name of its source.
///
/// C1 to C6 are the Code of Practice's T3.1 to T3.6; “GOV.UK” is the state machine of its
/// statistics announcements (alphagov/whitehall).
@Suite struct AnnouncementTests {
  /// A workspace whose first edition comes out on 8 January 2099, 09:30.
  private func office() throws -> TestWorkspace { try TestWorkspace(future: "2099-01") }

  private static let by = ["--by", "a.example"]
  private static let instant = Instant("2099-01-08T09:30:00.000Z")!

  private func log(_ workspace: TestWorkspace) -> String {
    workspace.text("publications/log.jsonl")
  }

  private func events(_ workspace: TestWorkspace) throws -> [String] {
    let result = try workspace.run("log", "--json")
    let lines = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return (lines as? [[String: Any]] ?? []).compactMap { $0["event"] as? String }
  }

  // MARK: C1

  @Test func c1AConfirmedDateLiesAtLeastFourWeeksAhead() throws {
    let workspace = try office()
    let library = try Workspace(workspace.path)
    let fourWeeks = Self.instant.adding(hours: -24 * 28)
    let late = FixedClock(Instant(milliseconds: fourWeeks.milliseconds + 1))
    let error = #expect(throws: ReleaseError.self) {
      try library.announce(
        Month("2099-01")!, provisional: false, by: "a.example", clock: late)
    }
    #expect(error?.reason.contains("--short-notice-because") == true)
    #expect(workspace.bytes("publications/log.jsonl") == nil, "nothing was written")
    let outcome = try library.announce(
      Month("2099-01")!, provisional: false, by: "a.example", clock: FixedClock(fourWeeks))
    #expect(outcome.announcements.map(\.isNew) == [true])
    #expect(!log(workspace).contains("shortNotice"))
  }

  @Test func c1LessThanFourWeeksNeedsAReasonThatIsPublished() throws {
    let workspace = try office()
    let late = FixedClock(Self.instant.adding(hours: -24 * 5))
    _ = try Workspace(workspace.path).announce(
      Month("2099-01")!, provisional: false,
      reasons: AnnouncementReasons(shortNotice: "The matching came late."), by: "a.example",
      clock: late)
    for file in ["log/log.jsonl", "calendar/index.html", "calendar.ics"] {
      #expect(
        workspace.text("publications/public/\(file)").contains("The matching came late."), "\(file)"
      )
    }
  }

  @Test func c1TheNextTwelveMonthsAreAnnouncedAsProvisional() throws {
    let workspace = try office()
    let library = try Workspace(workspace.path)
    let clock = FixedClock(Instant("2099-03-20T12:00:00Z")!)
    _ = try library.announce(Month("2099-05")!, provisional: false, by: "a", clock: clock)
    let outcome = try library.announceNextYear(by: "a", clock: clock)
    #expect(outcome.announcements.count == 12)
    #expect(outcome.announcements.map(\.edition.description).first == "2099-04")
    #expect(outcome.announcements.map(\.edition.description).last == "2100-03")
    #expect(outcome.announcements.count { $0.isNew } == 11, "May was confirmed before")
    let again = try library.announceNextYear(by: "a", clock: clock)
    #expect(again.announcements.allSatisfy { !$0.isNew })
    let page = workspace.text("publications/public/calendar/index.html")
    #expect(page.matches(of: /class="state provisional"/).count == 11)
    #expect(page.matches(of: /class="state confirmed"/).count == 1)
  }

  @Test func c1WhatIsProvisionalIsAMonthAndNothingMore() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--provisional", "--by", "a").status == 0)
    for file in workspace.files(in: "publications/public") {
      #expect(!workspace.text("publications/public/\(file)").contains("2099-01-08"), "\(file)")
      #expect(!workspace.text("publications/public/\(file)").contains("8 January"), "\(file)")
    }
  }

  // MARK: C2

  @Test func c2AMovedDateKeepsWhatItWasBeforeAndWhy() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    for (date, reason) in [("15", "The matching takes longer."), ("22", "A second look.")] {
      let moved = try workspace.run(
        "move", "2099-01", "--to", "2099-01-\(date)T09:30", "--reason", reason, "--by", "a")
      #expect(moved.status == 0, "\(moved.errors)")
    }
    let page = workspace.text("publications/public/calendar/index.html")
    for text in [
      ">22 January 2099, 9:30am</time>", ">8 January 2099, 9:30am</time>",
      ">15 January 2099, 9:30am</time>", "The matching takes longer.", "A second look.",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    let json = try workspace.run("calendar", "--from", "2099-01", "--json").output
    #expect(json.contains("\"before\":\"2099-01-08T09:30\""))
    #expect(json.contains("\"before\":\"2099-01-15T09:30\""))
    #expect(json.contains("\"date\":\"2099-01-22T09:30\""))
    #expect(try events(workspace) == ["announced", "moved", "moved"])
    #expect(try workspace.run("check", "2099-01").status == 0)
  }

  /// A change of date is agreed by somebody whom people.json names (Code of Practice T3.2).
  @Test func c2WhereThereIsAListOfPeopleOnlyTheyAnnounceMoveAndCancel() throws {
    let workspace = try office()
    try workspace.write(
      """
      {"format": "ninethirty-people/1", "people": [
        {"id": "a.example", "name": "Duty statistician", "role": "statistician"},
        {"id": "b.example", "name": "Release manager", "role": "release-manager"}]}
      """, to: "people.json")
    let log = workspace.bytes("publications/log.jsonl")
    let words: [(String, [String])] = [
      ("announce", []), ("move", ["--to", "2099-01-15T09:30", "--reason", "A made-up reason."]),
      ("cancel", ["--reason", "A made-up reason."]),
    ]
    for (verb, options) in words {
      let arguments = [verb, "2099-01", "--by", "A.example", "--workspace", workspace.path]
      let result = try Tool.run(Binary.path, arguments + options)
      #expect(result.status == 64 && result.errors.contains("did you mean"), "\(result.errors)")
    }
    #expect(workspace.bytes("publications/log.jsonl") == log)
    #expect(try workspace.run("announce", "2099-01", "--by", "a.example").status == 0)
  }

  @Test func c2AMoveAsksForAReasonAndTheReasonIsFitToBePublished() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    let before = log(workspace)
    for reason in ["", "  ", "TODO", "one\ntwo", "ring 020 7946 0018", "\u{202E}tricky"] {
      let moved = try workspace.run(
        "move", "2099-01", "--to", "2099-01-15T09:30", "--reason", reason, "--by", "a")
      #expect([64, 65].contains(moved.status), "\(reason.debugDescription): \(moved.output)")
    }
    #expect(log(workspace) == before)
    #expect(workspace.text("schedule.json").contains("\"exceptions\": []"))
  }

  @Test func c2ADateChangedByHandIsAnErrorThatNamesMove() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    try workspace.replace(
      "\"exceptions\": []",
      with: """
        "exceptions": [{"edition": "2099-01", "action": "moved", "to": "2099-01-15T09:30",
        "reason": "By hand.", "announced": "2026-01-01"}]
        """, in: "schedule.json")
    for step in [["check", "2099-01"], ["seal", "2099-01", "--by", "test"]] {
      let result = try Tool.run(Binary.path, step + ["--workspace", workspace.path])
      #expect(result.status == 65, "\(result.output)\(result.errors)")
      #expect(result.output.contains("announcement.date"), "\(result.output)")
      #expect(result.output.contains("ninethirty move 2099-01 --to 2099-01-15T09:30"))
    }
    let announce = try workspace.run("announce", "2099-01", "--by", "a")
    #expect(announce.status == 64 && announce.errors.contains("ninethirty move 2099-01"))
    let move = try workspace.run(
      "move", "2099-01", "--to", "2099-01-15T09:30", "--reason", "Said now.", "--by", "a")
    #expect(move.status == 0, "\(move.errors)")
    #expect(try workspace.run("check", "2099-01").status == 0)
    #expect(workspace.text("schedule.json").contains("By hand."), "the schedule had it already")
  }

  // MARK: C6

  @Test func c6AnotherTimeThan0930OnAWeekdayNeedsAnExemptionThatIsPublished() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    for time in ["2099-01-17T09:30", "2099-01-16T14:00"] {
      let refused = try workspace.run(
        "move", "2099-01", "--to", time, "--reason", "A delay.", "--by", "a")
      #expect(refused.status == 64 && refused.errors.contains("T3.6"), "\(refused.errors)")
    }
    let moved = try workspace.run(
      "move", "2099-01", "--to", "2099-01-16T14:00", "--reason", "A delay.", "--exempt-because",
      "Agreed with the regulator.", "--by", "a")
    #expect(moved.status == 0, "\(moved.errors)")
    let page = workspace.text("publications/public/calendar/index.html")
    #expect(page.contains("16 January 2099, 2pm") && page.contains("Agreed with the regulator."))
  }

  // MARK: GOV.UK

  @Test func govUKAConfirmedDateNeverBecomesProvisionalAgain() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--provisional", "--by", "a").status == 0)
    #expect(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    let before = log(workspace)
    let back = try workspace.run("announce", "2099-01", "--provisional", "--by", "a")
    #expect(back.status == 64 && back.errors.contains("never becomes provisional again"))
    #expect(log(workspace) == before)
  }

  @Test func govUKAnotherMonthThanTheProvisionalOneIsAMove() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--provisional", "--by", "a").status == 0)
    // Inside the month that was announced the public has nothing to learn.
    let inside = try workspace.run(
      "move", "2099-01", "--to", "2099-01-15T09:30", "--reason", "Later.", "--by", "a")
    #expect(inside.status == 0, "\(inside.errors)")
    #expect(try events(workspace) == ["announced"])
    let outside = try workspace.run(
      "move", "2099-01", "--to", "2099-02-05T09:30", "--reason", "Later still.", "--by", "a")
    #expect(outside.status == 0, "\(outside.errors)")
    #expect(try events(workspace) == ["announced", "moved"])
    #expect(log(workspace).contains("\"from\":\"2099-01\""))
    #expect(log(workspace).contains("\"to\":\"2099-02\""))
    #expect(!log(workspace).contains("2099-02-05"), "the day is not announced")
  }

  @Test func govUKWhatWasAnnouncedIsNotSaidAgain() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    let before = log(workspace)
    let tree = try FileManager.default.destinationOfSymbolicLink(
      atPath: "\(workspace.path)/publications/public")
    let again = try workspace.run("announce", "2099-01", "--by", "a")
    #expect(again.status == 0 && again.output.contains("nothing changed"))
    let move = try workspace.run(
      "move", "2099-01", "--to", "2099-01-08T09:30", "--reason", "The same.", "--by", "a")
    #expect(move.status == 0 && move.output.contains("nothing changed"))
    #expect(log(workspace) == before)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(
        atPath: "\(workspace.path)/publications/public") == tree, "nothing was switched")
  }

  @Test func govUKACancelledEntryStaysFindableWithItsReason() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    let cancelled = try workspace.run(
      "cancel", "2099-01", "--reason", "Access to the records was stopped.", "--by", "a")
    #expect(cancelled.status == 0, "\(cancelled.errors)")
    for file in ["calendar/index.html", "calendar.ics"] {
      let text = workspace.text("publications/public/\(file)").replacing("\r\n ", with: "")
      #expect(text.contains("Access to the records was stopped."), "\(file)")
      #expect(text.contains("8 January 2099"), "\(file)")
    }
    #expect(workspace.text("publications/public/calendar.ics").contains("STATUS:CANCELLED\r\n"))
    for verb in [
      ["announce", "2099-01"],
      ["move", "2099-01", "--to", "2099-01-15T09:30", "--reason", "No."],
    ] {
      let result = try Tool.run(Binary.path, verb + Self.by + ["--workspace", workspace.path])
      #expect(result.status == 64 && result.errors.contains("cancelled"), "\(result.errors)")
    }
    #expect(try events(workspace) == ["announced", "cancelled"])
  }

  @Test func govUKAnEditionThatIsOutIsNotAnnouncedMovedOrCancelled() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let before = log(workspace)
    for verb in [
      ["announce", "2013-10"], ["cancel", "2013-10", "--reason", "No."],
      ["move", "2013-10", "--to", "2099-01-15T09:30", "--reason", "No."],
    ] {
      let result = try Tool.run(Binary.path, verb + Self.by + ["--workspace", workspace.path])
      #expect(result.status == 64 && result.errors.contains("is out"), "\(result.errors)")
    }
    #expect(log(workspace) == before)
  }

  // MARK: What the public sees

  @Test func theCalendarIsPublicBeforeAnyRelease() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    let files = workspace.files(in: "publications/public").filter { !$0.hasPrefix("assets/") }
    #expect(
      files == [
        "404.html", "about/accessibility/index.html", "about/glossary/index.html",
        "about/index.html",
        "about/revisions/index.html", "calendar.ics", "calendar/index.html", "catalogue.json",
        "catalogue.schema.json", "feed.atom", "history/index.html", "index.html",
        "log/index.html",
        "log/log.jsonl", "organisations/index.html", "pre-release/index.html",
      ])
    let page = workspace.text("publications/public/calendar/index.html")
    #expect(!page.contains("href=\"../\""), "there is nothing to go back to")
    #expect(try workspace.run("status").status == 0)
  }

  @Test func nothingHintsAtAnEditionThatWasNotAnnounced() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-02", "--by", "a").status == 0)
    #expect(try workspace.run("seal", "2099-01", "--by", "test").status == 0)
    // Neither sealed nor moved nor cancelled does one show that nobody was told of.
    _ = try workspace.run(
      "move", "2099-03", "--to", "2099-03-18T09:30", "--reason", "Private.", "--by", "a")
    _ = try workspace.run("cancel", "2099-04", "--reason", "Private too.", "--by", "a")
    #expect(try workspace.run("announce", "2099-05", "--by", "a").status == 0)
    for file in workspace.files(in: "publications/public") {
      let text = workspace.text("publications/public/\(file)")
      for hint in [
        "January 2099", "2099-01", "209901", "March 2099", "April 2099", "2099-04", "Private",
      ] {
        #expect(!text.contains(hint), "\(file) has \(hint)")
      }
    }
  }

  @Test func oneSwitchBringsTheEditionAndItsEntryInTheCalendar() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.run("announce", "2013-11", "--by", "a").status == 0)
    try workspace.publish("2013-10")
    let trees = try FileManager.default.contentsOfDirectory(
      atPath: "\(workspace.path)/publications/.trees"
    ).sorted()
    // The newest tree is that of the second switch; the one before is that of the release.
    let (first, second) = (trees[trees.count - 2], trees[trees.count - 1])
    for file in ["calendar/index.html", "calendar.ics", "feed.atom", "2013-10/index.html"] {
      let released = workspace.bytes("publications/.trees/\(first)/\(file)")
      #expect(released != nil, "\(file)")
      #expect(workspace.bytes("publications/.trees/\(second)/\(file)") == released, "\(file)")
    }
    let page = workspace.text("publications/public/calendar/index.html")
    #expect(page.contains("<a href=\"../2013-10/\">October 2013</a>"))
    #expect(!workspace.text("publications/.trees/\(first)/log/log.jsonl").contains("released"))
    #expect(workspace.text("publications/public/log/log.jsonl").contains("released"))
  }

  @Test func theSameLogGivesTheSameBytes() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    _ = try workspace.run(
      "move", "2099-01", "--to", "2099-01-15T09:30", "--reason", "Later.", "--by", "a")
    let files = workspace.files(in: "publications/public")
    let bytes = files.map { workspace.bytes("publications/public/\($0)") }
    for name in ["public", ".trees"] {
      try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/\(name)")
    }
    let again = try Tool.run(
      Binary.path, ["repair", "--apply", "--workspace", workspace.path],
      environment: ["TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8"])
    #expect(again.status == 0, "\(again.output)\(again.errors)")
    #expect(workspace.files(in: "publications/public") == files)
    #expect(files.map { workspace.bytes("publications/public/\($0)") } == bytes)
  }

  @Test func templatesThatCannotMakeTheCalendarAreReplacedByTheStandardOnes() throws {
    let workspace = try office()
    #expect(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    let page = workspace.bytes("publications/public/calendar/index.html")
    // An older workspace has no such template: it goes without.
    let template = "\(workspace.path)/templates/calendar.html.xsl"
    let text = workspace.text("templates/calendar.html.xsl")
    try FileManager.default.removeItem(atPath: template)
    #expect(try workspace.run("check", "2099-01").status == 0)
    let again = try workspace.run("announce", "2099-01", "--by", "a")
    #expect(again.status == 0 && !again.output.contains("standard templates"))
    #expect(workspace.bytes("publications/public/calendar/index.html") == page)
    // One that is broken is a finding, and holds no announcement up.
    try workspace.write(
      text.replacing("<h1>", with: "<h1><script>1</script>"), to: "templates/calendar.html.xsl")
    #expect(try workspace.run("check", "2099-01").status == 65)
    let announced = try workspace.run("announce", "2099-02", "--by", "a")
    #expect(announced.status == 0, "\(announced.errors)")
    #expect(announced.output.contains("standard templates"), "\(announced.output)")
    #expect(!workspace.text("publications/public/calendar/index.html").contains("<script"))
  }
}
