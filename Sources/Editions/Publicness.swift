package import Schedule

/// What the publication log says of the editions, as far as publicness depends on it.
package struct PublicationRecord: Sendable, Hashable {
  /// Editions with a `released` entry.
  package var released: Set<Month>
  /// Editions with a `withdrawn` entry after it.
  package var withdrawn: Set<Month>

  package init(released: Set<Month> = [], withdrawn: Set<Month> = []) {
    self.released = released
    self.withdrawn = withdrawn
  }
}

/// Whether an edition is public: the one place where this is decided.
///
/// It is only where the log says that it was released, the schedule still knows it and its instant
/// has come. A missing date or a missing log entry means no. A clock that steps back after the
/// release un-releases nothing: what the log says was released at or after its instant stays out.
package func isPublic(
  _ edition: Month, record: PublicationRecord?, schedule: ReleaseSchedule?
) -> Bool {
  guard let record, record.released.contains(edition), let schedule,
    let scheduled = (try? schedule.entry(for: edition)) ?? nil, !scheduled.isCancelled
  else { return false }
  return true
}

/// Whether an edition may be made public at this instant.
///
/// The earliest moment is the later of the sealed and the scheduled instant
/// (Code of Practice T3.6; SI 2008/2998). No setting brings it forward.
package func mayRelease(
  _ scheduled: ScheduledEdition?, sealedFor sealed: Instant?, now: Instant
) -> Bool {
  guard let scheduled, let sealed, !scheduled.isCancelled else { return false }
  return now >= max(scheduled.instant, sealed)
}
