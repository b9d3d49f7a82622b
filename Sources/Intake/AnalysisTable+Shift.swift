import Diagnostics
import Notation
import Schedule
import Statistics

extension AnalysisLayout {
  /// Values that stand beside their columns.
  struct Shift: Sendable, Hashable {
    /// 1 where they stand too far to the right, -1 too far to the left.
    let distance: Int
    /// The first column whose cell shows it.
    let column: Int
  }

  /// What shows that the values of a row stand one column beside their own; nil where nothing does.
  ///
  /// From the first cell that does not fit its column to the last, every cell must fit the column
  /// beside it, and at least two of them must be of a kind that not every text fits.
  func shift(of row: CSVRow) -> Shift? {
    let count = min(row.cells.count, width)
    let misfits = (0..<count).filter { !fits(row.cells[$0], $0) }
    let isRagged = row.cells.count != width
    guard let first = misfits.first, misfits.count > 1 || isRagged else { return nil }
    let last = isRagged ? row.cells.count - 1 : misfits.last!
    let distances = isRagged ? [row.cells.count > width ? 1 : -1] : [1, -1]
    let distance = distances.first { distance in
      let cells = (first...last).filter { !isAbsent(row.cells[$0]) }
      let strong = cells.count { (0..<width).contains($0 - distance) && isStrong($0 - distance) }
      return strong > 1
        && cells.allSatisfy {
          (0..<width).contains($0 - distance) && fits(row.cells[$0], $0 - distance)
        }
    }
    return distance.map { Shift(distance: $0, column: first) }
  }

  /// More about a row that is too long or too short: where its cells begin to stand beside their
  /// columns.
  func hint(to row: CSVRow) -> String {
    guard let shift = shift(of: row) else { return "" }
    let side = shift.distance > 0 ? "left" : "right"
    return "; from \(names[shift.column].quoted) on its cells fit one column further \(side)"
  }

  private func isAbsent(_ cell: CSVCell) -> Bool {
    cell.text.isEmpty || cell.text == "NA" && !cell.isQuoted
  }

  /// Whether not every text fits the column.
  private func isStrong(_ column: Int) -> Bool {
    guard let kind = kinds[column] else { return false }
    return kind != .text
  }

  private func fits(_ cell: CSVCell, _ column: Int) -> Bool {
    guard let kind = kinds[column], !isAbsent(cell) else { return true }
    let text = cell.text
    return switch kind {
    case .constant(let constant): text == constant
    case .text: Numeral(text) == nil
    case .identifier: text.utf8.count <= 24 && text.utf8.allSatisfy(\.isNameByte)
    case .slug:
      text.utf8.count <= 60 && text.utf8.allSatisfy(\.isNameByte) && text == text.lowercased()
    case .choice(let choices): choices.contains(text)
    case .day: Day(text) != nil
    case .number: Numeral(text) != nil || text == "."
    case .printedNumber: PublishedNumeral(text, source: "") != nil
    case .list: text == "[]"
    }
  }
}

extension UInt8 {
  /// Whether this is an ASCII letter or digit or a hyphen.
  fileprivate var isNameByte: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension Finding {
  /// One or more rows in which values stand one column beside their own.
  static func shifted(
    _ shift: AnalysisLayout.Shift, at place: Place, lines: ClosedRange<Int>
  ) -> Finding {
    let side = shift.distance > 0 ? "right" : "left"
    let rows =
      lines.count > 1 ? "in the rows of lines \(lines.lowerBound) to \(lines.upperBound), " : ""
    return Finding(
      "intake.table.shifted-row", at: place,
      found: "\(rows)from \((place.path ?? "").quoted) on, values stand one column too far to the"
        + " \(side)",
      rule: "every value stands in the column of its field", source: CellFault.source,
      remedy: shift.distance > 0
        ? "look before this column for a text with a comma that is not in quotation marks, or for a"
          + " cell too many"
        : "look before this column for a cell that was deleted")
  }
}
