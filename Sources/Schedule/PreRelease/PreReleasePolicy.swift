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
  /// What is published of an exceptional grant; nil for any other.
  package var exceptional: PublishedException?

  /// What is published of a grant in exceptional circumstances (SI 2008/2998 Schedule paragraph
  /// 5(4)(a)).
  package struct PublishedException: Sendable, Hashable {
    /// Hours of elapsed time before the release; may be more than 24.
    package var hours: Int
    package var reasons: String

    package init(hours: Int, reasons: String) {
      self.hours = hours
      self.reasons = reasons
    }
  }

  package init(role: String, organisation: String, exceptional: PublishedException? = nil) {
    self.role = role
    self.organisation = organisation
    self.exceptional = exceptional
  }

  /// Whether both name the same post, whatever is said of an exception.
  package func isSamePost(as other: PreReleaseRecipient) -> Bool {
    role == other.role && organisation == other.organisation
  }
}

/// Who may grant pre-release access: nobody else (SI 2008/2998 Schedule paragraph 2).
package struct PersonResponsible: Sendable, Hashable {
  /// The id under which the person acts; never published.
  package var id: String
  /// The post, as the arrangements name it.
  package var role: String

  package init(id: String, role: String) {
    self.id = id
    self.role = role
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
  /// Who grants access; nil where the schedule does not say, and then nobody can.
  package var responsible: PersonResponsible?
  /// The part of the departmental Head of Profession for Statistics in the arrangements
  /// (SI 2008/2998 Schedule paragraph 9(c)); nil where nothing is said.
  package var headOfProfession: String?

  package init(
    hours: Int, ground: PreReleaseGround, justification: String,
    recipients: [PreReleaseRecipient], source: String?, responsible: PersonResponsible? = nil,
    headOfProfession: String? = nil
  ) {
    self.hours = hours
    self.ground = ground
    self.justification = justification
    self.recipients = recipients
    self.source = source
    self.responsible = responsible
    self.headOfProfession = headOfProfession
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
