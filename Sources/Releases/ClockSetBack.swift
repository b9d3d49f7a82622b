import Ledger
package import Schedule

/// That the clock stands before times at which something was done by the journal.
///
/// Either it ran ahead then, and something may have come out early, or it is behind now, and what is
/// due comes out late: the program cannot know which.
package struct ClockSetBack: Sendable, Hashable {
  /// The latest time of the journal.
  package let newest: Instant
  package let now: Instant

  /// From how far back on it is told of: sources of time move a clock by parts of a second, and the
  /// clocks of two machines differ by as much.
  static let tolerance: Int64 = 1000

  /// What is the matter, in lower case.
  package var text: String {
    "the clock stands at \(now), \(durationText(from: now, to: newest)) before \(newest), at which "
      + "something was done by the journal: it ran ahead then, or is behind now"
  }

  /// What to do.
  package static let remedy =
    "look at `chronyc tracking`. If it is behind, mend it: what is due comes out late. If it ran "
    + "ahead, look in `ninethirty log` for what came out early, and report it with "
    + "`ninethirty breach EDITION --kind early`. "
    + "Then say why with `ninethirty clock --explain REASON --by ID`"
}

extension History {
  /// How far the clock stands before the latest time of the journal; nil where it does not, as it
  /// should be, or where somebody has explained it.
  ///
  /// What stands before an explanation is explained by it.
  package func clockSetBack(at now: Instant) -> ClockSetBack? {
    let since = journal.lastIndex { $0.event == "clock-explained" } ?? journal.startIndex
    guard let newest = journal[since...].map(\.instant).max(),
      newest.milliseconds - now.milliseconds > ClockSetBack.tolerance
    else { return nil }
    return ClockSetBack(newest: newest, now: now)
  }
}
