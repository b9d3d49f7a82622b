import Diagnostics
import Editions
@testable import Intake
import Notation
import Schedule
import Statistics

/// Findings have words, a place inside the file, and come before any use of the value.
func expectSound(_ findings: [Finding], in bytes: [UInt8]) {
  let lineCount = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
  for finding in findings {
    expect(!finding.found.isEmpty && !finding.rule.isEmpty, "a finding says what and why")
    guard let line = finding.place.line else { continue }
    expect((1...lineCount).contains(line), "a finding stands in a line of the file")
    expect((finding.place.column ?? 1) >= 1, "a column is counted from 1")
    _ = finding.text
  }
}

func readJSON(_ bytes: [UInt8]) {
  let (value, findings) = JSONReader.read(bytes, file: "a.json")
  expectSound(findings, in: bytes)
  expect(value != nil || findings.hasErrors, "there is a value or an error")
  guard let value, findings.isEmpty else { return }
  let scalars = Dictionary(uniqueKeysWithValues: places(of: bytes))
  expectInPlace(value, scalars)
  guard let canonical = CanonicalJSON(value) else { return }
  let (again, faults) = JSONReader.read(canonical.bytes, file: "a.json")
  expect(faults.isEmpty, "the canonical form is JSON")
  expect(again.flatMap { CanonicalJSON($0) } == canonical, "the canonical form is the same value")
}

private struct Spot: Hashable {
  var line: Int
  var column: Int
}

/// The first byte of each character, by line and column.
private func places(of bytes: [UInt8]) -> [(Spot, UInt8)] {
  var places: [(Spot, UInt8)] = []
  var spot = Spot(line: 1, column: 1)
  let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  for index in bytes.indices[start...] {
    let byte = bytes[index]
    if byte & 0xC0 != 0x80 { places.append((spot, byte)) }
    if byte == 0x0A || (byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)) {
      spot = Spot(line: spot.line + 1, column: 1)
    } else if byte & 0xC0 != 0x80 {
      spot.column += 1
    }
  }
  return places
}

/// Every value and every name stands where it says.
private func expectInPlace(_ value: JSONValue, _ places: [Spot: UInt8]) {
  let byte = places[Spot(line: value.line, column: value.column)] ?? 0
  let firsts: String.UTF8View =
    switch value.kind {
    case .null: "n".utf8
    case .bool(let bool): (bool ? "t" : "f").utf8
    case .number: "-0123456789".utf8
    case .string: "\"".utf8
    case .array: "[".utf8
    case .object: "{".utf8
    }
  expect(firsts.contains(byte), "a value stands where it says")
  for element in value.array ?? [] { expectInPlace(element, places) }
  for member in value.object?.members ?? [] {
    let quote = places[Spot(line: member.keyLine, column: member.keyColumn)]
    expect(quote == UInt8(ascii: "\""), "a name stands where it says")
    expectInPlace(member.value, places)
  }
}

func readAnalysis(_ bytes: [UInt8]) {
  for allowsPublished in [false, true] {
    let reader = AnalysisReader(allowsPublished: allowsPublished)
    let (record, findings) = reader.read(bytes, file: "analyses/2013-10/a.json")
    expectSound(findings, in: bytes)
    expect((record == nil) == findings.hasErrors, "there is a record or an error")
  }
}

func readSchedule(_ bytes: [UInt8]) {
  let (record, findings) = ScheduleReader.read(bytes, file: "schedule.json")
  expectSound(findings, in: bytes)
  expect(record != nil || findings.hasErrors, "there is a schedule or an error")
  guard let record, !findings.hasErrors else { return }
  let schedule = record.programme.schedule
  _ = schedule.entries(from: schedule.rule.first, months: 14)
  _ = schedule.next(after: Instant(utc: schedule.rule.first.firstDay))
}

func readRegister(_ bytes: [UInt8]) {
  let (_, findings) = RegisterReader.read(bytes, file: "requests.csv")
  expectSound(findings, in: bytes)
}

func readCSV(_ bytes: [UInt8]) {
  let (table, findings) = CSVReader.read(bytes, file: "a.csv")
  expectSound(findings, in: bytes)
  expect(
    table.rows.allSatisfy { $0.cells.count == table.header.count },
    "every row has as many cells as the header")
  guard findings.isEmpty, !table.header.isEmpty else { return }
  let rows = [table.header] + table.rows.map { $0.cells.map(\.text) }
  let written = rows.map { row in
    row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\n"
  }.joined()
  let (again, faults) = CSVReader.read(Array(written.utf8), file: "a.csv")
  expect(faults.isEmpty, "a table that is written again has no faults: \(faults)")
  expect(again.header == table.header, "the header is the same")
  expect(
    again.rows.map { $0.cells.map(\.text) } == table.rows.map { $0.cells.map(\.text) },
    "the cells are the same")
}

func readCommentary(_ bytes: [UInt8]) {
  let (_, findings) = CommentaryReader.read(bytes, file: "commentary.md")
  expectSound(findings, in: bytes)
  let page = InputFile(path: "pages/methodology.md", bytes: bytes)
  let (pages, faults) = StandingPageReader.read([page])
  expectSound(faults, in: bytes)
  expect(
    pages.isEmpty == faults.contains { $0.severity == .error }, "a page that has no fault is read")
}

/// What parses prints as a text that parses to the same.
func readWords(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  if let day = Day(text) { expect(Day(day.description) == day, "a day") }
  if let month = Month(text) { expect(Month(month.description) == month, "a month") }
  if let instant = Instant(text) { expect(Instant(instant.description) == instant, "an instant") }
  if let time = TimeOfDay(text) { expect(TimeOfDay(time.description) == time, "a time of day") }
  if let wall = WallTime(text) { expect(WallTime(wall.description) == wall, "a wall time") }
  if let numeral = Numeral(text) {
    expect(Double(text) == numeral.value, "a number's value")
    if let integer = numeral.integer {
      expect(Double(integer) == numeral.value, "a whole number's value")
    }
  }
  _ = PublishedNumeral(text, source: "a source")
  _ = Zone(text)
  let slug = Slug.make(text, limit: 40)
  expect(slug.utf8.count <= 40 && Slug.make(slug, limit: 40) == slug, "a slug of a slug")
}
