package import Diagnostics
package import Statistics

/// Holds finished documents against what must not be known of an analysis.
///
/// It stands where a reader stands: of the analysis it takes only which counts must not be known
/// and how counts add up; what is known of them it reads from the finished bytes of the report and
/// the bulletin.
package struct DisclosureAudit {
  private let analysis: Analysis
  private let thresholds: Thresholds
  private let hidden: Set<DisclosureCell>
  private let tables: [DisclosureTable]

  package init(_ analysis: Analysis, thresholds: Thresholds) {
    self.analysis = analysis
    self.thresholds = thresholds
    hidden = Disclosure.hiddenCells(of: analysis, thresholds: thresholds)
    tables = Disclosure.tables(of: analysis, thresholds: thresholds)
  }

  /// What a finished XML rendition gives away of these analyses, and the charts, which only its
  /// source document has.
  ///
  /// They are not read where none of the analyses has anything that must not be known.
  static func findings(
    in document: EditionFile, drawnFrom source: EditionFile?, of analyses: [Analysis],
    thresholds: Thresholds
  ) -> [Finding] {
    let audits = analyses.map { DisclosureAudit($0, thresholds: thresholds) }.filter(\.isNeeded)
    guard !audits.isEmpty, var figures = PublishedFigures(document.bytes) else { return [] }
    if let source, let drawn = PublishedFigures(source.bytes) { figures.takeCharts(of: drawn) }
    return audits.flatMap { $0.findings([figures], file: document.path) }
  }

  /// Whether anything of the analysis must not be known.
  private var isNeeded: Bool {
    !hidden.isEmpty || tables.contains { $0.counts.contains(where: \.isSensitive) }
  }

  /// What a reader of these documents can find out that must not be known.
  ///
  /// `documents` are the report's XML rendition, the bulletin's, or both. A reduced analysis can
  /// be held against a bulletin.
  package func findings(_ documents: [PublishedFigures], file: String) -> [Finding] {
    guard thresholds.disclosure.value > 1 else { return [] }
    var shown: [DisclosureCell: [String]] = [:]
    for cell in Set(tables.flatMap { $0.counts.map(\.cell) }).union(hidden) {
      let ids = documents.flatMap { document in
        witnesses(of: cell).flatMap { document.shown(under: $0) }
          + drawings(of: cell, in: document)
      }
      if !ids.isEmpty { shown[cell] = ids }
    }
    let leaks = hidden.filter { shown[$0] != nil }
    var findings = leaks.map { finding(shows: shown[$0]!, file: file) }
    var said: Set<String> = []
    for table in tables {
      let exposed = table.exposed(threshold: thresholds.disclosure.value) { shown[$0] != nil }
      for (count, range) in exposed where !leaks.contains(count.cell) {
        let name = name(of: count.cell)
        if said.insert(name).inserted {
          findings.append(finding(name, range, file: file))
        }
      }
    }
    return findings.sorted()
  }

  // MARK: Figures that give a count away

  /// The ids, or beginnings of ids, of the figures that give a count away.
  private func witnesses(of cell: DisclosureCell) -> [String] {
    let bulletin = ["month", "to-date"].map { "\($0).\(analysis.id.lowercased())" }
    func measure(_ index: Int) -> String { analysis.outcomes[index].measure.id }
    switch cell {
    case .step(let step): return stepWitnesses(step)
    case .lost(let step): return ["attrition.\(step + 1).lost"]
    case .people(let index):
      return ["\(measure(index)).treatment.people"]
        + (index == 0 ? ["summary.people"] + bulletin.map { "\($0).treatment.people" } : [])
    case .controlPeople(let index):
      let own = ["people", "effective"].map { "\(measure(index)).control.\($0)" }
      return own + (index == 0 ? ["matching.control", "attrition.control"] : [])
    case .treatment(let index):
      return results(index, group: "treatment", bulletin) + (index == 0 ? ["say"] : [])
    case .control(let index): return results(index, group: "control", bulletin)
    case .characteristic(let index): return ["matching.\(index + 1)"]
    case .beforeMatching:
      return (0..<characteristicsCount).flatMap { index in
        ["treatment", "difference"].map { "matching.\(index + 1).before.\($0)" }
      }
    case .implied: return []
    }
  }

  private func stepWitnesses(_ step: Int) -> [String] {
    let id = "attrition.\(step + 1)"
    let count = analysis.attrition.value?.count ?? 0
    // Each share is one of the first number; the sentence at the end has first and last.
    let others = step == 0 ? (1..<max(count, 1)).map { "attrition.\($0 + 1).share" } : []
    let sentence =
      step == 0
      ? ["attrition.submitted", "attrition.share"]
      : step == count - 1 ? ["attrition.analysed", "attrition.share"] : []
    let share = step == 0 ? [] : ["\(id).share"]
    return ["\(id).people"] + share + others + sentence
  }

  /// A group's value, its interval, and whatever holds it against the other group.
  private func results(_ index: Int, group: String, _ bulletin: [String]) -> [String] {
    let measure = analysis.outcomes[index].measure.id
    let first = index == 0 ? bulletin : []
    return ([measure] + first).flatMap { prefix in
      ["\(group).value", "\(group).interval", "difference"].map { "\(prefix).\($0)" }
    } + ["\(measure).words"] + (index == 0 ? ["summary.\(group)"] : [])
  }

  /// What shows a count without a figure: the bars of a chart, the words for the match.
  private func drawings(of cell: DisclosureCell, in document: PublishedFigures) -> [String] {
    switch cell {
    case .treatment(outcome: 0), .control(outcome: 0):
      return ["rates", "difference"].filter(document.charts.contains).map { "the chart “\($0)”" }
    case .step(let index):
      return document.hasMark(in: "attrition", row: index)
        ? ["the bar of step \(index + 1)"] : []
    case .characteristic(let index):
      let mark =
        document.hasMark(in: "matching", row: index) ? ["the mark of row \(index + 1)"] : []
      guard document.qualities.indices.contains(index), document.qualities[index] != "unknown"
      else { return mark }
      return mark + ["the quality of the match in row \(index + 1)"]
    case .beforeMatching:
      return document.marks["matching"]?.contains { $0.contains("before") } == true
        ? ["a mark before matching"] : []
    default: return []
    }
  }

  private var characteristicsCount: Int {
    analysis.matching.value?.characteristics.value?.count ?? 0
  }

  // MARK: Findings

  private func name(of cell: DisclosureCell) -> String {
    switch cell {
    case .step(let step): "the people left after step \(step + 1) of the attrition"
    case .lost(let step): "the people lost at step \(step + 1) of the attrition"
    case .people(let index): "the people of \(analysis.outcomes[index].measure.id.quoted)"
    case .treatment(let index):
      "the treatment group's \(analysis.outcomes[index].measure.id.quoted)"
    case .controlPeople(let index):
      "the control group's size in \(analysis.outcomes[index].measure.id.quoted)"
    case .control(let index):
      "the control group's \(analysis.outcomes[index].measure.id.quoted)"
    case .characteristic(let index):
      "the characteristic "
        + (analysis.matching.value?.characteristics.value?[index].name.quoted ?? "\(index + 1)")
    case .beforeMatching: "the treatment group before matching"
    case .implied(let name): "the number of \(name)"
    }
  }

  private func finding(shows ids: [String], file: String) -> Finding {
    Finding(
      "disclosure.shown", at: Place(file),
      found: "\(ids.map(\.quoted).joined(separator: ", ")) of \(analysis.id.quoted) is shown",
      rule: "what tells of fewer than \(thresholds.disclosure.value) people is [c] everywhere",
      source: "docs/decisions/0010-disclosure.md; \(thresholds.disclosure.source)",
      remedy: "print the figure of the source document; without a change to the templates this is "
        + "a fault of ninethirty")
  }

  private func finding(_ name: String, _ range: ClosedRange<Int>, file: String) -> Finding {
    let isFixed = range.lowerBound == range.upperBound
    let bounds = isFixed ? "exactly" : "to lie from \(range.lowerBound) to \(range.upperBound)"
    return Finding(
      "disclosure.inferable", at: Place(file),
      found: "\(name) of \(analysis.id.quoted) can be worked out \(bounds) from what is shown",
      rule: "no count below \(thresholds.disclosure.value) can be worked out",
      source: "docs/decisions/0010-disclosure.md; \(thresholds.disclosure.source)",
      remedy: "take the figures out that it is worked out from; without a change to the templates "
        + "this is a fault of ninethirty")
  }
}
