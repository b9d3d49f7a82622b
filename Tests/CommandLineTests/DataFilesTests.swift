import Foundation
import Notation
import TestSupport
import Testing

/// The data beside the pages, through the real binary: CSV, CSVW, spreadsheet, digest.
@Suite struct DataFilesTests {
  private static let root = "publications/public"
  private static let python = Tool.find("python3")

  /// The illustrative workspace with both editions out; nobody changes it.
  private static let published: TestWorkspace = {
    let workspace = try! TestWorkspace()
    for edition in ["2013-10", "2013-11"] { try! workspace.publish(edition) }
    return workspace
  }()

  /// A CSV file as its header and its lines, by the reader that reads analyses.
  private func table(
    _ file: String, in workspace: TestWorkspace = published
  ) throws -> (header: [String], lines: [[String: String]]) {
    let bytes = try #require(workspace.bytes("\(Self.root)/\(file)"), "\(file)")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasSuffix("\r\n") && !text.replacing("\r\n", with: "").contains { $0.isNewline })
    let lines = text.split(separator: "\r\n").map { Self.cells(String($0)) }
    let header = try #require(lines.first)
    for line in lines { #expect(line.count == header.count, "\(file): \(line)") }
    return (
      header, lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    )
  }

  /// The cells of a line of RFC 4180 without line feeds in cells.
  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    var rest = Substring(line)
    while let character = rest.popFirst() {
      switch character {
      case "\"" where isQuoted && rest.first == "\"":
        cells[cells.count - 1].append("\"")
        rest.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  /// The figures of a page of XML by their ids: value and shorthand.
  private func figures(_ file: String) throws -> [String: String] {
    let text = Self.published.text("\(Self.root)/\(file)")
    var figures: [String: String] = [:]
    for match in text.matches(of: /<figure ([^>]*)>/) {
      var attributes: [String: String] = [:]
      for attribute in match.1.matches(of: /([a-z]+)="([^"]*)"/) {
        attributes[String(attribute.1)] = String(attribute.2)
      }
      figures[attributes["id"]!] =
        attributes["value"] ?? "[\(attributes["shorthand"] ?? "x")]"
    }
    return figures
  }

  @Test func theTablesHaveTheFiguresOfTheXMLRenditions() throws {
    let bulletin = try figures("2013-11/bulletin.xml")
    for (file, scope) in [("results", "month"), ("results-to-date", "to-date")] {
      let (_, lines) = try table("2013-11/data/\(file).csv")
      #expect(lines.count == (scope == "month" ? 23 : 30))
      for line in lines {
        let id = "\(scope).\(try #require(line["analysis"]).lowercased())"
        #expect(line["people"] == bulletin["\(id).treatment.people"])
        #expect(line["treatment_rate"] == bulletin["\(id).treatment.value"])
        #expect(line["control_rate"] == bulletin["\(id).control.value"])
        #expect(line["difference_low"] == bulletin["\(id).difference.interval.low"])
        #expect(line["difference_high"] == bulletin["\(id).difference.interval.high"])
        #expect(line["status"] == "illustrative" && line["edition"] == "2013-11")
        let report = "\(line["published_with"]!)/reports/\(line["report"]!)/report.csv"
        #expect(Self.published.bytes("\(Self.root)/\(report)") != nil, "\(report)")
      }
    }
    var compared = 0
    for slug in try table("2013-11/data/results.csv").lines.compactMap({ $0["report"] }) {
      let document = try figures("2013-11/reports/\(slug)/report.xml")
      let (_, lines) = try table("2013-11/reports/\(slug)/report.csv")
      let tables = Dictionary(uniqueKeysWithValues: lines.map { ($0["figure"]!, $0["value"]!) })
      #expect(tables.count == lines.count, "a line is known by its figure")
      for (figure, value) in tables { #expect(document[figure] == value, "\(slug) \(figure)") }
      // The sentences of a report have figures of their own, which are those of its tables.
      let sentences = document.keys.filter {
        tables[$0] == nil && $0.contains(/^(matching\.|.*\.(treatment|control|difference)\.)/)
          && !$0.contains(".words")
      }
      #expect(
        sentences.allSatisfy { $0.contains(/\.\d+$/) || $0.contains("attrition") }, "\(sentences)")
      compared += tables.count
    }
    #expect(compared > 300)
    let requests = try table("2013-11/data/requests.csv").lines
    #expect(requests.first?["count"] == bulletin["requests.total"])
    let states = requests.filter { $0["item"] == "state" }.compactMap { Int($0["count"] ?? "") }
    #expect(states.reduce(0, +) == Int(requests[0]["count"]!))
    // The table of months too, each of its figures.
    let months = requests.filter { $0["table"] == "months" }
    let printed = bulletin.filter { $0.key.hasPrefix("months.") }
    #expect(months.count == printed.count && months.count > 10)
    for line in months {
      let kind = line["item"] == "received" ? "requests" : "reports"
      #expect(line["count"] == printed["months.\(line["code"] ?? "").\(kind)"], "\(line)")
    }
  }

  /// Every table of the bulletin is there as CSV, that of the posts as well.
  @Test func thePostsWithPreReleaseAccessAreATable() throws {
    let (header, posts) = try table("2013-11/data/pre-release.csv")
    #expect(header == ["status", "edition", "post", "post_organisation", "hours", "exceptional"])
    #expect(posts.map { $0["post"] } == ["Minister", "Permanent Secretary", "Press Officer"])
    #expect(posts.allSatisfy { $0["hours"] == "24" && $0["exceptional"] == "no" }, "\(posts)")
    let page = Self.published.text("\(Self.root)/2013-11/index.html")
    #expect(page.contains("href=\"data/pre-release.csv\""))
    #expect(posts.allSatisfy { page.contains("<th scope=\"row\">\($0["post"]!)</th>") })
    let metadata = Self.published.text("\(Self.root)/2013-11/data/csv-metadata.json")
    #expect(metadata.contains("{\"url\":\"pre-release.csv\""))
    // Where nobody has access there is none, and none in templates of before.
    let workspace = try TestWorkspace()
    let schedule = workspace.text("schedule.json")
    let list = try #require(schedule.firstRange(of: "\"recipients\": ["))
    let end = try #require(schedule[list.upperBound...].firstIndex(of: "]"))
    try workspace.write(
      String(schedule[..<list.upperBound] + schedule[end...]), to: "schedule.json")
    try workspace.succeed("draft", "2013-10")
    let draft = "publications/drafts/2013-10"
    #expect(!workspace.files(in: draft).contains("data/pre-release.csv"))
    #expect(!workspace.text("\(draft)/index.html").contains("pre-release.csv"))
  }

  @Test func aTextThatBeginsLikeAFormulaIsOneNoMore() throws {
    let workspace = try TestWorkspace()
    let name = "=HYPERLINK(\"\"x\"\"), \"Oskeld\" + Chaplaincy"
    for file in workspace.files(in: "analyses/2013-10").map({ "analyses/2013-10/\($0)" }) {
      let text = workspace.text(file)
      guard text.contains("Oskeld Court Chaplaincy") else { continue }
      try workspace.write(
        text.replacing("Oskeld Court Chaplaincy", with: name.replacing("\"", with: "\\\"")),
        to: file)
    }
    let register = workspace.text("requests.csv")
    try workspace.write(
      register.replacing(
        "Oskeld Court Chaplaincy", with: "\"\(name.replacing("\"", with: "\"\""))\""),
      to: "requests.csv")
    let drafted = try workspace.run("draft", "2013-10")
    try #require(drafted.status == 0, "\(drafted.output)\(drafted.errors)")
    let text = workspace.text("publications/drafts/2013-10/data/results.csv")
    #expect(
      text.contains(",\"'=HYPERLINK(\"\"\"\"x\"\"\"\"), \"\"Oskeld\"\" + Chaplaincy\","), "\(text)")
    // Numbers below zero stay numbers.
    let cells = text.split(separator: "\r\n").dropFirst().flatMap { Self.cells(String($0)) }
    #expect(cells.contains { Double($0).map { $0 < 0 } ?? false })
    #expect(!cells.contains { $0.hasPrefix("'-") })
    let sheet = workspace.text("publications/drafts/2013-10/data/bulletin.ods")
    #expect(sheet.contains("<text:p>=HYPERLINK"))
    #expect(!sheet.contains("table:formula"))
  }

  @Test func theDigestSaysTheHeadlinesInShortLines() throws {
    let text = Self.published.text("\(Self.root)/2013-11/digest.txt")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 72 || !$0.contains(" ") }, "\(text)")
    #expect(text.contains("Illustrative: everything here is made up"))
    let xml = Self.published.text("\(Self.root)/2013-11/bulletin.xml")
    let findings = try #require(xml.firstMatch(of: /<findings>(.*)<\/findings>/)).1
    let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for paragraph in findings.matches(of: /<paragraph[^>]*>(.*?)<\/paragraph>/) {
      #expect(plain.contains(paragraph.1.replacing(/<[^>]*>/, with: "")), "\(paragraph.1)")
    }
    for slug in try table("2013-11/data/results.csv").lines.compactMap({ $0["report"] }) {
      #expect(text.contains("/2013-11/reports/\(slug)/\n"))
    }
  }

  @Test func theCatalogueAndThePagesLeadToTheData() throws {
    let catalogue = Self.published.text("\(Self.root)/catalogue.json")
    for (file, type) in [
      ("data/results.csv", "text/csv"), ("data/csv-metadata.json", "application/json"),
      ("data/bulletin.ods", "application/vnd.oasis.opendocument.spreadsheet"),
      ("digest.txt", "text/plain"),
    ] {
      let bytes = Self.published.bytes("\(Self.root)/2013-11/\(file)")
      #expect(bytes != nil && bytes == Self.published.bytes("\(Self.root)/latest/\(file)"))
      #expect(catalogue.contains("2013-11/v1/\(file)\""), "\(file)")
      #expect(catalogue.contains("\"mediaType\":\"\(type)\""))
      #expect(
        Self.published.text("\(Self.root)/2013-11/index.html").contains("href=\"\(file)\""),
        "\(file)")
    }
    let page = try #require(
      Self.published.files(in: "\(Self.root)/2013-11/reports").first { $0.hasSuffix("index.html") })
    let text = Self.published.text("\(Self.root)/2013-11/reports/\(page)")
    #expect(text.contains("href=\"report.csv\"") && text.contains("https://schema.org/Dataset"))
  }

  @Test func aCorrectionMarksWhatItRevisedAndAWithdrawalLeavesNoFigure() throws {
    let workspace = try VersionHistoryTests.workspace(withdrawn: false)
    let revised = try table("2013-10/\(CorrectionTests.report)/report.csv", in: workspace).lines
      .filter { $0["revised"] == "yes" }
    #expect(!revised.isEmpty && revised.allSatisfy { $0["printed"]!.hasSuffix(" [r]") })
    let first = try table("2013-10/v1/\(CorrectionTests.report)/report.csv", in: workspace).lines
    #expect(first.allSatisfy { $0["revised"] == "no" })
    #expect(first.count >= revised.count)
    #expect(
      workspace.text("\(Self.root)/2013-10/digest.txt").contains("Update history"))
    let result = try workspace.run(
      "withdraw", "2013-10", "--reason", WithdrawalTests.reason, "--by", "a.example")
    #expect(result.status == 0, "\(result.errors)")
    for version in ["", "v1/", "v2/"] {
      let (header, lines) = try table("2013-10/\(version)data/results.csv", in: workspace)
      #expect(header == ["withdrawn", "notice"] && lines.count == 1)
      let json = try JSONSerialization.jsonObject(
        with: workspace.bytes("\(Self.root)/2013-10/\(version)data/csv-metadata.json")!)
      #expect((json as? [String: String])?["notice"]?.contains("of other people.") == true)
      let sheet = workspace.text("\(Self.root)/2013-10/\(version)data/bulletin.ods")
      #expect(sheet.contains("of other people.") && !sheet.contains("office:value=\""))
    }
    for version in ["1", "2", "3"] {
      let rebuilt = try workspace.run("rebuild", "2013-10", "--version", version)
      #expect(rebuilt.status == 0, "\(rebuilt.output)\(rebuilt.errors)")
    }
    let verified = try workspace.run("verify")
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
  }

  @Test func aLeakCheckFindsDataThatIsUnderEmbargo() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    #expect(try workspace.run("draft", "2013-11").status == 0)
    let tree = workspace.folder.path + "/tree"
    try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
    let names = ["results.csv", "bulletin.ods"]
    for name in names {
      // Another byte at the end: no digest tells of it.
      let bytes = try #require(workspace.bytes("publications/drafts/2013-11/data/\(name)"))
      try (bytes + [0x20]).write(to: URL(filePath: "\(tree)/\(name)"))
    }
    let found = try workspace.run("leak-check", tree)
    #expect(found.status == 65, "\(found.output)\(found.errors)")
    for name in names { #expect(found.output.contains("/\(name):"), "\(found.output)") }
    let clean = try workspace.run("leak-check")
    #expect(clean.status == 0, "\(clean.output)\(clean.errors)")
  }

  @Test(.enabled(if: Self.has("csvw"), "csvw is not installed for python3"))
  func csvwReadsEveryTableByTheMetadata() throws {
    let script = """
      import pathlib, sys, warnings
      from csvw import TableGroup
      warnings.simplefilter("error")
      lines = 0
      for path in map(pathlib.Path, sys.argv[1:]):
          group = TableGroup.from_file(path)
          assert len(group.tables) > 3, group.tables
          for table in group.tables:
              rows = list(table.iterdicts(strict=True))
              keys = table.tableSchema.primaryKey
              assert len({tuple(row[key] for key in keys) for row in rows}) == len(rows), table.url
              if table.url.string != "pre-release.csv":
                  assert all(type(row["revised"]) is bool for row in rows), table.url
              lines += len(rows)
      print(lines, "lines")
      """
    let root = Self.published.path + "/" + Self.root
    let result = try Tool.run(
      Self.python!,
      ["-c", script] + ["2013-10", "2013-11"].map { "\(root)/\($0)/data/csv-metadata.json" })
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let lines = try #require(result.output.split(separator: " ").first.flatMap { Int($0) })
    #expect(lines > 600)
  }

  static func has(_ module: String) -> Bool {
    guard let python else { return false }
    return (try? Tool.run(python, ["-c", "import \(module)"]).status) == 0
  }

  @Test(.enabled(if: Tool.find("soffice") != nil, "LibreOffice is not installed"))
  func libreOfficeOpensTheSpreadsheet() throws {
    let folder = TemporaryFolder()
    // A profile of its own, so that no other LibreOffice stands in its way; every sheet, comma, UTF-8.
    let result = try Tool.run(
      Tool.find("soffice")!,
      [
        "-env:UserInstallation=file://\(folder.path)/profile", "--headless", "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        "--outdir", folder.path, "\(Self.published.path)/\(Self.root)/2013-11/data/bulletin.ods",
      ])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for sheet in [
      "Cover", "Contents", "Notes", "Requests", "Requests_by_month", "Reports_this_month",
      "Reports_to_date", "Prerelease_access",
    ] {
      #expect(names.contains("bulletin-\(sheet).csv"), "\(names)")
    }
    let text = try String(
      contentsOfFile: "\(folder.path)/bulletin-Reports_to_date.csv", encoding: .utf8)
    let lines = text.split(separator: "\n").map { Self.cells(String($0)) }.drop {
      $0.first != "Organisation"
    }.dropFirst()
    let printed = try table("2013-11/data/results-to-date.csv").lines
    #expect(lines.count == printed.count)
    func bare(_ text: String?) -> String? { text?.filter { $0 != "," && $0 != "%" } }
    for (line, expected) in zip(lines, printed) {
      #expect(line[0] == expected["organisation"] && line[1] == expected["service"])
      #expect(line[3] == bare(expected["people_printed"]))
      #expect(line[4] == bare(expected["treatment_rate_printed"]))
      #expect(line[5] == bare(expected["control_rate_printed"]))
      #expect(line[6] == bare(expected["difference_low_printed"]))
      #expect(line[7] == bare(expected["difference_high_printed"]))
    }
  }

  @Test(
    .enabled(
      if: Tool.find("unzip") != nil && Tool.find("xmllint") != nil, "unzip or xmllint is missing"))
  func thePartsOfTheSpreadsheetAreWellFormedAndStored() throws {
    let folder = TemporaryFolder()
    let file = "\(Self.published.path)/\(Self.root)/2013-11/data/bulletin.ods"
    let listed = try Tool.run(Tool.find("unzip")!, ["-Z", "-1", file])
    let names = listed.output.split(separator: "\n").map(String.init)
    #expect(
      names == ["mimetype", "META-INF/manifest.xml", "content.xml", "meta.xml", "styles.xml"])
    let tested = try Tool.run(Tool.find("unzip")!, ["-t", file])
    #expect(tested.status == 0, "\(tested.output)")
    let head = Self.published.bytes("\(Self.root)/2013-11/data/bulletin.ods")!.prefix(90)
    #expect(
      String(decoding: head, as: UTF8.self)
        .contains("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"))
    _ = try Tool.run(Tool.find("unzip")!, ["-q", file, "-d", folder.path])
    let parsed = try Tool.run(
      Tool.find("xmllint")!, ["--noout"] + names.dropFirst().map { "\(folder.path)/\($0)" })
    #expect(parsed.status == 0, "\(parsed.errors)")
    let content = try String(contentsOfFile: "\(folder.path)/content.xml", encoding: .utf8)
    #expect(!content.contains("number-columns-spanned") && !content.contains("number-rows-spanned"))
  }
}
