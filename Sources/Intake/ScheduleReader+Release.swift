import Diagnostics
import Notation
import Schedule

extension ScheduleReader {
  /// What happens where the clock or the instant is not as it should be: `clock` and `missed`.
  static func release(_ object: ObjectReader) -> ReleasePolicy {
    let allowed = object.optionalObject("clock") { $0.string("unsynchronisedAllowed") }
    let missed = object.optionalChoice("missed", of: ReleasePolicy.Missed.self)
    return ReleasePolicy(unsynchronisedAllowed: allowed, missed: missed ?? .publish)
  }
}
