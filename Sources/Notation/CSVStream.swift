package import Diagnostics

/// The rows of a CSV file one by one, so that a file of any number of rows takes no more memory
/// than its bytes.
///
/// It says what is wrong with the notation, and leaves the columns to whoever knows what they
/// mean: the first row is a row like the others.
package struct CSVStream: Sendable {
  /// The file's name, for the places of findings.
  package let file: String
  /// The faults found since they were taken last.
  private var taken = 0
  private var parser: CSVParser
  /// Blank rows that are faults only if another row follows.
  private var blanks: [CSVRow] = []
  /// Rows of one wrong width that follow one another, to be reported together.
  private var ragged: RaggedRun?
  /// Whether a fault stopped the reading, or the end is reached.
  private var isStopped = false

  /// Looks at the encoding of all bytes; a blank file is a finding.
  package init(_ bytes: [UInt8], file: String) {
    self.file = file
    let encoding = TextEncoding(of: bytes, file: file, id: "intake.csv.encoding")
    parser = CSVParser(bytes, file: file, from: encoding.start)
    if let finding = encoding.finding { report(finding) }
    guard encoding.isReadable else {
      isStopped = true
      return
    }
    guard parser.isBlank else { return }
    isStopped = true
    report(
      Finding(
        "intake.csv.empty", at: Place(file, line: 1, column: 1),
        found: "the file is empty", rule: "a CSV file begins with a row of column names",
        remedy: "export the file again, or remove it"))
  }

  /// The row that stands at these bytes and begins in this line, read without any finding.
  package static func row(
    at range: Range<Int>, line: Int, in bytes: [UInt8], file: String
  ) -> CSVRow? {
    var parser = CSVParser(bytes, file: file, from: range.lowerBound, line: line)
    // A row that stopped the reading was never given out, so its place is not known either.
    return try? parser.record()
  }

  /// The next row that is not blank, whatever its width; nil at the end.
  package mutating func next() -> CSVRow? {
    while !isStopped {
      do {
        guard let row = try parser.record() else { break }
        if row.isBlank {
          blanks.append(row)
          // Only so many are reported; the memory for a file of nothing but commas is bounded.
          if blanks.count > CSVReader.findingLimit { blanks.removeLast() }
          continue
        }
        try reportBlanks()
        return row
      } catch {
        // The finding that stopped the parser is the last of its findings.
        isStopped = parser.findings.count > CSVReader.findingLimit
        break
      }
    }
    endRaggedRun()
    isStopped = true
    return nil
  }

  /// The findings since the last call.
  package mutating func takeFindings() -> [Finding] {
    defer { taken = parser.findings.count }
    return Array(parser.findings[taken...])
  }

  /// Whether anything was found since the findings were taken.
  package var hasFindings: Bool { parser.findings.count > taken }

  /// Reports a finding about a row; reading stops where there are too many.
  package mutating func report(_ finding: Finding) {
    guard parser.findings.count <= CSVReader.findingLimit else { return }
    do { try parser.report(finding) } catch { isStopped = true }
  }

  /// Reads no further.
  package mutating func stop() {
    endRaggedRun()
    isStopped = true
  }

  // MARK: The first row

  /// The row of column names; nil where there is none that can be read.
  ///
  /// A line such as `sep=;`, which Excel understands and nobody else, is not taken for one.
  package mutating func readHeader() -> CSVRow? {
    guard var header = next() else { return nil }
    if header.cells[0].text.lowercased().hasPrefix("sep=") {
      report(.separatorLine(header, file: file))
      guard header.cells.count > 1, let second = next() else {
        isStopped = true
        return nil
      }
      header = second
    }
    do {
      try parser.checkDelimiter(of: header)
    } catch {
      isStopped = true
      return nil
    }
    return header
  }

  // MARK: Rows of another width

  private struct RaggedRun {
    var first: CSVRow
    var lastLine: Int
    var width: Int
    var hint: String
  }

  /// Whether a row has as many cells as there are columns; if not it is reported, together with
  /// those that follow it and have the same width.
  ///
  /// The hint says more of what is wrong, and goes behind what was found.
  package mutating func isAsWide(_ row: CSVRow, as width: Int, hint: () -> String = { "" }) -> Bool
  {
    guard row.cells.count != width else {
      endRaggedRun()
      return true
    }
    if ragged?.first.cells.count == row.cells.count {
      ragged!.lastLine = row.line
    } else {
      endRaggedRun()
      ragged = RaggedRun(first: row, lastLine: row.line, width: width, hint: hint())
    }
    return false
  }

  private mutating func endRaggedRun() {
    guard let run = ragged else { return }
    ragged = nil
    report(.ragged(run.first, upTo: run.lastLine, width: run.width, hint: run.hint, file: file))
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

extension Finding {
  fileprivate static func separatorLine(_ row: CSVRow, file: String) -> Finding {
    let isComma = row.cells.count > 1
    let text = isComma ? "sep=," : row.cells[0].text
    return Finding(
      "intake.csv.separator-line", isComma ? .warning : .error,
      at: Place(file, line: row.line, column: 1),
      found: "the line \(text.quoted) stands before the column names",
      rule: "a CSV file begins with a row of column names; commas stand between the cells",
      source: "RFC 4180 section 2",
      remedy: isComma
        ? "remove the line: only Excel reads it"
        : "export the file with commas, and without the line that only Excel reads")
  }

  fileprivate static func ragged(
    _ row: CSVRow, upTo last: Int, width: Int, hint: String, file: String
  ) -> Finding {
    let count = row.cells.count
    let cells = "\(count) cell\(count == 1 ? "" : "s")"
    // The first cell too many is where to look; of cells too few the row is the place.
    let isWider = count > width
    let place = Place(
      file, line: isWider ? row.cells[width].line : row.line,
      column: isWider ? row.cells[width].column : 1)
    let isRun = last > row.line
    return Finding(
      "intake.csv.ragged-row", at: place,
      found: (isRun
        ? "the rows of lines \(row.line) to \(last) have \(cells) each"
        : "the row has \(cells)") + ", the header has \(width)" + hint,
      rule: "every row has as many cells as the header", source: "RFC 4180 section 2",
      remedy: isWider
        ? "put quotation marks round a text with a comma, or remove the cells that are too many"
        : "add the cells that are missing, empty ones too")
  }
}

extension CSVRow {
  /// Whether the row holds nothing; a quoted cell is something.
  fileprivate var isBlank: Bool { cells.allSatisfy { !$0.isQuoted && $0.text.isBlank } }
}
