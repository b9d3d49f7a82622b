package import Diagnostics
import Notation

/// Writes analyses as one CSV file: the fields of all of them as columns, one row for each.
///
/// Every analysis is shown to it first, so that it knows the columns, and then written.
package struct AnalysisTableWriter: Sendable {
  private var columns: [String: AnalysisColumn] = [:]

  package init() {}

  /// Notes the fields of an analysis.
  package mutating func note(_ record: AnalysisRecord) {
    Self.forEachCell(of: record.root, name: "") { name, _ in
      // Every field of an analysis that could be read is one of the format.
      if columns[name] == nil { columns[name] = AnalysisColumn(name)! }
    }
  }

  /// The columns in the order of the format.
  private var ordered: [AnalysisColumn] {
    columns.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  /// The row of names and what writes the rows under it, for the analyses noted until now.
  package var header: (bytes: [UInt8], rows: Rows) {
    let ordered = ordered
    var bytes: [UInt8] = []
    CSVText.append(ordered.lazy.map { CSVText.Cell($0.name) }, to: &bytes)
    let places = ordered.enumerated().map { ($1.name, (index: $0, kind: $1.kind)) }
    return (bytes, Rows(places: Dictionary(uniqueKeysWithValues: places)))
  }

  /// Writes rows under a row of names.
  package struct Rows: Sendable {
    fileprivate let places: [String: (index: Int, kind: CellKind)]

    /// The row of an analysis; nil where it was not noted and has other fields.
    package func bytes(of record: AnalysisRecord) -> [UInt8]? {
      var isNoted = true
      var cells = [CSVText.Cell](repeating: CSVText.Cell(nil), count: places.count)
      AnalysisTableWriter.forEachCell(of: record.root, name: "") { name, value in
        if let (index, kind) = places[name] {
          cells[index] = Self.cell(value, kind)
        } else {
          isNoted = false
        }
      }
      guard isNoted else { return nil }
      var bytes: [UInt8] = []
      CSVText.append(cells, to: &bytes)
      return bytes
    }

    private static func cell(_ value: JSONValue, _ kind: CellKind) -> CSVText.Cell {
      switch value.kind {
      case .number(let number): return CSVText.Cell(number.text)
      case .array: return CSVText.Cell("[]")
      case .string(let text) where kind == .text:
        return CSVText.Cell(text.withGuard, isQuoted: text == "NA" || text.isSpreadsheetError)
      case .string(let text):
        // An identifier in quotation marks is not taken for what a spreadsheet made of it.
        return CSVText.Cell(text, isQuoted: kind == .identifier && text.looksConverted)
      case .null, .bool, .object: preconditionFailure("no field of an analysis holds this")
      }
    }
  }

  /// Goes through the fields that hold something, each with the name of its column.
  private static func forEachCell(
    of value: JSONValue, name: String, _ body: (String, JSONValue) -> Void
  ) {
    switch value.kind {
    case .object(let object):
      for member in object.members {
        forEachCell(
          of: member.value, name: name.isEmpty ? member.key : "\(name).\(member.key)", body)
      }
    case .array(let elements) where !elements.isEmpty:
      for (index, element) in elements.enumerated() {
        forEachCell(of: element, name: "\(name)[\(index)]", body)
      }
    default: body(name, value)
    }
  }
}

extension AnalysisRecord {
  /// The analysis as the text of a JSON file of its own.
  package var json: [UInt8] { root.text }

  /// Where the identifier stands.
  package var identifierPlace: Place { place("$.analysis") }
}
