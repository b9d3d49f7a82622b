package import Diagnostics

/// The rows of a CSV file under its header; every row has as many cells as the header.
package struct CSVTable: Sendable {
  /// The file's name, for the places of findings.
  package let file: String
  /// The names of the columns, in the order of the file.
  package let header: [String]
  /// The rows under the header, in the order of the file.
  package let rows: [CSVRow]

  /// Rows that have as many cells as the header.
  package init(file: String, header: [String], rows: [CSVRow]) {
    self.file = file
    self.header = header
    self.rows = rows
  }

  /// The index of the first column with this name; nil where there is none.
  package func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  /// Where the cell of a row and a column stands, with the column's name as the path.
  package func place(_ row: CSVRow, _ column: Int) -> Place {
    let cell = row.cells[column]
    return Place(file, line: cell.line, column: cell.column, path: header[column])
  }
}

/// One row of a CSV file.
package struct CSVRow: Sendable {
  /// The line where the row begins, counted from 1; a quoted cell can make it span several.
  package let line: Int
  /// As many cells as the header has.
  package let cells: [CSVCell]
  /// The bytes of the row in the file, its line end included.
  package let range: Range<Int>

  /// A row that begins in this line.
  package init(line: Int, cells: [CSVCell], range: Range<Int> = 0..<0) {
    self.line = line
    self.cells = cells
    self.range = range
  }
}

/// One cell of a CSV file.
package struct CSVCell: Sendable, Hashable {
  /// The text without its quotation marks, with white space as it was written.
  package let text: String
  /// The line of the cell's first character, counted from 1.
  package let line: Int
  /// The column of the cell's first character in characters, counted from 1.
  package let column: Int
  /// Whether the cell stands in quotation marks, which tells "" from nothing.
  package let isQuoted: Bool

  /// A cell that begins at this place.
  package init(text: String, line: Int, column: Int, isQuoted: Bool) {
    self.text = text
    self.line = line
    self.column = column
    self.isQuoted = isQuoted
  }
}
