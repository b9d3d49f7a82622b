import Editions
import Schedule

/// What cannot be done with an edition that schedule.json has cancelled.
extension Workspace {
  /// Refuses an edition that is cancelled in schedule.json, and says the way out.
  ///
  /// The way differs with what the public was told; `consequence` is what is not done.
  ///
  /// Throws a ``ReleaseError``.
  func refuseCancelled(
    _ scheduled: ScheduledEdition, _ told: PublicWord, _ consequence: String
  ) throws {
    guard scheduled.isCancelled else { return }
    let month = scheduled.edition
    let text: String
    if told.isCancelled {
      text =
        "edition \(month) is cancelled, and \(consequence): the public was told so, and it stays cancelled"
    } else if let date = told.date {
      text =
        "edition \(month) is cancelled in schedule.json, and \(consequence); but the public was told "
        + "\(date.longText): \(wayToOneWord(month))"
    } else {
      text =
        "edition \(month) is cancelled in schedule.json, and \(consequence); if it is to come out, take "
        + "the exception out of schedule.json"
    }
    throw ReleaseError(.wrongState, text)
  }
}
