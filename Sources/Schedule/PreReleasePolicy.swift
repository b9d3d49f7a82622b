/// Why someone may see a statistic before its release (SI 2008/2998 Schedule paragraph 3(1)(a)).
package enum PreReleaseGround: String, Sendable, Hashable, CaseIterable {
  /// To answer questions or make statements at or shortly after publication.
  case answering
  /// To act before, at or shortly after publication.
  case acting
}

/// A post that is given pre-release access, as it is published: title and organisation, no name
/// (SI 2008/2998 Schedule paragraph 9(b)).
package struct PreReleaseRecipient: Sendable, Hashable {
  package var role: String
  package var organisation: String

  package init(role: String, organisation: String) {
    self.role = role
    self.organisation = organisation
  }
}

/// Who sees an edition before its release, how long before and why.
package struct PreReleasePolicy: Sendable, Hashable {
  /// Hours of elapsed time before the release, 0 to 24 (SI 2008/2998 Schedule paragraph 4).
  package var hours: Int
  package var ground: PreReleaseGround
  package var justification: String
  package var recipients: [PreReleaseRecipient]
  /// Where a reconstruction has the list from.
  package var source: String?

  package init(
    hours: Int, ground: PreReleaseGround, justification: String,
    recipients: [PreReleaseRecipient], source: String?
  ) {
    self.hours = hours
    self.ground = ground
    self.justification = justification
    self.recipients = recipients
    self.source = source
  }

  /// The most hours that the law allows (SI 2008/2998 Schedule paragraph 4).
  package static let longestHours = 24

  /// The first instant of access: elapsed time before release, whatever the clocks do between.
  package func opens(before release: Instant) -> Instant { release.adding(hours: -hours) }

  /// Whether access is open at this instant: from its opening until the release.
  package func isOpen(at now: Instant, release: Instant) -> Bool {
    !recipients.isEmpty && hours > 0 && now >= opens(before: release) && now < release
  }
}
