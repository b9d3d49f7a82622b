package import Schedule

/// What kind of result a made-up report has.
package enum ResultKind: String, Sendable, CaseIterable {
  /// A significant reduction.
  case lower
  /// A significant increase.
  case higher
  /// No conclusion can be drawn.
  case inconclusive
  /// The groups are too small for a claim.
  case tooFew = "too-few"
  /// A figure tells of so few people that it is not shown.
  case suppressed

  /// The share of reports of this kind where none is asked for.
  package var usualShare: Double {
    switch self {
    case .lower: 0.3
    case .higher: 0.05
    case .inconclusive: 0.55
    case .tooFew: 0.07
    case .suppressed: 0.03
    }
  }
}

/// What a sample is to be like.
package struct SampleRecipe: Sendable {
  /// The same seed gives the same bytes.
  package var seed: UInt64
  /// How many reports, over all editions.
  package var reports: Int
  /// How many editions, one a month.
  package var editions: Int
  /// The first edition.
  package var first: Month
  /// The share of reports of each kind, in the order of the kinds; together 1.
  package private(set) var shares: [Double]

  /// The most reports: so many different organisations have names.
  package static let mostReports = 250_000

  /// A recipe with the usual shares.
  package init(seed: UInt64, reports: Int, editions: Int, first: Month) {
    self.seed = seed
    self.reports = reports
    self.editions = editions
    self.first = first
    shares = ResultKind.allCases.map(\.usualShare)
  }

  /// Sets shares; the other kinds divide the rest between them as usual.
  ///
  /// False, and nothing is changed, where the shares are below 0 or together above 1, or where they
  /// leave a rest and no kind to have it.
  package mutating func setShares(_ wanted: [ResultKind: Double]) -> Bool {
    let kinds = ResultKind.allCases
    let given = kinds.compactMap { wanted[$0] }
    let rest = 1 - given.reduce(0, +)
    guard given.allSatisfy({ $0 >= 0 }), rest > -1e-9 else { return false }
    let usual = kinds.filter { wanted[$0] == nil }.map(\.usualShare).reduce(0, +)
    guard rest < 1e-9 || usual > 0 else { return false }
    shares = kinds.map { kind in
      wanted[kind] ?? kind.usualShare / usual * max(0, rest)
    }
    return true
  }

  /// The kind of a report's result.
  ///
  /// Multiples of the golden ratio fill the line from 0 to 1 evenly: however many reports there
  /// are, the shares are met as nearly as whole numbers allow.
  func kind(ofReport number: Int) -> ResultKind {
    var draw = Draw(seed: seed, "shares")
    let turn = draw.fraction() + Double(number) * 0.618_033_988_749_894_9
    var left = turn - turn.rounded(.down)
    for (kind, share) in zip(ResultKind.allCases, shares) where share > 0 {
      left -= share
      if left < 0 { return kind }
    }
    return ResultKind.allCases.last { shares[ResultKind.allCases.firstIndex(of: $0)!] > 0 }!
  }

  /// The edition that a report is in: reports are dealt out to the editions in turn.
  func edition(ofReport number: Int) -> Month { first.adding(months: number % editions) }

  /// The last day that an edition counts.
  func cutOff(of edition: Month) -> Day { edition.previous.lastDay }

  package var last: Month { first.adding(months: editions - 1) }

  /// The day on which the series begins.
  var coverFrom: Day { first.adding(months: -6).firstDay }
}
