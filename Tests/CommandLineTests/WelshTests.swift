import Foundation
import TestSupport
import Testing

/// Release pages in English and Welsh, through the real binary.
@Suite struct WelshTests {
  private static let report = "reports/quillanby-learning-partnership-a-2013-0002"
  private static let analysis = "analyses/2013-10/A-2013-0002.json"

  private func mustRun(_ arguments: [String], in workspace: TestWorkspace) throws {
    let result = try Tool.run(Binary.path, arguments + ["--workspace", workspace.path])
    try #require(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
  }

  private func pages(_ workspace: TestWorkspace, _ folder: String) -> [String: String] {
    var pages: [String: String] = [:]
    for file in workspace.files(in: "publications/public/\(folder)") {
      pages[file] = workspace.text("publications/public/\(folder)/\(file)")
    }
    return pages
  }

  /// The values of the figures of an XML rendition by their ids.
  private func figures(_ document: String) -> [String: String] {
    var figures: [String: String] = [:]
    for match in document.matches(of: /<figure ([^>]*)>/) {
      let attributes = String(match.output.1)
      let id = attributes.firstMatch(of: /(?:^|\s)id="([^"]*)"/).map { String($0.output.1) } ?? ""
      let value = attributes.firstMatch(of: /value="([^"]*)"/).map { String($0.output.1) } ?? "none"
      figures[id] = value
    }
    return figures
  }

  /// How a page in a language begins.
  private static func root(_ language: String) -> String {
    "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"\(language)\" xml:lang=\"\(language)\">"
  }

  // MARK: Both languages

  @Test func everyPageOfAnEditionIsThereInBothLanguagesWithTheSameFigures() throws {
    let workspace = try WelshWorkspace.make()
    try workspace.publish("2013-10")
    let all = pages(workspace, "2013-10")
    let english = all.filter {
      !$0.key.hasPrefix("cy/") && !$0.key.hasPrefix("v1/")
        && ($0.key.hasSuffix(".html") || $0.key.hasSuffix(".xml"))
        && !$0.key.hasSuffix(".sdmx.xml")
    }
    #expect(english.count == 16, "the bulletin and seven reports, each as HTML and XML")
    for (path, page) in english {
      let welsh = try #require(all["cy/\(path)"], "\(path)")
      if path.hasSuffix(".xml") {
        #expect(welsh.contains(" language=\"cy\""), "\(path)")
        #expect(!figures(page).isEmpty && figures(welsh) == figures(page), "\(path)")
        continue
      }
      let up = String(repeating: "../", count: path.split(separator: "/").count - 1)
      let folder = path.dropLast("index.html".count)
      #expect(page.contains(Self.root("en")) && welsh.contains(Self.root("cy")), "\(path)")
      for (text, language) in [(page, "en"), (welsh, "cy")] {
        #expect(
          text.contains("<link href=\"./\" hreflang=\"\(language)\" rel=\"alternate\"/>")
            && text.matches(of: /<link [^>]*rel="alternate"/).count == 2, "\(path)")
      }
      #expect(
        page.contains("<link href=\"\(up)cy/\(folder)\" hreflang=\"cy\" rel=\"alternate\"/>")
          && page.contains("hreflang=\"cy\">Cymraeg</a>"), "\(path)")
      #expect(
        welsh.contains("<link href=\"\(up)../\(folder)\" hreflang=\"en\" rel=\"alternate\"/>")
          && welsh.contains("hreflang=\"en\">English</a>"), "\(path)")
    }
    // Under the address of its version, and of the newest release.
    #expect(all["v1/cy/index.html"]?.contains("<link href=\"../\" hreflang=\"en\"") == true)
    #expect(pages(workspace, "latest")["cy/index.html"] == all["cy/index.html"])
    // Data are there once.
    #expect(
      !all.keys.contains { $0.contains("cy/") && ($0.hasSuffix(".csv") || $0.hasSuffix(".ods")) })
    #expect(all["cy/index.html"]?.contains("href=\"../data/results.csv\"") == true)
    #expect(all["cy/\(Self.report)/index.html"]?.contains("../\(Self.report)/report.csv\"") == true)
    try mustRun(["verify"], in: workspace)
    try mustRun(["rebuild", "2013-10"], in: workspace)
    try mustRun(["rebuild", "2013-10", "--inputs"], in: workspace)
  }

  @Test func theSitemapNamesBothLanguagesOfAPage() throws {
    let workspace = try WelshWorkspace.make()
    try workspace.replace(
      "\"title\"", with: "\"address\" : \"https://statistics.example.org/\",\n\"title\"",
      in: "schedule.json")
    try workspace.publish("2013-10")
    let sitemap = workspace.text("publications/public/sitemap.xml")
    for page in ["2013-10/", "2013-10/\(Self.report)/"] {
      let welsh = page.replacing("2013-10/", with: "2013-10/cy/")
      let links = [("en", page), ("cy", welsh)].map { language, path in
        "<xhtml:link href=\"https://statistics.example.org/\(path)\" hreflang=\"\(language)\" "
          + "rel=\"alternate\"></xhtml:link>"
      }
      #expect(sitemap.ranges(of: links.joined()).count == 2, "\(sitemap)")
    }
  }

  @Test func datesWordsAndPluralFormsAreWelsh() throws {
    let workspace = try WelshWorkspace.make()
    try mustRun(["draft", "2013-10"], in: workspace)
    let folder = "publications/drafts/2013-10"
    let bulletin = workspace.text("\(folder)/cy/index.html")
    #expect(bulletin.contains("10 Hydref 2013, 9:30am"))
    #expect(bulletin.contains("2 Ebrill 2013 i 30 Medi 2013"))
    #expect(bulletin.contains("Yn Gymraeg: Illustrative Data Lab statistics: Hydref 2013"))
    #expect(!bulletin.contains("October") && !bulletin.contains(" to date"))
    let report = workspace.text("\(folder)/cy/\(Self.report)/index.html")
    #expect(report.contains(">grŵp triniaeth</a>") && report.contains("Cyfwng hyder 95%"))
    let numbers = pagesOfDraft(workspace).values.joined()
    #expect(!numbers.contains("less than 0.") && numbers.contains("llai na 0."))
  }

  private func pagesOfDraft(_ workspace: TestWorkspace) -> [String: String] {
    var pages: [String: String] = [:]
    for file in workspace.files(in: "publications/drafts/2013-10/cy") {
      pages[file] = workspace.text("publications/drafts/2013-10/cy/\(file)")
    }
    return pages
  }

  @Test func aWorkspaceInEnglishAloneHasNoPageMoreAndNoLinkMore() throws {
    let workspace = try TestWorkspace()
    try mustRun(["draft", "2013-10"], in: workspace)
    let files = workspace.files(in: "publications/drafts/2013-10")
    #expect(!files.contains { $0.hasPrefix("cy/") })
    for file in files where file.hasSuffix(".html") {
      let page = workspace.text("publications/drafts/2013-10/\(file)")
      #expect(!page.contains("hreflang") && !page.contains("Cymraeg"), "\(file)")
    }
  }

  // MARK: Translations

  @Test func aMissingTranslationIsWarnedOfAndSeenOnThePage() throws {
    let workspace = try WelshWorkspace.make { $0.hasPrefix("People submitted") }
    let result = try workspace.run("check", "2013-10")
    #expect(
      result.output.contains(
        "\(Self.analysis):") && result.output.contains("$.attrition[0].step: warning: the text "),
      "\(result.output)")
    #expect(result.output.contains("[translation.missing]"))
    #expect(try workspace.run("seal", "2013-10", "--by", "test").status != 0)
    try mustRun(["draft", "2013-10"], in: workspace)
    let folder = "publications/drafts/2013-10"
    let page = workspace.text("\(folder)/cy/\(Self.report)/index.html")
    #expect(page.contains("<th scope=\"row\"><span lang=\"en\">People submitted</span></th>"))
    #expect(page.contains("Nid yw rhai o'r testunau ar y dudalen hon ar gael yn Gymraeg."))
    let english = workspace.text("\(folder)/\(Self.report)/index.html")
    #expect(!english.contains("lang=\"en\">People submitted"))
  }

  @Test func aDescriptionIsTranslatedInTheAnalysisOrShownInEnglishUnderANote() throws {
    var analysis: [String: Any] = [:]
    let workspace = try WelshWorkspace.make { $0.hasPrefix("Courses in joinery") }
    analysis = try #require(try workspace.json(Self.analysis) as? [String: Any])
    let page = "publications/drafts/2013-10/cy/\(Self.report)/index.html"
    try mustRun(["draft", "2013-10"], in: workspace)
    #expect(
      workspace.text(page).contains("<p><em>Nid yw'r testun hwn ar gael yn Gymraeg.</em></p>"))
    #expect(workspace.text(page).contains("<p lang=\"en\">"))
    analysis["translations"] = ["cy": ["description": "Disgrifiad o'r gwasanaeth yn Gymraeg."]]
    try workspace.write(json: analysis, to: Self.analysis)
    try mustRun(["draft", "2013-10"], in: workspace)
    #expect(workspace.text(page).contains("<p>Disgrifiad o'r gwasanaeth yn Gymraeg.</p>"))
  }

  @Test func otherFiguresInATranslationAreAnError() throws {
    let workspace = try WelshWorkspace.make()
    var analysis = try #require(try workspace.json(Self.analysis) as? [String: Any])
    var service = try #require(analysis["service"] as? [String: Any])
    service["description"] = "A course of 12 weeks, twice a week."
    analysis["service"] = service
    analysis["translations"] = [
      "cy": [
        "description": "Cwrs o 10 wythnos, ddwywaith yr wythnos.",
        "phrases": ["No such text": "Nid oes testun o'r fath"],
      ]
    ]
    try workspace.write(json: analysis, to: Self.analysis)
    let result = try workspace.run("check", "2013-10")
    #expect(result.status == 65)
    #expect(
      result.output.contains(
        "$.translations.cy.description: error: the translation has the figures 10, the text that it "
          + "translates 12"), "\(result.output)")
    #expect(result.output.contains("[translation.unused]"))
  }

  @Test func anAnalysisWithTranslationsBecomesNoRowOfATable() throws {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "\"request\"",
      with: "\"translations\": {\"cy\": {\"description\": \"Yn Gymraeg.\"}}, \"request\"",
      in: Self.analysis)
    let table = workspace.folder.path + "/table.csv"
    let result = try Binary.run(
      "convert", "\(workspace.path)/\(Self.analysis)", "--to", "csv", "--output", table)
    #expect(result.status == 65, "\(result.output)\(result.errors)")
    #expect((result.output + result.errors).contains("[intake.table.translations]"))
    #expect(!FileManager.default.fileExists(atPath: table))
  }

  @Test(
    .enabled(if: RebuildWithoutUsTests.hasTools, "xsltproc, xmllint, sha512sum or awk is missing"))
  func bothLanguagesAreMadeAgainWithoutNinethirty() throws {
    let workspace = try WelshWorkspace.make()
    try workspace.publish("2013-10")
    let script = "\(workspace.path)/publications/archive/2013-10/v1/content/rebuild.sh"
    let result = try Tool.run("/bin/sh", [script, "v1"])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let list = workspace.text("publications/archive/2013-10/v1/content/rebuild.tsv")
    #expect(list.contains("cy/\(Self.report)/index.html\tcy/\(Self.report).xml\treport.html.xsl"))
  }

  @Test func theListOfLanguagesBeginsWithEnglishAndNamesWhatIsThere() throws {
    let workspace = try TestWorkspace()
    for (list, id) in [
      ("[\"cy\"]", "intake.schedule.languages"), ("[\"en\", \"en\"]", "intake.schedule.languages"),
      ("[\"en\", \"fr\"]", "intake.json.choice"), ("[]", "intake.schedule.languages"),
    ] {
      let copy = try TestWorkspace(copyOf: workspace)
      try copy.replace(
        "\"exceptions\"", with: "\"languages\": \(list), \"exceptions\"", in: "schedule.json")
      let result = try copy.run("check", "2013-10")
      #expect(result.status == 65 && result.output.contains("[\(id)]"), "\(list): \(result.output)")
    }
    let bare = try TestWorkspace("")
    try FileManager.default.removeItem(atPath: "\(bare.path)/templates/text.cy.xml")
    try bare.replace(
      "\"exceptions\"", with: "\"languages\": [\"en\", \"cy\"], \"exceptions\"", in: "schedule.json"
    )
    let result = try bare.run("check", "2013-11")
    #expect(
      result.output.contains(
        "templates/text.cy.xml: error: the file is missing [template.missing]"),
      "\(result.output)")
  }

  // MARK: Corrections, withdrawals, embargo

  @Test func aCorrectionAndAWithdrawalReachBothLanguages() throws {
    let workspace = try WelshWorkspace.make()
    try workspace.publish("2013-10")
    let before = pages(workspace, "2013-10/v1")
    try workspace.replace(CorrectionTests.figure, with: "7612.5", in: Self.analysis)
    try mustRun(["correct", "2013-10"] + CorrectionTests.note, in: workspace)
    let correction = "analyses/2013-10/correction.json"
    try mustRun(
      [
        "accept", "2013-10", "--check", "translation.missing", "--file", correction, "--reason",
        "It was found this morning.", "--by", "a.example",
      ], in: workspace)
    try workspace.publish("2013-10")
    #expect(pages(workspace, "2013-10/v1") == before)
    let all = pages(workspace, "2013-10")
    for page in ["\(Self.report)/report.xml", "cy/\(Self.report)/report.xml"] {
      #expect(all[page]?.ranges(of: "revised=\"yes\"").count == 1, "\(page)")
    }
    let page = try #require(all["cy/\(Self.report)/index.html"])
    #expect(page.contains("Fersiwn 2: <span lang=\"en\">Correction of an error."))
    #expect(page.contains("7,613</data> <b class=\"r\">[r]</b>"))
    #expect(all["v2/cy/\(Self.report)/index.html"]?.contains("lang=\"cy\"") == true)
    let history = workspace.text("publications/public/history/2013-10/index.html")
    #expect(history.contains("Figures that were changed: 1, in 1 of its documents."))
    for version in ["1", "2"] {
      try mustRun(["rebuild", "2013-10", "--version", version], in: workspace)
    }
    try mustRun(
      [
        "withdraw", "2013-10", "--reason", "The figures are of other people.", "--by", "a.example",
      ], in: workspace)
    let notices = pages(workspace, "2013-10")
    let welsh = try #require(notices["cy/\(Self.report)/index.html"])
    #expect(
      welsh.contains(Self.root("cy")) && welsh.contains("Tynnwyd y rhifyn hwn, Hydref 2013, yn ôl"))
    #expect(welsh.contains("<span lang=\"en\">The figures are of other people.</span>"))
    #expect(welsh.contains("hreflang=\"en\">English</a>"))
    #expect(notices["\(Self.report)/index.html"]?.contains("hreflang=\"cy\">Cymraeg</a>") == true)
    #expect(notices["v1/cy/index.html"]?.contains("Tynnwyd yn ôl") == true)
    try mustRun(["rebuild", "2013-10"], in: workspace)
    try mustRun(["verify"], in: workspace)
  }

  /// In the analysis itself, or among the texts of the series.
  @Test(arguments: [true, false])
  func aSentenceOfATranslationIsUnderEmbargoToo(isOwn: Bool) throws {
    let workspace = try WelshWorkspace.make()
    let sentence = "Cwrs darllen ac ysgrifennu yn y prynhawn i bobl sy'n gadael y carchar"
    let title = "Cwrs Darllen Dyffryn Tywi"
    let file = "analyses/2013-11/A-2013-0008.json"
    var analysis = try #require(try workspace.json(file) as? [String: Any])
    if isOwn {
      analysis["translations"] = ["cy": ["description": "\(sentence). Mae'n dda."]]
      try workspace.write(json: analysis, to: file)
    } else {
      let service = try #require(analysis["service"] as? [String: Any])
      let texts = [
        try #require(service["description"] as? String): "\(sentence). Mae'n dda.",
        try #require(service["name"] as? String): title,
      ]
      var schedule = try #require(try workspace.json("schedule.json") as? [String: Any])
      let translations = schedule["translations"] as? [String: [String: [String: String]]]
      let phrases = translations?["cy"]?["phrases"] ?? [:]
      schedule["translations"] = ["cy": ["phrases": phrases.merging(texts) { $1 }]]
      try workspace.write(json: schedule, to: "schedule.json")
    }
    try workspace.publish("2013-10")
    #expect(try workspace.run("leak-check").status == 0)
    for text in isOwn ? [sentence] : [sentence, title] {
      try workspace.write("<p>\(text).</p>", to: "publications/public/leak.html")
      let result = try workspace.run("leak-check")
      #expect(
        result.status != 0 && result.output.contains("leak.html"),
        "\(text): \(result.output)\(result.errors)")
    }
  }

  /// What was sealed with a translation is under embargo, whatever the schedule says since.
  @Test(arguments: [false, true])
  func aTranslationAsItWasSealedIsUnderEmbargo(isTable: Bool) throws {
    let workspace = try WelshWorkspace.make()
    let title = "Cwrs Darllen Dyffryn Tywi"
    let analysis = try workspace.json("analyses/2013-11/A-2013-0008.json") as? [String: Any]
    let service = try #require(analysis?["service"] as? [String: Any])
    let name = try #require(service["name"] as? String)
    try workspace.replace(
      "\"\(WelshWorkspace.translation(of: name))\"", with: "\"\(title)\"", in: "schedule.json")
    if isTable { _ = try workspace.keepAsTable("2013-11") }
    try workspace.publish("2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    var schedule = try #require(try workspace.json("schedule.json") as? [String: Any])
    schedule["translations"] = nil
    schedule["languages"] = nil
    try workspace.write(json: schedule, to: "schedule.json")
    #expect(try workspace.run("leak-check").status == 0)
    try workspace.write("<p>\(title).</p>", to: "publications/public/leak.html")
    let found = try workspace.run("leak-check")
    #expect(found.status == 65 && found.output.contains("leak.html"), "\(found)")
  }
}
