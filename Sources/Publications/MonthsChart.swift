import Statistics

/// Requests received and reports published in each month, as bars side by side on one scale.
///
/// It is drawn from printed figures: a number that is not shown has its shorthand and no bar. Of
/// requests or reports of which no number is shown, nothing is drawn.
struct MonthsChart {
  /// One month, as the table has it.
  struct Row {
    var label: String
    var requests: Figure
    var reports: Figure
  }

  private struct Column {
    var title: Said
    var figures: [Figure]
    var left = 180.0
    var longest = 390.0
  }

  private var chart: Chart
  private static let top = 36.0
  private static let rowHeight = 28.0

  /// Nil where no number is shown.
  init?(_ rows: [Row], texts: TextTable) throws(TextTableError) {
    let all = [
      Column(title: try texts.said("chart.months.requests"), figures: rows.map(\.requests)),
      Column(title: try texts.said("chart.months.reports"), figures: rows.map(\.reports)),
    ]
    var columns = all.filter { $0.figures.contains { $0.number != nil } }
    guard let largest = columns.flatMap(\.figures).compactMap(\.number).max() else { return nil }
    if columns.count == 2 {
      columns[0].longest = 160
      columns[1].longest = 160
      columns[1].left = 420
    }
    let titles = columns.map { $0.title.map(\.lowercasedFirst) }
    let what = Said(joining: titles.dropFirst().reduce([titles[0]]) { $0 + [Said(", "), $1] })
    chart = Chart(
      id: "months", width: 640, height: Self.top + Double(rows.count) * Self.rowHeight + 4,
      title: try texts.said("chart.months"),
      description: try texts.said("chart.months.description", saying: ["what": what]))
    for column in columns {
      chart.shapes.append(
        .label("value", x: column.left, y: 20, anchor: "start", text: column.title))
    }
    for (index, row) in rows.enumerated() {
      let middle = Self.top + (Double(index) + 0.5) * Self.rowHeight
      chart.shapes.append(
        .label("label", x: 168, y: middle + 6, anchor: "end", text: Said(row.label)))
      for column in columns {
        add(column.figures[index], in: column, middle: middle, largest: largest)
      }
    }
  }

  func write(to writer: inout SourceWriter) { chart.write(to: &writer) }

  private mutating func add(
    _ figure: Figure, in column: Column, middle: Double, largest: Double
  ) {
    var end = column.left
    if let number = figure.number, number > 0 {
      let width = Chart.length(of: number, largest: largest, column.longest)
      chart.shapes.append(
        .box("month", x: column.left, y: middle - 9, width: width, height: 18))
      end += width + 6
    }
    chart.shapes.append(
      .label("count", x: end, y: middle + 6, anchor: "start", text: Said(figure.printed)))
  }
}
