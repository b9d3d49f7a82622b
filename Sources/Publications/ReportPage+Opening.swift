import Editions
import Schedule
import Statistics

extension ReportPage {
  /// What was offered, in the organisation's own terms.
  func service(_ writer: inout SourceWriter) throws(TextTableError) {
    let service = analysis.service
    writer.open("service")
    writer.element("name", said: serviceName)
    writer.open("description")
    switch service.description {
    case .known(let text):
      let said = translation?.description.map { Said($0) } ?? translator(text)
      writer.paragraphs("service.description", own: said)
    case .unknown(let reason):
      try writer.paragraphs("service.description.unknown", ["reason": .said(translator(reason))])
    }
    writer.close()
    switch service.period {
    case .known(let days):
      writer.element(
        "period", [("from", days.from.description), ("to", days.to.description)],
        days.longText(in: language))
    case .unknown: writer.element("period", said: texts.notStated)
    }
    let started = service.started.value?.rawValue ?? "unknown"
    writer.element("started", [("code", started)], said: try texts.said("started.\(started)"))
    writer.close()
  }

  /// What was assessed and what came out, in a few lines.
  func summary(_ writer: inout SourceWriter) throws(TextTableError) {
    let primary = figures[0]
    let isNamed = analysis.service.name.value != nil
    writer.open("summary")
    try writer.paragraphs(isNamed ? "summary.assessed" : "summary.assessed.unnamed", names)
    var arguments: [String: Argument] = [
      "people": .figure(primary.treatmentPeople.with(id: "summary.people")),
      "treatment": .figure(primary.treatmentValue.with(id: "summary.treatment")),
      "control": .figure(primary.controlValue.with(id: "summary.control")),
    ]
    try writer.paragraphs(ratesSentence, arguments)
    let status =
      primary.isSuppressed ? "suppressed" : primary.claim.status.rawValue + primary.obstacleEnding
    arguments = composition.standingArguments
    arguments["minimum"] = .text(String(composition.thresholds.minimumReoffenders.value))
    try writer.paragraphs("summary.significance.\(status)", arguments)
    writer.close()
  }

  /// Which sentence states the rates, by what is known of them.
  private var ratesSentence: String {
    let primary = figures[0]
    if primary.disclosure.hidesTreatment { return "summary.rates.suppressed" }
    if primary.disclosure.hidesControl { return "summary.rates.control-suppressed" }
    let isKnown = [primary.treatmentValue, primary.controlValue].allSatisfy { $0.shorthand == nil }
    guard isKnown else { return "summary.rates.unknown" }
    return primary.treatmentPeople.shorthand == nil ? "summary.rates" : "summary.rates.no-people"
  }

  /// What may be said of the result in one line, and what may not (notes 3a).
  func say(_ writer: inout SourceWriter) throws(TextTableError) {
    let primary = figures[0]
    let code = primary.isSuppressed ? "suppressed" : claimCode(primary)
    let sized = primary.sizes(id: "say")
    writer.open("say")
    writer.open("can")
    try writer.paragraphs("say.can.\(code)", names.merging(sized) { _, new in new })
    writer.close()
    writer.open("cannot")
    let stem = code.hasSuffix(".no-interval") ? String(code.dropLast(12)) : code
    try writer.paragraphs("say.cannot.\(stem)", names)
    try writer.paragraphs("say.cannot.always", names)
    if !primary.isSuppressed, !poorlyMatched.isEmpty {
      try writer.paragraphs("say.cannot.poor-match", names)
    }
    writer.close()
    writer.close()
  }

  /// `lower`, `higher` (with `.no-interval` where its size is not known), `inconclusive`,
  /// `not-claimed` or `unknown`.
  func claimCode(_ figures: ResultFigures) -> String {
    switch figures.claim.status {
    case .notClaimed: return "not-claimed"
    case .unknown: return "unknown"
    case .inconclusive: return "inconclusive"
    case .significant:
      let direction = figures.claim.direction!.rawValue
      return figures.differenceInterval.isComplete ? direction : "\(direction).no-interval"
    }
  }

  /// Who asked, and who exactly was analysed.
  func introduction(_ writer: inout SourceWriter) throws(TextTableError) {
    let service = analysis.service
    writer.open("introduction")
    let isNamed = service.name.value != nil
    try writer.paragraphs(
      isNamed ? "introduction.report" : "introduction.report.unnamed",
      composition.standingArguments.merging(names) { $1 })
    if let days = service.period.value {
      try writer.paragraphs(
        "introduction.report.period",
        [
          "from": .text(days.from.longText(in: language)),
          "to": .text(days.to.longText(in: language)),
        ])
    }
    if let started = service.started.value {
      try writer.paragraphs("introduction.report.started.\(started.rawValue)")
    }
    writer.close()
  }

  /// Where a reconstruction has the figures from, and how they were checked.
  func provenance(_ writer: inout SourceWriter) throws(TextTableError) {
    writer.open("provenance")
    let isExact = DifferenceTest(analysis.primary) != nil
    try writer.paragraphs(isExact ? "provenance.recomputed" : "provenance.as-published")
    // Citations stay as they are.
    let left: Language? = language == .english ? nil : .english
    for source in analysis.sources { writer.element("sourceLine", said: Said(source, left: left)) }
    writer.close()
  }
}

extension ResultFigures {
  /// What the ids of sizes in sentences end with.
  static let sizeNames: Set = ["above", "below", "least", "most"]

  /// The interval as sizes without signs: `least` and `most` of a significant result, `below`
  /// and `above` of an inconclusive one.
  func sizes(id: String) -> [String: Argument] {
    guard differenceInterval.isComplete else { return [:] }
    let low = differenceInterval.low
    let high = differenceInterval.high
    let isLower = claim.direction == .lower
    let least = (isLower ? high : low).withoutSign(id: "\(id).least")
    let most = (isLower ? low : high).withoutSign(id: "\(id).most")
    return [
      "least": .figure(least), "most": .figure(most),
      "below": .figure(low.withoutSign(id: "\(id).below")),
      "above": .figure(high.withoutSign(id: "\(id).above")),
    ]
  }
}

extension ResultFigures {
  /// What tells the reasons for making no claim apart, in the ids of texts.
  var obstacleEnding: String {
    guard let first = claim.obstacles.first else { return "" }
    if case .reoffenders = first { return "" }
    return ".expected"
  }
}

extension IntervalFigures {
  /// Whether both bounds are shown.
  var isComplete: Bool { low.shorthand == nil && high.shorthand == nil }
}

extension Figure {
  /// The same figure under another id.
  func with(id: String) -> Figure {
    var figure = self
    figure.id = id
    return figure
  }
}

extension String {
  /// The paragraphs of a text, parted by blank lines.
  var paragraphs: [String] {
    var paragraphs: [String] = []
    var lines: [Substring] = []
    let all: [Substring] = split(separator: "\n", omittingEmptySubsequences: false) + [""]
    for line in all {
      if line.allSatisfy(\.isWhitespace) {
        if !lines.isEmpty { paragraphs.append(lines.joined(separator: " ")) }
        lines = []
      } else {
        lines.append(line)
      }
    }
    return paragraphs
  }
}
