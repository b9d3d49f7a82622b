import Diagnostics
import Notation

/// Makes the tree of an analysis from the cells of a row.
struct AnalysisRowBuilder {
  let layout: AnalysisLayout
  let row: CSVRow
  let file: String
  private(set) var findings: [Finding] = []

  init(layout: AnalysisLayout, row: CSVRow, file: String) {
    self.layout = layout
    self.row = row
    self.file = file
  }

  /// The whole row; an object without members where no cell is filled.
  mutating func value() -> JSONValue {
    let members = members(of: layout.root, depth: 0)
    return JSONValue(.object(JSONObject(members)), line: row.line, column: 1)
  }

  /// The value of a field; nil where no cell of it is filled.
  private mutating func value(_ node: AnalysisLayout.Node, depth: Int) -> JSONValue? {
    let own = node.column.flatMap { cellValue($0) }
    let members = members(of: node, depth: depth)
    if let first = members.first?.value {
      if let own { return contradiction(own, node, first) }
      return JSONValue(.object(JSONObject(members)), line: first.line, column: first.column)
    }
    if let elements = elements(of: node, depth: depth) {
      if let own { return contradiction(own, node, elements) }
      return elements
    }
    return own
  }

  private mutating func members(
    of node: AnalysisLayout.Node, depth: Int
  ) -> [JSONObject.Member] {
    guard !node.members.isEmpty else { return [] }
    var members: [JSONObject.Member] = []
    members.reserveCapacity(node.members.count)
    for (name, part) in node.members {
      guard let value = value(part, depth: depth + 1) else { continue }
      members.append(
        JSONObject.Member(
          key: name, keyLine: value.line, keyColumn: value.column, value: value))
    }
    return members
  }

  /// The list of a field; nil where no element is filled, faulty where one is left out.
  private mutating func elements(
    of node: AnalysisLayout.Node, depth: Int
  ) -> JSONValue? {
    var elements: [JSONValue] = []
    var isFaulty = false
    for (index, part) in node.elements {
      guard let value = value(part, depth: depth + 1) else { continue }
      if index != elements.count, !isFaulty {
        isFaulty = true
        reportGap(index, after: elements.count, part, value, depth: depth)
      }
      elements.append(value)
    }
    guard let first = elements.first else { return nil }
    return JSONValue(
      isFaulty ? .null : .array(elements), line: first.line, column: first.column,
      isFaulty: isFaulty)
  }

  private mutating func cellValue(_ column: Int) -> JSONValue? {
    let cell = row.cells[column]
    guard let kind = layout.kinds[column] else { return nil }
    switch CellContent(cell, kind) {
    case .absent: return nil
    case .value(let value): return JSONValue(value, line: cell.line, column: cell.column)
    case .oddValue(let value, let fault):
      findings.append(fault.finding(at: place(column)))
      return JSONValue(value, line: cell.line, column: cell.column)
    case .fault(let fault):
      findings.append(fault.finding(at: place(column)))
      return JSONValue(.null, line: cell.line, column: cell.column, isFaulty: true)
    }
  }

  private func place(_ column: Int) -> Place {
    let cell = row.cells[column]
    return Place(file, line: cell.line, column: cell.column, path: layout.names[column])
  }

  // MARK: Findings

  private mutating func contradiction(
    _ own: JSONValue, _ node: AnalysisLayout.Node, _ part: JSONValue
  ) -> JSONValue {
    let other = row.cells.firstIndex { $0.line == part.line && $0.column == part.column }
    let name = layout.names[node.column!]
    let otherName = other.map { layout.names[$0] } ?? ""
    findings.append(
      Finding(
        "intake.table.contradiction",
        at: Place(file, line: part.line, column: part.column, path: otherName),
        found: "\(name.quoted) and \(otherName.quoted) are both filled",
        rule: "a field has a value, or the reason why it has none",
        source: CellFault.source, remedy: "empty one of the two cells"))
    return JSONValue(.null, line: own.line, column: own.column, isFaulty: true)
  }

  private mutating func reportGap(
    _ index: Int, after count: Int, _ node: AnalysisLayout.Node, _ value: JSONValue, depth: Int
  ) {
    guard let column = node.anyColumn, let steps = layout.columns[column]?.steps else { return }
    let list = AnalysisColumn.name(of: steps.prefix(depth))
    findings.append(
      Finding(
        "intake.table.gap",
        at: Place(file, line: value.line, column: value.column, path: "\(list)[\(index)]"),
        found: "“\(list)[\(index)]” is filled, but “\(list)[\(count)]” before it is empty",
        rule: "the elements of a list follow one another from [0] on", source: CellFault.source,
        remedy: "fill the cells of “\(list)[\(count)]”, or move the later elements forward"))
  }
}

extension AnalysisLayout.Node {
  /// Any column of the field or of its parts.
  fileprivate var anyColumn: Int? {
    column ?? members.lazy.compactMap(\.node.anyColumn).first
      ?? elements.lazy.compactMap(\.node.anyColumn).first
  }
}

extension AnalysisLayout {
  /// The row without the blank cells behind the last column.
  func trimmed(_ row: CSVRow) -> CSVRow {
    guard row.cells.count > width,
      row.cells[width...].allSatisfy({ !$0.isQuoted && $0.text.isOnlySpaces })
    else { return row }
    return CSVRow(line: row.line, cells: Array(row.cells[..<width]), range: row.range)
  }

  /// A field that every analysis has, and whose cell, or cells, are empty.
  func emptyCell(_ field: String, _ column: Int, _ row: CSVRow, file: String) -> Finding {
    let cell = row.cells[column]
    let name = names[column]
    let isOne = places[field] != nil
    let canBeUnknown = AnalysisForm.canBeUnknown(field)
    return Finding(
      "intake.table.empty-cell",
      at: Place(file, line: cell.line, column: cell.column, path: name),
      found: isOne
        ? "the cell of \(name.quoted) is empty" : "all cells of \(field.quoted) are empty",
      rule: "no field of an analysis is left out", source: CellFault.source,
      remedy: canBeUnknown
        ? "write the value, or why it is not known into the column \("\(field).unknown".quoted)"
        : "write the value")
  }

  /// A field that this analysis does not have, and whose cell is filled.
  func unexpectedCell(_ field: String, at place: Place) -> Finding {
    Finding(
      "intake.table.unexpected-cell", at: place,
      found: "the cell of \(spelling(of: field).quoted) is filled, but the field does not belong"
        + " here",
      rule: "an analysis has the fields of its format only: the first step of the attrition has no"
        + " reason, only an own measure has a title and a unit, only a proportion has reoffenders",
      source: CellFault.source, remedy: "empty the cell")
  }
}

extension AnalysisForm {
  /// Whether the reason may be given why a field is not known.
  static func canBeUnknown(_ field: String) -> Bool {
    guard let column = AnalysisColumn(field) else {
      return field != "organisation" && field != "service"
    }
    let name = column.steps.last
    switch column.kind {
    case .constant, .identifier, .slug: return false
    case .list: return name != .member("outcomes")
    case .text:
      return ![.member("step"), .member("group"), .member("title")].contains(name)
        && field != "organisation.name" && field != "matching.method"
        && name != .member("unknown")
        && !(field.hasSuffix("].name") && field.hasPrefix("matching."))
    default: return name != .member("unit")
    }
  }
}
