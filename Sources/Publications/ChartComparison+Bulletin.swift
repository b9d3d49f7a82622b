import Diagnostics
import Markup

/// The chart of the months.
extension ChartComparison {
  /// For each month a bar and a number for requests and for reports, each where it has any number.
  func months(_ chart: ChartReading) -> [Fault] {
    let columns = [".requests", ".reports"].map { column("months.", ending: $0) }
      .filter { column in column.contains { $0.number != nil } }
    let rows = chart.rows()
    guard let first = columns.first, columns.allSatisfy({ $0.count == rows.count }) else {
      return [("the chart has \(rows.count) months, unlike its table", nil)]
    }
    // Where a column begins, its title stands.
    let lefts = chart.labels.filter { $0.kind?.isSame(as: "value") == true }.map(\.x).sorted()
    guard lefts.count == columns.count else {
      return [("the chart has \(lefts.count) columns and its table \(columns.count)", nil)]
    }
    var drawn: [[ChartReading.Box]] = []
    var numbers: [Double?] = []
    var names: [Passage?] = []
    var faults: [Fault] = []
    for (index, row) in rows.enumerated() {
      for (column, left) in zip(columns, lefts) {
        drawn.append(row.boxes.filter { $0.x == left })
        numbers.append(column[index].number)
        names.append(row.name.text)
      }
      if row.boxes.contains(where: { !lefts.contains($0.x) }) {
        faults.append(("a bar of row \(index + 1) stands in no column", row.name.text))
      }
      faults += self.names(row, first[index], columns.map { $0[index].text.string })
    }
    for text in chart.words where !ChartReading.numbers(in: text.string).isEmpty {
      faults.append(("the chart is described as \(text.string.quoted)", text))
    }
    return faults + bars(drawn, numbers, at: names)
  }
}
