import Statistics

/// The confidence intervals of many reports on one axis, in the alphabetical order of the table:
/// nothing is ranked by effect (R9).
struct ForestPlot {
  /// One report, in percentage points.
  struct Row {
    var label: String
    /// What tells the report from another one of the same organisation; empty where there is none.
    var distinction = ""
    var low: Double
    var high: Double
    /// The difference itself; nil where only the interval is known.
    var estimate: Double?
    var direction: Direction
  }

  private var chart: Chart
  /// A name, and its interval below it: so the plot is as wide as a phone.
  private static let rowHeight = 46.0
  private static let top = 34.0
  /// How many rows stand on one sheet of paper with heading, caption and description.
  private static let mostRows = 19

  /// The charts of these rows: one, or as many of about the same height as it takes for each to stand on a
  /// sheet of paper, with an axis of its own and all on the same scale.
  ///
  /// A table of texts that has no caption for a part of them, as of earlier templates, gets one chart.
  static func plots(
    of rows: [Row], texts: TextTable, level: String
  ) throws(TextTableError) -> [ForestPlot] {
    guard !rows.isEmpty else { return [] }
    let scale = scale(for: rows)
    let most = texts.contains("chart.forest.part") ? mostRows : rows.count
    let count = (rows.count + most - 1) / most
    var plots: [ForestPlot] = []
    for number in 0..<count {
      let part = rows[(rows.count * number / count)..<(rows.count * (number + 1) / count)]
      let title =
        count == 1
        ? try texts.said("chart.forest", ["level": level])
        : try texts.said(
          "chart.forest.part",
          ["first": part.first!.label, "last": part.last!.label, "level": level])
      plots.append(
        try ForestPlot(
          Array(part), id: number == 0 ? "forest" : "forest-\(number + 1)", title: title, scale,
          texts))
    }
    return plots
  }

  private init(
    _ rows: [Row], id: String, title: Said, _ scale: Scale, _ texts: TextTable
  ) throws(TextTableError) {
    let bottom = Self.top + Double(rows.count) * Self.rowHeight
    var counts: [Direction: Int] = [:]
    for row in rows { counts[row.direction, default: 0] += 1 }
    chart = Chart(
      id: id, width: 640, height: bottom + 54, title: title,
      description: try texts.said(
        "chart.forest.description",
        [
          "reports": String(rows.count), "lower": String(counts[.lower] ?? 0),
          "higher": String(counts[.higher] ?? 0),
          "inconclusive": String(counts[.inconclusive] ?? 0),
        ]))
    axis(
      scale, bottom: bottom,
      texts: (try texts.said("chart.lower"), try texts.said("chart.higher")))
    chart.shapes.append(
      .label(
        "value", x: (scale.left + scale.right) / 2, y: bottom + 46, anchor: "middle",
        text: try texts.said("chart.forest.axis")))
    for (index, row) in rows.enumerated() {
      add(row, top: Self.top + Double(index) * Self.rowHeight, scale: scale)
    }
  }

  func write(to writer: inout SourceWriter) { chart.write(to: &writer) }

  /// An axis of whole tens around zero, at least from -40 to 40 (domain notes 3c).
  private static func scale(for rows: [Row]) -> Scale {
    let reach = rows.flatMap { [$0.low.magnitude, $0.high.magnitude] }.max()!
    let limit = min(100, max(40, (reach / 10).rounded(.up) * 10))
    return Scale(from: -limit, to: limit, left: 24, right: 616)
  }

  private mutating func axis(_ scale: Scale, bottom: Double, texts: (Said, Said)) {
    // The limit is a whole number of tens, so both steps are whole numbers.
    let step = Int(scale.to) % 20 == 0 ? scale.to / 4 : scale.to / 5
    for tick in stride(from: scale.from, through: scale.to, by: step) {
      let x = scale.place(tick)
      chart.shapes.append(
        .stroke(tick == 0 ? "zero" : "grid", x1: x, y1: Self.top - 6, x2: x, y2: bottom))
      chart.shapes.append(
        .label("tick", x: x, y: bottom + 20, anchor: "middle", text: Said("\(Int(tick))")))
    }
    let zero = scale.place(0)
    chart.shapes.append(.label("value", x: zero - 8, y: 18, anchor: "end", text: texts.0))
    chart.shapes.append(.label("value", x: zero + 8, y: 18, anchor: "start", text: texts.1))
  }

  /// The name of a row: of what tells it from others as much is left as of the organisation's name.
  private static func name(_ row: Row) -> String {
    guard !row.distinction.isEmpty else { return Chart.clipped(row.label, to: Chart.lineWidth) }
    let distinction = Chart.clipped(row.distinction, to: 22)
    let room = Chart.lineWidth - distinction.count - 2
    return "\(Chart.clipped(row.label, to: room)), \(distinction)"
  }

  private mutating func add(_ row: Row, top: Double, scale: Scale) {
    let kind = row.direction.rawValue
    let middle = top + 34
    chart.shapes.append(
      .label("label", x: 10, y: top + 20, anchor: "start", text: Said(Self.name(row))))
    let (x1, x2) = (scale.place(row.low), scale.place(row.high))
    chart.shapes.append(.stroke(kind, x1: x1, y1: middle, x2: x2, y2: middle))
    for x in [x1, x2] {
      chart.shapes.append(.stroke(kind, x1: x, y1: middle - 4, x2: x, y2: middle + 4))
    }
    if let estimate = row.estimate {
      chart.shapes.append(.dot(kind, cx: scale.place(estimate), cy: middle, r: 4))
    }
  }
}
