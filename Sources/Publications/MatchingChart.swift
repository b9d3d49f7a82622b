import Statistics

/// How alike the groups are in each characteristic before and after matching: a love plot.
///
/// Rows stand in the order of the table, never by size. It is drawn from printed figures: a number
/// that is not shown has its shorthand beside the row and no mark.
struct MatchingChart {
  /// One characteristic, as the table has it.
  struct Row {
    var name: Said
    var before: Figure
    var after: Figure
    /// `green`, `amber`, `red` or `unknown`.
    var quality: String
  }

  private var chart: Chart
  private let scale: Scale
  private let words: (before: Said, after: Said)
  private static let top = 42.0
  /// A name, and its marks below it: so the plot is as wide as a phone.
  private static let rowHeight = 44.0

  /// Nil where no number is shown; beyond `poor` a match is poor.
  init?(_ rows: [Row], poor: Double, texts: TextTable) throws(TextTableError) {
    let shown = rows.flatMap { [$0.before.number, $0.after.number] }.compactMap(\.self)
    guard let reach = shown.map(\.magnitude).max() else { return nil }
    let bottom = Self.top + Double(rows.count) * Self.rowHeight + 4
    let axis = RoundAxis(reaching: max(reach, poor, 0.2), steps: 4, smallest: -1)
    // Beside the axis stands what is said of numbers that are not shown.
    let isWhole = rows.allSatisfy { $0.before.shorthand == nil && $0.after.shorthand == nil }
    scale = Scale(from: -axis.limit, to: axis.limit, left: 28, right: isWhole ? 612 : 480)
    words = (try texts.said("chart.before"), try texts.said("chart.after"))
    func count(_ quality: String) -> String { String(rows.count { $0.quality == quality }) }
    chart = Chart(
      id: "matching", width: 640, height: bottom + 52, title: try texts.said("chart.matching"),
      description: try texts.said(
        "chart.matching.description",
        [
          "rows": String(rows.count), "green": count("green"), "amber": count("amber"),
          "red": count("red"), "unknown": count("unknown"),
        ]))
    chart.add(axis, scale, from: Self.top - 12, to: bottom)
    for side in [-poor, poor] {
      let x = scale.place(side)
      chart.shapes.append(.stroke("poor", x1: x, y1: Self.top - 12, x2: x, y2: bottom))
    }
    let middle = scale.place(0)
    chart.shapes.append(
      .label(
        "axis", x: middle, y: bottom + 44, anchor: "middle",
        text: try texts.said("chart.matching.axis")))
    for (kind, x, word) in [("before", 10.0, words.before), ("after", 320.0, words.after)] {
      chart.shapes.append(.dot(kind, cx: x + 5, cy: 14, r: 5))
      chart.shapes.append(.label("value", x: x + 16, y: 19, anchor: "start", text: word))
    }
    for (index, row) in rows.enumerated() {
      add(row, top: Self.top + Double(index) * Self.rowHeight)
    }
  }

  func write(to writer: inout SourceWriter) { chart.write(to: &writer) }

  private mutating func add(_ row: Row, top: Double) {
    let middle = top + 33
    chart.shapes.append(
      .label(
        "label", x: 10, y: top + 18, anchor: "start",
        text: row.name.map { Chart.clipped($0, to: Chart.lineWidth) }))
    for (kind, figure) in [("before", row.before), ("after", row.after)] {
      guard let number = figure.number else { continue }
      chart.shapes.append(.dot(kind, cx: scale.place(number), cy: middle, r: 4))
    }
    guard let missing = missing(row) else { return }
    chart.shapes.append(.label("count", x: 638, y: middle + 6, anchor: "end", text: missing))
  }

  /// What stands for the numbers that are not shown; nil where both are.
  private func missing(_ row: Row) -> Said? {
    switch (row.before.shorthand, row.after.shorthand) {
    case (nil, nil): nil
    case (_, nil): words.before.map { "\($0.withoutLastWord) \(row.before.printed)" }
    case (nil, _): words.after.map { "\($0.withoutLastWord) \(row.after.printed)" }
    default:
      row.before.printed == row.after.printed
        ? Said(row.before.printed) : Said("\(row.before.printed) \(row.after.printed)")
    }
  }
}

extension String {
  /// "Before" of "Before matching", "Ar \u{F4}l" of "Ar \u{F4}l paru".
  fileprivate var withoutLastWord: Substring {
    lastIndex(of: " ").map { self[..<$0] } ?? self[...]
  }
}
