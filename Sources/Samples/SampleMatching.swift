import Statistics

/// Draws how people were lost on the way and how near the groups are to one another.
struct SampleMatching {
  private let figures: SampleFigures
  private var draw: Draw

  init(_ figures: SampleFigures) {
    self.figures = figures
    draw = Draw(seed: figures.report.recipe.seed, "matching", figures.report.number)
  }

  // MARK: Attrition

  private static let steps = [
    (
      "People found on the Police National Computer",
      "No record could be matched to the names and dates of birth given."
    ),
    (
      "People with a sentence or release in the years of the data",
      "No community sentence or release from custody was found in these years."
    ),
    (
      "People whose service fits their sentence",
      "The service began too long before or after the sentence that was found."
    ),
    (
      "People with a full set of matching characteristics",
      "A characteristic that is needed for matching was missing."
    ),
    (
      "People matched to a control group, and analysed",
      "No one in the control pool was similar enough."
    ),
  ]

  /// No step loses fewer than five people, unless the loss is what is not to be shown.
  mutating func attrition() -> [AttritionStep] {
    let steps =
      draw.happens(0.7) ? Self.steps : [Self.steps[0], Self.steps[1], Self.steps[4]]
    var losses = steps.map { _ in 5 }
    if figures.report.isTooSmall { return Self.tooSmall(figures.people) }
    var rest = Int(Double(figures.people) * draw.between(0.5, 1.4)) - losses.reduce(0, +)
    for index in losses.indices.dropLast() {
      let share = draw.whole(0, rest / 2)
      losses[index] += share
      rest -= share
    }
    losses[losses.count - 1] += max(0, rest)
    if figures.hidesLoss { losses[draw.whole(0, losses.count - 1)] = draw.whole(1, 2) }
    var left = figures.people + losses.reduce(0, +)
    var result = [AttritionStep(label: "People submitted", people: .whole(left), reason: nil)]
    for ((label, reason), loss) in zip(steps, losses) {
      left -= loss
      result.append(AttritionStep(label: label, people: .whole(left), reason: .known(reason)))
    }
    return result
  }

  private static func tooSmall(_ people: Int) -> [AttritionStep] {
    [
      AttritionStep(label: "People submitted", people: .whole(people + 11), reason: nil),
      AttritionStep(
        label: steps[4].0, people: .whole(people), reason: .known(steps[4].1)),
    ]
  }

  // MARK: Matching

  private static let characteristics: [Pool] = [
    Pool("About the person", "Men", 0.78, 0.95),
    Pool("About the person", "Age at start of the follow-up year (years)", 26, 38, (7.5, 11)),
    Pool("About the person", "White ethnic background", 0.62, 0.9),
    Pool("About the person", "UK nationality", 0.86, 0.98),
    Pool("Index offence", "Theft and handling", 0.15, 0.35),
    Pool("Index offence", "Violence against the person", 0.1, 0.26),
    Pool("Index offence", "Fraud and forgery", 0.09, 0.2),
    Pool("Index offence", "Sentence served in custody", 0.3, 0.7),
    Pool("Criminal history", "Age at first contact with the police (years)", 16, 19.5, (4, 6.5)),
    Pool("Criminal history", "Previous convictions", 6, 22, (6.5, 19)),
    Pool("Criminal history", "Previous custodial sentences", 1, 6, (2, 6)),
    Pool("Criminal history", "Copas rate of offending", -1.4, -0.5, (0.6, 0.9)),
    Pool("Employment and benefits", "In employment in the year before", 0.12, 0.34),
    Pool("Employment and benefits", "Out-of-work benefits in the year before", 0.5, 0.8),
  ]

  mutating func matching() -> Matching {
    let caliper = draw.choice(["0.0001", "0.0005", "0.001"])
    let method =
      "Propensity score matching: everyone in the control pool whose score lies within \(caliper) "
      + "of a treated person's is a match, and the matches of each treated person share a weight "
      + "of one"
    let kept = Self.characteristics.filter { _ in draw.happens(0.85) }
    // One characteristic of some reports is less near than the others.
    let poor = draw.happens(0.12) ? draw.whole(0, max(0, kept.count - 1)) : nil
    let characteristics = kept.enumerated().map { index, pool in
      characteristic(pool, after: index == poor ? (0.055, 0.13) : (0.002, 0.044))
    }
    let isUnknown = draw.happens(0.02) && !figures.report.isComplete
    return Matching(
      method: method, controlPeople: .whole(figures.controlPeople),
      characteristics: isUnknown || characteristics.isEmpty
        ? .unknown(reason: "The table of characteristics was not kept.")
        : .known(characteristics))
  }

  private mutating func characteristic(
    _ pool: Pool, after nearness: (Double, Double)
  ) -> Characteristic {
    let people = Double(figures.people)
    var count = (draw.between(pool.low, pool.high) * people).rounded()
    var deviation = draw.between(pool.deviation?.0 ?? 0, pool.deviation?.1 ?? 0)
    if pool.deviation == nil {
      count = min(max(count, 5), people - 5)
      let share = count / people
      deviation = (share * (1 - share) * people / (people - 1)).squareRoot()
    }
    deviation = Quantity.rounded(deviation).exactValue!
    let mean = count / people
    let before = draw.between(0.08, 0.45) * (draw.happens(0.5) ? 1 : -1)
    let after = draw.between(nearness.0, nearness.1) * (draw.happens(0.5) ? 1 : -1)
    func balance(_ wanted: Double) -> Characteristic.Balance {
      var control = mean - wanted * deviation
      // A proportion stays one: a difference that would leave 0 to 1 is turned round.
      if pool.deviation == nil, !(0.005..<0.995).contains(control) {
        control = mean + wanted * deviation
      }
      let (t, c) = (Quantity.rounded(mean), Quantity.rounded(control))
      return Characteristic.Balance(
        treatment: t, control: c,
        standardisedDifference: .rounded((t.exactValue! - c.exactValue!) / deviation))
    }
    return Characteristic(
      group: pool.group, name: pool.name, standardDeviation: .rounded(deviation),
      before: balance(before), after: balance(after))
  }
}

/// What a characteristic is drawn from.
private struct Pool {
  var group: String
  var name: String
  var low: Double
  var high: Double
  /// The range of its standard deviation; nil for a proportion, whose deviation follows from it.
  var deviation: (Double, Double)?

  init(
    _ group: String, _ name: String, _ low: Double, _ high: Double,
    _ deviation: (Double, Double)? = nil
  ) {
    self.group = group
    self.name = name
    self.low = low
    self.high = high
    self.deviation = deviation
  }
}
