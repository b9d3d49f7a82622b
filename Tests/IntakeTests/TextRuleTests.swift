import Diagnostics
import Intake
import Testing

/// What no text that people write may have in it, by tables of what is found and what is not.
@Suite struct TextRuleTests {
  private func ids(_ text: String, _ kind: TextCheck.Kind = .prose) -> [String] {
    TextCheck.findings(text, kind, at: Place("a.json")).map(\.id)
  }

  // MARK: Characters

  @Test(arguments: [
    ("a\u{202E}b", "intake.text.direction"), ("\u{200F}a", "intake.text.direction"),
    ("a\u{2066}b", "intake.text.direction"), ("a\u{200B}b", "intake.text.invisible"),
    ("a\u{FEFF}b", "intake.text.invisible"), ("a\u{AD}b", "intake.text.invisible"),
    ("a\u{200D}b", "intake.text.invisible"), ("a\u{E000}b", "intake.text.invisible"),
    ("a\u{E0041}b", "intake.text.invisible"), ("a\u{80}b", "intake.text.invisible"),
    ("Caf\u{FFFD}", "intake.text.lost-character"),
    ("Caf\u{C3}\u{A9}", "intake.text.lost-character"),
    ("it\u{E2}\u{20AC}\u{2122}s", "intake.text.lost-character"),
    ("e\u{301}", "intake.text.not-nfc"), ("a\u{323}\u{307}", "intake.text.not-nfc"),
    ("\u{1E0B}\u{323}", "intake.text.not-nfc"), ("\u{212B}", "intake.text.not-nfc"),
    ("\u{1100}\u{1161}", "intake.text.not-nfc"),
  ])
  func aCharacterThatMisleadsIsNamed(text: String, id: String) {
    #expect(ids(text) == [id])
  }

  @Test(arguments: [
    "Ymddiriedolaeth T\u{177} Gw\u{177}dd Llanferwydd", "Caf\u{E9} \u{2014} \u{201C}so\u{201D}",
    "a\u{A0}b", "\u{2211}w\u{B2} \u{2264} n", "\u{1EAD}", "x\u{304}", "\u{65E5}\u{672C}",
    "\u{AC00}",
    "two\n\nparagraphs",
  ])
  func ordinaryTextIsLeftAlone(text: String) { #expect(ids(text) == []) }

  @Test func aNameStandsOnOneLine() {
    #expect(ids("Safe\nGround", .line) == ["intake.text.line-break"])
    #expect(ids("Safe\u{2028}Ground", .line) == ["intake.text.line-break"])
  }

  // MARK: Placeholders

  @Test(arguments: [
    "TBC", "Name: TBA.", "Lorem ipsum dolor", "XXX", "XXXXX Trust", "TODO: write", "[insert name]",
    "<name of service>", "{{name}}", "Who???", "Text to follow", "[Organisation]", "____",
  ])
  func aPlaceholderIsNamed(text: String) { #expect(ids(text) == ["intake.text.placeholder"]) }

  @Test(arguments: [
    "Todo Bem", "to be confirmed by the court", "A course to be completed in six weeks",
    "People aged [18 to 24]", "fewer than < 12 months & no address", "XXI Trust", "100%",
    "Is it so? It is.", "the name of the organisation",
  ])
  func textThatOnlyLooksLikeOneIsNot(text: String) { #expect(ids(text) == []) }

  // MARK: Persons

  @Test(arguments: [
    ("PNC 2003/0011985X", PersonalIdentifier.Kind.pncNumber, true),
    ("(03/0011985X)", .pncNumber, true), ("2003/0011985A", .pncNumber, false),
    ("CRO 265416/21G.", .croNumber, true), ("SF05/482703J", .croNumber, true),
    ("prisoner A1234BC was", .prisonNumber, true),
    ("NI AB123456C", .nationalInsurance, true), ("AB 12 34 56 C", .nationalInsurance, true),
    ("born 12/03/1985", .birthDate, true), ("date of birth: 12 March 1985", .birthDate, true),
    ("DOB 1985-03-12", .birthDate, true), ("John Smith (12.03.1985)", .birthDate, false),
    ("John Smith, 12/03/1985", .birthDate, false),
    ("write to jo.smith@example.org", .contact, false), ("call 020 7946 0000", .contact, false),
    ("call +44 20 7946 0000", .contact, false), ("SW1H 9AJ", .contact, false),
  ])
  func aPersonIsNamed(text: String, kind: PersonalIdentifier.Kind, isCertain: Bool) {
    let found = PersonalIdentifier.all(in: text)
    #expect(found.map(\.kind) == [kind])
    #expect(found.map(\.isCertain) == [isCertain])
  }

  @Test(arguments: [
    "A-2013-0001", "R-2013-0001", "2008/2998", "in 2003/04", "QQ 12 34 56 C", "GB123456A",
    "AB 12 34 56 E", "a1234bc", "A12345C", "HMP Leeds, 12 March 2009", "from 1 April 2003",
    "people born in 1985", "born abroad; the course began on Monday", "1,284 of 2,417 people",
    "12/345", "1984/5", "see https://example.org/a1234bc", "room 020", "SI 2008/2998 Sch. para 4",
    "Blue Harbour Trust 1 April 2003", "@", "a@b", "9.30 to 17.00",
  ])
  func numbersThatNameNoOneAreLeftAlone(text: String) {
    #expect(PersonalIdentifier.all(in: text).isEmpty, "\(PersonalIdentifier.all(in: text))")
  }

  @Test func aFindingDoesNotRepeatTheIdentifier() throws {
    let finding = try #require(
      TextCheck.findings("prisoner A1234BC", .prose, at: Place("a.json")).first)
    #expect(finding.severity == .error && !finding.text.contains("A1234BC"))
  }

  // MARK: Where texts stand

  @Test func everyTextOfAnAnalysisIsLookedAt() throws {
    for keys: [Any] in [
      ["organisation", "name"], ["service", "name"], ["service", "description"],
      ["attrition", 0, "step"], ["attrition", 1, "reason"], ["matching", "method"],
      ["matching", "characteristics", 0, "name"], ["outcomes", 3, "title"],
    ] {
      var input = try Illustrative()
      let path = input.analysis(0, of: "2013-10")
      try input.set("TBC \u{200B} A1234BC", at: keys, in: path)
      let found = input.gather("2013-10").findings.filter {
        $0.place.file == path && $0.id.hasPrefix("intake.text.")
      }
      #expect(
        Set(found.map(\.id)) == [
          "intake.text.invisible", "intake.text.placeholder", "intake.text.prison-number",
        ], "\(keys)")
      #expect(found.allSatisfy { $0.place.line != nil && $0.place.path?.hasPrefix("$.") == true })
    }
  }

  @Test func theRegistersTextsAreLookedAt() throws {
    var input = try Illustrative()
    input.replace(
      "Tallowbridge Legal Clinic", with: "Tallowbridge\u{200B}Clinic", in: "requests.csv")
    input.replace("Fines clinic", with: "TBC", in: "requests.csv")
    let found = input.gather().findings
    #expect(found.map(\.id).sorted() == ["intake.text.invisible", "intake.text.placeholder"])
    #expect(found.map(\.place.path).sorted { $0! < $1! } == ["organisation", "service"])
  }

  @Test func theSchedulesTextsAreLookedAtButItsContactsBelongThere() throws {
    var input = try Illustrative()
    try input.set("Statistics of TBC", at: ["series", "producer"], in: "schedule.json")
    #expect(input.gather().findings.map(\.place.path) == ["$.series.producer"])
  }

  @Test func linksOfTheCommentaryMayLeadToAnAddress() throws {
    var input = try Illustrative()
    let path = "analyses/2013-11/commentary.md"
    input.files[path] = Array(
      "<a@example.org> [write](mailto:a@example.org)\n\nor b@example.org\n".utf8)
    let found = input.gather().findings
    #expect(found.map(\.id) == ["intake.text.contact"] && found.first?.place.line == 3)
  }

  // MARK: Organisations in the commentary

  @Test func theCommentaryNamesOrganisationsOfThisReleaseOnly() {
    let known = [
      ("safe-ground", "Safe Ground"), ("relate", "Relate"), ("yarl", "Yarlstow & District Mentors"),
      ("fund", "The Nettlewick Housing Fund"), ("a", "Mossbrigg Trust"), ("b", "Mossbrigg Trust"),
    ]
    func mentions(_ text: String) -> [String] {
      CommentaryCheck.mentions(
        in: text, file: "c.md", known: known.map { (id: $0.0, name: $0.1) },
        reported: ["safe-ground", "b"], published: ["yarl"]
      ).map { "\($0.place.line ?? 0) \($0.severity.rawValue)" }
    }
    #expect(mentions("Safe Ground and the\nMossbrigg Trust.") == [])
    #expect(mentions("So did\nYarlstow & District\nMentors.") == ["2 warning"])
    #expect(mentions("SAFE GROUND; the nettlewick housing fund\u{2019}s tenants") == ["1 error"])
    #expect(mentions("Relate came later.") == ["1 error"])
    #expect(mentions("These relate to one another; a safe, level ground.") == [])
  }
}
