package import Schedule

/// One thing that the public was told of an edition: one line of the publication log.
package struct PublicFact: Sendable, Hashable {
  /// What was said.
  package enum What: Sendable, Hashable {
    /// A date was announced; at less than four weeks' notice, or at another time than a weekday's
    /// 09:30, with the reason for that.
    case announced(AnnouncedDate, shortNotice: String?, exemption: String?)
    /// The announced date was changed; one that was brought forward to less than four weeks ahead, and
    /// another time than a weekday's 09:30, has its reason.
    case moved(
      from: AnnouncedDate, to: AnnouncedDate, reason: String, shortNotice: String?,
      exemption: String?)
    case cancelled(reason: String)
    /// It came out; the instant that was announced.
    case released(scheduled: Instant)
    /// A new version stands in its place.
    case corrected(version: Int, note: PublicNote)
    case withdrawn(reason: String)
  }

  package let edition: Month
  /// When the public knew: for a release its announced instant, else when the line was written.
  package let instant: Instant
  package let what: What
  /// The instant of the day and time that were told, in the zone that they were told in; nil where a line
  /// has none.
  package let promised: Instant?

  package init(edition: Month, instant: Instant, what: What, promised: Instant? = nil) {
    self.promised = promised
    self.edition = edition
    self.instant = instant
    self.what = what
  }
}
