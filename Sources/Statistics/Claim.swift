/// What may be claimed of one result.
package struct Claim: Sendable, Hashable {
  /// Whether a significant difference may be claimed.
  package enum Status: String, Sendable, Hashable {
    /// The difference is significant and the groups are large enough to say so.
    case significant = "yes"
    /// The result is inconclusive.
    case inconclusive = "no"
    /// The groups are too small for any claim.
    case notClaimed = "not-claimed"
    /// Too little is known to tell.
    case unknown
  }

  package var status: Status
  /// The way the result points; inconclusive too where no claim may be made.
  package var direction: Direction?
  /// Why no claim is made, where the groups are too small.
  package var obstacles: [ClaimObstacle]
}

/// Why a result is not claimed although it may look significant (domain notes 3c).
package enum ClaimObstacle: Sendable, Hashable {
  /// Too few re-offenders in the treatment group.
  case reoffenders(Int, minimum: Int)
  /// People times rate too small in a group.
  case expected(Double, minimum: Double)
}

extension Outcome {
  /// The direction that the interval gives: wholly below zero, wholly above, or neither.
  ///
  /// Nil where a bound is not known.
  package var directionOfInterval: Direction? {
    guard let low = difference.interval.low.bestValue(in: measure.unit),
      let high = difference.interval.high.bestValue(in: measure.unit)
    else { return nil }
    if high < 0 { return .lower }
    if low > 0 { return .higher }
    return .inconclusive
  }

  /// What may be claimed of this outcome.
  ///
  /// The direction is the interval's, or the analyst's where the interval is not known. The
  /// minimum numbers are held against unrounded figures only: what a reconstruction knows as
  /// printed was claimed by its publisher.
  package func claim(primary: Outcome, thresholds: Thresholds) -> Claim {
    guard let direction = directionOfInterval ?? conclusion.value else {
      return Claim(status: .unknown, direction: nil, obstacles: [])
    }
    let obstacles = Self.obstacles(primary: primary, thresholds: thresholds)
    if !obstacles.isEmpty {
      return Claim(status: .notClaimed, direction: .inconclusive, obstacles: obstacles)
    }
    let isSignificant = direction != .inconclusive
    return Claim(
      status: isSignificant ? .significant : .inconclusive, direction: direction, obstacles: [])
  }

  private static func obstacles(primary: Outcome, thresholds: Thresholds) -> [ClaimObstacle] {
    var obstacles: [ClaimObstacle] = []
    if let reoffenders = primary.treatment.reoffenders?.exactValue {
      let minimum = thresholds.minimumReoffenders.value
      if reoffenders < Double(minimum) {
        obstacles.append(.reoffenders(Int(reoffenders), minimum: minimum))
      }
    }
    let expected = [
      (primary.treatment.people, primary.treatment.estimate.value),
      (primary.control.effectivePeople, primary.control.estimate.value),
    ].compactMap { people, rate in
      people.exactValue.flatMap { people in rate.exactValue.map { people * $0 } }
    }
    if let least = expected.min(), least < thresholds.minimumExpected.value {
      obstacles.append(.expected(least, minimum: thresholds.minimumExpected.value))
    }
    return obstacles
  }
}
