import Diagnostics
import Editions
import Foundation
import Statistics
import Testing

@testable import Publications

/// No page carries another organisation's name, identifiers, figures or text.
@Suite struct ContaminationTests {
  private static let illustrative = Result { try IllustrativePages() }

  /// A register of made-up organisations.
  private static let register = [
    request("R-2013-0900", "vale", "Vale Trust", "Vale mentoring for women"),
    request("R-2013-0901", "harrow-reading-rooms", "Harrow Reading Rooms", "Evening classes"),
    request("R-2013-0902", "caffi-elan", "Caffi Élan", "Cooking together"),
    request("R-2013-0903", "hope", "Hope", "A place to stay"),
    request("R-2013-0904", "womens-link", "Women’s Link & Co", "Mentoring"),
  ]
  private static let index = Result {
    let edition = try illustrative.get()
    return ContaminationIndex(
      register, programme: edition.edition.programme, texts: edition.pages.texts)
  }

  private static func request(_ id: String, _ slug: String, _ name: String, _ service: String)
    -> Request
  {
    Request(
      id: id, organisation: Organisation(id: slug, name: name), service: service, state: .received,
      reason: nil, reached: [:])
  }

  /// The findings of a page of the organisation "Vale Trust" that has this markup.
  private func findings(_ markup: String, register: [Request] = []) throws -> [Finding] {
    let edition = try Self.illustrative.get()
    let index =
      register.isEmpty
      ? try Self.index.get()
      : ContaminationIndex(
        Self.register + register, programme: edition.edition.programme, texts: edition.pages.texts)
    var analysis = edition.analyses[0]
    analysis.id = "A-2013-0900"
    analysis.organisation = Organisation(id: "vale", name: "Vale Trust")
    analysis.service.name = .known("Vale mentoring for women")
    let page = EditionFile(
      path: "reports/vale/index.html",
      bytes: Array("<!DOCTYPE html>\n<html><body>\(markup)</body></html>\n".utf8))
    return index.findings(in: [page], permission: index.permission(for: analysis))
  }

  // MARK: Nothing is found where nothing is wrong

  @Test(arguments: [
    ("2013-10", "examples/illustrative"), ("2013-11", "examples/illustrative"), ("2013-10", ""),
    ("2013-11", ""), ("2014-01", ""), ("2014-06", ""), ("2014-07", ""),
  ])
  func noTwoOrganisationsOfTheRepositoryShareNumbersOrSentences(month: String, folder: String)
    throws
  {
    let edition = try IllustrativePages(month, of: folder)
    let entries = edition.analyses.map {
      AnalysisFingerprint.Entry(AnalysisFingerprint($0), of: $0.id, at: Place("\($0.id).json"))
    }
    #expect(AnalysisFingerprint.findings(between: entries) == [])
  }

  // MARK: Names

  @Test(arguments: [
    "<p>Run with Harrow Reading Rooms.</p>", "<p>HARROW READING ROOMS</p>",
    "<p>harrow reading rooms helped.</p>", "<p>Run with Harrow\n   Reading\nRooms.</p>",
    "<p>Run with Harrow <em>Reading</em> Rooms.</p>", "<p>Harrow\u{A0}Reading\u{2009}Rooms</p>",
    "<p title=\"Harrow Reading Rooms\">x</p>", "<!-- Harrow Reading Rooms -->",
    "<a href=\"../harrow-reading-rooms-a-1/\">x</a>", "<p>Run with Caffi Élan.</p>",
    "<p>Run with Caffi Elan.</p>", "<p>At Hope, people cook.</p>", "<th>Hope</th>",
    "<p>Run by the “Hope” charity.</p>", "<p>Of Women’s Link &amp; Co.</p>",
    "<p>Of Women's Link and Co.</p>", "<a href=\"/womens-link/\">x</a>",
    "<p>They took part in Evening classes.</p>", "<dd>Cooking together</dd>",
  ])
  func theNameOfAnotherIsFoundHoweverItIsWritten(markup: String) throws {
    let found = try findings(markup)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.id.hasPrefix("contamination.") == true)
    #expect(found.first?.place.file == "reports/vale/index.html")
    #expect(found.first?.place.line ?? 0 >= 2)
  }

  @Test(arguments: [
    "<p>Vale Trust</p>", "<p>vale-trust</p>", "<p>Hope is what they need. Hope helps.</p>",
    "<p>They hope for work.</p>", "<p>Evening classes are held.</p>", "<p>cooking together</p>",
    "<td>Harrow</td><td>Reading Rooms</td>", "<p>Vale mentoring for women</p>",
    "<p>Mentoring</p>", "<p class=\"hope\">A caffi elan.</p>",
  ])
  func wordsThatAreNobodysNameAreNot(markup: String) throws {
    #expect(try findings(markup) == [])
  }

  @Test func aNameInsideOnesOwnIsOnesOwn() throws {
    let vale = Self.request("R-2013-0905", "trust", "Vale", "x")
    #expect(try findings("<p>The Vale Trust and Vale.</p>", register: [vale]) == [])
  }

  @Test func whatTheStandingTextSaysIsNoName() throws {
    let edition = try Self.illustrative.get()
    let producer = edition.edition.programme.series.producer
    let register = [
      Self.request("R-2013-0906", "pnc", "Control Group", "x"),
      Self.request("R-1", "p", producer, "y"),
    ]
    #expect(try findings("<p>The Control Group of \(producer).</p>", register: register) == [])
  }

  @Test func organisationsOfOneNameAreNotToldApart() throws {
    let same = Self.request("R-2013-0907", "vale-2", "Vale Trust", "Something else here")
    #expect(try findings("<p>Vale Trust</p>", register: [same]) == [])
  }

  // MARK: Identifiers

  @Test(arguments: [
    "<p>Request R-2013-0901.</p>", "<p>A-2013-0014</p>", "<a href=\"../x-a-2013-0901/\">x</a>",
  ])
  func theIdentifierOfAnotherIsFound(markup: String) throws {
    let found = try findings(markup)
    #expect(found.map(\.id) == ["contamination.identifier"], "\(found)")
  }

  @Test(arguments: [
    "<p>R-2013-0900</p>", "<p>A-2013-0900</p>", "<p>a 2013 0014</p>", "<p>2013-0901</p>",
  ])
  func onesOwnIdentifierIsNot(markup: String) throws {
    #expect(try findings(markup) == [])
  }

  // MARK: Planted in what people write

  private let other = "Hethermoor Restorative Meetings"

  @Test func aDescriptionThatNamesAnotherIsFoundInBothRenditionsOnce() throws {
    let path = "analyses/2013-11/A-2013-0008.json"
    let edition = try IllustrativePages { files in
      files[path] = files[path]!.replacing(
        /"description": "/, with: "\"description\": \"It is run with \(other). ")
    }
    let found = edition.analyses.flatMap { edition.pages.report($0).findings }
    #expect(found.map(\.id) == ["contamination.name"])
    #expect(found[0].found.contains(other) && found[0].found.contains("A-2013-0008"))
    #expect(found[0].place.file.hasSuffix("/index.html"))
  }

  @Test func aStylesheetThatNamesAnOrganisationIsFoundOnEveryOtherReport() throws {
    let edition = try IllustrativePages { files in
      files["templates/report.html.xsl"] = files["templates/report.html.xsl"]!.replacing(
        "<main id=\"main\" class=\"wrap\">",
        with: "<main id=\"main\" class=\"wrap\"><p>\(other)</p>")
    }
    let found = edition.analyses.flatMap { edition.pages.report($0).findings }
    let own = edition.analyses.count { $0.organisation.name == other }
    #expect(own > 0 && found.count == edition.analyses.count - own)
    #expect(Set(found.map(\.id)) == ["contamination.name"])
  }

  @Test func aBulletinNamesNobodyWhoseReportIsNotOut() throws {
    let edition = try IllustrativePages()
    let out = Set(
      (edition.edition.analyses + edition.edition.earlier.flatMap(\.analyses)).map(
        \.organisation.id))
    let waiting = try #require(
      edition.register.first {
        !out.contains($0.organisation.id) && $0.organisation.name.contains(" ")
      })
    let wrong = try IllustrativePages { files in
      // In the commentary it would be found before anything is rendered.
      let path = "templates/bulletin.html.xsl"
      files[path] = files[path]!.replacing(
        "<main id=\"main\" class=\"wrap\">",
        with: "<main id=\"main\" class=\"wrap\"><p>\(waiting.organisation.name)</p>")
    }
    let found = wrong.pages.bulletin(wrong.edition).make(0).findings
    #expect(found.map(\.id) == ["contamination.name"])
    let right = try IllustrativePages { files in
      files["analyses/2013-11/commentary.md"]! += "\nNow here: \(other).\n"
    }
    #expect(right.pages.bulletin(right.edition).make(0).findings == [])
  }

  // MARK: Figures

  @Test func aValueThatIsNoNumberOfTheAnalysisIsFound() throws {
    let edition = try Self.illustrative.get()
    let (_, xml) = edition.report(3)
    #expect(OwnNumbers(edition.analyses[3]).findings(in: xml, of: edition.analyses[3]) == [])
    let found = OwnNumbers(edition.analyses[4]).findings(in: xml, of: edition.analyses[4])
    #expect(found.count > 10 && Set(found.map(\.id)) == ["contamination.figure"])
    #expect(found[0].place.file == xml.path && found[0].place.column! > 1)
  }

  @Test func aNumberInATextThatIsNoNumberOfTheAnalysisIsFound() throws {
    let edition = try Self.illustrative.get()
    let own = edition.analyses[3].primary.treatment.estimate.value.exactValue!
    for (number, count) in [("0.36585365853658536", 1), (Figure.machine(own), 0), ("1.25", 0)] {
      let page = EditionFile(
        path: "p.xml", bytes: Array("<report><p>It was \(number). So.</p></report>".utf8))
      let found = OwnNumbers(edition.analyses[3]).findings(in: page, of: edition.analyses[3])
      #expect(found.count == count, "\(number)")
      #expect(found.allSatisfy { $0.severity == .warning })
    }
  }

  @Test func numbersThatTwoOrganisationsShareAreFound() throws {
    var analyses = try Self.illustrative.get().analyses
    analyses[5].outcomes[0].difference = analyses[2].outcomes[0].difference
    let found = AnalysisFingerprint.findings(between: entries(analyses))
    #expect(found.map(\.id) == ["contamination.figure"])
    #expect(found[0].place.file == "\(analyses[5].id).json")
    #expect(found[0].found.contains(analyses[2].id))
    // Two analyses of one organisation may share what they like.
    analyses[2].organisation = analyses[5].organisation
    #expect(AnalysisFingerprint.findings(between: entries(analyses)) == [])
  }

  @Test func numbersThatManyOrganisationsShareBelongToNone() throws {
    var analyses = try Self.illustrative.get().analyses
    for index in analyses.indices {
      analyses[index].outcomes[0].difference = analyses[0].outcomes[0].difference
    }
    #expect(AnalysisFingerprint.findings(between: entries(analyses)) == [])
  }

  @Test func sentencesThatTwoOrganisationsShareAreFound() throws {
    var analyses = try Self.illustrative.get().analyses
    let sentence =
      "Twelve women at a time learnt to repair bicycles, to sell them at the market on Saturdays and "
      + "to ride them through the town."
    analyses[1].service.description = .known("First.  \(sentence) Last.")
    analyses[6].service.description = .known(
      "Other words.\n" + sentence.replacing(" ", with: "\n").uppercased())
    let found = AnalysisFingerprint.findings(between: entries(analyses))
    #expect(found.map(\.id) == ["contamination.text"] && found[0].severity == .warning)
  }

  private func entries(_ analyses: [Analysis]) -> [AnalysisFingerprint.Entry] {
    analyses.map {
      AnalysisFingerprint.Entry(AnalysisFingerprint($0), of: $0.id, at: Place("\($0.id).json"))
    }
  }

  // MARK: Size

  @Test func everyNameOfALargeRegisterIsFoundAndNoOther() throws {
    let syllables = [
      "bar", "con", "dal", "fen", "gor", "hul", "mar", "ner", "pol", "ros", "sut", "tem",
    ]
    func name(_ number: Int) -> String {
      var rest = number
      var words: [String] = []
      for _ in 0..<3 {
        words.append((syllables[rest % 12] + syllables[rest / 12 % 12]).capitalized)
        rest /= 144
      }
      return words.joined(separator: " ") + " House"
    }
    let register = (0..<4_000).map { index in
      Self.request("Q-\(index + 10_000)", "org-\(index)", name(index), "x")
    }
    let edition = try Self.illustrative.get()
    let index = ContaminationIndex(
      register, programme: edition.edition.programme, texts: edition.pages.texts)
    for number in stride(from: 0, to: 8_000, by: 397) {
      let page = EditionFile(
        path: "p", bytes: Array("<p>It was \(name(number)) that ran it.</p>".utf8))
      let found = index.findings(
        in: [page], permission: index.permission(for: edition.edition))
      #expect(found.count == (number < 4_000 ? 1 : 0), "\(number)")
    }
  }
}
