import Statistics

/// The difference between both groups with its confidence interval, around zero.
///
/// It is drawn from printed figures, so what is not shown cannot be drawn.
struct DifferenceChart {
  private var chart: Chart

  /// Nil where the interval is not shown; the estimate is left out where it is not.
  init?(_ figures: ResultFigures, texts: TextTable, level: String) throws(TextTableError) {
    let interval = figures.differenceInterval
    guard let low = interval.low.number, let high = interval.high.number else { return nil }
    let estimate = figures.difference.number
    let printed = ["difference": figures.difference.printed, "interval": interval.printed]
    chart = Chart(
      id: "difference", width: 640, height: 176,
      title: try texts.said("chart.difference", ["level": level]),
      description: try texts.said("chart.difference.description", printed))
    let reach = [low, high, estimate ?? 0].map(\.magnitude).max()!
    let axis = RoundAxis(reaching: min(100, max(10, reach)), steps: 4, smallest: 0)
    let scale = Scale(from: -axis.limit, to: axis.limit, left: 30, right: 610)
    chart.shapes.append(
      .label(
        "label", x: 10, y: 20, anchor: "start",
        text: try texts.said("chart.difference.label", printed)))
    let zero = scale.place(0)
    let sides = (try texts.said("chart.lower"), try texts.said("chart.higher"))
    chart.shapes.append(.label("value", x: zero - 8, y: 52, anchor: "end", text: sides.0))
    chart.shapes.append(.label("value", x: zero + 8, y: 52, anchor: "start", text: sides.1))
    chart.add(axis, scale, from: 60, to: 116)
    chart.shapes.append(
      .label(
        "axis", x: zero, y: 166, anchor: "middle", text: try texts.said("chart.forest.axis")))
    let kind = (figures.claim.direction ?? .inconclusive).rawValue
    let (x1, x2) = (scale.place(low), scale.place(high))
    chart.shapes.append(.stroke(kind, x1: x1, y1: 88, x2: x2, y2: 88))
    for x in [x1, x2] { chart.shapes.append(.stroke(kind, x1: x, y1: 80, x2: x, y2: 96)) }
    if let estimate {
      chart.shapes.append(.dot(kind, cx: scale.place(estimate), cy: 88, r: 6))
    }
  }

  func write(to writer: inout SourceWriter) { chart.write(to: &writer) }
}

extension Figure {
  /// The number that is shown, in the unit of print; nil for a shorthand.
  var number: Double? {
    guard shorthand == nil else { return nil }
    if let value { return Double(value).map { unit.isPrintedPerHundred ? $0 * 100 : $0 } }
    return published.flatMap(Double.init)
  }
}
