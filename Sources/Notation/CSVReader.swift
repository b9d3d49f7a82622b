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
    var stream = CSVStream(bytes, file: file)
    guard let names = stream.readHeader() else {
      return (CSVTable(file: file, header: [], rows: []), stream.takeFindings())
    }
    let header = names.cells.map(\.text)
    checkNames(names, in: &stream)
    var rows: [CSVRow] = []
    while let row = stream.next() {
      guard stream.isAsWide(row, as: header.count) else { continue }
      guard !row.cells.lazy.map(\.text).elementsEqual(header) else {
        stream.report(.repeatedHeader(at: Place(file, line: row.line, column: 1)))
        continue
      }
      rows.append(row)
    }
    return (CSVTable(file: file, header: header, rows: rows), stream.takeFindings())
  }

  private static func checkNames(_ header: CSVRow, in stream: inout CSVStream) {
    var columns: [String: Int] = [:]
    for (index, cell) in header.cells.enumerated() {
      let first = columns[cell.text]
      if first == nil { columns[cell.text] = index }
      let place = Place(stream.file, line: cell.line, column: cell.column, path: cell.text)
      if cell.text.isBlank {
        stream.report(
          Finding(
            "intake.csv.blank-column-name",
            at: Place(stream.file, line: cell.line, column: cell.column),
            found: "column \(index + 1) has no name", rule: "every column has a name",
            remedy: "name the column, or remove it"))
      } else if let first {
        stream.report(.duplicateColumn(cell.text, first + 1, index + 1, at: place))
      } else if cell.text.hasOuterWhiteSpace {
        stream.report(.whiteSpace(cell.text, at: place))
      }
    }
  }
}

extension Finding {
  /// The header row stands in the middle of the file.
  package static func repeatedHeader(at place: Place) -> Finding {
    Finding(
      "intake.csv.repeated-header", at: place, found: "the header row stands here again",
      rule: "the column names stand in the first row only",
      remedy: "remove the row; files put together keep one header")
  }

  /// Two columns have one name; the columns are counted from 1.
  package static func duplicateColumn(
    _ name: String, _ first: Int, _ second: Int, at place: Place
  ) -> Finding {
    Finding(
      "intake.csv.duplicate-column", at: place,
      found: "columns \(first) and \(second) are both named \(name.quoted)",
      rule: "every column has its own name", remedy: "rename or remove one of the columns")
  }
}
