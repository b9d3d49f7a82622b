import Schedule
import Statistics

/// What is fixed of a made-up report before its figures are drawn.
struct SampleReport {
  /// From 0 on.
  let number: Int
  let recipe: SampleRecipe
  /// What kind of result it has; a fault that is planted in it may want another.
  var kind: ResultKind
  /// Whether it has every outcome and a table of characteristics, for a fault to be planted in.
  var isComplete = false
  /// Whether so few people were submitted that the request should have been turned down.
  var isTooSmall = false
  let edition: Month
  let organisation: Organisation
  /// The place of the service in the list of services.
  let service: Int

  init(_ number: Int, _ recipe: SampleRecipe) {
    self.number = number
    self.recipe = recipe
    kind = recipe.kind(ofReport: number)
    edition = recipe.edition(ofReport: number)
    let (owner, turn) = Self.owner(ofReport: number)
    organisation = SampleNames.organisation(owner, seed: recipe.seed)
    service = (owner * 7 + turn) % SampleNames.services.count
  }

  /// The number of the organisation, and which of its reports it is.
  ///
  /// One organisation has every fifth of the first hundred reports. Of each ten reports one
  /// organisation has three, another two, five others one each.
  private static func owner(ofReport number: Int) -> (organisation: Int, turn: Int) {
    if number < 100, number % 5 == 3 { return (0, number / 5) }
    let pattern = [(0, 0), (1, 0), (2, 0), (0, 1), (3, 0), (4, 0), (1, 1), (5, 0), (0, 2), (6, 0)]
    let (place, turn) = pattern[number % 10]
    return (1 + number / 10 * 7 + place, turn)
  }

  var id: String { "A-" + padded(number + 1) }
  var path: String { "analyses/\(edition)/\(id).json" }

  /// The row of the register: other requests stand between those that have a report.
  var request: String { "R-" + padded(number + SampleRegister.otherRequests(before: number) + 1) }

  /// The day on which the analysis was completed.
  var completed: Day {
    var draw = Draw(seed: recipe.seed, "completed", number)
    return recipe.cutOff(of: edition).adding(days: -draw.whole(0, 19))
  }
}

/// A number with zeros before it, so that names stand in the order of their numbers.
func padded(_ number: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
}
