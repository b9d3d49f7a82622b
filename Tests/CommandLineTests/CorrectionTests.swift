import Foundation
import TestSupport
import Testing

/// What happens after a release: corrections, planned revisions, through the real binary.
@Suite struct CorrectionTests {
  static let figure = "7837.242922286998"
  static let report = "reports/quillanby-learning-partnership-a-2013-0002"
  static let note = [
    "--wrong", "The effective number of people was that of another group.", "--changed",
    "The effective number of people in the control group.", "--effect", "The conclusion stands.",
    "--by", "a.example",
  ]

  /// A workspace in which version 1 of 2013-10 is out, and its tree as it was then.
  private func published(_ editions: String...) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    for edition in editions { try workspace.publish(edition) }
    return workspace
  }

  private func mustRun(_ arguments: [String], in workspace: TestWorkspace) throws {
    let result = try Tool.run(Binary.path, arguments + ["--workspace", workspace.path])
    #expect(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
  }

  private func correctOneFigure(_ workspace: TestWorkspace, to value: String = "7612.5") throws {
    try workspace.replace(
      Self.figure, with: value, in: "analyses/2013-10/A-2013-0002.json")
    try mustRun(["correct", "2013-10"] + Self.note, in: workspace)
  }

  private func tree(_ folder: String, of workspace: TestWorkspace) -> [String: Data] {
    var files: [String: Data] = [:]
    for file in workspace.files(in: "publications/public/\(folder)") {
      files[file] = workspace.bytes("publications/public/\(folder)/\(file)")
    }
    return files
  }

  /// Code of Practice T3.9: errors are corrected, and users are told what changed and why.
  @Test func aCorrectionStandsBesideTheVersionBeforeAndMarksWhatItChanged() throws {
    let workspace = try published("2013-10")
    let before = tree("2013-10/v1", of: workspace)
    try correctOneFigure(workspace)
    // Until it comes out nothing public tells of it.
    #expect(!workspace.text("publications/public/log/log.jsonl").contains("correct"))
    try mustRun(["draft", "2013-10"], in: workspace)
    let drafted = workspace.files(in: "publications/drafts/2013-10").filter { file in
      file.hasSuffix("report.xml")
        && workspace.text("publications/drafts/2013-10/\(file)").contains("What was wrong:")
    }
    #expect(drafted == ["\(Self.report)/report.xml"], "a draft tells it where it belongs, too")
    try workspace.publish("2013-10")
    #expect(tree("2013-10/v1", of: workspace) == before)
    let pages = tree("2013-10", of: workspace).mapValues { String(decoding: $0, as: UTF8.self) }
    let revised = pages.filter { $0.key.hasSuffix(".xml") && $0.value.contains("revised=\"yes\"") }
    #expect(
      Set(revised.keys) == ["\(Self.report)/report.xml", "v2/\(Self.report)/report.xml"])
    let document = try #require(pages["\(Self.report)/report.xml"])
    #expect(document.ranges(of: "revised=\"yes\"").count == 1)
    #expect(
      document.contains("id=\"one-year-proven-rate.control.effective\" revised=\"yes\""))
    let page = try #require(pages["\(Self.report)/index.html"])
    #expect(page.contains("7,613</data> <b class=\"r\">[r]</b>"))
    #expect(page.contains("Version 2: Correction of an error. What was wrong: The effective"))
    #expect(page.contains("href=\"../../../2013-10/v1/\">Version 1</a>: First published."))
    let explained = try #require(page.range(of: "class=\"revised-note\""))
    #expect(try #require(page.range(of: "<b class=\"r\">")).lowerBound > explained.lowerBound)
    #expect(pages["index.html"]?.contains("The conclusion stands.") == true)
    // A report of which nothing changed says so, and names nobody else's.
    let other = try #require(
      pages.first {
        $0.key.hasPrefix("reports/") && $0.key.hasSuffix("a-2013-0003/index.html")
      }
    ).value
    #expect(other.contains("Nothing that this page says of its results has changed."))
    #expect(!other.contains("The effective number of people was"))
    #expect(tree("latest", of: workspace)["index.html"] == Data((pages["index.html"] ?? "").utf8))
    let log = workspace.text("publications/public/log/log.jsonl")
    #expect(log.contains("\"event\":\"corrected\"") && log.contains("\"version\":2"))
    for version in ["1", "2"] {
      try mustRun(["rebuild", "2013-10", "--version", version], in: workspace)
    }
  }

  /// What stands in the options of a command every user of the machine can read.
  @Test func theNoteOfACorrectionMayStandInAFile() throws {
    let workspace = try published("2013-10")
    let file = workspace.folder.path + "/note.json"
    func correct(_ text: String, _ more: String...) throws -> Binary.Result {
      try Data(text.utf8).write(to: URL(filePath: file))
      return try workspace.run(["correct", "2013-10", "--note", file, "--by", "a.example"] + more)
    }
    for (text, said) in [
      ("{\"wrong\": \"A.\", \"changed\": \"B.\"}", "effect"), ("[]", "note.json"),
      ("{\"wrong\": \"A.\", \"changed\": \" \", \"effect\": \"C.\"}", "nothing but white space"),
    ] {
      let refused = try correct(text)
      #expect(refused.status != 0, "\(refused)")
      #expect((refused.output + refused.errors).contains(said), "\(refused)")
    }
    let sound = "{\"wrong\": \"One rate.\", \"changed\": \"It.\", \"effect\": \"None.\"}"
    let both = try correct(sound, "--wrong", "Another.")
    #expect(both.status == 64 && both.errors.contains("--note has all three"), "\(both)")
    #expect(workspace.bytes("analyses/2013-10/correction.json") == nil)
    let opened = try correct(sound)
    #expect(opened.status == 0, "\(opened)")
    #expect(workspace.text("analyses/2013-10/correction.json").contains("One rate."))
  }

  /// Who follows by other ways than the page is told the same: what was wrong, what changed, the effect.
  @Test func whoeverFollowsIsToldOfACorrectionWhatWasWrongWhatChangedAndTheEffect() throws {
    let workspace = try published("2013-10")
    try correctOneFigure(workspace)
    try workspace.publish("2013-10")
    func words(_ file: String) -> String {
      workspace.text("publications/public/\(file)").replacing("\r\n ", with: "")
        .replacing(/<[^>]*>/, with: " ")
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    for file in ["feed.atom", "calendar.ics", "calendar/index.html", "history/2013-10/index.html"] {
      let text = words(file)
      for part in [
        "What was wrong: The effective number of people was", "What changed: The effective number",
        "The effect: The conclusion stands.",
      ] { #expect(text.contains(part), "\(file): \(text)") }
    }
    let front = words("index.html")
    #expect(
      front.contains(/Published: 10 October 2013 , changed on \d+ [A-Z][a-z]+ \d{4}/), "\(front)")
    #expect(workspace.text("publications/public/index.html").contains("href=\"history/2013-10/\""))
  }

  /// The sentence that is quoted has other words then, and its sizes are as new as its words.
  @Test func aConclusionThatTurnsRoundIsMarkedWhereItIsQuoted() throws {
    let workspace = try published("2013-10", "2013-11")
    let file = "analyses/2013-11/A-2013-0022.json"
    var analysis = try #require(try workspace.json(file) as? [String: Any])
    var outcomes = try #require(analysis["outcomes"] as? [[String: Any]])
    var treatment = try #require(outcomes[0]["treatment"] as? [String: Any])
    treatment["reoffenders"] = 70
    treatment["value"] = 0.29045643153526973
    treatment["standardError"] = 0.029242972196479873
    treatment["interval"] = ["low": 0.2328507697628032, "high": 0.3480620933077363]
    outcomes[0]["treatment"] = treatment
    outcomes[0]["difference"] = [
      "value": -0.11853777298918394,
      "interval": ["low": -0.1807562148517194, "high": -0.0563193311266485],
      "pValue": 0.00021071953724094428, "method": "welch-t",
    ]
    outcomes[0]["conclusion"] = "lower"
    analysis["outcomes"] = [outcomes[0]]
    try workspace.write(json: analysis, to: file)
    try mustRun(["correct", "2013-11"] + Self.note, in: workspace)
    try workspace.publish("2013-11")
    let pages = workspace.files(in: "publications/public/2013-11/reports").filter {
      $0.contains("2013-0022") && $0.hasSuffix("index.html")
    }
    let page = workspace.text(
      "publications/public/2013-11/reports/\(try #require(pages.first))")
    #expect(page.contains(#/id="say\.least"[^>]*>[^<]*<\/data> <b class="r">\[r\]/#))
    #expect(page.contains(#/id="say\.most"[^>]*>[^<]*<\/data> <b class="r">\[r\]/#))
    #expect(page.contains(#/words\.least"[^>]*>[^<]*<\/data> <b class="r">/#))
    try workspace.succeed("verify")
  }

  /// A row that is put in moves the numbers of all rows below it: their figures are what they were.
  @Test func figuresAreRevisedByTheNameOfTheirRowAndNotByItsNumber() throws {
    let workspace = try published("2013-10")
    let file = "analyses/2013-10/A-2013-0002.json"
    var analysis = try #require(try workspace.json(file) as? [String: Any])
    var matching = try #require(analysis["matching"] as? [String: Any])
    var rows = try #require(matching["characteristics"] as? [[String: Any]])
    let count = rows.count
    // The first goes to the end, under its name, and a new one stands in its place.
    let first = rows.removeFirst()
    var new = first
    new["name"] = "Lives in a city"
    rows = [new] + rows + [first]
    matching["characteristics"] = rows
    analysis["matching"] = matching
    try workspace.write(json: analysis, to: file)
    try mustRun(["correct", "2013-10"] + Self.note, in: workspace)
    try mustRun(["draft", "2013-10"], in: workspace)
    let document = workspace.text("publications/drafts/2013-10/\(Self.report)/report.xml")
    #expect(document.contains("id=\"matching.\(count + 1).after.treatment\""))
    #expect(!document.contains("revised=\"yes\""))
    // What is another number under the same name is revised, wherever it stands.
    try workspace.replace("\"Men\"", with: "\"Men, once\"", in: file)
    try mustRun(["draft", "2013-10"], in: workspace)
    #expect(
      !workspace.text("publications/drafts/2013-10/\(Self.report)/report.xml")
        .contains("revised=\"yes\""), "a row of another name is new")
  }

  @Test func aSecondCorrectionKeepsBothVersionsAndTheirHistory() throws {
    let workspace = try published("2013-10")
    try correctOneFigure(workspace)
    try workspace.publish("2013-10")
    let before = tree("2013-10/v2", of: workspace)
    try workspace.replace("7612.5", with: "7613.5", in: "analyses/2013-10/A-2013-0002.json")
    try mustRun(
      [
        "correct", "2013-10", "--wrong", "It was rounded.", "--changed", "The same figure.",
        "--effect", "None.", "--by", "a.example",
      ], in: workspace)
    try workspace.publish("2013-10")
    #expect(tree("2013-10/v2", of: workspace) == before)
    let page = workspace.text("publications/public/2013-10/\(Self.report)/index.html")
    let places = try ["It was rounded.", "of another group.", "First published."].map { text in
      try #require(page.range(of: text)).lowerBound
    }
    #expect(places == places.sorted(), "the newest first")
    #expect(page.contains("2013-10/v2/\">Version 2</a>"))
    for version in ["1", "2", "3"] {
      try mustRun(["rebuild", "2013-10", "--version", version], in: workspace)
    }
  }

  @Test func aPageThatANewVersionHasNotLeavesANoticeAtItsAddress() throws {
    let workspace = try published("2013-10")
    let old = workspace.files(in: "publications/public/2013-10/reports")
      .first { $0.contains("a-2013-0003/index.html") }
    let address = "publications/public/2013-10/reports/\(try #require(old))"
    let name = "Oskeld Court Chaplaincy"
    try workspace.replace(
      name, with: "Oskeld Chaplaincy", in: "analyses/2013-10/A-2013-0003.json")
    let register = workspace.text("requests.csv").replacing(name, with: "Oskeld Chaplaincy")
    try workspace.write(register, to: "requests.csv")
    try mustRun(["correct", "2013-10"] + Self.note, in: workspace)
    try workspace.publish("2013-10")
    let notice = workspace.text(address)
    #expect(notice.contains("Withdrawn") && notice.contains("no longer part of the edition"))
    #expect(notice.contains("href=\"../../../2013-10/v1/reports/"))
    #expect(!notice.contains("data-figure"))
    let xml = workspace.text(address.replacing("index.html", with: "report.xml"))
    #expect(xml.contains("<withdrawn ") && xml.contains("scope=\"report\""))
    // The page at the new address is a new one: nothing of it was revised.
    let new = workspace.text(
      "publications/public/2013-10/reports/oskeld-chaplaincy-a-2013-0003/report.xml")
    #expect(!new.isEmpty && !new.contains("revised="))
    try mustRun(["rebuild", "2013-10"], in: workspace)
  }

  @Test func aPlannedRevisionKeepsToItsDate() throws {
    let workspace = try published("2013-10")
    try workspace.replace(
      Self.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    for (time, reason) in [
      ("2099-01-15T10:00", "is at 10am"), ("2099-01-10T09:30", "is on a Saturday"),
      ("2013-11-14T09:30", "at which 2013-11 comes out"),
    ] {
      let refused = try Tool.run(
        Binary.path,
        ["correct", "2013-10", "--planned", time, "--workspace", workspace.path] + Self.note)
      #expect(refused.status == 65 && refused.output.contains(reason), "\(refused)")
      #expect(workspace.bytes("analyses/2013-10/correction.json") == nil)
    }
    try mustRun(["correct", "2013-10", "--planned", "2099-01-15T09:30"] + Self.note, in: workspace)
    try mustRun(["seal", "2013-10", "--by", "test"], in: workspace)
    let early = try workspace.run("release", "2013-10")
    #expect(early.status == 75 && early.errors.contains("2099-01-15T09:30:00.000Z"))
    #expect(!workspace.files(in: "publications/public").contains("2013-10/v2/index.html"))
  }

  /// A planned revision of official statistics keeps to a date that lies ahead: one in the past would
  /// go out at once, past the hour of releases.
  @Test func aPlannedRevisionOfOfficialStatisticsHasADateThatLiesAhead() throws {
    let workspace = try published("2013-10")
    let past = ["correct", "2013-10", "--planned", "2014-01-16T09:30"] + Self.note
    let made = try TestWorkspace(copyOf: workspace)
    try mustRun(past, in: made)
    try workspace.replace("\"illustrative\"", with: "\"official\"", in: "schedule.json")
    try workspace.listPeople()
    let refused = try workspace.run(past)
    #expect(refused.status == 64, "\(refused)")
    #expect(
      refused.errors.contains("--planned 2014-01-16T09:30 has passed")
        && refused.errors.contains("a date that lies ahead"), "\(refused.errors)")
    #expect(workspace.bytes("analyses/2013-10/correction.json") == nil)
    #expect(!workspace.text("publications/journal.jsonl").contains("\"correcting\""))
    try mustRun(["correct", "2013-10", "--planned", "2099-01-15T09:30"] + Self.note, in: workspace)
  }

  @Test func whatIsOutIsNotSealedAgainWithoutACorrection() throws {
    let workspace = try published("2013-10")
    let seal = try workspace.run("seal", "2013-10", "--by", "test")
    #expect(seal.status == 64 && seal.errors.contains("ninethirty correct 2013-10"))
    let early = try Tool.run(
      Binary.path, ["correct", "2013-11", "--workspace", workspace.path] + Self.note)
    #expect(early.status == 64 && early.errors.contains("is not out"))
  }

  /// A reader who is told of a correction looks for what changed.
  @Test(arguments: [[], ["--planned", "2099-01-15T09:30"]])
  func aCorrectionThatChangesNothingIsNotSealed(kind: [String]) throws {
    let workspace = try published("2013-10")
    try mustRun(["correct", "2013-10"] + Self.note + kind, in: workspace)
    let id = "[correction.nothing-changed]"
    let check = try workspace.run("check", "2013-10")
    #expect(check.status == 65 && check.output.contains(id), "\(check.output)")
    let seal = try workspace.run("seal", "2013-10", "--by", "test")
    #expect(seal.status == 65 && seal.output.contains(id), "\(seal.output)\(seal.errors)")
    #expect(workspace.files(in: "publications/sealed").isEmpty)
    // One figure of one report is enough.
    try workspace.replace(
      Self.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try mustRun(["check", "2013-10"], in: workspace)
    try mustRun(["draft", "2013-10"], in: workspace)
    // The draft takes the pages over that it made, and what they change is not forgotten.
    try mustRun(["draft", "2013-10"], in: workspace)
    try workspace.replace("7612.5", with: Self.figure, in: "analyses/2013-10/A-2013-0002.json")
    let back = try workspace.run("draft", "2013-10")
    #expect(back.output.contains(id), "\(back.output)")
    try mustRun(
      ["correct", "2013-10", "--abandon", "--reason", "It was right.", "--by", "a.example"],
      in: workspace)
  }

  @Test func aWordOfTheRegisterTheCommentaryOrATemplateIsAChange() throws {
    let base = try published("2013-10")
    try mustRun(["correct", "2013-10"] + Self.note, in: base)
    let edits: [(TestWorkspace) throws -> Void] = [
      { try $0.write("A word of the statisticians.\n", to: "analyses/2013-10/commentary.md") },
      { workspace in
        let templates = "\(workspace.path)/templates"
        let repository = TestWorkspace.repository + "/templates"
        try FileManager.default.copyItem(atPath: repository, toPath: templates)
        let style = workspace.text("templates/style.css")
        try workspace.write(style + "\np { margin: 1px; }\n", to: "templates/style.css")
      },
    ]
    for (number, edit) in edits.enumerated() {
      let workspace = try TestWorkspace(copyOf: base)
      #expect(try workspace.run("check", "2013-10").status == 65)
      try edit(workspace)
      let check = try workspace.run("check", "2013-10")
      #expect(!check.output.contains("[correction.nothing-changed]"), "\(number) \(check.output)")
    }
  }

  @Test func whatIsWrongWithACorrectionIsSaidAllAtOnce() throws {
    let workspace = try published("2013-10")
    try workspace.write(
      """
      {"format": "ninethirty-correction/1", "edition": "2013-11", "version": 4, "kind": "error",
        "planned": "2014-01-09T09:30", "wrong": "a", "changed": "b", "effect": "c",
        "by": "a.example", "opened": "2013-12-01"}
      """, to: "analyses/2013-10/correction.json")
    let check = try workspace.run("check", "2013-10")
    for id in ["correction.edition", "correction.version", "correction.planned"] {
      #expect(check.output.contains("[\(id)]"), "\(check.output)")
    }
  }

  /// The note stands on the page of each report that changes, and is no part of any analysis.
  @Test func aNameInTheNoteIsSaidToStandThere() throws {
    let workspace = try published("2013-10")
    try workspace.replace(Self.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try mustRun(
      [
        "correct", "2013-10", "--wrong", "A figure of Oskeld Court Chaplaincy was taken.",
        "--changed", "The figure.", "--effect", "None.", "--by", "a.example",
      ], in: workspace)
    let check = try workspace.run("check", "2013-10")
    #expect(check.output.contains("[contamination.name]"), "\(check.output)")
    #expect(check.output.contains("another organisation of the register, in the note of its"))
    #expect(check.output.contains("say it in correction.json without the name"))
    #expect(!check.output.contains("take it out of the analysis"), "\(check.output)")
  }

  @Test func aCorrectionNamesTheLaterBulletinsThatRepeatWhatItCorrects() throws {
    let workspace = try published("2013-10", "2013-11")
    try workspace.replace(
      "0.01977617197292339", with: "0.0248", in: "analyses/2013-10/A-2013-0002.json")
    // For every other edition the change is an error still.
    let later = try workspace.run("check", "2013-11")
    #expect(later.output.contains("[records.changed-after-release]"))
    #expect(later.output.contains("for a correction of 2013-10"), "\(later.output)")
    try mustRun(["correct", "2013-10"] + Self.note, in: workspace)
    let check = try workspace.run("check", "2013-10")
    #expect(check.output.contains("the bulletin of 2013-11 repeats what this version corrects"))
    #expect(check.output.contains("to-date.a-2013-0002.difference.interval.high"))
  }
}
