import Statistics

/// Both groups' rates as bars from 0 to 100%, each with its confidence interval.
struct RatesChart {
  private var chart: Chart

  /// Nil where a rate is not known; the interval is left out where it is not.
  init?(_ outcome: Outcome, _ figures: ResultFigures, texts: TextTable, level: String)
    throws(TextTableError)
  {
    guard let treatment = outcome.treatment.estimate.value.bestValue(in: .proportion),
      let control = outcome.control.estimate.value.bestValue(in: .proportion)
    else { return nil }
    let labels = (
      treatment: try texts.said("chart.treatment"), control: try texts.said("chart.control")
    )
    let hasInterval = figures.treatmentInterval.isComplete || figures.controlInterval.isComplete
    let words = [
      Self.words(labels.treatment.text, figures.treatmentValue, figures.treatmentInterval),
      Self.words(labels.control.text, figures.controlValue, figures.controlInterval),
    ]
    chart = Chart(
      id: "rates", width: 640, height: 200,
      title: hasInterval
        ? try texts.said("chart.rates", ["level": level]) : try texts.said("chart.rates.alone"),
      description: Said(
        words.joined(separator: " "), left: labels.treatment.language ?? labels.control.language))
    let scale = Scale(from: 0, to: 100, left: 10, right: 620)
    Self.axis(scale, into: &chart)
    let rows = [
      (
        "treatment", labels.treatment, treatment, outcome.treatment.estimate.interval,
        figures.treatmentValue.printed, 12.0
      ),
      (
        "control", labels.control, control, outcome.control.estimate.interval,
        figures.controlValue.printed, 90.0
      ),
    ]
    for (kind, label, rate, interval, printed, top) in rows {
      let width = scale.place(rate * 100) - scale.left
      chart.shapes.append(
        .label(
          "label", x: scale.left + 6, y: top + 12, anchor: "start",
          text: label.map { "\($0): \(printed)" }))
      chart.shapes.append(
        .box(kind, x: scale.left, y: top + 20, width: width, height: 34))
      Self.errorBar(interval, scale: scale, middle: top + 37, into: &chart)
    }
  }

  func write(to writer: inout SourceWriter) { chart.write(to: &writer) }

  private static func words(
    _ group: String, _ value: Figure, _ interval: IntervalFigures
  ) -> String {
    interval.isComplete
      ? "\(group): \(value.printed) (\(interval.printed))." : "\(group): \(value.printed)."
  }

  private static func axis(_ scale: Scale, into chart: inout Chart) {
    for tick in stride(from: 0.0, through: 100, by: 20) {
      let x = scale.place(tick)
      chart.shapes.append(.stroke("grid", x1: x, y1: 4, x2: x, y2: 172))
      chart.shapes.append(
        .label(
          "tick", x: x, y: 190, anchor: tick == 100 ? "end" : tick == 0 ? "start" : "middle",
          text: Said("\(Int(tick))%")))
    }
  }

  private static func errorBar(
    _ interval: Interval, scale: Scale, middle: Double, into chart: inout Chart
  ) {
    guard let low = interval.low.bestValue(in: .proportion),
      let high = interval.high.bestValue(in: .proportion)
    else { return }
    let (x1, x2) = (scale.place(low * 100), scale.place(high * 100))
    chart.shapes.append(.stroke("interval", x1: x1, y1: middle, x2: x2, y2: middle))
    for x in [x1, x2] {
      chart.shapes.append(.stroke("interval", x1: x, y1: middle - 8, x2: x, y2: middle + 8))
    }
  }
}
