import Diagnostics
import Markup

/// Holds the charts of a page against the figures of its XML rendition.
struct ChartComparison {
  let page: PageReading
  let document: XMLReading
  typealias Fault = (fault: String, at: Passage?)

  /// What the charts show otherwise than the figures.
  func faults() -> [Fault] {
    forest(page.charts.filter { $0.kind?.string == "forest" })
      + page.charts.flatMap { chart -> [Fault] in
        switch chart.kind?.string {
        case "forest": return []
        case "rates": return rates(chart)
        case "difference": return difference(chart)
        case "attrition": return attrition(chart)
        case "matching": return matching(chart)
        case "months": return months(chart)
        default:
          // A picture without names and axis, such as a logo, says nothing of figures.
          guard !chart.names.isEmpty || chart.axis != nil else { return [] }
          let kind = chart.kind?.string ?? "none"
          return [
            ("a chart of the class \(kind.quoted) is none that can be held against figures", nil)
          ]
        }
      }
  }

  /// Both groups' rates: a bar and an error bar for each, named with the printed rate.
  private func rates(_ chart: ChartReading) -> [Fault] {
    guard let axis = chart.axis else { return [("the chart has no axis", nil)] }
    let groups = ["treatment", "control"]
    let known = figures(ids: groups.map { "one-year-proven-rate.\($0)." })
    var faults: [Fault] = []
    var words: [String] = []
    for (index, group) in groups.enumerated() where index < chart.boxes.count {
      var own: [String: PrintedFigure] = [:]
      for figure in known where figure.group == index { own[figure.name] = figure.figure }
      let label = index < chart.names.count ? chart.names[index].text : nil
      faults += bar(of: group, chart.boxes[index], label, own["value"], axis)
      let bounds = ["interval.low", "interval.high"].compactMap { own[$0] }
      faults += errorBar(of: group, chart, chart.boxes[index], bounds, axis)
      words += ([own["value"]].compactMap(\.self) + bounds).filter { $0.number != nil }
        .map(\.text.string)
    }
    for text in chart.words where ChartReading.numbers(in: text.string) != words {
      faults.append(("the chart is described as \(text.string.quoted)", text))
    }
    return faults
  }

  private func bar(
    of group: String, _ box: ChartReading.Box, _ label: Passage?, _ value: PrintedFigure?,
    _ axis: ChartAxis
  ) -> [Fault] {
    guard let value, let number = value.number else {
      return [("the \(group) group has a bar and no rate", label)]
    }
    var faults: [Fault] = []
    if axis.isApart(box.right, number) {
      let end = show(axis.number(at: box.right))
      faults.append(
        ("the bar of the \(group) group, \(value.text.string), ends at \(end)%", label))
    }
    if label.map({ ChartReading.numbers(in: $0.string).last != value.text.string }) ?? true {
      faults.append(
        (
          "the bar of the \(group) group, \(value.text.string), is named "
            + (label?.string.quoted ?? "nothing"), label
        ))
    }
    return faults
  }

  private func errorBar(
    of group: String, _ chart: ChartReading, _ box: ChartReading.Box, _ bounds: [PrintedFigure],
    _ axis: ChartAxis
  ) -> [Fault] {
    let line = chart.lines.first {
      $0.kind?.isSame(as: "interval") == true && $0.isLevel && $0.y1 > box.y
        && $0.y1 < box.y + box.height
    }
    let ends = bounds.compactMap(\.number)
    guard ends.count == 2 else {
      guard line != nil else { return [] }
      return [("the \(group) group has an interval that its table does not have", nil)]
    }
    guard let line, !axis.isApart(line.x1, ends[0]), !axis.isApart(line.x2, ends[1]) else {
      return [("the interval of the \(group) group is not drawn from its bounds", nil)]
    }
    return []
  }

  /// Many intervals on one axis, or on several that each go on from the one before: one for each entry of
  /// the table to date that has bounds.
  private func forest(_ charts: [ChartReading]) -> [Fault] {
    guard !charts.isEmpty else { return [] }
    let ends = [".difference.interval.low", ".difference.interval.high"]
    let bounds = figures(ids: ["to-date."]).filter { figure in
      ends.contains { figure.name.hasSuffix($0) }
    }
    let rows = stride(from: 0, to: bounds.count - 1, by: 2).map {
      Interval(low: bounds[$0].figure, high: bounds[$0 + 1].figure)
    }.filter { $0.low.number != nil && $0.high.number != nil }
    let drawn = charts.map { chart in
      chart.lines.filter { line in
        line.isLevel && Self.forestKinds.contains { line.kind?.isSame(as: $0) == true }
      }
    }
    let count = drawn.reduce(0) { $0 + $1.count }
    guard count == rows.count, charts.reduce(0, { $0 + $1.names.count }) == rows.count else {
      return [("the chart has \(count) intervals and its table \(rows.count)", nil)]
    }
    var faults: [Fault] = []
    var first = 0
    for (chart, lines) in zip(charts, drawn) {
      faults += forest(chart, lines, rows[first..<(first + lines.count)])
      first += lines.count
    }
    return faults
  }

  private struct Interval {
    let low: PrintedFigure
    let high: PrintedFigure
  }

  private static let forestKinds: [StaticString] = ["lower", "higher", "inconclusive"]

  private func forest(
    _ chart: ChartReading, _ drawn: [ChartReading.Line], _ rows: ArraySlice<Interval>
  ) -> [Fault] {
    guard let axis = chart.axis else { return [("the chart has no axis", nil)] }
    guard chart.names.count == rows.count else {
      return [("the chart has \(chart.names.count) names and \(rows.count) intervals", nil)]
    }
    var faults: [Fault] = []
    for (index, (line, row)) in zip(drawn, rows).enumerated() {
      let name = chart.names[index].text
      let number = rows.startIndex + index + 1
      if axis.isApart(line.x1, row.low.number!) || axis.isApart(line.x2, row.high.number!) {
        let (low, high) = (show(axis.number(at: line.x1)), show(axis.number(at: line.x2)))
        faults.append(
          ("the interval of row \(number) of the chart is drawn from \(low) to \(high)", name))
      }
      if let label = row.low.row.flatMap({ document.rowNames[$0]?.string }), let name,
        !Self.isName(name.string, of: label)
      {
        faults.append(("row \(number) is named \(name.string.quoted), unlike its table", name))
      }
    }
    let counts = Self.forestKinds.map { kind in
      drawn.count { $0.kind?.isSame(as: kind) == true }
    }
    let allowed = Set((counts + [rows.count]).map(String.init))
    for text in chart.words
    where !ChartReading.numbers(in: text.string).allSatisfy(allowed.contains) {
      faults.append(("the chart is described as \(text.string.quoted)", text))
    }
    return faults
  }

  /// Whether a row is named as an organisation is: what does not fit is left out behind an ellipsis,
  /// and behind a comma stands what tells the row from another one of the organisation.
  private static func isName(_ name: String, of label: String) -> Bool {
    let whole = label.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if name == whole || name.hasPrefix("\(whole), ") { return true }
    guard let cut = name.firstIndex(of: "\u{2026}"), whole.hasPrefix(name[..<cut]) else {
      return false
    }
    let rest = name[name.index(after: cut)...]
    return rest.isEmpty || rest.hasPrefix(", ")
  }

  func show(_ number: Double) -> String { String(Int(number.rounded())) }

  /// The figures whose ids begin so, with the rest of their ids.
  func figures(
    ids prefixes: [String]
  ) -> [(group: Int, name: String, figure: PrintedFigure)] {
    document.figures.compactMap { figure in
      for (group, prefix) in prefixes.enumerated() where figure.id.raw.starts(with: prefix.utf8) {
        return (group, String(figure.id.string.dropFirst(prefix.count)), figure)
      }
      return nil
    }
  }
}

extension PrintedFigure {
  /// The number in the unit of print; nil for a shorthand.
  var number: Double? {
    if let value {
      let isPerHundred = unit.flatMap { Figure.Unit(rawValue: $0.string) }?.isPrintedPerHundred
      return Double(value.string).map { isPerHundred == true ? $0 * 100 : $0 }
    }
    return published.flatMap { Double($0.string) }
  }
}
