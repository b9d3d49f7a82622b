import Schedule
import Statistics

/// One outcome's figures as they are printed: what must not be shown is `[c]`, what may not be
/// claimed is not shown, what is not known is `[x]`.
struct ResultFigures {
  let claim: Claim
  /// What of the outcome would give a few people away.
  let disclosure: OutcomeDisclosure
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

  /// What the outcome says, for programs: `lower`, `higher`, `inconclusive`; `not-claimed` where no claim
  /// is made of it; `unknown` where it is not shown or not available.
  ///
  /// The schemas of earlier versions of ninethirty have no `not-claimed`: with them it is `unknown`.
  func conclusionCode(tellsUnclaimed: Bool) -> String {
    guard !isSuppressed else { return "unknown" }
    if claim.status == .notClaimed { return tellsUnclaimed ? "not-claimed" : "unknown" }
    return claim.direction?.rawValue ?? "unknown"
  }

  /// Decides what is shown of an outcome.
  ///
  /// The ids of the figures begin with `prefix`; `droppedReason` says why the time to the first
  /// re-offence is not shown, where it is not.
  init(
    _ outcome: Outcome, primary: Outcome, thresholds: Thresholds, prefix: String,
    droppedReason: Said = Said(""), language: Language = .english
  ) {
    let words = FigureWords(language)
    let unit = outcome.measure.unit
    claim = outcome.claim(primary: primary, thresholds: thresholds)
    disclosure = Disclosure.result(outcome, primary: primary, thresholds: thresholds)
    let isDropped = Self.isDropped(outcome, claim: claim)
    let treatment = outcome.treatment
    let control = outcome.control
    let ids = (t: "\(prefix).treatment", c: "\(prefix).control", d: "\(prefix).difference")
    /// A figure that is shown, or the shorthand that stands in its place.
    func shown(
      _ id: String, _ unit: Figure.Unit, hides: Bool, drops: Bool = isDropped,
      _ figure: (String) -> Figure
    ) -> Figure {
      if hides { return .confidential(id, unit) }
      return drops ? .unavailable(id, unit, ours: droppedReason) : figure(id)
    }
    func interval(
      _ id: String, _ unit: Figure.Unit, hides: Bool, drops: Bool = isDropped,
      _ figures: (String) -> IntervalFigures
    ) -> IntervalFigures {
      if hides { return .confidential(unit, prefix: id) }
      return drops ? .unavailable(unit, prefix: id, ours: droppedReason) : figures(id)
    }
    // The people whom the time to re-offend is taken over are the re-offenders themselves.
    let dropsPeople = isDropped && outcome.measure == .timeToFirstReoffence
    treatmentPeople = shown(
      "\(ids.t).people", .people, hides: disclosure.hidesPeople, drops: dropsPeople
    ) { .people($0, treatment.people) }
    treatmentValue = shown(
      "\(ids.t).value", unit.figureUnit, hides: disclosure.hidesTreatment
    ) { .number($0, unit.figureUnit, treatment.estimate.value, decimals: unit.decimals) }
    treatmentInterval = interval(
      "\(ids.t).interval", unit.figureUnit, hides: disclosure.hidesTreatment
    ) { IntervalFigures(value: treatment.estimate.interval, of: unit, prefix: $0, words: words) }
    let hidesControlPeople = disclosure.hidesControlPeople
    controlPeople = shown(
      "\(ids.c).people", .people, hides: hidesControlPeople, drops: false
    ) { .people($0, control.people) }
    effectivePeople = shown(
      "\(ids.c).effective", .people, hides: hidesControlPeople, drops: false
    ) { .people($0, control.effectivePeople) }
    controlValue = shown(
      "\(ids.c).value", unit.figureUnit, hides: disclosure.hidesControl, drops: false
    ) { .number($0, unit.figureUnit, control.estimate.value, decimals: unit.decimals) }
    controlInterval = interval(
      "\(ids.c).interval", unit.figureUnit, hides: disclosure.hidesControl, drops: false
    ) { IntervalFigures(value: control.estimate.interval, of: unit, prefix: $0, words: words) }
    let hides = disclosure.hidesDifference
    difference = shown("\(ids.d).value", unit.differenceUnit, hides: hides) {
      .number($0, unit.differenceUnit, outcome.difference.value, decimals: unit.decimals)
    }
    differenceInterval = interval("\(ids.d).interval", unit.differenceUnit, hides: hides) {
      IntervalFigures(difference: outcome.difference.interval, of: unit, prefix: $0, words: words)
    }
    pValue = shown("\(ids.d).p-value", .probability, hides: hides) {
      .pValue(
        $0, outcome.difference.pValue, significance: thresholds.significance.value,
        language: language)
    }
  }

  /// Whether direction and size of the result must not be shown.
  var isSuppressed: Bool { disclosure.hidesDifference }

  /// The time to the first re-offence is not shown where few people re-offended (notes 3c).
  static func isDropped(_ outcome: Outcome, claim: Claim) -> Bool {
    guard outcome.measure == .timeToFirstReoffence else { return false }
    return claim.obstacles.contains { if case .reoffenders = $0 { true } else { false } }
  }
}
