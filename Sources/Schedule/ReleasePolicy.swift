/// What happens where the clock or the instant is not as it should be.
///
/// It holds for official statistics alone: a reconstruction is never late and is not held to a
/// clock.
package struct ReleasePolicy: Sendable, Hashable {
  /// What is done with an edition whose instant went by while nobody was there to release it.
  package enum Missed: String, Sendable, Hashable, CaseIterable {
    /// It comes out at once. What was announced is late with every minute
    /// (Code of Practice T3.5: as soon as ready).
    case publish
    /// It waits for `release --late-because`.
    case hold
  }

  /// Why a release may go by a clock that says itself that it is not synchronised; nil where it
  /// may not.
  package var unsynchronisedAllowed: String?
  package var missed: Missed

  package init(unsynchronisedAllowed: String? = nil, missed: Missed = .publish) {
    self.unsynchronisedAllowed = unsynchronisedAllowed
    self.missed = missed
  }

  /// From how long after its instant on an edition counts as missed: long enough for a person who
  /// releases by hand.
  package static let missedAfterSeconds: Int64 = 60

  /// From how long after its instant on a release no longer depends on the clock's synchronisation:
  /// no clock is wrong by a day without being noticed.
  package static let clockMattersForSeconds: Int64 = 86_400

  /// Whether a release at this instant goes by the clock at all.
  package static func dependsOnClock(_ instant: Instant, now: Instant) -> Bool {
    now < instant.adding(seconds: clockMattersForSeconds)
  }

  /// Whether an instant has gone by unused.
  package static func isMissed(_ instant: Instant, now: Instant) -> Bool {
    now >= instant.adding(seconds: missedAfterSeconds)
  }
}
