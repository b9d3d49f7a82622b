import Editions
import Schedule
import Statistics

extension Composition {
  /// Requests and reports month by month, as a table and as a chart.
  func months(_ writer: inout SourceWriter) throws(TextTableError) {
    var rows: [MonthsChart.Row] = []
    writer.open("months")
    for counts in edition.monthlyCounts {
      let id = "months.\(counts.month)"
      let row = MonthsChart.Row(
        label: counts.month.longText(in: language),
        requests: try figure("\(id).requests", .requests, counts.requests),
        reports: try figure("\(id).reports", .reports, counts.reports))
      writer.open("month", [("month", counts.month.description)])
      writer.element("label", row.label)
      writer.element("received", row.requests)
      writer.element("reported", row.reports)
      writer.close()
      rows.append(row)
    }
    try MonthsChart(rows, texts: texts)?.write(to: &writer)
    writer.close()
  }

  private func figure(
    _ id: String, _ unit: Figure.Unit, _ count: MonthlyCounts.Count
  ) throws(TextTableError) -> Figure {
    let reason: Said
    switch count {
    case .known(let number): return .count(id, unit, number)
    case .notApplicable: return .notApplicable(id, unit)
    case .partial(let stated), .notHeld(reason: .some(let stated)):
      return .unavailable(id, unit, reason: stated)
    case .notHeld(reason: nil): reason = try texts.said("months.not-held")
    case .undated: reason = try texts.said("months.undated")
    case .beforeRegister(let source):
      // All of it is in one language: it stands in an attribute.
      let source = translator(source)
      let table = source.language == nil ? texts : texts.inEnglish
      reason = try table.said("months.before-register", ["source": source.text])
        .left(in: source.language)
    }
    return .unavailable(id, unit, ours: reason)
  }
}
