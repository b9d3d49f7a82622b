package import Schedule

/// What the publication log says of the editions, as far as publicness depends on it.
package struct PublicationRecord: Sendable, Hashable {
  /// Editions with a `released` entry.
  package var released: Set<Month>

  package init(released: Set<Month> = []) { self.released = released }
}

/// Whether an edition is public: the one place where this is decided.
///
/// It is only where the log says that it was released. A missing
/// log entry means no. Neither a clock that steps back after the release nor a later change of the
/// schedule un-releases anything: what the world has seen is out.
package func isPublic(_ edition: Month, record: PublicationRecord?) -> Bool {
  record?.released.contains(edition) == true
}

/// The instant before which an edition does not come out: the latest of the scheduled one, the
/// sealed one and the one that the public was told, so that no change of the schedule alone, not even
/// one to an older copy of it, brings a sealed edition forward.
package func earliestRelease(
  _ scheduled: ScheduledEdition, sealedFor sealed: Instant, announcedFor announced: Instant?
) -> Instant {
  max(scheduled.instant, sealed, announced ?? sealed)
}

/// Whether a sealed edition may be made public at this instant (Code of Practice T3.6; SI 2008/2998).
///
/// No setting brings it forward; a missing date or a missing seal means no.
package func mayRelease(
  _ scheduled: ScheduledEdition?, sealedFor sealed: Instant?, announcedFor announced: Instant?,
  now: Instant
) -> Bool {
  guard let scheduled, let sealed, !scheduled.isCancelled else { return false }
  return now >= earliestRelease(scheduled, sealedFor: sealed, announcedFor: announced)
}
