import Statistics

/// The people left after each step, from those submitted to those analysed, as bars one below the
/// other.
///
/// It is drawn from printed figures: a number that is not shown has its shorthand and no bar, and
/// the longest bar is that of the largest number that is shown.
struct AttritionChart {
  /// One step, as the table has it.
  struct Step {
    var label: Said
    var people: Figure
    var share: Figure

    /// `47 (75%)`.
    fileprivate var printed: String {
      people.shorthand == nil && share.shorthand == nil
        ? "\(people.printed) (\(share.printed))" : people.printed
    }
  }

  private var chart: Chart
  private static let longest = 460.0

  /// Nil where no number is shown.
  init?(_ steps: [Step], texts: TextTable) throws(TextTableError) {
    guard let largest = steps.compactMap(\.people.number).max() else { return nil }
    let names = steps.map { Chart.lines(of: $0.label.text, width: Chart.lineWidth, most: 2) }
    let height = names.reduce(8) { $0 + 22 * Double($1.count) + 44 }
    chart = Chart(
      id: "attrition", width: 640, height: height, title: try texts.said("chart.attrition"),
      description: try texts.said(
        "chart.attrition.description",
        ["people": steps.map(\.people.printed).joined(separator: ", ")]))
    var y = 22.0
    for (index, (step, lines)) in zip(steps, names).enumerated() {
      for (line, text) in lines.enumerated() {
        chart.shapes.append(
          .label(
            line == 0 ? "label" : "more", x: 10, y: y, anchor: "start",
            text: Said(text, left: step.label.language)))
        if line + 1 < lines.count { y += 22 }
      }
      if let number = step.people.number, number > 0 {
        chart.shapes.append(
          .box(
            index + 1 == steps.count ? "analysed" : "step", x: 10, y: y + 8,
            width: Chart.length(of: number, largest: largest, Self.longest), height: 24))
      }
      chart.shapes.append(
        .label("count", x: 482, y: y + 26, anchor: "start", text: Said(step.printed)))
      y += 66
    }
  }

  func write(to writer: inout SourceWriter) { chart.write(to: &writer) }
}

extension Chart {
  /// The length of a bar, the largest number's being `longest`; one that stands for something can be
  /// seen.
  static func length(of number: Double, largest: Double, _ longest: Double) -> Double {
    max(1, number / largest * longest)
  }
}
