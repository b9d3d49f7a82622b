import Editions
import Statistics

extension ReportPage {
  /// The way from the people submitted to the people analysed.
  func attrition(_ writer: inout SourceWriter) throws(TextTableError) {
    writer.open("attrition")
    switch analysis.attrition {
    case .known(let steps): try self.steps(steps, &writer)
    case .unknown(let reason):
      try writer.paragraphs("attrition.unknown", ["reason": .said(translator(reason))])
    }
    writer.close()
  }

  private func steps(
    _ steps: [AttritionStep], _ writer: inout SourceWriter
  ) throws(TextTableError) {
    var drawn: [AttritionChart.Step] = []
    for index in steps.indices {
      let label = translator(steps[index].label)
      let drawnStep = try writer.row("attrition.\(index + 1)", named: label.text) {
        writer throws(TextTableError) -> AttritionChart.Step in
        self.step(index, of: steps, label, &writer)
      }
      drawn.append(drawnStep)
    }
    try AttritionChart(drawn, texts: texts)?.write(to: &writer)
    let isHidden = hidden.contains(.step(0)) || hidden.contains(.step(steps.count - 1))
    try closingSentence(steps, isHidden: isHidden, &writer)
  }

  /// One row of the table; it gives back what the chart draws of it.
  private func step(
    _ index: Int, of steps: [AttritionStep], _ label: Said, _ writer: inout SourceWriter
  ) -> AttritionChart.Step {
    let step = steps[index]
    let id = "attrition.\(index + 1)"
    let isHidden = hidden.contains(.step(index))
    let people =
      isHidden
      ? .confidential("\(id).people", .people) : Figure.people("\(id).people", step.people)
    // A share gives away the first number as well as its own.
    let share =
      isHidden || hidden.contains(.step(0))
      ? .confidential("\(id).share", .share)
      : self.share("\(id).share", of: step.people, in: steps[0].people)
    writer.open("step")
    writer.element("label", said: label)
    writer.element("people", people)
    writer.element("lost", lostFigure(index, of: steps, id: "\(id).lost"))
    writer.element("share", share)
    if let reason = step.reason {
      let stated = translator(reason.value ?? reason.reason ?? "")
      let text = reason.value == nil ? "[x] \(stated.text)" : stated.text
      writer.element("reason", said: Said(text, left: stated.language))
    }
    writer.close()
    return AttritionChart.Step(label: label, people: people, share: share)
  }

  /// The people lost at a step; none can be at the first.
  private func lostFigure(_ index: Int, of steps: [AttritionStep], id: String) -> Figure {
    guard index > 0 else { return .notApplicable(id, .people) }
    return hidden.contains(.lost(index))
      ? .confidential(id, .people)
      : lostFigure(id, from: steps[index - 1].people, to: steps[index].people)
  }

  private func lostFigure(_ id: String, from before: Quantity, to after: Quantity) -> Figure {
    guard let before = before.exactValue, let after = after.exactValue else {
      return .unavailable(
        id, .people, reason: [before, after].compactMap(\.reason).first { !$0.isEmpty } ?? "")
    }
    return .count(id, .people, Int(before - after))
  }

  /// A share of the first total; what is there but rounds to nothing is "<1%" (notes 3c).
  private func share(_ id: String, of part: Quantity, in total: Quantity) -> Figure {
    guard let part = part.exactValue, let total = total.exactValue, total > 0 else {
      return .unavailable(
        id, .share, reason: [part, total].compactMap(\.reason).first ?? "")
    }
    var figure = Figure.number(id, .share, .exact(part / total, decimals: 17), decimals: 0)
    if part > 0, figure.printed == "0%" { figure.printed = "<1%" }
    return figure
  }

  private func closingSentence(
    _ steps: [AttritionStep], isHidden: Bool, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    guard !isHidden, steps[0].people.exactValue != nil, steps.last!.people.exactValue != nil
    else { return }
    try writer.paragraphs(
      "attrition.closing",
      [
        "analysed": .figure(.people("attrition.analysed", steps.last!.people)),
        "submitted": .figure(.people("attrition.submitted", steps[0].people)),
        "share": .figure(share("attrition.share", of: steps.last!.people, in: steps[0].people)),
      ])
    let control = figures[0].controlPeople
    if control.shorthand == nil {
      try writer.paragraphs(
        "attrition.control", ["control": .figure(control.with(id: "attrition.control"))])
    }
  }

  /// One outcome: both groups, the difference and what follows from it.
  func outcome(
    _ outcome: Outcome, _ figures: ResultFigures, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    let isPrimary = outcome.measure == .oneYearProvenRate
    writer.open(
      "outcome", [("measure", outcome.measure.id), ("primary", isPrimary ? "yes" : "no")])
    writer.element("title", said: try title(of: outcome.measure))
    writer.open("definition")
    try definition(of: outcome.measure, &writer)
    writer.close()
    try writer.prints(
      [
        "table.groups", "unit.\(figures.treatmentValue.unit.rawValue)", "column.interval",
        "treatment", "control", "table.difference", "unit.\(figures.difference.unit.rawValue)",
        "column.p", "column.significant", "effective",
      ].map { "report.\($0)" })
    writer.open("treatment")
    writer.element("people", figures.treatmentPeople)
    writer.element("value", figures.treatmentValue)
    writer.interval(figures.treatmentInterval)
    writer.close()
    writer.open("control")
    writer.element("people", figures.controlPeople)
    writer.element("effective", figures.effectivePeople)
    writer.element("value", figures.controlValue)
    writer.interval(figures.controlInterval)
    writer.close()
    writer.open("difference")
    writer.element("value", figures.difference)
    writer.interval(figures.differenceInterval)
    writer.element("pValue", figures.pValue)
    writer.close()
    try conclusion(outcome, figures, &writer)
    if isPrimary {
      try DifferenceChart(figures, texts: texts, level: composition.level)?.write(to: &writer)
    }
    writer.close()
  }

  private func conclusion(
    _ outcome: Outcome, _ figures: ResultFigures, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    let status = figures.isSuppressed ? "unknown" : figures.claim.status.rawValue
    writer.element(
      "significant", [("code", status)],
      said: try texts.said(
        figures.isSuppressed ? "significant.suppressed" : "significant.\(status)"))
    var code = figures.isSuppressed ? "suppressed" : claimCode(figures)
    if code == "not-claimed" { code += figures.obstacleEnding }
    var arguments = names.merging(figures.sizes(id: "\(outcome.measure.id).words")) { $1 }
    let title = try title(of: outcome.measure)
    let measure = title.map(\.lowercasedFirst)
    if case .other = outcome.measure {
      arguments["measure"] = .said(measure)
    } else {
      arguments["measure"] = .words(measure)
    }
    arguments["minimum"] = .text(String(composition.thresholds.minimumReoffenders.value))
    writer.open(
      "conclusion",
      [("code", figures.conclusionCode(tellsUnclaimed: composition.tellsUnclaimed))])
    if code == "inconclusive" { code += inconclusiveEnding(figures.differenceInterval) }
    let unit = differenceUnit(of: outcome.measure, code, figures.differenceInterval)
    arguments["unit"] = .words(try texts.said(unit))
    try writer.paragraphs("conclusion.\(code)", arguments)
    if !figures.isSuppressed, roundingHides(outcome, figures) {
      try writer.paragraphs("conclusion.rounding")
    }
    writer.close()
  }

  /// The text for what a difference counts: what is counted is named where we know it.
  ///
  /// It is singular behind the one number of an inconclusive result that is 1: “as much as 1 percentage
  /// point”. Behind a range (“between 0.2 and 1”) it is plural.
  private func differenceUnit(
    of measure: Measure, _ code: String, _ interval: IntervalFigures
  ) -> String {
    let ownUnit = "unit.difference.frequency"
    if case .frequency = measure, texts.contains(ownUnit) { return ownUnit }
    let unit = "unit.difference.\(measure.unit.rawValue)"
    let last = code == "inconclusive.not-higher" ? interval.low : interval.high
    let isOne = code.hasPrefix("inconclusive") && last.printedNumber.map(abs) == 1
    return isOne && texts.contains("\(unit).one") ? "\(unit).one" : unit
  }

  /// What tells the sentences on inconclusive results apart: nothing is higher “by as much as 0”.
  private func inconclusiveEnding(_ interval: IntervalFigures) -> String {
    guard interval.isComplete else { return ".no-interval" }
    let ending =
      switch (interval.low.printedNumber == 0, interval.high.printedNumber == 0) {
      case (true, true): ".no-interval"
      case (true, false): ".not-lower"
      case (false, true): ".not-higher"
      case (false, false): ""
      }
    return texts.contains("conclusion.inconclusive\(ending)") ? ending : ""
  }

  /// Whether the printed values differ by something else than the printed difference (a real
  /// report of 2024 prints two rates three points apart beside "4 fewer").
  private func roundingHides(_ outcome: Outcome, _ figures: ResultFigures) -> Bool {
    guard let t = figures.treatmentValue.printedNumber, let c = figures.controlValue.printedNumber,
      let d = figures.difference.printedNumber
    else { return false }
    // Printed decimals, which doubles only come near to; more than four are never printed.
    return Rounding.text(t - c, decimals: 4) != Rounding.text(d, decimals: 4)
  }

  private func title(of measure: Measure) throws(TextTableError) -> Said {
    if case .other(_, let title, _) = measure { return translator(title) }
    return try texts.said("measure.\(measure.id)")
  }

  private func definition(
    of measure: Measure, _ writer: inout SourceWriter
  ) throws(TextTableError) {
    if case .other(_, let title, let unit) = measure {
      let unitText = try texts.said("unit.value.\(unit.rawValue)")
      try writer.paragraphs(
        "definition.other", ["measure": .said(translator(title)), "unit": .words(unitText)])
    } else {
      try writer.paragraphs("definition.\(measure.id)", composition.standingArguments)
    }
  }
}

extension Figure {
  /// The number that is printed, without its unit sign; nil for a shorthand.
  var printedNumber: Double? {
    shorthand == nil ? Double(printed.replacing("%", with: "").replacing(",", with: "")) : nil
  }
}

extension String {
  /// The same text with its first letter in lower case.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

extension Quantity {
  /// Why the number is not available exactly.
  var reason: String? {
    switch self {
    case .unknown(let reason): reason
    case .published: ""
    case .exact: nil
    }
  }
}
