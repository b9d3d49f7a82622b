import Diagnostics
import Foundation
import Intake
import Notation
import Statistics
import Testing

/// One CSV file of many analyses: what is right goes through, what is wrong is named once, with its
/// line, its column and what to do.
@Suite struct AnalysisTableTests {
  private func expect(
    _ expected: String..., in sheet: Sheet, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let reading = sheet.read()
    #expect(reading.brief == expected, sourceLocation: sourceLocation)
    for finding in reading.findings {
      #expect(!finding.rule.isEmpty && !finding.remedy.isEmpty, sourceLocation: sourceLocation)
      #expect(finding.place.column != nil, sourceLocation: sourceLocation)
    }
  }

  // MARK: What is right

  @Test func aTableGivesTheSameAnalysesAsTheirJSONFiles() throws {
    for (edition, folder) in [
      ("2013-10", "examples/illustrative"), ("2013-11", "examples/illustrative"),
      ("2013-11", ""), ("2014-01", ""), ("2014-07", ""),
    ] {
      let input = try Illustrative(folder)
      let reader = AnalysisReader(allowsPublished: true)
      let paths = input.files.keys.filter {
        $0.hasPrefix("analyses/\(edition)/") && $0.hasSuffix(".json")
      }
      let records = paths.sorted().compactMap { reader.read(input.files[$0]!, file: $0).record }
      let bytes = Sheet.bytes(of: records)
      let reading = TableReading(bytes)
      #expect(reading.findings.isEmpty, "\(reading.brief)")
      #expect(reading.records.map(\.analysis) == records.map(\.analysis))
      #expect(reading.records.map(\.json) == records.map(\.json))
      #expect(Sheet.bytes(of: reading.records) == bytes)
    }
  }

  /// What other programs leave of it: marks round everything, CR LF, a byte order mark, `NA`, row
  /// names, empty cells and rows at the end.
  @Test(arguments: ["quotes", "crlf", "mark", "NA", "row names", "margins", "point"])
  func whatOtherProgramsLeaveIsReadAlike(program: String) throws {
    var sheet = try Sheet(rows: 5)
    let analyses = sheet.read().records.map(\.analysis)
    var text = sheet.text
    switch program {
    case "quotes":
      sheet.rows = sheet.rows.map { $0.map { CSVText.Cell($0.text ?? "", isQuoted: true) } }
      text = sheet.text
    case "crlf": text = text.replacing("\n", with: "\r\n")
    case "mark": text = "\u{FEFF}" + text
    case "NA":
      sheet.rows = sheet.rows.map { $0.map { CSVText.Cell($0.text ?? "NA") } }
      text = sheet.text
    case "row names":
      sheet.header.insert("", at: 0)
      for row in sheet.rows.indices {
        sheet.rows[row].insert(CSVText.Cell("\(row + 1)", isQuoted: true), at: 0)
      }
      text = sheet.text
    case "margins":
      text = text + String(repeating: ",", count: sheet.header.count - 1) + "\n\n"
    default:
      // SAS writes a point for a number that is missing.
      let column = sheet.header.firstIndex(of: "attrition[5].people")!
      sheet.rows = sheet.rows.map { row in
        var row = row
        if row[column].text == nil { row[column] = CSVText.Cell(".") }
        return row
      }
      text = sheet.text
    }
    let reading = TableReading(text)
    #expect(reading.findings.isEmpty, "\(reading.brief.prefix(5))")
    // CR LF stands in a text too, where one goes over lines.
    #expect(reading.records.map(\.analysis.id) == analyses.map(\.id))
    if program != "crlf" { #expect(reading.records.map(\.analysis) == analyses) }
  }

  @Test(arguments: [
    ("outcomes[0].treatment.people", "outcomes.0.treatment.people"),
    ("outcomes[0].treatment.people", "outcomes.0..treatment.people"),
    ("outcomes[0].treatment.people", "outcomes_0_treatment_people"),
    ("outcomes[0].treatment.people", "OUTCOMES_0_TREATMENT_PEOPLE"),
    ("service.period.from", "service period from"),
  ])
  func namesThatRAndSASMangleAreReadAlike(name: String, mangled: String) throws {
    var sheet = try Sheet(rows: 5)
    let analyses = sheet.read().records.map(\.analysis)
    sheet.header[sheet.header.firstIndex(of: name)!] = mangled
    #expect(sheet.read().findings.isEmpty)
    #expect(sheet.read().records.map(\.analysis) == analyses)
    // Findings name the column as the file does.
    sheet[2, mangled] = "a text"
    #expect(sheet.read().findings.first?.place.path == mangled)
  }

  @Test func theOrderOfTheColumnsIsFree() throws {
    var sheet = try Sheet(rows: 5)
    let analyses = sheet.read().records.map(\.analysis)
    sheet.header.reverse()
    sheet.rows = sheet.rows.map { $0.reversed() }
    #expect(sheet.read().findings.isEmpty)
    #expect(sheet.read().records.map(\.analysis) == analyses)
  }

  @Test func everyValueHasTheLineAndTheColumnOfItsCell() throws {
    let sheet = try Sheet(rows: 5)
    let record = try #require(sheet.read().records.dropFirst().first)
    let place = record.identifierPlace
    #expect(place.file == "analyses.csv")
    #expect(place.path == "analysis")
    let lines = sheet.text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines[place.line! - 1]
    #expect(line.dropFirst(place.column! - 1).hasPrefix("\(record.analysis.id),"))
  }

  @Test func aRowCanBeReadAgainFromItsPlace() throws {
    let bytes = try Sheet().bytes
    var table = AnalysisTable(bytes, file: "a.csv", allowsPublished: false)
    var rows: [AnalysisTable.Row] = []
    while let row = table.next() { rows.append(row) }
    #expect(rows.count == 23)
    for row in rows.reversed() {
      let again = table.record(line: try #require(row.line), range: row.range, in: bytes)
      #expect(again?.analysis == row.record?.analysis)
      #expect(again?.identifierPlace == row.record?.identifierPlace)
    }
  }

  @Test func rowsReadOnManyThreadsSayTheSame() async throws {
    var sheet = try Sheet()
    sheet[4, "completed"] = "28/10/2013"
    sheet.rows[7].insert(CSVText.Cell(nil), at: 8)
    sheet.rows[7].removeLast()
    sheet.rows[12].removeLast()
    let bytes = sheet.bytes
    var table = AnalysisTable(bytes, file: "analyses.csv", allowsPublished: true)
    let reader = try #require(table.rowReader)
    var unread: [AnalysisTable.UnreadRow] = []
    while let row = table.nextUnread() { unread.append(row) }
    let read = await withTaskGroup(of: (Int, AnalysisTable.ReadRow).self) { group in
      for (index, row) in unread.enumerated() { group.addTask { (index, reader.read(row)) } }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    var findings: [Finding] = []
    var records: [AnalysisRecord] = []
    for index in unread.indices {
      let row = table.accept(try #require(read[index]))
      findings += row.findings
      if let record = row.record { records.append(record) }
    }
    findings += table.rest().findings
    let reading = sheet.read()
    #expect(findings.sorted() == reading.findings.sorted())
    #expect(reading.findings.count == 3)
    #expect(records.map(\.analysis) == reading.records.map(\.analysis))
  }

  @Test func theColumnsAreTheFieldsOfTheJSONSchema() throws {
    let path = Illustrative.repository.appending(
      path: "templates/schemas/analysis.schema.json")
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
    var fields: Set<String> = []
    Self.collect(schema, in: schema, name: "", into: &fields)
    #expect(fields.count > 40)
    // Only a file of its own has translations.
    let table = fields.filter { !$0.hasPrefix("translations.") }.sorted().map { "\($0)" }
    let header = table.joined(separator: ",")
    // A name that is no column would be a finding; a field without a column too.
    let reading = TableReading(header + "\n")
    #expect(reading.findings.map(\.id) == ["intake.table.no-rows"], "\(reading.brief)")
  }

  /// The paths of all leaves of a JSON Schema.
  private static func collect(
    _ node: [String: Any], in schema: [String: Any], name: String, into fields: inout Set<String>
  ) {
    if let reference = node["$ref"] as? String {
      let definition = reference.split(separator: "/").last.map(String.init)!
      let definitions = schema["$defs"] as! [String: [String: Any]]
      return collect(definitions[definition]!, in: schema, name: name, into: &fields)
    }
    let choices =
      (node["oneOf"] as? [[String: Any]] ?? []) + (node["anyOf"] as? [[String: Any]] ?? [])
      + (node["allOf"] as? [[String: Any]] ?? [])
    for choice in choices { collect(choice, in: schema, name: name, into: &fields) }
    if let properties = node["properties"] as? [String: [String: Any]] {
      for (property, inner) in properties {
        collect(
          inner, in: schema, name: name.isEmpty ? property : "\(name).\(property)", into: &fields)
      }
    }
    let elements = (node["prefixItems"] as? [[String: Any]] ?? [])
    for (index, element) in elements.enumerated() {
      collect(element, in: schema, name: "\(name)[\(index)]", into: &fields)
    }
    if let items = node["items"] as? [String: Any] {
      collect(items, in: schema, name: "\(name)[\(elements.count)]", into: &fields)
    }
    let type = node["type"] as? String
    if ["string", "number", "integer"].contains(type) || node["const"] != nil
      || node["enum"] != nil
    {
      fields.insert(name)
    }
  }

  // MARK: What spreadsheets do

  @Test(arguments: [
    ("02/10/2013", "which number is the month cannot be told"),
    ("28/10/2013", "write 2013-10-28"), ("10/28/2013", "write 2013-10-28"),
    ("41575", "write 2013-10-28, if it counts from 1900"),
    ("28OCT2013", "write 2013-10-28"), ("2013/10/28", "write 2013-10-28"),
    ("2013-10-28 00:00:00", "write 2013-10-28"),
    ("16006", "write 2013-10-28 if R counted them from 1970, 2003-10-28 if SAS did from 1960"),
  ])
  func aDayThatAnotherProgramRewroteIsAFinding(day: String, remedy: String) throws {
    var sheet = try Sheet(rows: 5)
    sheet[1, "completed"] = day
    expect("\(sheet.line(1)) intake.table.day completed", in: sheet)
    #expect(sheet.read().findings[0].remedy.contains(remedy), "\(sheet.read().findings[0].remedy)")
    #expect(sheet.read().records.count == 4)
  }

  @Test(arguments: [
    ("1,234", "write 1234, or 1.234, whichever is meant"), ("1,234,567", "write 1234567"),
    ("0,3056", "write 0.3056"), ("31%", "write the proportion"), ("[x]", ".unknown"),
    ("NaN", "divided by zero"), ("\u{2212}3", "write -3"), (".5", "write 0.5"),
    ("about 40", "in digits"), ("Oct-13", "give the column the format of a number"),
  ])
  func aNumberThatIsNoneIsAFinding(number: String, remedy: String) throws {
    var sheet = try Sheet(rows: 5)
    sheet[1, "outcomes[0].treatment.people"] = number
    expect("\(sheet.line(1)) intake.table.number outcomes[0].treatment.people", in: sheet)
    let finding = sheet.read().findings[0]
    #expect(finding.remedy.contains(remedy), "\(finding.remedy)")
    #expect(finding.found.contains(number.quoted))
  }

  @Test(arguments: ["#NAME?", "#REF!", "#DIV/0!", "#N/A", "########"])
  func theErrorOfASpreadsheetIsAFinding(error: String) throws {
    var sheet = try Sheet(rows: 5)
    sheet[0, "service.name"] = error
    expect("\(sheet.line(0)) intake.table.spreadsheet-error service.name", in: sheet)
  }

  @Test func fewDigitsInScientificNotationAreAWarning() throws {
    var sheet = try Sheet(rows: 5)
    sheet[0, "outcomes[0].difference.pValue"] = "1.2E-02"
    let findings = sheet.read().findings
    #expect(findings.map(\.id) == ["intake.table.cut-number"])
    #expect(!findings.hasErrors)
  }

  @Test func anIdentifierTakenForANumberOrADayIsAFinding() throws {
    var sheet = try Sheet(rows: 5)
    sheet[0, "request"] = "Oct-13"
    expect("\(sheet.line(0)) intake.table.identifier request", in: sheet)
    sheet[0, "request"] = "1E+05"
    #expect(
      sheet.read().findings.map(\.id) == ["intake.table.identifier", "intake.text.identifier"])
  }

  @Test func textDecodedWronglyTwiceIsAWarning() throws {
    var sheet = try Sheet(rows: 5)
    sheet[0, "organisation.name"] = "CafÃ© â€™Roundâ€™"
    let findings = sheet.read().findings
    #expect(findings.map(\.id) == ["intake.table.doubly-encoded"])
    #expect(findings.first?.found.contains("Ã©") == true)
  }

  // MARK: Columns

  @Test func aFileWithOtherMarksBetweenItsCellsIsOneFinding() throws {
    let sheet = try Sheet(rows: 5)
    for mark in [";", "\t"] {
      let text = sheet.text.replacing(",", with: mark)
      #expect(TableReading(text).brief == ["1 intake.csv.delimiter -"])
      let named = TableReading("sep=\(mark)\n" + text)
      #expect(named.brief == ["1 intake.csv.separator-line -"])
    }
  }

  @Test func otherEncodingsAreNamed() throws {
    let text = try Sheet(rows: 5).text.replacing("People submitted", with: "People “submitted”")
    let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let utf16 = TableReading(wide)
    #expect(utf16.brief == ["1 intake.csv.encoding -"])
    #expect(utf16.findings[0].found.contains("UTF-16"))
    let narrow = text.unicodeScalars.flatMap { scalar -> [UInt8] in
      switch scalar {
      case "\u{201C}": [0x93]
      case "\u{201D}": [0x94]
      default: scalar.isASCII ? [UInt8(scalar.value)] : [0x3F]
      }
    }
    let windows = TableReading(narrow)
    #expect(windows.findings.map(\.id) == ["intake.csv.encoding"])
    #expect(windows.findings[0].remedy.contains("Windows-1252"))
  }

  @Test func anUnknownColumnIsOneFindingWithTheNameThatWasMeant() throws {
    var sheet = try Sheet(rows: 5)
    let column = sheet.header.firstIndex(of: "outcomes[0].treatment.people")!
    sheet.header[column] = "outcomes[0].treatment.peeple"
    let findings = sheet.read().findings
    #expect(
      sheet.read().brief == [
        "1 intake.table.column outcomes[0].treatment.peeple",
        "\(sheet.line(0)) intake.table.missing-column outcomes[0].treatment.people",
      ])
    #expect(findings.first?.remedy == "did you mean “outcomes[0].treatment.people”?")
  }

  @Test func aRequiredFieldWithoutAColumnIsOneFinding() throws {
    var sheet = try Sheet(rows: 5)
    let column = sheet.header.firstIndex(of: "completed")!
    sheet.header.remove(at: column)
    for row in sheet.rows.indices { sheet.rows[row].remove(at: column) }
    expect("1 intake.table.missing-column completed", in: sheet)
    #expect(sheet.read().records.isEmpty)
  }

  @Test func aColumnThatStandsTwiceIsAFinding() throws {
    for name in ["analysis", "outcomes.0.conclusion"] {
      var sheet = try Sheet(rows: 5)
      sheet.header.append(name)
      for row in sheet.rows.indices { sheet.rows[row].append(CSVText.Cell(nil)) }
      expect("1 intake.csv.duplicate-column \(name)", in: sheet)
    }
  }

  @Test func emptyColumnsBehindTheLastAreAWarning() throws {
    var text = try Sheet(rows: 5).text.replacing("\n", with: ",,\n")
    // Only line ends between rows: no text of the example goes over lines in its first rows.
    text = text.split(separator: "\n").prefix(2).joined(separator: "\n")
    let reading = TableReading(text)
    #expect(reading.findings.map(\.id) == ["intake.table.empty-columns"], "\(reading.brief)")
    #expect(reading.records.count == 1)
  }

  @Test func aForeignHeaderIsOneFinding() {
    #expect(
      TableReading("id,people\n1,2\n3,4\n").brief == ["1 intake.table.header -"])
  }

  @Test func aFileWithoutRowsIsAWarning() throws {
    var sheet = try Sheet(rows: 5)
    sheet.rows = []
    expect("1 intake.table.no-rows -", in: sheet)
  }

  // MARK: Rows

  @Test func aHeaderInTheMiddleIsAFinding() throws {
    var sheet = try Sheet()
    sheet.rows.insert(sheet.header.map { CSVText.Cell($0) }, at: 3)
    expect("\(sheet.line(3)) intake.csv.repeated-header -", in: sheet)
    #expect(sheet.read().records.count == 23)
  }

  @Test func aHeaderOfOtherColumnsInTheMiddleIsOneFinding() throws {
    let sheet = try Sheet()
    var other = try Sheet("2013-10")
    other.header[0] = "request"
    let text = sheet.text + other.text
    let reading = TableReading(text)
    #expect(reading.findings.map(\.id) == ["intake.table.other-header"], "\(reading.brief)")
    #expect(reading.records.count == 23)
  }

  @Test func aRowWithACellTooManySaysWhereItBegins() throws {
    var sheet = try Sheet(rows: 5)
    let column = sheet.header.firstIndex(of: "organisation.name")!
    sheet.rows[2].insert(CSVText.Cell("Limited"), at: column + 1)
    let finding = try #require(sheet.read().findings.first)
    #expect(sheet.read().findings.count == 1)
    #expect(finding.id == "intake.csv.ragged-row")
    #expect(
      finding.found.contains("from “service.period.from” on its cells fit one column further left"))
  }

  @Test(arguments: [1, -1])
  func aShiftedRowIsOneFinding(distance: Int) throws {
    var sheet = try Sheet()
    let column = sheet.header.firstIndex(of: "service.name")!
    if distance > 0 {
      sheet.rows[2].insert(CSVText.Cell(nil), at: column)
      sheet.rows[2].removeLast()
    } else {
      sheet.rows[2].remove(at: column)
      sheet.rows[2].append(CSVText.Cell(nil))
    }
    let finding = try #require(sheet.read().findings.first)
    #expect(sheet.read().findings.count == 1, "\(sheet.read().brief)")
    #expect(finding.id == "intake.table.shifted-row")
    #expect(finding.place.line == sheet.line(2))
    #expect(finding.found.contains("one column too far to the \(distance > 0 ? "right" : "left")"))
    #expect(sheet.read().records.count == 22)
  }

  @Test func rowsThatAreShiftedAlikeAreOneFinding() throws {
    var sheet = try Sheet()
    let column = sheet.header.firstIndex(of: "attrition[0].people")!
    for row in 5..<15 {
      sheet.rows[row].insert(CSVText.Cell(nil), at: column)
      sheet.rows[row].removeLast()
    }
    let findings = sheet.read().findings
    #expect(findings.map(\.id) == ["intake.table.shifted-row"], "\(sheet.read().brief)")
    #expect(
      findings[0].found.hasPrefix("in the rows of lines \(sheet.line(5)) to \(sheet.line(14))"))
    #expect(sheet.read().records.count == 13)
  }

  @Test func twoWrongCellsAreNoShift() throws {
    var sheet = try Sheet(rows: 5)
    sheet[1, "outcomes[0].treatment.people"] = "many"
    sheet[1, "outcomes[0].control.people"] = "more"
    expect(
      "\(sheet.line(1)) intake.table.number outcomes[0].treatment.people",
      "\(sheet.line(1)) intake.table.number outcomes[0].control.people", in: sheet)
  }

  @Test func anEmptyCellIsAFindingAtItsPlace() throws {
    var sheet = try Sheet(rows: 5)
    sheet[4, "outcomes[0].control.people"] = nil
    expect("\(sheet.line(4)) intake.table.empty-cell outcomes[0].control.people", in: sheet)
    #expect(sheet.read().findings[0].remedy.contains("outcomes[0].control.people.unknown"))
    sheet = try Sheet(rows: 5)
    sheet[4, "analysis"] = "NA"
    expect("\(sheet.line(4)) intake.table.empty-cell analysis", in: sheet)
    #expect(sheet.read().findings[0].remedy == "write the value")
  }

  @Test func aValueAndTheReasonWhyItIsUnknownContradictEachOther() throws {
    var sheet = try Sheet(rows: 5)
    sheet.header.append("completed.unknown")
    for row in sheet.rows.indices {
      sheet.rows[row].append(CSVText.Cell(row == 3 ? "Nobody knows." : nil))
    }
    expect("\(sheet.line(3)) intake.table.contradiction completed.unknown", in: sheet)
  }

  @Test func aListWithAGapIsAFinding() throws {
    var sheet = try Sheet(rows: 5)
    for part in ["step", "people", "reason"] { sheet[0, "attrition[1].\(part)"] = nil }
    expect("\(sheet.line(0)) intake.table.gap attrition[2]", in: sheet)
  }

  @Test func aFieldThatDoesNotBelongHereIsAFinding() throws {
    var sheet = try Sheet(rows: 5)
    sheet.header.append("outcomes[0].unit")
    for row in sheet.rows.indices { sheet.rows[row].append(CSVText.Cell(row == 3 ? "days" : nil)) }
    expect("\(sheet.line(3)) intake.table.unexpected-cell outcomes[0].unit", in: sheet)
  }

  @Test func aListWithoutElementsIsWrittenInBrackets() throws {
    let input = try Illustrative()
    let path = input.analysis()
    let text = String(decoding: input.files[path]!, as: UTF8.self)
      .replacing("\"completed\"", with: "\"sources\": [], \"completed\"")
    let (record, findings) = AnalysisReader(allowsPublished: false)
      .read(Array(text.utf8), file: path)
    #expect(findings.isEmpty)
    let bytes = Sheet.bytes(of: [try #require(record)])
    #expect(Sheet(bytes)[0, "sources"] == "[]")
    #expect(TableReading(bytes).findings.isEmpty)
    var sheet = Sheet(bytes)
    sheet[0, "sources"] = "one"
    expect("\(sheet.line(0)) intake.table.list sources", in: sheet)
  }

  @Test func manyFaultsOfOneKindAreCounted() throws {
    var sheet = try Sheet(rows: 5)
    let row = sheet.rows[0]
    sheet.rows = Array(repeating: row, count: 60)
    for index in sheet.rows.indices { sheet[index, "completed"] = "28/10/2013" }
    let findings = sheet.read().findings
    #expect(findings.count == 21)
    #expect(findings.last?.found.contains("and 39 more like it") == true)
  }

  @Test func aRowAboveFaultyOnesIsReadAllTheSame() throws {
    var sheet = try Sheet()
    sheet[4, "completed"] = "2013-02-30"
    sheet[9, "outcomes[0].conclusion"] = "better"
    sheet[17, "organisation.id"] = "No Slug"
    expect(
      "\(sheet.line(4)) intake.date.impossible completed",
      "\(sheet.line(9)) intake.json.choice outcomes[0].conclusion",
      "\(sheet.line(17)) intake.text.slug organisation.id", in: sheet)
    #expect(sheet.read().records.count == 20)
  }
}

extension Sheet {
  /// The line where a row begins; texts can go over lines.
  func line(_ row: Int) -> Int {
    2
      + rows[..<row].reduce(0) { sum, cells in
        sum + 1 + cells.reduce(0) { $0 + ($1.text ?? "").utf8.count { $0 == 0x0A } }
      }
  }
}
