import Diagnostics
import Foundation
import Intake
import Schedule
import Testing

/// The rules of the Pre-release Access to Official Statistics Order 2008, SI 2008/2998, as the
/// domain notes number them (section 5), held against `prerelease.json`.
@Suite struct PreReleaseListTests {
  static let minister = PreReleaseRecipient(role: "Minister", organisation: "Department")
  static let press = PreReleaseRecipient(role: "Press Officer", organisation: "Department")

  static func policy(
    _ recipients: [PreReleaseRecipient] = [minister, press], hours: Int = 24,
    responsible: PersonResponsible? = .init(id: "head.example", role: "Head of Profession")
  ) -> PreReleasePolicy {
    PreReleasePolicy(
      hours: hours, ground: .answering, justification: "Questions on the morning.",
      recipients: recipients, source: nil, responsible: responsible)
  }

  /// Made with age-keygen for these tests.
  static let keys = [
    "age17ex0rn4s47twejya3xr036ajyc4dljj0sljpfnzyy5kw85ffndgsv6w9mw",
    "age1w7znyt9w7txsqe8pj3h8m928utj8dhc2nxnn93ud37fmgayr5eyqsu3hnv",
  ]

  static func grant(_ changes: [String: Any?] = [:]) -> [String: Any] {
    var grant: [String: Any] = [
      "id": "a.example", "name": "Recipient Anna", "kind": "eligible", "office": "Minister",
      "organisation": "Department", "eligibility": "3(2)(a)", "ground": "answering",
      "impediment": "Questions come in the first hour.", "benefit": "Answers are right.",
      "necessary": "Nobody else answers for it.", "hours": 24, "ageKey": keys[0],
      "grantedBy": "head.example",
    ]
    for (name, value) in changes { grant[name] = value }
    return grant
  }

  static func second(_ changes: [String: Any?] = [:]) -> [String: Any] {
    let second: [String: Any?] = [
      "id": "b.example", "name": "Recipient Berta", "office": "Press Officer",
      "eligibility": "3(2)(i)", "opinion": "Advises the minister on the answers.",
      "ageKey": keys[1],
    ]
    return grant(second.merging(changes) { $1 })
  }

  static func read(
    _ grants: [[String: Any]], under policy: PreReleasePolicy = policy(), isSensitive: Bool = false,
    record: PreReleaseRecord = .init()
  ) throws -> (list: PreReleaseList?, findings: [Finding]) {
    let bytes = try JSONSerialization.data(
      withJSONObject: [
        "format": "ninethirty-prerelease/1", "marketSensitive": isSensitive, "grants": grants,
      ], options: [.sortedKeys, .prettyPrinted])
    return PreReleaseReader.read(
      Array(bytes), file: "prerelease.json", policy: policy, record: record)
  }

  /// Asserts that there is this finding, and that it says everything.
  private func expect(
    _ id: String, _ found: String, _ grants: [[String: Any]],
    under policy: PreReleasePolicy = policy(), isSensitive: Bool = false,
    record: PreReleaseRecord = .init(), sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try Self.read(grants, under: policy, isSensitive: isSensitive, record: record)
    let finding = result.findings.first { $0.id == id }
    #expect(
      finding != nil, "found \(result.findings.map(\.text))", sourceLocation: sourceLocation)
    #expect(result.list == nil, sourceLocation: sourceLocation)
    guard let finding else { return }
    #expect(
      finding.found.contains(found), "\(finding.found)", sourceLocation: sourceLocation)
    #expect(!finding.rule.isEmpty && !finding.remedy.isEmpty, sourceLocation: sourceLocation)
    #expect(!finding.found.contains("Recipient"), "a name", sourceLocation: sourceLocation)
  }

  @Test func aSoundListHasNothingToFind() throws {
    let (list, findings) = try Self.read([Self.grant(), Self.second()])
    #expect(findings.isEmpty, "\(findings.map(\.text))")
    #expect(list?.grants.map(\.id) == ["a.example", "b.example"])
  }

  // MARK: Who may grant, to whom, why

  @Test func p1OnlyThePersonResponsibleGrants() throws {
    try expect(
      "prerelease.granter", "other.example",
      [Self.grant(["grantedBy": "other.example"]), Self.second()])
    try expect(
      "prerelease.responsible", "nobody", [Self.grant(), Self.second()],
      under: Self.policy(responsible: nil))
  }

  @Test(arguments: ["ground", "impediment"])
  func p2TheGroundAndWhatRefusalWouldImpedeAreWritten(member: String) throws {
    try expect(
      "intake.json.missing-field", member, [Self.grant([member: nil]), Self.second()])
  }

  @Test func p3TheRecipientIsAnEligiblePerson() throws {
    try expect(
      "intake.json.choice", "3(2)(j)", [Self.grant(["eligibility": "3(2)(j)"]), Self.second()])
    try expect(
      "intake.json.missing-field", "eligibility",
      [Self.grant(["eligibility": nil]), Self.second()])
  }

  @Test(arguments: ["3(2)(h)", "3(2)(i)"])
  func p3EligibleByOpinionNeedsTheOpinion(category: String) throws {
    try expect(
      "prerelease.opinion", category, [Self.grant(["eligibility": category]), Self.second()])
    let (list, _) = try Self.read([
      Self.grant(["eligibility": category, "opinion": "Answers for the service."]), Self.second(),
    ])
    #expect(list != nil)
  }

  @Test func p4ThePublicBenefitIsWritten() throws {
    try expect(
      "intake.json.missing-field", "benefit", [Self.grant(["benefit": nil]), Self.second()])
  }

  @Test func p5EachGrantSaysWhyItIsNecessary() throws {
    try expect(
      "intake.json.missing-field", "necessary",
      [Self.grant(["necessary": nil]), Self.second()])
  }

  @Test func p6AGrantAfterABreachIsRefusedUntilItsReview() throws {
    try expect(
      "prerelease.breach", "a.example", [Self.grant(), Self.second()],
      record: PreReleaseRecord(breach: { $0.id == "a.example" ? $0.id : nil }))
  }

  @Test func p6AnotherIDWithTheSameKeyIsTheSamePerson() throws {
    try expect(
      "prerelease.breach", "c.example", [Self.grant(["id": "c.example"]), Self.second()],
      record: PreReleaseRecord(breach: { $0.ageKey == Self.keys[0] ? "a.example" : nil }))
  }

  // MARK: How long

  @Test func p8MoreThan24HoursAreRefused() throws {
    #expect(try Self.read([Self.grant(["hours": 24]), Self.second()]).list != nil)
    try expect(
      "prerelease.hours", "25 hours", [Self.grant(["hours": 25]), Self.second()])
  }

  @Test func p8NobodyHasLongerThanThePublishedListSays() throws {
    try expect(
      "prerelease.hours-published", "up to 12",
      [Self.grant(["hours": 13]), Self.second(["hours": 1])], under: Self.policy(hours: 12))
  }

  // MARK: Exceptional access

  private static var longer: [String: Any] {
    [
      "paragraph": "5(1)(a)", "benefit": "It significantly outweighs.",
      "boardInformed": "2013-10-01",
    ]
  }

  private static func listed(hours: Int) -> PreReleasePolicy {
    var exceptional = minister
    exceptional.exceptional = .init(hours: hours, reasons: "An inquiry opens on the day before.")
    return policy([exceptional, press])
  }

  @Test func p9AnEligiblePersonMayHaveLongerWithPublishedReasons() throws {
    let grants = [
      Self.grant(["hours": 48, "exceptional": Self.longer, "benefit": nil]), Self.second(),
    ]
    let (list, findings) = try Self.read(grants, under: Self.listed(hours: 48))
    #expect(list?.grants[0].basis.paragraph == "5(1)(a)", "\(findings.map(\.text))")
  }

  @Test func p9WithinADayNothingIsExceptionalForAnEligiblePerson() throws {
    try expect(
      "prerelease.exceptional", "24 hours",
      [Self.grant(["exceptional": Self.longer, "benefit": nil]), Self.second()],
      under: Self.listed(hours: 24))
  }

  private static func notEligible(_ changes: [String: Any?] = [:]) -> [String: Any] {
    let grant: [String: Any?] =
      [
        "eligibility": nil, "ground": "acting", "benefit": nil, "hours": 30,
        "exceptional": [
          "paragraph": "5(1)(b)", "benefit": "It significantly outweighs.",
          "boardInformed": "2013-10-01", "onRepresentationOf": "b.example",
          "rightPerson": "The service is closed by nobody else.",
        ] as [String: Any],
      ]
    return self.grant(grant.merging(changes) { $1 })
  }

  @Test func p9SomebodyNotEligibleHasAccessOnTheWordOfOneWhoIs() throws {
    let (list, findings) = try Self.read(
      [Self.notEligible(), Self.second()], under: Self.listed(hours: 30))
    #expect(list?.grants[0].basis.paragraph == "5(1)(b)", "\(findings.map(\.text))")
  }

  @Test func p9SomebodyNotEligibleHasAccessForActionOnly() throws {
    try expect(
      "prerelease.exceptional", "for answering",
      [Self.notEligible(["ground": "answering"]), Self.second()], under: Self.listed(hours: 30))
  }

  @Test(arguments: ["nobody.example", "a.example"])
  func p9NobodyNotEligibleSpeaksForAnother(speaker: String) throws {
    var exceptional = Self.notEligible()["exceptional"] as! [String: Any]
    exceptional["onRepresentationOf"] = speaker
    try expect(
      "prerelease.exceptional", speaker,
      [Self.notEligible(["exceptional": exceptional]), Self.second()],
      under: Self.listed(hours: 30))
  }

  @Test func p10TheReasonsArePublished() throws {
    try expect(
      "prerelease.reasons", "gives no reasons",
      [Self.grant(["hours": 48, "exceptional": Self.longer, "benefit": nil]), Self.second()])
    try expect(
      "prerelease.reasons", "no grant does", [Self.grant(), Self.second()],
      under: Self.listed(hours: 48))
  }

  @Test func p10TheStatisticsBoardIsInformed() throws {
    var uninformed = Self.longer
    uninformed["boardInformed"] = nil
    try expect(
      "prerelease.board", "a.example",
      [Self.grant(["hours": 48, "exceptional": uninformed, "benefit": nil]), Self.second()],
      under: Self.listed(hours: 48))
  }

  // MARK: Special kinds

  @Test func p14MarketSensitiveStatisticsNeedASignedDeclaration() throws {
    try expect(
      "prerelease.declaration", "a.example", [Self.grant(), Self.second()], isSensitive: true)
    let signed: [String: Any?] = ["declarationSigned": "2013-10-01"]
    #expect(
      try Self.read([Self.grant(signed), Self.second(signed)], isSensitive: true).list != nil)
  }

  /// What is still to come has not been done.
  @Test func p10AndP14ADayThatIsToComeProvesNothing() throws {
    let today = PreReleaseRecord(today: Day(year: 2013, month: 9, day: 30)!)
    try expect(
      "prerelease.board", "still to come",
      [Self.grant(["hours": 48, "exceptional": Self.longer, "benefit": nil]), Self.second()],
      under: Self.listed(hours: 48), record: today)
    let signed: [String: Any?] = ["declarationSigned": "2013-10-01"]
    for isSensitive in [true, false] {
      try expect(
        "prerelease.declaration", "1 October 2013", [Self.grant(signed), Self.second()],
        isSensitive: isSensitive, record: today)
    }
    let dayOf = PreReleaseRecord(today: Day(year: 2013, month: 10, day: 1)!)
    #expect(
      try Self.read([Self.grant(signed), Self.second(signed)], isSensitive: true, record: dayOf)
        .list
        != nil)
  }

  @Test func p16ThePublishedPostsAreThoseGranted() throws {
    try expect(
      "prerelease.not-published", "Driver", [Self.grant(["office": "Driver"]), Self.second()])
    try expect("prerelease.not-granted", "Press Officer", [Self.grant()])
  }

  @Test func p16NoNameStandsInThePublishedList() throws {
    var named = Self.minister
    named.role = "Minister (Recipient ANNA)"
    try expect(
      "prerelease.name-published", "a.example",
      [Self.grant(["office": named.role]), Self.second()], under: Self.policy([named, Self.press]))
  }

  @Test func p18WhoMakesThePublicationIsNoRecipient() throws {
    try expect(
      "prerelease.producer", "a.example", [Self.grant(), Self.second()],
      record: PreReleaseRecord(producers: ["a.example"]))
  }

  @Test func p6WhoBrokeTheDutiesDoesNotComeBackAsSupport() throws {
    let support = [
      ["name": "Supporter", "office": "Office"], ["name": "Other", "office": "Office"],
    ]
    try expect(
      "prerelease.breach", "number 2 of the support of a.example",
      [Self.grant(["support": support]), Self.second()],
      record: PreReleaseRecord(supportBreach: { person, grant in
        person.name == "Other" && grant.id == "a.example" ? "old.example" : nil
      }))
  }

  @Test func p8AKeyThatOpensTheSealedEditionIsNoRecipients() throws {
    try expect(
      "prerelease.sealing-key", "a.example", [Self.grant(), Self.second()],
      record: PreReleaseRecord(sealingKeys: [Self.keys[0]]))
  }

  @Test(arguments: [
    (["Recipient  BERTA"], "has the name of b.example"),
    (["Supporter", "supporter"], "number 2 of the support of a.example stands there already"),
  ])
  func p5NobodyIsSupportAndRecipientOrTwiceSupport(names: [String], said: String) throws {
    let support = names.map { ["name": $0, "office": "Office"] }
    try expect(
      "prerelease.recipient-twice", said, [Self.grant(["support": support]), Self.second()])
  }

  @Test func p19OnlyAnEligiblePersonSharesWithAdministrativeSupport() throws {
    let support = [["name": "Supporter", "office": "Private Secretary"]]
    #expect(try Self.read([Self.grant(["support": support]), Self.second()]).list != nil)
    try expect(
      "prerelease.support", "5(1)(b)", [Self.notEligible(["support": support]), Self.second()],
      under: Self.listed(hours: 30))
  }

  private static func journalist(_ changes: [String: Any?] = [:]) -> [String: Any] {
    let grant: [String: Any?] =
      [
        "kind": "journalist", "eligibility": nil, "ageKey": nil, "hours": 1,
        "bonaFide": "Writes for a newspaper.", "understanding": "The tables need an hour.",
        "debate": "Readers get the figures with their limits.",
        "conditions": ["In the room without telephones."],
      ]
    return self.grant(grant.merging(changes) { $1 })
  }

  @Test func p20AJournalistHasAtMost24HoursUnderConditions() throws {
    #expect(try Self.read([Self.journalist(), Self.second()]).list != nil)
    try expect(
      "prerelease.hours", "25 hours", [Self.journalist(["hours": 25]), Self.second()])
    try expect(
      "prerelease.journalist", "no condition",
      [Self.journalist(["conditions": [String]()]), Self.second()])
    try expect(
      "intake.json.missing-field", "bonaFide",
      [Self.journalist(["bonaFide": nil]), Self.second()])
  }

  @Test func p21AThirdPartyPublicationIsOfANamedClass() throws {
    let publication: [String: Any?] = [
      "kind": "third-party-publication", "eligibility": nil, "class": "15(3)(i)",
      "publication": "Annual review", "improvement": "It has the newest figures.",
      "appears": "On the same morning.",
    ]
    #expect(try Self.read([Self.grant(publication), Self.second()]).list != nil)
    try expect(
      "intake.json.choice", "15(3)(l)",
      [Self.grant(publication.merging(["class": "15(3)(l)" as Any?]) { $1 }), Self.second()])
    try expect(
      "prerelease.opinion", "15(3)(k)",
      [Self.grant(publication.merging(["class": "15(3)(k)" as Any?]) { $1 }), Self.second()])
  }

  @Test(arguments: ["bank-of-england", "international"])
  func paragraphs12And13AreRefused(kind: String) throws {
    try expect("prerelease.kind", "paragraph 1", [Self.grant(["kind": kind]), Self.second()])
  }

  // MARK: Bad input

  @Test(arguments: [
    "recipient  anna", "Recipient Anna\u{200B}", "ＲECIPIENT ANNA", "Reсipient Аnna",
  ])
  func p5NobodyIsOnTheListTwiceByAnySpelling(name: String) throws {
    let result = try Self.read([Self.grant(), Self.second(["name": name])])
    #expect(
      result.findings.contains {
        $0.id == "prerelease.recipient-twice" || $0.id.hasPrefix("intake.text.")
      }, "\(result.findings.map(\.text))")
    #expect(result.findings.contains { $0.id == "prerelease.recipient-twice" })
    #expect(result.list == nil)
  }

  @Test func p5NobodyIsOnTheListTwiceByIDOrKey() throws {
    try expect(
      "prerelease.recipient-twice", "the id a.example",
      [Self.grant(), Self.second(["id": "a.example"])])
    try expect(
      "prerelease.recipient-twice", "age key",
      [Self.grant(), Self.second(["ageKey": Self.keys[0]])]
    )
  }

  @Test(arguments: ["office", "organisation", "name"])
  func aRecipientWithoutAnOfficeIsRefused(member: String) throws {
    try expect(
      "intake.json.missing-field", member, [Self.grant([member: nil]), Self.second()])
  }

  /// One letter of the key changed: its check sum shows it.
  @Test func aKeyWithAMistypedLetterIsRefused() throws {
    let place = Self.keys[0].index(Self.keys[0].startIndex, offsetBy: 20)
    var wrong = Self.keys[0]
    wrong.replaceSubrange(place...place, with: wrong[place] == "q" ? "p" : "q")
    try expect("prerelease.age-key", wrong, [Self.grant(["ageKey": wrong]), Self.second()])
    try expect("prerelease.age-key", "age1x", [Self.grant(["ageKey": "age1x"]), Self.second()])
  }

  @Test func everythingThatIsWrongIsSaidAtOnce() throws {
    let (_, findings) = try Self.read([
      Self.grant(["hours": 25, "grantedBy": "x.example"]), Self.second(["id": "NO"]),
    ])
    let ids = Set(findings.map(\.id))
    #expect(
      ids.isSuperset(of: ["prerelease.hours", "prerelease.granter", "prerelease.identifier"]),
      "\(ids)")
  }

  // MARK: The window

  /// 24h00m00.000s before is the first instant.
  ///
  /// A millisecond earlier is none, whatever the clocks of the zone do between. The clocks go forward on 31 March and back on 27 October 2013.
  @Test(arguments: ["2013-10-10T08:30:00Z", "2013-03-31T08:30:00Z", "2013-10-27T09:30:00Z"])
  func p8TheWindowIs24HoursOfElapsedTimeToTheMillisecond(release: String) throws {
    let release = Instant(release)!
    let grant = try #require(try Self.read([Self.grant(), Self.second()]).list).grants[0]
    let first = Instant(milliseconds: release.milliseconds - 86_400_000)
    #expect(grant.opens(before: release) == first)
    #expect(grant.isOpen(at: first, release: release))
    #expect(!grant.isOpen(at: Instant(milliseconds: first.milliseconds - 1), release: release))
    #expect(
      grant.isOpen(at: Instant(milliseconds: release.milliseconds - 1), release: release))
    #expect(!grant.isOpen(at: release, release: release))
  }

  /// Random hours, releases and instants: open exactly in the window.
  @Test func p8RandomWindowsAreOpenExactlyInTheirHours() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed of the random windows: \(seed)")
    var state = seed
    func next(below bound: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % bound
    }
    var grant = try #require(try Self.read([Self.grant(), Self.second()]).list).grants[0]
    for _ in 0..<20_000 {
      grant.hours = Int(next(below: 24)) + 1
      let release = Instant(milliseconds: next(below: 2_000_000_000) * 1000)
      let length = Int64(grant.hours) * 3_600_000
      let before = next(below: 2) == 0 ? next(below: 100_000_000) : length + next(below: 5) - 2
      let now = Instant(milliseconds: release.milliseconds - before)
      #expect(
        grant.isOpen(at: now, release: release) == (before > 0 && before <= length),
        "seed \(seed): \(grant.hours) hours, \(before) ms before")
    }
  }
}
