import Diagnostics
import Intake
import Testing

/// Texts in two languages, held against each other in memory.
@Suite struct TranslationTests {
  private static let analysis = "analyses/2013-11/A-2013-0008.json"
  private static let checks: Set = ["translation.figures", "translation.order"]

  /// The illustrative workspace with one description in both languages.
  private func findings(_ original: String, _ translation: String) throws -> [Finding] {
    var workspace = try Illustrative()
    try workspace.set(original, at: ["service", "description"], in: Self.analysis)
    try workspace.set(translation, at: ["translations", "cy", "description"], in: Self.analysis)
    return workspace.gather().findings.filter { $0.place.file == Self.analysis }
  }

  // MARK: Figures

  @Test(arguments: [
    ("12 weeks", "10 wythnos"), ("A change of -5 points", "Newid o 5 pwynt"),
    ("A change of \u{2212}5 points", "Newid o 5 pwynt"), ("Points (-5)", "Pwyntiau (5)"),
    ("An hour", "\u{BD} awr"), ("1\u{BD} hours", "1 awr"), ("A room", "\u{FF11}\u{FF12} ystafell"),
    ("123 rooms", "\u{FF11}\u{FF12}\u{FF13} ystafell"), ("5% of people", "5 o bobl"),
    ("In 2013-14", "Yn 2013-15"), ("4 m\u{B2}", "4 m\u{B3}"), ("Twice 7", "Dwywaith 7 a 7"),
    ("5 per cent of people", "5 o bobl"), ("5 per cent", "6%"), ("5 percentage points", "5%"),
    ("5 per centimetre", "5 y cant"),
  ])
  func otherFiguresAreAnError(original: String, translation: String) throws {
    let found = try findings(original, translation).filter { Self.checks.contains($0.id) }
    #expect(found.map(\.id) == ["translation.figures"])
    #expect(found.map(\.severity) == [.error])
  }

  @Test(arguments: [
    ("12 weeks", "12 wythnos"), ("In 2013-14", "Yn 2013-14"), ("In 2013\u{2013}14", "Yn 2013-14"),
    ("A change of -5 points", "Newid o \u{2212}5 pwynt"), ("Covid-19", "Covid 19"),
    ("5%-10% of them", "5% i 10% ohonynt"), ("It costs 5.", "Mae'n costio 5"),
    ("\u{BD} a day", "\u{BD} diwrnod"), ("Year 1, year 2", "Blwyddyn 1, blwyddyn 2."),
    ("5 per cent of them", "5% ohonynt"), ("5% of them", "5 y cant ohonynt"),
    ("5.5 percent, then 6\u{A0}%", "5.5%, yna 6 Y CANT."),
    ("5 percentage points", "5 pwynt canran"), ("5 per cent-10 per cent", "5% i 10%"),
  ])
  func theSameFiguresAreNoFinding(original: String, translation: String) throws {
    #expect(try findings(original, translation).filter { Self.checks.contains($0.id) } == [])
  }

  @Test func theSameFiguresInAnotherOrderAreAWarning() throws {
    let found = try findings("Over 12 weeks for 30 people", "30 wythnos i 12 o bobl")
      .filter { Self.checks.contains($0.id) }
    #expect(found.map(\.id) == ["translation.order"])
    #expect(found.first?.severity == .warning)
    #expect(
      found.first?.found
        == "the translation has the figures 30, 12 where the text that it translates has 12, 30")
  }

  // MARK: Commentaries

  private func commentary(_ welsh: String?, english: String?) throws -> [Finding] {
    var workspace = try Illustrative()
    workspace.files["analyses/2013-11/commentary.md"] = english.map { Array($0.utf8) }
    workspace.files["analyses/2013-11/commentary.cy.md"] = welsh.map { Array($0.utf8) }
    return workspace.gather().findings
  }

  @Test(arguments: [nil, "", "\n \n"] as [String?])
  func aCommentaryInWelshAloneIsAnError(english: String?) throws {
    let found = try commentary("Bu 12 adroddiad.\n", english: english)
      .filter { $0.id == "translation.no-original" }
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.place.file == "analyses/2013-11/commentary.cy.md")
    #expect(found.first?.remedy.contains("commentary.md") == true)
  }

  @Test func aCommentaryInBothLanguagesOrNoneHasItsOriginal() throws {
    let ids =
      try commentary("Bu 12 adroddiad.\n", english: "There are 12 reports.\n").map(\.id)
      + commentary(nil, english: nil).map(\.id)
    #expect(!ids.contains { $0.hasPrefix("translation.no-original") })
  }

  // MARK: Wording

  @Test func englishWordsThatRankOrCompareAreFoundInTranslationsToo() throws {
    let found = try findings("A course.", "Cwrs, the most effective service yng Nghymru.")
      .filter { $0.id == "wording.ranking" }
    #expect(found.map(\.place.path) == ["$.translations.cy.description"])
    var workspace = try Illustrative()
    try workspace.set(
      "Ymweliadau above the national average",
      at: ["translations", "cy", "phrases", "Visits and letters"], in: Self.analysis)
    let phrases = workspace.gather().findings.filter { $0.id == "wording.comparison" }
    #expect(
      phrases.map(\.place.path) == ["$.translations.cy.phrases['Visits and letters']"])
    let failures = try commentary("Mae'n unsuccessful.\n", english: "Some text.\n")
    #expect(failures.contains { $0.id == "wording.failure" })
  }

  // MARK: Texts that are nowhere

  private func phrases(
    _ phrases: [String: String], elsewhere: Set<String>?, in edition: String = "2013-11"
  ) throws -> [Finding] {
    var workspace = try Illustrative()
    try workspace.set(phrases, at: ["translations", "cy", "phrases"], in: "schedule.json")
    return workspace.gather(edition, elsewhere: elsewhere).findings.filter {
      $0.place.file == "schedule.json"
    }
  }

  @Test func aPhraseOfTheScheduleThatNoTextHasIsWarnedOf() throws {
    let given = [
      "England and Wales": "Cymru a Lloegr", "Visits and letters": "Ymweliadau",
      "It was withdrawn.": "Fe'i tynnwyd yn ôl.", "No such text": "Dim",
    ]
    let found = try phrases(given, elsewhere: ["It was withdrawn."])
      .filter { $0.id == "translation.unused" }
    #expect(found.map(\.place.path) == ["$.translations.cy.phrases['No such text']"])
    #expect(found.map(\.severity) == [.warning])
  }

  @Test func whereLaterEditionsHaveTextsThatAreNotReadNothingIsSaidOfPhrases() throws {
    #expect(
      try !phrases(["No such text": "Dim"], elsewhere: nil).contains {
        $0.id == "translation.unused"
      })
  }

  @Test(arguments: ["", " "])
  func aTranslationOfNothingIsAnError(key: String) throws {
    let found = try phrases([key: "Dim"], elsewhere: []).filter { $0.id == "intake.json.blank" }
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.found.contains("translat") == true)
  }
}
