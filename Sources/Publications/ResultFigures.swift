import Statistics

/// One outcome's figures as they are printed: what must not be shown is `[c]`, what may not be
/// claimed is not shown, what is not known is `[x]`.
struct ResultFigures {
  let claim: Claim
  /// Whether the treatment group's result would give a few people away.
  let isSuppressed: Bool
  let treatmentPeople: Figure
  let treatmentValue: Figure
  let treatmentInterval: IntervalFigures
  let controlPeople: Figure
  let effectivePeople: Figure
  let controlValue: Figure
  let controlInterval: IntervalFigures
  let difference: Figure
  let differenceInterval: IntervalFigures
  let pValue: Figure

  /// Decides what is shown of an outcome.
  ///
  /// The ids of the figures begin with `prefix`; `droppedReason` says why the time to the first
  /// re-offence is not shown, where it is not.
  init(
    _ outcome: Outcome, primary: Outcome, thresholds: Thresholds, prefix: String,
    droppedReason: String = ""
  ) {
    let unit = outcome.measure.unit
    claim = outcome.claim(primary: primary, thresholds: thresholds)
    isSuppressed = [outcome, primary].contains {
      Disclosure.isSuppressed($0, threshold: thresholds.disclosure.value)
    }
    let isDropped = Self.isDropped(outcome, claim: claim)
    let treatment = outcome.treatment
    let control = outcome.control
    let ids = (t: "\(prefix).treatment", c: "\(prefix).control", d: "\(prefix).difference")
    let hides = isSuppressed
    /// A figure that is shown, or the shorthand that stands in its place.
    func shown(_ id: String, _ unit: Figure.Unit, _ figure: (String) -> Figure) -> Figure {
      if hides { return .confidential(id, unit) }
      if isDropped { return .unavailable(id, unit, reason: droppedReason) }
      return figure(id)
    }
    func interval(
      _ id: String, _ unit: Figure.Unit, _ figures: (String) -> IntervalFigures
    ) -> IntervalFigures {
      if hides { return .confidential(unit, prefix: id) }
      if isDropped {
        return .unavailable(unit, prefix: id, reason: droppedReason)
      }
      return figures(id)
    }
    // The people whom the time to re-offend is taken over are the re-offenders themselves.
    treatmentPeople =
      outcome.measure == .timeToFirstReoffence
      ? shown("\(ids.t).people", .people) { .people($0, treatment.people) }
      : .people("\(ids.t).people", treatment.people)
    treatmentValue = shown("\(ids.t).value", unit.figureUnit) {
      .number($0, unit.figureUnit, treatment.estimate.value, decimals: unit.decimals)
    }
    treatmentInterval = interval("\(ids.t).interval", unit.figureUnit) {
      IntervalFigures(value: treatment.estimate.interval, of: unit, prefix: $0)
    }
    controlPeople = .people("\(ids.c).people", control.people)
    effectivePeople = .people("\(ids.c).effective", control.effectivePeople)
    controlValue = .number(
      "\(ids.c).value", unit.figureUnit, control.estimate.value, decimals: unit.decimals)
    controlInterval = IntervalFigures(
      value: control.estimate.interval, of: unit, prefix: "\(ids.c).interval")
    difference = shown("\(ids.d).value", unit.differenceUnit) {
      .number($0, unit.differenceUnit, outcome.difference.value, decimals: unit.decimals)
    }
    differenceInterval = interval("\(ids.d).interval", unit.differenceUnit) {
      IntervalFigures(difference: outcome.difference.interval, of: unit, prefix: $0)
    }
    pValue = shown("\(ids.d).p-value", .probability) {
      .pValue($0, outcome.difference.pValue, significance: thresholds.significance.value)
    }
  }

  /// The time to the first re-offence is not shown where few people re-offended (notes 3c).
  static func isDropped(_ outcome: Outcome, claim: Claim) -> Bool {
    guard outcome.measure == .timeToFirstReoffence else { return false }
    return claim.obstacles.contains { if case .reoffenders = $0 { true } else { false } }
  }
}
