import Diagnostics
import Markup

/// The charts of a report beside that of the rates.
extension ChartComparison {
  /// The difference: one interval around zero, its estimate, and both named as they are printed.
  func difference(_ chart: ChartReading) -> [Fault] {
    guard let axis = chart.axis else { return [("the chart of the difference has no axis", nil)] }
    var known: [String: PrintedFigure] = [:]
    for figure in figures(ids: ["one-year-proven-rate.difference."]) {
      known[figure.name] = figure.figure
    }
    let label = chart.names.first?.text
    let bounds = ["interval.low", "interval.high"].map { known[$0]?.number }
    guard let low = bounds[0], let high = bounds[1] else {
      return [("the difference is drawn with an interval that is not shown", label)]
    }
    var faults: [Fault] = []
    let drawn = chart.lines.filter(Self.isInterval)
    if drawn.count != 1 || axis.isApart(drawn[0].x1, low) || axis.isApart(drawn[0].x2, high) {
      faults.append(("the interval of the difference is not drawn from its bounds", label))
    }
    let estimate = known["value"]?.number
    let isRight =
      estimate.map { chart.dots.count == 1 && !axis.isApart(chart.dots[0].x, $0) }
      ?? chart.dots.isEmpty
    if !isRight {
      faults.append(("the difference is not drawn where its figure says", label))
    }
    let printed = ["value", "interval.low", "interval.high"].compactMap { known[$0] }
    let words = printed.flatMap { ChartReading.numbers(in: $0.text.string) }
    for text in [label].compactMap(\.self) + chart.words
    where ChartReading.numbers(in: text.string) != words {
      faults.append(("the difference is described as \(text.string.quoted)", text))
    }
    return faults + (label == nil ? [("the difference has no name", nil)] : [])
  }

  private static func isInterval(_ line: ChartReading.Line) -> Bool {
    let kinds: [StaticString] = ["lower", "higher", "inconclusive"]
    return line.isLevel && kinds.contains { line.kind?.isSame(as: $0) == true }
  }

  /// The attrition: for each step its name, its number and a bar in proportion.
  func attrition(_ chart: ChartReading) -> [Fault] {
    let people = column("attrition.", ending: ".people")
    let shares = column("attrition.", ending: ".share")
    let rows = chart.rows()
    guard rows.count == people.count, shares.count == people.count else {
      return [("the chart has \(rows.count) steps and its table \(people.count)", nil)]
    }
    var faults = bars(rows.map { $0.boxes }, people.map(\.number), at: rows.map(\.name.text))
    for ((row, people), share) in zip(zip(rows, people), shares) {
      let isWhole = people.shorthand == nil && share.shorthand == nil
      let printed =
        isWhole ? "\(people.text.string) (\(share.text.string))" : people.text.string
      faults += names(row, people, [printed])
    }
    let words = people.flatMap { ChartReading.numbers(in: $0.text.string) }
    for text in chart.words where ChartReading.numbers(in: text.string) != words {
      faults.append(("the attrition is described as \(text.string.quoted)", text))
    }
    return faults
  }

  /// The match: for each characteristic its name and a mark for each number that is shown.
  func matching(_ chart: ChartReading) -> [Fault] {
    guard let axis = chart.axis else { return [("the chart of the match has no axis", nil)] }
    let sides = [("before", ".before.difference"), ("after", ".after.difference")].map {
      (kind: $0.0, figures: column("matching.", ending: $0.1))
    }
    let rows = chart.rows()
    guard rows.count == sides[0].figures.count, rows.count == sides[1].figures.count else {
      return [
        ("the chart has \(rows.count) characteristics and its table \(sides[0].figures.count)", nil)
      ]
    }
    var faults: [Fault] = []
    for (index, row) in rows.enumerated() {
      for side in sides {
        let marks = row.dots.filter { $0.kind?.string == side.kind }
        let number = side.figures[index].number
        let isRight =
          number.map { marks.count == 1 && !axis.isApart(marks[0].x, $0) } ?? marks.isEmpty
        if !isRight {
          let fault =
            "the mark \(side.kind) matching of row \(index + 1) is not where its figure says"
          faults.append((fault, row.name.text))
        }
      }
      let shown = sides.map { $0.figures[index] }
      let isWhole = shown.allSatisfy { $0.number != nil }
      if isWhole != row.counts.isEmpty || row.dots.count > 2 {
        faults.append(
          ("row \(index + 1) of the match shows what its table does not", row.name.text))
      }
      faults += names(row, shown[0], row.counts)
    }
    let counts = [rows.count] + document.qualities
    for text in chart.words
    where ChartReading.numbers(in: text.string) != counts.map(String.init) {
      faults.append(("the match is described as \(text.string.quoted)", text))
    }
    return faults
  }

  // MARK: Parts

  /// The figures of one column of a table, from its first row to its last.
  func column(_ start: String, ending end: String) -> [PrintedFigure] {
    figures(ids: [start]).filter { figure in
      figure.figure.row != nil && figure.name.hasSuffix(end)
    }.map(\.figure)
  }

  /// Holds bars against their numbers: one for each number above 0, their lengths in proportion.
  func bars(
    _ bars: [[ChartReading.Box]], _ numbers: [Double?], at names: [Passage?]
  ) -> [Fault] {
    let largest = numbers.compactMap(\.self).max() ?? 0
    let longest = bars.flatMap(\.self).map(\.width).max() ?? 0
    return numbers.indices.compactMap { index in
      let number = numbers[index] ?? 0
      let isRight =
        number > 0
        ? bars[index].count == 1
          && (bars[index][0].width - Chart.length(of: number, largest: largest, longest)).magnitude
            < 0.1
        : bars[index].isEmpty
      return isRight
        ? nil : ("the bar of row \(index + 1) is not as long as its number says", names[index])
    }
  }

  /// Holds a row's name against its table's, and its direct labels against what is printed.
  func names(_ row: ChartReading.Row, _ figure: PrintedFigure, _ printed: [String]) -> [Fault] {
    var faults: [Fault] = []
    // What does not fit is left out behind an ellipsis.
    let isCut = row.text.hasSuffix("\u{2026}")
    if let index = figure.row, let label = document.rowNames[index]?.string {
      let whole = label.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if isCut ? !whole.hasPrefix(row.text.dropLast()) : whole != row.text {
        faults.append(
          ("a row of the chart is named \(row.text.quoted), unlike its table", row.name.text))
      }
    }
    if row.counts != printed {
      faults.append(
        (
          "the row \(row.text.quoted) of the chart says \(row.counts.joined(separator: ", ").quoted)",
          row.name.text
        ))
    }
    return faults
  }
}
