import Diagnostics
import Notation

/// The columns of a CSV file of analyses: which field each one is, and the tree that they make.
struct AnalysisLayout: Sendable {
  /// One field, or an object or a list of fields.
  struct Node: Sendable {
    /// The column of the value itself; nil for what only has parts.
    var column: Int?
    var members: [(name: String, node: Node)] = []
    var elements: [(index: Int, node: Node)] = []
  }

  /// The fields of the columns by their place in the file; nil for a column that is not read.
  private(set) var columns: [AnalysisColumn?]
  /// What the cells of each column hold.
  let kinds: [CellKind?]
  /// The names as they are written in the header.
  let names: [String]
  /// How many columns there are; cells behind them are blank.
  let width: Int
  private(set) var root = Node()
  /// The places of the columns by their names in the normal spelling.
  private(set) var places: [String: Int] = [:]
  /// The names of the columns that are not in the normal spelling, by those that are.
  private(set) var spellings: [String: String] = [:]
  /// Texts with which a row of names can begin.
  private(set) var beginnings: Set<String> = ["format", "$schema", "analysis", "request"]
  private(set) var findings: [Finding] = []
  private let file: String

  init(_ header: CSVRow, file: String) {
    self.file = file
    names = header.cells.map(\.text)
    width = (names.lastIndex { !$0.isOnlySpaces } ?? -1) + 1
    columns = []
    kinds = names.prefix(width).map { AnalysisColumn($0)?.kind }
    for (index, cell) in header.cells.prefix(width).enumerated() {
      columns.append(column(cell, at: index))
    }
    let ordered = columns.indices.filter { columns[$0] != nil }
      .sorted { columns[$0]!.key.lexicographicallyPrecedes(columns[$1]!.key) }
    for index in ordered { root.insert(index, columns[index]!.steps[...]) }
    beginnings.formUnion(names.filter { !$0.isEmpty })
    if width < names.count { reportNameless(header.cells[width]) }
    checkRequired(header)
  }

  private mutating func column(_ cell: CSVCell, at index: Int) -> AnalysisColumn? {
    let name = cell.text
    let place = Place(file, line: cell.line, column: cell.column, path: name)
    // R's write.csv puts its row names there, under no name.
    if index == 0, name.isOnlySpaces { return nil }
    guard let column = AnalysisColumn(name) else {
      findings.append(unknown(name, at: place, index: index))
      return nil
    }
    let normal = column.name
    guard places[normal] == nil else {
      findings.append(twice(name, normal, at: place, index: index))
      return nil
    }
    places[normal] = index
    if name != normal { spellings[normal] = name }
    return column
  }

  /// Whether the names are those of something else than analyses.
  var isForeign: Bool { !hasColumn(for: "outcomes") && places.count * 2 < width }

  /// Whether there is a column for this field or for a part of it.
  func hasColumn(for field: String) -> Bool { firstColumn(of: field) != nil }

  /// The place of the column of this field, or of the first of its parts.
  func firstColumn(of field: String) -> Int? {
    if let place = places[field] { return place }
    return columns.indices.first { index in
      guard let name = columns[index]?.name, name.hasPrefix(field) else { return false }
      return name.utf8.count > field.utf8.count
        && [UInt8(ascii: "."), UInt8(ascii: "[")].contains(
          name.utf8[name.utf8.index(name.utf8.startIndex, offsetBy: field.utf8.count)])
    }
  }

  /// The name of a field as the header writes it.
  func spelling(of field: String) -> String { spellings[field] ?? field }

  // MARK: Findings about the header

  /// What every analysis has, one way or another.
  private static let required = [
    "format", "analysis", "request", "organisation.id", "organisation.name", "service.name",
    "service.description", "service.period", "service.started", "attrition",
    "outcomes[0].measure", "outcomes[0].treatment", "outcomes[0].control",
    "outcomes[0].difference", "outcomes[0].conclusion", "matching", "completed", "analyst",
    "qualityAssurer",
  ]

  private mutating func checkRequired(_ header: CSVRow) {
    // A header that is not one of ours at all is said once.
    guard !isForeign else {
      findings = [foreign(header)]
      return
    }
    for field in Self.required where !hasColumn(for: field) {
      findings.append(missing(field, line: header.line))
    }
  }

  /// A field without any column, which rows need.
  func missing(_ field: String, line: Int) -> Finding {
    Finding(
      "intake.table.missing-column", at: Place(file, line: line, column: 1, path: field),
      found: "there is no column \(field.quoted), nor one of its parts",
      rule: "the columns are the fields of an analysis, and none is left out",
      source: CellFault.source,
      remedy: AnalysisForm.canBeUnknown(field)
        ? "add the column, or \("\(field).unknown".quoted) with the reason in the cells where it is"
          + " truly not known"
        : "add the column")
  }

  private func foreign(_ header: CSVRow) -> Finding {
    Finding(
      "intake.table.header", at: Place(file, line: header.line, column: 1),
      found: "the names in the first row are not those of the fields of an analysis: "
        + names.prefix(5).map(\.quoted).joined(separator: ", ") + (width > 5 ? ", …" : ""),
      rule: "the first row has the fields of an analysis as column names, such as"
        + " \("outcomes[0].treatment.people".quoted)",
      source: CellFault.source,
      remedy: "add the row of names; `ninethirty convert` writes one from any analysis")
  }

  private func unknown(_ name: String, at place: Place, index: Int) -> Finding {
    guard !name.isOnlySpaces else {
      return Finding(
        "intake.csv.blank-column-name", at: place, found: "column \(index + 1) has no name",
        rule: "every column has a name", remedy: "name the column, or remove it")
    }
    var remedy = "correct the name, or remove the column"
    if let match = name.wholeMatch(of: /(.+)\.[0-9]+/), let first = AnalysisColumn(String(match.1)),
      places[first.name] != nil
    {
      remedy = "remove it: R adds a number to a name that stands twice"
    } else if AnalysisColumn("\(name).unknown") != nil {
      remedy = "write its parts into columns of their own, such as \("\(name).…".quoted)"
    } else if let near = nearest(to: name) {
      remedy = "did you mean \(near.quoted)?"
    }
    return Finding(
      "intake.table.column", at: place,
      found: "the column \(name.quoted) is no field of an analysis",
      rule: "a column is named by the path of its field, such as"
        + " \("outcomes[0].treatment.people".quoted)",
      source: CellFault.source, remedy: remedy)
  }

  /// The name with one part put right.
  private func nearest(to name: String) -> String? {
    let parts = name.split(whereSeparator: { ".[]_ ".contains($0) }).map(String.init)
    guard parts.count <= 12 else { return nil }
    return AnalysisForm.nearest(to: parts)
  }

  private func twice(_ name: String, _ normal: String, at place: Place, index: Int) -> Finding {
    let first = places[normal]!
    guard names[first] != name else {
      return .duplicateColumn(name, first + 1, index + 1, at: place)
    }
    return Finding(
      "intake.csv.duplicate-column", at: place,
      found: "columns \(first + 1) and \(index + 1) are one field: \(names[first].quoted) and"
        + " \(name.quoted)",
      rule: "every column has its own name", remedy: "rename or remove one of the columns")
  }

  private mutating func reportNameless(_ cell: CSVCell) {
    let count = names.count - width
    findings.append(
      Finding(
        "intake.table.empty-columns", .warning,
        at: Place(file, line: cell.line, column: cell.column),
        found: "\(count) column\(count == 1 ? "" : "s") at the end \(count == 1 ? "has" : "have") "
          + "no name",
        rule: "every column has a name",
        remedy: "remove what is empty behind the last column before you export the file"))
  }
}

extension AnalysisLayout.Node {
  fileprivate mutating func insert(
    _ column: Int, _ steps: ArraySlice<AnalysisColumn.Step>
  ) {
    guard let step = steps.first else {
      self.column = column
      return
    }
    switch step {
    case .member(let name):
      // Columns come in the order of the format, so a part that is there already is the last.
      if members.last?.name != name { members.append((name, Self())) }
      members[members.count - 1].node.insert(column, steps.dropFirst())
    case .element(let index):
      if elements.last?.index != index { elements.append((index, Self())) }
      elements[elements.count - 1].node.insert(column, steps.dropFirst())
    }
  }
}

extension String {
  /// Whether there is nothing to see in this text.
  var isOnlySpaces: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
