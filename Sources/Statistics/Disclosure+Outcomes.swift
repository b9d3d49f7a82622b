/// What must not be shown of one outcome.
package struct OutcomeDisclosure: Sendable, Hashable {
  /// The number of people whom the treatment group's result is taken over.
  package var hidesPeople = false
  /// The treatment group's value, and everything that it could be worked out from.
  package var hidesTreatment = false
  package var hidesControlPeople = false
  package var hidesControl = false

  /// Difference, its interval and p-value: with the other group's value each of them gives away
  /// the one that is hidden.
  package var hidesDifference: Bool { hidesTreatment || hidesControl }
}

extension Disclosure {
  /// What must not be shown of an outcome.
  ///
  /// It looks at the outcome and the one-year rate alone, so that bulletin and report, which know
  /// different parts of an analysis, decide alike.
  package static func result(
    _ outcome: Outcome, primary: Outcome, thresholds: Thresholds
  ) -> OutcomeDisclosure {
    guard thresholds.disclosure.value > 1 else { return OutcomeDisclosure() }
    let rule = OutcomeRule(thresholds)
    return rule.decision(outcome, primary: outcome.measure == primary.measure ? nil : primary)
  }

  /// Whether the direction and size of a result must not be shown.
  package static func isSuppressed(_ outcome: Outcome, thresholds: Thresholds) -> Bool {
    result(outcome, primary: outcome, thresholds: thresholds).hidesDifference
  }
}

/// The rule for outcomes, with the settings that it goes by.
struct OutcomeRule {
  private let threshold: Int
  private let hidesEveryone: Bool

  init(_ thresholds: Thresholds) {
    threshold = thresholds.disclosure.value
    hidesEveryone = thresholds.everyone.value != .shown
  }

  private func isSmall(_ count: Int) -> Bool { Disclosure.isSmall(count, threshold: threshold) }

  /// Whether so many of a group tell of a small group, or of nobody, or of everybody.
  func isSensitive(_ count: Int, of group: Int) -> Bool {
    isSmall(count) || isSmall(group - count)
      || hidesEveryone && group > 0 && (count == 0 || count == group)
  }

  /// Whether a part of something must not be known: it is small, or (of a group) nobody.
  func isSensitivePart(_ count: Int) -> Bool {
    isSmall(count) || hidesEveryone && count == 0
  }

  /// `primary` is nil for the one-year rate itself.
  func decision(_ outcome: Outcome, primary: Outcome?) -> OutcomeDisclosure {
    var decision = OutcomeDisclosure()
    let treatment = TreatmentCounts(outcome)
    let control = ControlCounts(outcome)
    let isGroupSmall = treatment.people.map(isSmall) ?? false
    let isControlSmall = control.people.map(isSmall) ?? false
    decision.hidesTreatment = isGroupSmall || isSensitive(treatment)
    decision.hidesPeople = isGroupSmall
    decision.hidesControl = isControlSmall || isSensitive(control)
    decision.hidesControlPeople = isControlSmall
    guard let primary else { return decision }
    let first = self.decision(primary, primary: nil)
    let group = TreatmentCounts(primary)
    let isTakenOverOthers =
      outcome.measure == .timeToFirstReoffence || treatment.people != group.people
    // An outcome that a few people more or fewer are counted in tells of those few.
    let gaps = [group.people, group.count].map { whole in
      zip(whole, treatment.people).map { abs($0 - $1) } ?? 0
    }
    let isGapSmall = treatment.people != group.people && gaps.contains(where: isSmall)
    let isPartOf = !isTakenOverOthers && isSensitivePart(of: group, treatment, outcome)
    decision.hidesTreatment =
      decision.hidesTreatment || first.hidesTreatment || isGapSmall || isPartOf
    decision.hidesPeople =
      decision.hidesPeople || first.hidesPeople || isGapSmall
      || isTakenOverOthers && first.hidesTreatment
    let controlGap = zip(ControlCounts(primary).people, control.people).map { abs($0 - $1) } ?? 0
    decision.hidesControl = decision.hidesControl || first.hidesControl || isSmall(controlGap)
    decision.hidesControlPeople =
      decision.hidesControlPeople || first.hidesControlPeople || isSmall(controlGap)
      || controlGap > 0 && first.hidesControl
    return decision
  }

  private func isSensitive(_ treatment: TreatmentCounts) -> Bool {
    guard let count = treatment.count else { return false }
    guard treatment.isShareOfPeople else { return isSensitivePart(count) }
    return treatment.people.map { isSensitive(count, of: $0) } ?? false
  }

  private func isSensitive(_ control: ControlCounts) -> Bool {
    guard let count = control.count, let size = control.size else { return false }
    return isSensitive(count, of: size)
  }

  /// Whether what is left of the re-offenders, or of their offences, beside an outcome that may
  /// be a part of them, must not be known: those re-offenders who were not sent to custody, those
  /// offences that were not anyone's first.
  private func isSensitivePart(
    of group: TreatmentCounts, _ treatment: TreatmentCounts, _ outcome: Outcome
  ) -> Bool {
    guard let reoffenders = group.count, let count = treatment.count else { return false }
    if outcome.measure == .frequency {
      return count >= reoffenders && isSensitivePart(count - reoffenders)
    }
    return treatment.isShareOfPeople && count <= reoffenders
      && isSensitivePart(reoffenders - count)
  }
}

/// What an outcome says of the treatment group, as counts.
struct TreatmentCounts {
  let people: Int?
  /// People with the outcome, or offences; nil for days, and where it is not known exactly.
  let count: Int?
  /// Whether `count` counts some of the people.
  let isShareOfPeople: Bool

  init(_ outcome: Outcome) {
    people = outcome.treatment.people.count
    isShareOfPeople = outcome.measure.unit == .proportion
    count = Self.count(outcome)
  }

  // Apart from the initialiser: in one piece they crash the optimiser of Swift 6.3.1
  // (CopyPropagation, “found ownership error”), and no release could be built.
  private static func count(_ outcome: Outcome) -> Int? {
    let unit = outcome.measure.unit
    let estimate = outcome.treatment.estimate.value
    guard let people = outcome.treatment.people.count, unit != .days, !estimate.isPublished else {
      return nil
    }
    if let stated = outcome.treatment.reoffenders, stated.exactValue != nil,
      let count = stated.count
    {
      return count
    }
    return estimate.exactValue.map {
      Disclosure.count($0, of: people, isShare: unit == .proportion)
    }
  }
}

/// What an outcome says of the control group, as counts.
struct ControlCounts {
  let people: Int?
  /// The effective size of the weighted group, at most its size: what a rate counts as.
  let size: Int?
  let count: Int?

  init(_ outcome: Outcome) {
    let control = outcome.control
    people = control.people.count
    let effective = control.effectivePeople.exactValue.flatMap { $0 < 1e12 ? Int($0) : nil }
    size = [people, effective].compactMap(\.self).min()
    guard let size, outcome.measure.unit == .proportion,
      let value = control.estimate.value.exactValue
    else {
      count = nil
      return
    }
    count = Disclosure.count(value, of: size, isShare: true)
  }
}

extension Disclosure {
  /// The count behind a mean: the nearest whole number where it is one but for rounding, otherwise
  /// (a weighted mean) the one nearer to nobody or to everybody.
  static func count(_ mean: Double, of people: Int, isShare: Bool) -> Int {
    let product = min(mean * Double(people), 1e12)
    let nearest = product.rounded()
    if (product - nearest).magnitude < 0.01 + product.magnitude * 1e-6, nearest != 0 || mean == 0 {
      return Int(nearest)
    }
    let isHigh = isShare && product > Double(people) / 2
    if isHigh { return min(Int(product.rounded(.up)), people - 1) }
    return max(Int(product.rounded(.down)), mean > 0 ? 1 : 0)
  }

  static func addOutcomes(
    of analysis: Analysis, thresholds: Thresholds, to table: inout DisclosureTable
  ) {
    let rule = OutcomeRule(thresholds)
    let threshold = thresholds.disclosure.value
    for (index, outcome) in analysis.outcomes.enumerated() {
      let name = outcome.measure.id
      let treatment = TreatmentCounts(outcome)
      if let people = treatment.people {
        let isSmall = isSmall(people, threshold: threshold)
        table.add(
          .people(outcome: index), people,
          isSensitive: isSmall && !outcome.treatment.people.isPublished)
        if let count = treatment.count {
          rule.addResult(
            count, of: treatment.isShareOfPeople ? people : nil, name,
            (.people(outcome: index), .treatment(outcome: index)), to: &table)
        }
      }
      let control = ControlCounts(outcome)
      if let people = control.people {
        table.add(
          .controlPeople(outcome: index), people,
          isSensitive: isSmall(people, threshold: threshold)
            && !outcome.control.people.isPublished)
        if let count = control.count, control.size == people {
          rule.addResult(
            count, of: people, "\(name) (control group)",
            (.controlPeople(outcome: index), .control(outcome: index)), to: &table)
        } else if let count = control.count, let size = control.size {
          table.add(
            .control(outcome: index), count, isSensitive: rule.isSensitive(count, of: size))
        }
      }
      if index > 0 { rule.addPart(index, name, treatment, analysis, to: &table) }
    }
    addAnalysed(analysis, to: &table)
  }

  /// The people of the last step are the people of the one-year rate.
  private static func addAnalysed(_ analysis: Analysis, to table: inout DisclosureTable) {
    guard case .known(let steps) = analysis.attrition, let last = steps.indices.last,
      let people = table.number(.people(outcome: 0)), table.number(.step(last)) == people
    else { return }
    table.relate(.step(last), to: [.people(outcome: 0)])
  }
}

extension OutcomeRule {
  /// Adds a result and, where it counts people of a group, those without it.
  fileprivate func addResult(
    _ count: Int, of group: Int?, _ name: String,
    _ cells: (group: DisclosureCell, result: DisclosureCell), to table: inout DisclosureTable
  ) {
    guard let group, count <= group else {
      table.add(cells.result, count, isSensitive: group == nil && isSensitivePart(count))
      return
    }
    table.add(cells.result, count, isSensitive: isSensitivePart(count))
    let rest = DisclosureCell.implied("people without the outcome: \(name)")
    table.add(rest, group - count, isSensitive: isSensitivePart(group - count))
    table.relate(cells.group, to: [cells.result, rest])
  }

  /// Adds how an outcome hangs together with the one-year rate.
  fileprivate func addPart(
    _ index: Int, _ name: String, _ treatment: TreatmentCounts, _ analysis: Analysis,
    to table: inout DisclosureTable
  ) {
    let group = TreatmentCounts(analysis.primary)
    guard let people = treatment.people, let all = group.people else { return }
    let own = DisclosureCell.people(outcome: index)
    add(own, people, "people in \(name)", .people(outcome: 0), all, nobody: false, to: &table)
    guard let reoffenders = group.count else { return }
    let result = DisclosureCell.treatment(outcome: index)
    if people != all || analysis.outcomes[index].measure == .timeToFirstReoffence {
      let cell = DisclosureCell.treatment(outcome: 0)
      add(own, people, "re-offenders in \(name)", cell, reoffenders, nobody: false, to: &table)
    } else if let count = treatment.count, treatment.isShareOfPeople, count <= reoffenders {
      add(
        result, count, "re-offenders without: \(name)", .treatment(outcome: 0), reoffenders,
        nobody: true, to: &table)
    } else if let count = treatment.count, count >= reoffenders,
      analysis.outcomes[index].measure == .frequency
    {
      add(
        .treatment(outcome: 0), reoffenders, "further offences", result, count, nobody: true,
        to: &table)
    }
  }

  /// Relates two counts of which one may be a part of the other, by their difference.
  private func add(
    _ part: DisclosureCell, _ count: Int, _ name: String, _ whole: DisclosureCell, _ total: Int,
    nobody: Bool, to table: inout DisclosureTable
  ) {
    guard table.number(whole) != nil else { return }
    guard count <= total else {
      if !nobody { add(whole, total, name, part, count, nobody: false, to: &table) }
      return
    }
    let rest = DisclosureCell.implied(name)
    let isSensitive =
      nobody
      ? isSensitivePart(total - count)
      : Disclosure.isSmall(total - count, threshold: threshold)
    table.add(rest, total - count, isSensitive: isSensitive)
    table.relate(whole, to: [part, rest])
  }
}

/// Both values, where there are both.
private func zip(_ a: Int?, _ b: Int?) -> (Int, Int)? {
  if let a, let b { (a, b) } else { nil }
}
