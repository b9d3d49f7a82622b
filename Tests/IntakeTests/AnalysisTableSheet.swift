import Diagnostics
import Foundation
import Intake
import Notation

/// A CSV file of analyses as cells, to be spoilt by tests.
struct Sheet: Sendable {
  var header: [String]
  var rows: [[CSVText.Cell]]

  private static let november = Result { try Sheet("2013-11") }

  /// The first analyses of November 2013 of the illustrative workspace.
  init(rows count: Int = 23) throws {
    self = try Self.november.get()
    rows.removeSubrange(min(count, rows.count)...)
  }

  /// The analyses of an edition of the illustrative workspace.
  init(_ edition: String) throws {
    let input = try Illustrative("examples/illustrative")
    let reader = AnalysisReader(allowsPublished: true)
    let paths = input.files.keys.filter {
      $0.hasPrefix("analyses/\(edition)/") && $0.hasSuffix(".json")
    }
    let records = paths.sorted().compactMap { reader.read(input.files[$0]!, file: $0).record }
    self.init(Self.bytes(of: records))
  }

  init(_ bytes: [UInt8]) {
    let (table, findings) = CSVReader.read(bytes, file: "sheet.csv")
    precondition(findings.isEmpty, "\(findings.map(\.text))")
    header = table.header
    rows = table.rows.map { row in
      row.cells.map { CSVText.Cell($0.text.isEmpty ? nil : $0.text, isQuoted: $0.isQuoted) }
    }
  }

  /// The CSV form of analyses.
  static func bytes(of records: [AnalysisRecord]) -> [UInt8] {
    var writer = AnalysisTableWriter()
    for record in records { writer.note(record) }
    let (header, rows) = writer.header
    return records.reduce(into: header) { $0 += rows.bytes(of: $1)! }
  }

  /// A cell of a column; the test is wrong where there is no such column.
  subscript(row: Int, column: String) -> String? {
    get { rows[row][header.firstIndex(of: column)!].text }
    set { rows[row][header.firstIndex(of: column)!] = CSVText.Cell(newValue) }
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    CSVText.append(header.map { CSVText.Cell($0) }, to: &bytes)
    for row in rows { CSVText.append(row, to: &bytes) }
    return bytes
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// What reading gives.
  func read() -> TableReading { TableReading(bytes) }
}

/// Everything that reading a file of analyses gives.
struct TableReading {
  var records: [AnalysisRecord] = []
  var findings: [Finding] = []

  init(_ bytes: [UInt8], allowsPublished: Bool = true) {
    var table = AnalysisTable(bytes, file: "analyses.csv", allowsPublished: allowsPublished)
    while let row = table.next() {
      findings += row.findings
      if let record = row.record { records.append(record) }
    }
  }

  init(_ text: String) { self.init(Array(text.utf8)) }

  /// `3 intake.table.number outcomes[0].treatment.people`.
  var brief: [String] {
    findings.map { "\($0.place.line ?? 0) \($0.id) \($0.place.path ?? "-")" }
  }
}
