package import Diagnostics

/// Reads CSV (RFC 4180) with a header row and the place of every cell, and says all that is wrong.
package enum CSVReader {
  /// How many findings one file can cause before reading stops.
  package static let findingLimit = 1000

  /// Reads a file in time proportional to its size.
  ///
  /// Lines end with LF, CR LF or CR. Rows that are faulty as a whole (ragged, blank, the header
  /// again) are not in the table; after any error the table serves to look for further faults
  /// only. Where there is no header the table has no columns and no rows.
  package static func read(
    _ bytes: [UInt8], file: String
  ) -> (table: CSVTable, findings: [Finding]) {
    let encoding = TextEncoding(of: bytes, file: file, id: "intake.csv.encoding")
    let fault = [encoding.finding].compactMap(\.self)
    guard encoding.isReadable else {
      return (CSVTable(file: file, header: [], rows: []), fault)
    }
    var assembly = CSVAssembly(CSVParser(bytes, file: file, from: encoding.start))
    do {
      try assembly.run()
    } catch {
      // The finding that stopped the parser is the last of its findings.
    }
    return (
      CSVTable(file: file, header: assembly.header, rows: assembly.rows),
      fault + assembly.parser.findings
    )
  }
}

/// Makes a table of the records of a file.
struct CSVAssembly {
  var parser: CSVParser
  private(set) var header: [String] = []
  private(set) var rows: [CSVRow] = []
  /// Blank rows that are faults only if another row follows.
  private var blanks: [CSVRow] = []

  init(_ parser: CSVParser) {
    self.parser = parser
  }

  mutating func run() throws(CSVParser.Stop) {
    guard !parser.isBlank else {
      try parser.report(
        "intake.csv.empty", line: 1, column: 1,
        .init(
          found: "the file is empty", rule: "a CSV file begins with a row of column names",
          remedy: "export the file again, or remove it"))
      return
    }
    while let row = try parser.record() {
      if row.isBlank {
        blanks.append(row)
        // Only so many are reported; the memory for a file of nothing but commas is bounded.
        if blanks.count > CSVReader.findingLimit { blanks.removeLast() }
        continue
      }
      try reportBlanks()
      if header.isEmpty {
        try readHeader(row)
      } else {
        try add(row)
      }
    }
  }

  private mutating func readHeader(_ row: CSVRow) throws(CSVParser.Stop) {
    try parser.checkDelimiter(of: row)
    header = row.cells.map(\.text)
    var columns: [String: Int] = [:]
    for (index, cell) in row.cells.enumerated() {
      let first = columns[cell.text]
      if first == nil { columns[cell.text] = index }
      if cell.text.isBlank {
        try parser.report(
          "intake.csv.blank-column-name", line: cell.line, column: cell.column,
          .init(
            found: "column \(index + 1) has no name", rule: "every column has a name",
            remedy: "name the column, or remove it"))
      } else if let first {
        try parser.report(
          "intake.csv.duplicate-column", line: cell.line, column: cell.column,
          .init(
            found: "columns \(first + 1) and \(index + 1) are both named \(cell.text.quoted)",
            rule: "every column has its own name",
            remedy: "rename or remove one of the columns", path: cell.text))
      } else if cell.text.hasOuterWhiteSpace {
        try parser.report(
          .whiteSpace(
            cell.text,
            at: Place(parser.file, line: cell.line, column: cell.column, path: cell.text)))
      }
    }
  }

  private mutating func add(_ row: CSVRow) throws(CSVParser.Stop) {
    guard row.cells.count == header.count else {
      try reportRagged(row)
      return
    }
    guard !row.cells.lazy.map(\.text).elementsEqual(header) else {
      try parser.report(
        "intake.csv.repeated-header", line: row.line, column: 1,
        .init(
          found: "the header row stands here again",
          rule: "the column names stand in the first row only",
          remedy: "remove the row; files put together keep one header"))
      return
    }
    rows.append(row)
  }

  private mutating func reportRagged(_ row: CSVRow) throws(CSVParser.Stop) {
    let count = row.cells.count
    // The first cell too many is where to look; of cells too few the row is the place.
    let column = count > header.count ? row.cells[header.count].column : 1
    let line = count > header.count ? row.cells[header.count].line : row.line
    try parser.report(
      "intake.csv.ragged-row", line: line, column: column,
      .init(
        found: "the row has \(count) cell\(count == 1 ? "" : "s"), the header has \(header.count)",
        rule: "every row has as many cells as the header",
        remedy: count > header.count
          ? "put quotation marks round a text with a comma, or remove the cells that are too many"
          : "add the cells that are missing, empty ones too",
        source: "RFC 4180 section 2"))
  }

  private mutating func reportBlanks() throws(CSVParser.Stop) {
    for row in blanks {
      try parser.report(
        "intake.csv.blank-line", line: row.line, column: 1,
        .init(
          found: row.cells.count > 1 ? "the row has empty cells only" : "the line is blank",
          rule: "every line but the last ones holds a row", remedy: "remove the line"))
    }
    blanks = []
  }
}

extension CSVRow {
  /// Whether the row holds nothing; a quoted cell is something.
  fileprivate var isBlank: Bool { cells.allSatisfy { !$0.isQuoted && $0.text.isBlank } }
}
