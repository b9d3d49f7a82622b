package import Diagnostics
import Notation

/// A CSV file of many analyses, read row by row (`docs/format.md` section 3).
///
/// Each row is an analysis with the fields of the JSON form as columns, read by the same rules. The
/// memory that reading takes does not grow with the number of rows.
package struct AnalysisTable: Sendable {
  /// What one row gave.
  package struct Row: Sendable {
    /// The analysis, where nothing in the row is in error.
    package let record: AnalysisRecord?
    /// What was found since the row before, in this row or about the file.
    package let findings: [Finding]
    /// The line where the row begins; nil for the last, which only has findings about the file.
    package let line: Int?
    /// The bytes of the row in the file.
    package let range: Range<Int>

    /// What was found, without the analysis.
    package var withoutRecord: Row {
      Row(record: nil, findings: findings, line: line, range: range)
    }
  }

  /// The file's path in the workspace.
  package let file: String
  /// The bytes of the row of names, which say what the cells of all rows mean.
  package let header: Range<Int>
  private let reader: AnalysisReader
  private var stream: CSVStream
  private var layout: AnalysisLayout?
  private var quota = FindingQuota()
  private var shifted: ShiftedRun?
  /// The fields without a column that were reported.
  private var missing: Set<String> = []
  private var hasRows = false
  private var isFinished = false

  /// Begins to read a file of analyses: its encoding and its row of names.
  ///
  /// `allowsPublished` is whether figures may be known only as they were printed (a
  /// reconstruction).
  package init(_ bytes: [UInt8], file: String, allowsPublished: Bool) {
    self.file = file
    reader = AnalysisReader(allowsPublished: allowsPublished)
    stream = CSVStream(bytes, file: file)
    guard let header = stream.readHeader() else {
      self.header = 0..<0
      return
    }
    self.header = header.range
    let layout = AnalysisLayout(header, file: file)
    for finding in layout.findings {
      stream.report(finding)
      if finding.id == "intake.table.missing-column" { missing.insert(finding.place.path ?? "") }
    }
    if layout.isForeign {
      stream.stop()
    } else {
      self.layout = layout
    }
  }

  /// The next row that can be read, with all that was found up to its end; nil after the last.
  ///
  /// The last of all may be without an analysis, for what is found at the end of the file.
  package mutating func next() -> Row? {
    if let row = nextUnread(), let rowReader { return accept(rowReader.read(row)) }
    let rest = rest()
    return rest.findings.isEmpty ? nil : rest
  }

  // MARK: On many threads

  /// A row whose cells are known, and nothing of what they mean.
  package struct UnreadRow: Sendable {
    /// The line where the row begins.
    package var line: Int { cells.line }
    /// The bytes of the row in the file.
    package var range: Range<Int> { cells.range }
    let cells: CSVRow
  }

  /// A row as it was read; what was found in it is handed out by ``accept(_:)``.
  package struct ReadRow: Sendable {
    /// The analysis, where nothing in the row is in error.
    package let record: AnalysisRecord?
    /// The row without what was found.
    package var unreported: Row {
      Row(record: record, findings: [], line: row.line, range: row.range)
    }
    let row: CSVRow
    /// What was found in the cells, and in the tree that they make.
    let inCells: [Finding]
    let inTree: [Finding]
    let shift: AnalysisLayout.Shift?
  }

  /// Reads rows, any number of them at once.
  package struct RowReader: Sendable {
    let layout: AnalysisLayout
    let reader: AnalysisReader
    let file: String

    /// Reads one row by the rules of the JSON form.
    package func read(_ row: UnreadRow) -> ReadRow {
      var builder = AnalysisRowBuilder(layout: layout, row: row.cells, file: file)
      let value = builder.value()
      let (record, found) = reader.read(value, file: file, spellings: layout.spellings)
      let errors = builder.findings.count(of: .error) + found.count(of: .error)
      return ReadRow(
        record: errors > 0 ? nil : record, row: row.cells, inCells: builder.findings,
        inTree: found, shift: errors > 1 ? layout.shift(of: row.cells) : nil)
    }
  }

  /// What reads the rows of this file; nil where its row of names could not be read.
  package var rowReader: RowReader? {
    layout.map { RowReader(layout: $0, reader: reader, file: file) }
  }

  /// The next row that is as wide as the row of names, not yet read; nil after the last.
  package mutating func nextUnread() -> UnreadRow? {
    while let layout, let row = stream.next() {
      hasRows = true
      guard !isHeader(row, layout) else { continue }
      let cells = row.cells.count > layout.width ? layout.trimmed(row) : row
      let isAsWide = stream.isAsWide(cells, as: layout.width) { layout.hint(to: cells) }
      guard isAsWide else {
        endShiftedRun()
        continue
      }
      return UnreadRow(cells: cells)
    }
    return nil
  }

  /// Takes rows that were read, in their order, and hands out all that was found up to them.
  package mutating func accept(_ row: ReadRow) -> Row {
    if let layout {
      if let shift = row.shift {
        add(row.row, shift, layout)
      } else {
        endShiftedRun()
        for finding in row.inCells { report(finding) }
        for finding in row.inTree { translate(finding, row.row, layout) }
      }
    }
    return Row(
      record: row.record, findings: stream.takeFindings(), line: row.row.line,
      range: row.row.range)
  }

  /// What is found at the end of the file, once all rows were accepted; a second call gives
  /// nothing.
  package mutating func rest() -> Row {
    if !isFinished {
      isFinished = true
      reportEnd()
    }
    return Row(record: nil, findings: stream.takeFindings(), line: nil, range: 0..<0)
  }

  /// Reads a row again that gave an analysis before, by its line and its bytes.
  package func record(line: Int, range: Range<Int>, in bytes: [UInt8]) -> AnalysisRecord? {
    guard let rowReader, let layout,
      let row = CSVStream.row(at: range, line: line, in: bytes, file: file)
    else { return nil }
    return rowReader.read(UnreadRow(cells: layout.trimmed(row))).record
  }

  // MARK: One row

  private mutating func report(_ finding: Finding) {
    if quota.admits(finding) { stream.report(finding) }
  }

  /// Reports a finding about the tree of a row in the words of its cells.
  private mutating func translate(
    _ finding: Finding, _ row: CSVRow, _ layout: AnalysisLayout
  ) {
    var finding = finding
    let field = (finding.place.path ?? "$").fieldName
    finding.place.path = field.map { layout.spelling(of: $0) }
    switch finding.id {
    case "intake.json.missing-field":
      guard let field, let column = layout.firstColumn(of: field) else {
        let field = field ?? ""
        // What was said of a part has been said of the whole.
        guard !missing.contains(where: { $0.hasPrefix(field) }) else { return }
        missing.insert(field)
        stream.report(layout.missing(field, line: row.line))
        return
      }
      report(layout.emptyCell(field, column, row, file: file))
    case "intake.json.unknown-field":
      report(layout.unexpectedCell(field ?? "", at: finding.place))
    default: report(finding)
    }
  }

  /// Whether the row is a row of names again; it is reported.
  private mutating func isHeader(_ row: CSVRow, _ layout: AnalysisLayout) -> Bool {
    let filled = row.cells.lazy.map(\.text).first { !$0.isEmpty }
    guard let first = filled,
      layout.beginnings.contains(first)
    else { return false }
    let names = row.cells.map(\.text)
    let isLikeHeader = names.allSatisfy { $0.isOnlySpaces || AnalysisColumn($0) != nil }
    guard isLikeHeader, names.count(where: { !$0.isOnlySpaces }) > 1 || names == layout.names else {
      return false
    }
    let place = Place(file, line: row.line, column: 1)
    guard names != layout.names else {
      stream.report(.repeatedHeader(at: place))
      return true
    }
    stream.report(
      Finding(
        "intake.table.other-header", at: place,
        found: "a row of names stands here again, with other columns than the first row",
        rule: "the column names stand in the first row only",
        remedy: "put the rows from here on into a file of their own; they were not read"))
    stream.stop()
    return true
  }

  // MARK: Rows that are shifted

  private struct ShiftedRun {
    var shift: AnalysisLayout.Shift
    var place: Place
    var firstLine: Int
    var lastLine: Int
  }

  private mutating func add(
    _ row: CSVRow, _ shift: AnalysisLayout.Shift, _ layout: AnalysisLayout
  ) {
    if shifted?.shift == shift {
      shifted!.lastLine = row.line
      return
    }
    endShiftedRun()
    let cell = row.cells[shift.column]
    shifted = ShiftedRun(
      shift: shift,
      place: Place(file, line: cell.line, column: cell.column, path: layout.names[shift.column]),
      firstLine: row.line, lastLine: row.line)
  }

  private mutating func endShiftedRun() {
    guard let run = shifted else { return }
    shifted = nil
    stream.report(.shifted(run.shift, at: run.place, lines: run.firstLine...run.lastLine))
  }

  private mutating func reportEnd() {
    endShiftedRun()
    for finding in quota.rest { stream.report(finding) }
    guard layout != nil, !hasRows else { return }
    stream.report(
      Finding(
        "intake.table.no-rows", .warning, at: Place(file, line: 1, column: 1),
        found: "no row stands under the column names", rule: "each row is one analysis",
        remedy: "export the file again, or remove it"))
  }
}

extension String {
  /// `outcomes[0].people` for the path `$.outcomes[0].people`; nil for the root.
  fileprivate var fieldName: String? { hasPrefix("$.") ? String(dropFirst(2)) : nil }
}
