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
    while let layout, let row = stream.next() {
      hasRows = true
      guard !isHeader(row, layout) else { continue }
      let cells = row.cells.count > layout.width ? layout.trimmed(row) : row
      let isAsWide = stream.isAsWide(cells, as: layout.width) { layout.hint(to: cells) }
      guard isAsWide else {
        endShiftedRun()
        continue
      }
      let record = read(cells, layout)
      return Row(
        record: record, findings: stream.takeFindings(), line: row.line, range: row.range)
    }
    guard !isFinished else { return nil }
    isFinished = true
    finish()
    let findings = stream.takeFindings()
    return findings.isEmpty
      ? nil : Row(record: nil, findings: findings, line: nil, range: 0..<0)
  }

  /// Reads a row again that gave an analysis before, by its line and its bytes; it can be called
  /// for many rows at once.
  package func record(line: Int, range: Range<Int>, in bytes: [UInt8]) -> AnalysisRecord? {
    guard let layout,
      let row = CSVStream.row(at: range, line: line, in: bytes, file: file)
    else { return nil }
    var builder = AnalysisRowBuilder(layout: layout, row: layout.trimmed(row), file: file)
    return reader.read(builder.value(), file: file, spellings: layout.spellings).record
  }

  // MARK: One row

  private mutating func read(_ row: CSVRow, _ layout: AnalysisLayout) -> AnalysisRecord? {
    var builder = AnalysisRowBuilder(layout: layout, row: row, file: file)
    let value = builder.value()
    let (record, found) = reader.read(value, file: file, spellings: layout.spellings)
    guard !builder.findings.isEmpty || !found.isEmpty else {
      endShiftedRun()
      return record
    }
    let all = builder.findings + found
    if all.count(of: .error) > 1, let shift = layout.shift(of: row) {
      add(row, shift, layout)
      return nil
    }
    endShiftedRun()
    for finding in builder.findings { report(finding) }
    for finding in found { translate(finding, row, layout) }
    return all.hasErrors ? nil : record
  }

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

  private mutating func finish() {
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

/// Lets so many findings of one kind in one column through and counts the others.
struct FindingQuota: Sendable {
  /// How many of one kind are reported one by one.
  static let limit = 20

  private struct Kind: Hashable {
    var id: String
    var path: String?
  }

  private var counts: [Kind: Int] = [:]
  /// The first finding of each kind that was not let through, in their order.
  private var cut: [(finding: Finding, kind: Kind, lastLine: Int)] = []

  mutating func admits(_ finding: Finding) -> Bool {
    let kind = Kind(id: finding.id, path: finding.place.path)
    let count = counts[kind, default: 0] + 1
    counts[kind] = count
    guard count > Self.limit else { return true }
    let line = finding.place.line ?? 0
    if count == Self.limit + 1 {
      cut.append((finding, kind, line))
    } else if let index = cut.firstIndex(where: { $0.kind == kind }) {
      cut[index].lastLine = line
    }
    return false
  }

  /// One finding for all of each kind that were not let through.
  var rest: [Finding] {
    cut.map { finding, kind, lastLine in
      var finding = finding
      let count = counts[kind]! - Self.limit
      if count > 1 {
        finding.found += " (and \(count - 1) more like it in this column, down to line \(lastLine))"
      }
      return finding
    }
  }
}

extension String {
  /// `outcomes[0].people` for the path `$.outcomes[0].people`; nil for the root.
  fileprivate var fieldName: String? { hasPrefix("$.") ? String(dropFirst(2)) : nil }
}
