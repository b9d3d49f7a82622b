import TestSupport
import Testing

/// What a schedule says of languages and translations once editions are out, through the real binary.
@Suite struct WelshScheduleTests {
  @Test func aCorrectionThatLeavesOutALanguageIsRefused() throws {
    let workspace = try WelshWorkspace.make()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let opened = try Tool.run(
      Binary.path, ["correct", "2013-10"] + CorrectionTests.note + ["--workspace", workspace.path])
    try #require(opened.status == 0, "\(opened.output)\(opened.errors)")
    var schedule = try #require(try workspace.json("schedule.json") as? [String: Any])
    schedule["languages"] = ["en"]
    try workspace.write(json: schedule, to: "schedule.json")
    let result = try workspace.run("check", "2013-10")
    #expect(result.status == 65 && result.output.contains("[correction.language-off]"))
    #expect(
      result.output.contains(
        "version 1 has 8 pages in \"cy\" that version 2 would put a notice in place of"),
      "\(result.output)")
    schedule["languages"] = ["en", "cy"]
    try workspace.write(json: schedule, to: "schedule.json")
    let mended = try workspace.run("check", "2013-10")
    #expect(mended.status == 0, "\(mended.output)")
    #expect(!mended.output.contains("[correction.language-off]"))
  }

  /// Its pages would call corrected figures the first ones.
  @Test func aCorrectionThatBringsALanguageIsRefused() throws {
    let workspace = try WelshWorkspace.make()
    var schedule = try #require(try workspace.json("schedule.json") as? [String: Any])
    schedule["languages"] = ["en"]
    try workspace.write(json: schedule, to: "schedule.json")
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let opened = try Tool.run(
      Binary.path, ["correct", "2013-10"] + CorrectionTests.note + ["--workspace", workspace.path])
    try #require(opened.status == 0, "\(opened.output)\(opened.errors)")
    schedule["languages"] = ["en", "cy"]
    try workspace.write(json: schedule, to: "schedule.json")
    let result = try workspace.run("check", "2013-10")
    #expect(result.status == 65 && result.output.contains("[correction.language-new]"))
    #expect(result.output.contains("version 1 has no page in \"cy\""), "\(result.output)")
    // The next edition has it.
    let next = try workspace.run("check", "2013-11")
    #expect(!next.output.contains("[correction.language-new]"), "\(next.output)")
  }

  @Test func aPhraseThatNoTextHasIsWarnedOfWhereAllTextsAreKnown() throws {
    let workspace = try WelshWorkspace.make()
    #expect(try !workspace.run("check", "2013-11").output.contains("[translation.unused]"))
    try workspace.replace(
      "\"phrases\" : {", with: "\"phrases\" : {\n\"No such text\": \"Dim\",", in: "schedule.json")
    let newest = try workspace.run("check", "2013-11")
    #expect(
      newest.output.contains(
        "$.translations.cy.phrases['No such text']: warning: no text of the schedule"),
      "\(newest.output)")
    #expect(newest.output.contains("[translation.unused]"))
    // The analyses of 2013-11 are not read for it, and may have the text.
    #expect(try !workspace.run("check", "2013-10").output.contains("[translation.unused]"))
  }
}
